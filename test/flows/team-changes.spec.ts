import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Actor } from '#access';
import { AuditKeys } from '#accountability';
import { Department, Proposals, PurposeVersion, Team, organisationCarries } from '#organisation';
import { UnitOfWork, openDatabase } from '#platform';
import type { Person } from '../support';
import { type ListItem, type Lists, listsOf } from '../support/lists';
import { MANAGER, type TeamCode, type Town, connectionOf, memberOf, startTown, teamBody } from '../support/town';
import type { Reply } from '../support/wire';
import { expectProblem } from './index-routes';
import { until } from '../support/waiting';

const MANAGE = 'raakvlak:ask raakvlak:register raakvlak:manage';
const LIENDERT: TeamCode = 'wijkteam-liendert';
const SOESTER: TeamCode = 'wijkteam-soesterkwartier';
const carla: Person = { ...memberOf(LIENDERT, 'carla', ['team-coordinator']), scope: MANAGE };
const system = connectionOf('sociaal-domein');
const asker: Person = memberOf('schuldhulpverlening');

let town: Town;
let lists: Lists;

beforeAll(async () => {
  town = await startTown();
  lists = listsOf(town);
  await newTeam('wijkteam-oud', '15');
  await newTeam('wijkteam-nieuw', '16');
});
afterAll(() => town?.stop());

const post = (path: string, json: unknown, as: Person = MANAGER): Promise<Reply> =>
  town.request('POST', `/v1/${path}`, { as, json });
const plan = (json: unknown, as: Person = MANAGER): Promise<Reply> => post('team-changes', json, as);
const handOver = (team: string, json: unknown, as: Person = carla): Promise<Reply> =>
  post(`teams/${team}/hand-overs`, json, as);
const newTeam = async (code: string, line: string): Promise<void> => {
  const json = teamBody(LIENDERT, { phone: `033-000 00 ${line}`, email: `${code}@amersfoort.example` });
  const { status } = await town.request('PUT', `/v1/teams/${code}`, { as: MANAGER, json: { ...json, name: code } });
  expect(status).toBe(204);
};
const DAY = 86_400_000;
const day = (days: number): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Amsterdam' }).format(Date.now() + days * DAY);

async function put(items: readonly ListItem[], as: Person = system): Promise<string[]> {
  for (let at = 0; at < items.length; at += 100) {
    const json = lists.body(as, items.slice(at, at + 100));
    const { status, text } = await post('registrations', json, as);
    if (status !== 200) throw new Error(text);
  }
  return items.map(({ id }) => id);
}
const persons = (team: string, count: number): ListItem[] =>
  Array.from({ length: count }, () => lists.person(team as TeamCode));
/** A person and an address of one case. */
const household = (team: string): ListItem[] => {
  const person = lists.person(team as TeamCode);
  return [person, lists.address(team as TeamCode, { with: person.id })];
};
const countOf = async (from: string, ...given: unknown[]): Promise<number> =>
  (await town.database.query<{ n: number }>(`select count(*)::int as n from ${from}`, given)).rows[0]?.n ?? -1;
const teamOf = async (id: string): Promise<string | undefined> =>
  (await town.database.query<{ team: string }>('select team from involvement where id = $1', [id])).rows[0]?.team;
const changeOf = async (id: string): Promise<{ state: string; moved: number }> => {
  const { body } = await town.request('GET', '/v1/team-changes', { as: MANAGER });
  return (body['changes'] as { id: string; state: string; moved: number }[]).find((one) => one.id === id)!;
};
const told = async (id: unknown): Promise<string[]> =>
  (
    await town.database.query<{ team: string; kind: string }>(
      `select team, kind from event where detail ->> 'change' = $1 order by at, team`,
      [id],
    )
  ).rows.map(({ team, kind }) => `${team} ${kind}`);
/** As if that many days had passed. */
const bringForward = (id: unknown) =>
  town.database.query('update team_change set effective_on = current_date - 1 where id = $1', [id]);

async function whileOrganising(done: () => Promise<boolean>, workers = 1): Promise<void> {
  const running = [];
  for (let i = 0; i < workers; i++)
    running.push(await town.startWorker({ DUTIES: 'organise', ORGANISE_SECONDS: '1', LOG_KEY_FILE: '' }));
  await until(done);
  for (const worker of running) await worker.stop();
  expect(await done()).toBe(true);
}

describe('changes that are refused, and of which nothing remains', () => {
  const merge = { kind: 'merge', team: LIENDERT, to: SOESTER };

  afterEach(async () => expect(await countOf('team_change')).toBe(0));

  it('by a coordinator, for whom teams are given', async () => {
    expectProblem(await plan(merge, carla), 403, 'access.not-allowed');
    expectProblem(await post(`team-changes/${randomUUID()}/cancel`, {}, carla), 403, 'access.not-allowed');
    const professional: Person = { ...memberOf(LIENDERT), scope: MANAGE };
    expectProblem(await handOver(LIENDERT, { cases: 'all', to: SOESTER }, professional), 403, 'access.not-allowed');
  });

  it('by the coordinator of another team, of the same department or another, and each is in the log', async () => {
    const since = (await town.happenings()).length;
    for (const team of [SOESTER, 'bouwtoezicht-midden', 'geen-team'])
      expectProblem(await handOver(team, { cases: 'all', to: LIENDERT }), 403, 'organisation.not-your-team');
    expect((await town.happenings(since)).map(({ action, outcome }) => `${action} ${outcome}`)).toEqual(
      Array.from({ length: 3 }, () => 'hand-over refused'),
    );
  });

  it('of and to teams that are not there, and of a team to itself', async () => {
    for (const change of [
      { ...merge, team: 'geen-team' },
      { ...merge, to: 'geen-team' },
      { kind: 'rename', team: 'geen-team', to: 'Naam' },
    ])
      expectProblem(await plan(change), 404, 'organisation.unknown-team');
    expectProblem(await plan({ ...merge, to: LIENDERT }), 422, 'organisation.same-team');
    expectProblem(await handOver(LIENDERT, { cases: 'all', to: LIENDERT }), 422, 'organisation.same-team');
  });

  it('for a day that is past, or more than a year ahead', async () => {
    for (const on of [day(-1), day(400), '2026-01-01'])
      for (const reply of [await plan({ ...merge, on }), await handOver(LIENDERT, { cases: 'all', to: SOESTER, on })])
        expectProblem(reply, 422, 'organisation.date-refused');
    expectProblem(await plan({ ...merge, on: '2026-02-30' }), 400, 'platform.fields-refused');
  });

  it('of a form that is not described: no cases, both, all by leaving something out', async () => {
    for (const cases of [undefined, [], 'some', ['all'], null])
      expectProblem(await handOver(LIENDERT, { cases, to: SOESTER }), 400, 'platform.fields-refused');
    expectProblem(await plan({ ...merge, kind: 'hand-over' }), 400, 'platform.fields-refused');
    expectProblem(await plan({ ...merge, to: 'Geen code' }), 400, 'index.code-refused');
  });

  it('of a case of another team, or that ended: all or nothing', async () => {
    const [own, other, ended] = await put([...persons(LIENDERT, 1), ...persons(SOESTER, 1), ...persons(LIENDERT, 1)]);
    await post('withdrawals', { ids: [ended] }, system);
    for (const id of [other, ended, randomUUID()])
      expectProblem(
        await handOver(LIENDERT, { cases: [own, id], to: 'wijkteam-nieuw' }),
        404,
        'involvement.involvement-unknown',
      );
    expect([await teamOf(own as string), await teamOf(other as string)]).toEqual([LIENDERT, SOESTER]);
  });
});

describe('a hand-over', () => {
  it('of one case today takes its other part along, tells both teams, and stands in the log', async () => {
    const items = household(LIENDERT);
    const [person, address] = (await put(items)) as [string, string];
    const [stays] = (await put(persons(LIENDERT, 1))) as [string];
    const since = (await town.happenings()).length;
    const { status, body } = await handOver(LIENDERT, { cases: [address], to: SOESTER });
    expect(status).toBe(201);
    expect(body).toMatchObject({ kind: 'hand-over', team: LIENDERT, to: SOESTER, state: 'carried-out', moved: 2 });
    expect([await teamOf(person), await teamOf(address), await teamOf(stays)]).toEqual([SOESTER, SOESTER, LIENDERT]);
    expect((await town.happenings(since)).map(({ action, outcome }) => `${action} ${outcome}`)).toEqual([
      'team-change-announced done',
      'hand-over done',
      'hand-over done',
      'team-change-done done',
    ]);
    expect(await told(body['id'])).toEqual([
      `${LIENDERT} team-change-announced`,
      `${SOESTER} team-change-announced`,
      `${LIENDERT} team-change-done`,
      `${SOESTER} team-change-done`,
    ]);
    const json = { purpose: 'home-visit', ...lists.part(asker, items.slice(0, 1)) };
    const answer = await town.request('POST', '/v1/inquiries', {
      as: { ...asker, department: 'bouw-en-woningtoezicht' },
      json,
    });
    expect(JSON.stringify(answer.body)).toContain('Wijkteam Soesterkwartier');
  });

  it('on a later day waits for it, and can be cancelled until then', async () => {
    const [first, second] = (await put(persons(LIENDERT, 2))) as [string, string];
    const later = await handOver(LIENDERT, { cases: [first], to: SOESTER, on: day(3) });
    const never = await handOver(LIENDERT, { cases: [second], to: SOESTER, on: day(3) });
    expect([later.body['state'], never.body['state']]).toEqual(['announced', 'announced']);
    expect((await post(`team-changes/${String(never.body['id'])}/cancel`, {})).status).toBe(204);
    await bringForward(later.body['id']);
    await bringForward(never.body['id']);
    await whileOrganising(async () => (await teamOf(first)) === SOESTER);
    expect(await teamOf(second)).toBe(LIENDERT);
    expect((await changeOf(String(never.body['id']))).state).toBe('cancelled');
    for (const { body } of [later, never])
      expectProblem(await post(`team-changes/${String(body['id'])}/cancel`, {}), 409, 'organisation.change-over');
    expectProblem(await post(`team-changes/${randomUUID()}/cancel`, {}), 404, 'organisation.change-unknown');
    expect(await countOf('team_change where cases is not null')).toBe(0);
  });

  it('of thousands survives a kill: whole steps, whole cases, and the next worker does the rest', async () => {
    const team = 'wijkteam-oud';
    await put([...Array.from({ length: 400 }, () => household(team)).flat(), ...persons(team, 1_200)]);
    const all = await countOf('involvement where team = $1', team);
    const { body } = await handOver(team, { cases: 'all', to: 'wijkteam-nieuw', on: day(1) }, MANAGER);
    const since = (await town.happenings()).length;
    const moves = async (): Promise<number> =>
      (await town.happenings(since)).filter(({ action }) => action === 'hand-over').length;
    await bringForward(body['id']);
    const worker = await town.startWorker({ DUTIES: 'organise', ORGANISE_SECONDS: '1', LOG_KEY_FILE: '' });
    const moved = (): Promise<number> => countOf(`involvement where team = 'wijkteam-nieuw'`);
    while ((await moved()) === 0) await wait(5);
    await worker.kill();
    const half = await moved();
    expect([half, half]).toEqual([await moves(), (await changeOf(String(body['id']))).moved]);
    await whileOrganising(async () => (await changeOf(String(body['id']))).state === 'carried-out', 2);
    expect([await moved(), await moves(), (await changeOf(String(body['id']))).moved]).toEqual([all, all, all]);
    expect(await countOf('involvement where team = $1', team)).toBe(0);
    // Reported, not required: a fast machine may be through before the kill arrives.
    expect(half).toBeLessThanOrEqual(all);
  });
});

it('a team gets another name on its day', async () => {
  const { body } = await plan({ kind: 'rename', team: SOESTER, to: 'Wijkteam West', on: day(2) });
  const name = async (): Promise<unknown> =>
    (await town.database.query<{ name: string }>('select name from team where code = $1', [SOESTER])).rows[0]?.name;
  expect(await name()).toBe('Wijkteam Soesterkwartier');
  await bringForward(body['id']);
  await whileOrganising(async () => (await name()) === 'Wijkteam West');
  expect(await told(body['id'])).toEqual([`${SOESTER} team-change-announced`, `${SOESTER} team-change-done`]);
});

describe('a merge', () => {
  const old = 'wijkteam-oud';
  const taker = 'wijkteam-nieuw';
  const member: Person = { ...memberOf(LIENDERT, 'oud-lid'), teams: [old] };
  let id: string;

  it('that would lead back to itself is refused while the other waits for its day', async () => {
    const waiting = await plan({ kind: 'merge', team: old, to: taker, on: day(5) });
    for (const [team, to] of [
      [taker, old],
      [taker, LIENDERT],
      [LIENDERT, old],
    ])
      expectProblem(await plan({ kind: 'merge', team, to }), 409, 'organisation.merge-planned');
    await post(`team-changes/${String(waiting.body['id'])}/cancel`, {});
  });

  it('ends the team, takes its cases along, and whoever named it to call instead names the other', async () => {
    // The list of a team shows its first thousand.
    const first = lists.person(old as TeamCode, { id: '00000000-0000-4000-8000-000000000001' });
    [id] = (await put([first])) as [string];
    for (const [code, instead, line] of [
      [LIENDERT, old, '12'],
      [taker, LIENDERT, '16'],
    ] as const) {
      const json = {
        ...teamBody(LIENDERT, { phone: `033-000 00 ${line}`, email: `${code}@amersfoort.example` }).contact,
      };
      expect(
        (await town.request('PUT', `/v1/teams/${code}/contact`, { as: MANAGER, json: { ...json, instead } })).status,
      ).toBe(204);
    }
    const { status, body } = await plan({ kind: 'merge', team: old, to: taker });
    expect([status, body['state']]).toEqual([201, 'carried-out']);
    expect(await teamOf(id)).toBe(taker);
    const { rows } = await town.database.query<{ code: string; instead: string | null; merged_into: string | null }>(
      'select code, instead, merged_into from team where code = any($1) order by code',
      [[old, taker, LIENDERT]],
    );
    // The taker itself calls Liendert; Liendert calling the taker would be a loop.
    expect(rows).toEqual([
      { code: LIENDERT, instead: null, merged_into: null },
      { code: taker, instead: LIENDERT, merged_into: null },
      { code: old, instead: null, merged_into: taker },
    ]);
  });

  it('nothing new is registered under the old code, and the refusal says where to', async () => {
    const json = lists.body(system, persons(old, 1));
    const many = await post('registrations', json, system);
    expectProblem(many, 409, 'involvement.team-ended');
    expect(many.body['into']).toBe(taker);
    const item = lists.person(old as TeamCode);
    const { id: _, ...one } = item;
    const path = `/v1/involvements/${item.id}`;
    const single = { ...one, tickets: lists.body(member, [item]).tickets };
    expectProblem(await town.request('PUT', path, { as: member, json: single }), 409, 'involvement.team-ended');
    for (const reply of [
      await plan({ kind: 'rename', team: old, to: 'Weer een naam' }),
      await plan({ kind: 'merge', team: SOESTER, to: old }),
      await handOver(old, { cases: 'all', to: SOESTER }, MANAGER),
      await handOver(SOESTER, { cases: 'all', to: old }, MANAGER),
      await post(`teams/${old}/withdrawals`, { registeredBy: 'connection' }, system),
      await town.request('PUT', `/v1/teams/${old}`, { as: MANAGER, json: teamBody(LIENDERT) }),
      await town.request('PUT', `/v1/teams/${old}/contact`, { as: MANAGER, json: teamBody(LIENDERT).contact }),
    ])
      expectProblem(reply, 409, 'organisation.team-ended');
  });

  it('whoever’s token names the old team acts for the team in which it went up', async () => {
    const mine = await town.request('GET', `/v1/involvements?team=${old}`, { as: member });
    expect((mine.body['involvements'] as { id: string }[]).map((one) => one.id)).toContain(id);
    expect((await town.request('GET', '/v1/teams', { as: member })).body['teams']).toEqual([
      { code: taker, name: taker, department: 'sociaal-domein' },
    ]);
    expect((await post(`involvements/${id}/renew`, {}, member)).status).toBe(200);
    expectProblem(
      await post(`involvements/${id}/renew`, {}, memberOf(SOESTER)),
      404,
      'involvement.involvement-unknown',
    );
  });

  it('what came in for the old team in that very moment goes along with the next round', async () => {
    await town.database.query('update involvement set team = $2 where id = $1', [id, old]);
    const events = await countOf('event');
    await whileOrganising(async () => (await teamOf(id)) === taker);
    expect(await countOf('event')).toBe(events);
  });
});

describe('into another department', () => {
  const proposals = async (): Promise<Proposals & { close(): Promise<void> }> => {
    const database = await openDatabase({
      url: town.databaseUrl,
      name: 'second-person',
      entities: [Department, Team, PurposeVersion],
      connections: 2,
    }).initialize();
    const key = Buffer.from(readFileSync(join(town.folder, 'audit.key'), 'utf8').trim(), 'base64url');
    const made = new Proposals(new UnitOfWork(database), new AuditKeys(key), organisationCarries());
    return Object.assign(made, { close: () => database.destroy() });
  };
  const officer: Actor = {
    id: 'issuer|pieter',
    roles: ['privacy-officer'],
    department: 'bestuur',
    teams: [],
    scopes: [],
    client: 'test',
  };
  const decide = async (id: unknown, decision: 'approved' | 'rejected'): Promise<void> => {
    const second = await proposals();
    try {
      await second.decide(officer, String(id), decision);
    } finally {
      await second.close();
    }
  };

  it('nothing goes, and no team is told, until a second person has agreed', async () => {
    const [id] = (await put(persons(LIENDERT, 1))) as [string];
    const { status, body } = await handOver(LIENDERT, { cases: [id], to: 'schuldhulpverlening' });
    expect([status, body['state']]).toEqual([202, 'proposed']);
    expect(await teamOf(id)).toBe(LIENDERT);
    expect(await told(body['id'])).toEqual([]);
    await decide(body['proposal'], 'approved');
    expect(await told(body['id'])).toHaveLength(2);
    await whileOrganising(async () => (await teamOf(id)) === 'schuldhulpverlening');
  });

  it('what was rejected is cancelled with the next round', async () => {
    const { status, body } = await plan({ kind: 'merge', team: SOESTER, to: 'bouwtoezicht-midden' });
    expect(status).toBe(202);
    await decide(body['proposal'], 'rejected');
    await town.database.query(
      `update team_change set announced_at = announced_at - interval '2 minutes' where id = $1`,
      [body['id']],
    );
    await whileOrganising(async () => (await changeOf(String(body['id']))).state === 'cancelled');
    expect(await told(body['id'])).toEqual([]);
  });

  it('a change within a department lapses when one of the teams moved to another before its day', async () => {
    const [id] = (await put(persons(LIENDERT, 1))) as [string];
    const { body } = await handOver(LIENDERT, { cases: [id], to: SOESTER, on: day(4) });
    const moving = { ...teamBody(SOESTER), department: 'veiligheid' };
    const moved = await town.request('PUT', `/v1/teams/${SOESTER}`, { as: MANAGER, json: moving });
    expect(moved.status).toBe(202);
    await decide(moved.body['proposal'], 'approved');
    await bringForward(body['id']);
    await whileOrganising(async () => (await changeOf(String(body['id']))).state === 'lapsed');
    expect(await teamOf(id)).toBe(LIENDERT);
    expect(await told(body['id'])).toContain(`${LIENDERT} team-change-lapsed`);
  });
});
