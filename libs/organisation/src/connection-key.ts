import { createHash, createPublicKey } from 'node:crypto';
import { problemsOf } from '#problem';

const problem = problemsOf('organisation', {
  'connection-key-private': {
    status: 422,
    title: 'This is a private key',
    advice:
      'Nothing was stored. Send the public key alone. A private key that left its machine is no longer secret: make a new pair.',
  },
  'connection-key-refused': {
    status: 422,
    title: 'This is not the public key of a connection',
    advice: 'Send an EC key on curve P-256 as JWK: kty, crv, x, y; kid, when it is there, is its RFC 7638 thumbprint.',
  },
});

/** EC P-256, for ES256. */
export interface ConnectionKey {
  readonly kty: 'EC';
  readonly crv: 'P-256';
  readonly x: string;
  readonly y: string;
  /** Its RFC 7638 thumbprint */
  readonly kid: string;
  readonly alg: 'ES256';
  readonly use: 'sig';
}

/** RFC 7518, 6.2.2, 6.3.2 and 6.4: what only the owner of a key knows. */
const PRIVATE = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];
/** 32 bytes in base64url; the last character carries two unused bits that must be zero. */
const COORDINATE = /^[\w-]{42}[AEIMQUYcgkosw048]$/;

/**
 * Reads the public key that somebody sent.
 * @throws Problem `organisation.connection-key-private`, before anything else is looked at; `connection-key-refused`
 */
export function readConnectionKey(jwk: Readonly<Record<string, unknown>>): ConnectionKey {
  if (PRIVATE.some((member) => Object.hasOwn(jwk, member))) throw problem('connection-key-private');
  const { kty, crv, x, y, kid, alg = 'ES256', use = 'sig', ...more } = jwk;
  const named = kty === 'EC' && crv === 'P-256' && alg === 'ES256' && use === 'sig';
  if (!named || Object.keys(more).length > 0 || !isCoordinate(x) || !isCoordinate(y))
    throw problem('connection-key-refused');
  // The key's name follows from the key, so that nobody lends a name to another one.
  const thumbprint = createHash('sha256').update(JSON.stringify({ crv, kty, x, y })).digest('base64url');
  if ((kid !== undefined && kid !== thumbprint) || !isOnCurve(x, y)) throw problem('connection-key-refused');
  return { kty, crv, x, y, kid: thumbprint, alg, use };
}

const isCoordinate = (value: unknown): value is string => typeof value === 'string' && COORDINATE.test(value);

function isOnCurve(x: string, y: string): boolean {
  try {
    createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' });
    return true;
  } catch {
    return false;
  }
}
