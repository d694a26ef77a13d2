import { exportJWK, generateKeyPair, type GenerateKeyPairResult } from 'jose';
import { Problem } from '#problem';
import { LyingProvider, SECRET } from './lying-provider';
import {
  type ClientConfiguration,
  discover,
  resumeSession,
  type SavedSession,
  signInAsConnection,
  signInAsDemoPerson,
} from './sign-in';

let pair: GenerateKeyPairResult;
let provider: LyingProvider;

const config = (): ClientConfiguration => ({
  index: 'http://localhost:1',
  indexAudience: 'urn:raakvlak:index',
  custodian: 'http://localhost:1',
  custodianAudience: 'urn:raakvlak:custodian',
  issuer: provider.issuer,
  clientId: 'raakvlak-cli',
  rootKey: 'A'.repeat(43),
  demo: true,
});

async function problemFrom(work: Promise<unknown>): Promise<Problem> {
  const outcome = await work.catch((cause: unknown) => cause);
  if (!(outcome instanceof Problem)) throw new Error('expected a Problem');
  const { message, kind, detail, stack } = outcome;
  expect(JSON.stringify([message, kind, detail, stack])).not.toContain(SECRET);
  return outcome;
}

const signIn = async () => (await problemFrom(signInAsDemoPerson(config(), 'ingrid'))).code;
const saved = (): SavedSession => ({
  issuer: provider.issuer,
  clientId: 'raakvlak-cli',
  refreshToken: SECRET,
  tokens: {},
});

beforeAll(async () => {
  pair = await generateKeyPair('ES256', { extractable: true });
});
beforeEach(async () => {
  provider = new LyingProvider(pair);
  await provider.start();
});
afterEach(() => provider.stop());

describe('a provider that is not what the configuration says', () => {
  it.each([
    ['names another issuer', () => ({ issuer: 'https://elsewhere.example' }), 'client.identity-provider-unexpected'],
    ['names the issuer with a slash', () => ({ issuer: `${provider.issuer}/` }), 'client.identity-provider-unexpected'],
    ['has no token endpoint', () => ({ token_endpoint: undefined }), 'client.identity-provider-unexpected'],
    [
      'wants tokens over plain http',
      () => ({ token_endpoint: 'http://elsewhere.example/t' }),
      'client.insecure-address',
    ],
  ])('is refused when it %s', async (_what, metadata, code) => {
    provider.metadata = metadata();
    expect((await problemFrom(discover(provider.issuer))).code).toBe(code);
  });

  it('is refused over plain http, and told apart from one that is away', async () => {
    expect((await problemFrom(discover('http://login.example'))).code).toBe('client.insecure-address');
    const gone = provider.issuer;
    await provider.stop();
    expect((await problemFrom(discover(gone))).code).toBe('client.identity-provider-unreachable');
    await provider.start();
  });
});

describe('an authorization answer', () => {
  it('that is honest gives a session that asks nothing more until it must', async () => {
    const session = await signInAsDemoPerson(config(), 'ingrid');
    expect(await session.forIndex()).toBe('token-0');
    expect(provider.renewals).toBe(0);
    expect(await session.forCustodian()).toBe('token-1');
    expect(await session.forCustodian()).toBe('token-1');
    expect(session.save()).toMatchObject({ subject: 'ingrid', refreshToken: 'r' });
  });

  it.each([
    ['of another request', { state: 'another' }],
    ['of another provider', { iss: 'https://elsewhere.example' }],
    ['that does not say whose it is', { iss: undefined }],
    ['without a code', { code: undefined }],
  ])('%s is refused', async (_what, answer) => {
    provider.answer = answer;
    expect(await signIn()).toBe('client.identity-provider-unexpected');
  });

  it('with an error names it only when it is a code of the standard', async () => {
    provider.answer = { error: 'access_denied' };
    const denied = await problemFrom(signInAsDemoPerson(config(), 'ingrid'));
    expect([denied.code, denied.detail]).toEqual(['client.sign-in-refused', { reason: 'access_denied' }]);
    provider.answer = { error: `<b>${SECRET}</b>` };
    expect((await problemFrom(signInAsDemoPerson(config(), 'ingrid'))).detail).toEqual({});
  });
});

describe('an ID token', () => {
  it.each([
    ['for another sign-in', { nonce: 'another' }],
    ['for another client', { aud: 'somebody-else' }],
    ['of another issuer', { iss: 'https://elsewhere.example' }],
    ['that has ended', { exp: 1 }],
    ['without an end', { exp: undefined }],
    ['about nobody', { sub: undefined }],
  ])('%s is refused', async (_what, claims) => {
    provider.idToken = { claims };
    expect(await signIn()).toBe('client.identity-provider-unexpected');
  });

  it('signed by a stranger is refused', async () => {
    provider.idToken = { key: (await generateKeyPair('ES256')).privateKey };
    expect(await signIn()).toBe('client.identity-provider-unexpected');
  });
});

describe('a connection', () => {
  it('says by scope which API a token is for, and wants no refresh token', async () => {
    const key = { ...(await exportJWK(pair.privateKey)), alg: 'ES256', kid: 'c' };
    const scopes = { indexScope: 'api://index/.default offline_access', custodianScope: 'api://custodian/.default' };
    await (await signInAsConnection({ ...config(), ...scopes }, key)).forCustodian();
    expect(provider.asked.map((form) => [form.get('scope'), form.has('resource')])).toEqual([
      ['api://index/.default', false],
      ['api://custodian/.default', false],
    ]);
  });
});

describe('a renewal', () => {
  const renew = async () => problemFrom(resumeSession(config(), saved()).forIndex());

  it.each([
    [400, { error: 'invalid_grant', error_description: SECRET }, 'client.sign-in-again'],
    [401, { error: 'invalid_client' }, 'client.sign-in-refused'],
    [503, { error: SECRET }, 'client.identity-provider-unreachable'],
    [200, { access_token: SECRET, token_type: 'DPoP' }, 'client.identity-provider-unexpected'],
    [200, null, 'client.identity-provider-unexpected'],
  ])('answered with %d and %j is understood without repeating it', async (status, body, code) => {
    provider.token = { status, body };
    expect((await renew()).code).toBe(code);
  });

  it('that failed does not stand in the way of the next', async () => {
    const session = resumeSession(config(), saved());
    provider.token = { status: 503, body: {} };
    await problemFrom(session.forIndex());
    provider.token = undefined;
    expect(await session.forIndex()).toBe('token-2');
  });

  it('that cannot be kept gives no token, and the renewed session is not lost', async () => {
    const full = new Error('disk full');
    const session = resumeSession(config(), saved(), { keep: () => Promise.reject(full) });
    await expect(session.forIndex()).rejects.toBe(full);
    expect(session.save().refreshToken).toBe('r');
  });

  it('never serves another provider, another client or a session without a refresh token', async () => {
    expect(() => resumeSession({ ...config(), issuer: 'https://login.example' }, saved())).toThrow(Problem);
    expect(() => resumeSession({ ...config(), clientId: 'raakvlak-web' }, saved())).toThrow(Problem);
    const { code } = await problemFrom(resumeSession(config(), { ...saved(), refreshToken: undefined }).forIndex());
    expect(code).toBe('client.sign-in-again');
  });
});
