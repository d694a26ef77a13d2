import { Agent, type IncomingHttpHeaders, request } from 'node:http';

export interface Sent {
  /** Sent as application/json */
  readonly json?: unknown;
  /** Sent as it is, with no content type unless `headers` name one */
  readonly raw?: string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** The text as JSON object, empty when it is none */
  readonly body: Readonly<Record<string, unknown>>;
}

const agent = new Agent({ keepAlive: true, maxSockets: 32 });
const LIMIT = 60_000;

/** One HTTP request, the path and headers just as given: fetch would tidy up what a test wants to be wrong. */
export function send(
  origin: string,
  method: string,
  path: string,
  { json, raw, headers = {} }: Sent = {},
): Promise<Reply> {
  const { hostname, port } = new URL(origin);
  const content = json === undefined ? raw : JSON.stringify(json);
  const own = {
    ...(json === undefined ? {} : { 'content-type': 'application/json' }),
    ...(content === undefined ? {} : { 'content-length': String(Buffer.byteLength(content)) }),
  };
  return new Promise((resolve, reject) => {
    const sending = request({ hostname, port, method, path, agent, headers: { ...own, ...headers }, timeout: LIMIT });
    sending.on('timeout', () => sending.destroy(new Error('no answer')));
    sending.on('error', reject);
    sending.on('response', (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(parts).toString('utf8');
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text, body: objectOf(text) });
      });
    });
    sending.end(content);
  });
}

function objectOf(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
