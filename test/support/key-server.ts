import { type KeyObject, generateKeyPairSync, randomUUID } from 'node:crypto';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SignJWT } from 'jose';
import type { Person } from './issuer';

/** Serves a key set of its own at `url`, signs whatever claims it is given, and can go away and come back. */
export interface KeyServer {
  readonly url: string;
  /** PEM of the public key, for a signature that abuses it as a shared secret */
  readonly publicPem: string;
  /** Claims and header of a token that is right in every way, to be spoilt */
  good(person: Person, issuer: string, audience: string): Record<string, unknown>;
  sign(claims: Record<string, unknown>, header?: Record<string, unknown>): Promise<string>;
  down(): Promise<void>;
  up(): Promise<void>;
}

export const KEY_HEADER = { alg: 'ES256', kid: 'own', typ: 'at+jwt' };

export async function startKeyServer(): Promise<KeyServer> {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const keys = JSON.stringify({
    keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'own', alg: 'ES256', use: 'sig' }],
  });
  let server: Server | undefined;
  const listen = (port: number): Promise<number> =>
    new Promise((resolve, reject) => {
      const next = createServer((_, response) => response.setHeader('content-type', 'application/json').end(keys));
      next.once('error', reject);
      next.listen(port, '127.0.0.1', () => resolve((next.address() as AddressInfo).port));
      server = next;
    });
  const port = await listen(0);
  return {
    url: `http://127.0.0.1:${port}/jwks`,
    publicPem: publicKey.export({ type: 'spki', format: 'pem' }) as string,
    good: ({ sub, roles, department, teams, scope }, issuer, audience) => {
      const now = Math.floor(Date.now() / 1000);
      const whom = { iss: issuer, aud: audience, sub, client_id: 'test', roles, department, teams, scope };
      return { ...whom, iat: now, exp: now + 600, jti: randomUUID() };
    },
    sign: (claims, header = {}) => signed(privateKey, claims, { ...KEY_HEADER, ...header }),
    down: () =>
      new Promise((resolve) => {
        server?.close(() => resolve());
        server?.closeAllConnections();
      }),
    up: async () => void (await listen(port)),
  };
}

const signed = (key: KeyObject, claims: Record<string, unknown>, header: Record<string, unknown>): Promise<string> =>
  new SignJWT(claims).setProtectedHeader(header as { alg: string }).sign(key, { crit: { strange: true } });
