import { setTimeout as wait } from 'node:timers/promises';
import { generateKeyPair, type GenerateKeyPairResult } from 'jose';
import { Problem } from '#problem';
import { beginSignIn, type ClientConfiguration, finishSignIn, type WebSession, type WebSignInOptions } from './browser';
import { LyingProvider, SECRET } from './lying-provider';

const BACK = 'http://localhost:4080/signed-in';

let pair: GenerateKeyPairResult;
let provider: LyingProvider;

const config = (more: Partial<ClientConfiguration> = {}): ClientConfiguration => ({
  index: 'http://localhost:1',
  indexAudience: 'urn:raakvlak:index',
  custodian: 'http://localhost:1',
  custodianAudience: 'urn:raakvlak:custodian',
  issuer: provider.issuer,
  clientId: 'raakvlak-web',
  rootKey: 'A'.repeat(43),
  demo: true,
  ...more,
});

async function problemFrom(work: Promise<unknown>): Promise<Problem> {
  const outcome = await work.catch((cause: unknown) => cause);
  if (!(outcome instanceof Problem)) throw new Error('expected a Problem');
  const { message, kind, detail, stack } = outcome;
  expect(JSON.stringify([message, kind, detail, stack])).not.toContain(SECRET);
  return outcome;
}

/** Signs in as a page would, with whatever the provider makes of it. */
async function signIn(more: Partial<ClientConfiguration> = {}, options: WebSignInOptions = {}): Promise<WebSession> {
  const { url, pending } = await beginSignIn(config(more), BACK, options);
  await fetch(url);
  const { headers } = await fetch(url, { method: 'POST', redirect: 'manual' });
  // The page kept it as text while it was away.
  const kept = JSON.parse(JSON.stringify(pending)) as typeof pending;
  return finishSignIn(config(more), kept, headers.get('location') ?? '');
}

const refusal = async () => (await problemFrom(signIn())).code;

beforeAll(async () => {
  pair = await generateKeyPair('ES256', { extractable: true });
});
beforeEach(async () => {
  provider = new LyingProvider(pair);
  await provider.start();
  provider.metadata = {
    revocation_endpoint: `${provider.issuer}/revoke`,
    end_session_endpoint: `${provider.issuer}/bye`,
  };
});
afterEach(() => provider.stop());

describe('an authorization answer', () => {
  it.each([
    ['of another request', { state: 'another' }],
    ['without a state', { state: undefined }],
    ['of another provider', { iss: 'https://elsewhere.example' }],
    ['that does not say whose it is', { iss: undefined }],
    ['without a code', { code: undefined }],
    ['with an empty code', { code: '' }],
  ])('%s is refused before a token is asked for', async (_what, answer) => {
    provider.answer = answer;
    expect(await refusal()).toBe('client.identity-provider-unexpected');
    expect(provider.asked).toEqual([]);
  });

  it('with an error names it only when it is a code of the standard', async () => {
    provider.answer = { error: 'login_required' };
    const silent = await problemFrom(signIn({}, { prompt: 'none' }));
    expect([silent.code, silent.detail]).toEqual(['client.sign-in-refused', { reason: 'login_required' }]);
    for (const odd of [`<img src=x onerror=${SECRET}>`, `${SECRET}_${SECRET}`.toUpperCase(), 'x'.repeat(5000), '']) {
      provider.answer = { error: odd, error_description: SECRET };
      expect((await problemFrom(signIn())).detail).toEqual({});
    }
  });

  it.each([
    ['at another origin', 'http://localhost:4999/signed-in'],
    ['at another path', 'http://localhost:4080/elsewhere'],
    ['with a query', 'http://localhost:4080/signed-in?code=c'],
    ['that is no address', 'signed-in'],
  ])('%s is refused', async (_what, place) => {
    const { pending } = await beginSignIn(config(), BACK);
    const answer = `${place}#${new URLSearchParams({ state: pending.state, iss: provider.issuer, code: 'c' }).toString()}`;
    const { code } = await problemFrom(finishSignIn(config(), pending, answer));
    expect(code).toBe('client.identity-provider-unexpected');
    expect(provider.asked).toEqual([]);
  });

  it('with a parameter twice is refused', async () => {
    const { pending } = await beginSignIn(config(), BACK);
    const twice = `state=${pending.state}&iss=${encodeURIComponent(provider.issuer)}&code=a&code=b`;
    const { code } = await problemFrom(finishSignIn(config(), pending, `${BACK}#${twice}`));
    expect(code).toBe('client.identity-provider-unexpected');
  });
});

describe('an ID token', () => {
  it.each([
    ['for another sign-in', { nonce: 'another' }],
    ['without a nonce', { nonce: undefined }],
    ['for another client', { aud: 'somebody-else' }],
    ['for two clients that does not say for which', { aud: ['raakvlak-web', 'somebody-else'] }],
    ['that another client asked for', { aud: ['raakvlak-web'], azp: 'somebody-else' }],
    ['of another issuer', { iss: 'https://elsewhere.example' }],
    ['that has ended', { exp: Math.floor(Date.now() / 1000) - 6 }],
    ['without an end', { exp: undefined }],
    ['without a beginning', { iat: undefined }],
    ['about nobody', { sub: undefined }],
    ['about an empty name', { sub: '' }],
  ])('%s is refused', async (_what, claims) => {
    provider.idToken = { claims };
    expect(await refusal()).toBe('client.identity-provider-unexpected');
  });

  it('signed by a stranger is refused', async () => {
    provider.idToken = { key: (await generateKeyPair('ES256')).privateKey };
    expect(await refusal()).toBe('client.identity-provider-unexpected');
  });

  it.each([
    ['a name', { name: 'Ingrid Wolkenveld', preferred_username: 'i.wolkenveld' }, 'Ingrid Wolkenveld'],
    ['only a log-in name', { preferred_username: 'i.wolkenveld' }, 'i.wolkenveld'],
    ['a name that cannot be seen', { name: '\u0000\u202e \n', preferred_username: 'i.wolkenveld' }, 'i.wolkenveld'],
    ['a name that turns the text', { name: 'In\u0007grid\u202e\nWolken\u200bveld ' }, 'In grid Wolken veld'],
    ['a name without end', { name: '𝓐'.repeat(200) }, '𝓐'.repeat(100)],
    ['a name that is no text', { name: { first: 'Ingrid' } }, undefined],
    ['no name', {}, undefined],
  ])('with %s gives what can be shown of it', async (_what, claims, name) => {
    provider.idToken = { claims };
    expect((await signIn()).person).toEqual({ subject: 'ingrid', ...(name === undefined ? {} : { name }) });
  });
});

describe('a request', () => {
  it('goes to a protected address only, and never back to an unprotected one', async () => {
    expect((await problemFrom(beginSignIn(config(), 'http://raakvlak.example/signed-in'))).code).toBe(
      'client.insecure-address',
    );
    provider.metadata = { revocation_endpoint: 'http://elsewhere.example/revoke' };
    expect((await problemFrom(beginSignIn(config(), BACK))).code).toBe('client.insecure-address');
  });

  it('asks for both audiences, with PKCE, in the fragment, and for nothing that outlives the session', async () => {
    const { url, pending } = await beginSignIn(config(), BACK, { prompt: 'none', scopes: ['raakvlak:ask'] });
    const asked = new URL(url).searchParams;
    expect(asked.getAll('resource')).toEqual(['urn:raakvlak:index', 'urn:raakvlak:custodian']);
    expect(Object.fromEntries(asked)).toMatchObject({
      response_type: 'code',
      response_mode: 'fragment',
      redirect_uri: BACK,
      scope: 'openid profile raakvlak:ask',
      prompt: 'none',
      code_challenge_method: 'S256',
      state: pending.state,
      nonce: pending.nonce,
    });
    expect(url).not.toContain(pending.verifier);
    expect(new Set(Object.values((await beginSignIn(config(), BACK)).pending)).size).toBe(4);
  });

  it('says by scope which API is meant where the configuration says so, one at a time', async () => {
    const scopes = { indexScope: 'api://index/.default offline_access', custodianScope: 'api://custodian/.default' };
    const { url } = await beginSignIn(config(scopes), BACK);
    expect(new URL(url).searchParams.get('scope')).toBe('openid profile api://index/.default offline_access');
    expect(new URL(url).searchParams.has('resource')).toBe(false);
    await (await signIn(scopes)).forCustodian();
    const told = provider.asked.map((form) => [form.get('grant_type'), form.get('scope'), form.has('resource')]);
    expect(told).toEqual([
      ['authorization_code', scopes.indexScope, false],
      ['refresh_token', scopes.custodianScope, false],
    ]);
  });
});

describe('a session', () => {
  it('has the token for the index at once, and asks for the custodian’s when it is needed', async () => {
    const session = await signIn();
    expect(await session.forIndex()).toBe('token-0');
    expect(provider.asked).toHaveLength(1);
    expect(await Promise.all([session.forCustodian(), session.forCustodian(), session.forIndex()])).toEqual([
      'token-1',
      'token-1',
      'token-0',
    ]);
    expect(provider.asked.map((form) => form.get('resource'))).toEqual([
      'urn:raakvlak:index',
      'urn:raakvlak:custodian',
    ]);
  });

  it('shows no token to whoever writes it down', async () => {
    const session = await signIn();
    await session.forCustodian();
    expect(JSON.stringify(session)).toBe('{"person":{"subject":"ingrid"}}');
  });

  it('without a refresh token is good for reading, and says why not for asking', async () => {
    provider.refreshToken = undefined;
    const session = await signIn();
    expect(await session.forIndex()).toBe('token-0');
    expect((await problemFrom(session.forCustodian())).code).toBe('client.no-second-token');
    await session.revoke();
    expect(provider.revoked).toEqual([]);
  });

  it('leads to the provider’s log-out without a token in the address, where there is one', async () => {
    const url = new URL((await signIn()).signOutUrl('http://localhost:4080/signed-out') ?? '');
    expect(url.origin + url.pathname).toBe(`${provider.issuer}/bye`);
    expect(Object.fromEntries(url.searchParams)).toEqual({
      client_id: 'raakvlak-web',
      post_logout_redirect_uri: 'http://localhost:4080/signed-out',
    });
    provider.metadata = {};
    expect((await signIn()).signOutUrl('http://localhost:4080/signed-out')).toBeUndefined();
  });

  it('that is revoked gives no token any more, and tells the provider once', async () => {
    const session = await signIn();
    await session.revoke();
    expect((await problemFrom(session.forIndex())).code).toBe('client.sign-in-again');
    expect((await problemFrom(session.forCustodian())).code).toBe('client.sign-in-again');
    await session.revoke();
    expect(provider.revoked.map((form) => Object.fromEntries(form))).toEqual([
      { token: 'r', token_type_hint: 'refresh_token', client_id: 'raakvlak-web' },
    ]);
  });

  it('that is revoked during a renewal ends the token that the renewal brings', async () => {
    const session = await signIn();
    provider.refreshToken = 'newer';
    let answer = (): void => undefined;
    provider.ready = new Promise((resolve) => (answer = resolve));
    const renewal = problemFrom(session.forCustodian());
    while (provider.asked.length < 2) await wait(5);
    const revoked = session.revoke();
    answer();
    await revoked;
    expect((await renewal).code).toBe('client.sign-in-again');
    expect(provider.revoked.map((form) => form.get('token'))).toEqual(['newer']);
  });

  it.each([
    [503, 'client.identity-provider-unreachable'],
    [400, 'client.sign-in-refused'],
  ])('is forgotten also when the provider answers the log-out with %d', async (status, code) => {
    const session = await signIn();
    provider.revocation = status;
    expect((await problemFrom(session.revoke())).code).toBe(code);
    expect((await problemFrom(session.forIndex())).code).toBe('client.sign-in-again');
  });

  it('can end where the provider has no such thing', async () => {
    provider.metadata = {};
    const session = await signIn();
    await session.revoke();
    expect((await problemFrom(session.forIndex())).code).toBe('client.sign-in-again');
  });
});
