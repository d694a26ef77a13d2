/** `npm run docs:access`: writes the table of rights into docs/access.md, by the very test that checks it. */
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';

const jest = createRequire(import.meta.url).resolve('jest/bin/jest');
const { status } = spawnSync(process.execPath, [jest, 'test/guards/access-document.spec.ts'], {
  env: { ...process.env, WRITE_ACCESS_TABLE: 'true' },
  stdio: 'inherit',
});
process.exitCode = status ?? 1;
