import { chmodSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the operators of a running demonstration need to know. Holds the password of a database: for its owner only. */
export interface Office {
  /** Connection string of the custodian's database */
  readonly custodianDatabase: string;
  readonly issuer: string;
  /** Whether the provider is the local one, which reads connections from the folder of the stack */
  readonly localIdentity: boolean;
}

const fileIn = (folder: string): string => join(folder, 'office.json');

export function writeOffice(folder: string, office: Office): void {
  const fresh = `${fileIn(folder)}.new`;
  rmSync(fresh, { force: true });
  writeFileSync(fresh, `${JSON.stringify(office, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
  chmodSync(fresh, 0o600);
  renameSync(fresh, fileIn(folder));
}

/** @returns nothing when the demonstration does not run */
export function readOffice(folder: string): Office | undefined {
  try {
    return JSON.parse(readFileSync(fileIn(folder), 'utf8')) as Office;
  } catch {
    return undefined;
  }
}

export function removeOffice(folder: string): void {
  rmSync(fileIn(folder), { force: true });
}
