import type { JSONWebKeySet } from 'jose';
import { type Problem, problemsOf } from '#problem';
import { requireProtected } from './http';

/** What can go wrong with signing in; texts are fixed, a provider's words never pass. */
export const signInProblem = problemsOf('client', {
  'identity-provider-unreachable': {
    status: 503,
    title: 'The identity provider cannot be reached',
    advice: 'Check the connection and whether the identity provider is running, then try again.',
  },
  'identity-provider-unexpected': {
    status: 502,
    title: 'The identity provider answered in a way this client does not accept',
    advice: 'Nothing was signed in. Check the issuer in the configuration; if it is right, report this.',
  },
  'sign-in-again': {
    status: 401,
    title: 'The sign-in has ended',
    advice: 'Sign in again.',
  },
  'sign-in-refused': {
    status: 403,
    title: 'The identity provider refused the sign-in',
    advice: 'Check the client and its rights at the identity provider, or sign in as somebody else.',
  },
  'no-second-token': {
    status: 502,
    title: 'The identity provider gives this client no token for the custodian',
    advice: 'Nothing can be asked or registered here. Report this: the client needs refresh tokens at the provider.',
  },
});

/** The client configuration file; `npm start` writes one. Holds no secret. */
export interface ClientConfiguration {
  readonly index: string;
  readonly indexAudience: string;
  readonly custodian: string;
  readonly custodianAudience: string;
  /** Issuer identifier of the OpenID provider */
  readonly issuer: string;
  /** OAuth client; for a connection its own */
  readonly clientId: string;
  /** The custodian's root key: Ed25519, 32 bytes base64url */
  readonly rootKey: string;
  readonly demo: boolean;
  /**
   * For a provider without resource indicators: the scopes that say which API a token is for, parted by spaces, in place
   * of `resource`. Both or neither; asked for one API at a time, as Entra ID wants it. Where a page gets no refresh token
   * without `offline_access`, that belongs to it
   */
  readonly indexScope?: string;
  readonly custodianScope?: string;
}

export type Party = 'index' | 'custodian';

/** How a token request says whom the token is for: RFC 8707, or by scopes. */
export function aimedAt(config: ClientConfiguration, party: Party): { resource: string } | { scope: string } {
  const scope = party === 'index' ? config.indexScope : config.custodianScope;
  if (scope !== undefined) return { scope };
  return { resource: party === 'index' ? config.indexAudience : config.custodianAudience };
}

interface HeldToken {
  readonly value: string;
  /** Unix seconds */
  readonly expiresAt: number;
}

/** A sign-in to be kept between commands. As secret as a password: write it readable by its owner only. */
export interface SavedSession {
  readonly issuer: string;
  readonly clientId: string;
  /** Who signed in, as the provider names them */
  readonly subject?: string;
  /** Absent for a connection, which signs in with its key each time */
  readonly refreshToken?: string;
  readonly tokens: Partial<Readonly<Record<Party, HeldToken>>>;
}

/** Access tokens, one audience each, renewed half a minute before they end. */
export interface TokenSource {
  /** @throws Problem `client.sign-in-again`, `client.identity-provider-unreachable` */
  forIndex(): Promise<string>;
  /** As `forIndex`; the two tokens are never interchangeable. */
  forCustodian(): Promise<string>;
  save(): SavedSession;
}

export interface SignInOptions {
  /**
   * Called with every renewed session and awaited before its tokens are used: a provider that rotates refresh tokens
   * ends the whole sign-in when an old one comes back, so the new one must be on disk first.
   */
  readonly keep?: (session: SavedSession) => void | Promise<void>;
  /** How long a person may take in the browser; 300 */
  readonly timeoutSeconds?: number;
}

/** What this client needs of the provider's metadata (OpenID Connect Discovery 1.0, 3). */
export interface ProviderMetadata {
  readonly issuer: string;
  readonly authorizationEndpoint: string;
  readonly tokenEndpoint: string;
  readonly jwksUri: string;
  /** RFC 9207: whether every authorization answer names its issuer */
  readonly namesItself: boolean;
  /** RFC 7009 */
  readonly revocationEndpoint: string | undefined;
  /** OpenID Connect RP-Initiated Logout 1.0 */
  readonly endSessionEndpoint: string | undefined;
}

const RENEW_BEFORE_SECONDS = 30;
const LARGEST_DOCUMENT = 256 * 1024;
/** For one call to the provider; milliseconds */
const CALL_TIMEOUT = 10_000;

/**
 * Reads the provider's metadata.
 * @throws Problem `client.insecure-address`, `client.identity-provider-unreachable`,
 *   `client.identity-provider-unexpected` also when the document names another issuer
 */
export async function discover(issuer: string): Promise<ProviderMetadata> {
  requireProtected(issuer);
  const { status, body } = await call(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`);
  if (status !== 200 || body.issuer !== issuer) throw signInProblem('identity-provider-unexpected');
  const address = (name: string): string => {
    const value = body[name];
    if (typeof value !== 'string') throw signInProblem('identity-provider-unexpected');
    requireProtected(value);
    return value;
  };
  const addressIfAny = (name: string) => (body[name] === undefined ? undefined : address(name));
  return {
    issuer,
    authorizationEndpoint: address('authorization_endpoint'),
    tokenEndpoint: address('token_endpoint'),
    jwksUri: address('jwks_uri'),
    namesItself: body.authorization_response_iss_parameter_supported === true,
    revocationEndpoint: addressIfAny('revocation_endpoint'),
    endSessionEndpoint: addressIfAny('end_session_endpoint'),
  };
}

export interface TokenAnswer {
  readonly accessToken: string;
  readonly expiresIn: number;
  readonly refreshToken: string | undefined;
  readonly idToken: string | undefined;
}

export type Ask = (party: Party, refreshToken: string | undefined) => Promise<TokenAnswer>;

/** Renewals happen one after another: with rotation, two at once would spend the same refresh token twice. */
export class Renewing implements TokenSource {
  #session: SavedSession;
  #queue: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(
    session: SavedSession,
    private readonly options: SignInOptions,
    private readonly ask: Ask,
  ) {
    this.#session = session;
  }

  forIndex(): Promise<string> {
    return this.#tokenFor('index');
  }

  forCustodian(): Promise<string> {
    return this.#tokenFor('custodian');
  }

  save(): SavedSession {
    return this.#session;
  }

  /**
   * Gives no token from here on, and forgets all it has.
   * @returns the newest refresh token, when a renewal that is under way has brought it
   */
  async close(): Promise<string | undefined> {
    this.#closed = true;
    await this.#queue;
    const { refreshToken, ...rest } = this.#session;
    this.#session = { ...rest, tokens: {} };
    return refreshToken;
  }

  async #tokenFor(party: Party): Promise<string> {
    const held = this.#fresh(party);
    if (held !== undefined) return held;
    const turn = this.#queue.then(() => this.#fresh(party) ?? this.#renew(party));
    this.#queue = turn.catch(() => undefined);
    return turn;
  }

  #fresh(party: Party): string | undefined {
    if (this.#closed) throw signInProblem('sign-in-again');
    const held = this.#session.tokens?.[party];
    return held !== undefined && held.expiresAt - RENEW_BEFORE_SECONDS > Date.now() / 1000 ? held.value : undefined;
  }

  async #renew(party: Party): Promise<string> {
    const askedAt = Date.now();
    const answer = await this.ask(party, this.#session.refreshToken);
    this.#session = withToken(this.#session, party, answer, askedAt);
    if (this.#session.refreshToken !== undefined) await this.options.keep?.(this.#session);
    if (this.#closed) throw signInProblem('sign-in-again');
    return answer.accessToken;
  }
}

/** Life counts from before the request, so that a slow answer never makes a token look fresher than it is. */
export function withToken(session: SavedSession, party: Party, answer: TokenAnswer, askedAt: number): SavedSession {
  const expiresAt = Math.floor(askedAt / 1000) + answer.expiresIn;
  return {
    ...session,
    ...(answer.refreshToken === undefined ? {} : { refreshToken: answer.refreshToken }),
    tokens: { ...session.tokens, [party]: { value: answer.accessToken, expiresAt } },
  };
}

export const nobody = ({ issuer, clientId }: ClientConfiguration): SavedSession => ({ issuer, clientId, tokens: {} });

export function renewWithRefreshToken(config: ClientConfiguration, find: () => Promise<ProviderMetadata>): Ask {
  let provider: ProviderMetadata | undefined;
  return async (party, refreshToken) => {
    if (refreshToken === undefined) throw signInProblem('sign-in-again');
    provider ??= await find();
    const asked = { grant_type: 'refresh_token', refresh_token: refreshToken, client_id: config.clientId };
    return askForTokens(provider, { ...asked, ...aimedAt(config, party) });
  };
}

/** @throws Problem `client.sign-in-refused`, `client.sign-in-again` for a spent refresh token, and as `discover` */
export async function askForTokens(provider: ProviderMetadata, form: Record<string, string>): Promise<TokenAnswer> {
  const { status, body } = await call(provider.tokenEndpoint, { method: 'POST', body: new URLSearchParams(form) });
  if (status >= 500) throw signInProblem('identity-provider-unreachable', { status });
  if (status !== 200) throw refusedBy(body.error, form.grant_type === 'refresh_token');
  const { access_token: accessToken, expires_in: expiresIn, token_type: type } = body;
  if (typeof accessToken !== 'string' || typeof type !== 'string' || type.toLowerCase() !== 'bearer') {
    throw signInProblem('identity-provider-unexpected');
  }
  return {
    accessToken,
    expiresIn: typeof expiresIn === 'number' && expiresIn > 0 ? expiresIn : 60,
    refreshToken: typeof body.refresh_token === 'string' ? body.refresh_token : undefined,
    idToken: typeof body.id_token === 'string' ? body.id_token : undefined,
  };
}

/** Public signing keys (RFC 7517, 5). @throws Problem as `discover` */
export async function keysOf(provider: ProviderMetadata): Promise<JSONWebKeySet> {
  const { status, body } = await call(provider.jwksUri);
  if (status !== 200 || !Array.isArray(body.keys)) throw signInProblem('identity-provider-unexpected');
  return body as unknown as JSONWebKeySet;
}

/**
 * Ends a refresh token at the provider (RFC 7009). Does nothing where the provider has no such thing.
 * @throws Problem `client.identity-provider-unreachable`, `client.sign-in-refused`
 */
export async function revokeAt(provider: ProviderMetadata, clientId: string, refreshToken: string): Promise<void> {
  if (provider.revocationEndpoint === undefined) return;
  const form = { token: refreshToken, token_type_hint: 'refresh_token', client_id: clientId };
  const answer = await send(provider.revocationEndpoint, { method: 'POST', body: new URLSearchParams(form) });
  await answer.body?.cancel();
  if (answer.status >= 500) throw signInProblem('identity-provider-unreachable', { status: answer.status });
  if (!answer.ok) throw signInProblem('sign-in-refused');
}

const OAUTH_ERROR = /^[a-z]{2,20}(_[a-z]{2,20}){1,3}$/;

/** Shows the provider's error only in the shape of the codes of RFC 6749, 4.1.2.1 and 5.2. */
export function refusedBy(error: unknown, renewing = false): Problem {
  if (renewing && error === 'invalid_grant') return signInProblem('sign-in-again');
  return signInProblem(
    'sign-in-refused',
    typeof error === 'string' && OAUTH_ERROR.test(error) ? { reason: error } : {},
  );
}

const QUIETLY = {
  redirect: 'error',
  // No cookie of the provider goes along: what answers here must not depend on who is signed in there.
  credentials: 'omit',
  cache: 'no-store',
  referrerPolicy: 'no-referrer',
} as const;

/** The cause is dropped on purpose: errors of fetch can hold the address, which holds codes and states. */
export async function send(address: string, request: RequestInit = {}): Promise<Response> {
  try {
    return await fetch(address, { ...QUIETLY, ...request, signal: AbortSignal.timeout(CALL_TIMEOUT) });
  } catch {
    throw signInProblem('identity-provider-unreachable');
  }
}

async function call(
  address: string,
  request?: RequestInit,
): Promise<{ status: number; body: Record<string, unknown> }> {
  const answer = await send(address, request);
  const announced = Number(answer.headers.get('content-length') ?? 0);
  if (announced > LARGEST_DOCUMENT) throw signInProblem('identity-provider-unexpected');
  const text = await answer.text().catch(() => {
    throw signInProblem('identity-provider-unreachable');
  });
  try {
    return { status: answer.status, body: Object(JSON.parse(text)) as Record<string, unknown> };
  } catch {
    throw signInProblem(answer.status >= 500 ? 'identity-provider-unreachable' : 'identity-provider-unexpected');
  }
}
