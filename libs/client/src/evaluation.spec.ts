import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { identifierOf } from '#tokens';
import { stretch } from '#tokens/node';
import { Raakvlak } from './raakvlak';
import { documentOf, rootKey } from './testing';

// The custodian here only breaks connections and refuses: what it would have evaluated is not what is looked at.

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
    if (request.method === 'GET') return void response.end(documentOf(1));
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
