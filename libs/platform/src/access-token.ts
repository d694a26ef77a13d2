import { createHash } from 'node:crypto';
import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTPayload, jwtVerify, type JWTVerifyGetKey } from 'jose';
import { Problem, problemsOf } from '#problem';

const problem = problemsOf('access', {
  'token-refused': {
    status: 401,
    title: 'The access token was not accepted',
    advice: 'Sign in again and send the access token that was issued for this service.',
  },
  'scope-missing': {
    status: 403,
    title: 'The access token does not cover this',
    advice:
      'Ask the identity provider for the scope that is named, or your application manager for the role behind it.',
  },
  'identity-provider-unreachable': {
    status: 503,
    title: 'The identity provider does not answer',
    advice: 'Try again shortly. If this stays, the application manager should check the identity provider.',
  },
});

/** Why a token was refused; fixed words, the only thing that leaves this file about a bad token. */
export type RefusalReason =
  | 'too-long'
  | 'not-a-signed-token'
  | 'malformed'
  | 'repeated-member'
  | 'type'
  | 'id-token'
  | 'algorithm'
  | 'no-key-id'
  | 'unknown-key'
  | 'signature'
  | 'issuer'
  | 'audience'
  | 'expired'
  | 'not-yet-valid'
  | 'lives-too-long'
  | 'claims';

export interface VerifiedToken {
  readonly issuer: string;
  /** Stable within the issuer; together with `issuer` it names a person or a connection */
  readonly subject: string;
  readonly scopes: readonly string[];
  readonly roles: readonly string[];
  readonly department: string | undefined;
  readonly teams: readonly string[];
  readonly clientId: string;
  /** Unix seconds */
  readonly expiresAt: number;
}

export interface AccessTokenOptions {
  /** Exact issuer identifier; https, or http on a loopback address */
  readonly issuer: string;
  /** This service's own audience; a token for anybody besides is refused */
  readonly audience: string;
  /** Where the keys are; found through the issuer's metadata when left out */
  readonly jwksUri?: string;
  readonly algorithms?: readonly string[];
  /** Longest life of a token, from `iat` to `exp` and from `iat` to now; 3600 */
  readonly maxAgeSeconds?: number;
  /** 5 */
  readonly clockToleranceSeconds?: number;
  /**
   * `at+jwt` (RFC 9068) by default. `api-only-audience` is for providers that cannot set it, such as Entra ID: the
   * audience then belongs to this API alone and ID tokens are told apart by what they carry and lack.
   */
  readonly tokenType?: 'at+jwt' | 'api-only-audience';
  /** Claim that names the subject; Entra ID needs `oid`, since its `sub` differs per API */
  readonly subjectClaim?: 'sub' | 'oid';
  readonly requiredScope?: string;
  /** Time allowed for fetching keys, discovery included; 2000 */
  readonly fetchTimeoutMilliseconds?: number;
  /** Shortest time between two fetches while a key set is held; 30 */
  readonly cooldownSeconds?: number;
  /** Keys are fetched anew after this long; 600 */
  readonly refreshAfterSeconds?: number;
  /** A key set that cannot be refreshed is trusted this long; 3600 */
  readonly keepSeconds?: number;
  /** Most verified tokens remembered; 10000 */
  readonly remembered?: number;
  /** Milliseconds since 1970 */
  readonly clock?: () => number;
}

const LONGEST_TOKEN = 8192;
const LONGEST_MEMORY = 60_000;
const LARGEST_KEY_SET = 256 * 1024;
/** While no key set was ever read: pause between attempts, so that a hanging provider cannot hold every request. */
const FIRST_FETCH_PAUSE = 1_000;
const COMPACT = /^[\w-]+\.[\w-]+\.[\w-]+$/;
const PRINTABLE = /^[^\p{C}]{1,255}$/u;

/**
 * Verifies access tokens of one issuer for one audience, stricter than jose does by default: it would take a token
 * without `exp`, an ID token, an `exp` in 2096, and the last of two `roles` members.
 * Reading a token again within a minute costs one SHA-256 and a look-up.
 */
export class AccessTokens {
  readonly #options: Required<Omit<AccessTokenOptions, 'jwksUri' | 'requiredScope'>> & { requiredScope?: string };
  readonly #keys: KeySet;
  readonly #seen = new Map<string, { readonly token: VerifiedToken; readonly until: number }>();

  /** @throws TypeError when the issuer or the key address is neither https nor loopback */
  constructor(options: AccessTokenOptions) {
    this.#options = {
      algorithms: ['ES256', 'PS256', 'RS256', 'EdDSA'],
      maxAgeSeconds: 3600,
      clockToleranceSeconds: 5,
      tokenType: 'at+jwt',
      subjectClaim: 'sub',
      fetchTimeoutMilliseconds: 2000,
      cooldownSeconds: 30,
      refreshAfterSeconds: 600,
      keepSeconds: 3600,
      remembered: 10_000,
      clock: Date.now,
      // An option that is present but undefined must not switch a limit off.
      ...Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)),
      issuer: options.issuer,
      audience: options.audience,
    };
    this.#keys = new KeySet(options.issuer, options.jwksUri, this.#options);
  }

  /** Seconds since the keys were last read from the provider; undefined before the first time. For alarms. */
  age(): number | undefined {
    return this.#keys.age();
  }

  /** The token as verified less than a minute ago, or undefined. Synchronous, for the hot path. */
  cached(token: string): VerifiedToken | undefined {
    if (token.length > LONGEST_TOKEN) return undefined;
    const name = fingerprint(token);
    const found = this.#seen.get(name);
    if (found === undefined) return undefined;
    this.#seen.delete(name);
    if (found.until <= this.#options.clock()) return undefined;
    this.#seen.set(name, found);
    return found.token;
  }

  /**
   * @param token compact JWS as it came in the Authorization header, without `Bearer`
   * @throws Problem `access.token-refused` 401 with a fixed `reason`, `access.scope-missing` 403,
   *   `access.identity-provider-unreachable` 503 with `retryAfterSeconds`
   */
  async verify(token: string): Promise<VerifiedToken> {
    const known = this.cached(token);
    if (known !== undefined) return known;
    const { requiredScope, clock, remembered } = this.#options;
    const kid = this.#readHeader(token);
    const payload = await this.#checkSignature(token, kid);
    const verified = this.#readClaims(payload);
    if (requiredScope !== undefined && !verified.scopes.includes(requiredScope)) {
      throw problem('scope-missing', { scope: requiredScope });
    }
    const until = Math.min(verified.expiresAt * 1000, clock() + LONGEST_MEMORY);
    if (until > clock()) this.#seen.set(fingerprint(token), { token: verified, until });
    const [oldest] = this.#seen.keys();
    if (this.#seen.size > remembered && oldest !== undefined) this.#seen.delete(oldest);
    return verified;
  }

  /** Everything that can be refused before any cryptography; five parts would be a JWE, which costs the receiver. */
  #readHeader(token: string): string {
    if (token.length > LONGEST_TOKEN) throw refused('too-long');
    if (!COMPACT.test(token)) throw refused('not-a-signed-token');
    const [head = '', body = ''] = token.split('.');
    const header = readObject(head);
    const payload = readObject(body);
    if (typeof header.alg !== 'string' || !this.#options.algorithms.includes(header.alg)) throw refused('algorithm');
    if (typeof header.kid !== 'string' || !PRINTABLE.test(header.kid)) throw refused('no-key-id');
    if ('crit' in header) throw refused('malformed');
    this.#checkType(header.typ, payload);
    return header.kid;
  }

  #checkType(typ: unknown, payload: JWTPayload): void {
    const type = typeof typ === 'string' ? typ.toLowerCase().replace(/^application\//, '') : typ;
    if (this.#options.tokenType === 'at+jwt') {
      if (type !== 'at+jwt') throw refused('type');
      return;
    }
    if (type !== undefined && type !== 'jwt' && type !== 'at+jwt') throw refused('type');
    if (isForTheClientItself(payload, this.#options.audience)) throw refused('id-token');
  }

  async #checkSignature(token: string, kid: string): Promise<JWTPayload> {
    const { issuer, audience, clockToleranceSeconds, clock, algorithms } = this.#options;
    const attempt = async (keys: JWTVerifyGetKey) => {
      const { payload } = await jwtVerify(token, keys, {
        issuer,
        audience,
        algorithms: [...algorithms],
        clockTolerance: clockToleranceSeconds,
        currentDate: new Date(clock()),
        requiredClaims: ['exp', 'iat', 'sub', 'aud', 'iss'],
      });
      return payload;
    };
    try {
      return await attempt(await this.#keys.having(kid));
    } catch (cause) {
      throw cause instanceof Problem ? cause : refused(reasonOf(cause));
    }
  }

  #readClaims(payload: JWTPayload): VerifiedToken {
    const { issuer, audience, subjectClaim } = this.#options;
    const { aud, jti } = payload;
    const audiences: unknown[] = Array.isArray(aud) ? aud : [aud];
    if (audiences.length !== 1 || audiences[0] !== audience) throw refused('audience');
    const expiresAt = this.#readTimes(payload);
    if (jti !== undefined && !isPrintable(jti)) throw refused('claims');
    const subject = payload[subjectClaim];
    const clientId = clientOf(payload);
    const department = payload.department;
    if (!isPrintable(subject) || !isPrintable(clientId)) throw refused('claims');
    if (department !== undefined && !isPrintable(department)) throw refused('claims');
    return Object.freeze({
      issuer,
      subject,
      scopes: scopesOf(payload),
      roles: shortTexts(payload.roles),
      department,
      teams: shortTexts(payload.teams),
      clientId,
      expiresAt,
    });
  }

  #readTimes({ exp, iat }: JWTPayload): number {
    const { clock, clockToleranceSeconds, maxAgeSeconds } = this.#options;
    if (typeof exp !== 'number' || typeof iat !== 'number') throw refused('claims');
    const now = Math.floor(clock() / 1000);
    if (iat > now + clockToleranceSeconds) throw refused('not-yet-valid');
    if (exp - iat > maxAgeSeconds || exp <= iat) throw refused('lives-too-long');
    if (now - iat > maxAgeSeconds + clockToleranceSeconds) throw refused('expired');
    return exp;
  }
}

/**
 * The provider's public keys. The last good set outlives an outage of the provider for a bounded time: jose alone
 * refuses known keys ten minutes after the address stops answering.
 */
class KeySet {
  #held: { readonly find: JWTVerifyGetKey; readonly kids: ReadonlySet<unknown>; readonly at: number } | undefined;
  #attemptedAt = -Infinity;
  #fetching: Promise<void> | undefined;

  constructor(
    private readonly issuer: string,
    private readonly jwksUri: string | undefined,
    private readonly options: {
      readonly fetchTimeoutMilliseconds: number;
      readonly cooldownSeconds: number;
      readonly refreshAfterSeconds: number;
      readonly keepSeconds: number;
      readonly clock: () => number;
    },
  ) {
    for (const address of [issuer, jwksUri]) {
      if (address !== undefined && !isGuarded(address)) {
        throw new TypeError('The issuer and its key address must be https, or http on a loopback address');
      }
    }
  }

  age(): number | undefined {
    return this.#held === undefined ? undefined : Math.max(0, (this.options.clock() - this.#held.at) / 1000);
  }

  /** Keys to look `kid` up in; read again when they are old or do not hold it, at most once per cool-down. */
  async having(kid: string): Promise<JWTVerifyGetKey> {
    const { cooldownSeconds, refreshAfterSeconds, keepSeconds, clock } = this.options;
    const age = this.age();
    const outdated = age === undefined || age >= refreshAfterSeconds || !this.#held?.kids.has(kid);
    const pause = age === undefined ? FIRST_FETCH_PAUSE : cooldownSeconds * 1000;
    if (outdated && (this.#fetching !== undefined || clock() - this.#attemptedAt >= pause)) await this.#refresh();
    const ageNow = this.age();
    if (this.#held === undefined || ageNow === undefined || ageNow > keepSeconds) {
      throw problem('identity-provider-unreachable', { retryAfterSeconds: Math.ceil(pause / 1000) });
    }
    return this.#held.find;
  }

  /** One fetch at a time, whoever waits for it; a failed one leaves the held set as it was. */
  #refresh(): Promise<void> {
    if (this.#fetching !== undefined) return this.#fetching;
    this.#attemptedAt = this.options.clock();
    this.#fetching = this.#read()
      .then(
        (set) => {
          const kids = new Set(set.keys.map(({ kid }) => kid));
          this.#held = { find: createLocalJWKSet(set), kids, at: this.options.clock() };
        },
        () => undefined,
      )
      .finally(() => {
        this.#fetching = undefined;
      });
    return this.#fetching;
  }

  async #read(): Promise<JSONWebKeySet> {
    const signal = AbortSignal.timeout(this.options.fetchTimeoutMilliseconds);
    const { keys } = await readJson(this.jwksUri ?? (await this.#discover(signal)), signal);
    if (!Array.isArray(keys)) throw new TypeError('not a key set');
    // A symmetric or private key has no business here (RFC 7517, 9.2); HS256 is not on the list of algorithms either.
    const usable = keys.filter(
      (key: unknown) => isRecord(key) && key.kty !== 'oct' && !('d' in key) && key.use !== 'enc',
    );
    if (usable.length === 0) throw new TypeError('an empty key set');
    return { keys: usable };
  }

  /** OpenID Connect Discovery 1.0, 4: the document must name the very issuer it was asked for. */
  async #discover(signal: AbortSignal): Promise<string> {
    const metadata = await readJson(`${this.issuer.replace(/\/$/, '')}/.well-known/openid-configuration`, signal);
    if (metadata.issuer !== this.issuer) throw new TypeError('another issuer');
    if (typeof metadata.jwks_uri !== 'string' || !isGuarded(metadata.jwks_uri)) throw new TypeError('no key address');
    return metadata.jwks_uri;
  }
}

const refused = (reason: RefusalReason): Problem => problem('token-refused', { reason });

const fingerprint = (token: string): string => createHash('sha256').update(token).digest('base64url');

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isPrintable = (value: unknown): value is string => typeof value === 'string' && PRINTABLE.test(value);

/** `client_id` (RFC 9068, 2.2), or what Entra ID and Keycloak call it. */
const clientOf = ({ client_id, azp, appid }: JWTPayload): unknown => client_id ?? azp ?? appid;

/** An ID token or another token that the provider meant for its client, told apart without the `at+jwt` type. */
function isForTheClientItself(payload: JWTPayload, audience: string): boolean {
  if (['nonce', 'at_hash', 'c_hash'].some((claim) => claim in payload)) return true;
  if (clientOf(payload) === audience) return true;
  // Keycloak names the kind inside: Bearer, ID, Refresh, Logout.
  if ('typ' in payload && payload.typ !== 'Bearer') return true;
  return !['scp', 'scope', 'roles'].some((claim) => claim in payload);
}

function scopesOf({ scope, scp }: JWTPayload): readonly string[] {
  const given = scope ?? scp;
  if (given === undefined) return Object.freeze([]);
  return shortTexts(typeof given === 'string' ? given.split(' ').filter((name) => name !== '') : given);
}

function shortTexts(value: unknown): readonly string[] {
  if (value === undefined) return Object.freeze([]);
  if (!Array.isArray(value) || value.length > 100) throw refused('claims');
  const texts = value.filter((item): item is string => isPrintable(item) && item.length <= 100);
  if (texts.length !== value.length) throw refused('claims');
  return Object.freeze(texts);
}

function isGuarded(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname } = new URL(address);
  return protocol === 'https:' || (protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(hostname));
}

async function readJson(address: string, signal: AbortSignal): Promise<Record<string, unknown>> {
  const answer = await fetch(address, { signal, redirect: 'error', headers: { accept: 'application/json' } });
  if (answer.status !== 200 || answer.body === null) {
    await answer.body?.cancel();
    throw new TypeError('no document');
  }
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of answer.body as unknown as AsyncIterable<Uint8Array>) {
    size += part.byteLength;
    if (size > LARGEST_KEY_SET) throw new TypeError('too large a document');
    parts.push(part);
  }
  const value: unknown = JSON.parse(Buffer.concat(parts).toString('utf8'));
  if (!isRecord(value)) throw new TypeError('not an object');
  return value;
}

/** One part of a token as an object; a repeated member name means that two readers could see two tokens (RFC 8725, 2.4). */
function readObject(part: string): Record<string, unknown> {
  let value: unknown;
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(part, 'base64url'));
    value = JSON.parse(text);
  } catch {
    throw refused('malformed');
  }
  if (!isRecord(value)) throw refused('malformed');
  if (hasRepeatedMember(text)) throw refused('repeated-member');
  return value;
}

/** Whether any object in a JSON text that is known to parse names a member twice, escapes resolved. */
function hasRepeatedMember(json: string): boolean {
  const open: (Set<unknown> | undefined)[] = [];
  let expectsName = false;
  for (const [lexeme] of json.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\],]/g)) {
    const members = open.at(-1);
    if (lexeme === '{' || lexeme === '[') open.push(lexeme === '{' ? new Set() : undefined);
    else if (lexeme === '}' || lexeme === ']') open.pop();
    else if (lexeme !== ',' && expectsName && members !== undefined) {
      const name: unknown = JSON.parse(lexeme);
      if (members.has(name)) return true;
      members.add(name);
    }
    expectsName = lexeme === '{' || lexeme === ',';
  }
  return false;
}

const BY_CLAIM: Readonly<Record<string, RefusalReason>> = {
  iss: 'issuer',
  aud: 'audience',
  nbf: 'not-yet-valid',
  exp: 'claims',
};

function reasonOf(cause: unknown): RefusalReason {
  if (cause instanceof errors.JWTExpired) return 'expired';
  if (cause instanceof errors.JWTClaimValidationFailed) return BY_CLAIM[cause.claim] ?? 'claims';
  if (cause instanceof errors.JWSSignatureVerificationFailed) return 'signature';
  if (cause instanceof errors.JWKSNoMatchingKey || cause instanceof errors.JWKSMultipleMatchingKeys)
    return 'unknown-key';
  if (cause instanceof errors.JOSEAlgNotAllowed) return 'algorithm';
  return 'malformed';
}
