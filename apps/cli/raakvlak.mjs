#!/usr/bin/env node
import { existsSync } from 'node:fs';

const main = new URL('../../dist/apps/cli/src/main.js', import.meta.url);

if (existsSync(main)) {
  await import(main.href);
} else {
  console.error('Raakvlak is nog niet gebouwd. Doe eerst `npm run build`.');
  process.exitCode = 1;
}
