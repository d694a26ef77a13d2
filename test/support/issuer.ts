import { KeyObject, sign as signBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SignJWT, exportJWK, generateKeyPair } from 'jose';

export interface Person {
  readonly sub: string;
  readonly roles: readonly string[];
  readonly department: string;
  readonly teams: readonly string[];
  readonly scope: string;
}

export interface Issuer {
  readonly url: string;
  /** A token as a provider would sign it; `changes` makes it wrong */
  token(
    person: Person,
    audience: string,
    changes?: { claims?: Record<string, unknown>; typ?: string; seconds?: number },
  ): Promise<string>;
  /** Header and claims just as given, under the issuer's own key unless another is given */
  sign(header: Record<string, unknown>, claims: Record<string, unknown>, key?: KeyObject): string;
  /** The same for an encoded header and payload that no serialiser would write */
  signText(input: string): string;
  /** PEM of the public key, for a signature that abuses it as a shared secret */
  readonly publicPem: string;
  stop(): Promise<void>;
}

/** An OpenID provider's metadata and keys over real HTTP, for tests that need tokens no honest provider would sign. */
export async function startIssuer(): Promise<Issuer> {
  const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
  const jwk = { ...(await exportJWK(publicKey)), kid: 'test', alg: 'ES256', use: 'sig' };
  const server = createServer((request, response) => {
    response.setHeader('content-type', 'application/json');
    const body = request.url === '/jwks' ? { keys: [jwk] } : { issuer: url, jwks_uri: `${url}/jwks` };
    response.end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    token({ sub, roles, department, teams, scope }, audience, { claims = {}, typ = 'at+jwt', seconds = 600 } = {}) {
      return new SignJWT({ roles, department, teams, scope, client_id: 'test', ...claims })
        .setProtectedHeader({ alg: 'ES256', kid: 'test', typ })
        .setIssuer(url)
        .setSubject(sub)
        .setAudience(audience)
        .setIssuedAt()
        .setExpirationTime(`${seconds}s`)
        .setJti(crypto.randomUUID())
        .sign(privateKey);
    },
    signText: (input) => signedText(input, KeyObject.from(privateKey)),
    sign: (header, claims, key = KeyObject.from(privateKey)) =>
      signedText(
        [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.'),
        key,
      ),
    publicPem: KeyObject.from(publicKey).export({ type: 'spki', format: 'pem' }) as string,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function signedText(input: string, key: KeyObject): string {
  const signature = signBytes('sha256', Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' });
  return `${input}.${signature.toString('base64url')}`;
}
