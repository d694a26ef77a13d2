import { ed25519 } from '@noble/curves/ed25519.js';
import fc from 'fast-check';

import { toBase64url, utf8 } from './bytes';
import { ready } from './transcript';
import {
  activeEpoch,
  checkEpochDocument,
  EPOCH_STATES,
  liveEpochs,
  mayMove,
  openEpochDocument,
  type Epoch,
  type EpochDocument,
} from './epochs';
import { newRootKey, signEpochDocument, type RootKey } from './evaluator';
import { bytesFor, documentFor, epochFor, refusalOf } from './testing';

const NOW = 1_790_000_100;
const HEADER = { alg: 'EdDSA', typ: 'raakvlak-epochs+jwt' };

let root: RootKey;
let active: Epoch;
let retiring: Epoch;
let document: EpochDocument;

beforeAll(async () => {
  await ready();
  root = newRootKey();
  [active, retiring] = [epochFor('2026-1', 'active'), epochFor('2025-1', 'retiring')];
  document = documentFor([retiring, active]);
});

const encoded = (value: unknown) => toBase64url(utf8(JSON.stringify(value)));
/** Signs anything at all, as a root key in wrong hands or another implementation might. */
const sign = (payload: unknown, header: unknown = HEADER, seed = root.seed) => {
  const signed = `${encoded(header)}.${encoded(payload)}`;
  return `${signed}.${toBase64url(ed25519.sign(utf8(signed), seed))}`;
};
const open = (jws: string, now = NOW, expectation = {}) => openEpochDocument(jws, root.publicKey, now, expectation);

describe('the signature of an epoch document', () => {
  it('refuses another root key than the pinned one', () => {
    expect(refusalOf(() => open(sign(document, HEADER, newRootKey().seed)))).toBe('tokens.document-signature');
    const jws = sign(document);
    expect(refusalOf(() => openEpochDocument(jws, newRootKey().publicKey, NOW))).toBe('tokens.document-signature');
    expect(refusalOf(() => openEpochDocument(jws, new Uint8Array(31), NOW))).toBe('tokens.document-signature');
  });

  it.each([
    { alg: 'none', typ: 'raakvlak-epochs+jwt' },
    { alg: 'HS256', typ: 'raakvlak-epochs+jwt' },
    { alg: 'ES256', typ: 'raakvlak-epochs+jwt' },
    { alg: 'EdDSA' },
    { alg: 'EdDSA', typ: 'raakvlak-ticket+jwt' },
    { alg: 'EdDSA', typ: 'raakvlak-epochs+jwt', crit: ['exp'] },
    { alg: 'EdDSA', typ: 'raakvlak-epochs+jwt', b64: false },
    { alg: 'EdDSA', typ: 'raakvlak-epochs+jwt', jwk: {} },
  ])('refuses the header %j even when the signature is right', (header) => {
    expect(refusalOf(() => open(sign(document, header)))).toBe('tokens.document-signature');
  });

  it('refuses a document that was changed after signing, whichever character', () => {
    const jws = sign(document);
    fc.assert(
      fc.property(fc.nat(jws.length - 1), fc.constantFrom('A', 'b', '_', '.', ' '), (at, character) => {
        if (jws[at] === character) return;
        expect(refusalOf(() => open(`${jws.slice(0, at)}${character}${jws.slice(at + 1)}`))).not.toBe('accepted');
      }),
      { numRuns: 300 },
    );
  });

  it.each(['', 'a', 'a.b', 'a.b.c.d', '{}', '..'])('refuses %j, which is no compact JWS', (jws) => {
    expect(refusalOf(() => open(jws))).toBe('tokens.document-shape');
  });
});

describe('the contents of an epoch document', () => {
  const changed = (change: (copy: Record<string, unknown>, epochs: Record<string, unknown>[]) => void) => {
    const copy = structuredClone(document) as unknown as Record<string, unknown>;
    change(copy, copy['epochs'] as Record<string, unknown>[]);
    return refusalOf(() => open(sign(copy)));
  };

  it.each([
    ['protocol', 'raakvlak/2'],
    ['protocol', undefined],
    ['suite', 'P256-SHA256'],
    ['mode', 0],
    ['mode', '1'],
  ])('are refused when %s is %j', (name, value) => {
    expect(changed((copy) => (copy[name] = value))).toBe('tokens.document-protocol');
  });

  it.each([
    ['custodian', ''],
    ['custodian', 'a|b'],
    ['serial', 0],
    ['serial', 1.5],
    ['serial', '7'],
    ['issuedAt', -1],
    ['issuedAt', 1_790_604_800],
    ['expiresAt', null],
    ['demo', 'true'],
    ['demo', undefined],
    ['ticketKeys', []],
    ['ticketKeys', {}],
    ['ticketKeys', [null]],
    ['epochs', []],
    ['epochs', [[]]],
  ])('are refused when %s is %j', (name, value) => {
    expect(changed((copy) => (copy[name] = value))).toBe('tokens.document-shape');
  });

  it.each([
    ['id', ''],
    ['id', 'a|b'],
    ['id', '__proto__'],
    ['id', '2025-1'],
    ['state', 'open'],
    ['state', undefined],
    ['salt', 'AAAA'],
    ['salt', `${'A'.repeat(21)}B`],
    ['argon2', null],
    ['argon2', { memoryKiB: 19456, passes: 2 }],
    ['publicKeys', {}],
  ])('are refused when %s of an epoch is %j', (name, value) => {
    expect(changed((_copy, epochs) => (epochs[1]![name] = value))).toBe('tokens.document-shape');
  });

  it.each([
    { memoryKiB: 19455, passes: 2, lanes: 1 },
    { memoryKiB: 65536, passes: 1, lanes: 1 },
    { memoryKiB: 65536, passes: 3, lanes: 4 },
  ])('are refused when an epoch asks for a stretch below the floor: %j', (argon2) => {
    expect(changed((_copy, epochs) => (epochs[0]!['argon2'] = argon2))).toBe('tokens.stretch-too-weak');
  });

  it('are refused with the identity, an invalid encoding or another length as public key', () => {
    for (const key of [new Uint8Array(32), new Uint8Array(32).fill(255), new Uint8Array(31).fill(1)]) {
      const publicKeys = { ...active.publicKeys, address: toBase64url(key) };
      expect(changed((_copy, epochs) => (epochs[1]!['publicKeys'] = publicKeys))).toBe('tokens.document-shape');
    }
  });

  it('are refused with two active epochs', () => {
    expect(changed((_copy, epochs) => (epochs[0]!['state'] = 'active'))).toBe('tokens.document-shape');
  });

  it('are refused when two kinds or two epochs share a key, or two epochs share a salt', () => {
    const shared = { ...active.publicKeys, building: active.publicKeys.address };
    expect(changed((_copy, epochs) => (epochs[1]!['publicKeys'] = shared))).toBe('tokens.document-shape');
    expect(changed((_copy, epochs) => (epochs[1]!['publicKeys'] = retiring.publicKeys))).toBe('tokens.document-shape');
    expect(changed((_copy, epochs) => (epochs[1]!['salt'] = retiring.salt))).toBe('tokens.document-shape');
  });

  it('are refused with a ticket key that is private, of another type or used twice', () => {
    const [key] = document.ticketKeys;
    for (const other of [{ d: 'AA' }, { kty: 'RSA' }, { crv: 'P-384' }, { alg: 'EdDSA' }, { kid: '' }, { x: 'AA' }]) {
      expect(changed((copy) => (copy['ticketKeys'] = [{ ...key, ...other }]))).toBe('tokens.document-shape');
    }
    expect(changed((copy) => (copy['ticketKeys'] = [key, key]))).toBe('tokens.document-shape');
  });

  it.each([null, [], 'text', 7])('are refused when the payload is %j', (payload) => {
    expect(refusalOf(() => open(sign(payload)))).toBe('tokens.document-shape');
  });

  it('are refused from the second at which they expire', () => {
    const jws = sign(document);
    expect(refusalOf(() => open(jws, document.expiresAt))).toBe('tokens.document-expired');
    expect(refusalOf(() => open(jws, document.expiresAt - 1))).toBe('accepted');
  });

  it('are refused when signed further in the future than clocks differ', () => {
    const jws = sign(document);
    expect(refusalOf(() => open(jws, document.issuedAt - 301))).toBe('tokens.document-not-yet');
    expect(refusalOf(() => open(jws, document.issuedAt - 300))).toBe('accepted');
  });

  it('are refused when a later document was seen before', () => {
    const jws = sign(document);
    expect(refusalOf(() => open(jws, NOW, { minSerial: 8 }))).toBe('tokens.document-older');
    expect(refusalOf(() => open(jws, NOW, { minSerial: 7 }))).toBe('accepted');
  });

  it('are refused when a demonstration meets a production client', () => {
    const jws = sign(document);
    expect(refusalOf(() => open(jws, NOW, { demo: false }))).toBe('tokens.document-demo');
    expect(refusalOf(() => open(jws, NOW, { demo: true }))).toBe('accepted');
  });

  it('come out as they were signed, without members that are not known', () => {
    expect(open(`${sign({ ...document, later: 1 })}\n`)).toEqual(document);
  });
});

describe('signing an epoch document', () => {
  it('refuses what no client would accept, and a seed of another length', () => {
    const twice = { ...document, epochs: [active, active] };
    expect(refusalOf(() => signEpochDocument(twice, root.seed))).toBe('tokens.document-shape');
    expect(refusalOf(() => signEpochDocument(document, root.seed.slice(1)))).toBe('tokens.seed-refused');
  });

  it('gives a document that opens under the root key, with the same signature as another library', () => {
    const jws = signEpochDocument(document, root.seed);
    expect(open(jws)).toEqual(document);
    expect(jws).toBe(sign(checkEpochDocument(document)));
    expect([...ed25519.getPublicKey(root.seed)]).toEqual([...root.publicKey]);
  });
});

describe('the life of an epoch', () => {
  it('goes one step at a time and never back', () => {
    const moves = EPOCH_STATES.flatMap((from) =>
      EPOCH_STATES.filter((to) => mayMove(from, to)).map((to) => `${from} → ${to}`),
    );
    expect(moves).toEqual(['pending → active', 'active → retiring', 'retiring → audit-only', 'audit-only → destroyed']);
  });

  it('lets questions reach the active epoch first and then the retiring ones, and registrations the active one', () => {
    const pending = { ...active, id: '2027-1', state: 'pending' as const, salt: toBase64url(bytesFor('p', 16)) };
    const gone = { ...active, id: '2023-1', state: 'audit-only' as const, salt: toBase64url(bytesFor('a', 16)) };
    const all = { ...document, epochs: [gone, retiring, pending, active] };
    expect(liveEpochs(all).map(({ id }) => id)).toEqual(['2026-1', '2025-1']);
    expect(activeEpoch(all).id).toBe('2026-1');
    expect(refusalOf(() => activeEpoch({ ...document, epochs: [retiring, pending] }))).toBe('tokens.no-active-epoch');
  });
});
