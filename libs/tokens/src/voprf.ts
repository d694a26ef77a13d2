import { ristretto255_oprf } from '@noble/curves/ed25519.js';

import { utf8 } from './bytes';
import { problem } from './problems';

// RFC 9497, suite ristretto255-SHA512, mode 0x01. noble warns that its multiplication of a foreign point by a long-lived
// secret is not blinded; the only secret here is a blind that is used once, so the client side may use it.
const { voprf } = ristretto255_oprf;

export const SUITE = 'ristretto255-SHA512';
export const MODE = 1;
/** Most elements in one evaluation. */
export const MAX_BATCH = 256;

const ELEMENT_BYTES = 32;
const PROOF_BYTES = 64;

/** Secure random bytes. Replaced in tests only. */
export type Rng = (length?: number) => Uint8Array<ArrayBuffer>;

/** What the custodian answers for one epoch. */
export interface Evaluation {
  /** 32 bytes each, in the order of the blinded elements */
  readonly elements: readonly Uint8Array[];
  /** 64 bytes: one proof for the whole batch */
  readonly proof: Uint8Array;
}

/** The client's arithmetic of this mode; noble's, and one on libsodium for Node. */
export interface VoprfClient {
  blind(input: Uint8Array<ArrayBuffer>, rng?: Rng): Pick<Item, 'blind' | 'blinded'>;
  /** Outputs in order. @throws anything: identity, encoding, scalar out of range or a wrong proof */
  finalizeBatch(
    items: readonly (Item & { readonly evaluated: Uint8Array })[],
    publicKey: Uint8Array,
    proof: Uint8Array,
  ): Uint8Array[];
}

export interface Item {
  readonly input: Uint8Array<ArrayBuffer>;
  readonly blind: Uint8Array<ArrayBuffer>;
  readonly blinded: Uint8Array<ArrayBuffer>;
}

/** Inputs and blinds of one batch. They stay in private fields: neither a log line nor JSON.stringify shows them. */
export class BlindState {
  readonly #items: readonly Item[];
  readonly #client: VoprfClient;

  constructor(items: readonly Item[], client: VoprfClient) {
    this.#items = items;
    this.#client = client;
  }

  /** Verifies the batched proof under the key of one epoch and unblinds. May be called for several epochs. */
  open(publicKey: Uint8Array, evaluation: Evaluation): Uint8Array[] {
    const { elements, proof } = evaluation;
    if (elements.length !== this.#items.length || elements.some((element) => element.length !== ELEMENT_BYTES)) {
      throw problem('proof-refused');
    }
    if (proof.length !== PROOF_BYTES || publicKey.length !== ELEMENT_BYTES) throw problem('proof-refused');
    const items = this.#items.map((item, i) => ({ ...item, evaluated: elements[i]! }));
    try {
      return this.#client.finalizeBatch(items, publicKey, proof);
    } catch {
      // Identity, non-canonical encoding, scalar out of range or a wrong proof: no difference for the caller.
      throw problem('proof-refused');
    }
  }

  /** Overwrites inputs and blinds. The state is of no use afterwards. */
  forget(): void {
    for (const { input, blind } of this.#items) {
      input.fill(0);
      blind.fill(0);
    }
  }
}

export interface Blinding {
  /** 32 bytes each: what goes to the custodian, for all epochs */
  readonly blinded: readonly Uint8Array[];
  /** Secret; keep it on this machine until the answer is there, then `forget()` it */
  readonly state: BlindState;
}

/** Blinds by one of the two; may have to wait until its library is there. */
export type Blind = (lines: readonly string[]) => Blinding | Promise<Blinding>;

/** @throws Problem tokens.batch-size */
export const blindBy =
  (client: VoprfClient) =>
  (lines: readonly string[], rng?: Rng): Blinding => {
    if (lines.length < 1 || lines.length > MAX_BATCH) throw problem('batch-size');
    const items = lines.map((line) => {
      const input = utf8(line);
      return { input, ...client.blind(input, rng) };
    });
    return { blinded: items.map(({ blinded }) => blinded), state: new BlindState(items, client) };
  };

/**
 * Blinds canonical lines (RFC 9497, 3.3.2: Blind). The blind does not depend on a key, so one batch serves several
 * epochs of one kind.
 * @param lines 1 to 256 lines, hashed to the group as UTF-8 bytes
 * @throws Problem tokens.batch-size
 */
export const blind = blindBy({
  blind: voprf.blind,
  finalizeBatch: (items, publicKey, proof) => voprf.finalizeBatch([...items] as never, publicKey, proof),
});

/**
 * Verifies the custodian's proof under the pinned key of one epoch and computes the outputs (RFC 9497, 3.3.2: Finalize).
 * @returns 64 bytes per line, in order
 * @throws Problem tokens.proof-refused on any mismatch
 */
export function finalize(state: BlindState, epochPublicKey: Uint8Array, evaluation: Evaluation): Uint8Array[] {
  return state.open(epochPublicKey, evaluation);
}
