import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AuditKeys } from '#accountability';
import { FalseProof, type Group, entryOf, groupDigest, openCheckpoint, verifyProof } from '#transparency';
import type { Person } from '../support';
import { type ListItem, type Lists, listsOf } from '../support/lists';
import {
  type Answers,
  DATA_OWNER,
  LOG_ORIGIN,
  MANAGER,
  OFFICER,
  type Town,
  memberOf,
  startTown,
} from '../support/town';
import { until } from '../support/waiting';
import type { Reply } from '../support/wire';
import { expectProblem } from './index-routes';

// The audit log as those see it who watch over it: searched, looked at from close by, and checked.

const bilal = memberOf('wijkteam-liendert');
const sanne = memberOf('wijkteam-soesterkwartier');
const HELGA: Person = { ...OFFICER, sub: 'helga', roles: ['data-protection-officer'] };

interface Listed {
  readonly seq: number;
  readonly at: string;
  readonly action: string;
  readonly purpose: string;
  readonly outcome: string;
  readonly kind?: string;
  readonly actor: string;
  readonly mistake?: true;
  readonly broken?: true;
}
interface Detail extends Omit<Listed, 'actor' | 'broken'> {
  readonly subject?: { readonly kind: string; readonly tags: number };
  readonly actor: { id: string; roles: string[]; caseNumber?: string; tickets: number };
  readonly technical: { client: string; node: string };
  readonly disclosed: Record<string, unknown>;
  readonly broken?: Group[];
  readonly evidence: {
    readonly record: {
      readonly seq: string;
      readonly day: number;
      readonly w: { readonly salt: string; readonly bytes: string };
      readonly digests: Readonly<Record<'s' | 'a' | 'x' | 'd', string>>;
    };
    readonly proof?: string;
  };
}

let town: Town;
let lists: Lists;
let known: ListItem;
let keys: AuditKeys;
beforeAll(async () => {
  town = await startTown();
  lists = listsOf(town);
  keys = new AuditKeys(Buffer.from(readFileSync(join(town.folder, 'audit.key'), 'utf8'), 'base64url'));
  known = lists.person('wijkteam-soesterkwartier');
  const json = lists.body(sanne, [known]);
  expect((await town.request('POST', '/v1/registrations', { as: sanne, json })).status).toBe(200);
});
afterAll(() => town?.stop());

const actorOf = ({ sub }: Person): string => `${town.issuer.url}|${sub}`;
const ask = (more: object = {}, as: Person = bilal): Promise<Reply> =>
  town.request('POST', '/v1/inquiries', { as, json: { purpose: 'home-visit', ...lists.part(as, [known]), ...more } });
const find = (json: object = {}, as: Person = OFFICER): Promise<Reply> =>
  town.request('POST', '/v1/look-searches', { as, json });
const looks = async (json: object = {}): Promise<Listed[]> => (await find(json)).body['looks'] as Listed[];
const look = (seq: unknown, as: Person = OFFICER): Promise<Reply> =>
  town.request('GET', `/v1/looks/${String(seq)}`, { as });
const closely = async (seq: unknown): Promise<Detail> => (await look(seq)).body as unknown as Detail;
const newest = async (json: object): Promise<Listed> => (await looks(json))[0] as Listed;
const bytes = (text: string): Buffer => Buffer.from(text, 'base64url');

describe('the log is closed', () => {
  it.each([
    ['a professional', bilal],
    ['a manager', MANAGER],
    ['a data owner', DATA_OWNER],
    ['an officer with a token for less', { ...OFFICER, scope: 'raakvlak:manage' }],
  ])('to %s', async (_, as) => {
    expectProblem(await find({}, as), 403, 'access.not-allowed');
    expectProblem(await look(0, as), 403, 'access.not-allowed');
    expectProblem(await town.request('GET', '/v1/log-head', { as }), 403, 'access.not-allowed');
  });

  it.each([
    ['a citizen number for a purpose', { purpose: '999993653' }],
    ['a name with a capital for a department', { department: 'Klaproosma' }],
    ['an address for an action', { action: '3895 KW 9' }],
    ['a citizen number for an action', { action: '999993653' }],
    ['a citizen number for an actor', { actor: '999993653' }],
    ['a name for an actor', { actor: 'Geertruida Klaproosma' }],
    ['an actor with a space', { actor: 'https://login.example|Geertruida Klaproosma' }],
    ['an actor as long as a book', { actor: `https://login.example|${'a'.repeat(300)}` }],
    ['a kind that is none', { kind: '999993653' }],
    ['an outcome that is none', { outcome: 'found' }],
    ['a day that is none', { from: '2026-02-30' }],
    ['a moment for a day', { to: '2026-02-01T00:00:00Z' }],
    ['a place in words', { before: '999993653' }],
    ['a place below the first', { before: -1 }],
    ['half a place', { before: 1.5 }],
    ['no looks', { limit: 0 }],
    ['too many looks', { limit: 201 }],
    ['null', { purpose: null }],
    ['a token', { token: randomBytes(32).toString('base64url') }],
    ['a subject', { subject: '999993653' }],
  ])('to %s, which is not repeated', async (_, json) => {
    const reply = await find(json);
    expectProblem(reply, 400, 'platform.fields-refused');
    expect(reply.text).not.toMatch(/999993653|Klaproosma|3895/);
  });

  it.each(['-1', 'x', '1.5', '1e3', '0x1', '9'.repeat(16), '%20', '3895KW9'])('at a place like %s', async (seq) => {
    expectProblem(await look(seq), 400, 'index.place-refused');
  });

  it('at places beyond its end, whatever they look like', async () => {
    for (const seq of ['999993653', '9'.repeat(15)]) {
      const reply = await look(seq);
      expectProblem(reply, 404, 'oversight.look-unknown');
      expect(reply.text).not.toContain(seq);
    }
  });
});

describe('the officer searches', () => {
  it('questions, registrations, refusals and what other officers read, newest first', async () => {
    await ask({ caseNumber: 'WT-2026-00123' });
    expect((await ask({ purpose: 'planned-control' })).status).toBe(403);
    await town.request('GET', '/v1/alarms', { as: HELGA });
    const [read, refused, asked] = (await looks({ limit: 3 })) as [Listed, Listed, Listed];
    expect(read).toMatchObject({ action: 'alarms-read', purpose: 'management', actor: actorOf(HELGA) });
    expect(read.kind).toBeUndefined();
    expect(refused).toMatchObject({ action: 'inquiry', purpose: 'planned-control', outcome: 'refused' });
    expect(asked).toEqual({
      seq: refused.seq - 1,
      at: expect.stringMatching(/^20.*Z$/) as string,
      action: 'inquiry',
      purpose: 'home-visit',
      department: 'sociaal-domein',
      outcome: 'done',
      kind: 'person',
      actor: actorOf(bilal),
    });
    const actions = new Set((await looks({ limit: 200 })).map(({ action }) => action));
    expect([...actions]).toEqual(expect.arrayContaining(['register', 'team-put', 'looks-read', 'inquiry']));
  });

  it('by actor, action, purpose, department, outcome, kind and day', async () => {
    const today = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Amsterdam' }).format(new Date());
    const all = {
      from: today,
      to: today,
      actor: actorOf(bilal),
      action: 'inquiry',
      purpose: 'home-visit',
      department: 'sociaal-domein',
      outcome: 'done',
      kind: 'person',
    };
    const found = await looks(all);
    expect(found.length).toBeGreaterThan(0);
    expect(found.every(({ actor, outcome }) => actor === actorOf(bilal) && outcome === 'done')).toBe(true);
    for (const other of [
      { from: '2031-01-01', to: '2031-01-01' },
      { from: '2025-01-01', to: '2025-01-02' },
      { actor: actorOf(sanne) },
      { action: 'register' },
      { purpose: 'intake' },
      { department: 'vergunningen' },
      { outcome: 'refused' },
      { kind: 'business' },
    ])
      expect(await looks({ ...all, ...other })).toEqual([]);
  });

  it('a right that was refused by its name', async () => {
    await town.request('GET', '/v1/alarms', { as: bilal });
    expect(await newest({ action: 'review.read' })).toMatchObject({ outcome: 'refused', actor: actorOf(bilal) });
  });

  it('page by page, each record once', async () => {
    const walked: number[] = [];
    const end = (await newest({})).seq + 1;
    let next: number | undefined = end;
    while (next !== undefined) {
      const { body } = await find({ before: next, limit: 7 });
      walked.push(...(body['looks'] as Listed[]).map(({ seq }) => seq));
      next = body['next'] as number | undefined;
    }
    expect(walked).toEqual(Array.from({ length: end }, (_, i) => end - 1 - i));
  });

  it('and sees which question was called a mistake', async () => {
    const { answers } = (await ask()).body as unknown as Answers;
    const { seq } = await newest({ action: 'inquiry' });
    expect(await newest({ action: 'inquiry' })).not.toHaveProperty('mistake');
    const json = { receipts: answers.map(({ receipt }) => receipt) };
    expect((await town.request('POST', '/v1/mistakes', { as: bilal, json })).status).toBe(204);
    expect(await newest({ action: 'inquiry' })).toMatchObject({ seq, mistake: true });
    expect((await closely(seq)).mistake).toBe(true);
    const mark = await closely((await newest({ action: 'inquiry-mistaken' })).seq);
    expect(mark.disclosed).toEqual({ inquiry: seq });
    const { about } = JSON.parse(bytes(mark.evidence.record.w.bytes).toString()) as { about: string };
    const { event } = JSON.parse(bytes((await closely(seq)).evidence.record.w.bytes).toString()) as { event: string };
    expect(about).toBe(event);
  });
});

describe('one record from close by', () => {
  it('tells who, why and what came out; of the subject its kind and how many tags, and never a tag', async () => {
    await ask({ caseNumber: 'WT-2026-00125' });
    const { seq } = await newest({ action: 'inquiry' });
    const { status, text } = await look(seq, HELGA);
    const { evidence, ...detail } = JSON.parse(text) as Detail;
    expect([status, detail]).toEqual([
      200,
      {
        seq,
        at: expect.stringMatching(/^20.*Z$/) as string,
        action: 'inquiry',
        purpose: 'home-visit',
        department: 'sociaal-domein',
        outcome: 'done',
        subject: { kind: 'person', tags: 1 },
        actor: { id: actorOf(bilal), roles: ['professional'], caseNumber: 'WT-2026-00125', tickets: 1 },
        technical: { client: 'test', node: 'index' },
        disclosed: { found: [expect.stringMatching(/^wijkteam-soesterkwartier:/)], shown: 1, policy: 1 },
      },
    ]);
    expect(Object.keys(evidence.record)).toEqual(['seq', 'day', 'w', 'digests']);
    const token = bytes(known.lines[0]?.token ?? '');
    const tag = keys.tagOf(new Date(detail.at).getUTCFullYear(), token);
    const [row] = (await town.database.query('select 1 from audit.subject_tag where tag = $1', [tag.subarray(0, 16)]))
      .rows;
    expect(row).toBeDefined();
    for (const form of ['base64url', 'base64', 'hex'] as const)
      for (const secret of [tag, token, tag.subarray(0, 16)]) expect(text).not.toContain(secret.toString(form));
  });

  it('comes with what is needed to check that it stands in the log, once a head over it is signed', async () => {
    await ask();
    const { seq } = await newest({ action: 'inquiry' });
    expect((await closely(seq)).evidence.proof).toBeUndefined();
    const head = async () => (await town.request('GET', '/v1/log-head', { as: OFFICER })).body;
    expect(await head()).toEqual({ size: expect.any(Number) as number });
    const worker = await town.startWorker({
      PUBLISH_SECONDS: '3600',
      DUTIES: 'sign',
      STORAGE_KEY_FILE: '',
      AUDIT_KEY_FILE: '',
    });
    await until(async () => ((await head())['head'] as { size: number } | undefined)?.size === (await head())['size']);
    await worker.stop();

    const { evidence } = await closely(seq);
    const { record, proof = '' } = evidence;
    const digests = {
      W: groupDigest('W', bytes(record.w.salt), bytes(record.w.bytes)),
      S: bytes(record.digests.s),
      A: bytes(record.digests.a),
      X: bytes(record.digests.x),
      D: bytes(record.digests.d),
    };
    const entry = entryOf({ seq, day: record.day, digests });
    const { index, checkpoint } = verifyProof({ entry }, proof, [town.logKey], LOG_ORIGIN);
    expect(index).toBe(seq);
    const other = entryOf({ seq, day: record.day, digests: { ...digests, A: digests.D } });
    expect(() => verifyProof({ entry: other }, proof, [town.logKey], LOG_ORIGIN)).toThrow(FalseProof);

    const { size, head: signed } = (await head()) as { size: number; head: Record<string, unknown> };
    expect(openCheckpoint(String(signed['note']), [town.logKey], LOG_ORIGIN).size).toBe(signed['size']);
    expect(signed['size']).toBe(checkpoint.size);
    // What was read meanwhile waits for the next head.
    expect(size).toBeGreaterThan(checkpoint.size);
    const published = await town.database.query('select 1 from audit.checkpoint where published and size = $1', [
      checkpoint.size,
    ]);
    expect(published.rowCount).toBeLessThanOrEqual(1);
  });
});

describe('reading the log is in the log', () => {
  const lastRecord = async (): Promise<Detail> => closely((await newest({ actor: actorOf(HELGA) })).seq);

  it('a search with what was searched for, in codes; whose looks only by a key', async () => {
    const filters = { purpose: 'intake', from: '2026-01-01', outcome: 'done', actor: actorOf(bilal) };
    expect((await find({ ...filters, limit: 5 }, HELGA)).status).toBe(200);
    const { action, disclosed } = await lastRecord();
    expect(action).toBe('looks-read');
    expect(disclosed).toEqual({
      looks: 0,
      scanned: expect.any(Number) as number,
      purpose: 'intake',
      from: '2026-01-01',
      outcome: 'done',
      actorKey: keys.actorKey(actorOf(bilal)).toString('base64url'),
    });
  });

  it('one look with its place; one that is not there leaves none, and neither does the head', async () => {
    await look(3, HELGA);
    expect(await lastRecord()).toMatchObject({ action: 'look-read', disclosed: { look: 3 } });
    const before = await newest({ actor: actorOf(HELGA) });
    await look('9'.repeat(9), HELGA);
    await town.request('GET', '/v1/log-head', { as: HELGA });
    expect(await newest({ actor: actorOf(HELGA) })).toEqual(before);
  });
});

describe('a record that was changed behind the log’s back', () => {
  const spoil = async (seq: number, set: string): Promise<void> => {
    await town.database.query('alter table audit.record disable trigger append_only');
    await town.database.query(`update audit.record set ${set} where seq = $1`, [seq]);
    await town.database.query('alter table audit.record enable always trigger append_only');
  };
  const flipped = (column: string): string =>
    `${column} = set_byte(${column}, 40, (get_byte(${column}, 40) + 1) % 256)`;

  it('is shown as broken in its place, with the others around it, and reported without a word of it', async () => {
    for (let i = 0; i < 3; i++) await ask();
    const [, { seq }] = (await looks({ action: 'inquiry' })) as [Listed, Listed];
    await spoil(seq, flipped('a'));
    const page = await looks({ action: 'inquiry', limit: 3 });
    expect(page.map((one) => one.broken ?? false)).toEqual([false, true, false]);
    expect(page[1]).toEqual({ seq, at: page[1]?.at, broken: true });
    const detail = await closely(seq);
    expect(detail.broken).toEqual(['A']);
    expect(detail).not.toHaveProperty('actor');
    expect(detail).toMatchObject({ action: 'inquiry', purpose: 'home-visit', subject: { kind: 'person', tags: 1 } });
    expect(town.logs()).toContain('alarm: a record of the log is not what it is committed to');
    expect(town.logs()).not.toContain(actorOf(bilal));
    expect((await town.request('GET', '/v1/own-inquiries', { as: bilal })).status).toBe(200);
  });

  it('in the group that anybody may read is found out as well, by the index and by whoever checks', async () => {
    await ask();
    const { seq } = await newest({ action: 'inquiry' });
    await spoil(seq, "w = convert_to(replace(convert_from(w, 'utf8'), 'home-visit', 'permit-desk'), 'utf8')");
    expect((await closely(seq)).broken).toEqual(['W']);
    expect(await newest({ limit: 200, purpose: 'permit-desk' })).toMatchObject({ seq, broken: true });
  });

  it('so that nothing of its leaf is left has no evidence, and is no 500', async () => {
    await ask();
    const { seq } = await newest({ action: 'inquiry' });
    await spoil(seq, "entry = 'x'");
    const { status, body } = await look(seq);
    expect(status).toBe(200);
    expect(body).toEqual({ seq, at: expect.any(String) as string, broken: ['W', 'S', 'A', 'X', 'D'] });
  });
});
