import { generateKeyPairSync, sign } from 'node:crypto';
import { blind, toBase64url } from '#tokens';

// An epoch document for specs of the client, signed by a root key of its own. For tests only.

/** Ed25519; its private half signs unless another key is given. */
export const root = generateKeyPairSync('ed25519');
export const rootKey = root.publicKey.export({ format: 'jwk' }).x!;

// Any four group elements will do: nothing is evaluated under them.
const [person, business, address, building] = blind([
  'nl-bsn:1',
  'nl-kvk:1',
  'nl-adres:1',
  'nl-adres-nummer:1',
]).blinded.map(toBase64url);

/** @param lifetime from ten seconds ago on, in seconds */
export function documentOf(serial: number, lifetime = 3600, key = root.privateKey): string {
  const issuedAt = Math.floor(Date.now() / 1000) - 10;
  const bytes = (length: number): string => Buffer.alloc(length, 1).toString('base64url');
  const payload = {
    protocol: 'raakvlak/1',
    suite: 'ristretto255-SHA512',
    mode: 1,
    custodian: 'custodian.demo',
    serial,
    issuedAt,
    expiresAt: issuedAt + lifetime,
    demo: true,
    ticketKeys: [{ kty: 'EC', crv: 'P-256', x: bytes(32), y: bytes(32), kid: 'k1', alg: 'ES256' }],
    epochs: [
      {
        id: '2026-1',
        state: 'active',
        argon2: { memoryKiB: 19456, passes: 2, lanes: 1 },
        salt: bytes(16),
        publicKeys: { person, business, address, building },
      },
    ],
  };
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${part({ alg: 'EdDSA', typ: 'raakvlak-epochs+jwt' })}.${part(payload)}`;
  return `${signed}.${sign(null, Buffer.from(signed), key).toString('base64url')}`;
}
