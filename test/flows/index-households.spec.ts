import type { Person } from '../support';
import { type ListItem, type Lists, listsOf } from '../support/lists';
import { type Answers, type Town, memberOf, startTown } from '../support/town';
import type { Reply } from '../support/wire';
import { expectProblem } from './index-routes';

const sanne = memberOf('wijkteam-soesterkwartier');
const bilal = memberOf('wijkteam-liendert');
const inspector = memberOf('bouwtoezicht-midden');

type Part = Record<string, unknown>;
let town: Town;
let lists: Lists;
let people: ListItem[];
let homes: ListItem[];

beforeAll(async () => {
  town = await startTown();
  lists = listsOf(town);
  people = [lists.person('wijkteam-soesterkwartier'), lists.person('wijkteam-soesterkwartier')];
  homes = [lists.address('bouwtoezicht-midden'), lists.address('bouwtoezicht-midden')];
  for (const [as, items] of [
    [sanne, people],
    [inspector, homes],
  ] as const)
    await town.request('POST', '/v1/registrations', { as, json: lists.body(as, items) });
});
afterAll(() => town?.stop());

const stranger = (): ListItem => lists.person('wijkteam-liendert');
const part = (...items: ListItem[]): Part => lists.part(bilal, items);
const ask = (parts: unknown, more: object = {}, as: Person = bilal): Promise<Reply> =>
  town.request('POST', '/v1/inquiries', { as, json: { purpose: 'home-visit', parts, ...more } });
const spent = async (): Promise<number> => (await town.database.query('select 1 from spent_ticket')).rowCount ?? 0;
const place = async (): Promise<number> => (await town.happenings()).length;
const shown = ({ body }: Reply): string[][] =>
  (body as unknown as Answers).answers.map(({ contacts }) => contacts.map(({ team }) => team));

async function expectRefusedWhole(reply: Reply, before: number, since: number, code: string, status: number) {
  expectProblem(reply, status, code);
  expect(reply.text).not.toContain('contacts');
  expect(await spent()).toBe(before);
  const acts = (await town.happenings(since)).map(({ action, outcome }) => [action, outcome]);
  if (status !== 400) expect(acts).toEqual([['inquiry', 'refused']]);
}

describe('a question about a household is refused as a whole', () => {
  const cases: [string, () => [unknown, object?], number, string][] = [
    ['without parts', () => [[]], 400, 'index.question-refused'],
    ['with a part that is none', () => [[part(people[0]!), null]], 400, 'index.question-refused'],
    ['with a part too many', () => [Array.from({ length: 5 }, () => part(stranger()))], 400, 'index.question-refused'],
    ['with two parts of one kind', () => [[part(people[0]!), part(people[1]!)]], 400, 'index.question-refused'],
    ['with a remark in a part', () => [[{ ...part(people[0]!), remark: 'x' }]], 400, 'index.question-refused'],
    [
      'with a ticket beside its parts',
      () => [[part(people[0]!)], { ticket: part(people[0]!)['ticket'] }],
      400,
      'index.question-refused',
    ],
    [
      'about more than a hundred in all',
      () => [[part(...Array.from({ length: 60 }, stranger)), part(...Array.from({ length: 41 }, () => homes[0]!))]],
      400,
      'index.question-refused',
    ],
    [
      'for a purpose that does not fit each kind',
      () => [[part(homes[0]!), { ...part(people[0]!), kind: 'business' }]],
      422,
      'involvement.purpose-not-for-this-kind',
    ],
    [
      'with a part whose ticket is for another kind',
      () => [[part(people[0]!), { ...part(homes[0]!), ticket: part(people[0]!)['ticket'] }]],
      403,
      'involvement.ticket-refused',
    ],
    [
      'with a part whose ticket is of somebody else',
      () => [[part(people[0]!), lists.part(sanne, [homes[0]!])]],
      403,
      'involvement.ticket-refused',
    ],
    [
      'with a part whose lines are of another kind',
      () => [[part(people[0]!), { ...part(homes[0]!), subjects: part(people[0]!)['subjects'] }]],
      422,
      'involvement.lines-do-not-fit',
    ],
  ];
  it.each(cases)('%s', async (_, make, status, code) => {
    const [parts, more] = make();
    const [before, since] = [await spent(), await place()];
    await expectRefusedWhole(await ask(parts, more), before, since, code, status);
  });

  it('with one ticket that was spent, and the other one can then be used again', async () => {
    const used = part(people[0]!);
    expect((await ask([used])).status).toBe(200);
    const fresh = part(homes[0]!);
    for (const parts of [
      [used, fresh],
      [fresh, used],
    ]) {
      const [before, since] = [await spent(), await place()];
      await expectRefusedWhole(await ask(parts), before, since, 'involvement.ticket-spent', 409);
    }
    expect((await ask([fresh])).status).toBe(200);
    expectProblem(await ask([fresh]), 409, 'involvement.ticket-spent');
  });

  it('ten times at once it is answered once', async () => {
    const parts = [part(people[0]!), part(homes[0]!)];
    const replies = await Promise.all(Array.from({ length: 10 }, () => ask(parts)));
    expect(replies.map(({ status }) => status).sort()).toEqual([200, ...Array(9).fill(409)]);
  });

  it('twice with one ticket in common, at once, one of both is answered', async () => {
    const shared = part(people[0]!);
    const replies = await Promise.all([ask([shared, part(homes[0]!)]), ask([shared, part(homes[1]!)])]);
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 409]);
  });
});

describe('a question about a household', () => {
  it('is answered flat, in the order of the parts and of the subjects in each', async () => {
    const one = await ask([part(...people, stranger()), part(...homes)]);
    expect(one.status).toBe(200);
    const [team, inspection] = [['Wijkteam Soesterkwartier'], ['Bouwtoezicht Midden']];
    expect(shown(one)).toEqual([team, team, [], inspection, inspection]);
    const other = await ask([part(...homes), part(stranger(), ...people)]);
    expect(shown(other)).toEqual([inspection, inspection, [], team, team]);
    expect(Object.keys(other.body)).toEqual(['answers', 'coverage', 'policy']);
  });

  it('leaves one record a subject, each with a receipt of its own, and spends one ticket a part', async () => {
    const [before, since] = [await spent(), await place()];
    const { body } = await ask([part(...people), part(homes[0]!)], { caseNumber: 'WT-2026-00123' });
    expect(await spent()).toBe(before + 2);
    expect(await town.happenings(since)).toHaveLength(3);
    expect(new Set((body as unknown as Answers).answers.map(({ receipt }) => receipt)).size).toBe(3);
  });

  it('with one part is the same question as without parts', async () => {
    const list = await ask([part(...people)]);
    const json = { purpose: 'home-visit', ...part(...people) };
    const plain = await town.request('POST', '/v1/inquiries', { as: bilal, json });
    expect(shown(list)).toEqual(shown(plain));
  });

  it('an element is as large whatever is found, in each part', async () => {
    const { body } = await ask([part(people[0]!, stranger()), part(homes[0]!, lists.address('wijkteam-liendert'))]);
    const sizes = (body as unknown as Answers).answers.map((one) => Buffer.byteLength(JSON.stringify(one)));
    expect(new Set(sizes)).toEqual(new Set([1024]));
  });
});
