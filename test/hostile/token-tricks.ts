import { createHmac, generateKeyPairSync, randomUUID } from 'node:crypto';
import fc, { type Arbitrary } from 'fast-check';
import type { Issuer, Person } from '../support/issuer';

type Part = Record<string, unknown>;

const encoded = (part: Part | string): string =>
  Buffer.from(typeof part === 'string' ? part : JSON.stringify(part)).toString('base64url');
const YEAR_2096 = 3_976_000_000;
const stranger = generateKeyPairSync('ec', { namedCurve: 'P-256' });

/** Claims and header of a token that is right in every way but what is changed. */
export interface Bearer {
  readonly issuer: Issuer;
  readonly person: Person;
  readonly audience: string;
  readonly otherAudience: string;
  /** Stands in what is wrong, and must not come back */
  readonly mark: string;
}

const HEADER: Part = { alg: 'ES256', kid: 'test', typ: 'at+jwt' };

function claimsOf(
  { issuer, person: { sub, roles, department, teams, scope }, audience, mark }: Bearer,
  changes: Part = {},
): Part {
  const now = Math.floor(Date.now() / 1000);
  const whom = { iss: issuer.url, aud: audience, sub, client_id: 'test', roles, department, teams, scope };
  const claims: Part = { ...whom, iat: now, exp: now + 600, jti: randomUUID(), mark, ...changes };
  return Object.fromEntries(Object.entries(claims).filter(([, value]) => value !== undefined));
}

const signed = (of: Bearer, claims: Part = {}, header: Part = {}): string =>
  of.issuer.sign({ ...HEADER, ...header }, claimsOf(of, claims));

/** Header and claims as JSON texts, signed just as they are written. */
function signedTexts({ issuer }: Bearer, header: string, claims: string): string {
  // The issuer signs whatever it is handed: these texts are built around an honest signature over themselves.
  return issuer.signText(`${encoded(header)}.${encoded(claims)}`);
}

const withSignature = (header: Part, claims: Part, signature: string): string =>
  `${encoded(header)}.${encoded(claims)}.${signature}`;

function byHmac(of: Bearer, alg: string, secret: string): string {
  const input = `${encoded({ ...HEADER, alg })}.${encoded(claimsOf(of))}`;
  const size = alg.slice(2);
  return `${input}.${createHmac(`sha${size}`, secret).update(input).digest('base64url')}`;
}

const now = (): number => Math.floor(Date.now() / 1000);

/** Authorization headers, every one of which must be refused. */
export const BEARERS: Readonly<Record<string, (of: Bearer) => string>> = {
  'alg none': (of) => `Bearer ${withSignature({ ...HEADER, alg: 'none' }, claimsOf(of), '')}`,
  'alg none with a signature': (of) => `Bearer ${withSignature({ ...HEADER, alg: 'None' }, claimsOf(of), 'AAAA')}`,
  'alg HS256 with the public key': (of) => `Bearer ${byHmac(of, 'HS256', of.issuer.publicPem)}`,
  'alg HS512 with the public key': (of) => `Bearer ${byHmac(of, 'HS512', of.issuer.publicPem.trim())}`,
  'alg HS256 with an empty key': (of) => `Bearer ${byHmac(of, 'HS256', '')}`,
  'alg of another family': (of) => `Bearer ${signed(of, {}, { alg: 'RS256' })}`,
  'alg missing': (of) => `Bearer ${signed(of, {}, { alg: undefined })}`,
  'alg a list': (of) => `Bearer ${signed(of, {}, { alg: ['ES256'] })}`,
  'alg in lower case': (of) => `Bearer ${signed(of, {}, { alg: 'es256' })}`,
  'another key': (of) => `Bearer ${of.issuer.sign(HEADER, claimsOf(of), stranger.privateKey)}`,
  'another issuer': (of) => `Bearer ${signed(of, { iss: `https://${of.mark}.example` })}`,
  'the issuer with a slash': (of) => `Bearer ${signed(of, { iss: `${of.issuer.url}/` })}`,
  'no issuer': (of) => `Bearer ${signed(of, { iss: undefined })}`,
  'another audience': (of) => `Bearer ${signed(of, { aud: of.mark })}`,
  'the audience of the other server': (of) => `Bearer ${signed(of, { aud: of.otherAudience })}`,
  'both audiences': (of) => `Bearer ${signed(of, { aud: [of.audience, of.otherAudience] })}`,
  'no audience': (of) => `Bearer ${signed(of, { aud: undefined })}`,
  'an empty audience': (of) => `Bearer ${signed(of, { aud: [] })}`,
  'an ID token': (of) => `Bearer ${signed(of, { nonce: of.mark, aud: 'test' }, { typ: 'JWT' })}`,
  'an ID token for the server': (of) => `Bearer ${signed(of, { nonce: of.mark }, { typ: 'JWT' })}`,
  'no type': (of) => `Bearer ${signed(of, {}, { typ: undefined })}`,
  'the type of a ticket': (of) => `Bearer ${signed(of, {}, { typ: 'raakvlak-ticket+jwt' })}`,
  'no exp': (of) => `Bearer ${signed(of, { exp: undefined })}`,
  'exp in 2096': (of) => `Bearer ${signed(of, { exp: YEAR_2096 })}`,
  'exp before iat': (of) => `Bearer ${signed(of, { exp: now() + 100, iat: now() + 200 })}`,
  'exp a text': (of) => `Bearer ${signed(of, { exp: String(now() + 600) })}`,
  'exp as 1e400': (of) =>
    `Bearer ${signedTexts(of, JSON.stringify(HEADER), JSON.stringify(claimsOf(of, { exp: 1 })).replace('"exp":1', '"exp":1e400'))}`,
  expired: (of) => `Bearer ${signed(of, { iat: now() - 700, exp: now() - 100 })}`,
  'iat an hour ahead': (of) => `Bearer ${signed(of, { iat: now() + 3_600, exp: now() + 4_000 })}`,
  'iat missing': (of) => `Bearer ${signed(of, { iat: undefined })}`,
  'iat two hours ago': (of) => `Bearer ${signed(of, { iat: now() - 7_200, exp: now() + 100 })}`,
  'nbf ahead': (of) => `Bearer ${signed(of, { nbf: now() + 500 })}`,
  'no kid': (of) => `Bearer ${signed(of, {}, { kid: undefined })}`,
  'an unknown kid': (of) => `Bearer ${signed(of, {}, { kid: of.mark })}`,
  'kid a path': (of) => `Bearer ${signed(of, {}, { kid: '../../../dev/null' })}`,
  'kid an object': (of) => `Bearer ${signed(of, {}, { kid: { test: 1 } })}`,
  'kid with a NUL': (of) => `Bearer ${signed(of, {}, { kid: 'test\u0000' })}`,
  crit: (of) => `Bearer ${signed(of, {}, { crit: ['exp'], exp: 1 })}`,
  'crit empty': (of) => `Bearer ${signed(of, {}, { crit: [] })}`,
  'b64 false': (of) => `Bearer ${signed(of, {}, { b64: false, crit: ['b64'] })}`,
  'roles twice': (of) =>
    `Bearer ${signedTexts(of, JSON.stringify(HEADER), JSON.stringify(claimsOf(of)).replace('{', '{"roles":["application-manager"],'))}`,
  'sub twice, once with an escape': (of) =>
    `Bearer ${signedTexts(of, JSON.stringify(HEADER), JSON.stringify(claimsOf(of)).replace('{', `{"s\\u0075b":"${of.mark}",`))}`,
  'alg twice': (of) =>
    `Bearer ${signedTexts(of, JSON.stringify(HEADER).replace('{', '{"alg":"none",'), JSON.stringify(claimsOf(of)))}`,
  'own key in jwk': (of) =>
    `Bearer ${of.issuer.sign({ ...HEADER, jwk: stranger.publicKey.export({ format: 'jwk' }) }, claimsOf(of), stranger.privateKey)}`,
  'own keys at jku': (of) =>
    `Bearer ${of.issuer.sign({ ...HEADER, kid: of.mark, jku: `http://127.0.0.1:9/${of.mark}` }, claimsOf(of), stranger.privateKey)}`,
  'own certificate at x5u': (of) =>
    `Bearer ${of.issuer.sign({ ...HEADER, kid: of.mark, x5u: `http://127.0.0.1:9/${of.mark}`, x5c: [of.mark] }, claimsOf(of), stranger.privateKey)}`,
  'a signature of zeros': (of) =>
    `Bearer ${withSignature(HEADER, claimsOf(of), Buffer.alloc(64).toString('base64url'))}`,
  'a signature of 72 bytes': (of) =>
    `Bearer ${withSignature(HEADER, claimsOf(of), Buffer.alloc(72, 0x30).toString('base64url'))}`,
  'no signature': (of) => `Bearer ${withSignature(HEADER, claimsOf(of), '')}`,
  'two signatures': (of) => `Bearer ${signed(of)}.${signed(of).split('.')[2]}`,
  'the JSON form of JWS': (of) => {
    const [header, payload, signature] = signed(of).split('.');
    return `Bearer ${JSON.stringify({
      payload,
      signatures: [
        { protected: header, signature },
        { protected: header, signature },
      ],
    })}`;
  },
  'five parts': () => `Bearer ${encoded({ alg: 'dir', enc: 'A256GCM', zip: 'DEF', kid: 'test' })}..AAAA.AAAA.AAAA`,
  'five parts with PBES2': () =>
    `Bearer ${encoded({ alg: 'PBES2-HS512+A256KW', enc: 'A256GCM', p2c: 2_000_000_000, p2s: 'AAAA' })}.AAAA.AAAA.AAAA.AAAA`,
  'padding in the parts': (of) => `Bearer ${signed(of).replace('.', '==.')}`,
  'white space inside': (of) => `Bearer ${signed(of).replace('.', '. ')}`,
  'a tab after the word': (of) => `Bearer\t${signed(of)}`,
  'two tokens': (of) => `Bearer ${signed(of)} ${signed(of)}`,
  'two tokens with a comma': (of) => `Bearer ${signed(of)}, Bearer ${signed(of)}`,
  'another word': (of) => `Token ${signed(of)}`,
  'no word': (of) => signed(of),
  'the word alone': () => 'Bearer',
  basic: (of) => `Basic ${Buffer.from(`${of.mark}:${of.mark}`).toString('base64')}`,
  'the header twice in one': (of) => `Bearer Bearer ${signed(of)}`,
  '9 kB': (of) => `Bearer ${signed(of, { filling: 'x'.repeat(6_000) })}`,
  'claims that are a list': (of) => `Bearer ${signedTexts(of, JSON.stringify(HEADER), `["${of.mark}"]`)}`,
  'claims that are no JSON': (of) => `Bearer ${signedTexts(of, JSON.stringify(HEADER), of.mark)}`,
  'claims 1,500 deep': (of) =>
    `Bearer ${signedTexts(of, JSON.stringify(HEADER), `{"iss":${'['.repeat(1_500)}${']'.repeat(1_500)}}`)}`,
  'a sub that is an object': (of) => `Bearer ${signed(of, { sub: { a: of.mark } })}`,
  'an empty sub': (of) => `Bearer ${signed(of, { sub: '' })}`,
  'a sub with a NUL': (of) => `Bearer ${signed(of, { sub: `${of.mark}\u0000` })}`,
  'a sub with half a surrogate': (of) => `Bearer ${signed(of, { sub: `${of.mark}\ud800` })}`,
  'roles that are a text': (of) => `Bearer ${signed(of, { roles: `professional ${of.mark}` })}`,
  'teams that are numbers': (of) => `Bearer ${signed(of, { teams: [1] })}`,
  'an audience in a header of its own': (of) => `Bearer ${signed(of, { aud: undefined }, { aud: of.audience })}`,
};

/** A trick and its header are only brought together when the request is sent, so that no token is old by then. */
export const bearerTricks: Arbitrary<string> = fc.constantFrom(...Object.keys(BEARERS));

/** A ticket that is right in every way, for changes: the custodian's own header and claims. */
export interface TicketMaker {
  sign(header: Part, claims: Part): string;
  /** Under a key that nobody knows */
  signStrange(header: Part, claims: Part): string;
  readonly header: Part;
  claims(): Part;
  readonly mark: string;
}

/** Tickets, every one of which must be refused for a question about one person. */
export const TICKETS: Readonly<Record<string, (of: TicketMaker) => string>> = {
  'another actor’s': (of) => of.sign(of.header, { ...of.claims(), sub: `${of.mark}|${of.mark}` }),
  'another kind’s': (of) => of.sign(of.header, { ...of.claims(), kind: 'address' }),
  'for another number': (of) => of.sign(of.header, { ...of.claims(), count: 2 }),
  'for a number in a text': (of) => of.sign(of.header, { ...of.claims(), count: '1' }),
  'for a registration': (of) => of.sign(of.header, { ...of.claims(), use: 'register' }),
  expired: (of) => of.sign(of.header, { ...of.claims(), iat: now() - 400, exp: now() - 100 }),
  'good for a year': (of) => of.sign(of.header, { ...of.claims(), exp: now() + 31_536_000 }),
  'from the future': (of) => of.sign(of.header, { ...of.claims(), iat: now() + 100, exp: now() + 200 }),
  'without exp': (of) => of.sign(of.header, { ...of.claims(), exp: undefined }),
  'with exp as a text': (of) => of.sign(of.header, { ...of.claims(), exp: String(now() + 100) }),
  'of another custodian': (of) => of.sign(of.header, { ...of.claims(), iss: of.mark }),
  'without an id': (of) => of.sign(of.header, { ...of.claims(), jti: undefined }),
  'with a short id': (of) => of.sign(of.header, { ...of.claims(), jti: 'AAAA' }),
  'with an id that is an object': (of) => of.sign(of.header, { ...of.claims(), jti: { a: of.mark } }),
  'alg none': (of) => `${of.sign({ ...of.header, alg: 'none' }, of.claims())}`,
  'alg HS256': (of) => of.sign({ ...of.header, alg: 'HS256' }, of.claims()),
  'of another type': (of) => of.sign({ ...of.header, typ: 'JWT' }, of.claims()),
  'under an unknown kid': (of) => of.sign({ ...of.header, kid: of.mark }, of.claims()),
  'with kid constructor': (of) => of.sign({ ...of.header, kid: 'constructor' }, of.claims()),
  'with crit': (of) => of.sign({ ...of.header, crit: ['exp'] }, of.claims()),
  'with a key of its own': (of) => of.sign({ ...of.header, jwk: { kty: 'EC' } }, of.claims()),
  'under another key': (of) => of.signStrange(of.header, of.claims()),
  'changed after signing': (of) => {
    const [header, , signature] = of.sign(of.header, of.claims()).split('.');
    return `${header}.${encoded({ ...of.claims(), mark: of.mark })}.${signature}`;
  },
  'with claims that are a list': (of) => of.sign(of.header, [of.mark] as unknown as Part),
  'with claims that are null': (of) => of.sign(of.header, null as unknown as Part),
  'of four parts': (of) => `${of.sign(of.header, of.claims())}.AAAA`,
  'of two parts': (of) => of.sign(of.header, of.claims()).split('.').slice(0, 2).join('.'),
  'of 100 kB': (of) => of.sign(of.header, { ...of.claims(), filling: 'x'.repeat(75_000) }),
  'in JSON form': (of) => JSON.stringify({ payload: of.mark, signatures: [] }),
  empty: () => '',
  'an access token': (of) => `${of.mark}.${of.mark}.${'A'.repeat(86)}`,
};
