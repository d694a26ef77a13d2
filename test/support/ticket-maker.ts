import { type KeyObject, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { KINDS, type Kind, type Use, toBase64url } from '#tokens';
import { Evaluator, newRootKey, newSalt, newSeed, ready, signEpochDocument } from '#tokens/evaluator';

/**
 * A custodian's published document and the key that signs its tickets, where only the index is under test: its tokens may
 * be any bytes, since it never sees what they are made of.
 */
export interface TicketMaker {
  readonly url: string;
  readonly rootKey: string;
  readonly epoch: string;
  /** @param actor `issuer|subject` */
  ticket(actor: string, kind: Kind, count: number, use?: Use): string;
  stop(): void;
}

const CUSTODIAN = 'custodian.bench';
const EPOCH = 'bench-1';
const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const HEADER = part({ alg: 'ES256', kid: 'bench', typ: 'raakvlak-ticket+jwt' });

export async function startTicketMaker(): Promise<TicketMaker> {
  await ready();
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const root = newRootKey();
  const document = epochDocument(publicKey, root.seed);
  const server = createServer((_, response) => response.setHeader('content-type', 'application/jose').end(document));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    rootKey: toBase64url(root.publicKey),
    epoch: EPOCH,
    ticket: (actor, kind, count, use = 'ask') => {
      const iat = Math.floor(Date.now() / 1000);
      const jti = randomBytes(16).toString('base64url');
      const claims = { iss: CUSTODIAN, sub: actor, use, kind, count, jti, iat, exp: iat + 300 };
      const signed = `${HEADER}.${part(claims)}`;
      const signature = sign('sha256', Buffer.from(signed), { key: privateKey, dsaEncoding: 'ieee-p1363' });
      return `${signed}.${signature.toString('base64url')}`;
    },
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

function epochDocument(ticketKey: KeyObject, rootSeed: Uint8Array): string {
  const now = Math.floor(Date.now() / 1000);
  const { x, y } = ticketKey.export({ format: 'jwk' });
  const publicKeys = Object.fromEntries(
    KINDS.map((kind) => [kind, toBase64url(new Evaluator({ kind, epoch: EPOCH, seed: newSeed() }).publicKey)]),
  );
  return signEpochDocument(
    {
      protocol: 'raakvlak/1',
      suite: 'ristretto255-SHA512',
      mode: 1,
      custodian: CUSTODIAN,
      serial: 1,
      issuedAt: now,
      expiresAt: now + 86_400,
      demo: true,
      ticketKeys: [{ kty: 'EC', crv: 'P-256', x: x ?? '', y: y ?? '', kid: 'bench', alg: 'ES256' }],
      epochs: [
        {
          id: EPOCH,
          state: 'active',
          argon2: { memoryKiB: 19_456, passes: 2, lanes: 1 },
          salt: toBase64url(newSalt()),
          publicKeys: publicKeys as never,
        },
      ],
    },
    rootSeed,
  );
}
