import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { importJWK, type JWK, SignJWT } from 'jose';
import { problemsOf } from '#problem';
import { authorizationRequest, type PendingSignIn, redeem } from './authorization';
import { requireProtected } from './http';
import {
  aimedAt,
  askForTokens,
  type ClientConfiguration,
  discover,
  nobody,
  type ProviderMetadata,
  Renewing,
  renewWithRefreshToken,
  type SavedSession,
  send,
  signInProblem,
  type SignInOptions,
  type TokenSource,
} from './token-source';

export {
  type ClientConfiguration,
  discover,
  type ProviderMetadata,
  type SavedSession,
  type SignInOptions,
  type TokenSource,
};

/** What only happens outside a browser. */
const problem = problemsOf('client', {
  'sign-in-timeout': {
    status: 408,
    title: 'Nobody finished signing in',
    advice: 'Start again and finish signing in within five minutes in the browser that opens.',
  },
  'not-a-demonstration': {
    status: 400,
    title: 'Demo people exist in a demonstration on this machine only',
    advice: 'Sign in with the browser.',
  },
  'no-such-demo-person': {
    status: 404,
    title: 'There is no such demo person',
    advice: 'Choose one of the people that the start of the demonstration lists.',
  },
  'not-a-connection-key': {
    status: 400,
    title: 'This is not the private key of a connection',
    advice: 'Give the private key as JWK: EC P-256 with alg ES256, or another asymmetric key with its alg.',
  },
});

const CONNECTION_SCOPES = ['raakvlak:ask', 'raakvlak:register'];
/** So that a command need not open the browser each time. */
const KEPT = { about: ['offline_access'] };
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
  let timer: NodeJS.Timeout | undefined;
  try {
    const { url: address, pending } = await authorizationRequest(config, provider, `http://${host}/callback`, KEPT);
    const returned = new Promise<URL>((resolve, reject) => {
      timer = setTimeout(() => reject(problem('sign-in-timeout')), (options.timeoutSeconds ?? 300) * 1000);
      Promise.resolve(openUrl(address)).catch(reject);
      server.on('request', ({ method, headers, url = '' }, response) => {
        const answer = URL.canParse(url, pending.redirectUri) ? new URL(url, pending.redirectUri) : undefined;
        const expected = method === 'GET' && headers.host === host && answer?.pathname === '/callback';
        // An answer to another request is left alone: any page could send one to end this sign-in.
        if (!expected || answer.searchParams.get('state') !== pending.state) return void response.writeHead(404).end();
        response.writeHead(200, PAGE_HEADERS).end(CLOSE_PAGE, () => resolve(answer));
      });
    });
    return await finish(config, provider, pending, await returned, options);
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
  const { url, pending } = await authorizationRequest(config, provider, 'http://127.0.0.1/callback', KEPT);
  const { redirectUri } = pending;
  const visitor = new Visitor(origin);
  const choice = await visitor.walk(new URL(url), redirectUri);
  const left = choice === undefined ? undefined : await visitor.walk(choice, redirectUri, new URLSearchParams({ sub }));
  if (left === undefined) throw signInProblem('identity-provider-unexpected');
  return finish(config, provider, pending, left, options);
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
  const source = new Renewing({ ...nobody(config), subject: config.clientId }, {}, async (party) => {
    const aim = aimedAt(config, party);
    return askForTokens(provider, {
      grant_type: 'client_credentials',
      ...aim,
      // A machine has no refresh token (RFC 6749, 4.4.3).
      scope: 'scope' in aim ? aim.scope.replace(/\boffline_access\b/, '').trim() : CONNECTION_SCOPES.join(' '),
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: await assertion(),
    });
  });
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
  if (saved.issuer !== config.issuer || saved.clientId !== config.clientId) throw signInProblem('sign-in-again');
  return new Renewing(
    saved,
    options,
    renewWithRefreshToken(config, () => discover(config.issuer)),
  );
}

/** From the authorization answer to tokens. */
async function finish(
  config: ClientConfiguration,
  provider: ProviderMetadata,
  pending: PendingSignIn,
  returned: URL,
  options: SignInOptions,
): Promise<TokenSource> {
  const { session } = await redeem(config, provider, pending, returned.searchParams);
  await options.keep?.(session);
  return new Renewing(
    session,
    options,
    renewWithRefreshToken(config, async () => provider),
  );
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
