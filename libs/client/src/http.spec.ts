import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Problem } from '#problem';
import { type Call, callForJson, callForText, callTwiceIfNeeded, type Service } from './http';

const TOKEN = 'header.payload.signature';
const call: Call = { method: 'POST', path: '/v1/things', token: TOKEN, body: { secret: '999993653' } };

let server: Server | undefined;

async function serve(listener: RequestListener): Promise<Service> {
  server = createServer(listener).listen(0, '127.0.0.1');
  await new Promise((resolve) => server!.once('listening', resolve));
  return { name: 'index', address: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
}

function answer(response: ServerResponse, status: number, type: string, body: unknown, headers = {}): void {
  response.writeHead(status, { 'content-type': type, ...headers });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
}

async function problemOf(work: Promise<unknown>): Promise<Problem> {
  const outcome = await work.then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(outcome).toBeInstanceOf(Problem);
  return outcome as Problem;
}

const everythingIn = (problem: Problem): string =>
  JSON.stringify([problem.message, problem.stack, problem.cause, problem.kind, problem.detail]);

afterEach(async () => {
  server?.closeAllConnections();
  await new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined)));
  server = undefined;
});

describe('a server that cannot be reached', () => {
  it('is named, and neither the token nor the body stands in the error', async () => {
    const service = await serve((request) => request.destroy());
    const problem = await problemOf(callForJson(service, call));
    expect(problem.code).toBe('client.index-unreachable');
    expect(everythingIn(problem)).not.toContain('999993653');
    expect(everythingIn(problem)).not.toContain(TOKEN);
  });

  it('is the custodian when the custodian was called', async () => {
    const service = await serve((request) => request.destroy());
    const problem = await problemOf(callForJson({ ...service, name: 'custodian' }, call));
    expect(problem.code).toBe('client.custodian-unreachable');
    expect(problem.kind.status).toBe(503);
  });

  it('is one that does not answer in time', async () => {
    const service = await serve(() => undefined);
    const problem = await problemOf(callForJson(service, { ...call, timeoutMs: 100 }));
    expect(problem.code).toBe('client.index-unreachable');
    expect(problem.detail).toEqual({ timedOut: true });
  });

  it('is also one that starts an answer and never ends it', async () => {
    const service = await serve((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write('{');
    });
    const problem = await problemOf(callForJson(service, { ...call, timeoutMs: 100 }));
    expect(problem.detail).toEqual({ timedOut: true });
  });
});

describe('an unprotected address', () => {
  it.each([
    'http://index.example',
    'http://10.0.0.1',
    'http://localhost.example',
    'http://127.0.0.1.example',
    'ftp://localhost',
    'index',
  ])('%s is refused before anything is sent', async (address) => {
    const problem = await problemOf(callForText({ name: 'index', address }, call));
    expect(problem.code).toBe('client.insecure-address');
  });
});

describe("a server's own problem", () => {
  it('keeps its code, status and texts, and the figures it carries', async () => {
    const service = await serve((_request, response) =>
      answer(response, 403, 'application/problem+json', {
        type: 'https://raakvlak.example/problems/involvement.not-your-team',
        code: 'involvement.not-your-team',
        title: 'This is not your team',
        advice: 'Choose one of your own teams.',
        status: 403,
        teams: 2,
        fields: ['team'],
      }),
    );
    const problem = await problemOf(callForJson(service, call));
    expect(problem.code).toBe('involvement.not-your-team');
    expect(problem.kind).toEqual({
      status: 403,
      title: 'This is not your team',
      advice: 'Choose one of your own teams.',
    });
    expect(problem.detail).toEqual({ teams: 2, fields: ['team'] });
  });

  it('loses members that could hold what was sent', async () => {
    const service = await serve((_request, response) =>
      answer(response, 400, 'application/problem+json', {
        code: 'platform.bad-request',
        title: 'Wrong',
        advice: '',
        input: '999993653',
        address: '3811LM 1',
        nested: { secret: 'x' },
      }),
    );
    expect((await problemOf(callForJson(service, call))).detail).toEqual({});
  });

  it('cannot steer the terminal', async () => {
    const service = await serve((_request, response) =>
      answer(response, 400, 'application/problem+json', {
        code: 'platform.x-y',
        title: '\u001b[2J\u202eBoo',
        advice: 'a\nb',
      }),
    );
    expect((await problemOf(callForJson(service, call))).kind).toMatchObject({ title: ' [2J Boo', advice: 'a b' });
  });

  it('tells when to come back', async () => {
    const service = await serve((_request, response) =>
      answer(
        response,
        429,
        'application/problem+json',
        { code: 'access.budget-spent', title: 'Later' },
        { 'retry-after': '60' },
      ),
    );
    expect((await problemOf(callForJson(service, call))).detail).toEqual({ retryAfterSeconds: 60 });
  });

  it.each(['client.index-unreachable', 'tokens.proof-refused', 'Not A Code', 42])(
    'may not speak for this client: code %s is not taken over',
    async (code) => {
      const service = await serve((_request, response) =>
        answer(response, 400, 'application/problem+json', { code, title: 'x' }),
      );
      const problem = await problemOf(callForJson(service, call));
      expect(problem.code).toBe('client.unexpected-answer');
      expect(problem.detail).toEqual({ status: 400 });
    },
  );
});

describe('an answer of another kind', () => {
  it.each(['<html>', '[]', 'null', '"text"', ''])('is an error, never an empty answer: %s', async (body) => {
    const service = await serve((_request, response) => answer(response, 200, 'application/json', body));
    expect((await problemOf(callForJson(service, call))).code).toBe('client.unexpected-answer');
  });

  it('is not followed to another server', async () => {
    let visited = false;
    const service = await serve((request, response) => {
      if (request.url === '/elsewhere') visited = true;
      response.writeHead(307, { location: '/elsewhere' }).end();
    });
    await problemOf(callForJson(service, call));
    expect(visited).toBe(false);
  });

  it('that never stops growing is cut off', async () => {
    const service = await serve((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const more = (): void => {
        while (response.writable && response.write(' '.repeat(65536)));
        response.once('drain', more);
      };
      more();
    });
    expect((await problemOf(callForText(service, call))).code).toBe('client.unexpected-answer');
  });
});

describe('a request that carries its own id', () => {
  it('is sent again with the same bytes when the connection broke', async () => {
    const bodies: string[] = [];
    const service = await serve((request, response) => {
      void bodyOf(request).then((body) => {
        bodies.push(body);
        if (bodies.length === 1) request.socket.destroy();
        else answer(response, 200, 'application/json', { id: 'x' });
      });
    });
    expect(await callTwiceIfNeeded(service, call)).toBe('{"id":"x"}');
    expect(bodies).toHaveLength(2);
    expect(bodies[1]).toBe(bodies[0]);
  });

  it('is sent again when the server says when to come back', async () => {
    let calls = 0;
    const service = await serve((_request, response) => {
      calls += 1;
      if (calls > 1) return answer(response, 201, 'application/json', { id: 'x' });
      return answer(
        response,
        503,
        'application/problem+json',
        { code: 'platform.busy', title: '' },
        { 'retry-after': '0' },
      );
    });
    expect(await callTwiceIfNeeded(service, call)).toBe('{"id":"x"}');
  });

  it.each([
    ['says nothing about coming back', 503, {}],
    ['asks for more patience than a person has', 503, { 'retry-after': '3600' }],
    ['refuses', 403, { 'retry-after': '0' }],
  ])('is not sent again when the server %s', async (_why, status, headers) => {
    let calls = 0;
    const service = await serve((_request, response) => {
      calls += 1;
      answer(response, status, 'application/problem+json', { code: 'platform.no', title: '' }, headers);
    });
    await problemOf(callTwiceIfNeeded(service, call));
    expect(calls).toBe(1);
  });

  it('gives up after the second time', async () => {
    let calls = 0;
    const service = await serve((request) => {
      calls += 1;
      request.destroy();
    });
    expect((await problemOf(callTwiceIfNeeded(service, call))).code).toBe('client.index-unreachable');
    expect(calls).toBe(2);
  });
});
