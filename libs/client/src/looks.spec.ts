import { Problem } from '#problem';
import type { Call, Caller } from './http';
import { Looks } from './looks';
import { OwnInquiries } from './own-inquiries';

/** Answers with this, and keeps what was sent. */
function answering(body: Record<string, unknown>): { caller: Caller; sent: Call[] } {
  const sent: Call[] = [];
  const call = (one: Call): Promise<Record<string, unknown>> => {
    sent.push(one);
    return Promise.resolve(body);
  };
  const text = async (one: Call): Promise<string> => JSON.stringify(await call(one));
  return { sent, caller: { call, callForText: text, callTwice: text } };
}

const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'nothing was wrong',
    (error: unknown) => (error instanceof Problem ? error.code : String(error)),
  );
const RECEIPT = 'q83vEjRWeJCrze8SNFZ4kA';
const look = {
  seq: 7,
  at: '2026-11-26T11:20:00.000Z',
  action: 'inquiry',
  purpose: 'home-visit',
  department: 'sociaal-domein',
  outcome: 'done',
  kind: 'person',
  actor: 'https://login.example|bilal',
};

describe('nothing leaves this machine that could be about a resident', () => {
  it.each([
    ['purpose', '999993653', 'client.not-a-code'],
    ['department', '3811LM 12', 'client.not-a-code'],
    ['action', '999993653', 'client.not-a-code'],
    ['action', 'Mevrouw Jansen', 'client.not-a-code'],
    ['actor', '999993653', 'client.not-an-account'],
    ['actor', 'Mevrouw Jansen', 'client.not-an-account'],
  ])('as the %s of a search: %s', async (name, value, code) => {
    const { caller, sent } = answering({ looks: [] });
    expect(await codeOf(new Looks(caller).search({ [name]: value }))).toBe(code);
    expect(sent).toEqual([]);
  });

  it('as the id or receipt of a question', async () => {
    const { caller, sent } = answering({});
    const own = new OwnInquiries(caller);
    expect(await codeOf(own.markMistakes({ receipts: [RECEIPT, '999993653'] }))).toBe('client.not-a-receipt');
    expect(await codeOf(own.markMistakes({ inquiries: ['3811LM 12'] }))).toBe('client.not-a-receipt');
    const many = Array.from({ length: 101 }, () => RECEIPT);
    expect(await codeOf(own.markMistakes({ receipts: many }))).toBe('client.too-many-subjects');
    await own.markMistakes({ receipts: [] });
    expect(sent).toEqual([]);
  });

  it('as a place in the log, which stands in an address', async () => {
    const { caller, sent } = answering({});
    for (const place of [-1, 1.5, Number.NaN, '3811LM' as unknown as number])
      expect(await codeOf(new Looks(caller).closely(place))).toBe('client.unexpected-answer');
    expect(sent).toEqual([]);
  });
});

describe('an answer of another shape is an error, never a guess', () => {
  it.each([
    {},
    { looks: {} },
    { looks: [{}] },
    { looks: [{ ...look, seq: '7' }] },
    { looks: [{ ...look, seq: -1 }] },
    { looks: [{ ...look, outcome: 'found' }] },
    { looks: [{ ...look, mistake: 'yes' }] },
    { looks: [{ ...look, actor: 7 }] },
    { looks: [look], next: '6' },
  ])('in a list: %j', async (body) => {
    expect(await codeOf(new Looks(answering(body).caller).search())).toBe('client.unexpected-answer');
  });

  it.each([
    {},
    { ...look, seq: null },
    { ...look, actor: 'bilal' },
    { seq: 7, at: look.at, actor: { id: 'a', roles: 'professional', tickets: 1 } },
    { seq: 7, at: look.at, subject: { kind: 'person', tags: ['a'] } },
    { seq: 7, at: look.at, disclosed: { found: { a: 1 } } },
    { seq: 7, at: look.at, evidence: { record: [] } },
    { seq: 7, at: look.at, evidence: { record: {}, proof: 'x'.repeat(100_001) } },
    { seq: 7, at: look.at, broken: 'W' },
  ])('in one record: %j', async (body) => {
    expect(await codeOf(new Looks(answering(body).caller).closely(7))).toBe('client.unexpected-answer');
  });

  it('in a list of one’s own, and of the head', async () => {
    for (const body of [{}, { inquiries: [] }, { inquiries: [{ id: RECEIPT }], more: false }])
      expect(await codeOf(new OwnInquiries(answering(body).caller).list())).toBe('client.unexpected-answer');
    for (const body of [{}, { size: 1, head: {} }, { size: 1, head: { note: 'n', signedAt: 's', size: '1' } }])
      expect(await codeOf(new Looks(answering(body).caller).head())).toBe('client.unexpected-answer');
  });
});

it('a search sends its filters and where to go on, and reads records that are broken among the others', async () => {
  const broken = { seq: 6, at: look.at, broken: true };
  const { caller, sent } = answering({ looks: [{ ...look, mistake: true }, broken], next: 6 });
  const page = await new Looks(caller).search({ purpose: 'home-visit', actor: look.actor }, { before: 8, limit: 2 });
  expect(page).toEqual({ looks: [{ ...look, broken: false, mistake: true }, broken], next: 6 });
  expect(JSON.parse(JSON.stringify(sent))).toEqual([
    {
      method: 'POST',
      path: '/v1/look-searches',
      body: { purpose: 'home-visit', actor: look.actor, before: 8, limit: 2 },
    },
  ]);
});
