import fastify from 'fastify';
import type { AddressInfo } from 'node:net';
import { Pool } from 'pg';

/**
 * The reference: what a plain Fastify handler with pg does for the same question without any of our promises: one
 * transaction with a SELECT and an INSERT per request.
 */
async function main(): Promise<void> {
  const pool = new Pool({ connectionString: process.argv[2], max: 16 });
  const app = fastify({ logger: false });
  app.post('/', async (request) => {
    const { slot } = request.body as { slot: string };
    const client = await pool.connect();
    try {
      await client.query('begin');
      const { rows } = await client.query('select id, sealed from link where slot = $1', [
        Buffer.from(slot, 'base64url'),
      ]);
      await client.query('insert into bare_note (at, slot, found) values (now(), $1, $2)', [
        Buffer.from(slot, 'base64url'),
        rows.length,
      ]);
      await client.query('commit');
      return { found: rows.length };
    } finally {
      client.release();
    }
  });
  await app.listen({ port: 0, host: '127.0.0.1' });
  process.stdout.write(`${JSON.stringify({ ready: true, port: (app.server.address() as AddressInfo).port })}\n`);
}

void main();
