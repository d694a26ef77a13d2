import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Problem, problemsOf } from '#problem';
import { log } from './logging';
import { isStorageFault } from './unit-of-work';

const problem = problemsOf('platform', {
  'bad-request': {
    status: 400,
    title: 'The request cannot be read',
    advice: 'Send JSON in UTF-8 with the fields that the API documentation names, and no others.',
  },
  'not-found': { status: 404, title: 'There is nothing here', advice: 'Check the path against the API documentation.' },
  'method-not-allowed': { status: 405, title: 'This method is not offered', advice: 'Check the API documentation.' },
  'too-large': { status: 413, title: 'The request is too large', advice: 'Send at most 256 kB; split a long list.' },
  'not-json': {
    status: 415,
    title: 'The content type is not served',
    advice: 'Send the header content-type: application/json.',
  },
  'not-allowed': {
    status: 403,
    title: 'This is not allowed',
    advice: 'Ask your application manager for the right role.',
  },
  'storage-unavailable': {
    status: 503,
    title: 'The storage does not answer',
    advice: 'Nothing was disclosed. Try again in a few seconds.',
  },
  unexpected: {
    status: 500,
    title: 'Something went wrong on our side',
    advice: 'Nothing was disclosed. Report the time of this answer to the application manager.',
  },
});

const BY_STATUS: Readonly<Record<number, Parameters<typeof problem>[0]>> = {
  400: 'bad-request',
  403: 'not-allowed',
  404: 'not-found',
  405: 'method-not-allowed',
  413: 'too-large',
  415: 'not-json',
};

/** Turns anything thrown into a problem with fixed texts. Nothing of the request comes back (RFC 9457, 5). */
export function problemOf(cause: unknown): Problem {
  if (cause instanceof Problem) return cause;
  const status =
    cause instanceof HttpException ? cause.getStatus() : (cause as { statusCode?: unknown } | undefined)?.statusCode;
  if (typeof status === 'number' && status < 500) return problem(BY_STATUS[status] ?? 'bad-request');
  return problem(isStorageFault(cause) ? 'storage-unavailable' : 'unexpected');
}

/** RFC 9457 body of a problem. */
export const problemBody = ({ code, kind, detail }: Problem) => ({
  type: `https://raakvlak.example/problems/${code}`,
  title: kind.title,
  status: kind.status,
  code,
  advice: kind.advice,
  ...detail,
});

@Catch()
export class ProblemFilter implements ExceptionFilter {
  catch(cause: unknown, host: ArgumentsHost): void {
    const found = problemOf(cause);
    if (found.kind.status >= 500) report(found, cause);
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    if (reply.sent) return;
    const { retryAfterSeconds } = found.detail;
    if (typeof retryAfterSeconds === 'number') void reply.header('retry-after', String(retryAfterSeconds));
    // RFC 6750, 3: a refused token is answered with the scheme that is expected.
    if (found.kind.status === 401) void reply.header('www-authenticate', 'Bearer');
    void reply.status(found.kind.status).type('application/problem+json').send(problemBody(found));
  }
}

/** What the operator must see: a code for what we foresaw, the place in the code for what we did not. */
function report(found: Problem, cause: unknown): void {
  if (cause instanceof Problem) log.warn('request refused by a fault', { code: found.code });
  else log.error('request failed', cause, { code: found.code });
}
