import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { CONFIGURATION, type CustodianConfiguration } from './configuration';

/**
 * Lets the web app, which is served from the index's address, call the custodian directly from a browser. Exact
 * origins only, no credentials: the access token travels in a header that no other site can make a browser send.
 */
@Injectable()
export class AllowedOrigins implements OnModuleInit {
  constructor(
    private readonly adapter: HttpAdapterHost,
    @Inject(CONFIGURATION) private readonly configuration: CustodianConfiguration,
  ) {}

  onModuleInit(): void {
    const fastify = this.adapter.httpAdapter.getInstance<FastifyInstance>();
    const origins = new Set(this.configuration.ALLOWED_ORIGINS);
    fastify.addHook('onRequest', (request, reply, done) => {
      if (!answersPreflight(request, reply, origins)) done();
    });
  }
}

/** Fetch standard, 3.3: sets the headers, and sends the answer itself when the request only asks for permission. */
function answersPreflight(request: FastifyRequest, reply: FastifyReply, allowed: ReadonlySet<string>): boolean {
  const { origin } = request.headers;
  void reply.header('vary', 'origin');
  if (origin === undefined || !allowed.has(origin)) return false;
  void reply.headers({
    'access-control-allow-origin': origin,
    'access-control-expose-headers': 'retry-after, www-authenticate',
  });
  if (request.method !== 'OPTIONS' || request.headers['access-control-request-method'] === undefined) return false;
  void reply
    .headers({
      'access-control-allow-methods': 'GET, POST',
      'access-control-allow-headers': 'authorization, content-type',
      'access-control-max-age': '600',
    })
    .status(204)
    .send();
  return true;
}
