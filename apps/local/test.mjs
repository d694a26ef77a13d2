/**
 * `npm test`: sets up when needed, then every check and every test, and one line with the counts at the very end.
 *
 * With options (`npm test -- --only libs/tokens`, or any option of Jest) only those tests run, without the checks.
 */
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { howToGetABrowser, provideBrowser } from './browser.mjs';
import { KEEP, ROOT, fail, setUp } from './set-up.mjs';

const CHECKS = [
  ['Format (prettier)', 'prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'],
  ['Lint (eslint)', 'eslint/bin/eslint.js', '.'],
  [
    'Boundaries (dependency-cruiser)',
    'dependency-cruiser/bin/dependency-cruise.mjs',
    'apps',
    'libs',
    'migrations',
    'test',
    '--config',
    '.dependency-cruiser.cjs',
  ],
  ['Types (tsc)', 'typescript/bin/tsc', '--noEmit', '-p', 'tsconfig.json'],
  ['Types of the web app (tsc)', 'typescript/bin/tsc', '--noEmit', '-p', 'apps/web/tsconfig.json'],
];

/** Runs a tool of node_modules with its output shown, under a heading. */
function step(title, [tool, ...args]) {
  console.log(`\n=== ${title} ===`);
  const started = Date.now();
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [path.join(ROOT, 'node_modules', tool), ...args], {
      cwd: ROOT,
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    const stop = (signal) => child.kill(signal);
    process.once('SIGTERM', stop);
    child.on('exit', (code, signal) => {
      process.removeListener('SIGTERM', stop);
      const passed = code === 0;
      console.log(
        `--- ${passed ? 'ok' : `failed (${signal ?? code})`}: ${title}, ${((Date.now() - started) / 1000).toFixed(1)} s`,
      );
      resolve(passed);
    });
  });
}

/** Counts of the Jest run. A file that could not even load counts as one failure, and so does a run without a result. */
function counts(file, passed) {
  if (!fs.existsSync(file)) return { passed: 0, failed: 1, skipped: 0 };
  const result = JSON.parse(fs.readFileSync(file, 'utf8'));
  const failed = result.numFailedTests + result.numRuntimeErrorTestSuites;
  return {
    passed: result.numPassedTests,
    failed: failed === 0 && !passed ? 1 : failed,
    skipped: result.numPendingTests + result.numTodoTests,
  };
}

try {
  const say = (line) => console.log(line);
  await setUp(say);
  const options = process.argv.slice(2).filter((option) => option !== '--only');
  if (options.length === 0 || options.some((option) => option.includes('browser'))) await provideBrowser(say);
  const total = { passed: 0, failed: 0, skipped: 0 };
  if (options.length === 0) {
    for (const [title, ...command] of CHECKS) total[(await step(title, command)) ? 'passed' : 'failed'] += 1;
  }
  fs.mkdirSync(KEEP, { recursive: true });
  const outcome = path.join(KEEP, `tests-${process.pid}.json`);
  const passed = await step('Tests (jest)', [
    'jest/bin/jest.js',
    '--ci',
    '--maxWorkers=2',
    '--json',
    `--outputFile=${outcome}`,
    ...options,
  ]);
  for (const [what, count] of Object.entries(counts(outcome, passed))) total[what] += count;
  fs.rmSync(outcome, { force: true });
  const how = howToGetABrowser();
  if (total.skipped > 0 && how !== undefined) console.log(`\n${how}`);
  console.log(
    `\n${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ''}`,
  );
  process.exitCode = total.failed === 0 ? 0 : 1;
} catch (fault) {
  fail(fault);
}
