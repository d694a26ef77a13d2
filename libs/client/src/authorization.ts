import { createLocalJWKSet, type JWTPayload, jwtVerify } from 'jose';
import { toBase64url } from '#tokens';
import {
  aimedAt,
  askForTokens,
  type ClientConfiguration,
  keysOf,
  nobody,
  type ProviderMetadata,
  refusedBy,
  type SavedSession,
  signInProblem as problem,
  withToken,
} from './token-source';

// The authorization code flow with PKCE (RFC 6749, 4.1; RFC 7636; OpenID Connect Core 1.0, 3.1) on fetch and WebCrypto
// alone, so that it is the same in Node and in a browser. Everything is checked before anything is believed.

const SCOPES = ['raakvlak:ask', 'raakvlak:register', 'raakvlak:manage', 'raakvlak:review'];
const ID_TOKEN_ALGORITHMS = ['ES256', 'PS256', 'RS256', 'EdDSA'];

/** What must be remembered between the request and its answer. Plain JSON; its secrets are worth nothing afterwards. */
export interface PendingSignIn {
  readonly redirectUri: string;
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

export interface AuthorizationWishes {
  /** Scopes of OpenID Connect beside `openid` */
  readonly about: readonly string[];
  /** Scopes of the APIs; all of the product when left out. A provider that knows no resources has its own in the configuration */
  readonly scopes?: readonly string[];
  /** `none`: answer at once, without a page; the answer is an error when nobody is signed in there */
  readonly prompt?: 'none';
  /** `fragment` keeps the answer out of the request for the page behind the redirect address */
  readonly responseMode?: 'fragment';
}

/** Who signed in, as the provider says. */
export interface Person {
  readonly subject: string;
  /** For a greeting, nothing else: nobody checked it. At most 100 characters */
  readonly name?: string;
}

/** A request with secrets of its own, that is to be opened in the person's browser. */
export async function authorizationRequest(
  config: ClientConfiguration,
  provider: ProviderMetadata,
  redirectUri: string,
  { about, scopes = SCOPES, prompt, responseMode }: AuthorizationWishes,
): Promise<{ readonly url: string; readonly pending: PendingSignIn }> {
  const pending = { redirectUri, state: secret(), nonce: secret(), verifier: secret() };
  const challenge = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(pending.verifier));
  const aim = aimedAt(config, 'index');
  const asked = 'scope' in aim ? aim.scope.split(' ') : scopes;
  const url = new URL(provider.authorizationEndpoint);
  for (const [name, value] of [
    ['response_type', 'code'],
    ['response_mode', responseMode],
    ['client_id', config.clientId],
    ['redirect_uri', redirectUri],
    ['scope', [...new Set(['openid', ...about, ...asked])].join(' ')],
    ['resource', 'resource' in aim ? config.indexAudience : undefined],
    ['resource', 'resource' in aim ? config.custodianAudience : undefined],
    ['prompt', prompt],
    ['state', pending.state],
    ['nonce', pending.nonce],
    ['code_challenge', toBase64url(new Uint8Array(challenge))],
    ['code_challenge_method', 'S256'],
  ] as const) {
    if (value !== undefined) url.searchParams.append(name, value);
  }
  return { url: url.href, pending };
}

const secret = (): string => toBase64url(crypto.getRandomValues(new Uint8Array(32)));

/**
 * From the authorization answer to a session with the token for the index.
 * @param given parameters of the answer
 * @throws Problem `client.identity-provider-unexpected`, `client.sign-in-refused` (detail `reason` when it is a code of
 *   the standards, `login_required` for instance), `client.identity-provider-unreachable`
 */
export async function redeem(
  config: ClientConfiguration,
  provider: ProviderMetadata,
  pending: PendingSignIn,
  given: URLSearchParams,
): Promise<{ readonly session: SavedSession; readonly person: Person }> {
  const one = (name: string): string | undefined => {
    const values = given.getAll(name);
    if (values.length > 1) throw problem('identity-provider-unexpected');
    return values[0];
  };
  if (one('state') !== pending.state) throw problem('identity-provider-unexpected');
  const iss = one('iss');
  // RFC 9207, 2.4: an answer from another provider must not reach this one's token endpoint.
  if (iss === undefined ? provider.namesItself : iss !== provider.issuer) throw problem('identity-provider-unexpected');
  if (given.has('error')) throw refusedBy(given.get('error'));
  const code = one('code');
  if (code === undefined || code === '') throw problem('identity-provider-unexpected');
  const askedAt = Date.now();
  const answer = await askForTokens(provider, {
    grant_type: 'authorization_code',
    code,
    redirect_uri: pending.redirectUri,
    code_verifier: pending.verifier,
    client_id: config.clientId,
    ...aimedAt(config, 'index'),
  });
  const person = await personOf(answer.idToken, provider, config.clientId, pending.nonce);
  return { session: withToken({ ...nobody(config), subject: person.subject }, 'index', answer, askedAt), person };
}

/** OpenID Connect Core 1.0, 3.1.3.7. */
async function personOf(
  idToken: string | undefined,
  provider: ProviderMetadata,
  clientId: string,
  nonce: string,
): Promise<Person> {
  const keys = await keysOf(provider);
  let claims: JWTPayload;
  try {
    ({ payload: claims } = await jwtVerify(idToken ?? '', createLocalJWKSet(keys), {
      issuer: provider.issuer,
      audience: clientId,
      algorithms: ID_TOKEN_ALGORITHMS,
      requiredClaims: ['exp', 'iat', 'sub'],
      clockTolerance: 5,
    }));
  } catch {
    // The cause is dropped on purpose: it can hold the claims.
    throw problem('identity-provider-unexpected');
  }
  const { aud, azp = Array.isArray(aud) && aud.length > 1 ? undefined : clientId, sub } = claims;
  const good = claims.nonce === nonce && azp === clientId && typeof sub === 'string' && sub !== '';
  if (!good) throw problem('identity-provider-unexpected');
  const name = nameFrom(claims.name) ?? nameFrom(claims.preferred_username);
  return name === undefined ? { subject: sub } : { subject: sub, name };
}

/** Without what could steer a terminal or turn the text around. */
function nameFrom(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const clean = value.replace(/[\p{C}\p{Z}]+/gu, ' ').trim();
  return [...clean].slice(0, 100).join('').trim() || undefined;
}
