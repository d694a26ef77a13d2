import { createHmac, createPrivateKey, sign } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { performance } from 'node:perf_hooks';
import {
  CompactEncrypt,
  exportJWK,
  exportSPKI,
  type GenerateKeyPairResult,
  generateKeyPair,
  type JWTPayload,
  SignJWT,
} from 'jose';
import { Problem } from '#problem';
import { type AccessTokenOptions, AccessTokens } from './access-token';
import { STANDARD_CLAIMS } from './claims';

const HEADER = JSON.stringify({ alg: 'ES256', kid: 'first', typ: 'at+jwt' });
const AUDIENCE = 'urn:raakvlak:index';
const OTHER_AUDIENCE = 'urn:raakvlak:custodian';

/** A real HTTP server with the provider's metadata and keys, that can be told to misbehave. */
class Provider {
  readonly #server: Server;
  keys: Record<string, unknown>[] = [];
  mode: 'answer' | 'fail' | 'hang' | 'other-issuer' = 'answer';
  fetches = 0;

  constructor() {
    this.#server = createServer((request, response) => {
      if (request.url === '/jwks') this.fetches += 1;
      if (this.mode === 'hang') return;
      if (this.mode === 'fail') return void response.writeHead(500).end();
      const issuer = this.mode === 'other-issuer' ? 'https://elsewhere.example' : this.issuer;
      const body = request.url === '/jwks' ? { keys: this.keys } : { issuer, jwks_uri: `${this.issuer}/jwks` };
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
  }

  start(): Promise<void> {
    return new Promise((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
  }

  get issuer(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

let provider: Provider;
let pair: GenerateKeyPairResult;
let stranger: GenerateKeyPairResult;
let now = Date.now();

const seconds = () => Math.floor(now / 1000);
const part = (value: unknown) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

const publicJwk = async ({ publicKey }: GenerateKeyPairResult, kid: string) =>
  Object.assign(await exportJWK(publicKey), { kid, alg: 'ES256', use: 'sig' });

const goodClaims = (): JWTPayload => ({
  iss: provider.issuer,
  aud: AUDIENCE,
  sub: 'ingrid',
  iat: seconds(),
  exp: seconds() + 600,
  jti: 'a1b2',
  client_id: 'raakvlak-cli',
  scope: 'raakvlak:ask raakvlak:register',
  roles: ['professional'],
  department: 'sociaal-domein',
  teams: ['wijkteam-soesterkwartier'],
});

/** A member set to undefined is left out. */
const mint = ({
  header = {},
  claims = {},
  key = pair.privateKey,
}: Partial<Record<'header' | 'claims', object>> & { key?: CryptoKey } = {}) =>
  new SignJWT({ ...goodClaims(), ...claims })
    .setProtectedHeader({ alg: 'ES256', kid: 'first', typ: 'at+jwt', ...header })
    .sign(key);

/** Signs exactly the text that is given, where SignJWT would tidy it up. */
async function mintRaw(header: string, payload: string): Promise<string> {
  const input = `${part(header)}.${part(payload)}`;
  const key = createPrivateKey({ key: await exportJWK(pair.privateKey), format: 'jwk' });
  return `${input}.${sign('sha256', Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
}

const tokensOf = (options: Partial<AccessTokenOptions> = {}) =>
  new AccessTokens({ issuer: provider.issuer, audience: AUDIENCE, clock: () => now, ...options });

async function problemFrom(work: Promise<unknown>): Promise<Problem> {
  const outcome = await work.catch((cause: unknown) => cause);
  if (!(outcome instanceof Problem)) throw new Error('expected a Problem');
  return outcome;
}

const refusal = async (token: string, options: Partial<AccessTokenOptions> = {}) => {
  const { code, kind, detail } = await problemFrom(tokensOf(options).verify(token));
  expect({ code, status: kind.status }).toEqual({ code: 'access.token-refused', status: 401 });
  return detail.reason;
};

beforeAll(async () => {
  pair = await generateKeyPair('ES256', { extractable: true });
  stranger = await generateKeyPair('ES256', { extractable: true });
});

beforeEach(async () => {
  now = Date.now();
  provider = new Provider();
  await provider.start();
  provider.keys = [await publicJwk(pair, 'first')];
});

afterEach(() => provider.stop());

describe('a token that is not an access token for this service is refused', () => {
  it('refuses a token without a signature', async () => {
    const header = part({ alg: 'none', kid: 'first', typ: 'at+jwt' });
    expect(await refusal(`${header}.${part(goodClaims())}.`)).toBe('not-a-signed-token');
    expect(await refusal(`${header}.${part(goodClaims())}.AAAA`)).toBe('algorithm');
  });

  it('refuses HS256 made with the public key as the secret', async () => {
    const input = `${part({ alg: 'HS256', kid: 'first', typ: 'at+jwt' })}.${part(goodClaims())}`;
    const secret = await exportSPKI(pair.publicKey);
    const token = `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`;
    expect(await refusal(token)).toBe('algorithm');
  });

  it('refuses a token signed with another key under a known key name', async () => {
    expect(await refusal(await mint({ key: stranger.privateKey }))).toBe('signature');
  });

  it('refuses a token whose claims were changed after signing', async () => {
    const [head, , signature] = (await mint()).split('.');
    const body = part({ ...goodClaims(), roles: ['privacy-officer'] });
    expect(await refusal(`${head}.${body}.${signature}`)).toBe('signature');
  });

  it('refuses another issuer, also one that only differs by a slash', async () => {
    expect(await refusal(await mint({ claims: { iss: 'https://elsewhere.example' } }))).toBe('issuer');
    expect(await refusal(await mint({ claims: { iss: `${provider.issuer}/` } }))).toBe('issuer');
  });

  it("refuses the other party's audience", async () => {
    expect(await refusal(await mint({ claims: { aud: OTHER_AUDIENCE } }))).toBe('audience');
  });

  it('refuses a token for two audiences at once', async () => {
    expect(await refusal(await mint({ claims: { aud: [AUDIENCE, OTHER_AUDIENCE] } }))).toBe('audience');
    await expect(tokensOf().verify(await mint({ claims: { aud: [AUDIENCE] } }))).resolves.toMatchObject({
      subject: 'ingrid',
    });
  });

  it('refuses an ID token, a token without a type, and a ticket signed by a trusted key', async () => {
    expect(await refusal(await mint({ header: { typ: 'JWT' } }))).toBe('type');
    expect(await refusal(await mint({ header: { typ: undefined } }))).toBe('type');
    expect(await refusal(await mint({ header: { typ: 'raakvlak-ticket+jwt' } }))).toBe('type');
  });

  it('refuses an encrypted token before any cryptography', async () => {
    const receiver = await generateKeyPair('ECDH-ES');
    const token = await new CompactEncrypt(new TextEncoder().encode(JSON.stringify(goodClaims())))
      .setProtectedHeader({ alg: 'ECDH-ES', enc: 'A256GCM', typ: 'at+jwt', kid: 'first' })
      .encrypt(receiver.publicKey);
    expect(await refusal(token)).toBe('not-a-signed-token');
    expect(provider.fetches).toBe(0);
  });

  it('refuses a token of nine kilobytes before reading it', async () => {
    const token = await mint({ claims: { filling: 'x'.repeat(9 * 1024) } });
    expect(await refusal(token)).toBe('too-long');
    expect(tokensOf().cached(token)).toBeUndefined();
    expect(provider.fetches).toBe(0);
  });

  it('refuses a token without a key name or with critical extensions', async () => {
    expect(await refusal(await mint({ header: { kid: undefined } }))).toBe('no-key-id');
    const header = JSON.stringify({ alg: 'ES256', kid: 'first', typ: 'at+jwt', crit: ['exp'], exp: 1 });
    expect(await refusal(await mintRaw(header, JSON.stringify(goodClaims())))).toBe('malformed');
  });

  it('refuses a member that is there twice, in header, claims or deeper, also when written with an escape', async () => {
    const claims = JSON.stringify(goodClaims());
    const open = claims.slice(0, -1);
    expect(await refusal(await mintRaw(HEADER, `${open},"roles":["privacy-officer"]}`))).toBe('repeated-member');
    expect(await refusal(await mintRaw(HEADER, `${open},"rol\\u0065s":["privacy-officer"]}`))).toBe('repeated-member');
    expect(await refusal(await mintRaw(HEADER, `${open},"act":{"x":[{"a":1},{"b":1,"b":2}]}}`))).toBe(
      'repeated-member',
    );
    expect(await refusal(await mintRaw(`${HEADER.slice(0, -1)},"alg":"ES256"}`, claims))).toBe('repeated-member');
    const fine = `${open},"act":{"sub":"sub,\\"sub\\":","list":["roles","roles"],"a":{"x":1},"b":{"x":1}}}`;
    await expect(tokensOf().verify(await mintRaw(HEADER, fine))).resolves.toMatchObject({ subject: 'ingrid' });
  });

  it('refuses text that is not a token at all', async () => {
    for (const text of ['', 'a.b', 'a.b.c', 'a b.c.d', 'é.é.é', `${'A'.repeat(40)}.${'A'.repeat(40)}.AAAA`]) {
      expect(['not-a-signed-token', 'malformed']).toContain(await refusal(text));
    }
    for (const body of ['[]', 'null', '"x"', '{', '\u0000'])
      expect(await refusal(await mintRaw(HEADER, body))).toBe('malformed');
  });

  it.each(['exp', 'iat', 'sub', 'client_id'])('refuses a token without %s', async (claim) => {
    expect(await refusal(await mint({ claims: { [claim]: undefined } }))).toBe('claims');
  });

  it('refuses a token that lives until 2096', async () => {
    expect(await refusal(await mint({ claims: { exp: 3_976_000_000 } }))).toBe('lives-too-long');
  });

  it('refuses a token that was issued in the future or may not be used yet', async () => {
    expect(await refusal(await mint({ claims: { iat: seconds() + 3600, exp: seconds() + 3700 } }))).toBe(
      'not-yet-valid',
    );
    expect(await refusal(await mint({ claims: { nbf: seconds() + 60 } }))).toBe('not-yet-valid');
    await expect(tokensOf().verify(await mint({ claims: { iat: seconds() + 4 } }))).resolves.toBeDefined();
  });

  it('refuses an expired token, with five seconds for clocks that differ', async () => {
    const claims = { iat: seconds() - 600, exp: seconds() - 6 };
    expect(await refusal(await mint({ claims }))).toBe('expired');
    await expect(tokensOf().verify(await mint({ claims: { ...claims, exp: seconds() - 3 } }))).resolves.toBeDefined();
  });

  it('refuses times that are not numbers', async () => {
    for (const exp of ['"3976000000"', '1e999', 'null', '[1]']) {
      const text = JSON.stringify(goodClaims()).replace(/"exp":\d+/, `"exp":${exp}`);
      expect(['claims', 'lives-too-long']).toContain(await refusal(await mintRaw(HEADER, text)));
    }
  });

  it.each([
    ['roles', 'privacy-officer'],
    ['roles', [{ name: 'x' }]],
    ['teams', ['x'.repeat(101)]],
    ['teams', Array.from({ length: 101 }, (_, index) => `team-${index}`)],
    ['teams', ['with\nnewline']],
    ['department', ['sociaal-domein']],
    ['jti', 5],
    ['scope', { ask: true }],
  ])('refuses %s of the wrong shape', async (claim, value) => {
    expect(await refusal(await mint({ claims: { [claim]: value } }))).toBe('claims');
  });

  it('never repeats anything of the token in the problem', async () => {
    const token = await mint({ claims: { sub: 'geheim-persoon', aud: 'urn:geheim' } });
    const found = await problemFrom(tokensOf().verify(token));
    const shown = JSON.stringify([found.message, found.code, found.kind, found.detail, String(found.stack)]);
    expect(shown).not.toContain('geheim');
    for (const part of token.split('.')) expect(shown).not.toContain(part);
  });

  it('answers 403 when the token lacks the scope that this service needs', async () => {
    const found = await problemFrom(tokensOf({ requiredScope: 'raakvlak:review' }).verify(await mint()));
    expect([found.code, found.kind.status, found.detail]).toEqual([
      'access.scope-missing',
      403,
      { scope: 'raakvlak:review' },
    ]);
  });
});

describe('a provider that does not set the access token type', () => {
  const entra = { claims: { ...STANDARD_CLAIMS, tokenType: 'api-only-audience' } } as const;
  const header = { typ: 'JWT' };

  it('is believed when the audience is the API and the token carries scopes', async () => {
    const claims = { scope: undefined, scp: 'raakvlak:ask', client_id: undefined, azp: 'web', oid: 'object-1' };
    await expect(
      tokensOf({ claims: { ...entra.claims, subject: 'oid' } }).verify(await mint({ header, claims })),
    ).resolves.toMatchObject({
      subject: 'object-1',
      scopes: ['raakvlak:ask'],
      clientId: 'web',
    });
  });

  it.each([
    ['a nonce', { nonce: 'n' }],
    ['at_hash', { at_hash: 'h' }],
    ['c_hash', { c_hash: 'h' }],
    ['its own client as audience', { client_id: AUDIENCE }],
    ['neither scopes nor roles', { scope: undefined, roles: undefined }],
    ['the kind ID inside', { typ: 'ID' }],
  ])('is refused a token with %s, since that is an ID token', async (_what, claims) => {
    expect(await refusal(await mint({ header, claims }), entra)).toBe('id-token');
  });

  it('is refused other kinds of token', async () => {
    expect(await refusal(await mint({ header: { typ: 'logout+jwt' } }), entra)).toBe('type');
  });
});

describe('a good token', () => {
  it('is read into who it is, for whom and until when', async () => {
    const verified = await tokensOf().verify(await mint());
    expect(verified).toEqual({
      issuer: provider.issuer,
      subject: 'ingrid',
      scopes: ['raakvlak:ask', 'raakvlak:register'],
      roles: ['professional'],
      department: 'sociaal-domein',
      teams: ['wijkteam-soesterkwartier'],
      clientId: 'raakvlak-cli',
      expiresAt: seconds() + 600,
    });
    expect(Object.isFrozen(verified) && Object.isFrozen(verified.roles) && Object.isFrozen(verified.teams)).toBe(true);
  });

  it('is remembered for a minute, so that the next request costs a look-up', async () => {
    const tokens = tokensOf();
    const token = await mint();
    expect(tokens.cached(token)).toBeUndefined();
    const verified = await tokens.verify(token);
    expect(tokens.cached(token)).toBe(verified);
    now += 60_000;
    expect(tokens.cached(token)).toBeUndefined();
  });

  it('is never remembered beyond its own end', async () => {
    const tokens = tokensOf();
    const token = await mint({ claims: { exp: seconds() + 3 } });
    await tokens.verify(token);
    now = (seconds() + 3) * 1000 - 1;
    expect(tokens.cached(token)).toBeDefined();
    now += 1;
    expect(tokens.cached(token)).toBeUndefined();
    now += 10_000;
    expect((await problemFrom(tokens.verify(token))).detail.reason).toBe('expired');
  });

  it('is forgotten first when it was used longest ago', async () => {
    const tokens = tokensOf({ remembered: 2 });
    const [a, b, c] = await Promise.all(['a', 'b', 'c'].map((jti) => mint({ claims: { jti } })));
    for (const token of [a, b]) await tokens.verify(token!);
    tokens.cached(a!);
    await tokens.verify(c!);
    expect([a, b, c].map((token) => tokens.cached(token!) !== undefined)).toEqual([true, false, true]);
  });

  it('may be signed with PS256, RS256 or Ed25519 as well', async () => {
    for (const alg of ['PS256', 'RS256', 'EdDSA']) {
      const other = await generateKeyPair(alg, { extractable: true });
      provider.keys = [{ ...(await exportJWK(other.publicKey)), kid: alg, use: 'sig' }];
      const token = await mint({ header: { alg, kid: alg }, key: other.privateKey });
      await expect(tokensOf().verify(token)).resolves.toMatchObject({ subject: 'ingrid' });
      expect(await refusal(token, { algorithms: ['ES256'] })).toBe('algorithm');
    }
  });
});

describe('the keys of the identity provider', () => {
  it('are asked for once, however many tokens arrive together', async () => {
    const tokens = tokensOf();
    const many = await Promise.all(Array.from({ length: 20 }, (_, index) => mint({ claims: { jti: `t${index}` } })));
    await Promise.all(many.map((token) => tokens.verify(token)));
    expect(provider.fetches).toBe(1);
    expect(tokens.age()).toBe(0);
  });

  it('are not believed when the metadata names another issuer', async () => {
    provider.mode = 'other-issuer';
    const { code } = await problemFrom(tokensOf().verify(await mint()));
    expect(code).toBe('access.identity-provider-unreachable');
  });

  it('must come over https, or from this machine', () => {
    expect(() => tokensOf({ issuer: 'http://login.example' })).toThrow(TypeError);
    expect(() => tokensOf({ jwksUri: 'http://login.example/jwks' })).toThrow(TypeError);
    expect(() => tokensOf({ issuer: 'https://login.example' })).not.toThrow();
  });

  it('are never secret keys, even when the provider serves them', async () => {
    provider.keys = [
      { kty: 'oct', k: 'AAAA', kid: 'first' },
      { ...(await exportJWK(pair.privateKey)), kid: 'first' },
    ];
    const { code } = await problemFrom(tokensOf().verify(await mint()));
    expect(code).toBe('access.identity-provider-unreachable');
  });

  it('give 503 with a moment to return when they cannot be had at the start, and recover', async () => {
    provider.mode = 'fail';
    const tokens = tokensOf();
    const token = await mint();
    const found = await problemFrom(tokens.verify(token));
    expect([found.code, found.kind.status, found.detail]).toEqual([
      'access.identity-provider-unreachable',
      503,
      { retryAfterSeconds: 1 },
    ]);
    expect(tokens.age()).toBeUndefined();
    provider.mode = 'answer';
    now += 1000;
    await expect(tokens.verify(token)).resolves.toMatchObject({ subject: 'ingrid' });
  });

  it('do not hold a request for three seconds when their address hangs, nor the next one at all', async () => {
    provider.mode = 'hang';
    const tokens = tokensOf();
    const token = await mint();
    let started = performance.now();
    expect((await problemFrom(tokens.verify(token))).kind.status).toBe(503);
    expect(performance.now() - started).toBeLessThan(3000);
    started = performance.now();
    expect((await problemFrom(tokens.verify(token))).kind.status).toBe(503);
    expect(performance.now() - started).toBeLessThan(500);
  });

  it('outlive an outage of the provider by an hour and no longer', async () => {
    const tokens = tokensOf();
    await tokens.verify(await mint());
    provider.mode = 'fail';
    now += 59 * 60_000;
    await expect(tokens.verify(await mint())).resolves.toMatchObject({ subject: 'ingrid' });
    expect(tokens.age()).toBe(59 * 60);
    now += 2 * 60_000;
    expect((await problemFrom(tokens.verify(await mint()))).kind.status).toBe(503);
    provider.mode = 'answer';
    now += 30_000;
    await expect(tokens.verify(await mint())).resolves.toMatchObject({ subject: 'ingrid' });
    expect(tokens.age()).toBe(0);
  });

  it('may be changed: a new key is fetched when its name first appears, the old one ends with the next reading', async () => {
    const tokens = tokensOf();
    await tokens.verify(await mint());
    provider.keys = [await publicJwk(stranger, 'second')];
    now += 31_000;
    const next = await mint({ header: { kid: 'second' }, key: stranger.privateKey });
    await expect(tokens.verify(next)).resolves.toMatchObject({ subject: 'ingrid' });
    expect((await problemFrom(tokens.verify(await mint()))).detail.reason).toBe('unknown-key');
  });

  it('are not asked for again and again by tokens with invented key names', async () => {
    const tokens = tokensOf();
    await tokens.verify(await mint());
    now += 31_000;
    for (let turn = 0; turn < 10; turn++) {
      const token = await mint({ header: { kid: `invented-${turn}` } });
      expect((await problemFrom(tokens.verify(token))).detail.reason).toBe('unknown-key');
    }
    expect(provider.fetches).toBe(2);
  });
});
