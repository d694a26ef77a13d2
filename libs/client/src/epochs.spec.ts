import { generateKeyPairSync } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Epochs } from './epochs';
import { documentOf, rootKey } from './testing';

let server: Server;
let served: string;
let requests: number;

async function epochs(demo = true): Promise<Epochs> {
  requests = 0;
  server = createServer((request, response) => {
    requests += 1;
    expect(request.headers.authorization).toBeUndefined();
    response.writeHead(200, { 'content-type': 'application/jose' }).end(served);
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const where = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return new Epochs({ name: 'custodian', address: where }, rootKey, demo);
}

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

describe('an epoch document', () => {
  it('that another key signed is refused', async () => {
    served = documentOf(1, 3600, generateKeyPairSync('ed25519').privateKey);
    await expect((await epochs()).current()).rejects.toMatchObject({ code: 'tokens.document-signature' });
  });

  it('of a demonstration is refused in production', async () => {
    served = documentOf(1);
    await expect((await epochs(false)).current()).rejects.toMatchObject({ code: 'tokens.document-demo' });
  });

  it('older than one that was seen is refused, and stays refused', async () => {
    served = documentOf(5);
    const kept = await epochs();
    await kept.current();
    kept.forget(Date.now() + 1);
    served = documentOf(4);
    await expect(kept.current()).rejects.toMatchObject({ code: 'tokens.document-older' });
    await expect(kept.current()).rejects.toMatchObject({ code: 'tokens.document-older' });
    served = documentOf(6);
    expect((await kept.current()).serial).toBe(6);
  });

  it('is fetched once for questions that come at once, and kept', async () => {
    served = documentOf(1);
    const kept = await epochs();
    await Promise.all([kept.current(), kept.current(), kept.current()]);
    await kept.current();
    expect(requests).toBe(1);
  });

  it('is not kept beyond its own end', async () => {
    served = documentOf(1, 11);
    const kept = await epochs();
    await kept.current();
    served = documentOf(2);
    await new Promise((resolve) => setTimeout(resolve, 1100));
    expect((await kept.current()).serial).toBe(2);
  });

  it('fetched after a sign that the custodian moved on is not fetched again', async () => {
    served = documentOf(1);
    const kept = await epochs();
    const before = Date.now() - 1000;
    await kept.current();
    expect(kept.forget(before)).toBe(false);
    expect(kept.forget(Date.now() + 1)).toBe(true);
    expect(kept.forget(Date.now() + 1)).toBe(false);
  });
});
