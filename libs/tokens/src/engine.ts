import { hash, randomBytes } from 'node:crypto';
import sodium from 'libsodium-wrappers-sumo';

import { utf8 } from './bytes';
import { problem } from './problems';

// Server side of RFC 9497, suite ristretto255-SHA512, mode 0x01, on libsodium: its scalar arithmetic is constant time by
// design (compiled to WebAssembly, which gives no formal guarantee). Function names are those of the RFC.

const POINT = 32;
const SCALAR = 32;
const MAX_BATCH = 256;

// contextString = "OPRFV1-" || I2OSP(mode, 1) || "-" || identifier (RFC 9497, 3.1)
const CONTEXT = 'OPRFV1-\x01-ristretto255-SHA512';
/** SHA-512 works in blocks of 128 bytes: the Z_pad of expand_message_xmd (RFC 9380, 5.3.1). */
const BLOCK = 128;
const DIGEST = 64;

/** A secret scalar with its public key, 32 bytes each. */
export interface KeyPair {
  readonly secret: Uint8Array;
  readonly publicKey: Uint8Array;
}

export interface EvaluatedBatch {
  /** 32 bytes each, in the order of the request */
  readonly elements: Uint8Array[];
  /** 64 bytes: c || s */
  readonly proof: Uint8Array;
}

function concat(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function lengthOf(bytes: Uint8Array): Uint8Array {
  return new Uint8Array([bytes.length >> 8, bytes.length & 255]);
}

function withLength(bytes: Uint8Array): Uint8Array {
  return concat(lengthOf(bytes), bytes);
}

/** DST || I2OSP(len(DST), 1) */
function dstPrime(name: string): Uint8Array {
  const dst = utf8(`${name}${CONTEXT}`);
  return concat(dst, new Uint8Array([dst.length]));
}

const SCALAR_DST = dstPrime('HashToScalar-');
const KEY_DST = dstPrime('DeriveKeyPair');
// Z_pad before the message, I2OSP(64, 2) || I2OSP(0, 1) after it.
const Z_PAD = new Uint8Array(BLOCK);
const LENGTH_AND_ZERO = new Uint8Array([0, DIGEST, 0]);

/**
 * HashToScalar with its two hash inputs laid out once (RFC 9497, 4.1; RFC 9380, 5.3.1). 64 uniform bytes are exactly one
 * SHA-512 digest, so expand_message_xmd is two hashes: b_0 over the message and b_1 over b_0.
 */
class ScalarHash {
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
    this.#second.set(hash('sha512', this.#first, 'buffer'));
    const uniform = hash('sha512', this.#second, 'buffer');
    const scalar = sodium.crypto_core_ristretto255_scalar_reduce(uniform);
    sodium.memzero(uniform);
    return scalar;
  }

  wipe(): void {
    sodium.memzero(this.#first);
    sodium.memzero(this.#second);
  }
}

/** Resolves when libsodium is there; everything below is synchronous from then on. */
export async function ready(): Promise<void> {
  await sodium.ready;
}

/** @throws Problem tokens.engine-not-ready */
export function requireReady(): void {
  if (typeof sodium.crypto_core_ristretto255_scalar_reduce !== 'function') throw problem('engine-not-ready');
}

/**
 * DeriveKeyPair (RFC 9497, 3.2.1).
 * @param seed 32 bytes
 * @param info public, under 65536 bytes
 * @throws Problem tokens.seed-refused
 */
export function deriveKeyPair(seed: Uint8Array, info: Uint8Array): KeyPair {
  requireReady();
  if (seed.length !== 32) throw problem('seed-refused');
  const hash = new ScalarHash(concat(seed, withLength(info), new Uint8Array(1)), KEY_DST);
  try {
    for (let counter = 0; counter <= 255; counter++) {
      hash.message[hash.message.length - 1] = counter;
      const secret = hash.scalar();
      if (!sodium.is_zero(secret)) return { secret, publicKey: sodium.crypto_scalarmult_ristretto255_base(secret) };
    }
  } finally {
    hash.wipe();
  }
  // 256 zero scalars in a row: the seed cannot have been random
  throw problem('seed-refused');
}

const COMPOSITE = utf8('Composite');
const CHALLENGE = utf8('Challenge');
const LENGTH_OF_POINT = new Uint8Array([0, POINT]);

/** Uniform modulo the group order to within 2^-259: 64 random bytes, reduced. */
function randomScalar(): Uint8Array {
  const uniform = randomBytes(2 * SCALAR);
  const scalar = sodium.crypto_core_ristretto255_scalar_reduce(uniform);
  sodium.memzero(uniform);
  return scalar;
}

/** BlindEvaluate and GenerateProof under one key, with everything that depends on the key alone computed once. */
export class Engine {
  readonly publicKey: Uint8Array;
  readonly #secret: Uint8Array;
  readonly #composite: ScalarHash;
  readonly #challenge: ScalarHash;
  #alive = true;

  constructor({ secret, publicKey }: KeyPair) {
    this.publicKey = publicKey;
    this.#secret = secret;
    // seed = Hash(len(Bm) || Bm || len(seedDST) || seedDST) holds nothing but the public key (RFC 9497, 2.2.1)
    const seed = sodium.crypto_hash_sha512(concat(withLength(publicKey), withLength(utf8(`Seed-${CONTEXT}`))));
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

  /** d_i of ComputeCompositesFast */
  #weight(i: number, blinded: Uint8Array, evaluated: Uint8Array): Uint8Array {
    const { message } = this.#composite;
    const at = 2 + DIGEST;
    message[at] = i >> 8;
    message[at + 1] = i & 255;
    message.set(blinded, at + 4);
    message.set(evaluated, at + 6 + POINT);
    return this.#composite.scalar();
  }

  #challengeOf(elements: readonly Uint8Array[]): Uint8Array {
    const { message } = this.#challenge;
    elements.forEach((element, i) => message.set(element, (2 + POINT) * (i + 1) + 2));
    return this.#challenge.scalar();
  }

  /** k·C. libsodium refuses non-canonical encodings here, but calls the identity a valid point, hence the own check. */
  #evaluate(blinded: Uint8Array, position: number): Uint8Array {
    if (blinded.length !== POINT || sodium.is_zero(blinded)) throw problem('element-refused', { position });
    try {
      return sodium.crypto_scalarmult_ristretto255(this.#secret, blinded);
    } catch {
      throw problem('element-refused', { position });
    }
  }

  /**
   * BlindEvaluate for a batch with one proof (RFC 9497, 3.3.2 and 2.2.1).
   * @param nonce the random scalar r of the proof; given in tests only, for twice the same r gives the key away. It is
   * wiped.
   * @throws Problem tokens.batch-size, tokens.element-refused, tokens.engine-destroyed
   */
  evaluateBatch(blinded: readonly Uint8Array[], nonce: Uint8Array = randomScalar()): EvaluatedBatch {
    if (!this.#alive) throw problem('engine-destroyed');
    if (blinded.length < 1 || blinded.length > MAX_BATCH) throw problem('batch-size');
    const elements = blinded.map((element, i) => this.#evaluate(element, i));
    let composite: Uint8Array | undefined;
    for (const [i, element] of blinded.entries()) {
      const weighted = sodium.crypto_scalarmult_ristretto255(this.#weight(i, element, elements[i]!), element);
      composite = composite ? sodium.crypto_core_ristretto255_add(composite, weighted) : weighted;
    }
    return { elements, proof: this.#prove(composite!, nonce) };
  }

  /** GenerateProof (RFC 9497, 2.2.1): c = HashToScalar(pk, M, k·M, r·G, r·M), s = r − c·k. */
  #prove(composite: Uint8Array, nonce: Uint8Array): Uint8Array {
    const challenge = this.#challengeOf([
      composite,
      sodium.crypto_scalarmult_ristretto255(this.#secret, composite),
      sodium.crypto_scalarmult_ristretto255_base(nonce),
      sodium.crypto_scalarmult_ristretto255(nonce, composite),
    ]);
    const product = sodium.crypto_core_ristretto255_scalar_mul(challenge, this.#secret);
    const proof = new Uint8Array(2 * SCALAR);
    proof.set(challenge);
    proof.set(sodium.crypto_core_ristretto255_scalar_sub(nonce, product), SCALAR);
    sodium.memzero(product);
    sodium.memzero(nonce);
    return proof;
  }

  /**
   * Overwrites the secret scalar. Copies that libsodium made inside its WebAssembly memory stay until that memory is
   * reused: only the end of the process takes a key out of memory for certain.
   */
  destroy(): void {
    this.#alive = false;
    sodium.memzero(this.#secret);
  }
}
