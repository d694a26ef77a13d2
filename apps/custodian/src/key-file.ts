/**
 * The token key file: the seed of each kind of subject in each epoch, sealed under the KEK.
 *
 * `{"format":"raakvlak-keys/2","kek":"<id>","keys":[{"epoch","kind","sealed"}]}`; `sealed` is base64url of a nonce of
 * 12 bytes, the AES-256-GCM ciphertext of the seed and a tag of 16 bytes, with format, KEK id, epoch and kind as
 * additional data, so that a seal opens in its own place only.
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { KINDS, type Kind } from '#tokens';
import type { Kek } from './kek';

const FORMAT = 'raakvlak-keys/2';
const PLAIN_FORMAT = 'raakvlak-keys/1';
const SEED_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const SEALED_BYTES = NONCE_BYTES + SEED_BYTES + TAG_BYTES;

/** The secret of one kind of subject in one epoch. */
export interface TokenKey {
  readonly kind: Kind;
  readonly epoch: string;
  /** 32 random bytes of its own: destroying one key leaves nothing from which it could be made again */
  readonly seed: Uint8Array;
}

/** The same in its seal. */
export interface SealedKey {
  readonly kind: Kind;
  readonly epoch: string;
  /** Nonce, ciphertext and tag, base64url */
  readonly sealed: string;
}

/** A key file as it can be read without the KEK. */
export interface KeyFile {
  /** Id of the KEK that it is sealed under */
  readonly kek: string;
  readonly keys: readonly SealedKey[];
}

/** The key file is sealed under another KEK than the one that was given. */
export class WrongKek extends Error {
  override readonly name = 'WrongKek';
  constructor(
    readonly needed: string,
    readonly given: string,
  ) {
    super(`is sealed under KEK ${needed}, not under KEK ${given}`);
  }
}

/**
 * Reads what needs no KEK: which epochs and kinds there are.
 * @throws Error that says what is wrong without quoting the file; its message completes "NAME …"
 */
export function readKeyFile(contents: string): KeyFile {
  const { format, kek, keys } = objectIn(contents);
  if (format === PLAIN_FORMAT) {
    throw new Error(
      'is not sealed (it is of the previous version): run "ceremony seal --keys FILE --kek FILE" once; the keys stay the same',
    );
  }
  if (format !== FORMAT || !Array.isArray(keys) || typeof kek !== 'string' || !/^[\w-]{11}$/.test(kek)) {
    throw new Error(`is not a key file of format ${FORMAT}`);
  }
  const parsed = keys.map((row: unknown): SealedKey => {
    const { sealed } = (row ?? {}) as { sealed?: unknown };
    if (typeof sealed !== 'string' || !isBase64url(sealed, SEALED_BYTES)) throw new Error('holds a key without a seal');
    return { ...placeOf(row), sealed };
  });
  refuseTwice(parsed);
  return { kek, keys: parsed };
}

/**
 * Opens every seal.
 * @throws WrongKek; Error that names the place of a seal that was changed or moved
 */
export function openKeyFile({ kek, keys }: KeyFile, { id, key }: Kek): TokenKey[] {
  if (kek !== id) throw new WrongKek(kek, id);
  const opened = keys.map(({ epoch, kind, sealed }): TokenKey => {
    const bytes = Buffer.from(sealed, 'base64url');
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES));
    decipher.setAAD(placeBytes(id, epoch, kind));
    decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
    const seed = decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES));
    try {
      decipher.final();
    } catch {
      throw new Error(`holds a seal for ${kind} in epoch ${epoch} that does not open: it was changed or moved`);
    }
    return { epoch, kind, seed: new Uint8Array(seed) };
  });
  refuseSharedSeeds(opened);
  return opened;
}

/** The seals of these keys, each with a nonce of its own. */
export function sealKeys(keys: readonly TokenKey[], { id, key }: Kek): SealedKey[] {
  return keys.map(({ epoch, kind, seed }) => {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', key, nonce);
    cipher.setAAD(placeBytes(id, epoch, kind));
    const sealed = Buffer.concat([nonce, cipher.update(seed), cipher.final(), cipher.getAuthTag()]);
    return { epoch, kind, sealed: sealed.toString('base64url') };
  });
}

/** The counterpart of readKeyFile. */
export function formatKeyFile({ kek, keys }: KeyFile): string {
  return `${JSON.stringify({ format: FORMAT, kek, keys }, null, 2)}\n`;
}

/**
 * Reads the unsealed file of the previous version, to seal it.
 * @throws Error that says what is wrong without quoting the file; its message completes "NAME …"
 */
export function readPlainKeyFile(contents: string): TokenKey[] {
  const { format, keys } = objectIn(contents);
  if (format === FORMAT) throw new Error('is sealed already; "ceremony rewrap" puts it under another KEK');
  if (format !== PLAIN_FORMAT || !Array.isArray(keys)) throw new Error(`is not a key file of format ${PLAIN_FORMAT}`);
  const parsed = keys.map((row: unknown): TokenKey => {
    const { seed } = (row ?? {}) as { seed?: unknown };
    if (typeof seed !== 'string' || !isBase64url(seed, SEED_BYTES)) {
      throw new Error(`holds a seed that is not ${SEED_BYTES} bytes in base64url`);
    }
    return { ...placeOf(row), seed: new Uint8Array(Buffer.from(seed, 'base64url')) };
  });
  refuseTwice(parsed);
  refuseSharedSeeds(parsed);
  return parsed;
}

/** JSON of a list: no epoch or kind can be written so that it reads like another place. */
const placeBytes = (kek: string, epoch: string, kind: Kind): Buffer =>
  Buffer.from(JSON.stringify([FORMAT, kek, epoch, kind]));

function objectIn(contents: string): Record<string, unknown> {
  try {
    return (JSON.parse(contents) ?? {}) as Record<string, unknown>;
  } catch {
    throw new Error('is not a JSON file');
  }
}

function placeOf(row: unknown): { readonly epoch: string; readonly kind: Kind } {
  const { epoch, kind } = (row ?? {}) as Record<string, unknown>;
  const known = KINDS.find((name) => name === kind);
  if (typeof epoch !== 'string' || epoch === '' || known === undefined) {
    throw new Error('holds a key without epoch or kind');
  }
  return { epoch, kind: known };
}

function isBase64url(text: string, length: number): boolean {
  const bytes = Buffer.from(text, 'base64url');
  return bytes.length === length && bytes.toString('base64url') === text;
}

const allDiffer = (names: readonly string[]): boolean => new Set(names).size === names.length;

function refuseTwice(keys: readonly { readonly epoch: string; readonly kind: Kind }[]): void {
  if (!allDiffer(keys.map(({ epoch, kind }) => `${epoch} ${kind}`))) throw new Error('holds a key twice');
}

/** Key separation is what lets the custodian tell kinds apart: the input is blinded. */
function refuseSharedSeeds(keys: readonly TokenKey[]): void {
  if (!allDiffer(keys.map(({ seed }) => Buffer.from(seed).toString('base64')))) {
    throw new Error('uses one seed for two keys: every kind and epoch needs its own');
  }
}
