import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type JsonWebKey,
  randomBytes,
} from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DemoConnection } from './people';

/** EC P-256 key with `kid` and `alg`; private when it has `d`. */
export type Jwk = JsonWebKey & { kid: string; alg: 'ES256'; use: 'sig'; kty: string };

/** Files in DATA_DIR, readable by their owner only. Sign-ins survive a restart of the provider as far as keys go. */
export class KeyFolder {
  /** @param folder is made when it is not there */
  constructor(private readonly folder: string) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  }

  /** Keys that sign access and ID tokens, as a private JWK set: `signing-keys.json`. */
  signingKeys(): { keys: Jwk[] } {
    return this.#kept('signing-keys.json', () => ({ keys: [makeKey()] }));
  }

  /** Secrets under the sign-in cookies: `cookie-keys.json`. */
  cookieKeys(): string[] {
    return this.#kept('cookie-keys.json', () => [randomBytes(32).toString('base64url')]);
  }

  /**
   * Public key of a connection: the given one, or that of the pair in `connection-<clientId>.jwk.json`, which is made
   * when it is not there. The connector reads the private half from that file.
   */
  connectionKey({ clientId, publicJwk }: DemoConnection): Jwk {
    const key = publicJwk ?? this.#kept(`connection-${clientId}.jwk.json`, makeKey);
    return withNames(createPublicKey({ key: key as JsonWebKey, format: 'jwk' }).export({ format: 'jwk' }));
  }

  /** Written under another name first, so that a crash leaves either no file or a whole one. */
  #kept<T>(name: string, make: () => T): T {
    const path = join(this.folder, name);
    if (!existsSync(path)) {
      const fresh = `${path}.${process.pid}`;
      writeFileSync(fresh, `${JSON.stringify(make(), null, 2)}\n`, { mode: 0o600, flag: 'wx' });
      renameSync(fresh, path);
    }
    return JSON.parse(readFileSync(path, 'utf8')) as T;
  }
}

function makeKey(): Jwk {
  // Made as bytes: Node 20 can stop for good when it exports a key object while the job that made it is collected.
  const { privateKey } = generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    publicKeyEncoding: { type: 'spki', format: 'der' },
    privateKeyEncoding: { type: 'pkcs8', format: 'der' },
  });
  return withNames(createPrivateKey({ key: privateKey, format: 'der', type: 'pkcs8' }).export({ format: 'jwk' }));
}

/** The key's name is its RFC 7638 thumbprint: members in alphabetical order, no spaces. */
function withNames(jwk: JsonWebKey): Jwk {
  const { crv, kty, x, y } = jwk;
  if (kty !== 'EC' || crv !== 'P-256') throw new Error('a key of a connection must be EC P-256');
  const kid = createHash('sha256').update(JSON.stringify({ crv, kty, x, y })).digest('base64url');
  return { ...jwk, kty, kid, alg: 'ES256', use: 'sig' };
}
