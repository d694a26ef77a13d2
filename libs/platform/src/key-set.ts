import { createLocalJWKSet, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';
import { isRecord, problem } from './token-refusal';

const LARGEST_KEY_SET = 256 * 1024;
/** While no key set was ever read: pause between attempts, so that a hanging provider cannot hold every request. */
const FIRST_FETCH_PAUSE = 1_000;

/**
 * The provider's public keys. The last good set outlives an outage of the provider for a bounded time: jose alone
 * refuses known keys ten minutes after the address stops answering.
 */
export class KeySet {
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
