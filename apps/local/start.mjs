/** `npm start`: sets up when needed, then runs the whole product from this folder. */
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT, fail, setUp } from './set-up.mjs';

const parent = process.ppid;
try {
  await setUp((line) => console.log(line));
  // Whoever started this was stopped meanwhile; npm does not always pass that on.
  if (process.ppid !== parent) process.exit(130);
  await import(pathToFileURL(path.join(ROOT, 'dist', 'apps', 'local', 'src', 'main.js')).href);
} catch (fault) {
  fail(fault);
}
