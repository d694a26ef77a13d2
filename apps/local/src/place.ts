import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Folder of the package, from the sources as well as from `dist/`. */
export const root: string = packageRoot(__dirname);

function packageRoot(from: string): string {
  const file = join(from, 'package.json');
  if (existsSync(file) && (JSON.parse(readFileSync(file, 'utf8')) as { name?: string }).name === 'raakvlak')
    return from;
  if (dirname(from) === from) throw new Error('apps/local runs inside the project only');
  return packageRoot(dirname(from));
}

/** A compiled program, `apps/custodian/src/main` for instance. */
export const program = (name: string): string => join(root, 'dist', `${name}.js`);

/** Something that the person at the keyboard can mend; its message says how and is all there is to show. */
export class LocalFault extends Error {
  override readonly name = 'LocalFault';
}

/** The last lines of a log, for a message about why something did not start. */
export function tail(file: string, lines = 15): string {
  if (!existsSync(file)) return '';
  return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-lines).join('\n');
}
