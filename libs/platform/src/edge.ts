import type { ModuleMetadata, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { STATUS_CODES, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { type Problem, problemsOf } from '#problem';
import { checkEncoding, readJsonBody } from './json-body';
import { log, nestLogger } from './logging';
import { ProblemFilter, problemBody, problemOf } from './problem-filter';

const problem = problemsOf('platform', {
  'no-answer-in-time': {
    status: 503,
    title: 'The answer took too long',
    advice: 'Nothing was disclosed. Try again; repeating a request has no second effect.',
  },
  'headers-too-large': {
    status: 431,
    title: 'The headers of the request are too large',
    advice: 'Send the headers that the API documentation names, with one access token.',
  },
  'sent-too-slowly': {
    status: 408,
    title: 'The request did not arrive in time',
    advice: 'Send the request again, as a whole.',
  },
});

const BODY_LIMIT = 256 * 1024;
const SHUTDOWN_LIMIT = 10_000;
/** Below the three seconds that are promised, above every limit of the storage. */
const ANSWER_LIMIT = 2_900;

/** On every answer, errors included. */
const HEADERS = {
  // NL GOV API Design Rules, /core/version-header; `info.version` of both OpenAPI documents.
  'api-version': '1.0.0',
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'cross-origin-resource-policy': 'same-origin',
};

export interface Edge {
  readonly port: number;
  readonly app: NestFastifyApplication;
  /** Finishes what is under way, refuses the rest, ends within ten seconds. */
  close(): Promise<void>;
}

/**
 * Starts the HTTP side of a process: one JSON parser, limits before anything looks at the body, one filter for errors.
 * @param module root module of the process
 * @param options port 0 takes a free one; host is loopback unless told otherwise
 */
export async function openEdge(
  module: Type<unknown> | ModuleMetadata,
  options: { port: number; host: string },
): Promise<Edge> {
  const adapter = new FastifyAdapter({
    bodyLimit: BODY_LIMIT,
    logger: false,
    return503OnClosing: true,
    forceCloseConnections: 'idle',
    requestTimeout: 15_000,
    // What Fastify would say itself to a path or a request that it cannot read quotes that path.
    frameworkErrors: (cause: unknown, _request: unknown, reply: FastifyReply) => {
      const found = problemOf(cause);
      void reply.headers(HEADERS).status(found.kind.status).type('application/problem+json').send(problemBody(found));
    },
    clientErrorHandler: refuseUnread,
    // Node would answer that itself, without a body and without our headers.
    http: { requireHostHeader: false },
  });
  const app = await NestFactory.create<NestFastifyApplication>(module as Type<unknown>, adapter, {
    logger: nestLogger,
    abortOnError: false,
    // Nest would add a parser for forms at the start, after the removal below.
    bodyParser: false,
  });
  const fastify = adapter.getInstance() as unknown as FastifyInstance;
  // Only JSON is read, by our own reader; a form could be posted from another site without the browser asking first.
  fastify.removeContentTypeParser(['text/plain', 'application/json']);
  fastify.addContentTypeParser('application/json', { parseAs: 'buffer' }, ({ headers }, body, done) => {
    try {
      checkEncoding(headers);
      done(null, readJsonBody(body as Buffer));
    } catch (cause) {
      done(cause as Error);
    }
  });
  fastify.addHook('onRequest', ({ raw }, reply, done) => {
    void reply.headers(HEADERS);
    answerInTime(reply);
    // RFC 9112, 3.2
    done(raw.headers.host === undefined && raw.httpVersion !== '1.0' ? problemOf({ statusCode: 400 }) : undefined);
  });
  fastify.server.on('checkExpectation', (_request, response: ServerResponse) => {
    const { status, headers, body } = answerUnread(problemOf({ statusCode: 400 }));
    response.writeHead(status, headers).end(body);
  });
  app.useGlobalFilters(new ProblemFilter());
  await app.listen(options.port, options.host);
  const { port } = app.getHttpServer().address() as AddressInfo;
  return { port, app, close: () => closeWithin(app, SHUTDOWN_LIMIT) };
}

/**
 * Whatever hangs behind a request, its sender hears within three seconds that nothing was disclosed. What comes later is
 * not sent: the reply is taken. It may have been stored, which is why requests that change something can be repeated.
 */
function answerInTime(reply: FastifyReply): void {
  const timer = setTimeout(() => {
    if (reply.sent) return;
    const late = problem('no-answer-in-time', { retryAfterSeconds: 2 });
    log.warn('request refused by a fault', { code: late.code });
    void reply.header('retry-after', '2').status(503).type('application/problem+json').send(problemBody(late));
  }, ANSWER_LIMIT);
  reply.raw.once('close', () => clearTimeout(timer));
}

/** What is no HTTP, or too much or too late of it, never becomes a request: the answer is written on the socket itself. */
function refuseUnread(cause: { code?: string }, socket: Socket): void {
  if (cause.code === 'ECONNRESET' || socket.destroyed) return;
  const found =
    cause.code === 'HPE_HEADER_OVERFLOW'
      ? problem('headers-too-large')
      : cause.code === 'ERR_HTTP_REQUEST_TIMEOUT'
        ? problem('sent-too-slowly')
        : problemOf({ statusCode: 400 });
  const { status, headers, body } = answerUnread(found);
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  if (socket.writable) socket.write(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('')}\r\n${body}`);
  socket.destroy();
}

/** The answer to what Fastify never gets to see; the connection ends with it. */
function answerUnread(found: Problem): { status: number; headers: Record<string, string>; body: string } {
  const body = JSON.stringify(problemBody(found));
  const own = { 'content-type': 'application/problem+json; charset=utf-8', connection: 'close' };
  const headers = { ...HEADERS, ...own, 'content-length': String(Buffer.byteLength(body)) };
  return { status: found.kind.status, headers, body };
}

async function closeWithin(app: NestFastifyApplication, limit: number): Promise<void> {
  const hard = setTimeout(() => {
    log.warn('closing took too long');
    process.exit(1);
  }, limit);
  hard.unref();
  const server = app.getHttpServer() as { closeIdleConnections?: () => void };
  const idle = setInterval(() => server.closeIdleConnections?.(), 100);
  try {
    await app.close();
  } finally {
    clearInterval(idle);
    clearTimeout(hard);
  }
}

/**
 * Runs a process until it is told to stop: prints one JSON line `{"ready":true,"port":N}` for whoever started it, ends
 * cleanly on SIGINT and SIGTERM, and says what is wrong when it cannot start.
 */
export function runProcess(name: string, start: () => Promise<{ port?: number; close(): Promise<void> }>): void {
  void start().then(
    ({ port, close }) => {
      let stopping = false;
      const stop = (): void => {
        if (stopping) return;
        stopping = true;
        // A pool whose database went away at this very moment may never say that it is closed.
        setTimeout(() => {
          log.warn('stopping took too long');
          process.exit(1);
        }, SHUTDOWN_LIMIT + 1_000).unref();
        close().then(
          () => process.exit(0),
          () => process.exit(1),
        );
      };
      process.on('SIGINT', stop);
      process.on('SIGTERM', stop);
      // Whoever started this process holds the other end of standard input; when it is gone, so is the reason to run.
      const watched = !process.stdin.isTTY && process.argv.includes('--with-parent');
      if (watched) process.stdin.on('end', stop).resume();
      // Last: whoever reads it may tell this process to stop at once, and that must then be done in order.
      const listening = port === undefined ? {} : { port };
      process.stdout.write(`${JSON.stringify({ ready: true, process: name, ...listening })}\n`);
    },
    (cause: unknown) => {
      const expected = cause instanceof Error && ['ConfigurationFault', 'Problem'].includes(cause.name);
      if (expected) process.stderr.write(`${name}: ${(cause as Error).message}\n`);
      else log.error(`${name} did not start`, cause);
      process.exit(1);
    },
  );
}
