import { type ConnectionKeyPair, namedKey, thumbprintInput } from './connection-files';
import { toBase64url } from '#tokens';

/**
 * Makes the key pair of a connection in this browser: EC P-256 for ES256 (WebCrypto). The private half is handed to whoever
 * keeps the file, and is sent nowhere. For pages alone: in Node 20 exporting a key that was made this way can stop for good.
 */
export async function makeConnectionKey(): Promise<ConnectionKeyPair> {
  const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
  const jwk = (await crypto.subtle.exportKey('jwk', pair.privateKey)) as Record<string, unknown>;
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(thumbprintInput(jwk)));
  const kid = toBase64url(new Uint8Array(digest));
  const { d: _, ...open } = jwk;
  return { privateJwk: namedKey(jwk, kid), publicJwk: namedKey(open, kid) };
}
