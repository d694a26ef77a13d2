import { createPrivateKey, createPublicKey, type JsonWebKeyInput, type KeyObject } from 'node:crypto';
import { ConfigurationFault } from '#platform';
import { Problem } from '#problem';
import {
  activeEpoch,
  type EpochDocument,
  fromBase64url,
  KINDS,
  liveEpochs,
  openEpochDocument,
  type Use,
} from '#tokens';
import { Evaluator, ready } from '#tokens/evaluator';
import type { CustodianConfiguration } from './configuration';
import { type Kek, runKekCommand } from './kek';
import { openKeyFile, readKeyFile, type TokenKey, WrongKek } from './key-file';
import { problem } from './problems';

type Sources = Pick<
  CustodianConfiguration,
  | 'KEY_FILE'
  | 'KEK_FILE'
  | 'KEK_COMMAND'
  | 'PATH'
  | 'HOME'
  | 'EPOCH_DOCUMENT_FILE'
  | 'ROOT_PUBLIC_KEY'
  | 'TICKET_KEY_FILE'
  | 'DEMO'
>;

/** The keys in use and the signed document that publishes them, checked against each other. */
export class Custody {
  readonly #live: readonly string[];
  /** Id of the active epoch */
  readonly active: string;
  /** Of the document; a later one is higher */
  readonly serial: number;
  readonly #expiresAt: number;
  /** Name of this custodian in documents and tickets */
  readonly id: string;

  private constructor(
    /** The epoch document as it was signed, compact JWS */
    readonly document: string,
    payload: EpochDocument,
    /** Secrets of the live epochs; keys of other epochs stay in the file */
    readonly keys: readonly TokenKey[],
    readonly ticketKey: KeyObject,
    readonly ticketKid: string,
  ) {
    this.id = payload.custodian;
    this.#live = liveEpochs(payload).map(({ id }) => id);
    this.active = activeEpoch(payload).id;
    this.serial = payload.serial;
    this.#expiresAt = payload.expiresAt;
  }

  /**
   * @throws ConfigurationFault naming every fault: a document that does not open under the root key, a live epoch whose
   *   key is missing or does not belong to the published one, a ticket key that is not published
   */
  static async open(sources: Sources): Promise<Custody> {
    await ready();
    const payload = attempt('EPOCH_DOCUMENT_FILE', () =>
      openEpochDocument(sources.EPOCH_DOCUMENT_FILE, fromBase64url(sources.ROOT_PUBLIC_KEY, 32), seconds()),
    );
    attempt('EPOCH_DOCUMENT_FILE', () => activeEpoch(payload));
    const keys = await tokenKeysOf(sources);
    const ticket = attempt('TICKET_KEY_FILE', () => ticketKeyOf(sources.TICKET_KEY_FILE, payload));
    const faults = keyFaults(payload, keys);
    if (payload.demo !== sources.DEMO) faults.push('DEMO differs from the epoch document');
    if (faults.length > 0) throw new ConfigurationFault(faults);
    const live = new Set(liveEpochs(payload).map(({ id }) => id));
    const inUse = keys.filter(({ epoch }) => live.has(epoch));
    for (const { epoch, seed } of keys) if (!live.has(epoch)) seed.fill(0);
    return new Custody(sources.EPOCH_DOCUMENT_FILE, payload, inUse, ticket.key, ticket.kid);
  }

  /**
   * Epochs to evaluate for: all live ones for a question, the active one first; the active one for a registration.
   * @throws Problem custodian.document-expired: no client may use this document any more
   */
  epochsFor(use: Use): readonly string[] {
    this.checkCurrent();
    return use === 'ask' ? this.#live : [this.active];
  }

  /** Overwrites the seeds, when nobody evaluates with them any more. */
  forget(): void {
    for (const { seed } of this.keys) seed.fill(0);
  }

  /** @throws Problem custodian.document-expired */
  checkCurrent(): void {
    if (seconds() >= this.#expiresAt) throw problem('document-expired');
  }
}

/** @throws ConfigurationFault; a KEK that does not fit is a fault of the setting that it came from */
async function tokenKeysOf({ KEY_FILE, KEK_FILE, KEK_COMMAND, PATH, HOME }: Sources): Promise<readonly TokenKey[]> {
  const file = attempt('KEY_FILE', () => readKeyFile(KEY_FILE));
  const kek = KEK_FILE ?? (await kekFrom(KEK_COMMAND as string, { PATH, HOME }));
  try {
    return attempt('KEY_FILE', () => openKeyFile(file, kek));
  } catch (cause) {
    throw cause instanceof WrongKek
      ? new ConfigurationFault([
          `${KEK_FILE === undefined ? 'KEK_COMMAND' : 'KEK_FILE'} gives KEK ${cause.given}, and KEY_FILE is sealed under KEK ${cause.needed}: give that one`,
        ])
      : cause;
  } finally {
    kek.key.fill(0);
  }
}

async function kekFrom(command: string, environment: Pick<Sources, 'PATH' | 'HOME'>): Promise<Kek> {
  try {
    return await runKekCommand(command, environment);
  } catch (cause) {
    throw new ConfigurationFault([`KEK_COMMAND ${(cause as Error).message}`]);
  }
}

/** A key that belongs to another kind or epoch would make tokens that match nothing: promise 5 begins here. */
function keyFaults(payload: EpochDocument, keys: readonly TokenKey[]): string[] {
  const faults: string[] = [];
  for (const { id, publicKeys } of liveEpochs(payload)) {
    for (const kind of KINDS) {
      const key = keys.find((candidate) => candidate.epoch === id && candidate.kind === kind);
      if (key === undefined) faults.push(`KEY_FILE holds no key for ${kind} in epoch ${id}`);
      else if (!belongs(key, publicKeys[kind])) {
        faults.push(`KEY_FILE holds another key for ${kind} in epoch ${id} than the epoch document publishes`);
      }
    }
  }
  return faults;
}

function belongs(key: TokenKey, published: string): boolean {
  const evaluator = new Evaluator(key);
  try {
    return Buffer.from(evaluator.publicKey).toString('base64url') === published;
  } finally {
    evaluator.destroy();
  }
}

function ticketKeyOf(contents: string, payload: EpochDocument): { key: KeyObject; kid: string } {
  let key: KeyObject;
  try {
    key = createPrivateKey({ key: JSON.parse(contents) as JsonWebKeyInput['key'], format: 'jwk' });
  } catch {
    throw new Error('must name a file with a private JWK on P-256');
  }
  const { kty, crv, x, y } = createPublicKey(key).export({ format: 'jwk' });
  const published = payload.ticketKeys.find((known) => known.x === x && known.y === y);
  if (kty !== 'EC' || crv !== 'P-256' || published === undefined) {
    throw new Error('holds a key that is not among the ticket keys of the epoch document');
  }
  return { key, kid: published.kid };
}

/** Runs one check and says which setting it was about. */
function attempt<T>(setting: string, check: () => T): T {
  try {
    return check();
  } catch (cause) {
    if (cause instanceof WrongKek) throw cause;
    const reason = cause instanceof Problem ? `cannot be used: ${cause.kind.title}` : (cause as Error).message;
    throw new ConfigurationFault([`${setting} ${reason}`]);
  }
}

const seconds = (): number => Math.floor(Date.now() / 1000);
