import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import {
  beginSignIn,
  type ClientConfiguration,
  finishSignIn,
  type PendingSignIn,
  type WebSession,
  type WebSignInOptions,
} from '#client/browser';
import { signInWithBrowser } from '#client/node';
import { AccessTokens } from '#platform';
import { Problem } from '#problem';
import { CUSTODIAN, type Identity, INDEX, ProviderBrowser, type Seen, startIdentity, WEB } from '../support/identity';

// The functions of the web app's worker, in Node, against the real provider.
const BACK = `${WEB}/signed-in`;
const GONE = `${WEB}/signed-out`;
const folder = mkdtempSync(join(tmpdir(), 'raakvlak-web-sign-in-'));

let identity: Identity;
let config: ClientConfiguration;
let atIndex: AccessTokens;
let atCustodian: AccessTokens;
let browser: ProviderBrowser;

beforeAll(async () => {
  identity = await startIdentity(folder);
  config = {
    index: 'http://localhost:1',
    indexAudience: INDEX,
    custodian: 'http://localhost:1',
    custodianAudience: CUSTODIAN,
    issuer: identity.issuer,
    clientId: 'raakvlak-web',
    rootKey: 'A'.repeat(43),
    demo: true,
  };
  atIndex = new AccessTokens({ issuer: identity.issuer, audience: INDEX });
  atCustodian = new AccessTokens({ issuer: identity.issuer, audience: CUSTODIAN });
});
beforeEach(() => {
  browser = new ProviderBrowser(identity.issuer);
});
afterAll(async () => {
  identity.process.kill('SIGTERM');
  if (identity.process.exitCode === null) await once(identity.process, 'exit');
  rmSync(folder, { recursive: true, force: true });
});

const ODD = 'vreemde-tekst';

async function problemFrom(work: Promise<unknown>): Promise<Problem> {
  const outcome = await work.catch((cause: unknown) => cause);
  if (!(outcome instanceof Problem)) throw new Error('expected a Problem');
  const { message, kind, detail, stack } = outcome;
  expect(JSON.stringify([message, kind, detail, stack])).not.toContain(ODD);
  return outcome;
}

/** As far as the address that the browser comes back to. */
async function comeBack(sub: string, options: WebSignInOptions = {}): Promise<{ pending: PendingSignIn; back: URL }> {
  const { url, pending } = await beginSignIn(config, BACK, options);
  const page = await browser.open(url);
  // Nobody is asked again while the session at the provider lives.
  const { at } = page.status === 0 ? page : await browser.choose(page, sub);
  expect(at.origin).toBe(WEB);
  return { pending, back: at };
}

async function signIn(sub: string, options: WebSignInOptions = {}): Promise<WebSession> {
  const { pending, back } = await comeBack(sub, options);
  return finishSignIn(config, pending, back.href);
}

async function logOut(session: WebSession): Promise<Seen> {
  await session.revoke();
  return browser.submit(await browser.open(session.signOutUrl(GONE) ?? ''), { logout: 'yes' });
}

/** The refresh tokens that the provider gives while this runs; a session shows them to nobody. */
async function refreshTokensOf(work: () => Promise<unknown>): Promise<string[]> {
  const found: string[] = [];
  const real = globalThis.fetch;
  globalThis.fetch = async (...request: Parameters<typeof fetch>) => {
    const answer = await real(...request);
    const body = (await answer
      .clone()
      .json()
      .catch(() => ({}))) as { refresh_token?: string };
    if (body.refresh_token !== undefined) found.push(body.refresh_token);
    return answer;
  };
  try {
    await work();
  } finally {
    globalThis.fetch = real;
  }
  return found;
}

const tokenRequest = (form: Record<string, string>, headers: Record<string, string> = {}) =>
  fetch(`${identity.issuer}/token`, { method: 'POST', headers, body: new URLSearchParams(form) });
const renew = async (refreshToken: string): Promise<string | undefined> => {
  const form = { grant_type: 'refresh_token', client_id: 'raakvlak-web', refresh_token: refreshToken, resource: INDEX };
  return ((await (await tokenRequest(form)).json()) as { error?: string }).error;
};

describe('what comes back from the provider', () => {
  const changed = (back: URL, change: Record<string, string | undefined>): string => {
    const answer = new URLSearchParams(back.hash.slice(1));
    for (const [name, value] of Object.entries(change)) {
      if (value === undefined) answer.delete(name);
      else answer.set(name, value);
    }
    return `${BACK}#${answer.toString()}`;
  };

  it.each([
    ['for another request', { state: ODD }, 'client.identity-provider-unexpected'],
    ['without a state', { state: undefined }, 'client.identity-provider-unexpected'],
    ['from another provider', { iss: 'https://elsewhere.example' }, 'client.identity-provider-unexpected'],
    ['from nobody', { iss: undefined }, 'client.identity-provider-unexpected'],
    ['without a code', { code: undefined }, 'client.identity-provider-unexpected'],
    ['with an error in odd words', { error: `<b>${ODD}</b>`, error_description: ODD }, 'client.sign-in-refused'],
    ['with a code of its own', { code: ODD }, 'client.sign-in-refused'],
  ])('%s is refused', async (_what, change, code) => {
    const { pending, back } = await comeBack('ingrid');
    expect((await problemFrom(finishSignIn(config, pending, changed(back, change)))).code).toBe(code);
  });

  it('at another origin, at another page or in the query is refused', async () => {
    const { pending, back } = await comeBack('ingrid');
    const elsewhere = [
      back.href.replace(WEB, 'http://localhost:9999'),
      back.href.replace('/signed-in', '/other'),
      back.href.replace('#', '?'),
      ODD,
    ];
    for (const place of elsewhere) {
      expect((await problemFrom(finishSignIn(config, pending, place))).code).toBe(
        'client.identity-provider-unexpected',
      );
    }
    expect((await finishSignIn(config, pending, back.href)).person.subject).toBe('ingrid');
  });

  it('belongs to what was remembered: nonce, verifier and redirect address', async () => {
    const swap = async (change: Partial<PendingSignIn>): Promise<Problem> => {
      const { pending, back } = await comeBack('ingrid');
      return problemFrom(finishSignIn(config, { ...pending, ...change }, back.href));
    };
    expect((await swap({ nonce: ODD })).code).toBe('client.identity-provider-unexpected');
    expect(await swap({ verifier: 'A'.repeat(43) })).toMatchObject({
      code: 'client.sign-in-refused',
      detail: { reason: 'invalid_grant' },
    });
    expect((await swap({ redirectUri: 'http://localhost:9999/signed-in' })).code).toBe(
      'client.identity-provider-unexpected',
    );
  });

  it('is for this client: the code of another is worth nothing', async () => {
    const { pending, back } = await comeBack('ingrid');
    const other = await problemFrom(finishSignIn({ ...config, clientId: 'raakvlak-cli' }, pending, back.href));
    expect(other).toMatchObject({ code: 'client.sign-in-refused', detail: { reason: 'invalid_grant' } });
  });

  it('counts once; when it comes twice everything that came of it ends', async () => {
    const { pending, back } = await comeBack('ingrid');
    const first = await finishSignIn(config, pending, back.href);
    const second = await problemFrom(finishSignIn(config, pending, back.href));
    expect([second.code, second.detail]).toEqual(['client.sign-in-refused', { reason: 'invalid_grant' }]);
    expect((await problemFrom(first.forCustodian())).code).toBe('client.sign-in-again');
  });

  it('says that somebody must log in, when it was to be without a page and nobody is there', async () => {
    const { url, pending } = await beginSignIn(config, BACK, { prompt: 'none' });
    const { at } = await browser.open(url);
    const silent = await problemFrom(finishSignIn(config, pending, at.href));
    expect([silent.code, silent.detail]).toEqual(['client.sign-in-refused', { reason: 'login_required' }]);
  });
});

describe('a page that signs in', () => {
  it('learns who is there, and gets a token for each server', async () => {
    const session = await signIn('ingrid');
    expect(session.person).toEqual({ subject: 'ingrid', name: 'Ingrid Wolkenveld' });
    const [forIndex, forCustodian] = [await session.forIndex(), await session.forCustodian()];
    expect(await atIndex.verify(forIndex)).toMatchObject({
      subject: 'ingrid',
      clientId: 'raakvlak-web',
      scopes: ['raakvlak:ask', 'raakvlak:register'],
    });
    expect((await atCustodian.verify(forCustodian)).scopes).toEqual(['raakvlak:ask', 'raakvlak:register']);
    for (const token of [forIndex, forCustodian]) {
      expect(decodeProtectedHeader(token).typ).toBe('at+jwt');
      expect(JSON.stringify(decodeJwt(token))).not.toContain('Wolkenveld');
    }
    expect((await problemFrom(atIndex.verify(forCustodian))).detail).toEqual({ reason: 'audience' });
  });

  it('that was reloaded signs in again without a page', async () => {
    await signIn('carla');
    const { url, pending } = await beginSignIn(config, BACK, { prompt: 'none' });
    const { at } = await browser.open(url);
    const again = await finishSignIn(config, pending, at.href);
    expect(again.person.name).toBe('Carla Hofkroon');
    expect((await atIndex.verify(await again.forIndex())).teams).toEqual(['wijkteam-soesterkwartier']);
  });

  it('does so for whoever has no right at the custodian, and asks nothing of it', async () => {
    const given = await refreshTokensOf(async () => {
      const session = await signIn('pieter');
      expect((await atIndex.verify(await session.forIndex())).scopes).toEqual(['raakvlak:review']);
    });
    expect(given).toHaveLength(1);
  });

  it('renews one token at a time: each refresh token is spent once', async () => {
    const given = await refreshTokensOf(async () => {
      const session = await signIn('ruud');
      const [a, b, c] = await Promise.all([session.forCustodian(), session.forIndex(), session.forCustodian()]);
      expect(a).toBe(c);
      expect(b).not.toBe(a);
    });
    expect(new Set(given).size).toBe(2);
    expect(await renew(given[1]!)).toBeUndefined();
  });

  it('loses its sign-in when an old refresh token comes back', async () => {
    let session: WebSession | undefined;
    const given = await refreshTokensOf(async () => {
      session = await signIn('mirjam');
      await session.forCustodian();
    });
    expect(await renew(given[0]!)).toBe('invalid_grant');
    expect(await renew(given[1]!)).toBe('invalid_grant');
  });
});

describe('logging out', () => {
  it('ends the refresh token; an access token that is somewhere else runs out', async () => {
    let session: WebSession | undefined;
    let token = '';
    const [refreshToken] = await refreshTokensOf(async () => {
      session = await signIn('ingrid');
      token = await session.forIndex();
    });
    await session!.revoke();
    expect((await problemFrom(session!.forIndex())).code).toBe('client.sign-in-again');
    expect(await renew(refreshToken!)).toBe('invalid_grant');
    const { exp = 0 } = await atIndex.verify(token).then(() => decodeJwt(token));
    expect(exp - Date.now() / 1000).toBeLessThanOrEqual(600);
  });

  it('is asked about on a page without scripts, and carries no token there', async () => {
    const session = await signIn('ingrid');
    const address = session.signOutUrl(GONE) ?? '';
    expect([...new URL(address).searchParams.keys()]).toEqual(['client_id', 'post_logout_redirect_uri']);
    const page = await browser.open(address);
    expect(page.headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; style-src 'sha256-[^']+'; form-action 'self' http:\/\/localhost:5173; base-uri 'none'; frame-ancestors 'none'$/,
    );
    expect(page.headers.get('cache-control')).toBe('no-store');
    expect(page.text).toContain('<h1>Wilt u uitloggen?</h1>');
    expect(page.text).toContain('Alleen voor demonstratie');
    expect(page.text).not.toContain('<script');
    // Merely coming here, as another site could bring about, logs nobody out; nor does a form without its secret.
    expect((await browser.open(`${identity.issuer}/session/end/confirm`, { logout: 'yes' })).status).toBe(400);
    expect((await signIn('nobody', { prompt: 'none' })).person.subject).toBe('ingrid');
  });

  it('ends the session at the provider and every tab, and leads back to the app', async () => {
    const [first, second] = [await signIn('ingrid'), await signIn('ingrid', { prompt: 'none' })];
    expect((await logOut(first)).at.href).toBe(GONE);
    expect((await problemFrom(second.forCustodian())).code).toBe('client.sign-in-again');
    expect((await problemFrom(signIn('ingrid', { prompt: 'none' }))).detail).toEqual({ reason: 'login_required' });
  });

  it('at the provider alone ends every tab too', async () => {
    const session = await signIn('ingrid');
    await browser.submit(await browser.open(session.signOutUrl(GONE) ?? ''), { logout: 'yes' });
    expect((await problemFrom(session.forCustodian())).code).toBe('client.sign-in-again');
  });

  it('lets somebody else sign in', async () => {
    await logOut(await signIn('ingrid'));
    expect((await signIn('wim')).person).toEqual({ subject: 'wim', name: 'Wim Eikenstroom' });
  });

  it('without a session needs no page', async () => {
    const session = await signIn('ingrid');
    await logOut(session);
    const { at } = await browser.open(`${session.signOutUrl(GONE)}&state=kept`);
    expect(at.href).toBe(`${GONE}?state=kept`);
    const page = await browser.open(`${identity.issuer}/session/end`);
    expect(page.text).toContain('<h1>U bent uitgelogd</h1>');
    expect(page.text).not.toContain('<script');
  });

  it.each([
    ['another origin', `http://localhost:9999/signed-out?${ODD}`],
    ['another page', `${WEB}/signed-in`],
  ])('never leads to %s', async (_what, place) => {
    const session = await signIn('ingrid');
    for (const signedIn of [true, false]) {
      const page = await browser.open(session.signOutUrl(place) ?? '');
      expect([page.at.origin, page.status]).toEqual([identity.issuer, 400]);
      expect(page.text).toContain('Dit is niet gelukt');
      expect(page.text).not.toContain(ODD);
      if (signedIn) await logOut(session);
    }
  });

  it('leaves a command line signed in, which has a sign-in of its own', async () => {
    const session = await signIn('ingrid');
    let browsed: Promise<unknown> = Promise.resolve();
    const atTerminal = signInWithBrowser({ ...config, clientId: 'raakvlak-cli' }, (url) => {
      browsed = browser
        .open(url)
        .then((page) => browser.choose(page, 'ingrid'))
        .then(({ at }) => fetch(at));
    });
    const commandLine = await atTerminal;
    await browsed;
    await logOut(session);
    expect((await atCustodian.verify(await commandLine.forCustodian())).subject).toBe('ingrid');
  });

  it('comes first when somebody else is chosen, and ends what the other had open', async () => {
    const session = await signIn('ingrid');
    const { url, pending } = await beginSignIn(config, BACK);
    const page = await browser.open(`${url}&prompt=login`);
    const between = await browser.choose(page, 'wim');
    expect(between.headers.get('content-security-policy')).toMatch(
      /^default-src 'none';script-src 'sha256-[^']+';form-action 'self' http:\/\/localhost:5173 http:\/\/127\.0\.0\.1:\*;/,
    );
    const { at } = await browser.submit(between);
    expect((await finishSignIn(config, pending, at.href)).person.subject).toBe('wim');
    expect((await problemFrom(session.forCustodian())).code).toBe('client.sign-in-again');
  });
});

describe('other origins', () => {
  const ALLOW = 'access-control-allow-origin';
  const preflight = (path: string, origin: string) =>
    fetch(identity.issuer + path, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' },
    });
  const revoke = (origin: string) =>
    fetch(`${identity.issuer}/token/revocation`, {
      method: 'POST',
      headers: { origin },
      body: new URLSearchParams({ token: 'x', client_id: 'raakvlak-web' }),
    });

  it('cannot read what the token and revocation endpoints answer; the web app can', async () => {
    const form = { grant_type: 'refresh_token', refresh_token: 'x', client_id: 'raakvlak-web' };
    for (const send of [(origin: string) => tokenRequest(form, { origin }), revoke]) {
      expect((await send('http://elsewhere.example')).headers.get(ALLOW)).toBeNull();
      expect((await send('null')).headers.get(ALLOW)).toBeNull();
      expect((await send(WEB)).headers.get(ALLOW)).toBe(WEB);
    }
  });

  it.each(['/token', '/token/revocation'])('the web app may ask beforehand at %s', async (path) => {
    const answer = await preflight(path, WEB);
    expect([answer.status, answer.headers.get(ALLOW)]).toEqual([204, WEB]);
    expect(answer.headers.get('access-control-allow-methods')).toBe('POST');
    expect(answer.headers.get('access-control-allow-credentials')).toBeNull();
  });

  it.each(['/.well-known/openid-configuration', '/jwks'])('anybody may read %s', async (path) => {
    const answer = await fetch(identity.issuer + path, { headers: { origin: WEB } });
    expect([answer.status, answer.headers.get(ALLOW)]).toEqual([200, WEB]);
  });
});
