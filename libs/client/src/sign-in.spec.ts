import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type GenerateKeyPairResult, SignJWT } from 'jose';
import { Problem } from '#problem';
import { type ClientConfiguration, discover, resumeSession, type SavedSession, signInAsDemoPerson } from './sign-in';

const SECRET = 'geheim-uit-het-antwoord';

/** A real provider over HTTP that can be told to lie at one point. */
class Provider {
  readonly #server: Server;
  #nonce = '';
  #state = '';
  metadata: Record<string, unknown> = {};
  answer: Record<string, string | undefined> = {};
  idToken: { claims?: Record<string, unknown>; key?: CryptoKey } = {};
  token: { status: number; body: unknown } | undefined;
  renewals = 0;

  constructor(private readonly pair: GenerateKeyPairResult) {
    this.#server = createServer((request, response) => void this.#handle(request, response));
  }

  start(): Promise<void> {
    return new Promise((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
  }

  stop(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }

  get issuer(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', this.issuer);
    const json = (body: unknown, status = 200) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (url.pathname === '/jwks') return void json({ keys: [{ ...(await exportJWK(this.pair.publicKey)), kid: 'k' }] });
    if (url.pathname === '/token') return void (await this.#tokens(request, json));
    if (url.pathname === '/auth') return this.#authorize(request, url, response);
    json({
      issuer: this.issuer,
      authorization_endpoint: `${this.issuer}/auth`,
      token_endpoint: `${this.issuer}/token`,
      jwks_uri: `${this.issuer}/jwks`,
      authorization_response_iss_parameter_supported: true,
      ...this.metadata,
    });
  }

  #authorize(request: IncomingMessage, url: URL, response: ServerResponse): void {
    if (request.method === 'GET') {
      this.#nonce = url.searchParams.get('nonce') ?? '';
      this.#state = url.searchParams.get('state') ?? '';
      return void response.writeHead(200, { 'content-type': 'text/html' }).end('<form method="post">');
    }
    const back = new URL(url.searchParams.get('redirect_uri') ?? '');
    const given = { code: SECRET, state: this.#state, iss: this.issuer, ...this.answer };
    for (const [name, value] of Object.entries(given)) if (value !== undefined) back.searchParams.set(name, value);
    response.writeHead(303, { location: back.href }).end();
  }

  async #tokens(request: IncomingMessage, json: (body: unknown, status?: number) => unknown): Promise<void> {
    let form = '';
    for await (const part of request as AsyncIterable<Buffer>) form += part.toString();
    if (form.includes('grant_type=refresh_token')) this.renewals += 1;
    if (this.token !== undefined) return void json(this.token.body, this.token.status);
    const { claims = {}, key = this.pair.privateKey } = this.idToken;
    const now = Math.floor(Date.now() / 1000);
    const idToken = await new SignJWT({
      iss: this.issuer,
      aud: 'raakvlak-cli',
      sub: 'ingrid',
      iat: now,
      exp: now + 60,
      nonce: this.#nonce,
      ...claims,
    })
      .setProtectedHeader({ alg: 'ES256', kid: 'k' })
      .sign(key);
    json({
      access_token: `token-${this.renewals}`,
      token_type: 'Bearer',
      expires_in: 600,
      refresh_token: 'r',
      id_token: idToken,
    });
  }
}

let pair: GenerateKeyPairResult;
let provider: Provider;

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
  provider = new Provider(pair);
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
