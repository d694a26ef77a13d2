import { SCOPES } from '#access';
import type { RunningProcess } from '#local';
import { identifierOf, linesToAsk } from '#tokens';
import type { Person } from '../support';
import { today } from '../support/days';
import { MANAGER, type TeamCode, type Town, connectionOf, memberOf, startTown } from '../support/town';
import { type Reply, send } from '../support/wire';
import { introduce } from './access-stock';
import { expectProblem } from './index-routes';

// Somebody stands in for a colleague of a team until a day, through HTTP. Days and midnight: cover-days.spec.ts.

const TEAM: TeamCode = 'wijkteam-liendert';
const BESIDE: TeamCode = 'wijkteam-soesterkwartier';
const coordinatorOf = (team: TeamCode, sub = `coordinator-${team}`): Person => ({
  ...memberOf(team, sub, ['team-coordinator']),
  scope: SCOPES.join(' '),
});
const COORDINATOR = coordinatorOf(TEAM);
const SANNE = memberOf(BESIDE, 'sanne');
const RUUD = memberOf('bouwtoezicht-midden', 'ruud');
const CONNECTION = connectionOf('sociaal-domein');

let town: Town;
let second: RunningProcess;

beforeAll(async () => {
  town = await startTown();
  second = await town.startIndex('index-second');
  await introduce(town, SANNE, RUUD, CONNECTION, COORDINATOR);
});
afterAll(() => town?.stop());

const actorOf = ({ sub }: Pick<Person, 'sub'>): string => `${town.issuer.url}|${sub}`;
const give = (as: Person, changes: object = {}): Promise<Reply> =>
  town.request('POST', '/v1/covers', { as, json: { actor: actorOf(SANNE), team: TEAM, until: today(7), ...changes } });
const end = (id: unknown, as = COORDINATOR): Promise<Reply> =>
  town.request('POST', `/v1/covers/${String(id)}/end`, { as, json: {} });
const listOf = (as: Person, team: TeamCode = TEAM): Promise<Reply> =>
  town.request('GET', `/v1/involvements?team=${team}`, { as });
const covers = async (as: Person): Promise<unknown[]> =>
  (await town.request('GET', '/v1/covers', { as })).body['covers'] as unknown[];

describe('a cover is refused', () => {
  afterEach(async () => {
    expect((await town.database.query('select 1 from cover')).rowCount).toBe(0);
  });

  it('to whoever does not manage, and for a team of somebody else', async () => {
    expectProblem(await give(memberOf(TEAM)), 403, 'access.not-allowed');
    expectProblem(await give(CONNECTION), 403, 'access.not-allowed');
    for (const other of [BESIDE, 'bouwtoezicht-midden'] as const)
      expectProblem(await give(coordinatorOf(other)), 403, 'organisation.cover-not-your-team');
    expectProblem(await give(COORDINATOR, { team: 'bestaat-niet' }), 403, 'organisation.cover-not-your-team');
    const withoutScope = { ...COORDINATOR, scope: 'raakvlak:ask raakvlak:register' };
    expectProblem(await give(withoutScope), 403, 'access.not-allowed');
  });

  it('for oneself, also to a team that one has not, and to the application manager', async () => {
    const self = actorOf(COORDINATOR);
    expectProblem(await give(COORDINATOR, { actor: self, team: BESIDE }), 403, 'organisation.cover-not-your-team');
    expectProblem(await give(COORDINATOR, { actor: self }), 403, 'organisation.own-cover');
    expectProblem(await give(MANAGER, { actor: actorOf(MANAGER) }), 403, 'organisation.own-cover');
  });

  it('for a stranger, somebody of another department, or a system; to the application manager as well', async () => {
    for (const as of [COORDINATOR, MANAGER])
      for (const who of [{ sub: 'niemand' }, RUUD, CONNECTION])
        expectProblem(await give(as, { actor: actorOf(who) }), 422, 'organisation.colleague-unknown');
    expectProblem(await give(MANAGER, { team: 'bestaat-niet' }), 422, 'organisation.colleague-unknown');
  });

  it.each([
    ['longer than six weeks', () => ({ until: today(43) })],
    ['over before it begins', () => ({ from: today(3), until: today(2) })],
    ['in the past', () => ({ until: today(-1) })],
    ['begun yesterday', () => ({ from: today(-1) })],
    ['too far ahead', () => ({ from: today(50), until: today(51) })],
  ])('%s', async (_, days) => {
    expectProblem(await give(COORDINATOR, days()), 422, 'organisation.cover-dates');
  });
});

describe('a cover that runs', () => {
  const resident = identifierOf('nl-bsn', '999990019');
  const named = async (as: Person): Promise<string[]> =>
    (await town.ask(as, 'home-visit', linesToAsk(resident))).answers.flatMap(({ contacts }) =>
      contacts.map(({ team }) => team),
    );
  const secondList = async (): Promise<Reply> =>
    send(`http://127.0.0.1:${second.port}`, 'GET', `/v1/involvements?team=${TEAM}`, {
      headers: { authorization: `Bearer ${await town.bearer(SANNE)}` },
    });

  it('counts from the next request at every process, and not after it was ended', async () => {
    expectProblem(await listOf(SANNE), 403, 'involvement.not-your-team');
    expectProblem(await secondList(), 403, 'involvement.not-your-team');
    const since = (await town.happenings()).length;
    const given = await give(COORDINATOR);
    expect(given.status).toBe(201);
    for (const reply of [await listOf(SANNE), await secondList()]) expect(reply.status).toBe(200);
    const { body } = await town.request('GET', '/v1/teams', { as: SANNE });
    expect((body['teams'] as { code: string }[]).map(({ code }) => code).sort()).toEqual([TEAM, BESIDE].sort());
    for (const status of [204, 204]) expect((await end(given.body['id'])).status).toBe(status);
    expectProblem(await secondList(), 403, 'involvement.not-your-team');
    expectProblem(await listOf(SANNE), 403, 'involvement.not-your-team');
    const told = (await town.happenings(since)).filter(({ action }) => action.startsWith('cover-'));
    expect(told.map(({ action, outcome }) => [action, outcome])).toEqual([
      ['cover-give', 'done'],
      ['cover-end', 'done'],
    ]);
    const { rows } = await town.database.query('select kind from event where team = $1 order by kind', [TEAM]);
    expect(rows).toEqual([{ kind: 'cover-ended' }, { kind: 'cover-given' }]);
  });

  it('lets her register for the team, and the team is left out of her answer like her own', async () => {
    const { body } = await give(COORDINATOR);
    await town.register(SANNE, TEAM, resident);
    expect(await named(SANNE)).not.toContain('Wijkteam Liendert');
    expect(await named(memberOf(BESIDE, 'zonder-vervanging'))).toContain('Wijkteam Liendert');
    await end(body['id']);
  });

  it('is there once, however often it is given, and no second one overlaps it', async () => {
    const replies = await Promise.all(Array.from({ length: 6 }, () => give(COORDINATOR)));
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 200, 201]);
    expect(new Set(replies.map(({ body }) => body['id'])).size).toBe(1);
    expectProblem(await give(COORDINATOR, { until: today(8) }), 409, 'organisation.cover-overlaps');
    const next = await give(COORDINATOR, { from: today(8), until: today(9) });
    expect(next.status).toBe(201);
    for (const { body } of [replies[0] as Reply, next]) await end(body['id']);
  });

  it('does not count before its first day, though it stands in the list', async () => {
    const { body } = await give(COORDINATOR, { from: today(1) });
    expectProblem(await listOf(SANNE), 403, 'involvement.not-your-team');
    expect(await covers(COORDINATOR)).toEqual([
      expect.objectContaining({ id: body['id'], givenBy: actorOf(COORDINATOR) }),
    ]);
    expect(await covers(coordinatorOf(BESIDE))).toEqual([]);
    await end(body['id']);
    expect(await covers(COORDINATOR)).toEqual([]);
  });

  it('gives no right to manage the team: who covers cannot pass it on, nor end it', async () => {
    const other = coordinatorOf(BESIDE, 'waarnemend');
    await introduce(town, other);
    const { body, status } = await give(COORDINATOR, { actor: actorOf(other) });
    expect(status).toBe(201);
    expect((await listOf(other)).status).toBe(200);
    expectProblem(await give(other), 403, 'organisation.cover-not-your-team');
    expectProblem(await end(body['id'], other), 404, 'organisation.cover-unknown');
    expect((await end(body['id'], MANAGER)).status).toBe(204);
  });

  it('is given by the application manager for any team', async () => {
    const colleague = memberOf('bouwtoezicht-midden', 'collega-van-ruud');
    await introduce(town, colleague);
    const given = await give(MANAGER, { actor: actorOf(colleague), team: 'bouwtoezicht-midden' });
    expect(given.status).toBe(201);
    expect(await covers(MANAGER)).toHaveLength(1);
    expect(await covers(COORDINATOR)).toEqual([]);
    await end(given.body['id'], MANAGER);
  });
});
