import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { RIGHTS, ROLES, type Right, scopesOf } from '#access';
import type { RunningProcess } from '#local';
import { identifierOf, linesToAsk } from '#tokens';
import { type Person } from '../support';
import { CUSTODIAN_AUDIENCE } from '../support/custodian';
import { KEY_HEADER, type KeyServer, startKeyServer } from '../support/key-server';
import { INDEX_AUDIENCE, MANAGER, type Town, connectionOf, memberOf, startTown, teamBody } from '../support/town';
import { type Reply, send } from '../support/wire';
import {
  GUARDED,
  ROUTES,
  type Route,
  expectProblem,
  expectProblemForm,
  nameOf,
  pathOf,
  routesOfTheBuild,
} from './index-routes';

const sanne = memberOf('wijkteam-soesterkwartier');
const ruud = memberOf('bouwtoezicht-midden');
const EVERY_SCOPE = 'raakvlak:ask raakvlak:register raakvlak:manage raakvlak:review';
const resident = identifierOf('nl-bsn', '999993653');

let town: Town;
let keys: KeyServer;
let other: RunningProcess;

beforeAll(async () => {
  [town, keys] = await Promise.all([startTown(), startKeyServer()]);
  other = await town.startIndex('index-own-keys', { OIDC_JWKS_URI: keys.url });
});
afterAll(async () => {
  await keys?.down();
  await town?.stop();
});

it('every route of the index is in the list of these tests, with the right that it needs', () => {
  const sorted = (routes: readonly Route[]) => [...routes].sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
  expect(sorted(routesOfTheBuild())).toEqual(sorted(ROUTES));
});

describe('without a good access token there is nothing', () => {
  const call = (route: Route, authorization?: string): Promise<Reply> =>
    town.request(route.method, pathOf(route), {
      ...(route.method === 'GET' ? {} : { json: {} }),
      headers: authorization === undefined ? {} : { authorization },
    });

  it.each(GUARDED.map((route) => [nameOf(route), route] as const))('%s asks for a token', async (_, route) => {
    for (const header of [undefined, '', 'Bearer', 'Bearer ', 'Basic YW5uYTphbm5h', 'Bearer a b'])
      expectProblem(await call(route, header), 401, 'access.sign-in-first');
    const forCustodian = await town.bearer(sanne, CUSTODIAN_AUDIENCE);
    expectProblem(await call(route, `Bearer ${forCustodian}`), 401, 'access.token-refused');
  });

  it('the question whether the process lives needs no token', async () => {
    expect((await town.request('GET', '/health/live')).status).toBe(200);
    expect((await town.request('GET', '/health/ready')).status).toBe(200);
  });
});

describe('tokens that no honest provider signs', () => {
  const read = async (token: string): Promise<Reply> =>
    send(`http://127.0.0.1:${other.port}`, 'GET', '/v1/purposes', { headers: { authorization: `Bearer ${token}` } });
  const good = (): Record<string, unknown> => keys.good(sanne, town.issuer.url, INDEX_AUDIENCE);
  const without = (claim: string): Record<string, unknown> => {
    const claims = good();
    delete claims[claim];
    return claims;
  };
  const now = Math.floor(Date.now() / 1000);
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

  it('one that is right in every way is accepted', async () => {
    expect((await read(await keys.sign(good()))).status).toBe(200);
  });

  const spoilt: [string, string, () => Promise<string> | string][] = [
    ['an ID token', 'type', () => keys.sign({ ...good(), nonce: 'n' }, { typ: 'JWT' })],
    ['a token that does not say what it is', 'type', () => keys.sign(good(), { typ: undefined })],
    ['an expired token', 'expired', () => keys.sign({ ...good(), iat: now - 900, exp: now - 300 })],
    ['a token without an end', 'claims', () => keys.sign(without('exp'))],
    ['a token without a beginning', 'claims', () => keys.sign(without('iat'))],
    ['a token without a subject', 'claims', () => keys.sign(without('sub'))],
    ['a token without a client', 'claims', () => keys.sign(without('client_id'))],
    ['a token that lives a day', 'lives-too-long', () => keys.sign({ ...good(), exp: now + 86_400 })],
    ['a token of tomorrow', 'not-yet-valid', () => keys.sign({ ...good(), iat: now + 600, exp: now + 900 })],
    ['a token that is not valid yet', 'not-yet-valid', () => keys.sign({ ...good(), nbf: now + 300 })],
    ['a token of another issuer', 'issuer', () => keys.sign({ ...good(), iss: 'https://login.example' })],
    ['a token of no issuer', 'issuer', () => keys.sign(without('iss'))],
    [
      'a token for custodian and index both',
      'audience',
      () => keys.sign({ ...good(), aud: [INDEX_AUDIENCE, CUSTODIAN_AUDIENCE] }),
    ],
    ['a token for nobody', 'audience', () => keys.sign(without('aud'))],
    ['roles that are no list', 'claims', () => keys.sign({ ...good(), roles: 'professional' })],
    ['an unknown key', 'unknown-key', () => keys.sign(good(), { kid: 'somebody-elses' })],
    ['no key at all', 'no-key-id', () => keys.sign(good(), { kid: undefined })],
    ['an extension that must be understood', 'malformed', () => keys.sign(good(), { crit: ['strange'], strange: 1 })],
    ['no signature', 'not-a-signed-token', () => `${part({ ...KEY_HEADER, alg: 'none' })}.${part(good())}.`],
    ['the algorithm none', 'algorithm', () => `${part({ ...KEY_HEADER, alg: 'none' })}.${part(good())}.AAAA`],
    [
      'the public key as a shared secret',
      'algorithm',
      () => {
        const signed = `${part({ ...KEY_HEADER, alg: 'HS256' })}.${part(good())}`;
        return `${signed}.${createHmac('sha256', keys.publicPem).update(signed).digest('base64url')}`;
      },
    ],
    [
      'a signature of another algorithm',
      'unknown-key',
      async () => {
        const [, body, signature] = (await keys.sign(good())).split('.');
        return `${part({ ...KEY_HEADER, alg: 'RS256' })}.${body}.${signature}`;
      },
    ],
    [
      'somebody else’s signature',
      'signature',
      async () => {
        const [head, body] = (await keys.sign(good())).split('.');
        return `${head}.${body}.${randomBytes(64).toString('base64url')}`;
      },
    ],
    [
      'claims that were changed after signing',
      'signature',
      async () => {
        const [head, , signature] = (await keys.sign(good())).split('.');
        return `${head}.${part({ ...good(), roles: ['application-manager'] })}.${signature}`;
      },
    ],
    ['an encrypted token', 'not-a-signed-token', () => 'a.b.c.d.e'],
    ['no token', 'not-a-signed-token', () => 'abc'],
    ['a token as long as a book', 'too-long', () => `a.${'b'.repeat(9_000)}.c`],
  ];
  it.each(spoilt)('%s is refused (%s)', async (_, reason, token) => {
    const reply = await read(await token());
    expectProblem(reply, 401, 'access.token-refused');
    expect(reply.body['reason']).toBe(reason);
  });

  it('a member that stands twice is refused, whichever of the two would count', async () => {
    const [head, , signature] = (await keys.sign(good())).split('.');
    const twice = JSON.stringify(good()).replace(/}$/, ',"roles":["application-manager"]}');
    const reply = await read(`${head}.${Buffer.from(twice).toString('base64url')}.${signature}`);
    expect(reply.body['reason']).toBe('repeated-member');
  });
});

describe('who may do what', () => {
  const as = (role: string, scope = EVERY_SCOPE): Person => ({ ...sanne, sub: `iemand-${role}`, roles: [role], scope });
  /** Past the guard there is another refusal or an answer, never the guard's. */
  const passes = async (route: Route, person: Person): Promise<boolean> => {
    const reply = await town.request(route.method, pathOf(route), {
      as: person,
      ...(route.method === 'GET' ? {} : { json: { unknown: 1 } }),
    });
    if (reply.body['code'] !== 'access.not-allowed') return true;
    expectProblem(reply, 403, 'access.not-allowed');
    return false;
  };

  it.each(GUARDED.map((route) => [nameOf(route), route] as const))(
    '%s is for the roles of the table only',
    async (_, route) => {
      const allowed = Object.keys(RIGHTS[route.right as Right].roles);
      const found = [];
      for (const role of [...ROLES, 'mayor']) if (await passes(route, as(role))) found.push(role);
      expect(found).toEqual(ROLES.filter((role) => allowed.includes(role)));
      expect(found.length).toBeGreaterThan(0);
    },
  );

  it.each(GUARDED.map((route) => [nameOf(route), route] as const))(
    '%s needs its scope as well as the role',
    async (_, route) => {
      const [first = ''] = Object.keys(RIGHTS[route.right as Right].roles);
      const accepted: readonly string[] = scopesOf(route.right as Right);
      const others = ['openid', ...EVERY_SCOPE.split(' ').filter((one) => !accepted.includes(one))];
      expect(await passes(route, as(first, others.join(' ')))).toBe(false);
      for (const scope of accepted) expect(await passes(route, as(first, scope))).toBe(true);
    },
  );

  it('a person without any role may do nothing', async () => {
    for (const route of GUARDED) expect(await passes(route, { ...sanne, roles: [] })).toBe(false);
  });

  it('a refused right is in the log, with the right and without the path', async () => {
    const since = (await town.happenings()).length;
    await town.request('POST', '/v1/inquiries', { as: as('privacy-officer'), json: {} });
    expect(await town.happenings(since)).toEqual([
      expect.objectContaining({ action: 'inquiry.ask', outcome: 'refused', purpose: 'unknown', department: 'unknown' }),
    ]);
  });

  it('a connection may register and not ask', async () => {
    const json = await town.question(sanne, 'home-visit', linesToAsk(resident));
    const connection = { ...connectionOf('sociaal-domein'), scope: EVERY_SCOPE };
    expectProblem(await town.request('POST', '/v1/inquiries', { as: connection, json }), 403, 'access.not-allowed');
  });
});

describe('what is somebody else’s', () => {
  it('nobody registers for another team, and the refusal is in the log', async () => {
    const json = await town.registration(ruud, 'wijkteam-soesterkwartier', resident);
    const since = (await town.happenings()).length;
    const reply = await town.request('PUT', `/v1/involvements/${randomUUID()}`, { as: ruud, json });
    expectProblem(reply, 403, 'involvement.not-your-team');
    expect(await town.happenings(since)).toEqual([expect.objectContaining({ action: 'register', outcome: 'refused' })]);
  });

  it('a connection registers for the teams of its own department only', async () => {
    const connection = connectionOf('werk-en-inkomen');
    const json = await town.registration(connection, 'wijkteam-soesterkwartier', resident);
    const reply = await town.request('PUT', `/v1/involvements/${randomUUID()}`, { as: connection, json });
    expectProblem(reply, 403, 'involvement.not-your-team');
    const own = await town.register(connection, 'schuldhulpverlening', resident);
    expect(own.id).toHaveLength(36);
  });

  it('a team that is not known is refused as such', async () => {
    const json = { ...(await town.registration(sanne, 'wijkteam-soesterkwartier', resident)), team: 'geen-team' };
    const reply = await town.request('PUT', `/v1/involvements/${randomUUID()}`, { as: sanne, json });
    expectProblem(reply, 422, 'involvement.team-unknown');
  });

  it('another team’s involvement can be neither renewed nor withdrawn, and looks like one that does not exist', async () => {
    const { id } = await town.register(sanne, 'wijkteam-soesterkwartier', resident);
    const since = (await town.happenings()).length;
    for (const act of ['renew', 'withdraw']) {
      const taken = await town.request('POST', `/v1/involvements/${id}/${act}`, { as: ruud, json: {} });
      const unknown = await town.request('POST', `/v1/involvements/${randomUUID()}/${act}`, { as: ruud, json: {} });
      expectProblem(taken, 404, 'involvement.involvement-unknown');
      expect(taken.text).toBe(unknown.text);
    }
    const refused = { purpose: 'involvement', department: 'unknown', outcome: 'refused' };
    const acts = ['renew', 'renew', 'withdraw', 'withdraw'].map(
      (action) => expect.objectContaining({ ...refused, action }) as unknown,
    );
    expect(await town.happenings(since)).toEqual(acts);
  });

  it('another team’s list is not shown, and a team that does not exist looks the same', async () => {
    const others = await town.request('GET', '/v1/involvements?team=wijkteam-soesterkwartier', { as: ruud });
    const unknown = await town.request('GET', '/v1/involvements?team=geen-team', { as: ruud });
    expectProblem(others, 403, 'involvement.not-your-team');
    expect(others.text).toBe(unknown.text);
  });

  it('another department’s heartbeat is refused, also to a coordinator', async () => {
    for (const person of [connectionOf('veiligheid'), memberOf('bouwtoezicht-midden', 'ruud', ['team-coordinator'])]) {
      const reply = await town.request('POST', '/v1/departments/sociaal-domein/heartbeat', { as: person, json: {} });
      expectProblem(reply, 403, 'organisation.not-your-department');
    }
  });

  it('a person of a department that is not registered asks nothing', async () => {
    const stranger = { ...sanne, sub: 'vreemd', department: 'gemeente-elders' };
    const json = await town.question(stranger, 'home-visit', linesToAsk(resident));
    expectProblem(
      await town.request('POST', '/v1/inquiries', { as: stranger, json }),
      403,
      'involvement.department-unknown',
    );
  });

  it('the application manager manages, and neither asks nor registers', async () => {
    const manager = { ...MANAGER, scope: EVERY_SCOPE };
    const put = await town.request('PUT', '/v1/teams/wijkteam-liendert', {
      as: manager,
      json: teamBody('wijkteam-liendert'),
    });
    expect(put.status).toBe(204);
    for (const [method, path] of [
      ['POST', '/v1/inquiries'],
      ['PUT', `/v1/involvements/${randomUUID()}`],
    ] as const)
      expectProblemForm(await town.request(method, path, { as: manager, json: {} }));
  });
});
