import { hash } from 'node:crypto';
import sodium from 'libsodium-wrappers-sumo';

import { utf8 } from './bytes';
import { problem } from './problems';

// What both sides of RFC 9497, suite ristretto255-SHA512, mode 0x01, hash to scalars, on libsodium and Node's SHA-512.

export const POINT = 32;
export const SCALAR = 32;

/** Resolves when libsodium is there; everything below is synchronous from then on. */
export async function ready(): Promise<void> {
  await sodium.ready;
}

/** @throws Problem tokens.engine-not-ready */
export function requireReady(): void {
  if (typeof sodium.crypto_core_ristretto255_scalar_reduce !== 'function') throw problem('engine-not-ready');
}

// contextString = "OPRFV1-" || I2OSP(mode, 1) || "-" || identifier (RFC 9497, 3.1)
const CONTEXT = 'OPRFV1-\x01-ristretto255-SHA512';
/** SHA-512 works in blocks of 128 bytes: the Z_pad of expand_message_xmd (RFC 9380, 5.3.1). */
const BLOCK = 128;
const DIGEST = 64;

export const sha512 = (bytes: Uint8Array): Uint8Array => hash('sha512', bytes, 'buffer');

export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export function lengthOf(bytes: Uint8Array): Uint8Array {
  return new Uint8Array([bytes.length >> 8, bytes.length & 255]);
}

export function withLength(bytes: Uint8Array): Uint8Array {
  return concat(lengthOf(bytes), bytes);
}

/** DST || I2OSP(len(DST), 1) */
export function dstPrime(name: string): Uint8Array {
  const dst = utf8(`${name}${CONTEXT}`);
  return concat(dst, new Uint8Array([dst.length]));
}

const SCALAR_DST = dstPrime('HashToScalar-');
export const KEY_DST = dstPrime('DeriveKeyPair');
// Z_pad before the message, I2OSP(64, 2) || I2OSP(0, 1) after it.
const Z_PAD = new Uint8Array(BLOCK);
const LENGTH_AND_ZERO = new Uint8Array([0, DIGEST, 0]);

/** expand_message_xmd for 64 bytes. @param dst with its length behind it */
export function uniformBytes(message: Uint8Array, dst: Uint8Array): Uint8Array {
  const first = concat(Z_PAD, message, LENGTH_AND_ZERO, dst);
  const second = concat(sha512(first), new Uint8Array([1]), dst);
  first.fill(0);
  const uniform = sha512(second);
  second.fill(0);
  return uniform;
}

/**
 * HashToScalar with its two hash inputs laid out once (RFC 9497, 4.1; RFC 9380, 5.3.1). 64 uniform bytes are exactly one
 * SHA-512 digest, so expand_message_xmd is two hashes: b_0 over the message and b_1 over b_0.
 */
export class ScalarHash {
  readonly #first: Uint8Array;
  readonly #second: Uint8Array;
  /** The part of the first input that a caller fills */
  readonly message: Uint8Array;

  constructor(template: Uint8Array, dst: Uint8Array) {
    this.#first = concat(Z_PAD, template, LENGTH_AND_ZERO, dst);
    this.#second = concat(new Uint8Array(DIGEST), new Uint8Array([1]), dst);
    this.message = this.#first.subarray(BLOCK, BLOCK + template.length);
  }

  scalar(): Uint8Array {
    // Node's SHA-512: a call into WebAssembly costs more than the hash, and the single evaluation makes four of them.
    this.#second.set(sha512(this.#first));
    const uniform = sha512(this.#second);
    const scalar = sodium.crypto_core_ristretto255_scalar_reduce(uniform);
    sodium.memzero(uniform);
    return scalar;
  }

  wipe(): void {
    sodium.memzero(this.#first);
    sodium.memzero(this.#second);
  }
}

const COMPOSITE = utf8('Composite');
const CHALLENGE = utf8('Challenge');
const LENGTH_OF_POINT = new Uint8Array([0, POINT]);

/** What a proof under one public key is about (RFC 9497, 2.2.1 and 2.2.2), laid out once for each key. */
export class Transcript {
  readonly #composite: ScalarHash;
  readonly #challenge: ScalarHash;

  constructor(publicKey: Uint8Array) {
    // seed = Hash(len(Bm) || Bm || len(seedDST) || seedDST) holds nothing but the public key
    const seed = sha512(concat(withLength(publicKey), withLength(utf8(`Seed-${CONTEXT}`))));
    const element = concat(LENGTH_OF_POINT, new Uint8Array(POINT));
    this.#composite = new ScalarHash(
      concat(withLength(seed), new Uint8Array(2), element, element, COMPOSITE),
      SCALAR_DST,
    );
    this.#challenge = new ScalarHash(
      concat(withLength(publicKey), element, element, element, element, CHALLENGE),
      SCALAR_DST,
    );
  }

  /** d_i of ComputeComposites */
  weight(i: number, blinded: Uint8Array, evaluated: Uint8Array): Uint8Array {
    const { message } = this.#composite;
    const at = 2 + DIGEST;
    message[at] = i >> 8;
    message[at + 1] = i & 255;
    message.set(blinded, at + 4);
    message.set(evaluated, at + 6 + POINT);
    return this.#composite.scalar();
  }

  /** c of the proof. @param elements a0 to a3 */
  challenge(elements: readonly Uint8Array[]): Uint8Array {
    const { message } = this.#challenge;
    elements.forEach((element, i) => message.set(element, (2 + POINT) * (i + 1) + 2));
    return this.#challenge.scalar();
  }
}
