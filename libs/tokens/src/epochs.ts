import { ed25519, ristretto255 } from '@noble/curves/ed25519.js';

import { fromBase64url, utf8 } from './bytes';
import { KINDS, type Kind } from './identifiers';
import { problem } from './problems';
import { checkStretch, SALT_BYTES, type StretchParameters } from './stretch';
import { MODE, SUITE } from './voprf';

export const PROTOCOL = 'raakvlak/1';
export const EPOCHS_TYPE = 'raakvlak-epochs+jwt';

/** In the order of an epoch's life. */
export const EPOCH_STATES = ['pending', 'active', 'retiring', 'audit-only', 'destroyed'] as const;
export type EpochState = (typeof EPOCH_STATES)[number];

/** A public key that checks tickets (RFC 7517), ES256. */
export interface TicketKey {
  readonly kty: 'EC';
  readonly crv: 'P-256';
  readonly x: string;
  readonly y: string;
  readonly kid: string;
  readonly alg: 'ES256';
}

/** One epoch, as it stands in the document: bytes are base64url. */
export interface Epoch {
  readonly id: string;
  readonly state: EpochState;
  readonly argon2: StretchParameters;
  /** 16 bytes */
  readonly salt: string;
  /** 32 bytes each */
  readonly publicKeys: Readonly<Record<Kind, string>>;
}

/** The payload of GET /v1/epochs of a custodian. Times are Unix seconds. */
export interface EpochDocument {
  readonly protocol: typeof PROTOCOL;
  readonly suite: typeof SUITE;
  readonly mode: typeof MODE;
  readonly custodian: string;
  readonly serial: number;
  readonly issuedAt: number;
  readonly expiresAt: number;
  readonly demo: boolean;
  readonly ticketKeys: readonly TicketKey[];
  readonly epochs: readonly Epoch[];
}

/** `pending → active → retiring → audit-only → destroyed`, one step at a time and never back. */
export function mayMove(from: EpochState, to: EpochState): boolean {
  return EPOCH_STATES.indexOf(to) === EPOCH_STATES.indexOf(from) + 1;
}

/** The epochs a question must bring a token for: the active one first, then the retiring ones in document order. */
export function liveEpochs(document: EpochDocument): Epoch[] {
  const inState = (state: EpochState) => document.epochs.filter((epoch) => epoch.state === state);
  return [...inState('active'), ...inState('retiring')];
}

/**
 * The epoch that registrations go to.
 * @throws Problem tokens.no-active-epoch
 */
export function activeEpoch(document: EpochDocument): Epoch {
  const active = document.epochs.find((epoch) => epoch.state === 'active');
  if (!active) throw problem('no-active-epoch');
  return active;
}

type Shape = Readonly<Record<string, unknown>>;

function object(value: unknown): Shape {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw problem('document-shape');
  return value as Shape;
}

function list(value: unknown, least: number, most: number): readonly unknown[] {
  if (!Array.isArray(value) || value.length < least || value.length > most) throw problem('document-shape');
  return value;
}

function text(value: unknown, form: RegExp): string {
  if (typeof value !== 'string' || !form.test(value)) throw problem('document-shape');
  return value;
}

function whole(value: unknown, least: number): number {
  if (!Number.isSafeInteger(value) || (value as number) < least) throw problem('document-shape');
  return value as number;
}

function bytes(value: unknown, length: number): string {
  if (typeof value !== 'string') throw problem('document-shape');
  try {
    fromBase64url(value, length);
  } catch {
    throw problem('document-shape');
  }
  return value;
}

/** A ristretto255 encoding that is canonical and not the identity (RFC 9497, 3.3: DeserializeElement). */
function groupElement(value: unknown): string {
  const encoded = bytes(value, 32);
  try {
    if (!ristretto255.Point.fromBytes(fromBase64url(encoded)).equals(ristretto255.Point.ZERO)) return encoded;
  } catch {
    // not an encoding of any element
  }
  throw problem('document-shape');
}

const CUSTODIAN = /^[0-9A-Za-z][0-9A-Za-z._-]{0,63}$/;
// The bar of `raakvlak/1|kind|epoch` can never occur in an id, so key derivation is unambiguous.
const EPOCH_ID = /^[0-9A-Za-z][0-9A-Za-z._-]{0,31}$/;
const KEY_ID = /^[\x21-\x7e]{1,128}$/;

/** @throws Problem tokens.document-shape */
export function checkEpochId(id: unknown): string {
  return text(id, EPOCH_ID);
}

function ticketKey(value: unknown): TicketKey {
  const key = object(value);
  // A private key in a public document is a leak that must stop the release of the document.
  if ('d' in key || key['kty'] !== 'EC' || key['crv'] !== 'P-256' || key['alg'] !== 'ES256') {
    throw problem('document-shape');
  }
  const [x, y] = [bytes(key['x'], 32), bytes(key['y'], 32)];
  return { kty: 'EC', crv: 'P-256', x, y, kid: text(key['kid'], KEY_ID), alg: 'ES256' };
}

function epoch(value: unknown): Epoch {
  const shape = object(value);
  const state = EPOCH_STATES.find((known) => known === shape['state']);
  if (!state) throw problem('document-shape');
  const argon2 = object(shape['argon2']);
  const keys = object(shape['publicKeys']);
  const parameters = {
    memoryKiB: whole(argon2['memoryKiB'], 0),
    passes: whole(argon2['passes'], 0),
    lanes: whole(argon2['lanes'], 0),
  };
  checkStretch(parameters);
  return {
    id: checkEpochId(shape['id']),
    state,
    argon2: parameters,
    salt: bytes(shape['salt'], SALT_BYTES),
    publicKeys: {
      person: groupElement(keys['person']),
      business: groupElement(keys['business']),
      address: groupElement(keys['address']),
      building: groupElement(keys['building']),
    },
  };
}

function allDifferent(values: readonly string[]): void {
  if (new Set(values).size !== values.length) throw problem('document-shape');
}

/**
 * Shape and rules of the payload, without signature and clock. Members that are not known are left out, so that a later
 * document may carry more.
 * @throws Problem tokens.document-protocol, tokens.document-shape, tokens.stretch-too-weak
 */
export function checkEpochDocument(value: unknown): EpochDocument {
  const shape = object(value);
  if (shape['protocol'] !== PROTOCOL || shape['suite'] !== SUITE || shape['mode'] !== MODE) {
    throw problem('document-protocol');
  }
  if (typeof shape['demo'] !== 'boolean') throw problem('document-shape');
  const document: EpochDocument = {
    protocol: PROTOCOL,
    suite: SUITE,
    mode: MODE,
    custodian: text(shape['custodian'], CUSTODIAN),
    serial: whole(shape['serial'], 1),
    issuedAt: whole(shape['issuedAt'], 0),
    expiresAt: whole(shape['expiresAt'], 0),
    demo: shape['demo'],
    ticketKeys: list(shape['ticketKeys'], 1, 16).map(ticketKey),
    epochs: list(shape['epochs'], 1, 64).map(epoch),
  };
  if (document.issuedAt >= document.expiresAt) throw problem('document-shape');
  if (document.epochs.filter(({ state }) => state === 'active').length > 1) throw problem('document-shape');
  allDifferent(document.epochs.map(({ id }) => id));
  allDifferent(document.epochs.map(({ salt }) => salt));
  // One key for two kinds would let a budget for addresses pay for persons; one key for two epochs would undo rotation.
  allDifferent(document.epochs.flatMap(({ publicKeys }) => KINDS.map((kind) => publicKeys[kind])));
  allDifferent(document.ticketKeys.map(({ kid }) => kid));
  return document;
}

/** What a client knows already, from its configuration or from an earlier document. */
export interface EpochExpectation {
  /** Refuses a document with a lower serial: a replay would bring a withdrawn key back */
  readonly minSerial?: number;
  /** The `demo` of the client configuration */
  readonly demo?: boolean;
}

// Clocks of office machines differ by minutes.
const CLOCK_SKEW_SECONDS = 300;

function parseJson(part: string): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(fromBase64url(part)));
  } catch {
    throw problem('document-shape');
  }
}

function checkSignature(jws: string, rootPublicKey: Uint8Array): unknown {
  const [header, payload, signature, ...rest] = jws.split('.');
  if (header === undefined || payload === undefined || signature === undefined || rest.length > 0) {
    throw problem('document-shape');
  }
  const { alg, typ, ...others } = object(parseJson(header));
  // `crit`, `jwk`, `b64` and their like could change what is verified and how (RFC 7515, 4.1.11; RFC 8725, 3.1).
  const known = Object.keys(others).every((name) => name === 'kid');
  if (alg !== 'EdDSA' || typ !== EPOCHS_TYPE || !known) throw problem('document-signature');
  let valid = false;
  try {
    // zip215 off: RFC 8032 rules, so that every implementation agrees on which documents are valid
    valid = ed25519.verify(fromBase64url(signature, 64), utf8(`${header}.${payload}`), rootPublicKey, {
      zip215: false,
    });
  } catch {
    // a signature or key that cannot be decoded is as good as a wrong one
  }
  if (!valid) throw problem('document-signature');
  return parseJson(payload);
}

/**
 * Opens the epoch document of a custodian: signature under the pinned root key first, then shape, then clock.
 * @param jws compact JWS as served by GET /v1/epochs; surrounding white space is ignored
 * @param rootPublicKey 32 bytes, from the configuration of the client, never from the network
 * @throws Problem tokens.document-*, tokens.stretch-too-weak
 */
export function openEpochDocument(
  jws: string,
  rootPublicKey: Uint8Array,
  nowSeconds: number,
  expectation: EpochExpectation = {},
): EpochDocument {
  const document = checkEpochDocument(checkSignature(jws.trim(), rootPublicKey));
  if (nowSeconds >= document.expiresAt) throw problem('document-expired');
  if (document.issuedAt > nowSeconds + CLOCK_SKEW_SECONDS) throw problem('document-not-yet');
  if (document.serial < (expectation.minSerial ?? 0)) throw problem('document-older');
  if (expectation.demo !== undefined && expectation.demo !== document.demo) throw problem('document-demo');
  return document;
}
