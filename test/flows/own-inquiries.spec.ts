import { randomBytes } from 'node:crypto';
import type { Person } from '../support';
import { type ListItem, type Lists, listsOf } from '../support/lists';
import { type Answers, OFFICER, type Town, connectionOf, memberOf, startTown } from '../support/town';
import type { Reply } from '../support/wire';
import { expectProblem } from './index-routes';

// What somebody asked lately, and what she says of it afterwards.

const bilal = memberOf('wijkteam-liendert');
const colleague = memberOf('wijkteam-liendert', 'een collega');
const sanne = memberOf('wijkteam-soesterkwartier');

interface Own {
  readonly id: string;
  readonly at: string;
  readonly purpose: string;
  readonly kind?: string;
  readonly outcome: string;
  readonly mistake?: true;
  readonly caseNumber?: string;
}

let town: Town;
let lists: Lists;
/** Registered by Sanne's team, so that it is found */
let known: ListItem;
beforeAll(async () => {
  town = await startTown();
  lists = listsOf(town);
  known = lists.person('wijkteam-soesterkwartier');
  const json = lists.body(sanne, [known]);
  expect((await town.request('POST', '/v1/registrations', { as: sanne, json })).status).toBe(200);
});
afterAll(() => town?.stop());

const unknown = (): ListItem => lists.person('wijkteam-soesterkwartier');
const ask = (items: readonly ListItem[], more: object = {}, as: Person = bilal): Promise<Reply> =>
  town.request('POST', '/v1/inquiries', { as, json: { purpose: 'home-visit', ...lists.part(as, items), ...more } });
const receiptsOf = ({ body }: Reply): string[] => (body as unknown as Answers).answers.map(({ receipt }) => receipt);
const read = (as: Person): Promise<Reply> => town.request('GET', '/v1/own-inquiries', { as });
const own = async (as: Person = bilal): Promise<Own[]> => (await read(as)).body['inquiries'] as Own[];
const mark = (json: unknown, as: Person = bilal): Promise<Reply> => town.request('POST', '/v1/mistakes', { as, json });
const last = async (as: Person = bilal): Promise<Own> => (await own(as))[0] as Own;
const nobodys = (): string => randomBytes(16).toString('base64url');

describe('a mistake is refused', () => {
  it.each([
    ['nothing named', {}],
    ['no question named', { receipts: [] }],
    ['something else than a list', { receipts: 'AAAAAAAAAAAAAAAAAAAAAA' }],
    ['an id that is none', { inquiries: ['999993653'] }],
    ['null', { inquiries: null }],
    ['more than a question has subjects', { receipts: Array.from({ length: 101 }, nobodys) }],
    ['a reason in words', { receipts: [nobodys()], reason: 'Klaproosma' }],
  ])('with %s', async (_, json) => {
    const reply = await mark(json);
    expect(reply.status).toBe(400);
    expect(reply.text).not.toMatch(/999993653|Klaproosma/);
  });

  it('with ids and receipts at the same time', async () => {
    expectProblem(await mark({ inquiries: [nobodys()], receipts: [nobodys()] }), 400, 'index.one-of-both');
  });

  it('of somebody else’s question, like of one that never was, and that is in the log', async () => {
    const [receipt] = receiptsOf(await ask([known]));
    const { id } = await last();
    const since = (await town.happenings()).length;
    const replies = [];
    for (const json of [{ receipts: [receipt] }, { inquiries: [id] }, { receipts: [nobodys()] }])
      replies.push(await mark(json, colleague));
    for (const reply of replies) expectProblem(reply, 404, 'involvement.question-unknown');
    expect(new Set(replies.map(({ text }) => text)).size).toBe(1);
    const records = await town.happenings(since);
    expect(records.map(({ action, outcome }) => [action, outcome])).toEqual(
      replies.map(() => ['inquiry-mistaken', 'refused']),
    );
    expect((await last()).mistake).toBeUndefined();
  });

  it('of what is no question', async () => {
    const json = lists.body(sanne, [unknown()]);
    const { body } = await town.request('POST', '/v1/registrations', { as: sanne, json });
    const [registered] = body['registrations'] as { receipt: string }[];
    expectProblem(await mark({ receipts: [registered?.receipt] }, sanne), 404, 'involvement.question-unknown');
  });

  it('as a whole when one of the questions is not one’s own', async () => {
    const receipts = receiptsOf(await ask([known, unknown()]));
    expectProblem(await mark({ receipts: [...receipts, nobodys()] }), 404, 'involvement.question-unknown');
    expect((await own()).slice(0, 2).map(({ mistake }) => mistake)).toEqual([undefined, undefined]);
  });
});

describe('one’s own questions', () => {
  it('are for those who ask: not for connections, officers or managers', async () => {
    for (const as of [connectionOf('sociaal-domein'), OFFICER]) {
      expectProblem(await read(as), 403, 'access.not-allowed');
      expectProblem(await mark({ receipts: [nobodys()] }, as), 403, 'access.not-allowed');
    }
  });

  it('look the same whether something was found or not', async () => {
    await ask([known]);
    const hit = await last();
    await ask([unknown()]);
    const miss = await last();
    const shape = ({ id: _, at: __, ...rest }: Own): unknown => rest;
    expect(shape(hit)).toEqual({ purpose: 'home-visit', kind: 'person', outcome: 'done' });
    expect(shape(miss)).toEqual(shape(hit));
    expect(JSON.stringify(miss).length).toBe(JSON.stringify(hit).length);
    const [found, nothing] = [await read(bilal), await read(bilal)];
    expect(found.text.length).toBe(nothing.text.length);
    expect(found.text).not.toMatch(/soesterkwartier|found|shown|tag|contact/i);
  });

  it('are one for each subject, with the case number that the asker gave, at one moment', async () => {
    await ask([known, unknown()], { caseNumber: 'WT-2026-00123' });
    const [second, first] = (await own()) as [Own, Own];
    expect([first.caseNumber, second.caseNumber]).toEqual(['WT-2026-00123', 'WT-2026-00123']);
    expect(first.at).toBe(second.at);
    expect(first.id).not.toBe(second.id);
  });

  it('are there when they were refused as well, without what was not let through', async () => {
    const refused = await ask([unknown()], { purpose: 'planned-control', caseNumber: 'WT-2026-00124' });
    expect(refused.status).toBe(403);
    const { id: _, at: __, ...rest } = await last();
    expect(rest).toEqual({ purpose: 'planned-control', outcome: 'refused' });
  });

  it('are nobody else’s, and reading them is in the log', async () => {
    const mine = new Set((await own()).map(({ id }) => id));
    expect((await own(colleague)).filter(({ id }) => mine.has(id))).toEqual([]);
    const since = (await town.happenings()).length;
    await read(bilal);
    expect(await town.happenings(since)).toEqual([
      expect.objectContaining({ action: 'own-inquiries-read', outcome: 'done' }),
    ]);
  });
});

describe('a question that was a mistake', () => {
  const rowsOf = async (id: string) => {
    const { rows } = await town.database.query<{ text: string }>(
      'select row_to_json(r)::text as text from audit.record r where event = $1',
      [Buffer.from(id, 'base64url')],
    );
    return rows.map(({ text }) => text);
  };

  it('is marked by its receipt straight after the answer, whole lists at once; the record itself stays', async () => {
    const receipts = receiptsOf(await ask([known, unknown(), unknown()]));
    const [{ id }] = (await own()) as [Own];
    const before = await rowsOf(id);
    const since = (await town.happenings()).length;
    expect((await mark({ receipts })).status).toBe(204);
    expect((await own()).slice(0, 4).map(({ mistake }) => mistake)).toEqual([true, true, true, undefined]);
    expect(await rowsOf(id)).toEqual(before);
    const marks = (await town.happenings(since)).slice(0, 3);
    expect(marks).toEqual(
      receipts.map(() =>
        expect.objectContaining({
          action: 'inquiry-mistaken',
          purpose: 'home-visit',
          department: 'sociaal-domein',
          outcome: 'done',
          about: expect.stringMatching(/^[\w-]{22}$/) as string,
        }),
      ),
    );
    expect(marks.map((one) => (one as unknown as { about: string }).about)).toContain(id);
  });

  it('is marked from the list, once however often and however many at a time', async () => {
    await ask([unknown()]);
    const { id } = await last();
    const since = (await town.happenings()).length;
    const replies = await Promise.all(Array.from({ length: 8 }, () => mark({ inquiries: [id, id] })));
    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([204]));
    expect((await mark({ inquiries: [id] })).status).toBe(204);
    const marks = (await town.happenings(since)).filter(({ action }) => action === 'inquiry-mistaken');
    expect(marks).toHaveLength(1);
    expect((await last()).mistake).toBe(true);
  });

  it('of a list that was marked in part becomes a mistake as a whole', async () => {
    const receipts = receiptsOf(await ask([unknown(), unknown()]));
    await mark({ receipts: receipts.slice(0, 1) });
    expect((await mark({ receipts })).status).toBe(204);
    expect((await own()).slice(0, 2).map(({ mistake }) => mistake)).toEqual([true, true]);
  });

  it('that was refused can be marked too', async () => {
    await ask([unknown()], { purpose: 'planned-control' });
    const { id } = await last();
    expect((await mark({ inquiries: [id] })).status).toBe(204);
    expect(await last()).toMatchObject({ outcome: 'refused', mistake: true });
  });
});
