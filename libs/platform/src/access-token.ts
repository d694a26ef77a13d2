import { createHash } from 'node:crypto';
import { errors, type JWTPayload, jwtVerify, type JWTVerifyGetKey } from 'jose';
import { Problem } from '#problem';
import { type Claims, STANDARD_CLAIMS, standingIn } from './claims';
import { KeySet } from './key-set';
import { isPrintable, problem, refused, type RefusalReason } from './token-refusal';
import { readObject } from './token-text';

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
  /** Where the provider says who somebody is; as docs/access.md asks it of every provider when left out */
  readonly claims?: Claims;
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
const COMPACT = /^[\w-]+\.[\w-]+\.[\w-]+$/;

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
      claims: STANDARD_CLAIMS,
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
    if (!isPrintable(header.kid)) throw refused('no-key-id');
    if ('crit' in header) throw refused('malformed');
    this.#checkType(header.typ, payload);
    return header.kid;
  }

  #checkType(typ: unknown, payload: JWTPayload): void {
    const type = typeof typ === 'string' ? typ.toLowerCase().replace(/^application\//, '') : typ;
    if (this.#options.claims.tokenType === 'at+jwt') {
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
    const { issuer, audience, claims } = this.#options;
    const { aud, jti } = payload;
    const audiences: unknown[] = Array.isArray(aud) ? aud : [aud];
    if (audiences.length !== 1 || audiences[0] !== audience) throw refused('audience');
    const expiresAt = this.#readTimes(payload);
    if (jti !== undefined && !isPrintable(jti)) throw refused('claims');
    const subject = payload[claims.subject];
    const clientId = clientOf(payload);
    if (!isPrintable(subject) || !isPrintable(clientId)) throw refused('claims');
    return Object.freeze({
      issuer,
      subject,
      ...standingIn(payload, claims),
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

const fingerprint = (token: string): string => createHash('sha256').update(token).digest('base64url');

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
