import { createHash, randomBytes } from 'node:crypto';
import type { RunningProcess } from '#local';
import { identifierOf, linesToAsk } from '#tokens';
import {
  FalseProof,
  UntrustedNote,
  append,
  emptyFrontier,
  entryOf,
  generateSigningKey,
  groupDigest,
  leafHash,
  openCheckpoint,
  parseSigningKey,
  rootOf,
  verifyProof,
} from '#transparency';
import { LOG_ORIGIN, type Town, memberOf, startTown } from '../support/town';
import { type Reply, send } from '../support/wire';
import { expectProblem } from './index-routes';
import { until } from '../support/waiting';

const sanne = memberOf('wijkteam-soesterkwartier');
const bilal = memberOf('wijkteam-liendert');
const resident = identifierOf('nl-bsn', '999993653');

interface RecordProof {
  readonly record: {
    readonly seq: string;
    readonly day: number;
    readonly w: { readonly salt: string; readonly bytes: string };
    readonly digests: Readonly<Record<'s' | 'a' | 'x' | 'd', string>>;
  };
  readonly proof: string;
}

let town: Town;
let second: RunningProcess;
/** Of a question by Bilal that finds Sanne's team */
let receipt: string;

beforeAll(async () => {
  town = await startTown({ index: { PUBLISH_SECONDS: '7' } });
  second = await town.startIndex('index-2');
  await town.register(sanne, 'wijkteam-soesterkwartier', resident);
  receipt = await ask();
});
afterAll(() => town?.stop());

async function ask(): Promise<string> {
  const { answers } = await town.ask(bilal, 'home-visit', linesToAsk(resident));
  return answers[0]?.receipt ?? '';
}

const prove = (text: string, as = bilal): Promise<Reply> =>
  town.request('POST', '/v1/proofs', { as, json: { receipt: text } });

/** Asks until the head is published. */
async function proofOf(text: string, as = bilal): Promise<RecordProof> {
  let proof: RecordProof | undefined;
  const published = await until(async () => {
    const { status, body } = await prove(text, as);
    if (status === 200) proof = body as unknown as RecordProof;
    return status === 200;
  }, 100);
  if (!published || proof === undefined) throw new Error('no proof was published');
  return proof;
}

const bytes = (text: string): Buffer => Buffer.from(text, 'base64url');
function entryFrom({ record: { seq, day, w, digests } }: RecordProof, changes: { bytes?: Buffer } = {}): Buffer {
  const W = groupDigest('W', bytes(w.salt), changes.bytes ?? bytes(w.bytes));
  const others = { S: bytes(digests.s), A: bytes(digests.a), X: bytes(digests.x), D: bytes(digests.d) };
  return entryOf({ seq: Number(seq), day, digests: { W, ...others } });
}

describe('before a head is published', () => {
  it('there is no proof yet, and it is said when to come back', async () => {
    const reply = await prove(receipt);
    expectProblem(reply, 409, 'accountability.proof-not-published');
    expect(reply.headers['retry-after']).toBe('7');
  });

  it('somebody else’s receipt is unknown, like one that was never given', async () => {
    const theirs = await prove(receipt, memberOf('wijkteam-liendert', 'een collega'));
    const invented = await prove(randomBytes(16).toString('base64url'));
    expectProblem(theirs, 404, 'accountability.receipt-unknown');
    expect(theirs.text).toBe(invented.text);
  });

  it.each(['', 'abc', 'A'.repeat(21), 'A'.repeat(23), `${'A'.repeat(21)}B`, `${'A'.repeat(22)}==`])(
    'a receipt like %j is refused',
    async (text) => {
      expectProblem(await prove(text), 400, 'platform.fields-refused');
    },
  );
});

describe('after it was published', () => {
  let proof: RecordProof;

  beforeAll(async () => {
    await town.startWorker();
    proof = await proofOf(receipt);
  });

  it('the proof verifies with the log’s key and nothing else', () => {
    const verified = verifyProof({ entry: entryFrom(proof) }, proof.proof, [town.logKey], LOG_ORIGIN);
    expect(verified.index).toBe(Number(proof.record.seq));
    const stranger = parseSigningKey(generateSigningKey(LOG_ORIGIN)).verifier;
    expect(() => verifyProof({ entry: entryFrom(proof) }, proof.proof, [stranger], LOG_ORIGIN)).toThrow(UntrustedNote);
  });

  it('one changed byte of what is shown breaks it', () => {
    const shown = bytes(proof.record.w.bytes).toString('utf8');
    const forged = Buffer.from(shown.replace('home-visit', 'permit-desk'));
    expect(forged.toString()).not.toBe(shown);
    const check = (entry: Buffer) => () => verifyProof({ entry }, proof.proof, [town.logKey], LOG_ORIGIN);
    expect(check(entryFrom(proof, { bytes: forged }))).toThrow(FalseProof);
    const elsewhere = { ...proof, record: { ...proof.record, seq: String(Number(proof.record.seq) + 1) } };
    expect(check(entryFrom(elsewhere))).toThrow(FalseProof);
  });

  it('it shows time, action, purpose, department and whose receipt it is; not who asked, about whom, or what came out', async () => {
    const shown = JSON.parse(bytes(proof.record.w.bytes).toString('utf8')) as Record<string, unknown>;
    expect(shown).toEqual({
      action: 'inquiry',
      purpose: 'home-visit',
      department: 'sociaal-domein',
      outcome: 'done',
      at: expect.any(Number) as number,
      event: expect.stringMatching(/^[\w-]{22}$/) as string,
      receipt: createHash('sha256').update(bytes(receipt)).digest().subarray(0, 16).toString('base64url'),
    });
    expect(Math.abs(Date.now() - Number(shown['at']))).toBeLessThan(120_000);
    const { text } = await prove(receipt);
    expect(text).not.toMatch(/lid-wijkteam|soesterkwartier|999993653|person|professional/i);
    expect(Object.keys(proof)).toEqual(['record', 'proof']);
    expect(Object.keys(proof.record)).toEqual(['seq', 'day', 'w', 'digests']);
  });

  it('it is the same proof whether something was found or not, but for its own record', async () => {
    const { answers } = await town.ask(bilal, 'home-visit', linesToAsk(identifierOf('nl-bsn', '000009830')));
    expect(answers[0]?.contacts).toEqual([]);
    const other = await proofOf(answers[0]?.receipt ?? '');
    const shape = ({ record: { w, digests } }: RecordProof): unknown => [
      bytes(w.bytes).length,
      Object.values(digests).map((text) => text.length),
    ];
    expect(shape(other)).toEqual(shape(proof));
  });

  it('it is still not given to anybody else', async () => {
    expectProblem(await prove(receipt, sanne), 404, 'accountability.receipt-unknown');
  });

  it('registering, renewing and withdrawing give receipts that prove as well', async () => {
    const registered = await town.register(sanne, 'wijkteam-soesterkwartier', resident);
    const act = async (what: string): Promise<string> => {
      const { body } = await town.request('POST', `/v1/involvements/${registered.id}/${what}`, { as: sanne, json: {} });
      return body['receipt'] as string;
    };
    const receipts = [registered.receipt, await act('renew'), await act('withdraw')];
    const actions = [];
    for (const one of receipts) {
      const found = await proofOf(one, sanne);
      verifyProof({ entry: entryFrom(found) }, found.proof, [town.logKey], LOG_ORIGIN);
      actions.push((JSON.parse(bytes(found.record.w.bytes).toString('utf8')) as { action: string }).action);
    }
    expect(actions).toEqual(['register', 'renew', 'withdraw']);
  });
});

it('two index processes that write at the same time grow one tree, and every receipt of both proves', async () => {
  const headers = { authorization: `Bearer ${await town.bearer(bilal)}` };
  const questions = await Promise.all(
    Array.from({ length: 24 }, () => town.question(bilal, 'home-visit', linesToAsk(resident))),
  );
  const replies = await Promise.all(
    questions.map((json, i) =>
      send(`http://127.0.0.1:${(i % 2 === 0 ? town.index : second).port}`, 'POST', '/v1/inquiries', { json, headers }),
    ),
  );
  expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([200]));
  const receipts = replies.flatMap(({ body }) => (body['answers'] as { receipt: string }[]).map((one) => one.receipt));
  const places = [];
  for (const one of receipts) {
    const found = await proofOf(one);
    places.push(verifyProof({ entry: entryFrom(found) }, found.proof, [town.logKey], LOG_ORIGIN).index);
  }
  expect(new Set(places).size).toBe(24);
  const { rows } = await town.database.query<{ seq: string; entry: Buffer }>(
    'select seq, entry from audit.record order by seq',
  );
  expect(rows.map(({ seq }) => Number(seq))).toEqual(rows.map((_, i) => i));
  const heads = await town.database.query<{ size: string; note: string }>(
    'select size, note from audit.checkpoint order by size',
  );
  expect(heads.rows.length).toBeGreaterThan(1);
  const leaves = rows.map(({ entry }) => leafHash(entry));
  for (const { note, size } of heads.rows) {
    const signed = openCheckpoint(note, [town.logKey], LOG_ORIGIN);
    const tree = append(emptyFrontier(), leaves.slice(0, Number(size))).frontier;
    expect([signed.size, Buffer.from(signed.root)]).toEqual([Number(size), rootOf(tree)]);
  }
});
