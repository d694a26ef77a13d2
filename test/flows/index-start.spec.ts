import { Controller, Get, Post } from '@nestjs/common';
import { APP_GUARD, DiscoveryModule, Reflector } from '@nestjs/core';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EveryRouteNamesItsRight, OpenToAll, Requires, RightsGuard } from '#access';
import { program, startProcess } from '#local';
import { AccessTokens, type Edge, openEdge } from '#platform';
import { type Issuer, startIssuer } from '../support';
import { INDEX_AUDIENCE, MANAGER, memberOf } from '../support/town';
import { send } from '../support/wire';
import { expectProblem } from './index-routes';

let issuer: Issuer;
let edge: Edge | undefined;

beforeAll(async () => {
  issuer = await startIssuer();
});
afterEach(async () => {
  await edge?.close();
  edge = undefined;
});
afterAll(() => issuer?.stop());

@Controller('honest')
class Honest {
  @Get('open')
  @OpenToAll('for a test')
  open() {
    return { said: 'open' };
  }

  @Post('managed')
  @Requires('organisation.manage')
  managed() {
    return { said: 'managed' };
  }
}

@Controller('careless')
class Careless {
  @Get('named')
  @OpenToAll('for a test')
  named() {
    return {};
  }

  @Get('forgotten')
  forgotten() {
    return { said: 'forgotten' };
  }

  /** No route, so it needs no right */
  helper() {
    return 1;
  }
}

/** A process as the index is put together, with other controllers. */
async function start(controllers: unknown[], checks: unknown[] = [EveryRouteNamesItsRight]): Promise<number> {
  const tokens = new AccessTokens({ issuer: issuer.url, audience: INDEX_AUDIENCE });
  const guard = new RightsGuard(new Reflector(), tokens, () => Promise.resolve());
  const providers = [{ provide: APP_GUARD, useValue: guard }, ...checks];
  edge = await openEdge({ module: class Small {}, imports: [DiscoveryModule], controllers, providers } as never, {
    port: 0,
    host: '127.0.0.1',
  });
  return edge.port;
}

const call = async (port: number, method: string, path: string, person = MANAGER) =>
  send(`http://127.0.0.1:${port}`, method, path, {
    headers: { authorization: `Bearer ${await issuer.token(person, INDEX_AUDIENCE)}` },
    ...(method === 'GET' ? {} : { json: {} }),
  });

it('a process with a route that names no right does not start, and says which route', async () => {
  await expect(start([Honest, Careless])).rejects.toThrow('Careless.forgotten names no right');
});

it('were the check left out, that route would still be closed to everybody', async () => {
  const port = await start([Careless], []);
  for (const person of [MANAGER, memberOf('wijkteam-liendert')])
    expectProblem(await call(port, 'GET', '/careless/forgotten', person), 403, 'access.not-allowed');
});

it('a process of which every route names its right starts, and keeps to it', async () => {
  const port = await start([Honest]);
  expect((await send(`http://127.0.0.1:${port}`, 'GET', '/honest/open')).status).toBe(200);
  expectProblem(await send(`http://127.0.0.1:${port}`, 'POST', '/honest/managed'), 401, 'access.sign-in-first');
  expectProblem(await call(port, 'POST', '/honest/managed', memberOf('wijkteam-liendert')), 403, 'access.not-allowed');
  expect((await call(port, 'POST', '/honest/managed')).body).toEqual({ said: 'managed' });
});

it('an index whose settings are wrong does not start, names every fault at once and no value', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'raakvlak-start-'));
  const logFile = join(folder, 'index.log');
  writeFileSync(join(folder, 'short.key'), 'c2hvcnQ');
  const wrong = {
    PORT: 'zwaluwstaart',
    DATABASE_URL: 'mysql://zwaluwstaart@localhost/index',
    CUSTODIAN_URL: 'zwaluwstaart',
    STORAGE_KEY_FILE: join(folder, 'short.key'),
    AUDIT_KEY_FILE: join(folder, 'zwaluwstaart.key'),
    ROOT_PUBLIC_KEY: 'zwaluwstaart',
    DEMO: 'maybe',
  };
  await expect(startProcess('index', program('apps/index/src/main'), wrong, { logFile })).rejects.toThrow(
    'stopped before it was ready',
  );
  const said = readFileSync(logFile, 'utf8');
  for (const name of [...Object.keys(wrong), 'OIDC_ISSUER', 'AUDIENCE']) expect(said).toContain(`- ${name} `);
  expect(said).not.toMatch(/zwaluwstaart|c2hvcnQ|maybe/);
  rmSync(folder, { recursive: true, force: true });
});
