import { connect } from 'node:net';

/**
 * Load over real sockets, as lean as can be: prepared requests, one answer read before the next is sent, nothing parsed
 * but the status and the length. It runs as a process of its own; on two cores every microsecond it takes is one that
 * the measured side does not have, in the reference as much as in the product.
 *
 * Standard input: one JSON line { port, path, clients, seconds, bearer: [...] } and then one body per line.
 * Standard output: one JSON line { requests, failures, seconds, latencies: microseconds, sorted }.
 */
interface Order {
  readonly port: number;
  readonly path: string;
  readonly clients: number;
  readonly seconds: number;
  /** Access tokens, used in turn with the bodies */
  readonly bearer: readonly string[];
}

async function readAll(): Promise<string[]> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8').split('\n').filter(Boolean);
}

const requestOf = ({ path, bearer }: Order, body: string, i: number): Buffer =>
  Buffer.from(
    `POST ${path} HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\nauthorization: Bearer ${
      bearer[i % bearer.length]
    }\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );

async function main(): Promise<void> {
  const [first, ...bodies] = await readAll();
  const order = JSON.parse(first ?? '{}') as Order;
  const requests = bodies.map((body, i) => requestOf(order, body, i));
  const latencies: number[] = [];
  let next = 0;
  let failures = 0;
  const began = process.hrtime.bigint();
  const until = began + BigInt(order.seconds) * 1_000_000_000n;

  const client = (): Promise<void> =>
    new Promise((resolve) => {
      const socket = connect({ port: order.port, host: '127.0.0.1', noDelay: true });
      let sentAt = 0n;
      let pending: Buffer = Buffer.alloc(0);
      const send = (): void => {
        const now = process.hrtime.bigint();
        const request = requests[next];
        if (now >= until || request === undefined) {
          socket.destroy();
          return resolve();
        }
        next++;
        sentAt = now;
        socket.write(request);
      };
      socket.on('connect', send);
      socket.on('data', (chunk: Buffer) => {
        pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
        const head = pending.indexOf('\r\n\r\n');
        if (head < 0) return;
        const header = pending.toString('latin1', 0, head);
        const length = Number(/\r\ncontent-length: (\d+)/i.exec(header)?.[1] ?? 0);
        if (pending.length < head + 4 + length) return;
        if (!header.startsWith('HTTP/1.1 200')) failures++;
        pending = Buffer.alloc(0);
        latencies.push(Number(process.hrtime.bigint() - sentAt) / 1000);
        send();
      });
      socket.on('error', () => {
        failures++;
        resolve();
      });
    });
  await Promise.all(Array.from({ length: order.clients }, client));
  const seconds = Number(process.hrtime.bigint() - began) / 1e9;
  latencies.sort((a, b) => a - b);
  const exhausted = next >= requests.length;
  process.stdout.write(JSON.stringify({ requests: latencies.length, failures, seconds, exhausted, latencies }) + '\n');
}

void main();
