import { randomBytes } from 'node:crypto';
import sodium from 'libsodium-wrappers-sumo';

import { problem } from './problems';
import { concat, KEY_DST, POINT, SCALAR, ScalarHash, requireReady, Transcript, withLength } from './transcript';

// Server side of RFC 9497, suite ristretto255-SHA512, mode 0x01, on libsodium: its scalar arithmetic is constant time by
// design (compiled to WebAssembly, which gives no formal guarantee). Function names are those of the RFC.

const MAX_BATCH = 256;

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
  readonly #transcript: Transcript;
  #alive = true;

  constructor({ secret, publicKey }: KeyPair) {
    this.publicKey = publicKey;
    this.#secret = secret;
    this.#transcript = new Transcript(publicKey);
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
      const weighted = sodium.crypto_scalarmult_ristretto255(
        this.#transcript.weight(i, element, elements[i]!),
        element,
      );
      composite = composite ? sodium.crypto_core_ristretto255_add(composite, weighted) : weighted;
    }
    return { elements, proof: this.#prove(composite!, nonce) };
  }

  /** GenerateProof (RFC 9497, 2.2.1): c = HashToScalar(pk, M, k·M, r·G, r·M), s = r − c·k. */
  #prove(composite: Uint8Array, nonce: Uint8Array): Uint8Array {
    const challenge = this.#transcript.challenge([
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
