import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateSigningKey, parseSigningKey } from '#transparency';
import { LocalFault } from './place';

/** Origin of the local audit log: first line of its checkpoints and name of its key. */
export const LOG_ORIGIN = 'raakvlak.demo/audit/2026';

/** Secrets of the servers, each in a file of its own with mode 0600. */
export interface Secrets {
  readonly storageKeyFile: string;
  readonly auditKeyFile: string;
  readonly logKeyFile: string;
  /** Public half of the log's key, C2SP vkey */
  readonly logKey: string;
  readonly indexPassword: string;
  readonly custodianPassword: string;
}

const FILES = [
  'storage.key',
  'audit.key',
  'log.key',
  'index-database.password',
  'custodian-database.password',
] as const;

/**
 * Reads the secrets of this folder, or makes them when everything is still to be made.
 * @param folder of the stack
 * @throws LocalFault when a part is lost: with other keys nothing that was registered would ever be found again
 */
export function secretsOf(folder: string): Secrets {
  const keys = join(folder, 'keys');
  if (!existsSync(keys)) make(folder, keys);
  const missing = FILES.filter((name) => !existsSync(join(keys, name)));
  if (missing.length > 0) throw lost(folder, missing);
  const file = (name: (typeof FILES)[number]): string => join(keys, name);
  const read = (name: (typeof FILES)[number]): string => readFileSync(file(name), 'utf8').trim();
  return {
    storageKeyFile: file('storage.key'),
    auditKeyFile: file('audit.key'),
    logKeyFile: file('log.key'),
    logKey: parseSigningKey(read('log.key')).verifier.text,
    indexPassword: read('index-database.password'),
    custodianPassword: read('custodian-database.password'),
  };
}

/** All of them or none: made under another name and renamed when complete. */
function make(folder: string, keys: string): void {
  if (existsSync(join(folder, 'postgres'))) throw lost(folder, FILES);
  const half = `${keys}.new`;
  rmSync(half, { recursive: true, force: true });
  mkdirSync(half, { mode: 0o700, recursive: true });
  const random = (bytes: number): string => randomBytes(bytes).toString('base64url');
  const made: Record<(typeof FILES)[number], string> = {
    'storage.key': random(32),
    'audit.key': random(32),
    'log.key': generateSigningKey(LOG_ORIGIN),
    'index-database.password': random(24),
    'custodian-database.password': random(24),
  };
  for (const name of FILES) writeFileSync(join(half, name), `${made[name]}\n`, { mode: 0o600 });
  renameSync(half, keys);
}

const lost = (folder: string, names: readonly string[]): LocalFault =>
  new LocalFault(
    `In ${join(folder, 'keys')} ontbreekt ${names.join(', ')}. Zonder die sleutels zijn de bewaarde gegevens niet meer te gebruiken. Zet ze terug, of verwijder de map ${folder} en begin opnieuw.`,
  );
