import { createHash, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createRemoteJWKSet, importJWK, type JWK, jwtVerify, SignJWT } from 'jose';
import { requireProtected } from './http';
import {
  askForTokens,
  CALL_TIMEOUT,
  type ClientConfiguration,
  discover,
  nobody,
  type ProviderMetadata,
  refusedBy,
  Renewing,
  renewWithRefreshToken,
  type SavedSession,
  send,
  signInProblem as problem,
  type SignInOptions,
  type TokenSource,
  withToken,
} from './token-source';

export {
  type ClientConfiguration,
  discover,
  type ProviderMetadata,
  type SavedSession,
  type SignInOptions,
  type TokenSource,
};

const SCOPES = ['raakvlak:ask', 'raakvlak:register', 'raakvlak:manage', 'raakvlak:review'];
const CONNECTION_SCOPES = ['raakvlak:ask', 'raakvlak:register'];
const ID_TOKEN_ALGORITHMS = ['ES256', 'PS256', 'RS256', 'EdDSA'];
const LONGEST_WAY = 12;

/**
 * Signs a person in with their own browser: authorization code with PKCE, answered on a free loopback port (RFC 8252).
 * @param openUrl opens or prints the address; may return at once
 * @throws Problem as `discover`, and `client.sign-in-refused`, `client.sign-in-timeout`
 */
export async function signInWithBrowser(
  config: ClientConfiguration,
  openUrl: (url: string) => unknown,
  options: SignInOptions = {},
): Promise<TokenSource> {
  const provider = await discover(config.issuer);
  const server = createServer();
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const request = newRequest(config, provider, `http://${host}/callback`);
  let timer: NodeJS.Timeout | undefined;
  try {
    const returned = new Promise<URL>((resolve, reject) => {
      timer = setTimeout(() => reject(problem('sign-in-timeout')), (options.timeoutSeconds ?? 300) * 1000);
      Promise.resolve(openUrl(request.url)).catch(reject);
      server.on('request', ({ method, headers, url = '' }, response) => {
        const answer = URL.canParse(url, request.redirectUri) ? new URL(url, request.redirectUri) : undefined;
        const expected = method === 'GET' && headers.host === host && answer?.pathname === '/callback';
        // An answer to another request is left alone: any page could send one to end this sign-in.
        if (!expected || answer.searchParams.get('state') !== request.state) return void response.writeHead(404).end();
        response.writeHead(200, PAGE_HEADERS).end(CLOSE_PAGE, () => resolve(answer));
      });
    });
    return await finish(config, provider, request, await returned, options);
  } finally {
    clearTimeout(timer);
    server.close();
    server.closeAllConnections();
  }
}

/**
 * The same sign-in without a browser: follows the redirects and makes the choice on the demo provider's page.
 * @param sub one of the demo people, for instance `ingrid`
 * @throws Problem as `signInWithBrowser`, and `client.not-a-demonstration`, `client.no-such-demo-person`
 */
export async function signInAsDemoPerson(
  config: ClientConfiguration,
  sub: string,
  options: SignInOptions = {},
): Promise<TokenSource> {
  const { hostname, origin } = requireProtected(config.issuer);
  if (config.demo !== true || !['localhost', '127.0.0.1', '[::1]'].includes(hostname))
    throw problem('not-a-demonstration');
  const provider = await discover(config.issuer);
  const request = newRequest(config, provider, 'http://127.0.0.1/callback');
  const visitor = new Visitor(origin);
  const choice = await visitor.walk(new URL(request.url), request.redirectUri);
  const left =
    choice === undefined ? undefined : await visitor.walk(choice, request.redirectUri, new URLSearchParams({ sub }));
  if (left === undefined) throw problem('identity-provider-unexpected');
  return finish(config, provider, request, left, options);
}

/** What a browser does between two pages: keeps cookies and follows redirects, here on the demo provider alone. */
class Visitor {
  readonly #cookies = new Map<string, string>();

  constructor(private readonly origin: string) {}

  /**
   * @param form sent with the first step
   * @returns the page where the way ends, or the redirect address with its answer; undefined when it leads elsewhere
   * @throws Problem `client.no-such-demo-person` when the form is refused
   */
  async walk(from: URL, redirectUri: string, form?: URLSearchParams): Promise<URL | undefined> {
    let at = from;
    for (let step = 0; step < LONGEST_WAY; step++) {
      if (at.href.startsWith(`${redirectUri}?`)) return at;
      if (at.origin !== this.origin) return undefined;
      const { status, location } = await this.#visit(at, step === 0 ? form : undefined);
      if (location === null && form !== undefined) throw problem('no-such-demo-person');
      if (location === null) return status === 200 ? at : undefined;
      at = new URL(location, at);
    }
    return undefined;
  }

  async #visit(at: URL, form: URLSearchParams | undefined): Promise<{ status: number; location: string | null }> {
    const answer = await send(at.href, {
      method: form === undefined ? 'GET' : 'POST',
      body: form,
      redirect: 'manual',
      headers: {
        origin: this.origin,
        cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; '),
      },
    });
    for (const line of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=;]+)=([^;]*)/.exec(line) ?? [];
      if (name !== undefined && value !== undefined) this.#cookies.set(name, value);
    }
    await answer.body?.cancel();
    return { status: answer.status, location: answer.headers.get('location') };
  }
}

/**
 * Signs a department's system in with its own key: client credentials and a signed assertion (RFC 7523).
 * @param config with the connection's own `clientId`
 * @param privateJwk private key with `alg` and `kid` as registered at the provider
 * @throws Problem as `discover`, and `client.sign-in-refused`, `client.not-a-connection-key`
 */
export async function signInAsConnection(config: ClientConfiguration, privateJwk: JWK): Promise<TokenSource> {
  const alg = privateJwk.alg ?? 'ES256';
  if (privateJwk.d === undefined || privateJwk.kty === 'oct') throw problem('not-a-connection-key');
  const key = await importJWK(privateJwk, alg).catch(() => {
    throw problem('not-a-connection-key');
  });
  const provider = await discover(config.issuer);
  const assertion = () =>
    new SignJWT()
      .setProtectedHeader({ alg, kid: privateJwk.kid, typ: 'JWT' })
      .setIssuer(config.clientId)
      .setSubject(config.clientId)
      .setAudience(provider.issuer)
      .setJti(randomBytes(16).toString('base64url'))
      .setIssuedAt()
      .setExpirationTime('60s')
      .sign(key);
  const source = new Renewing(config, { ...nobody(config), subject: config.clientId }, {}, async (resource) =>
    askForTokens(provider, {
      grant_type: 'client_credentials',
      scope: CONNECTION_SCOPES.join(' '),
      resource,
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: await assertion(),
    }),
  );
  await source.forIndex();
  return source;
}

/**
 * Goes on with a sign-in that was kept; asks the provider nothing until a token is needed.
 * @throws Problem `client.sign-in-again` when it belongs to another provider or client
 */
export function resumeSession(
  config: ClientConfiguration,
  saved: SavedSession,
  options: SignInOptions = {},
): TokenSource {
  if (saved.issuer !== config.issuer || saved.clientId !== config.clientId) throw problem('sign-in-again');
  return new Renewing(
    config,
    saved,
    options,
    renewWithRefreshToken(config, () => discover(config.issuer)),
  );
}

interface AuthorizationRequest {
  readonly url: string;
  readonly redirectUri: string;
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

function newRequest(
  config: ClientConfiguration,
  provider: ProviderMetadata,
  redirectUri: string,
): AuthorizationRequest {
  const [state, nonce, verifier] = [secret(), secret(), secret()];
  const url = new URL(provider.authorizationEndpoint);
  for (const [name, value] of [
    ['response_type', 'code'],
    ['client_id', config.clientId],
    ['redirect_uri', redirectUri],
    ['scope', ['openid', 'offline_access', ...SCOPES].join(' ')],
    ['resource', config.indexAudience],
    ['resource', config.custodianAudience],
    ['state', state],
    ['nonce', nonce],
    ['code_challenge', createHash('sha256').update(verifier).digest('base64url')],
    ['code_challenge_method', 'S256'],
  ] as const) {
    url.searchParams.append(name, value);
  }
  return { url: url.href, redirectUri, state, nonce, verifier };
}

const secret = (): string => randomBytes(32).toString('base64url');

/** From the authorization answer to tokens; everything is checked before anything is believed. */
async function finish(
  config: ClientConfiguration,
  provider: ProviderMetadata,
  request: AuthorizationRequest,
  returned: URL,
  options: SignInOptions,
): Promise<TokenSource> {
  const given = returned.searchParams;
  if (given.get('state') !== request.state) throw problem('identity-provider-unexpected');
  const iss = given.get('iss');
  // RFC 9207, 2.4: an answer from another provider must not reach this one's token endpoint.
  if (iss === null ? provider.namesItself : iss !== provider.issuer) throw problem('identity-provider-unexpected');
  if (given.has('error')) throw refusedBy(given.get('error'));
  const code = given.get('code');
  if (code === null || given.getAll('code').length !== 1) throw problem('identity-provider-unexpected');
  const askedAt = Date.now();
  const answer = await askForTokens(provider, {
    grant_type: 'authorization_code',
    code,
    redirect_uri: request.redirectUri,
    code_verifier: request.verifier,
    client_id: config.clientId,
    resource: config.indexAudience,
  });
  const subject = await subjectOf(answer.idToken, provider, config.clientId, request.nonce);
  const session = withToken({ ...nobody(config), subject }, 'index', answer, askedAt);
  await options.keep?.(session);
  return new Renewing(
    config,
    session,
    options,
    renewWithRefreshToken(config, async () => provider),
  );
}

/** OpenID Connect Core 1.0, 3.1.3.7. */
async function subjectOf(
  idToken: string | undefined,
  provider: ProviderMetadata,
  audience: string,
  nonce: string,
): Promise<string> {
  try {
    const keys = createRemoteJWKSet(new URL(provider.jwksUri), { timeoutDuration: CALL_TIMEOUT });
    const { payload } = await jwtVerify(idToken ?? '', keys, {
      issuer: provider.issuer,
      audience,
      algorithms: ID_TOKEN_ALGORITHMS,
      requiredClaims: ['exp', 'iat', 'sub'],
      clockTolerance: 5,
    });
    if (payload.nonce === nonce && payload.sub !== undefined && payload.sub !== '') return payload.sub;
  } catch {
    // The cause is dropped on purpose: it can hold the claims.
  }
  throw problem('identity-provider-unexpected');
}

const PAGE_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  connection: 'close',
};

const CLOSE_PAGE = `<!doctype html>
<html lang="nl"><head><meta charset="utf-8"><title>Raakvlak</title></head>
<body><h1>U kunt dit venster sluiten</h1><p>Ga terug naar Raakvlak.</p></body></html>
`;
