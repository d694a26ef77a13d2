import { randomBytes } from 'node:crypto';
import sodium from 'libsodium-wrappers-sumo';

import { utf8 } from './bytes';
import { concat, dstPrime, lengthOf, SCALAR, sha512, Transcript, uniformBytes } from './transcript';
import type { Rng, VoprfClient } from './voprf';

// The client's side of RFC 9497, suite ristretto255-SHA512, mode 0x01, on libsodium (decision 0029). libsodium takes the
// identity for a valid point and scalars that are not reduced; both are refused here, before anything is computed.

const GROUP_DST = dstPrime('HashToGroup-');
const FINALIZE = utf8('Finalize');
const ONE = new Uint8Array(SCALAR);
ONE[0] = 1;

const secureBytes: Rng = (length = 2 * SCALAR) => new Uint8Array(randomBytes(length));

function wide(bytes: Uint8Array): Uint8Array {
  const all = new Uint8Array(2 * SCALAR);
  all.set(bytes);
  return all;
}

/** Not zero, and uniform to within 2^-127: what noble makes of the same 48 bytes, but for the one value that is refused. */
function randomScalar(rng: Rng): Uint8Array<ArrayBuffer> {
  for (;;) {
    const random = wide(rng(48));
    const scalar = sodium.crypto_core_ristretto255_scalar_add(
      sodium.crypto_core_ristretto255_scalar_reduce(random),
      ONE,
    );
    sodium.memzero(random);
    if (!sodium.is_zero(scalar)) return new Uint8Array(scalar);
  }
}

function requireElement(point: Uint8Array): void {
  if (sodium.is_zero(point) || !sodium.crypto_core_ristretto255_is_valid_point(point))
    throw new Error('no element of the group');
}

function requireScalar(scalar: Uint8Array): void {
  if (sodium.is_zero(scalar) || !sodium.memcmp(sodium.crypto_core_ristretto255_scalar_reduce(wide(scalar)), scalar))
    throw new Error('no reduced scalar');
}

const times = (scalar: Uint8Array, point: Uint8Array): Uint8Array =>
  sodium.crypto_scalarmult_ristretto255(scalar, point);
const sum = (one: Uint8Array | undefined, other: Uint8Array): Uint8Array =>
  one === undefined ? other : sodium.crypto_core_ristretto255_add(one, other);

/** After `ready()`. */
export const sodiumClient: VoprfClient = {
  blind(input, rng = secureBytes) {
    const uniform = uniformBytes(input, GROUP_DST);
    const element = sodium.crypto_core_ristretto255_from_hash(uniform);
    sodium.memzero(uniform);
    const blind = randomScalar(rng);
    return { blind, blinded: new Uint8Array(times(blind, element)) };
  },

  finalizeBatch(items, publicKey, proof) {
    requireElement(publicKey);
    const [challenge, response] = [proof.subarray(0, SCALAR), proof.subarray(SCALAR)];
    requireScalar(challenge);
    requireScalar(response);
    const transcript = new Transcript(publicKey);
    let [composite, evaluated]: (Uint8Array | undefined)[] = [];
    items.forEach((item, i) => {
      requireElement(item.evaluated);
      const weight = transcript.weight(i, item.blinded, item.evaluated);
      composite = sum(composite, times(weight, item.blinded));
      evaluated = sum(evaluated, times(weight, item.evaluated));
    });
    const [M, Z] = [composite, evaluated] as unknown as [Uint8Array, Uint8Array];
    // VerifyProof (RFC 9497, 2.2.2): t2 = s·G + c·B, t3 = s·M + c·Z
    const expected = transcript.challenge([
      M,
      Z,
      sum(sodium.crypto_scalarmult_ristretto255_base(response), times(challenge, publicKey)),
      sum(times(response, M), times(challenge, Z)),
    ]);
    if (!sodium.memcmp(expected, challenge)) throw new Error('another proof');
    return items.map(({ input, blind, evaluated }) => {
      requireScalar(blind);
      const inverse = sodium.crypto_core_ristretto255_scalar_invert(blind);
      const unblinded = times(inverse, evaluated);
      const message = concat(lengthOf(input), input, lengthOf(unblinded), unblinded, FINALIZE);
      const output = new Uint8Array(sha512(message));
      for (const secret of [inverse, unblinded, message]) sodium.memzero(secret);
      return output;
    });
  },
};
