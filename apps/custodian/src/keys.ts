/**
 * The key ceremony: how root key, ticket key, epochs and the signed document come to be.
 *
 * Works on files only, without network and database, so that the step with the root key can be done on a machine that
 * is never online: the unsigned document is public and travels there and back. Secrets are written with mode 0600 and
 * never printed.
 */
import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { calculateJwkThumbprint } from 'jose';
import {
  type Epoch,
  type EpochDocument,
  type EpochState,
  fromBase64url,
  type Kind,
  KINDS,
  mayMove,
  MODE,
  PROTOCOL,
  STRETCH_FLOOR,
  SUITE,
  type TicketKey,
  toBase64url,
} from '#tokens';
import { Evaluator, newRootKey, newSalt, newSeed, ready, signEpochDocument } from '#tokens/evaluator';
import { type Kek, newKek } from './kek';
import {
  formatKeyFile,
  type KeyFile,
  openKeyFile,
  readKeyFile,
  readPlainKeyFile,
  sealKeys,
  type TokenKey,
} from './key-file';
import { readPrivateFile, writePrivateFile } from './private-file';

const DAY = 86_400;

/** The document before it is signed. Times are set by the signature. */
export type UnsignedDocument = Omit<EpochDocument, 'issuedAt' | 'expiresAt'>;

/** Something the key holder has to change; the message is a sentence. */
export class CeremonyFault extends Error {
  override readonly name = 'CeremonyFault';
}

/**
 * Makes the root key.
 * @param file new file, `{"kty":"OKP","crv":"Ed25519","d","x"}` (RFC 8037)
 * @returns the public key, 32 bytes in base64url, for ROOT_PUBLIC_KEY and the configuration of clients
 */
export async function makeRootKey(file: string): Promise<string> {
  await ready();
  const { seed, publicKey } = newRootKey();
  const x = toBase64url(publicKey);
  writeNew(file, `${JSON.stringify({ kty: 'OKP', crv: 'Ed25519', d: toBase64url(seed), x })}\n`);
  return x;
}

/**
 * Starts an unsigned document without epochs and ticket keys.
 * @param custodian name of the custodian in tickets: letters, digits, dot, hyphen
 */
export function startDocument(file: string, custodian: string, demo: boolean): void {
  if (existsSync(file)) throw new CeremonyFault('The document exists already.');
  const empty = { protocol: PROTOCOL, suite: SUITE, mode: MODE, custodian, serial: 0, demo } as const;
  saveDocument(file, { ...empty, ticketKeys: [], epochs: [] });
}

/**
 * Makes a ticket key and publishes its public half; older ticket keys stay in the document until `retireTicketKey`.
 * @param file new file, private JWK on P-256
 * @returns its kid, the thumbprint of RFC 7638
 */
export async function makeTicketKey(file: string, documentFile: string): Promise<string> {
  const document = readDocument(documentFile);
  // Made as bytes: Node 20 can stop for good when it exports a key object while the job that made it is collected.
  const { privateKey } = generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    publicKeyEncoding: { type: 'spki', format: 'der' },
    privateKeyEncoding: { type: 'pkcs8', format: 'der' },
  });
  const made = createPrivateKey({ key: privateKey, format: 'der', type: 'pkcs8' });
  const { x = '', y = '', d } = made.export({ format: 'jwk' });
  const kid = await calculateJwkThumbprint({ kty: 'EC', crv: 'P-256', x, y });
  const published: TicketKey = { kty: 'EC', crv: 'P-256', x, y, kid, alg: 'ES256' };
  writeNew(file, `${JSON.stringify({ ...published, d })}\n`);
  saveDocument(documentFile, { ...document, ticketKeys: [...document.ticketKeys, published] });
  return kid;
}

/** Takes a ticket key out of the document: five minutes after the last ticket under it was signed nobody needs it. */
export function retireTicketKey(documentFile: string, kid: string): void {
  const document = readDocument(documentFile);
  const ticketKeys = document.ticketKeys.filter((key) => key.kid !== kid);
  if (ticketKeys.length === document.ticketKeys.length) throw new CeremonyFault('The document has no such ticket key.');
  saveDocument(documentFile, { ...document, ticketKeys });
}

/**
 * Makes the key-encryption key that token keys are sealed under.
 * @param file new file, 32 bytes in base64url
 * @returns its id, which stands in the files that are sealed under it
 */
export function makeKek(file: string): string {
  const { text, id } = newKek();
  writeNew(file, `${text}\n`);
  return id;
}

/** Seals the unsealed key file of the previous version, in its place. The keys stay the same. */
export function sealKeyFile(keyFile: string, kek: Kek): void {
  const keys = ofKeyFile(() => readPlainKeyFile(readPrivateFile(keyFile)));
  writePrivateFile(keyFile, formatKeyFile({ kek: kek.id, keys: sealKeys(keys, kek) }), true);
  forget(keys);
}

/** Puts the keys under another KEK, in their place. */
export function rewrapKeyFile(keyFile: string, from: Kek, to: Kek): void {
  const keys = ofKeyFile(() => openKeyFile(readKeyFile(readPrivateFile(keyFile)), from));
  writePrivateFile(keyFile, formatKeyFile({ kek: to.id, keys: sealKeys(keys, to) }), true);
  forget(keys);
}

/**
 * Makes an epoch: a seed of its own for each kind, a salt, the Argon2 floor.
 * @param keyFile made when it does not exist; existing keys stay in their seals
 * @param id for instance `2026-1`
 * @param kek the one that the key file is sealed under
 * @returns its state: active when there is no active epoch, else pending
 */
export async function makeEpoch(id: string, keyFile: string, documentFile: string, kek: Kek): Promise<EpochState> {
  await ready();
  const document = readDocument(documentFile);
  const existing: KeyFile = existsSync(keyFile) ? readKeys(keyFile) : { kek: kek.id, keys: [] };
  const { keys } = existing;
  // Opened although nothing inside is needed: one file is sealed under one KEK, and this is it.
  forget(ofKeyFile(() => openKeyFile(existing, kek)));
  if (document.epochs.some((epoch) => epoch.id === id) || keys.some(({ epoch }) => epoch === id)) {
    throw new CeremonyFault('This epoch exists already.');
  }
  const made = KINDS.map((kind): TokenKey => ({ epoch: id, kind, seed: newSeed() }));
  const state = document.epochs.some((epoch) => epoch.state === 'active') ? 'pending' : 'active';
  const publicKeys = Object.fromEntries(made.map((key) => [key.kind, publicKeyOf(key)])) as Record<Kind, string>;
  const epoch: Epoch = { id, state, argon2: { ...STRETCH_FLOOR }, salt: toBase64url(newSalt()), publicKeys };
  // Keys first: a crash in between leaves seeds that nobody uses, never a published key without its seed.
  writePrivateFile(keyFile, formatKeyFile({ kek: kek.id, keys: [...keys, ...sealKeys(made, kek)] }), true);
  forget(made);
  saveDocument(documentFile, { ...document, epochs: [...document.epochs, epoch] });
  return state;
}

/**
 * Moves epochs on, each one step of pending → active → retiring → audit-only → destroyed. Making an epoch active moves
 * the one that was active to retiring in the same document. Destroying removes the seals from the key file, and needs no
 * KEK.
 */
export function moveEpoch(id: string, to: EpochState, keyFile: string, documentFile: string): void {
  const document = readDocument(documentFile);
  const found = document.epochs.find((epoch) => epoch.id === id);
  if (found === undefined) throw new CeremonyFault('The document has no such epoch.');
  if (!mayMove(found.state, to)) throw new CeremonyFault(`An epoch cannot go from ${found.state} to ${to}.`);
  const epochs = document.epochs.map((epoch): Epoch => {
    if (epoch.id === id) return { ...epoch, state: to };
    return to === 'active' && epoch.state === 'active' ? { ...epoch, state: 'retiring' } : epoch;
  });
  if (to === 'destroyed') {
    const { kek, keys } = readKeys(keyFile);
    const rest = keys.filter(({ epoch }) => epoch !== id);
    writePrivateFile(keyFile, formatKeyFile({ kek, keys: rest }), true);
  }
  saveDocument(documentFile, { ...document, epochs });
}

/**
 * Signs the document with the root key; needs nothing but these two files.
 * @param output receives the compact JWS, for EPOCH_DOCUMENT_FILE
 * @param days validity from now; clients refuse the document afterwards
 * @returns serial and the end of its validity, Unix seconds
 * @throws Problem tokens.document-shape when no client would accept the document
 */
export async function signDocument(
  documentFile: string,
  rootKeyFile: string,
  output: string,
  days: number,
): Promise<{ serial: number; expiresAt: number }> {
  await ready();
  const document = readDocument(documentFile);
  const issuedAt = Math.floor(Date.now() / 1000);
  const expiresAt = issuedAt + days * DAY;
  const seed = rootSeedOf(readSecret(rootKeyFile));
  try {
    writePublic(output, `${signEpochDocument({ ...document, issuedAt, expiresAt }, seed)}\n`);
  } finally {
    seed.fill(0);
  }
  return { serial: document.serial, expiresAt };
}

function publicKeyOf(key: TokenKey): string {
  const evaluator = new Evaluator(key);
  try {
    return toBase64url(evaluator.publicKey);
  } finally {
    evaluator.destroy();
  }
}

function rootSeedOf(contents: string): Uint8Array {
  try {
    return fromBase64url((JSON.parse(contents) as { d: string }).d, 32);
  } catch {
    throw new CeremonyFault('The root key file does not hold an Ed25519 key.');
  }
}

function readDocument(file: string): UnsignedDocument {
  if (!existsSync(file)) throw new CeremonyFault('The document does not exist: begin with the command "document".');
  try {
    const document = JSON.parse(readFileSync(file, 'utf8')) as UnsignedDocument;
    if (Array.isArray(document.epochs) && Array.isArray(document.ticketKeys)) return document;
  } catch {
    // said below
  }
  throw new CeremonyFault('The file is not an unsigned epoch document.');
}

/** Every change is a new serial: clients refuse to go back to an earlier one. */
function saveDocument(file: string, document: UnsignedDocument): void {
  writePublic(file, `${JSON.stringify({ ...document, serial: document.serial + 1 }, null, 2)}\n`);
}

function writePublic(file: string, contents: string): void {
  writeFileSync(`${file}.new`, contents);
  renameSync(`${file}.new`, file);
}

function writeNew(file: string, contents: string): void {
  if (existsSync(file)) throw new CeremonyFault('The key file exists already and is never overwritten.');
  writePrivateFile(file, contents, false);
}

function readSecret(file: string): string {
  try {
    return readPrivateFile(file);
  } catch (cause) {
    throw new CeremonyFault(`The root key file ${(cause as Error).message}.`);
  }
}

const readKeys = (file: string): KeyFile => ofKeyFile(() => readKeyFile(readPrivateFile(file)));

function ofKeyFile<T>(work: () => T): T {
  try {
    return work();
  } catch (cause) {
    if (cause instanceof CeremonyFault) throw cause;
    throw new CeremonyFault(`The key file ${(cause as Error).message}.`);
  }
}

function forget(keys: readonly TokenKey[]): void {
  for (const { seed } of keys) seed.fill(0);
}
