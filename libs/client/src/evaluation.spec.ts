import { generateKeyPairSync, sign } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { blind, identifierOf, toBase64url } from '#tokens';
import { stretch } from '#tokens/node';
import { Raakvlak } from './raakvlak';

// The custodian here only breaks connections and refuses: what it would have evaluated is not what is looked at.

const root = generateKeyPairSync('ed25519');
const rootKey = root.publicKey.export({ format: 'jwk' }).x!;
const [person, business, address, building] = blind(['a:1', 'a:2', 'a:3', 'a:4']).blinded.map(toBase64url);
const bytes = (length: number): string => Buffer.alloc(length, 1).toString('base64url');

function document(): string {
  const issuedAt = Math.floor(Date.now() / 1000) - 10;
  const payload = {
    protocol: 'raakvlak/1',
    suite: 'ristretto255-SHA512',
    mode: 1,
    custodian: 'custodian.demo',
    serial: 1,
    issuedAt,
    expiresAt: issuedAt + 3_600,
    demo: true,
    ticketKeys: [{ kty: 'EC', crv: 'P-256', x: bytes(32), y: bytes(32), kid: 'k1', alg: 'ES256' }],
    epochs: [
      {
        id: '2026-1',
        state: 'active',
        argon2: { memoryKiB: 19_456, passes: 2, lanes: 1 },
        salt: bytes(16),
        publicKeys: { person, business, address, building },
      },
    ],
  };
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${part({ alg: 'EdDSA', typ: 'raakvlak-epochs+jwt' })}.${part(payload)}`;
  return `${signed}.${sign(null, Buffer.from(signed), root.privateKey).toString('base64url')}`;
}

type Turn = (request: IncomingMessage, response: ServerResponse) => void;
const broken: Turn = (request) => request.socket.destroy();
const refused =
  (status: number, code: string, headers = {}): Turn =>
  (_, response) =>
    response
      .writeHead(status, { 'content-type': 'application/problem+json', ...headers })
      .end(JSON.stringify({ status, code, title: 'No', advice: 'No' }));

let server: Server;
let received: string[];

/** A client whose custodian takes these turns, one for each evaluation. */
async function clientOf(...turns: Turn[]): Promise<Raakvlak> {
  received = [];
  server = createServer((request, response) => {
    if (request.method === 'GET') return void response.end(document());
    let body = '';
    request.on('data', (part) => (body += String(part)));
    request.on('end', () => {
      received.push(body);
      turns.shift()?.(request, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const custodian = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const tokens = {
    forIndex: () => Promise.reject(new Error('the index was about to be called')),
    forCustodian: () => Promise.resolve('header.payload.signature'),
  };
  return new Raakvlak({
    configuration: { index: 'http://127.0.0.1:1', custodian, rootKey, demo: true },
    tokens,
    stretch,
  });
}
afterEach(() => {
  server.close();
  server.closeAllConnections();
});

const ask = (client: Raakvlak) =>
  client.ask({ purpose: 'home-visit', subjects: [identifierOf('nl-bsn', '999993653')] });

it('an evaluation whose answer got lost is sent again, the same bytes, so that it is debited once', async () => {
  const client = await clientOf(broken, refused(403, 'custodian.blocked'));
  await expect(ask(client)).rejects.toMatchObject({ code: 'custodian.blocked' });
  expect(received).toHaveLength(2);
  expect(received[1]).toBe(received[0]);
});

it('so is one that the custodian says to repeat', async () => {
  const client = await clientOf(
    refused(503, 'custodian.busy', { 'retry-after': '0' }),
    refused(403, 'custodian.blocked'),
  );
  await expect(ask(client)).rejects.toMatchObject({ code: 'custodian.blocked' });
  expect(new Set(received).size).toBe(1);
  expect(received).toHaveLength(2);
});

it('one that does not fit the budget is not, and the caller hears when to come back and whose budget it was', async () => {
  const spent: Turn = (_, response) =>
    response
      .writeHead(429, { 'content-type': 'application/problem+json', 'retry-after': '1200' })
      .end(
        JSON.stringify({ code: 'custodian.budget-spent', window: 'hour', whose: 'yours', retryAfterSeconds: 1_200 }),
      );
  const client = await clientOf(spent);
  await expect(ask(client)).rejects.toMatchObject({
    code: 'custodian.budget-spent',
    detail: { window: 'hour', whose: 'yours', retryAfterSeconds: 1_200 },
  });
  expect(received).toHaveLength(1);
});

it('two questions are two evaluations with other points, also about the same person', async () => {
  const client = await clientOf(refused(403, 'custodian.blocked'), refused(403, 'custodian.blocked'));
  for (const _ of [1, 2]) await expect(ask(client)).rejects.toMatchObject({ code: 'custodian.blocked' });
  expect(new Set(received).size).toBe(2);
});
