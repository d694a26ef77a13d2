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
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
