import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type Browser, chromium, type Page } from 'playwright-core';
import type { ClientConfiguration } from '#client/browser';
import { CUSTODIAN, type Identity, INDEX, startIdentity, stopIdentity } from '../support/identity';
import { findBrowser } from '../support/web/find-browser';
import { bundle } from './bundle';
import type { App } from './sign-in-page';
import { inBrowser } from './web/in-browser';

/** Of the 60 kB for worker and WebAssembly; the rest is for what the worker does with it. */
const MOST_OF_THE_DOOR = 56_500;

describe('the browser door of the client, as a bundle', () => {
  it('brings no part of Node, of a server or of signing in elsewhere than in a page', async () => {
    const { inputs } = await bundle('whole-door.ts');
    expect(inputs).toContain('libs/client/src/web-sign-in.ts');
    const other =
      /libsodium|node_modules\/(argon2|@node-rs)\/|^libs\/(tokens|client)\/src\/(node|sign-in|testing|proof)/;
    expect(inputs.filter((input) => other.test(input))).toEqual([]);
  });

  it('is small, with Argon2 and the BLAKE2b that it needs out of the twenty hashes of hash-wasm', async () => {
    const { script } = await bundle('whole-door.ts', { minify: true });
    expect(gzipSync(script, { level: 9 }).length).toBeLessThanOrEqual(MOST_OF_THE_DOOR);
    // A module of WebAssembly, written as text, begins like this.
    expect(script.match(/AGFzbQ/g)).toHaveLength(2);
  });
});

inBrowser('a page that signs in, in a real browser', () => {
  const folder = mkdtempSync(join(tmpdir(), 'raakvlak-page-sign-in-'));
  const served: string[] = [];
  let server: Server;
  let identity: Identity;
  let browser: Browser;
  let page: Page;
  let config: ClientConfiguration;

  /** The page fetches nothing itself; its worker talks to the provider and to nobody else. */
  async function startServer(): Promise<string> {
    const scripts: Record<string, string> = {
      '/page.js': (await bundle('sign-in-page.ts')).script,
      '/worker.js': (await bundle('sign-in-worker.ts')).script,
    };
    server = createServer(({ url = '', headers }, response) => {
      served.push(`${url} ${headers.referer ?? ''}`);
      const script = scripts[url];
      const connect = url === '/worker.js' ? identity.issuer : "'none'";
      response.writeHead(200, {
        'content-type': script === undefined ? 'text/html; charset=utf-8' : 'text/javascript',
        'content-security-policy': `default-src 'none'; script-src 'self'; worker-src 'self'; connect-src ${connect}; form-action 'none'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types worker`,
        'referrer-policy': 'no-referrer',
        'cache-control': 'no-store',
      });
      response.end(script ?? '<!doctype html><html lang="nl"><title>x</title><script src="/page.js"></script>');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return `http://localhost:${(server.address() as AddressInfo).port}`;
  }

  beforeAll(async () => {
    const web = await startServer();
    identity = await startIdentity(folder, { REDIRECT_ORIGINS: web });
    config = {
      index: web,
      indexAudience: INDEX,
      custodian: web,
      custodianAudience: CUSTODIAN,
      issuer: identity.issuer,
      clientId: 'raakvlak-web',
      rootKey: 'A'.repeat(43),
      demo: true,
    };
    browser = await chromium.launch({ executablePath: findBrowser()!, args: ['--no-sandbox'] });
    page = await (await browser.newContext()).newPage();
    await page.goto(web);
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    if (identity !== undefined) await stopIdentity(identity);
    server?.closeAllConnections();
    server?.close();
    if (server?.listening) await once(server, 'close');
    rmSync(folder, { recursive: true, force: true });
  });

  const call = <T>(what: keyof App, ...given: unknown[]): Promise<T> =>
    page.evaluate(
      ([name, values]) => {
        const { app } = globalThis as unknown as { app: Record<string, (...values: unknown[]) => unknown> };
        return app[name as string]!(...(values as unknown[]));
      },
      [what, given],
    ) as Promise<T>;
  /** The page may be gone before it has answered. */
  const away = (work: Promise<unknown>) =>
    work.catch((fault: Error) => {
      if (!/context was destroyed|navigat/i.test(fault.message)) throw fault;
    });
  const begin = (options: object = {}, more = '') => away(call('begin', config, options, more));
  const finish = async () => {
    await page.waitForURL(`${config.index}/signed-in#**`);
    return call('finish', config);
  };
  const choose = (sub: string) => page.locator(`button[value=${sub}]`).click();
  const left = () =>
    page.evaluate(() => ({
      address: location.href,
      length: document.cookie.length + localStorage.length + sessionStorage.length,
      violations: (globalThis as unknown as { app: App }).app.violations,
    }));

  it('is refused without a page while nobody is signed in', async () => {
    await begin({ prompt: 'none' });
    expect(await finish()).toEqual({ fault: { code: 'client.sign-in-refused', detail: { reason: 'login_required' } } });
  });

  it('signs in by keyboard, and gets a token for each server that only its worker has', async () => {
    await begin();
    await page.waitForURL(`${config.issuer}/interaction/**`);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await finish()).toEqual({ person: { subject: 'ingrid', name: 'Ingrid Wolkenveld' } });
    expect(await call('audiences')).toEqual([INDEX, CUSTODIAN]);
    expect(await left()).toEqual({ address: `${config.index}/`, length: 0, violations: [] });
  });

  it('signs in again after a reload, without a page', async () => {
    await page.reload();
    await begin({ prompt: 'none' });
    expect(await finish()).toEqual({ person: { subject: 'ingrid', name: 'Ingrid Wolkenveld' } });
  });

  it('can sign in as somebody else, which ends the first session', async () => {
    await begin({}, '&prompt=login');
    await choose('wim');
    expect(await finish()).toEqual({ person: { subject: 'wim', name: 'Wim Eikenstroom' } });
  });

  it('logs out everywhere, and somebody else can be chosen', async () => {
    await away(call('leave'));
    await page.getByRole('button', { name: 'Ja, log mij uit' }).click();
    await page.waitForURL(`${config.index}/signed-out`);
    await begin({ prompt: 'none' });
    expect(await finish()).toMatchObject({ fault: { detail: { reason: 'login_required' } } });
    await begin();
    await choose('pieter');
    expect(await finish()).toEqual({ person: { subject: 'pieter', name: 'Pieter Zandlicht' } });
    expect(await left()).toEqual({ address: `${config.index}/`, length: 0, violations: [] });
  });

  it('never sent a code, a token or an address of the provider to the server of the app', () => {
    expect(served.length).toBeGreaterThan(10);
    expect(served.filter((line) => /[?#&]|code|state|interaction/.test(line))).toEqual([]);
    expect([...new Set(served.map((line) => line.split(' ')[0]))].toSorted()).toEqual(
      expect.arrayContaining(['/', '/page.js', '/signed-in', '/signed-out', '/worker.js']),
    );
  });
});
