/**
 * Keys of signed notes (C2SP signed-note v1.0.0) and their text forms.
 *
 * A verifier key is public and stands in configurations and on web pages: `<name>+<key id>+<base64(type || key)>`. A
 * signing key has the form of Go's sumdb/note, `PRIVATE+KEY+<name>+<key id>+<base64(type || seed)>`, so that the tools
 * of transparency-dev read it too.
 */
import { createPrivateKey, createPublicKey, generateKeyPairSync, hash, type KeyObject } from 'node:crypto';
import { decodeBase64, isWellFormed } from './text';

/** A key in text that cannot be read. Never says which, nor shows it: it may be a secret. */
export class MalformedKey extends Error {
  override readonly name = 'MalformedKey';
}

/** Signature types of C2SP signed-note: 0x01 signs the text of a note, 0x04 cosigns a checkpoint with a time. */
export const ED25519 = 0x01;
export const COSIGNATURE = 0x04;
export type KeyType = typeof ED25519 | typeof COSIGNATURE;

export interface VerifierKey {
  readonly name: string;
  readonly type: KeyType;
  /** First 4 bytes of SHA-256(name || 0x0A || type || public key), as 8 hexadecimal digits */
  readonly id: string;
  readonly publicKey: KeyObject;
  /** The key in its text form */
  readonly text: string;
}

export interface SigningKey {
  /** What others verify with */
  readonly verifier: VerifierKey;
  readonly privateKey: KeyObject;
}

/** Reads `<name>+<key id>+<base64>` of type 0x01 or 0x04. Throws `MalformedKey`, also when the id does not fit. */
export function parseVerifierKey(text: string): VerifierKey {
  const { name, id, type, bytes } = readKey(text);
  const key = verifierKey(name, publicKeyOf(bytes), type);
  if (key.id !== id) throw new MalformedKey('A key is <name>+<key id>+<base64>, and the id follows from the rest.');
  return key;
}

/** Reads `PRIVATE+KEY+<name>+<key id>+<base64>`, with the id of the verifier key. Throws `MalformedKey`. */
export function parseSigningKey(text: string): SigningKey {
  if (!text.startsWith(PRIVATE)) throw new MalformedKey('A signing key starts with PRIVATE+KEY+.');
  const { name, id, type, bytes } = readKey(text.slice(PRIVATE.length));
  const privateKey = createPrivateKey({ key: Buffer.concat([PKCS8, bytes]), format: 'der', type: 'pkcs8' });
  const key = signingKey(name, privateKey, type);
  if (key.verifier.id !== id) throw new MalformedKey('A signing key carries the id of its verifier key.');
  return key;
}

/** A new signing key in its text form, a secret; `parseSigningKey(…).verifier.text` is what to publish. */
export function generateSigningKey(name: string, type: KeyType = ED25519): string {
  // Made as bytes: Node 20 can stop for good when it exports a key object while the job that made it is collected.
  const made = generateKeyPairSync('ed25519', {
    publicKeyEncoding: { type: 'spki', format: 'der' },
    privateKeyEncoding: { type: 'pkcs8', format: 'der' },
  });
  const privateKey = createPrivateKey({ key: made.privateKey, format: 'der', type: 'pkcs8' });
  const { verifier } = signingKey(name, privateKey, type);
  const seed = privateKey.export({ format: 'der', type: 'pkcs8' }).subarray(PKCS8.length);
  return `${PRIVATE}${name}+${verifier.id}+${Buffer.concat([Buffer.of(type), seed]).toString('base64')}`;
}

/** A verifier key from an Ed25519 public key. Throws `MalformedKey` on a name with a space or a plus. */
export function verifierKey(name: string, publicKey: KeyObject, type: KeyType = ED25519): VerifierKey {
  if (!isKeyName(name)) throw new MalformedKey('A key name has no spaces and no plus.');
  if (publicKey.asymmetricKeyType !== 'ed25519') throw new MalformedKey('Notes are signed with Ed25519.');
  const raw = publicKey.export({ format: 'der', type: 'spki' }).subarray(SPKI.length);
  const bytes = Buffer.concat([Buffer.of(type), raw]);
  const id = hash('sha256', Buffer.concat([Buffer.from(`${name}\n`), bytes])).slice(0, 8);
  return { name, type, id, publicKey, text: `${name}+${id}+${bytes.toString('base64')}` };
}

/** A signing key from an Ed25519 private key. Throws `MalformedKey`. */
export function signingKey(name: string, privateKey: KeyObject, type: KeyType = ED25519): SigningKey {
  return { verifier: verifierKey(name, createPublicKey(privateKey), type), privateKey };
}

/** Not empty, and neither Unicode spaces nor plus (C2SP signed-note, Format). */
export const isKeyName = (name: string): boolean => /^[^\p{White_Space}\p{Cc}+]+$/u.test(name) && isWellFormed(name);

const PRIVATE = 'PRIVATE+KEY+';

// What DER puts before the 32 bytes of an Ed25519 key (RFC 8410, 4 and 7).
const SPKI = Buffer.from('302a300506032b6570032100', 'hex');
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');

const publicKeyOf = (raw: Buffer): KeyObject =>
  createPublicKey({ key: Buffer.concat([SPKI, raw]), format: 'der', type: 'spki' });

function readKey(text: string): { name: string; id: string; type: KeyType; bytes: Buffer } {
  // The base64 may contain a plus, name and id may not: so the first two part them.
  const [, name, id, base64] = /^([^+]+)\+([0-9a-f]{8})\+([^]+)$/.exec(text) ?? [];
  const bytes = decodeBase64(base64 ?? '');
  if (name === undefined || id === undefined || bytes?.length !== 33 || !isKeyName(name)) {
    throw new MalformedKey('A key is <name>+<key id>+<base64 of 33 bytes>.');
  }
  const type = bytes[0];
  if (type !== ED25519 && type !== COSIGNATURE) throw new MalformedKey('Only keys of type 0x01 and 0x04 are known.');
  return { name, id, type, bytes: bytes.subarray(1) };
}
