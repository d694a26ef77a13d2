import { randomUUID } from 'node:crypto';
import type { Person } from '../support';
import { type ListItem, type Lists, listsOf } from '../support/lists';
import { type TeamCode, type Town, connectionOf, memberOf, startTown } from '../support/town';
import type { Reply } from '../support/wire';
import { expectProblem } from './index-routes';

const sanne = memberOf('wijkteam-soesterkwartier');
const inspector = memberOf('bouwtoezicht-midden');
const TEAM: TeamCode = 'wijkteam-soesterkwartier';

let town: Town;
let lists: Lists;

beforeAll(async () => {
  town = await startTown();
  lists = listsOf(town);
});
afterAll(() => town?.stop());

interface Case {
  readonly person: ListItem;
  readonly address: ListItem;
}

async function put(items: readonly ListItem[], by: Person = sanne): Promise<void> {
  const { status, text } = await town.request('POST', '/v1/registrations', { as: by, json: lists.body(by, items) });
  if (status !== 200) throw new Error(text);
}

/** A person with her address, as one case. */
async function aCase(): Promise<Case> {
  const person = lists.person(TEAM);
  const address = lists.address(TEAM, { with: person.id });
  await put([person, address]);
  return { person, address };
}

/** What `to` says of a new address. */
function destination(item: ListItem, by: Person = sanne): Record<string, unknown> {
  const { team: _, with: __, ...rest } = item;
  return { ...rest, tickets: lists.body(by, [item]).tickets };
}
const move = (id: string, to?: unknown, as: Person = sanne): Promise<Reply> =>
  town.request('POST', `/v1/involvements/${id}/moves`, { as, json: to === undefined ? {} : { to } });
const isFound = async (item: ListItem): Promise<boolean> => {
  const json = { purpose: 'home-visit', ...lists.part(inspector, [item]) };
  const { body } = await town.request('POST', '/v1/inquiries', { as: inspector, json });
  return (body['answers'] as { contacts: unknown[] }[]).some(({ contacts }) => contacts.length > 0);
};
const place = async (): Promise<number> => (await town.happenings()).length;
const actsSince = async (since: number): Promise<string[]> =>
  (await town.happenings(since)).map(({ action, outcome }) => `${action} ${outcome}`);
const withdraw = async ({ id }: ListItem): Promise<Record<string, unknown>> =>
  (await town.request('POST', `/v1/involvements/${id}/withdraw`, { as: sanne, json: {} })).body;

describe('a move is refused', () => {
  it('of what is not known, or is somebody else’s: both the same', async () => {
    const { person, address } = await aCase();
    const since = await place();
    for (const [id, as] of [
      [randomUUID(), sanne],
      [person.id, inspector],
      [address.id, connectionOf('veiligheid')],
    ] as const)
      expectProblem(await move(id, undefined, as), 404, 'involvement.involvement-unknown');
    expect(await actsSince(since)).toEqual(Array(3).fill('move refused'));
    expect([await isFound(person), await isFound(address)]).toEqual([true, true]);
  });

  const wrong: [string, () => unknown, number, string][] = [
    ['to a person', () => destination(lists.person(TEAM)), 422, 'involvement.lines-do-not-fit'],
    [
      'with a ticket too few',
      () => ({ ...destination(lists.address(TEAM)), tickets: [lists.ticket(sanne, 'register', 'address', 1)] }),
      403,
      'involvement.ticket-refused',
    ],
    [
      'with tickets for asking',
      () => ({
        ...destination(lists.address(TEAM)),
        tickets: (['address', 'building'] as const).map((kind) => lists.ticket(sanne, 'ask', kind, 1)),
      }),
      403,
      'involvement.ticket-refused',
    ],
    ['with a team', () => ({ ...destination(lists.address(TEAM)), team: TEAM }), 400, 'platform.fields-refused'],
    ['to null', () => null, 400, 'platform.fields-refused'],
    ['without an id', () => ({ ...destination(lists.address(TEAM)), id: undefined }), 400, 'platform.fields-refused'],
    [
      'with a notice that is not complete',
      () => ({ ...destination(lists.address(TEAM)), notice: { state: 'exempt' } }),
      422,
      'involvement.notice-incomplete',
    ],
  ];
  it.each(wrong)('%s, and the old address stands', async (_, make, status, code) => {
    const { person, address } = await aCase();
    expectProblem(await move(person.id, make()), status, code);
    expect(await isFound(address)).toBe(true);
  });

  it('with a ticket that was spent, or under an id in use, and the old address stands', async () => {
    const { person, address } = await aCase();
    const other = await aCase();
    const spent = destination(lists.address(TEAM));
    await move(other.person.id, spent);
    expectProblem(
      await move(person.id, { ...destination(lists.address(TEAM)), tickets: spent['tickets'] }),
      409,
      'involvement.ticket-spent',
    );
    expectProblem(await move(person.id, spent), 409, 'involvement.id-in-use');
    expect(await isFound(address)).toBe(true);
  });

  it('of a case that is over', async () => {
    const { person, address } = await aCase();
    await withdraw(person);
    await withdraw(address);
    for (const { id } of [person, address])
      expectProblem(await move(id, destination(lists.address(TEAM))), 409, 'involvement.involvement-ended');
  });
});

it('an address without a person runs for three months; one that belongs to her case as long as she, also when renewed', async () => {
  const { person, address } = await aCase();
  const alone = lists.address(TEAM);
  await put([alone]);
  const terms = async (): Promise<number[]> => {
    const { rows } = await town.database.query<{ months: number }>(
      `select (extract(year from age(expires_on, registered_on)) * 12 + extract(month from age(expires_on, registered_on)))::int
         as months from involvement join unnest($1::uuid[]) with ordinality as given (id, n) using (id) order by n`,
      [[person.id, address.id, alone.id]],
    );
    return rows.map(({ months }) => months);
  };
  expect(await terms()).toEqual([6, 6, 3]);
  const ids = [person.id, address.id, alone.id];
  await town.database.query('update involvement set expires_on = current_date where id = any($1::uuid[])', [ids]);
  const { status } = await town.request('POST', '/v1/renewals', { as: sanne, json: { ids } });
  expect([status, await terms()]).toEqual([200, [6, 6, 3]]);
});

describe('somebody moved', () => {
  it('away: her address ends and she stays; again has no second effect', async () => {
    const { person, address } = await aCase();
    const since = await place();
    const reply = await move(person.id);
    expect([reply.status, reply.body]).toEqual([200, { ended: [address.id] }]);
    expect([await isFound(person), await isFound(address)]).toEqual([true, false]);
    expect((await move(person.id)).text).toBe(reply.text);
    expect((await actsSince(since)).filter((act) => act !== 'inquiry done')).toEqual(['withdraw done']);
  });

  it.each(['person', 'address'] as const)('to another address, told by the %s part', async (part) => {
    const old = await aCase();
    const next = lists.address(TEAM);
    const since = await place();
    const to = destination(next);
    const reply = await move(old[part].id, to);
    expect(reply.status).toBe(200);
    expect(reply.body).toEqual({
      ended: [old.address.id],
      registered: { id: next.id, expiresOn: expect.any(String), receipt: expect.any(String) },
    });
    expect((await actsSince(since)).sort()).toEqual(['register done', 'withdraw done']);
    const seen = [await isFound(old.person), await isFound(old.address), await isFound(next)];
    expect(seen).toEqual([true, false, true]);
    // Again, with fresh tickets as after an answer that was lost.
    for (const same of [to, destination(next)]) expect((await move(old[part].id, same)).text).toBe(reply.text);
    expect((await withdraw(old.person))['linked']).toEqual([next.id]);
  });

  it('ten times at once is one move', async () => {
    const { person, address } = await aCase();
    const to = destination(lists.address(TEAM));
    const since = await place();
    const replies = await Promise.all(Array.from({ length: 10 }, () => move(person.id, to)));
    expect(new Set(replies.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect(replies[0]?.body['ended']).toEqual([address.id]);
    expect((await actsSince(since)).sort()).toEqual(['register done', 'withdraw done']);
  });

  it('three times, each ends the address before it', async () => {
    const { person, address } = await aCase();
    let before = address.id;
    for (let turn = 0; turn < 3; turn++) {
      const to = destination(lists.address(TEAM));
      expect((await move(person.id, to)).body['ended']).toEqual([before]);
      before = to['id'] as string;
    }
    expect((await move(person.id)).body).toEqual({ ended: [before] });
  });

  it('who had no address gets one', async () => {
    const person = lists.person(TEAM);
    await put([person]);
    const next = lists.address(TEAM);
    expect((await move(person.id, destination(next))).body['ended']).toEqual([]);
    expect((await withdraw(person))['linked']).toEqual([next.id]);
  });

  it('a colleague or the department’s system may say so', async () => {
    const system = connectionOf('sociaal-domein');
    const { person, address } = await aCase();
    const reply = await move(person.id, destination(lists.address(TEAM), system), system);
    expect([reply.status, reply.body['ended']]).toEqual([200, [address.id]]);
  });
});

describe('the parts of one case', () => {
  it('withdrawing the person names the addresses that still stand, and withdrawing an address names nothing', async () => {
    const { person, address } = await aCase();
    const second = lists.address(TEAM, { with: person.id });
    await put([second]);
    expect((await withdraw(address))['linked']).toEqual([]);
    expect((await withdraw(person))['linked']).toEqual([second.id]);
    expect((await withdraw(person))['linked']).toEqual([second.id]);
    expect(await isFound(second)).toBe(true);
  });

  it('can be linked from either side, and two people can share a home', async () => {
    const home = lists.address(TEAM);
    const people = [lists.person(TEAM, { with: home.id }), lists.person(TEAM, { with: home.id })] as const;
    await put([home, ...people]);
    const reply = await move(home.id, destination(lists.address(TEAM)));
    const { id } = reply.body['registered'] as { id: string };
    for (const person of people) expect((await withdraw(person))['linked']).toEqual([id]);
  });

  it('stand in the database without a word of each other, and as large as any other', async () => {
    const { person, address } = await aCase();
    const { rows } = await town.database.query<{ row: string; size: number }>(
      'select i::text as row, length(sealed) as size from involvement i',
    );
    const mentions = rows.filter(({ row }) => row.includes(person.id) || row.includes(address.id));
    expect(mentions).toHaveLength(2);
    expect(new Set(rows.map(({ size }) => size)).size).toBe(1);
  });
});
