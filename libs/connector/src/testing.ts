import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Problem } from '#problem';

/** A folder for one test. */
export const newFolder = (): string => mkdtempSync(join(tmpdir(), 'raakvlak-connector-'));

/** A file with these contents in a folder of its own. */
export function fileWith(contents: string | Uint8Array, name = 'export.csv'): string {
  const path = join(newFolder(), name);
  writeFileSync(path, contents);
  return path;
}

/** The code of the problem that work ends in, or `accepted`. Any other error is a defect and goes through. */
export async function refusalOf(work: () => unknown): Promise<string> {
  try {
    await work();
  } catch (fault) {
    if (fault instanceof Problem) return fault.code;
    throw fault;
  }
  return 'accepted';
}
