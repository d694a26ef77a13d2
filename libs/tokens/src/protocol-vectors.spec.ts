import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { ed25519 } from '@noble/curves/ed25519.js';

import { fromBase64url, toBase64url, utf8 } from './bytes';
import { deriveKeyPair } from './engine';
import { liveEpochs, openEpochDocument, type EpochDocument } from './epochs';
import { signEpochDocument } from './evaluator';
import { kindOf, KINDS, lineOf, parseLine, type Identifier, type Kind } from './identifiers';
import { linesToAsk, linesToAskBuilding, linesToRegister, rungOf, type Line } from './ladder';
import { stretch } from './node';
import { readAddress, readBagId, readBusiness, readPerson, readVNumber } from './reading';
import { bytesFor, documentFor, engineFor, epochFor, randomnessFor, refusalOf, scalarFor } from './testing';
import { sodiumClient } from './sodium-client';
import { ready } from './transcript';
import { blind as blindOnNoble, blindBy, finalize } from './voprf';

// docs/protocol-vectors.json is what a client in another language is tested with. It is made here, from fixed seeds,
// and never by hand: WRITE_VECTORS=1 npx jest libs/tokens/src/protocol-vectors --selectProjects libs
const FILE = join(__dirname, '../../../docs/protocol-vectors.json');

const SUBJECTS: readonly (readonly string[])[] = [
  ['nl-bsn:999993653'],
  ['nl-bsn:000009830'],
  ['nl-vnr:0123456789'],
  ['nl-kvk:01234567'],
  ['nl-adres:3811LM/12/'],
  ['nl-adres:3811LM/12/A'],
  ['nl-adres:3811LM/12/ABIS'],
  ['nl-adres-nummer:3811LM/12'],
  ['nl-bag-na:0307200000000001'],
  ['nl-adres:3811LM/12/A', 'nl-adres:3811LM/12/'],
];

type Read = (text: string) => Identifier;
const READERS: Readonly<Record<string, Read>> = { readPerson, readVNumber, readBusiness, readBagId, readAddress };

const TYPED: readonly (readonly [reader: string, text: string])[] = [
  ['readPerson', '999 992 971'],
  ['readPerson', '99.99.92.971'],
  ['readPerson', 'BSN: 999992971'],
  ['readPerson', '\u200b999\u00a0992\u00a0971'],
  ['readPerson', '000012774'],
  ['readPerson', 'V-nummer: 0123456789'],
  ['readPerson', ''],
  ['readPerson', '12774'],
  ['readPerson', '99999297'],
  ['readPerson', '9999929710'],
  ['readPerson', '99999297O'],
  ['readPerson', '999992972'],
  ['readPerson', '000000000'],
  ['readPerson', '999992971 999990019'],
  ['readVNumber', '012 345 6789'],
  ['readVNumber', '123456789'],
  ['readBusiness', 'KvK 0123 4567'],
  ['readBusiness', '012345670001'],
  ['readBagId', '0307 2000 0000 0001'],
  ['readBagId', '0307010000000001'],
  ['readBagId', '0307020000000001'],
  ['readBagId', '0307030000000001'],
  ['readBagId', '0307100000000001'],
  ['readBagId', '0307300000000001'],
  ['readBagId', '307200000000001'],
  ['readAddress', '3811 lm 12'],
  ['readAddress', '3811LM 12-A'],
  ['readAddress', '3811LM 12 a bis'],
  ['readAddress', '3811LM 12 to'],
  ['readAddress', 'Dorpsstraat 12, 3811 LM Amersfoort'],
  ['readAddress', 'Dorpsstraat 12\n3811 LM Amersfoort'],
  ['readAddress', 'Dorpsstraat 12 Amersfoort'],
  ['readAddress', '0811LM 12'],
  ['readAddress', '3811SA 12'],
  ['readAddress', '3811LM'],
  ['readAddress', '3811LM 0'],
  ['readAddress', '3811LM 100000'],
  ['readAddress', '3811LM 12 ABCDE'],
  ['readAddress', '3811LM 12 en 14'],
  ['readAddress', 'Plein 1944 5, 3811 LM Amersfoort'],
  ['readAddress', '=3811LM 12'],
];

const REFUSED_LINES = [
  'nl-bsn:99999297',
  'nl-bsn:999992972',
  'nl-bsn:000000000',
  'nl-bsn: 999993653',
  'NL-BSN:999993653',
  'nl-rsin:999993653',
  'nl-vnr:123456789',
  'nl-kvk:1234567',
  'nl-adres:3811LM/12',
  'nl-adres:3811lm/12/',
  'nl-adres:3811LM/012/',
  'nl-adres:3811LM/12/a',
  'nl-adres:3811LM/12/12345',
  'nl-adres:3811SS/12/',
  'nl-adres-nummer:3811LM/12/',
  'nl-bag-na:0307100000000001',
];

let document: EpochDocument;

beforeAll(async () => {
  await ready();
  document = documentFor([epochFor('2026-1', 'active'), epochFor('2025-1', 'retiring')]);
});

const text = toBase64url;

function keys() {
  return liveEpochs(document).flatMap(({ id }) =>
    KINDS.map((kind) => {
      const [seed, info] = [bytesFor(`seed|${kind}|${id}`), `raakvlak/1|${kind}|${id}`];
      const { secret, publicKey } = deriveKeyPair(seed, utf8(info));
      return { kind, epoch: id, info, seed: text(seed), secretKey: text(secret), publicKey: text(publicKey) };
    }),
  );
}

/** Which of the two blinds and verifies */
let blind = blindOnNoble;

/** One batch from lines to tokens, with fixed blinds and fixed proof nonces. */
function exchange(lines: readonly string[], kind: Kind, epoch: string) {
  const blinds = lines.map((line) => scalarFor(`blind|${line}`));
  const { blinded, state } = blind(lines, randomnessFor(blinds));
  const engine = engineFor(kind, epoch);
  const nonce = scalarFor(`nonce|${epoch}|${lines.join('|')}`);
  const evaluation = engine.evaluateBatch(blinded, Uint8Array.from(nonce));
  return { blinds, blinded, state, nonce, evaluation, key: engine.publicKey };
}

async function vector(lines: readonly string[]) {
  const kind = kindOf(parseLine(lines[0]!).scheme);
  const { blinds, blinded } = exchange(lines, kind, '2026-1');
  const evaluations = [];
  for (const { id, argon2, salt } of liveEpochs(document)) {
    const { state, nonce, evaluation, key } = exchange(lines, kind, id);
    const outputs = finalize(state, key, evaluation);
    const items = [];
    for (const [i, output] of outputs.entries()) {
      const token = await stretch(output, { ...argon2, salt: fromBase64url(salt) });
      items.push({ element: text(evaluation.elements[i]!), output: text(output), token: text(token) });
    }
    evaluations.push({ epoch: id, proofNonce: text(nonce), proof: text(evaluation.proof), items });
  }
  const inputs = lines.map((line, i) => ({ line, blind: text(blinds[i]!), blinded: text(blinded[i]!) }));
  return { kind, inputs, evaluations };
}

const rows = (lines: readonly Line[]) => lines.map(({ kind, scheme, line }) => ({ kind, scheme, line }));

function ladder(line: string) {
  const identifier = parseLine(line);
  const address = identifier.scheme === 'nl-adres';
  return {
    line,
    rung: rungOf(identifier),
    register: rows(linesToRegister(identifier)),
    ask: rows(linesToAsk(identifier)),
    askBuilding: address ? rows(linesToAskBuilding(identifier)) : refusalOf(() => linesToAskBuilding(identifier)),
  };
}

function typed([reader, input]: readonly [string, string]) {
  const read = READERS[reader]!;
  const code = refusalOf(() => read(input));
  return code === 'accepted' ? { reader, input, line: lineOf(read(input)) } : { reader, input, code };
}

function refusedElements() {
  const elements = {
    'the identity': new Uint8Array(32),
    'a non-canonical field element': new Uint8Array(32).fill(255),
    'a negative field element': new Uint8Array(32).fill(1, 0, 1),
    'one byte too few': new Uint8Array(31).fill(1),
  };
  const engine = engineFor('person', '2026-1');
  return Object.entries(elements).map(([what, element]) => ({
    what,
    blinded: text(element),
    code: refusalOf(() => engine.evaluateBatch([element])),
  }));
}

function refusedProofs() {
  const { state, key, evaluation } = exchange(['nl-adres:3811LM/12/A', 'nl-adres:3811LM/12/'], 'address', '2026-1');
  const { elements, proof } = evaluation;
  const flipped = Uint8Array.from(proof, (byte, i) => (i === 63 ? byte ^ 1 : byte));
  const [first, second] = [elements[0]!, elements[1]!];
  const cases = {
    'the key of another kind': { key: engineFor('building', '2026-1').publicKey, elements, proof },
    'the key of another epoch': { key: engineFor('address', '2025-1').publicKey, elements, proof },
    'a truncated proof': { key, elements, proof: proof.slice(0, 63) },
    'a proof with one bit changed': { key, elements, proof: flipped },
    'elements in another order': { key, elements: [second, first], proof },
    'the identity as element': { key, elements: [first, new Uint8Array(32)], proof },
  };
  return Object.entries(cases).map(([what, one]) => ({
    what,
    publicKey: text(one.key),
    items: one.elements.map((element) => ({ element: text(element) })),
    proof: text(one.proof),
    code: refusalOf(() => finalize(state, one.key, { elements: one.elements, proof: one.proof })),
  }));
}

function epochDocuments() {
  const seed = bytesFor('root key');
  const publicKey = ed25519.getPublicKey(seed);
  const jws = signEpochDocument(document, seed);
  const other = signEpochDocument(document, bytesFor('another root key'));
  const now = document.issuedAt + 100;
  const cases = {
    'as signed': { jws, now, minSerial: 7 },
    'signed by another root key': { jws: other, now, minSerial: 7 },
    expired: { jws, now: document.expiresAt, minSerial: 7 },
    'signed in the future': { jws, now: document.issuedAt - 301, minSerial: 7 },
    'older than one seen before': { jws, now, minSerial: 8 },
  };
  return {
    rootSeed: text(seed),
    rootPublicKey: text(publicKey),
    payload: document,
    cases: Object.entries(cases).map(([what, one]) => ({
      what,
      ...one,
      outcome: refusalOf(() => openEpochDocument(one.jws, publicKey, one.now, { minSerial: one.minSerial })),
    })),
  };
}

async function vectors() {
  const made = [];
  for (const lines of SUBJECTS) made.push(await vector(lines));
  const { protocol, suite, mode } = document;
  return {
    about:
      'Vectors of raakvlak/1 (docs/protocol.md). Bytes are base64url without padding; scalars are little-endian. ' +
      'Blinds and proof nonces are fixed here only: outside of a test they are random and never used twice.',
    protocol,
    suite,
    mode,
    typed: TYPED.map(typed),
    refusedLines: REFUSED_LINES.map((line) => ({ line, code: refusalOf(() => parseLine(line)) })),
    ladder: SUBJECTS.flat()
      .filter((line, i, all) => all.indexOf(line) === i && !line.startsWith('nl-adres-nummer'))
      .map(ladder),
    epochs: liveEpochs(document).map(({ id, state, argon2, salt }) => ({ id, state, argon2, salt })),
    keys: keys(),
    tokens: made,
    refusedElements: refusedElements(),
    refusedProofs: refusedProofs(),
    epochDocument: epochDocuments(),
  };
}

describe('docs/protocol-vectors.json', () => {
  it('is what this code makes from the fixed seeds, byte for byte', async () => {
    const made = `${JSON.stringify(await vectors(), null, 2)}\n`;
    if (process.env['WRITE_VECTORS']) writeFileSync(FILE, made);
    expect(readFileSync(FILE, 'utf8')).toBe(made);
  });

  it('is the same from a client on libsodium', async () => {
    blind = blindBy(sodiumClient);
    try {
      expect(`${JSON.stringify(await vectors(), null, 2)}\n`).toBe(readFileSync(FILE, 'utf8'));
    } finally {
      blind = blindOnNoble;
    }
  });

  it('has a token for every scheme and a refusal where one is promised', async () => {
    const made = await vectors();
    const schemes = made.tokens.flatMap(({ inputs }) => inputs.map(({ line }) => parseLine(line).scheme));
    expect(new Set(schemes).size).toBe(6);
    const refused = [...made.refusedLines, ...made.refusedElements, ...made.refusedProofs].map(({ code }) => code);
    expect(refused).not.toContain('accepted');
    expect(made.epochDocument.cases.map(({ outcome }) => outcome)).toEqual([
      'accepted',
      'tokens.document-signature',
      'tokens.document-expired',
      'tokens.document-not-yet',
      'tokens.document-older',
    ]);
  });
});
