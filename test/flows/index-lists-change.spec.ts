import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { StorageKey } from '#involvement';
import type { Person } from '../support';
import { type ListItem, type Lists, listsOf } from '../support/lists';
import { type TeamCode, type Town, connectionOf, memberOf, startTown } from '../support/town';
import type { Reply } from '../support/wire';
import { expectProblem } from './index-routes';

const system = connectionOf('sociaal-domein');
const sanne = memberOf('wijkteam-soesterkwartier');
const inspector = memberOf('bouwtoezicht-midden');
const OURS: TeamCode = 'wijkteam-soesterkwartier';
const NEXT: TeamCode = 'wijkteam-liendert';
const THEIRS: TeamCode = 'bouwtoezicht-midden';

let town: Town;
let lists: Lists;

beforeAll(async () => {
  town = await startTown();
  lists = listsOf(town);
});
afterAll(() => town?.stop());

const change = (what: 'renewals' | 'withdrawals', ids: readonly string[], as: Person = system): Promise<Reply> =>
  town.request('POST', `/v1/${what}`, { as, json: { ids } });
const withdrawTeam = (team: string, registeredBy: unknown, as: Person = system): Promise<Reply> =>
  town.request('POST', `/v1/teams/${team}/withdrawals`, { as, json: { registeredBy } });
async function registered(items: readonly ListItem[], by: Person = system): Promise<string[]> {
  const { status } = await town.request('POST', '/v1/registrations', { as: by, json: lists.body(by, items) });
  if (status !== 200) throw new Error(`not registered: ${status}`);
  return items.map(({ id }) => id);
}
const persons = (count: number, team: TeamCode = OURS): ListItem[] =>
  Array.from({ length: count }, () => lists.person(team));
const addresses = (count: number, team: TeamCode = OURS): ListItem[] =>
  Array.from({ length: count }, () => lists.address(team));
const openOf = async (team: TeamCode): Promise<number> =>
  (await town.database.query('select 1 from involvement where team = $1 and withdrawn_on is null', [team])).rowCount ??
  0;
const links = async (): Promise<number> => (await town.database.query('select 1 from link')).rowCount ?? 0;
const setExpiry = (ids: readonly string[], days: number) =>
  town.database.query('update involvement set expires_on = current_date + $2::int where id = any($1)', [ids, days]);
const statesOf = ({ body }: Reply, what: 'renewals' | 'withdrawals'): unknown[] =>
  (body[what] as { id: string; state: string }[]).map(({ state }) => state);
const actsSince = async (since: number): Promise<string[]> =>
  (await town.happenings(since)).map(({ action, outcome }) => `${action} ${outcome}`).sort();
const place = async (): Promise<number> => (await town.happenings()).length;

describe('a list of changes is refused', () => {
  const forms: [string, unknown][] = [
    ['without ids', {}],
    ['with no ids', { ids: [] }],
    ['with 501', { ids: Array.from({ length: 501 }, () => randomUUID()) }],
    ['with an id that is none', { ids: ['1'] }],
    ['with a text', { ids: randomUUID() }],
    ['with a remark', { ids: [randomUUID()], remark: 'spoed' }],
  ];
  it.each(forms)('%s', async (_, json) => {
    for (const path of ['/v1/renewals', '/v1/withdrawals'])
      expectProblem(await town.request('POST', path, { as: system, json }), 400, 'platform.fields-refused');
  });

  it('with an id twice, in capitals as well', async () => {
    const id = randomUUID();
    for (const what of ['renewals', 'withdrawals'] as const)
      expectProblem(await change(what, [id, id.toUpperCase()]), 400, 'platform.fields-refused');
  });

  it('all of a team, by somebody of another team or department, or of a team that does not exist', async () => {
    await registered(persons(2));
    const [open, since] = [await openOf(OURS), await place()];
    for (const as of [inspector, memberOf(NEXT), connectionOf('veiligheid')])
      expectProblem(await withdrawTeam(OURS, 'anyone', as), 403, 'involvement.not-your-team');
    expectProblem(await withdrawTeam('geen-team', 'anyone'), 403, 'involvement.not-your-team');
    expectProblem(await withdrawTeam('Geen-Team', 'anyone'), 400, 'index.code-refused');
    for (const by of [undefined, 'person', null, true])
      expectProblem(await withdrawTeam(OURS, by), 400, 'platform.fields-refused');
    expect(await openOf(OURS)).toBe(open);
    expect(await actsSince(since)).toEqual(Array.from({ length: 4 }, () => 'withdraw refused'));
  });
});

describe('renewing a list', () => {
  it('says of each what became of it, in order; what is somebody else’s is as unknown as what is not there', async () => {
    const [first, gone, lapsed, last] = (await registered([...persons(3), ...addresses(1)])) as [
      string,
      string,
      string,
      string,
    ];
    const [theirs] = (await registered(persons(1, THEIRS), inspector)) as [string];
    await change('withdrawals', [gone]);
    await setExpiry([lapsed], -1);
    await setExpiry([first, last], 3);
    const since = await place();
    const asked = [last, theirs, gone, first, randomUUID(), lapsed];
    const reply = await change('renewals', asked);
    expect(reply.status).toBe(200);
    expect((reply.body['renewals'] as { id: string }[]).map(({ id }) => id)).toEqual(asked);
    expect(statesOf(reply, 'renewals')).toEqual(['renewed', 'unknown', 'ended', 'renewed', 'unknown', 'ended']);
    const { rows } = await town.database.query<{ months: string[] }>(
      `select array_agg(to_char(current_date + make_interval(months => m), 'YYYY-MM-DD') order by m) as months
       from unnest(array[3, 6]) m`,
    );
    const days = (reply.body['renewals'] as { expiresOn?: string }[]).map(({ expiresOn }) => expiresOn);
    expect([days[0], days[3], days[1]]).toEqual([...(rows[0]?.months ?? []), undefined]);
    expect(await actsSince(since)).toEqual([...Array(2).fill('renew done'), ...Array(4).fill('renew refused')]);
  });

  it('never makes one shorter, and the same again is the same', async () => {
    const ids = await registered(persons(2));
    await setExpiry(ids, 400);
    const [first, again] = [await change('renewals', ids), await change('renewals', ids)];
    const days = ({ body }: Reply): unknown[] =>
      (body['renewals'] as { expiresOn: string }[]).map((one) => one.expiresOn);
    expect(days(first)).toEqual(days(again));
    const { rows } = await town.database.query<{ day: string }>(
      "select to_char(current_date + 400, 'YYYY-MM-DD') as day",
    );
    expect(days(first)).toEqual([rows[0]?.day, rows[0]?.day]);
  });

  it('ten lists that overlap, at once and in any order, end without a deadlock', async () => {
    const ids = await registered(persons(40));
    const replies = await Promise.all(
      Array.from({ length: 10 }, (_, i) => {
        const turned = [...ids.slice(4 * i), ...ids.slice(0, 4 * i)];
        return change(i % 3 === 2 ? 'withdrawals' : 'renewals', i % 2 === 0 ? turned : turned.reverse());
      }),
    );
    expect(replies.map(({ status }) => status)).toEqual(replies.map(() => 200));
  });
});

describe('withdrawing a list', () => {
  it('ends each once, removes its links, and is the same however often it is sent', async () => {
    const before = await links();
    const ids = await registered([...persons(2), ...addresses(2)]);
    const [theirs] = (await registered(persons(1, THEIRS), inspector)) as [string];
    const since = await place();
    const first = await change('withdrawals', [...ids, theirs]);
    expect([first.status, statesOf(first, 'withdrawals')]).toEqual([200, [...Array(4).fill('withdrawn'), 'unknown']]);
    expect(await links()).toBe(before + 1);
    expect(await openOf(THEIRS)).toBeGreaterThan(0);
    const again = await change('withdrawals', [...ids, theirs]);
    expect(again.text).toBe(first.text);
    expect((await actsSince(since)).filter((act) => act === 'withdraw done')).toHaveLength(4);
    const alone = await town.request('POST', `/v1/involvements/${ids[0]}/withdraw`, { as: system, json: {} });
    expect(alone.status).toBe(200);
  });

  it('five times at once leaves one record each', async () => {
    const ids = await registered(persons(20));
    const since = await place();
    const replies = await Promise.all(Array.from({ length: 5 }, () => change('withdrawals', ids)));
    expect(replies.map(({ status }) => status)).toEqual(replies.map(() => 200));
    expect(await actsSince(since)).toEqual(Array(20).fill('withdraw done'));
  });

  it('five hundred fit in one request', async () => {
    const ids: string[] = [];
    for (let i = 0; i < 5; i++) ids.push(...(await registered(persons(100))));
    expect((await change('renewals', ids)).status).toBe(200);
    const reply = await change('withdrawals', ids);
    expect(new Set(statesOf(reply, 'withdrawals'))).toEqual(new Set(['withdrawn']));
  });
});

describe('withdrawing all of a team', () => {
  it('of what a connection registered leaves what a person did, and what is too old to know', async () => {
    await withdrawTeam(NEXT, 'anyone');
    const colleague = memberOf(NEXT);
    await registered(persons(3, NEXT));
    const [old] = (await registered(persons(1, NEXT))) as [string];
    const own = await registered(persons(2, NEXT), colleague);
    await forgetWho(old);
    const reply = await withdrawTeam(NEXT, 'connection');
    expect([reply.status, reply.body]).toEqual([200, { withdrawn: 3, more: false }]);
    expect(await openOf(NEXT)).toBe(3);
    expect((await withdrawTeam(NEXT, 'connection')).body).toEqual({ withdrawn: 0, more: false });
    expect((await withdrawTeam(NEXT, 'anyone', colleague)).body).toEqual({ withdrawn: own.length + 1, more: false });
    expect(await openOf(NEXT)).toBe(0);
  });

  it('goes in steps of five hundred, each with its records, and leaves the teams beside it alone', async () => {
    await withdrawTeam(NEXT, 'anyone');
    const beside = await registered(persons(1, OURS));
    for (let i = 0; i < 6; i++) await registered([...persons(60, NEXT), ...addresses(40, NEXT)]);
    const since = await place();
    expect((await withdrawTeam(NEXT, 'connection')).body).toEqual({ withdrawn: 500, more: true });
    expect((await withdrawTeam(NEXT, 'connection')).body).toEqual({ withdrawn: 100, more: false });
    expect(await openOf(NEXT)).toBe(0);
    expect(await actsSince(since)).toEqual(Array(600).fill('withdraw done'));
    expect(statesOf(await change('renewals', beside, sanne), 'renewals')).toEqual(['renewed']);
  });
});

/** Makes the note what it was before who registered was kept in it. */
async function forgetWho(id: string): Promise<void> {
  const key = new StorageKey(Buffer.from(readFileSync(`${town.folder}/storage.key`, 'utf8').trim(), 'base64url'));
  const { rows } = await town.database.query<{ sealed: Buffer }>('select sealed from involvement where id = $1', [id]);
  const { by: _, ...note } = key.openNote(id, rows[0]?.sealed ?? Buffer.alloc(0));
  await town.database.query('update involvement set sealed = $2 where id = $1', [id, key.sealNote(id, note)]);
}
