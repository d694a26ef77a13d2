import { createHmac, generateKeyPairSync, randomUUID } from 'node:crypto';
import { RIGHTS, ROLES, type Right, type RightRule, type Role, SCOPES, reaches } from '#access';
import { identifierOf } from '#tokens';
import type { Person } from '../support';
import { CUSTODIAN_AUDIENCE } from '../support/custodian';
import { INDEX_AUDIENCE, type TeamCode, type Town, connectionOf, memberOf, startTown } from '../support/town';
import type { Reply } from '../support/wire';
import { PLACEMENTS, type Placement, looksLike } from './access-placement';
import { SPOTS, type Spot, type Stock, standIn, stockOf } from './access-stock';
import { GUARDED, type Route, expectProblem, nameOf, pathOf } from './index-routes';

/**
 * Every role × every route × own team, own department, other department. What is expected follows from the table of
 * rights; what the resource of a route is, and where, stands in access-placement.ts. Nothing here is to be changed for a
 * new route or right.
 */

const HOME = SPOTS[0] as Spot;
const EVERY_SCOPE = SCOPES.join(' ');
const somebody = (role: Role): Person => ({ ...memberOf(HOME.team, `matrix-${role}`, [role]), scope: EVERY_SCOPE });
const coordinatorOf = (team: TeamCode): Person => ({
  ...memberOf(team, `coordinator-${team}`, ['team-coordinator']),
  scope: EVERY_SCOPE,
});

let town: Town;
let stock: Stock;

beforeAll(async () => {
  town = await startTown();
  stock = await stockOf(town, coordinatorOf);
});
afterAll(() => town?.stop());

it('every route says how its resource is placed, and nothing is said of routes that are gone', () => {
  expect(Object.keys(PLACEMENTS).sort()).toEqual(GUARDED.map(nameOf).sort());
});

/** What the table says: refused by the guard, or let through to what is within or beyond the right. */
function expected(route: Route, role: Role, where: Spot, { right }: Pick<Placement, 'right'>): string {
  const { roles }: RightRule = RIGHTS[route.right as Right];
  if (roles[role] === undefined) return 'not allowed';
  const { sub, department, teams } = somebody(role);
  const id = stock.actorOf({ sub } as Person);
  const actor = { id, roles: [role], department, teams, scopes: SCOPES, client: 'test' };
  const place = { team: where.team, department: where.department, actor: stock.actorOf(where.owner ?? somebody(role)) };
  return reaches(actor, right ?? (route.right as Right), place) ? 'within' : 'beyond';
}

async function found(reply: Reply, where: Spot, signs: Pick<Placement, 'within' | 'beyond'>): Promise<string> {
  if (reply.body['code'] === 'access.not-allowed') return 'not allowed';
  if (await looksLike(signs.within, reply, where, stock)) return 'within';
  if (await looksLike(signs.beyond, reply, where, stock)) return 'beyond';
  return `${reply.status} ${String(reply.body['code'])}`;
}

/** What somebody without the right sends. */
const emptyTo = (route: Route): { path: string; json?: object } => ({
  path: pathOf(route),
  ...(route.method === 'GET' ? {} : { json: {} }),
});

const placed = GUARDED.flatMap((route) => {
  const placement = PLACEMENTS[nameOf(route)];
  return placement === undefined || 'nowhere' in placement ? [] : [[nameOf(route), route, placement] as const];
});
const unplaced = GUARDED.flatMap((route) => {
  const placement = PLACEMENTS[nameOf(route)];
  return placement !== undefined && 'nowhere' in placement ? [[nameOf(route), route, placement] as const] : [];
});

it.each(placed)('%s', async (_, route, placement) => {
  const [wanted, got]: [Record<string, string>, Record<string, string>] = [{}, {}];
  for (const where of SPOTS)
    for (const role of ROLES) {
      const as = somebody(role);
      wanted[`${role}, ${where.name}`] = expected(route, role, where, placement);
      // Who is refused by her role is refused whatever she sends; evaluating for her would only be refused as well.
      const allowed = wanted[`${role}, ${where.name}`] !== 'not allowed';
      const { path, ...sent } = allowed ? await placement.send(where, as, stock) : emptyTo(route);
      got[`${role}, ${where.name}`] = await found(
        await town.request(route.method, path, { as, ...sent }),
        where,
        placement,
      );
    }
  expect(got).toEqual(wanted);
});

it.each(unplaced)('%s: by role alone', async (_, route, { request, passes }) => {
  for (const role of ROLES) {
    const as = somebody(role);
    const allowed = (RIGHTS[route.right as Right] as RightRule).roles[role] !== undefined;
    const { path, ...sent } = request && allowed ? await request(stock, as) : emptyTo(route);
    const reply = await town.request(route.method, path, { as, ...sent });
    const got = reply.body['code'] === 'access.not-allowed' ? 'not allowed' : `${reply.status} ${reply.text}`;
    const passed = await looksLike(passes, reply, HOME, stock);
    expect([role, passed ? 'allowed' : got]).toEqual([role, allowed ? 'allowed' : 'not allowed']);
  }
});

describe('ids that somebody else has', () => {
  const [, beside] = SPOTS as [Spot, Spot, Spot];

  it('are answered like ids that nobody has, to the letter', async () => {
    const professional = somebody('professional');
    const coordinator = somebody('team-coordinator');
    const attempts: [Person, string, string, object][] = [
      ...['renew', 'withdraw', 'moves'].map((act): [Person, string, string, object] => [
        professional,
        `/v1/involvements/${stock.involvement[beside.team]}/${act}`,
        `/v1/involvements/${randomUUID()}/${act}`,
        {},
      ]),
      [coordinator, `/v1/covers/${stock.cover[beside.team]}/end`, `/v1/covers/${randomUUID()}/end`, {}],
    ];
    for (const [as, taken, unknown, json] of attempts) {
      const [theirs, nobodys] = [
        await town.request('POST', taken, { as, json }),
        await town.request('POST', unknown, { as, json }),
      ];
      expect(theirs.status).toBe(404);
      expect(theirs.text).toBe(nobodys.text);
    }
    const receipt = await stock.receipt(beside.owner as Person);
    const proofs = [receipt, 'AAAAAAAAAAAAAAAAAAAAAA'].map((one) =>
      town.request('POST', '/v1/proofs', { as: professional, json: { receipt: one } }),
    );
    const [theirs, nobodys] = await Promise.all(proofs);
    expect([theirs?.status, theirs?.text]).toEqual([404, nobodys?.text]);
  });

  it('a case of another team takes no part of ours', async () => {
    const connection = connectionOf('bouw-en-woningtoezicht');
    const { tickets, ...item } = await town.registration(
      connection,
      'bouwtoezicht-midden',
      identifierOf('nl-adres', '3811LM/12/A'),
    );
    const registrations = [{ id: randomUUID(), ...item, with: stock.involvement[beside.team] }];
    const reply = await town.request('POST', '/v1/registrations', { as: connection, json: { tickets, registrations } });
    expect([reply.status < 500 && reply.status >= 400, reply.body['code']]).toEqual([
      true,
      expect.stringMatching(/^involvement\./),
    ]);
  });

  it('an own id does not become another team’s by naming that team', async () => {
    const as = standIn(HOME);
    const json = await town.registration(as, HOME.team, identifierOf('nl-bsn', '999990019'));
    const path = `/v1/involvements/${randomUUID()}`;
    expect((await town.request('PUT', path, { as, json })).status).toBe(201);
    const moved = await town.request('PUT', path, { as, json: { ...json, team: beside.team } });
    expectProblem(moved, 403, 'involvement.not-your-team');
  });
});

describe('claims that nobody vouches for', () => {
  const now = Math.floor(Date.now() / 1000);
  const header = { alg: 'ES256', kid: 'test', typ: 'at+jwt' };
  const claims = (changes: object = {}): Record<string, unknown> => {
    const { sub, department, teams, roles } = somebody('professional');
    const whom = { iss: town.issuer.url, aud: INDEX_AUDIENCE, sub, client_id: 'test', department, teams, roles };
    return { ...whom, scope: EVERY_SCOPE, iat: now, exp: now + 600, ...changes };
  };
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const knock = (token: string, route: Route): Promise<Reply> =>
    town.request(route.method, pathOf(route), {
      headers: { authorization: `Bearer ${token}` },
      ...(route.method === 'GET' ? {} : { json: {} }),
    });

  const forged: [string, () => string | Promise<string>][] = [
    ['no signature', () => `${part({ ...header, alg: 'none' })}.${part(claims())}.`],
    [
      'another key',
      () => town.issuer.sign(header, claims(), generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey),
    ],
    [
      'the public key as a shared secret',
      () => {
        const signed = `${part({ ...header, alg: 'HS256' })}.${part(claims())}`;
        return `${signed}.${createHmac('sha256', town.issuer.publicPem).update(signed).digest('base64url')}`;
      },
    ],
    ['roles as one text', () => town.issuer.sign(header, claims({ roles: 'application-manager' }))],
    ['the custodian’s token', () => town.bearer(somebody('application-manager'), CUSTODIAN_AUDIENCE)],
  ];
  it.each(forged)('%s opens no route', async (_, token) => {
    for (const route of GUARDED) expectProblem(await knock(await token(), route), 401, 'access.token-refused');
  });

  it.each([
    ['roles in other letters', { roles: ROLES.map((role) => role.toUpperCase()) }],
    ['roles with a space', { roles: ROLES.map((role) => ` ${role}`) }],
    ['roles that do not exist', { roles: ['mayor', 'admin', '*', 'constructor', '__proto__'] }],
    ['scopes in other letters', { roles: [...ROLES], scope: EVERY_SCOPE.toUpperCase() }],
    ['a scope for all', { roles: [...ROLES], scope: 'raakvlak:* *' }],
  ])('%s open no route', async (_, changes) => {
    const token = town.issuer.sign(header, claims(changes));
    for (const route of GUARDED) expectProblem(await knock(token, route), 403, 'access.not-allowed');
  });

  it('a role that does not exist adds nothing to one that does', async () => {
    const token = town.issuer.sign(header, claims({ roles: ['professional', 'mayor'] }));
    for (const route of GUARDED) {
      const allowed = (RIGHTS[route.right as Right] as RightRule).roles.professional !== undefined;
      expect([nameOf(route), (await knock(token, route)).body['code'] === 'access.not-allowed']).toEqual([
        nameOf(route),
        !allowed,
      ]);
    }
  });
});

it('the list of who may what tells accounts with their covers, and that it was read is in the log', async () => {
  const since = (await town.happenings()).length;
  const { body } = await town.request('GET', '/v1/accounts', { as: somebody('data-protection-officer') });
  const accounts = body['accounts'] as { actor: string; roles: string[]; covers: { team: string }[] }[];
  const found = accounts.find(({ actor }) => actor === stock.actorOf(standIn(HOME)));
  expect(found).toMatchObject({ roles: ['professional'], department: HOME.department, teams: [HOME.team] });
  expect(found?.covers.map(({ team }) => team)).toContain(HOME.team);
  expect((body['rights'] as { right: string }[]).map(({ right }) => right)).toEqual(Object.keys(RIGHTS));
  expect(await town.happenings(since)).toEqual([expect.objectContaining({ action: 'accounts-read', outcome: 'done' })]);
});
