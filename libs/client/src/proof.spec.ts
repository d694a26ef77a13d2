import { hash, randomBytes } from 'node:crypto';
import {
  append,
  canonicalJson,
  emptyFrontier,
  entryOf,
  formatCheckpoint,
  formatProof,
  generateSigningKey,
  groupDigest,
  inclusionProof,
  leafHash,
  parseSigningKey,
  rootOf,
  signNote,
} from '#transparency';
import { Problem } from '#problem';
import type { LookDetail } from './looks';
import { proveLook, proveRecord } from './proof';

const ORIGIN = 'log.example/raakvlak';
const KEY = parseSigningKey(generateSigningKey(ORIGIN));
const pinned = { logKey: KEY.verifier.text, logOrigin: ORIGIN };
const RECEIPT = randomBytes(16).toString('base64url');
const W = {
  action: 'inquiry.ask',
  at: 1_795_000_000_000,
  department: 'bwt',
  event: 'x',
  outcome: 'done',
  purpose: 'planned-control',
  receipt: hash('sha256', Buffer.from(RECEIPT, 'base64url'), 'buffer').subarray(0, 16).toString('base64url'),
};
const DAY = Math.floor(W.at / 86_400_000);

/** A log of three records as the index writes it, and its answer about the one in the middle. */
async function logAnswer(overrides: { w?: object; signer?: typeof KEY } = {}) {
  const groups = ['W', 'S', 'A', 'X', 'D'] as const;
  const records = [0, 1, 2].map((seq) => {
    const salts = groups.map(() => randomBytes(32));
    const bytes = groups.map((group) => canonicalJson(group === 'W' ? W : {}));
    const [w, s, a, x, d] = groups.map((group, place) => groupDigest(group, salts[place]!, bytes[place]!)) as [
      Buffer,
      Buffer,
      Buffer,
      Buffer,
      Buffer,
    ];
    const entry = entryOf({ seq, day: DAY, digests: { W: w, S: s, A: a, X: x, D: d } });
    return { seq, entry, salt: salts[0]!, bytes: bytes[0]!, digests: { s, a, x, d } };
  });
  const leaves = records.map(({ entry }) => leafHash(entry));
  const { frontier } = append(emptyFrontier(), leaves);
  const note = signNote(formatCheckpoint({ origin: ORIGIN, size: 3, root: rootOf(frontier) }), overrides.signer ?? KEY);
  const reader = {
    hashes: (_level: number, start: number, count: number) => Promise.resolve(leaves.slice(start, start + count)),
  };
  const proof = formatProof({ index: 1, proof: await inclusionProof(1, 3, reader), checkpoint: note });
  const { salt, bytes, digests } = records[1]!;
  const text = (value: Uint8Array): string => Buffer.from(value).toString('base64url');
  return {
    record: {
      seq: '1',
      day: DAY,
      w: { salt: text(salt), bytes: text(overrides.w === undefined ? bytes : canonicalJson(overrides.w as never)) },
      digests: { s: text(digests.s), a: text(digests.a), x: text(digests.x), d: text(digests.d) },
    },
    proof,
  };
}

const codeOf = (work: () => unknown): string | undefined => {
  try {
    work();
    return undefined;
  } catch (error) {
    return error instanceof Problem ? error.code : 'no problem';
  }
};

describe('a proof does not hold', () => {
  it('when one word of what is shown was changed', async () => {
    const body = await logAnswer({ w: { ...W, purpose: 'home-visit' } });
    expect(codeOf(() => proveLook(RECEIPT, body, pinned))).toBe('client.proof-invalid');
  });

  it('when the record is said to stand elsewhere, or on another day', async () => {
    const body = await logAnswer();
    const elsewhere = { ...body, record: { ...body.record, seq: '2' } };
    const otherDay = { ...body, record: { ...body.record, day: DAY + 1 } };
    expect(codeOf(() => proveLook(RECEIPT, elsewhere, pinned))).toBe('client.proof-invalid');
    expect(codeOf(() => proveLook(RECEIPT, otherDay, pinned))).toBe('client.proof-invalid');
  });

  it('when somebody else signed the head', async () => {
    const body = await logAnswer({ signer: parseSigningKey(generateSigningKey(ORIGIN)) });
    expect(codeOf(() => proveLook(RECEIPT, body, pinned))).toBe('client.proof-invalid');
  });

  it('when it is the proof of another receipt', async () => {
    const body = await logAnswer();
    expect(codeOf(() => proveLook(randomBytes(16).toString('base64url'), body, pinned))).toBe('client.proof-invalid');
  });

  it('when it is no proof at all', async () => {
    const body = await logAnswer();
    expect(codeOf(() => proveLook(RECEIPT, { ...body, proof: 'yes' }, pinned))).toBe('client.proof-invalid');
    expect(codeOf(() => proveLook(RECEIPT, { proof: body.proof }, pinned))).toBe('client.unexpected-answer');
  });
});

it('without a pinned key nothing is called proved', async () => {
  const body = await logAnswer();
  expect(codeOf(() => proveLook(RECEIPT, body, {}))).toBe('client.no-log-key');
  expect(codeOf(() => proveLook(RECEIPT, body, { logKey: 'x', logOrigin: ORIGIN }))).toBe('client.no-log-key');
});

it('an honest proof shows what was recorded and under which head', async () => {
  const proved = proveLook(RECEIPT, await logAnswer(), pinned);
  expect(proved).toMatchObject({
    verified: true,
    disclosed: W,
    seq: 1,
    day: '2026-11-18',
    time: new Date(W.at).toISOString(),
    checkpoint: { origin: ORIGIN, size: 3, witnesses: [] },
  });
});

describe('what an officer is shown of a record', () => {
  const shownOf = async (changes: Partial<LookDetail> = {}): Promise<LookDetail> => ({
    seq: 1,
    at: new Date(W.at).toISOString(),
    action: W.action,
    purpose: W.purpose,
    department: W.department,
    outcome: 'done',
    mistake: false,
    broken: [],
    evidence: await logAnswer(),
    ...changes,
  });
  const outcomeOf = async (changes: Partial<LookDetail>): Promise<string | undefined> => {
    const look = await shownOf(changes);
    return codeOf(() => proveRecord(look, pinned));
  };

  it.each<[string, Partial<LookDetail>]>([
    ['another purpose', { purpose: 'home-visit' }],
    ['another action', { action: 'register' }],
    ['another department', { department: 'sociaal-domein' }],
    ['another outcome', { outcome: 'refused' }],
    ['another moment', { at: new Date(W.at + 1).toISOString() }],
    ['another place', { seq: 2 }],
    ['nothing of its group', { action: undefined, purpose: undefined }],
    ['no evidence at all', { evidence: undefined }],
  ])('is not proved with %s', async (_, changes) => {
    expect(await outcomeOf(changes)).toBe('client.proof-invalid');
  });

  it('waits for a head while none over it is signed', async () => {
    const { record } = await logAnswer();
    expect(await outcomeOf({ evidence: { record } })).toBe('client.proof-not-published');
  });

  it('is proved by the evidence that came with it', async () => {
    expect(proveRecord(await shownOf(), pinned)).toMatchObject({ verified: true, seq: 1, disclosed: W });
  });
});
