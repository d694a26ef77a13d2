import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { WebConfiguration } from './web-configuration';

/** Where `vite build` left the app: beside this program in dist. */
const BUILT = join(__dirname, '..', '..', 'web');
const YEAR = 365 * 24 * 3600;
/** Files that an address names, as they are; what was compressed beforehand goes in place of its original. */
const OWN_NAME = /^[\w-]+\.(svg|png|webmanifest|js)$/;

/** Says that the app is served, and with what; without it this process answers the API alone. */
export class ServedWebApp {
  constructor(readonly configuration: WebConfiguration | undefined) {}
}

/**
 * Serves the web app beside the API. Files bear the hash of their contents in their names and are kept for ever; pages and
 * the script of the web worker are asked for each time. The page itself may fetch nothing: whatever goes over the line goes through its web worker, which
 * may talk to the index, the custodian and the identity provider.
 */
@Injectable()
export class WebApp implements OnModuleInit {
  constructor(
    private readonly adapter: HttpAdapterHost,
    private readonly served: ServedWebApp,
  ) {}

  onModuleInit(): void {
    const { configuration } = this.served;
    if (configuration === undefined) return;
    const fastify = this.adapter.httpAdapter.getInstance<FastifyInstance>();
    const policies = policiesFor(configuration);
    // Not awaited: that would load the server before Nest has given it its handler of errors.
    void fastify.register(fastifyStatic, {
      root: BUILT,
      serve: false,
      index: false,
      cacheControl: false,
      preCompressed: true,
    });
    const page = (_request: unknown, reply: FastifyReply): FastifyReply =>
      reply.headers({ 'content-security-policy': policies.page, ...PAGE }).sendFile('index.html');
    for (const path of pages()) fastify.get(path, page);
    for (const name of readdirSync(BUILT).filter((found) => OWN_NAME.test(found))) {
      const policy = name === 'service-worker.js' ? policies.serviceWorker : undefined;
      fastify.get(`/${name}`, (_request, reply) => {
        if (policy !== undefined) void reply.header('content-security-policy', policy);
        return reply.header('cache-control', 'no-cache').sendFile(name);
      });
    }
    // Names without a place among them: what is not in this list is not there, so no path is ever looked up on disk.
    const assets = new Set(readdirSync(join(BUILT, 'assets')).filter((name) => !/\.(gz|br)$/.test(name)));
    fastify.get<{ Params: { name: string } }>('/assets/:name', (request, reply) => {
      const { name } = request.params;
      if (!assets.has(name)) return reply.callNotFound();
      const asset = [basename(name), join(BUILT, 'assets')] as const;
      void reply.header('content-security-policy', policies.worker);
      if (!WORKER.test(name))
        return reply.header('cache-control', `public, max-age=${YEAR}, immutable`).sendFile(...asset);
      // It keeps the policy that it came with, and that names addresses of the configuration: another policy, another tag.
      const tag = `W/"${digestOf(name + policies.worker)}"`;
      void reply.headers({ 'cache-control': 'no-cache', etag: tag });
      if (request.headers['if-none-match'] === tag) return reply.code(304).send();
      return reply.sendFile(...asset, { etag: false, lastModified: false });
    });
    const told = JSON.stringify(configuration.app);
    fastify.get('/configuration.json', (_request, reply) => reply.type('application/json').send(told));
  }
}

/** The script of the web worker itself. */
const WORKER = /^worker-[\w-]+\.js$/;
const digestOf = (text: string): string => createHash('sha256').update(text).digest('base64url').slice(0, 22);

const PAGE = { 'cache-control': 'no-cache', 'cross-origin-opener-policy': 'same-origin' };

/** Addresses of the app, as its build lists them. */
const pages = (): string[] =>
  Object.values(JSON.parse(readFileSync(join(BUILT, 'pages.json'), 'utf8')) as Record<string, string>);

/** Content security policies, CSP Level 3; a worker has the policy that its own script came with. */
function policiesFor({ connect }: WebConfiguration): { page: string; worker: string; serviceWorker: string } {
  const common = ["default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'none'"];
  const trusted = ["require-trusted-types-for 'script'"];
  return {
    page: [
      ...common,
      "script-src 'self'",
      "style-src 'self'",
      "img-src 'self'",
      "manifest-src 'self'",
      "worker-src 'self'",
      ...trusted,
      'trusted-types raakvlak',
    ].join('; '),
    // Argon2id is WebAssembly.
    worker: [
      ...common,
      "script-src 'self' 'wasm-unsafe-eval'",
      `connect-src 'self' ${connect.join(' ')}`,
      ...trusted,
      "trusted-types 'none'",
    ].join('; '),
    serviceWorker: [...common, "connect-src 'self'", ...trusted, "trusted-types 'none'"].join('; '),
  };
}
