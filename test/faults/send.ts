import { Agent, request } from 'node:http';

/** Longer than any server may take: a unit of work ends within 3 seconds. */
const PATIENCE = 20_000;

export interface Reply {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  /** Whether a refusal has the form of RFC 9457 */
  readonly isProblem: boolean;
}

export interface Order {
  readonly port: number;
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly path: string;
  readonly token?: string;
  readonly body?: unknown;
}

/** Keeps connections, and never sends anything a second time by itself: what became of a request is the question here. */
const agent = new Agent({ keepAlive: true, maxSockets: 64 });

/** One request; `undefined` when no whole answer came, so that nobody knows what became of it. */
export function send({ port, method, path, token, body }: Order): Promise<Reply | undefined> {
  const text = body === undefined ? undefined : JSON.stringify(body);
  return new Promise((resolve) => {
    const lost = (): void => resolve(undefined);
    const outgoing = request(
      {
        agent,
        host: '127.0.0.1',
        port,
        method,
        path,
        headers: {
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
          ...(text === undefined
            ? {}
            : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(text)) }),
        },
      },
      (incoming) => {
        const parts: Buffer[] = [];
        incoming.on('data', (part: Buffer) => parts.push(part));
        incoming.on('error', lost);
        incoming.on('aborted', lost);
        incoming.on('end', () => {
          const isProblem = /^application\/problem\+json/.test(incoming.headers['content-type'] ?? '');
          resolve(incoming.complete ? replyOf(incoming.statusCode ?? 0, Buffer.concat(parts), isProblem) : undefined);
        });
      },
    );
    outgoing.setTimeout(PATIENCE, () => outgoing.destroy(new Error('no answer in time')));
    outgoing.on('error', lost);
    outgoing.end(text);
  });
}

function replyOf(status: number, bytes: Buffer, isProblem: boolean): Reply | undefined {
  try {
    return { status, body: JSON.parse(bytes.toString('utf8')) as Record<string, unknown>, isProblem };
  } catch {
    return undefined;
  }
}
