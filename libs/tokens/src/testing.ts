import { ristretto255 } from '@noble/curves/ed25519.js';
import { p256 } from '@noble/curves/nist.js';
import { sha512 } from '@noble/hashes/sha2.js';
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';

import { Problem } from '#problem';

import { fromBase64url, toBase64url, utf8 } from './bytes';
import { deriveKeyPair, Engine } from './engine';
import { PROTOCOL, type Epoch, type EpochDocument, type EpochState } from './epochs';
import { KINDS, type Kind } from './identifiers';
import { STRETCH_FLOOR } from './stretch';
import type { EvaluationRequest, EvaluationResponse } from './tokens';
import { MODE, SUITE, type Rng } from './voprf';

// Fixed material for the specs of this room: everything follows from a label, so a failing run can be repeated.

const ORDER = ristretto255.Point.Fn.ORDER;

/** `length` bytes (at most 64) that belong to a label. */
export function bytesFor(label: string, length = 32): Uint8Array<ArrayBuffer> {
  return sha512(utf8(`raakvlak/1 vectors|${label}`)).slice(0, length);
}

/** A non-zero scalar that belongs to a label, 32 bytes little-endian. */
export function scalarFor(label: string): Uint8Array<ArrayBuffer> {
  const wide = BigInt(`0x${bytesToHex(bytesFor(label, 64))}`);
  return littleEndian((wide % (ORDER - 1n)) + 1n, 32);
}

function littleEndian(value: bigint, length: number): Uint8Array<ArrayBuffer> {
  return hexToBytes(value.toString(16).padStart(2 * length, '0')).reverse();
}

/** Randomness that makes noble choose these scalars: it maps random bytes x to (x mod (n − 1)) + 1. */
export function randomnessFor(scalars: readonly Uint8Array[]): Rng {
  let next = 0;
  return (length = 48) => {
    const scalar = BigInt(`0x${bytesToHex(Uint8Array.from(scalars[next++]!).reverse())}`);
    return littleEndian(scalar - 1n, length);
  };
}

/** The code of the problem that an action throws, or `accepted`. Any other error is a defect and goes through. */
export function refusalOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (error instanceof Problem) return error.code;
    throw error;
  }
  return 'accepted';
}

/** As refusalOf, for promises. */
export async function laterRefusalOf(action: Promise<unknown>): Promise<string> {
  try {
    await action;
  } catch (error) {
    if (error instanceof Problem) return error.code;
    throw error;
  }
  return 'accepted';
}

/** The engine of a kind in an epoch, from the seed of its label. */
export function engineFor(kind: Kind, epoch: string): Engine {
  return new Engine(deriveKeyPair(bytesFor(`seed|${kind}|${epoch}`), utf8(`${PROTOCOL}|${kind}|${epoch}`)));
}

export function epochFor(id: string, state: EpochState): Epoch {
  const key = (kind: Kind) => toBase64url(engineFor(kind, id).publicKey);
  return {
    id,
    state,
    argon2: { ...STRETCH_FLOOR },
    salt: toBase64url(bytesFor(`salt|${id}`, 16)),
    publicKeys: {
      person: key('person'),
      business: key('business'),
      address: key('address'),
      building: key('building'),
    },
  };
}

export function documentFor(epochs: readonly Epoch[]): EpochDocument {
  const ticketKey = p256.getPublicKey(bytesFor('ticket key'), false);
  return {
    protocol: PROTOCOL,
    suite: SUITE,
    mode: MODE,
    custodian: 'custodian.demo',
    serial: 7,
    issuedAt: 1_790_000_000,
    expiresAt: 1_790_604_800,
    demo: true,
    ticketKeys: [
      {
        kty: 'EC',
        crv: 'P-256',
        x: toBase64url(ticketKey.subarray(1, 33)),
        y: toBase64url(ticketKey.subarray(33)),
        kid: 'ticket-1',
        alg: 'ES256',
      },
    ],
    epochs,
  };
}

/** A custodian in one function: evaluates with real keys for the epochs that are live in the document. */
export function custodianFor(document: EpochDocument) {
  const engines = new Map(document.epochs.flatMap(({ id }) => KINDS.map((k) => [`${k}|${id}`, engineFor(k, id)])));
  return ({ use, kind, blinded }: EvaluationRequest): Promise<EvaluationResponse> => {
    const states: readonly EpochState[] = use === 'ask' ? ['active', 'retiring'] : ['active'];
    const evaluations = document.epochs
      .filter(({ state }) => states.includes(state))
      .map(({ id }) => {
        const { elements, proof } = engines
          .get(`${kind}|${id}`)!
          .evaluateBatch(blinded.map((element) => fromBase64url(element)));
        return { epoch: id, elements: elements.map(toBase64url), proof: toBase64url(proof) };
      });
    return Promise.resolve({ kind, evaluations, ticket: `ticket for ${blinded.length} ${kind}` });
  };
}
