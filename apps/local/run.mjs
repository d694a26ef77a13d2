/**
 * Runs one compiled program after the set-up: `node apps/local/run.mjs test/stories/tell incident`.
 * The program takes over: its exit code is this one's.
 */
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT, SetUpFault, fail, setUp } from './set-up.mjs';

const [name, ...rest] = process.argv.slice(2);
try {
  if (!name) throw new SetUpFault('Gebruik: node apps/local/run.mjs PAD [opties]');
  await setUp((line) => console.error(line));
  const program = path.join(ROOT, 'dist', `${name}.js`);
  if (!fs.existsSync(program)) throw new SetUpFault(`Er is geen programma ${name}.`);
  process.argv = [process.argv[0], program, ...rest];
  await import(pathToFileURL(program).href);
} catch (fault) {
  fail(fault);
}
