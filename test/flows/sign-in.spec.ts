import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeJwt, decodeProtectedHeader, exportJWK, generateKeyPair, type JWK } from 'jose';
import {
  type ClientConfiguration,
  discover,
  resumeSession,
  type SavedSession,
  signInAsConnection,
  signInAsDemoPerson,
  signInWithBrowser,
} from '#client/node';
import { AccessTokens, STANDARD_CLAIMS } from '#platform';
import { Problem } from '#problem';
import { CUSTODIAN, type Identity, INDEX, startIdentity, stopIdentity, WEB } from '../support/identity';

const folder = mkdtempSync(join(tmpdir(), 'raakvlak-identity-'));

async function problemFrom(work: Promise<unknown>): Promise<Problem> {
  const outcome = await work.catch((cause: unknown) => cause);
  if (!(outcome instanceof Problem)) throw new Error('expected a Problem');
  return outcome;
}

let identity: Identity;
let config: ClientConfiguration;
let atIndex: AccessTokens;
let atCustodian: AccessTokens;

beforeAll(async () => {
  identity = await startIdentity(folder);
  config = {
    index: 'http://localhost:1',
    indexAudience: INDEX,
    custodian: 'http://localhost:1',
    custodianAudience: CUSTODIAN,
    issuer: identity.issuer,
    clientId: 'raakvlak-cli',
    rootKey: 'A'.repeat(43),
    demo: true,
  };
  atIndex = new AccessTokens({ issuer: identity.issuer, audience: INDEX });
  atCustodian = new AccessTokens({ issuer: identity.issuer, audience: CUSTODIAN });
});

afterAll(async () => {
  if (identity.process.exitCode === null) await stopIdentity(identity);
  rmSync(folder, { recursive: true, force: true });
});

/** What a browser does with the log-in address, up to and including the call to the loopback port. */
async function browse(url: string, sub: string): Promise<void> {
  const page = await fetch(url, { redirect: 'manual' });
  const choice = new URL(page.headers.get('location') ?? '', url);
  const cookie = page.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
  const posted = await fetch(choice, {
    method: 'POST',
    body: new URLSearchParams({ sub }),
    headers: { cookie, origin: identity.issuer },
    redirect: 'manual',
  });
  const resumed = await fetch(new URL(posted.headers.get('location') ?? '', choice), {
    headers: { cookie },
    redirect: 'manual',
  });
  const back = new URL(resumed.headers.get('location') ?? '');
  const forged = new URL(back);
  forged.searchParams.set('state', 'another');
  expect((await fetch(forged)).status).toBe(404);
  expect(await (await fetch(back)).text()).toContain('U kunt dit venster sluiten');
}

const authorization = async (changes: Record<string, string | undefined>, resources = [INDEX]): Promise<Response> => {
  const { authorizationEndpoint } = await discover(identity.issuer);
  const url = new URL(authorizationEndpoint);
  const asked: Record<string, string | undefined> = {
    response_type: 'code',
    client_id: 'raakvlak-cli',
    redirect_uri: 'http://127.0.0.1:51234/callback',
    scope: 'openid raakvlak:ask',
    state: 'state',
    code_challenge: 'A'.repeat(43),
    code_challenge_method: 'S256',
    ...changes,
  };
  for (const [name, value] of Object.entries(asked)) if (value !== undefined) url.searchParams.set(name, value);
  for (const resource of resources) url.searchParams.append('resource', resource);
  return fetch(url, { redirect: 'manual' });
};

describe('the demo provider', () => {
  it('says one line on standard output when it listens, and only on this machine', async () => {
    expect(identity.lines).toEqual([JSON.stringify({ ready: true, port: identity.port, issuer: identity.issuer })]);
    expect(identity.issuer).toBe(`http://localhost:${identity.port}`);
    const { hostname } = new URL((await discover(identity.issuer)).tokenEndpoint);
    expect(hostname).toBe('localhost');
    // Another name for this machine is how a page elsewhere would reach it.
    expect((await fetch(`http://127.0.0.1:${identity.port}/jwks`)).status).toBe(421);
  });

  it('keeps its keys readable by their owner only', () => {
    for (const name of ['signing-keys.json', 'cookie-keys.json', 'connection-koppeling-sociaal-domein.jwk.json']) {
      expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
    }
  });

  it('publishes no private part of a key', async () => {
    const { jwksUri } = await discover(identity.issuer);
    const { keys } = (await (await fetch(jwksUri)).json()) as { keys: JWK[] };
    expect(keys.map(({ kty, crv, d }) => ({ kty, crv, d }))).toEqual([{ kty: 'EC', crv: 'P-256', d: undefined }]);
  });

  it.each([
    ['no PKCE', { code_challenge: undefined, code_challenge_method: undefined }, [INDEX]],
    ['PKCE without a hash', { code_challenge_method: 'plain' }, [INDEX]],
    ['a resource nobody knows', {}, ['urn:elsewhere']],
    ['another kind of answer', { response_type: 'id_token', nonce: 'n' }, [INDEX]],
  ] as [string, Record<string, string | undefined>, string[]][])(
    'refuses an authorization request with %s',
    async (_what, changes, resources) => {
      const answer = await authorization(changes, resources);
      const back = new URL(answer.headers.get('location') ?? 'none:');
      expect(back.pathname).toBe('/callback');
      expect(back.searchParams.get('error') ?? new URLSearchParams(back.hash.slice(1)).get('error')).toMatch(
        /^(invalid_|unsupported_)/,
      );
    },
  );

  it.each([
    ['another path', { redirect_uri: 'http://127.0.0.1:51234/elsewhere' }],
    ['another machine', { redirect_uri: 'http://elsewhere.example/callback' }],
    ['another origin for the web app', { client_id: 'raakvlak-web', redirect_uri: 'http://localhost:9999/signed-in' }],
    ['another page of the web app', { client_id: 'raakvlak-web', redirect_uri: `${WEB}/` }],
    ['an unknown client', { client_id: 'somebody' }],
  ])('never sends an answer to %s', async (_what, changes) => {
    const answer = await authorization(changes);
    expect(answer.status).toBe(400);
    expect(answer.headers.get('location')).toBeNull();
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
    const text = await answer.text();
    expect(text).toContain('Dit is niet gelukt');
    expect(text).not.toContain('elsewhere');
  });

  it('shows the demo people on a page without scripts that says what it is', async () => {
    const start = await authorization({ client_id: 'raakvlak-web', redirect_uri: `${WEB}/signed-in` });
    const cookie = start.headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; ');
    const address = new URL(start.headers.get('location') ?? '', identity.issuer);
    const page = await fetch(address, { headers: { cookie } });
    const csp = page.headers.get('content-security-policy') ?? '';
    expect(csp).toMatch(/^default-src 'none'; style-src 'sha256-[^']+'; form-action 'self' http:\/\/localhost:5173;/);
    expect(csp).not.toContain('unsafe');
    const text = await page.text();
    expect(text).toContain('Alleen voor demonstratie');
    expect(text).toContain('<html lang="nl">');
    expect(text).toContain('Ingrid Wolkenveld');
    expect(text.match(/<button type="submit" name="sub"/g)).toHaveLength(18);
    expect(text).not.toContain('<script');

    const choose = (headers: Record<string, string>, sub = 'ingrid') =>
      fetch(address, { method: 'POST', body: new URLSearchParams({ sub }), headers, redirect: 'manual' });
    expect((await choose({})).status).toBe(400);
    expect((await choose({ cookie, origin: 'http://elsewhere.example' })).status).toBe(400);
    expect((await choose({ cookie }, 'somebody')).status).toBe(400);
    expect((await choose({ cookie }, 'x'.repeat(2000))).status).toBe(400);
    expect((await choose({ cookie, origin: identity.issuer })).status).toBe(303);
  });

  it('lets only the web app of the configuration read its answers from a browser', async () => {
    const { tokenEndpoint } = await discover(identity.issuer);
    const ask = (origin: string) =>
      fetch(tokenEndpoint, {
        method: 'POST',
        headers: { origin },
        body: new URLSearchParams({ grant_type: 'refresh_token', refresh_token: 'x', client_id: 'raakvlak-web' }),
      });
    expect((await ask('http://elsewhere.example')).headers.get('access-control-allow-origin')).toBeNull();
    expect((await ask(WEB)).headers.get('access-control-allow-origin')).toBe(WEB);
  });

  it.each([
    ['an issuer on another machine', { ISSUER: 'http://identity.example' }],
    ['no list of people', { PEOPLE_FILE: join(folder, 'none.json') }],
    ['the same audience twice', { CUSTODIAN_AUDIENCE: INDEX }],
  ])('does not start with %s', async (_what, settings) => {
    const refused = await startIdentity(folder, settings);
    expect(refused.lines).toEqual([]);
    if (refused.process.exitCode === null) await once(refused.process, 'exit');
    expect(refused.process.exitCode).toBe(1);
  });
});

describe('signing in', () => {
  it('gives a wijkteam worker one token for the index and another for the custodian', async () => {
    const session = await signInAsDemoPerson(config, 'ingrid');
    const [forIndex, forCustodian] = [await session.forIndex(), await session.forCustodian()];
    expect(decodeProtectedHeader(forIndex)).toMatchObject({ alg: 'ES256', typ: 'at+jwt' });
    expect(await atIndex.verify(forIndex)).toMatchObject({
      issuer: identity.issuer,
      subject: 'ingrid',
      scopes: ['raakvlak:ask', 'raakvlak:register'],
      roles: ['professional'],
      department: 'sociaal-domein',
      teams: ['wijkteam-soesterkwartier'],
      clientId: 'raakvlak-cli',
    });
    expect(await atCustodian.verify(forCustodian)).toMatchObject({
      subject: 'ingrid',
      scopes: ['raakvlak:ask', 'raakvlak:register'],
    });
    const { iat = 0, exp = 0 } = decodeJwt(forIndex);
    expect(exp - iat).toBe(600);
    expect((await problemFrom(atIndex.verify(forCustodian))).detail).toEqual({ reason: 'audience' });
    expect((await problemFrom(atCustodian.verify(forIndex))).detail).toEqual({ reason: 'audience' });
  });

  it.each([
    ['carla', 'raakvlak:ask raakvlak:register raakvlak:manage', 'raakvlak:ask raakvlak:register'],
    ['bas', 'raakvlak:manage', ''],
    ['anouk', 'raakvlak:register raakvlak:manage', 'raakvlak:register'],
    ['pieter', 'raakvlak:review', ''],
    ['helga', 'raakvlak:review', ''],
  ])('gives %s the scopes of the role and no more', async (sub, index, custodian) => {
    const session = await signInAsDemoPerson(config, sub);
    expect((await atIndex.verify(await session.forIndex())).scopes.join(' ')).toBe(index);
    expect((await atCustodian.verify(await session.forCustodian())).scopes.join(' ')).toBe(custodian);
  });

  it('works in a browser, where an answer that was not asked for does not end it', async () => {
    let browsed: Promise<void> = Promise.resolve();
    const session = await signInWithBrowser(config, (url) => {
      browsed = browse(url, 'ruud');
    });
    await browsed;
    expect(await atIndex.verify(await session.forIndex())).toMatchObject({
      subject: 'ruud',
      teams: ['bouwtoezicht-midden'],
      department: 'bouw-en-woningtoezicht',
    });
    expect(session.save().subject).toBe('ruud');
  });

  it('ends when nobody chooses in time, and when the browser cannot be opened', async () => {
    const late = await problemFrom(signInWithBrowser(config, () => undefined, { timeoutSeconds: 0.2 }));
    expect(late.code).toBe('client.sign-in-timeout');
    const fault = new Error('no browser');
    await expect(signInWithBrowser(config, () => Promise.reject(fault))).rejects.toBe(fault);
  });

  it('never lets an ID token pass for an access token', async () => {
    const { tokenEndpoint } = await discover(identity.issuer);
    const { refreshToken = '' } = (await signInAsDemoPerson(config, 'ingrid')).save();
    const form = {
      grant_type: 'refresh_token',
      refresh_token: refreshToken,
      client_id: 'raakvlak-cli',
      resource: INDEX,
    };
    const answer = await fetch(tokenEndpoint, { method: 'POST', body: new URLSearchParams(form) });
    const { id_token: idToken } = (await answer.json()) as { id_token: string };
    const lenient = new AccessTokens({
      issuer: identity.issuer,
      audience: 'raakvlak-cli',
      claims: { ...STANDARD_CLAIMS, tokenType: 'api-only-audience' },
    });
    expect((await problemFrom(atIndex.verify(idToken))).detail).toEqual({ reason: 'type' });
    expect((await problemFrom(lenient.verify(idToken))).detail).toEqual({ reason: 'id-token' });
  });

  it('goes on from a saved session, one renewal at a time, and tells of each before its token is used', async () => {
    const saved = (await signInAsDemoPerson(config, 'jeroen')).save();
    const kept: SavedSession[] = [];
    const later = resumeSession(config, { ...saved, tokens: {} }, { keep: (session) => void kept.push(session) });
    const tokens = await Promise.all([later.forIndex(), later.forCustodian(), later.forIndex(), later.forCustodian()]);
    expect(new Set(tokens).size).toBe(2);
    expect(kept).toHaveLength(2);
    expect(new Set([saved, ...kept].map(({ refreshToken }) => refreshToken)).size).toBe(3);
    expect(later.save()).toEqual(kept[1]);
    expect(await resumeSession(config, later.save()).forIndex()).toBe(tokens[0]);
  });

  it('ends the whole sign-in when an old refresh token comes back', async () => {
    const saved = (await signInAsDemoPerson(config, 'mirjam')).save();
    const honest = resumeSession(config, { ...saved, tokens: {} });
    await honest.forIndex();
    const thief = await problemFrom(resumeSession(config, { ...saved, tokens: {} }).forIndex());
    expect(thief.code).toBe('client.sign-in-again');
    expect((await problemFrom(honest.forCustodian())).code).toBe('client.sign-in-again');
  });

  it('renews a token that ends within half a minute', async () => {
    const saved = (await signInAsDemoPerson(config, 'fatima')).save();
    const soon = { value: 'old', expiresAt: Math.floor(Date.now() / 1000) + 29 };
    const token = await resumeSession(config, { ...saved, tokens: { index: soon } }).forIndex();
    expect((await atIndex.verify(token)).subject).toBe('fatima');
  });

  it('as a demo person is refused for strangers, outside a demonstration and at a provider elsewhere', async () => {
    expect((await problemFrom(signInAsDemoPerson(config, 'somebody'))).code).toBe('client.no-such-demo-person');
    expect((await problemFrom(signInAsDemoPerson({ ...config, demo: false }, 'ingrid'))).code).toBe(
      'client.not-a-demonstration',
    );
    const elsewhere = { ...config, issuer: 'https://login.example' };
    expect((await problemFrom(signInAsDemoPerson(elsewhere, 'ingrid'))).code).toBe('client.not-a-demonstration');
  });
});

describe('a connection', () => {
  const keyOf = (clientId: string) =>
    JSON.parse(readFileSync(join(folder, `connection-${clientId}.jwk.json`), 'utf8')) as JWK;
  const clientId = 'koppeling-sociaal-domein';

  it('signs in with its own key and may register only', async () => {
    const source = await signInAsConnection({ ...config, clientId }, keyOf(clientId));
    expect(await atIndex.verify(await source.forIndex())).toMatchObject({
      subject: clientId,
      clientId,
      roles: ['connection'],
      scopes: ['raakvlak:register'],
      department: 'sociaal-domein',
      teams: ['wijkteam-soesterkwartier', 'wijkteam-liendert', 'wijkteam-schothorst', 'wijkteam-vathorst'],
    });
    expect((await atCustodian.verify(await source.forCustodian())).scopes).toEqual(['raakvlak:register']);
    expect(source.save().refreshToken).toBeUndefined();
  });

  it("is refused with another connection's key, with a stranger's key and with none", async () => {
    const sign = (key: JWK) => problemFrom(signInAsConnection({ ...config, clientId }, key));
    const other = await sign(keyOf('koppeling-veiligheid'));
    expect([other.code, other.detail]).toEqual(['client.sign-in-refused', { reason: 'invalid_client' }]);
    const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
    expect((await sign(await exportJWK(privateKey))).code).toBe('client.sign-in-refused');
    expect((await sign(await exportJWK(publicKey))).code).toBe('client.not-a-connection-key');
    expect((await sign({ kty: 'EC', crv: 'P-256', d: 'AAAA', x: 'AAAA', y: 'AAAA' })).code).toBe(
      'client.not-a-connection-key',
    );
  });

  it('cannot use the front door of people, nor may the app sign in as a machine', async () => {
    expect((await authorization({ client_id: clientId })).status).toBe(400);
    const { tokenEndpoint } = await discover(identity.issuer);
    const form = {
      grant_type: 'client_credentials',
      client_id: 'raakvlak-cli',
      resource: INDEX,
      scope: 'raakvlak:ask',
    };
    const answer = await fetch(tokenEndpoint, { method: 'POST', body: new URLSearchParams(form) });
    expect(await answer.json()).toEqual({
      error: 'invalid_request',
      error_description: expect.stringContaining('grant type is not allowed') as string,
    });
  });
});

describe('a restart of the provider', () => {
  it('follows its supervisor: the provider ends when nobody holds its input any more', async () => {
    const other = await startIdentity(folder, {}, '--with-parent');
    const ended = once(other.process, 'exit');
    other.process.stdin?.end();
    expect(await ended).toEqual([0, null]);
  });

  it('ends within two seconds, also with a client connected, and keeps the signing keys', async () => {
    const token = await (await signInAsDemoPerson(config, 'bilal')).forIndex();
    expect(await stopIdentity(identity)).toBeLessThan(2000);
    expect(identity.process.exitCode).toBe(0);
    const gone = await problemFrom(signInAsDemoPerson(config, 'bilal'));
    expect(gone.code).toBe('client.identity-provider-unreachable');

    identity = await startIdentity(folder, { PORT: String(identity.port) });
    const fresh = new AccessTokens({ issuer: identity.issuer, audience: INDEX });
    expect((await fresh.verify(token)).subject).toBe('bilal');
  });
});
