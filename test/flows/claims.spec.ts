import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import type { RunningProcess } from '#local';
import {
  type EvaluationResponse,
  fromBase64url,
  identifierOf,
  linesToAsk,
  openEpochDocument,
  toBase64url,
  tokensFor,
} from '#tokens';
import { stretch } from '#tokens/node';
import { CUSTODIAN_AUDIENCE, type RunningCustodian } from '../support/custodian';
import { INDEX_AUDIENCE, type Town, memberOf, startTown } from '../support/town';
import { type Reply, send } from '../support/wire';
import { expectProblem } from './index-routes';

const GROUPS = {
  liendert: '3b0e1c52-0000-4000-8000-000000000001',
  toezicht: '3b0e1c52-0000-4000-8000-000000000002',
  professionals: '3b0e1c52-0000-4000-8000-000000000003',
  choir: '3b0e1c52-0000-4000-8000-0000000000ff',
};
const FILES = {
  entra: {
    tokenType: 'api-only-audience',
    subject: 'oid',
    roles: { claim: 'groups', values: { [GROUPS.professionals]: ['professional'] } },
    department: {
      claim: 'groups',
      values: { [GROUPS.liendert]: 'sociaal-domein', [GROUPS.toezicht]: 'bouw-en-woningtoezicht' },
    },
    teams: { claim: 'groups', values: { [GROUPS.liendert]: ['wijkteam-liendert'] } },
    scopes: { claim: 'scp' },
  },
  keycloak: {
    tokenType: 'api-only-audience',
    roles: { claim: 'resource_access.raakvlak.roles' },
    department: { claim: 'afdeling' },
    teams: { claim: 'groups', values: { '/sociaal-domein/liendert': ['wijkteam-liendert'] } },
  },
} as const;
type Provider = keyof typeof FILES;
const resident = identifierOf('nl-bsn', '999993653');

let town: Town;
const index = {} as Record<Provider, RunningProcess>;
const custodian = {} as Record<Provider, RunningCustodian>;
const fileOf = (name: string, content: unknown): string => {
  const path = join(town.folder, `${name}.claims.json`);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
};

beforeAll(async () => {
  town = await startTown();
  for (const provider of Object.keys(FILES) as Provider[]) {
    const settings = { CLAIMS_FILE: fileOf(provider, FILES[provider]) };
    index[provider] = await town.startIndex(`index-${provider}`, settings);
    custodian[provider] = await town.office.start(settings);
  }
});
afterAll(async () => {
  for (const one of Object.values(custodian)) await one.stop();
  await town?.stop();
});

const now = (): number => Math.floor(Date.now() / 1000);
/** As the providers write them; `typ` of the header is not `at+jwt`. */
const CLAIMS: Readonly<Record<Provider, (audience: string) => Record<string, unknown>>> = {
  entra: (audience) => ({
    azp: '1b2c3d4e-5f60-4718-8293-a4b5c6d7e8f9',
    groups: [GROUPS.liendert, GROUPS.professionals, GROUPS.choir],
    oid: '7a6b5c4d-3e2f-4101-8a9b-0c1d2e3f4a5b',
    scp: 'raakvlak:ask raakvlak:register',
    sub: `pairwise-for-${audience}`,
    ver: '2.0',
  }),
  keycloak: () => ({
    azp: 'raakvlak-cli',
    sub: 'f3c1c1a0-7e8d-4c5b-9a6f-2d3e4f5a6b7c',
    typ: 'Bearer',
    scope: 'openid raakvlak:ask raakvlak:register',
    realm_access: { roles: ['offline_access'] },
    resource_access: { raakvlak: { roles: ['professional'] } },
    afdeling: ['sociaal-domein'],
    groups: ['/sociaal-domein/liendert', '/koor'],
  }),
};

function tokenOf(provider: Provider, audience: string, changes: Record<string, unknown> = {}): string {
  const claims = { iss: town.issuer.url, aud: audience, iat: now(), exp: now() + 600, ...CLAIMS[provider](audience) };
  return town.issuer.sign({ alg: 'ES256', kid: 'test', typ: 'JWT' }, { ...claims, ...changes });
}

const call = (provider: Provider, method: string, path: string, token: string, json?: unknown): Promise<Reply> =>
  send(`http://127.0.0.1:${index[provider].port}`, method, path, {
    headers: { authorization: `Bearer ${token}` },
    ...(json === undefined ? {} : { json }),
  });

/** Body of a question, with a ticket of the custodian that reads the same file. */
async function question(provider: Provider): Promise<Record<string, unknown>> {
  const headers = { authorization: `Bearer ${tokenOf(provider, CUSTODIAN_AUDIENCE)}` };
  const { url } = custodian[provider];
  const published = await send(url, 'GET', '/v1/epochs');
  const rootKey = fromBase64url(town.office.rootPublicKey, 32);
  const document = openEpochDocument(published.text, rootKey, Date.now() / 1000, { demo: true });
  const evaluate = async (json: unknown): Promise<EvaluationResponse> => {
    const reply = await send(url, 'POST', '/v1/evaluations', { json, headers });
    if (reply.status !== 200) throw new Error(`the custodian answered ${reply.status} ${reply.text}`);
    return reply.body as unknown as EvaluationResponse;
  };
  const { lines, tickets } = await tokensFor('ask', linesToAsk(resident), document, evaluate, stretch);
  const subjects = lines.map(({ scheme, tokens }) => ({
    lines: [
      { scheme, tokens: Object.fromEntries(Object.entries(tokens).map(([epoch, one]) => [epoch, toBase64url(one)])) },
    ],
  }));
  return { purpose: 'home-visit', ticket: tickets[0]?.ticket, kind: 'person', subjects };
}

describe('refused', () => {
  const reasons: [string, string, Provider, Record<string, unknown>][] = [
    ['another audience', 'audience', 'entra', { aud: CUSTODIAN_AUDIENCE }],
    ['an ID token', 'id-token', 'entra', { nonce: 'n' }],
    ['an ID token of Keycloak', 'id-token', 'keycloak', { typ: 'ID' }],
    [
      'groups that stand elsewhere',
      'groups-elsewhere',
      'entra',
      { groups: undefined, _claim_names: { groups: 'src1' } },
    ],
    ['groups that stand elsewhere', 'groups-elsewhere', 'entra', { groups: undefined, hasgroups: true }],
    ['two departments', 'several-departments', 'entra', { groups: [GROUPS.liendert, GROUPS.toezicht] }],
    ['two departments', 'several-departments', 'keycloak', { afdeling: ['sociaal-domein', 'vergunningen'] }],
    ['roles as one text', 'claims', 'keycloak', { resource_access: { raakvlak: { roles: 'professional' } } }],
    ['nobody', 'claims', 'entra', { oid: undefined }],
  ];
  it.each(reasons)('%s (%s, %s)', async (_, reason, provider, changes) => {
    const reply = await call(provider, 'GET', '/v1/purposes', tokenOf(provider, INDEX_AUDIENCE, changes));
    expectProblem(reply, 401, 'access.token-refused');
    expect(reply.body['reason']).toBe(reason);
  });

  it.each([
    ['entra', { groups: [GROUPS.liendert, GROUPS.choir] }],
    ['entra', { groups: [GROUPS.liendert], roles: ['professional'] }],
    ['keycloak', { resource_access: { raakvlak: { roles: ['Professional', 'beheerder'] } } }],
    ['keycloak', { resource_access: {}, roles: ['professional'] }],
  ] as const)('%s: groups and roles that the file does not know give nothing', async (provider, changes) => {
    const reply = await call(provider, 'GET', '/v1/purposes', tokenOf(provider, INDEX_AUDIENCE, changes));
    expectProblem(reply, 403, 'access.not-allowed');
  });

  it('a token for the mapping at an index that has none', async () => {
    const headers = { authorization: `Bearer ${tokenOf('entra', INDEX_AUDIENCE)}` };
    expectProblem(await town.request('GET', '/v1/purposes', { headers }), 401, 'access.token-refused');
  });

  it('a file with faults, at the start, all of them at once, by index and custodian', async () => {
    const CLAIMS_FILE = fileOf('wrong', {
      tokenType: 'zwaluwstaart',
      rollen: 1,
      roles: { claim: 'groups', values: { zwaluwstaart: ['profesional'] } },
      teams: { claim: 5 },
    });
    await expect(town.startIndex('index-wrong', { CLAIMS_FILE })).rejects.toThrow('stopped before it was ready');
    const { code, words } = await town.office.refusalToStart({ CLAIMS_FILE });
    expect(code).toBe(1);
    for (const said of [words, town.logs()])
      for (const place of [
        'CLAIMS_FILE names a file with faults',
        'the whole has 1 member',
        'tokenType',
        'teams.claim',
      ])
        expect(said).toContain(place);
    // Which roles there are is known to the index alone.
    expect(town.logs()).toContain('roles.values, entry 1');
    expect(words + town.logs()).not.toMatch(/zwaluwstaart|profesional|rollen/);
  });
});

it.each(Object.keys(FILES) as Provider[])(
  'a person whom %s vouches for asks, with one actor at custodian and index',
  async (provider) => {
    const colleague = memberOf('wijkteam-soesterkwartier');
    await town.register(colleague, 'wijkteam-soesterkwartier', resident);
    const token = tokenOf(provider, INDEX_AUDIENCE);
    // The ticket names the actor as the custodian read her; the index accepts it for the same one only.
    const reply = await call(provider, 'POST', '/v1/inquiries', token, await question(provider));
    expect(reply.status).toBe(200);
    const [answer] = reply.body['answers'] as { contacts: { team: string }[] }[];
    expect(answer?.contacts.map(({ team }) => team)).toContain('Wijkteam Soesterkwartier');
    const { teams } = (await call(provider, 'GET', '/v1/teams', token)).body as { teams: { code: string }[] };
    expect(teams.map(({ code }) => code)).toEqual(['wijkteam-liendert']);
    const other = `/v1/involvements/${randomUUID()}/renew`;
    expectProblem(await call(provider, 'POST', other, token, {}), 404, 'involvement.involvement-unknown');
  },
);
