import { once } from 'node:events';
import { Agent, createServer, type IncomingMessage, request as requestOver, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request of the browser, whole. */
export interface Asked {
  readonly method: string;
  /** The whole address */
  readonly url: string;
  /** As they came, one a line */
  readonly headers: string;
  readonly body: Buffer;
}

/** Gives another body for an answer, or undefined to leave it as it is. */
export type Change = (body: string, asked: Asked) => string | undefined;

/**
 * The only way out of the browser: a proxy that keeps every request of every page, worker and service worker, and that can
 * be made a bad line. What it is told to do holds until the function is called that it gives back.
 */
export interface Line {
  readonly port: number;
  /** In order of arrival; also what the browser itself wanted from elsewhere, which gets no answer */
  readonly asked: readonly Asked[];
  /** Requests to these addresses find no server */
  cut(address: RegExp): () => void;
  /** Requests to these addresses wait */
  hold(address: RegExp): () => void;
  /** Answers from these addresses are changed on their way */
  change(address: RegExp, change: Change): () => void;
  stop(): Promise<void>;
}

interface Rule {
  readonly address: RegExp;
  readonly cut?: true;
  readonly held?: Promise<void>;
  readonly change?: Change;
}

/** Of this hop only (RFC 9110, 7.6.1). */
const HOP = /^(connection|proxy-.*|keep-alive|te|trailer|transfer-encoding|upgrade)$/i;

const HERE = /^http:\/\/(localhost|127\.0\.0\.1):\d+\//;

const pairs = (raw: readonly string[]): [string, string][] =>
  raw.flatMap((name, i): [string, string][] => (i % 2 === 0 ? [[name, raw[i + 1] ?? '']] : []));

async function bodyOf(message: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of message) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

export async function startLine(): Promise<Line> {
  const asked: Asked[] = [];
  const rules = new Set<Rule>();
  // A connection that is kept may be closed at its other end just when it is used again.
  const agent = new Agent({ keepAlive: false });
  const keep = (request: IncomingMessage, body: Buffer): Asked => {
    const headers = pairs(request.rawHeaders).map((pair) => pair.join(': '));
    const one = { method: request.method ?? '', url: request.url ?? '', headers: headers.join('\n'), body };
    asked.push(one);
    return one;
  };
  const server = createServer((request, response) => {
    pass(request, response).catch(() => request.socket.destroy());
  });

  async function pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const one = keep(request, await bodyOf(request));
    // Nothing leaves this machine.
    if (!HERE.test(one.url)) throw new Error('elsewhere');
    const mine = [...rules].filter(({ address }) => address.test(one.url));
    for (const { held } of mine) await held;
    if (mine.some(({ cut }) => cut === true)) throw new Error('cut');
    const changes = mine.flatMap(({ change }) => change ?? []);
    const changing = changes.length > 0;
    const headers = pairs(request.rawHeaders).filter(
      ([name]) => !HOP.test(name) && !(changing && /^(accept-encoding|if-.*)$/i.test(name)),
    );
    const onward = requestOver(one.url, { method: one.method, headers: headers.flat(), agent });
    onward.end(one.body);
    const [answer] = (await once(onward, 'response')) as [IncomingMessage];
    const kept = pairs(answer.rawHeaders).filter(
      ([name]) => !HOP.test(name) && !(changing && /^content-length$/i.test(name)),
    );
    if (!changing) {
      response.writeHead(answer.statusCode ?? 502, kept.flat());
      answer.pipe(response);
      return;
    }
    let text = (await bodyOf(answer)).toString('utf8');
    for (const change of changes) text = change(text, one) ?? text;
    response.writeHead(answer.statusCode ?? 502, kept.flat()).end(text);
  }

  server.on('connect', (request: IncomingMessage, socket) => {
    keep(request, Buffer.alloc(0));
    socket.destroy();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const rule = (added: Rule): (() => void) => {
    rules.add(added);
    return () => void rules.delete(added);
  };
  return {
    port: (server.address() as AddressInfo).port,
    asked,
    cut: (address) => rule({ address, cut: true }),
    hold: (address) => {
      let release: () => void = () => undefined;
      const forget = rule({ address, held: new Promise((done) => (release = done)) });
      return () => {
        forget();
        release();
      };
    },
    change: (address, change) => rule({ address, change }),
    stop: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      agent.destroy();
      await closed;
    },
  };
}
