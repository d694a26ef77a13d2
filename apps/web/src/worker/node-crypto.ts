/**
 * Stands in for `node:crypto` in the web build, so that a page checks proofs with the very code of `#transparency` and
 * `#client/proofs`. SHA-256 and the verifying half of Ed25519, on what the client brings anyway. Secrets have no place here:
 * what makes or uses a private key is an error.
 *
 * Brings `Buffer` too where there is none. The rooms that need it import `node:crypto` before they use it.
 */
import { ed25519 } from '@noble/curves/ed25519.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { NodeBuffer } from './node-buffer';

(globalThis as { Buffer?: unknown }).Buffer ??= NodeBuffer;

/** What DER puts before the 32 bytes of an Ed25519 key (RFC 8410, 4). */
const SPKI = NodeBuffer.from('302a300506032b6570032100', 'hex');

/** A public key, as far as a verifier looks at it. */
export class KeyObject {
  readonly asymmetricKeyType = 'ed25519';
  readonly #raw: Uint8Array;

  constructor(raw: Uint8Array) {
    this.#raw = raw;
  }

  /** In DER, as SPKI */
  export(): NodeBuffer {
    return NodeBuffer.concat([SPKI, this.#raw]);
  }
}

/** One-shot SHA-256. @throws Error on another algorithm */
export function hash(algorithm: string, data: string | Uint8Array, encoding: 'hex' | 'buffer' = 'hex') {
  if (algorithm !== 'sha256') throw new Error('only SHA-256 is here');
  const digest = NodeBuffer.from(sha256(typeof data === 'string' ? NodeBuffer.from(data) : data));
  return encoding === 'buffer' ? digest : digest.toString('hex');
}

/** @param source an Ed25519 key in DER, as SPKI. @throws Error on anything else */
export function createPublicKey({ key }: { readonly key: Uint8Array }): KeyObject {
  const head = key.subarray(0, SPKI.length);
  if (key.length !== SPKI.length + 32 || !SPKI.equals(head)) throw new Error('only Ed25519 keys are here');
  return new KeyObject(NodeBuffer.from(key.subarray(SPKI.length)));
}

/**
 * Ed25519, RFC 8032. Stricter than OpenSSL with keys and signatures that nobody makes who follows it: points in another
 * than their one encoding, and keys of small order.
 */
export function verify(_: null, data: Uint8Array, key: KeyObject, signature: Uint8Array): boolean {
  if (signature.length !== 64) return false;
  return ed25519.verify(signature, data, key.export().subarray(SPKI.length), { zip215: false });
}

const noSecrets = (): never => {
  throw new Error('private keys are not for a page');
};
export { noSecrets as createPrivateKey, noSecrets as generateKeyPairSync, noSecrets as sign };
