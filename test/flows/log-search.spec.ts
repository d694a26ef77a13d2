import { randomBytes } from 'node:crypto';
import type { DataSource } from 'typeorm';
import type { Actor } from '#access';
import { type AuditEvent, AuditKeys, Recorder, mistakeReceipt, prepareRecord } from '#accountability';
import { MarkMistakes, MarkMistakesHandler, OwnInquiries, OwnInquiriesHandler } from '#involvement';
import { type LookFilters, SearchLooks, SearchLooksHandler } from '#oversight';
import { UnitOfWork } from '#platform';
import { type TestDatabase, startTestDatabase } from '../support';
import { stopwatch } from '../support/waiting';

// The log over years, with moments that no test over HTTP can wait for.

const keys = new AuditKeys(randomBytes(32));
const DAY = 86_400_000;
const now = Date.now();
const actor = (name: string): Actor => ({
  id: `https://login.example|${name}`,
  roles: ['professional'],
  department: 'sociaal-domein',
  teams: [],
  scopes: [],
  client: 'test',
});
const anna = actor('anna');
const bram = actor('bram');
const officer: Actor = { ...actor('pieter'), roles: ['privacy-officer'] };

const event = (who: Actor, changes: Partial<AuditEvent['happening']> = {}, kind = 'person'): AuditEvent => ({
  happening: { action: 'inquiry', purpose: 'home-visit', department: 'sociaal-domein', outcome: 'done', ...changes },
  subject: { kind, tokens: [randomBytes(32)] },
  actor: { id: who.id, roles: who.roles },
  technical: { client: 'test', node: 'test' },
  disclosed: { found: [], shown: 0 },
});

let test: TestDatabase;
let database: DataSource;
let unit: UnitOfWork;
let recorder: Recorder;
const ids: Record<string, string> = {};

beforeAll(async () => {
  test = await startTestDatabase();
  database = await test.open();
  unit = new UnitOfWork(database);
  recorder = new Recorder(unit);
});
afterAll(() => test?.stop());

const write = async (at: number, ...events: readonly AuditEvent[]) => {
  const records = events.map((one) => prepareRecord(one, keys, at));
  await recorder.note(records);
  return records;
};
const own = (who: Actor) => new OwnInquiriesHandler(unit, keys).execute(new OwnInquiries(who));
const mark = (who: Actor, ...inquiries: string[]) =>
  new MarkMistakesHandler(unit, recorder, keys).execute(new MarkMistakes(who, { inquiries }));
const search = (filters: LookFilters, step: { before?: number; limit?: number } = {}) =>
  new SearchLooksHandler(unit, keys).execute(new SearchLooks(officer, filters, step));
const seqs = async (filters: LookFilters): Promise<number[]> =>
  (await search(filters, { limit: 200 })).looks.map(({ seq }) => seq);

it('an empty log has nothing to show and nowhere to go on', async () => {
  expect(await search({ action: 'inquiry' })).toEqual({ looks: [] });
  expect(await own(anna)).toEqual({ inquiries: [], more: false });
});

it('one’s own questions go back thirty days and no further, and neither does the mark of a mistake', async () => {
  for (const [name, days] of [
    ['old', 31],
    ['nearly', 29.9],
    ['new', 0],
  ] as const) {
    const [record] = await write(now - days * DAY, event(anna), event(bram));
    ids[name] = record?.event.toString('base64url') ?? '';
  }
  const { inquiries } = await own(anna);
  expect(inquiries.map(({ id }) => id)).toEqual([ids['new'], ids['nearly']]);
  const unknown = expect.objectContaining({ code: 'involvement.question-unknown' });
  await expect(mark(anna, ids['old'] ?? '')).rejects.toEqual(unknown);
  await expect(mark(bram, ids['new'] ?? '')).rejects.toEqual(unknown);
  await expect(mark(anna, ids['nearly'] ?? '')).resolves.toBeUndefined();
  expect((await own(anna)).inquiries.map(({ mistake }) => mistake)).toEqual([undefined, true]);
});

it('a question that was refused for its purpose is not listed among one’s own, and what else one did neither', async () => {
  await write(now, event(anna, { purpose: 'unknown', outcome: 'refused' }), event(anna, { action: 'register' }));
  expect((await own(anna)).inquiries).toHaveLength(2);
  const { subject: _, ...refused } = event(anna, { outcome: 'refused' });
  await write(now, refused);
  expect((await own(anna)).inquiries[0]).toEqual({
    id: expect.stringMatching(/^[\w-]{22}$/) as string,
    at: new Date(now).toISOString(),
    purpose: 'home-visit',
    outcome: 'refused',
  });
});

it('at most five hundred are listed, and it is said that there are more', async () => {
  const many = actor('veelvrager');
  await write(now, ...Array.from({ length: 500 }, () => event(many)));
  expect(await own(many)).toMatchObject({ inquiries: { length: 500 }, more: false });
  await write(now, event(many));
  expect(await own(many)).toMatchObject({ inquiries: { length: 500 }, more: true });
});

describe('the officer’s search', () => {
  it('takes days as they are in Amsterdam, over the turn of a year', async () => {
    const fresh = await startTestDatabase();
    try {
      const units = new UnitOfWork(await fresh.open());
      const records = new Recorder(units);
      for (const at of ['2025-12-30T22:59:59Z', '2025-12-30T23:00:00Z', '2025-12-31T22:59:59Z', '2025-12-31T23:00:00Z'])
        await records.note([prepareRecord(event(anna), keys, Date.parse(at))]);
      const found = async (filters: LookFilters) =>
        (await new SearchLooksHandler(units, keys).execute(new SearchLooks(officer, filters, {}))).looks
          .map(({ seq }) => seq)
          .filter((seq) => seq < 4);
      expect(await found({ to: '2025-12-30' })).toEqual([0]);
      expect(await found({ from: '2025-12-31', to: '2025-12-31' })).toEqual([2, 1]);
      expect(await found({ from: '2026-01-01' })).toEqual([3]);
      expect(await found({ from: '2025-12-31' })).toEqual([3, 2, 1]);
      expect(await found({ from: '2026-01-01', to: '2025-12-31' })).toEqual([]);
    } finally {
      await fresh.stop();
    }
  });

  it('finds by actor, action, purpose, department, outcome and kind, and by all of them together', async () => {
    const [first] = await write(
      now,
      event(bram, { purpose: 'planned-control', department: 'toezicht' }, 'address'),
      event(bram, { purpose: 'planned-control', department: 'toezicht', outcome: 'refused' }, 'address'),
      event(bram, { purpose: 'intake', department: 'toezicht', action: 'practice' }),
    );
    const start = Number(
      (await database.query<{ seq: string }[]>('select seq from audit.record where event = $1', [first?.event]))[0]
        ?.seq,
    );
    const all = { actor: bram.id, action: 'inquiry', purpose: 'planned-control', department: 'toezicht' };
    expect(await seqs({ ...all, outcome: 'done', kind: 'address' })).toEqual([start]);
    expect(await seqs(all)).toEqual([start + 1, start]);
    expect(await seqs({ ...all, kind: 'person' })).toEqual([]);
    expect(await seqs({ purpose: 'intake' })).toEqual([start + 2]);
    expect(await seqs({ kind: 'address' })).toEqual([start + 1, start]);
    expect(await seqs({ department: 'toezicht', outcome: 'refused' })).toEqual([start + 1]);
    expect(await seqs({ actor: 'https://login.example|nobody' })).toEqual([]);
    // Three of before and the refused mark of somebody else's question among them.
    expect((await seqs({ actor: bram.id })).length).toBe(7);
  });

  it('goes through everything once, page by page, while the log grows by the reading itself', async () => {
    const [{ size } = { size: '0' }] = await database.query<{ size: string }[]>('select size from audit.head');
    const walked: number[] = [];
    let before: number | undefined = Number(size);
    while (before !== undefined) {
      const page = await search({}, { before, limit: 200 });
      walked.push(...page.looks.map(({ seq }) => seq));
      before = page.next;
    }
    expect(walked).toEqual(Array.from({ length: Number(size) }, (_, i) => Number(size) - 1 - i));
    expect(await search({}, { before: 0 })).toEqual({ looks: [] });
    expect((await search({}, { before: 2 ** 53 - 1, limit: 1 })).looks).toHaveLength(1);
  });

  it('ends a step in time, and the next one goes on where it ended', async () => {
    const crowd = actor('menigte');
    for (let i = 0; i < 7; i++) await write(now, ...Array.from({ length: 3_000 }, () => event(crowd)));
    const [last] = await database.query<{ seq: string }[]>('select max(seq) as seq from audit.record');
    const asked = { purpose: 'intake', action: 'practice' };
    const took = stopwatch();
    const first = await search(asked);
    expect(took()).toBeLessThan(2_500);
    expect(first.looks).toEqual([]);
    expect(first.next).toBeGreaterThanOrEqual(Number(last?.seq) - 20_000);
    let before = first.next;
    const found = [];
    for (let steps = 0; before !== undefined && steps < 100; steps++) {
      const page = await search(asked, { before });
      found.push(...page.looks);
      before = page.next;
    }
    expect(found).toHaveLength(1);
  });
});

describe('records that are not what they should be', () => {
  const spoil = async (set: string, seq: number): Promise<void> => {
    await database.query('alter table audit.record disable trigger append_only');
    await database.query(`update audit.record set ${set} where seq = $1`, [seq]);
    await database.query('alter table audit.record enable always trigger append_only');
  };
  const flip = (column: string): string =>
    `${column} = set_byte(${column}, length(${column}) - 2, (get_byte(${column}, length(${column}) - 2) + 1) % 256)`;

  it.each([
    ['a sealed group with a changed byte', flip('a')],
    ['another purpose in the open group', "w = convert_to(replace(convert_from(w, 'utf8'), 'home', 'away'), 'utf8')"],
    ['bytes that are no JSON', "w = 'x'"],
    ['another moment in the column', "at = at + interval '1 second'"],
    ['the column of another actor', 'actor_key = sha256(actor_key)'],
    ['an entry that is none', "entry = 'x'"],
  ])('%s: the record is shown as broken, and the others as they are', async (_, set) => {
    await write(now, event(anna), event(anna), event(anna));
    const { looks } = await search({}, { limit: 3 });
    const [middle] = looks.slice(1);
    await spoil(set, middle?.seq ?? -1);
    const page = await search({ action: 'inquiry', purpose: 'home-visit' }, { limit: 3 });
    expect(page.looks.map(({ seq }) => seq)).toEqual(looks.map(({ seq }) => seq));
    expect(page.looks.map((look) => 'broken' in look)).toEqual([false, true, false]);
    expect(Object.keys(page.looks[1] ?? {})).toEqual(['seq', 'at', 'broken']);
    // Whoever asked sees the others too.
    expect((await own(anna)).inquiries.length).toBeGreaterThan(2);
  });

  it('with another audit key nothing opens, and nothing is shown that is not so', async () => {
    const others = new AuditKeys(randomBytes(32));
    const { looks } = await new SearchLooksHandler(unit, others).execute(new SearchLooks(officer, {}, { limit: 5 }));
    expect(looks.map((look) => 'broken' in look)).toEqual(Array.from({ length: 5 }, () => true));
  });
});

it('a mark can be found from the question alone, and from no other', () => {
  const [one, other] = [randomBytes(16), randomBytes(16)];
  expect(mistakeReceipt(keys, one).equals(mistakeReceipt(keys, one))).toBe(true);
  expect(mistakeReceipt(keys, one).equals(mistakeReceipt(keys, other))).toBe(false);
  expect(mistakeReceipt(keys, one).equals(mistakeReceipt(new AuditKeys(randomBytes(32)), one))).toBe(false);
});
