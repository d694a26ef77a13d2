/**
 * tokens/evaluator: the custodian's side of raakvlak/1, on libsodium.
 *
 * It owns evaluation with proof under one token key, the derivation of that key from its seed, and what the offline root
 * key does: signing the epoch document. Everything is synchronous after `ready()`, so it can run in a worker thread; a
 * batch of 256 takes about 80 ms.
 *
 * It never sees an identifier, a token or a person's name, never stores a seed, and never meters: the custodian does.
 */
import sodium from 'libsodium-wrappers-sumo';

import { toBase64url, utf8 } from './bytes';
import { deriveKeyPair, Engine, type EvaluatedBatch } from './engine';
import { checkEpochDocument, checkEpochId, EPOCHS_TYPE, PROTOCOL, type EpochDocument } from './epochs';
import type { Kind } from './identifiers';
import { problem } from './problems';
import { SALT_BYTES } from './stretch';
import { ready, requireReady } from './transcript';

export { ready, type EvaluatedBatch };

/** Which key: one seed for each kind in each epoch, independent of all others. */
export interface EvaluatorKey {
  readonly kind: Kind;
  readonly epoch: string;
  /** 32 random bytes, from newSeed(). Copied into nothing: the caller may wipe it at once */
  readonly seed: Uint8Array;
}

/** Evaluates blinded elements under one token key. Keep one per key: its making costs one evaluation. */
export class Evaluator {
  readonly kind: Kind;
  readonly epoch: string;
  /** 32 bytes: `publicKeys[kind]` of the epoch document */
  readonly publicKey: Uint8Array;
  readonly #engine: Engine;

  /** @throws Problem tokens.engine-not-ready, tokens.seed-refused, tokens.document-shape for an impossible epoch id */
  constructor({ kind, epoch, seed }: EvaluatorKey) {
    requireReady();
    this.kind = kind;
    this.epoch = checkEpochId(epoch);
    // Kind and epoch in `info` keep keys apart even when an operator restores the same seed twice.
    this.#engine = new Engine(deriveKeyPair(seed, utf8(`${PROTOCOL}|${kind}|${epoch}`)));
    this.publicKey = this.#engine.publicKey;
  }

  /**
   * Evaluates a batch and proves that this key was used. All or nothing: one bad element refuses the batch.
   * @param blinded 1 to 256 elements of 32 bytes
   * @returns as many elements, and one proof of 64 bytes
   * @throws Problem tokens.batch-size, tokens.element-refused (detail: position), tokens.engine-destroyed
   */
  evaluateBatch(blinded: readonly Uint8Array[]): EvaluatedBatch {
    return this.#engine.evaluateBatch(blinded);
  }

  /** Overwrites the key. Afterwards every call is refused. End the process to be certain that no copy is left. */
  destroy(): void {
    this.#engine.destroy();
  }
}

/** A new seed for one kind in one epoch: 32 random bytes. */
export function newSeed(): Uint8Array {
  requireReady();
  return sodium.randombytes_buf(32);
}

/** A new salt for one epoch: 16 random bytes, public. */
export function newSalt(): Uint8Array {
  requireReady();
  return sodium.randombytes_buf(SALT_BYTES);
}

/** The root key that signs epoch documents (Ed25519, RFC 8032): 32 bytes each. Make it and keep it offline. */
export interface RootKey {
  readonly seed: Uint8Array;
  readonly publicKey: Uint8Array;
}

/** A new root key; clients pin its public half. */
export function newRootKey(): RootKey {
  requireReady();
  const seed = sodium.randombytes_buf(32);
  const { publicKey, privateKey } = sodium.crypto_sign_seed_keypair(seed);
  sodium.memzero(privateKey);
  return { seed, publicKey };
}

/**
 * Signs an epoch document as compact JWS (RFC 7515, EdDSA of RFC 8037). The document passes the checks of a client
 * first: what no client would accept is never signed.
 * @param rootPrivateSeed 32 bytes
 * @throws Problem tokens.document-*, tokens.stretch-too-weak, tokens.seed-refused
 */
export function signEpochDocument(payload: EpochDocument, rootPrivateSeed: Uint8Array): string {
  requireReady();
  if (rootPrivateSeed.length !== 32) throw problem('seed-refused');
  const document = checkEpochDocument(payload);
  const header = toBase64url(utf8(JSON.stringify({ alg: 'EdDSA', typ: EPOCHS_TYPE })));
  const signed = `${header}.${toBase64url(utf8(JSON.stringify(document)))}`;
  const { privateKey } = sodium.crypto_sign_seed_keypair(rootPrivateSeed);
  try {
    return `${signed}.${toBase64url(sodium.crypto_sign_detached(signed, privateKey))}`;
  } finally {
    sodium.memzero(privateKey);
  }
}
