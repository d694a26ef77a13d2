import {
  closeSync,
  fchmodSync,
  fstatSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { KINDS, type Kind } from '#tokens';

const FORMAT = 'raakvlak-keys/1';
const SEED_BYTES = 32;

/** The secret of one kind of subject in one epoch. */
export interface TokenKey {
  readonly kind: Kind;
  readonly epoch: string;
  /** 32 random bytes of its own: destroying one key leaves nothing from which it could be made again */
  readonly seed: Uint8Array;
}

/**
 * Contents of a file with a secret.
 * @throws Error when it cannot be read, or when group or others may read it (POSIX); the message completes "NAME …"
 */
export function readPrivateFile(path: string): string {
  let descriptor: number;
  try {
    descriptor = openSync(path, 'r');
  } catch {
    throw new Error('cannot be read');
  }
  try {
    // Looked at through the descriptor that is read, so that the file cannot be exchanged in between.
    if (process.platform !== 'win32' && (fstatSync(descriptor).mode & 0o077) !== 0) {
      throw new Error('can be read by others than its owner: set its mode to 0600');
    }
    return readFileSync(descriptor, 'utf8');
  } finally {
    closeSync(descriptor);
  }
}

/**
 * Writes a secret with mode 0600, whole or not at all: a half-written key file would be a lost key.
 * @param replace false refuses to overwrite
 */
export function writePrivateFile(path: string, contents: string, replace: boolean): void {
  const temporary = replace ? `${path}.${process.pid}.new` : path;
  const descriptor = openSync(temporary, 'wx', 0o600);
  try {
    // The creation mode is subject to the umask, which may also take away the owner's own rights.
    fchmodSync(descriptor, 0o600);
    writeFileSync(descriptor, contents);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  if (replace) renameSync(temporary, path);
}

/**
 * @param contents JSON `{"format":"raakvlak-keys/1","keys":[{"epoch","kind","seed"}]}`, seeds 32 bytes in base64url
 * @throws Error that says what is wrong without quoting the file
 */
export function parseKeyFile(contents: string): TokenKey[] {
  let value: unknown;
  try {
    value = JSON.parse(contents);
  } catch {
    throw new Error('is not a JSON file');
  }
  const { format, keys } = (value ?? {}) as { format?: unknown; keys?: unknown };
  if (format !== FORMAT || !Array.isArray(keys)) throw new Error(`is not a key file of format ${FORMAT}`);
  const parsed = keys.map(parseKey);
  const distinct = (names: string[]): boolean => new Set(names).size === names.length;
  if (!distinct(parsed.map(({ epoch, kind }) => `${epoch} ${kind}`))) throw new Error('holds a key twice');
  // Key separation is what lets the custodian tell kinds apart: the input is blinded (research tokens, 2.5).
  if (!distinct(parsed.map(({ seed }) => Buffer.from(seed).toString('hex')))) {
    throw new Error('uses one seed for two keys: every kind and epoch needs its own');
  }
  return parsed;
}

function parseKey(value: unknown): TokenKey {
  const { epoch, kind, seed } = (value ?? {}) as Record<string, unknown>;
  const known = KINDS.find((name) => name === kind);
  if (typeof epoch !== 'string' || epoch === '' || known === undefined || typeof seed !== 'string') {
    throw new Error('holds a key without epoch, kind or seed');
  }
  const bytes = Buffer.from(seed, 'base64url');
  if (bytes.length !== SEED_BYTES || bytes.toString('base64url') !== seed) {
    throw new Error('holds a seed that is not 32 bytes in base64url');
  }
  return { epoch, kind: known, seed: new Uint8Array(bytes) };
}

/** The counterpart of parseKeyFile. */
export function formatKeyFile(keys: readonly TokenKey[]): string {
  const rows = keys.map(({ epoch, kind, seed }) => ({
    epoch,
    kind,
    seed: Buffer.from(seed).toString('base64url'),
  }));
  return `${JSON.stringify({ format: FORMAT, keys: rows }, null, 2)}\n`;
}
