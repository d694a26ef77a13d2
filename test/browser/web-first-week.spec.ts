import type { Page } from 'playwright-core';
import {
  expectQuiet,
  inAllLooks,
  inBrowser,
  openWebTown,
  press,
  putInLook,
  LOOKS,
  signInAs,
  tabTo,
  walkByKeyboard,
  type WebTown,
} from './web';

/** Files of a build: the hash of their contents is in the name. */
const HASHED = /^\/assets\/[\w-]+-[\w-]{8}\.(js|css)$/;

/** Everything that the browser keeps for the app, as path and query. */
const keptIn = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    const kept = await Promise.all(
      (await caches.keys()).map(async (name) => {
        const requests = await (await caches.open(name)).keys();
        return requests.map(({ url }) => new URL(url).pathname + new URL(url).search);
      }),
    );
    return kept.flat();
  });

/** Until the service worker of this build is there and answers for this page after its next visit. */
const installed = (page: Page): Promise<unknown> =>
  page.evaluate(() =>
    Promise.race([
      navigator.serviceWorker.ready.then(() => true),
      new Promise((_, fail) => setTimeout(() => fail(new Error('the service worker is not installed')), 60_000)),
    ]),
  );

inBrowser('the first week', () => {
  let town: WebTown;
  beforeAll(async () => {
    town = await openWebTown();
  });
  afterAll(() => town?.stop());

  describe('pages for everybody', () => {
    let page: Page;
    beforeAll(async () => {
      page = await town.newPage();
    });
    afterAll(() => page.context().close());

    it.each([
      ['/help', 'Hulp', '033-000 00 90'],
      ['/help?topic=broker', 'Hulp', 'De bemiddelaar noemt het team pas als dat team het goedvindt.'],
      ['/privacy', 'Privacy', 'privacy@amersfoort.example'],
      ['/accessibility', 'Toegankelijkheid', 'toegankelijk@amersfoort.example'],
    ])('%s is read without signing in, in all looks', async (path, title, words) => {
      await page.goto(path);
      await page.getByRole('heading', { level: 1, name: title }).waitFor();
      await page.getByText(words).first().waitFor();
      await inAllLooks(page, path);
      expectQuiet(page);
    });

    it('a topic that is linked to is open and has the focus', async () => {
      await page.goto('/help?topic=broker');
      await page.getByText('De bemiddelaar noemt het team pas').waitFor();
      expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Wat een bemiddelaar doet');
      await page.goto('/help?topic=toString');
      await page.getByRole('heading', { level: 1 }).waitFor();
      expect(await page.locator('details[open]').count()).toBe(0);
    });

    it('they say in general words whom to ask when the municipality did not say', async () => {
      const back = town.line.change(/configuration\.json/, (body) => {
        const {
          helpdesk: _,
          privacyContact: __,
          accessibilityContact: ___,
          municipality: ____,
          ...rest
        } = JSON.parse(body) as Record<string, unknown>;
        return JSON.stringify(rest);
      });
      for (const [path, words] of [
        ['/help', 'Bel de servicedesk van uw gemeente.'],
        ['/privacy', 'Vraag het aan de privacy officer'],
        ['/accessibility', 'Laat het weten aan de servicedesk van uw gemeente'],
      ] as const) {
        await page.goto(path);
        await page.getByText(words).waitFor();
      }
      back();
    });

    it('and when nobody can be reached to ask', async () => {
      const back = town.line.cut(/configuration\.json/);
      await page.goto('/privacy');
      await page.getByText('Raakvlak wordt gebruikt door uw gemeente.').waitFor();
      back();
    });

    it('what a municipality calls itself stays text', async () => {
      const back = town.line.change(/configuration\.json/, (body) =>
        JSON.stringify({
          ...(JSON.parse(body) as object),
          municipality: '<img src=x onerror=alert(1)>',
          privacyContact: 'javascript:alert(1)',
        }),
      );
      await page.goto('/privacy');
      await page.getByText('<img src=x onerror=alert(1)>').waitFor();
      expect(await page.locator('main img').count()).toBe(0);
      expect(await page.locator('main a[href^="javascript"]').count()).toBe(0);
      back();
    });

    it('they are there in English', async () => {
      await page.goto('/accessibility');
      await page.getByRole('button', { name: 'English' }).click();
      await page.getByText('Status C: first measures taken').waitFor();
      expect(await page.locator('html').getAttribute('lang')).toBe('en');
    });
  });

  describe('welcome', () => {
    it.each([
      ['ingrid', 'Als u langsgaat of iemand spreekt', 'professional'],
      ['ruud', 'Als u adressen en gebouwen controleert', 'professional'],
      ['carla', 'Als teamcoördinator', 'team-coordinator'],
      ['anouk', 'Als applicatiebeheerder', 'application-manager'],
      ['helga', 'Als privacy officer of functionaris gegevensbescherming', 'data-protection-officer'],
      ['dirk', 'Als gegevenseigenaar', 'data-owner'],
      ['bas', 'Als bemiddelaar', 'broker'],
    ])('%s is welcomed once with three steps, and what stays is the name of the role', async (person, title, role) => {
      const page = await town.newPage();
      await signInAs(page, person);
      await page.getByRole('heading', { level: 2, name: title }).waitFor();
      expect(new URL(page.url()).pathname).toBe('/welcome');
      expect(await page.locator('main ol > li').count()).toBe(3);
      // Every step leads somewhere.
      expect(await page.locator('main ol > li a').count()).toBe(3);
      expect(await page.evaluate(() => ({ ...localStorage }))).toEqual({ welcomed: role });
      await page.locator('header .rv-name').click();
      await page.waitForURL((url) => url.pathname !== '/welcome' && url.pathname !== '/');
      expectQuiet(page);
      await page.context().close();
    });

    it('stands in all looks, and is found again under help', async () => {
      const page = await town.newPage();
      await signInAs(page, 'ingrid', '/account');
      await page.locator('footer').getByRole('link', { name: 'Hulp' }).click();
      await page.getByRole('link', { name: 'De eerste drie stappen nog een keer' }).click();
      await page.getByRole('heading', { level: 1, name: 'Welkom bij Raakvlak' }).waitFor();
      expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('H1');
      await inAllLooks(page, 'welcome');
      await page.context().close();
    });

    it('somebody who comes for one page gets that page', async () => {
      const page = await town.newPage();
      await signInAs(page, 'ingrid', '/ask');
      expect(new URL(page.url()).pathname).toBe('/ask');
      await page.context().close();
    });
  });

  describe('practice', () => {
    let page: Page;
    const asked = () =>
      town.line.asked
        .filter(({ url }) => /\/v1\//.test(url))
        .map(({ method, url }) => `${method} ${new URL(url).pathname}`);
    beforeAll(async () => {
      page = await town.newPage();
      await signInAs(page, 'ingrid', '/practice');
      await page.getByRole('button', { name: 'Voorbeeld bekijken' }).waitFor();
    });
    afterAll(() => page.context().close());

    it('without a purpose is refused at the field', async () => {
      await inAllLooks(page, 'practice, empty');
      await page.getByRole('button', { name: 'Voorbeeld bekijken' }).click();
      await page.getByRole('group', { name: 'Nog niet gelukt. Verbeter dit:' }).waitFor();
      await inAllLooks(page, 'practice, refused');
    });

    it('that the index cannot answer shows nothing and says so', async () => {
      const back = town.line.cut(/\/v1\/practice/);
      await page.getByText('Huisbezoek voorbereiden').click();
      await page.getByRole('button', { name: 'Voorbeeld bekijken' }).click();
      await page.getByRole('alert').waitFor();
      back();
      // An answer that does not say that it is made up is not shown.
      const honest = town.line.change(/\/v1\/practice/, (body) => body.replace('"practice":true', '"practice":false'));
      await page.getByRole('button', { name: 'Voorbeeld bekijken' }).click();
      await page.getByText('client.unexpected-answer').waitFor();
      expect(await page.locator('.rv-contact').count()).toBe(0);
      honest();
    });

    it('is done by keyboard alone, sends no identifier and asks the custodian nothing', async () => {
      await page.reload();
      await page.getByRole('button', { name: 'Voorbeeld bekijken' }).waitFor();
      const before = asked().length;
      await walkByKeyboard(page, [
        tabTo(page.getByRole('radio', { name: 'Huisbezoek voorbereiden' })),
        press('Space'),
        tabTo(page.getByRole('button', { name: 'Voorbeeld bekijken' })),
        press('Enter'),
      ]);
      const title = page.getByRole('heading', { level: 1, name: /^Oefening: / });
      await title.waitFor();
      expect(await title.evaluate((element) => element === document.activeElement)).toBe(true);
      expect(asked().slice(before)).toEqual(['POST /v1/practice']);
    });

    it('is marked everywhere, also on each card and on a print', async () => {
      await inAllLooks(page, 'practice, answered');
      await putInLook(
        page,
        LOOKS.find(({ print }) => print === true)!,
      );
      expect(await page.evaluate(() => matchMedia('print').matches)).toBe(true);
      const words = (await page.locator('main').innerText()).split('\n');
      const cards = await page.locator('.rv-contact').count();
      expect(cards).toBeGreaterThan(0);
      expect(words.filter((line) => line.startsWith('OEFENING'))).toHaveLength(cards + 1);
      expect(words).toContain('Dit gaat over niemand. De teams bestaan wel. Bel ze niet.');
      await putInLook(page, LOOKS[0]!);
    });

    it('calls and writes to nobody', async () => {
      const ways = page.locator('.rv-contact a');
      for (const way of [ways.first(), ways.last()]) {
        await way.click();
        const dialog = page.getByRole('dialog', { name: 'Dit is een oefening' });
        await dialog.waitFor();
        await page.keyboard.press('Escape');
        await dialog.waitFor({ state: 'detached' });
      }
      expect(new URL(page.url()).pathname).toBe('/practice');
    });

    it('shows a hostile name of a team as text', async () => {
      const back = town.line.change(/\/v1\/practice/, (body) =>
        body.replace(
          /"team":"[^"]*"/,
          `"team":${JSON.stringify(`<script>alert(1)</script>\u202e${'x'.repeat(1500)}`)}`,
        ),
      );
      await page.getByRole('button', { name: 'Nog een keer oefenen' }).click();
      await page.getByText('Huisbezoek voorbereiden').click();
      await page.getByRole('button', { name: 'Voorbeeld bekijken' }).click();
      await page.getByText('<script>alert(1)</script>').first().waitFor();
      await inAllLooks(page, 'practice, hostile');
      back();
    });
  });

  describe('without a connection', () => {
    let page: Page;
    beforeAll(async () => {
      page = await town.newPage();
      await signInAs(page, 'ingrid', '/practice');
      await installed(page);
      await page.getByText('Huisbezoek voorbereiden').click();
      await page.getByRole('button', { name: 'Voorbeeld bekijken' }).click();
      await page.getByRole('heading', { level: 1, name: /^Oefening: / }).waitFor();
    });
    afterAll(() => page.context().close());

    it('after use the browser keeps the files of the build and the bare page, and nothing else', async () => {
      const kept = await keptIn(page);
      expect(kept.filter((path) => !HASHED.test(path))).toEqual(['/']);
      expect(kept.filter((path) => /worker-/.test(path))).toEqual([]);
      expect(kept.length).toBeGreaterThan(20);
      const words = await page.evaluate(async () => {
        const answers = await Promise.all(
          (await caches.keys()).map(async (name) => (await caches.open(name)).matchAll()),
        );
        return (await Promise.all(answers.flat().map((answer) => answer.text()))).join('\n');
      });
      // What the answer on the screen says, and what the configuration says.
      expect(words).not.toMatch(/033-000|amersfoort\.example|urn:raakvlak/);
    });

    it('whoever is signed in is told, in all looks, and that goes with the line', async () => {
      await page.context().setOffline(true);
      const notice = page.getByRole('status').getByText('Geen verbinding');
      await notice.waitFor();
      await inAllLooks(page, 'offline, signed in');
      await page.context().setOffline(false);
      await notice.waitFor({ state: 'detached' });
    });

    it('the app opens, says that nothing was looked up, and offers to try again', async () => {
      await page.context().setOffline(true);
      await page.goto('/ask?x=1');
      const said = page.getByText('Geen verbinding. We hebben niets opgezocht.');
      await said.waitFor();
      await inAllLooks(page, 'offline, not signed in');
      await page.getByRole('button', { name: 'Opnieuw proberen' }).click();
      await said.waitFor();
      await page.goto('/help');
      await page.getByText('Bel de servicedesk van uw gemeente.').waitFor();
      expect((await keptIn(page)).filter((path) => !HASHED.test(path))).toEqual(['/']);
    });

    it('what is no page of the app has no page offline', async () => {
      for (const path of ['/configuration.json', '/v1/openapi.json', '/nowhere'])
        await expect(page.goto(path)).rejects.toThrow(/ERR_/);
      // The browser's own page about it comes a moment later.
      await page.waitForURL('chrome-error:**').catch(() => undefined);
    });

    it('and goes on when the line is back', async () => {
      await page.context().setOffline(false);
      await page.goto('/ask');
      await page.getByRole('heading', { level: 1, name: 'Wie is er nog meer betrokken?' }).waitFor();
    });
  });

  describe('a new version', () => {
    let page: Page;
    /** Another build has other files; one name and the version are enough of a difference. */
    const other = () =>
      town.line.change(/\/service-worker\.js$/, (body) => body.replace(/'raakvlak-\w+'/, "'raakvlak-other'"));
    const update = () =>
      page.evaluate(async () => {
        const registration = await navigator.serviceWorker.ready;
        const coming = await registration.update().then(({ installing }) => installing);
        await new Promise<void>((done) => {
          if (coming === null || coming.state !== 'installing') return done();
          coming.addEventListener('statechange', () => done(), { once: true });
        });
        return [(await navigator.serviceWorker.ready).waiting?.state, await caches.keys()] as const;
      });
    beforeAll(async () => {
      page = await town.newPage();
      await page.goto('/help');
      await installed(page);
      await page.reload();
    });
    afterAll(() => page.context().close());

    it('of which the server gives another page yet keeps nothing', async () => {
      const backs = [
        other(),
        town.line.change(/:\d+\/$/, (body) => body.replace(/assets\/index-[\w-]+\.js/, 'assets/index-00000000.js')),
      ];
      expect(await update()).toEqual([undefined, [expect.stringMatching(/^raakvlak-[0-9a-f]{16}$/)]]);
      for (const back of backs) back();
    });

    it('waits while a tab of the old one is open, which still finds its files', async () => {
      const back = other();
      const [waiting, caches] = await update();
      expect(waiting).toBe('installed');
      expect(caches).toHaveLength(2);
      const session = await page.context().newCDPSession(page);
      await session.send('Network.clearBrowserCache');
      const gone = town.line.cut(/\/assets\//);
      await page.getByRole('link', { name: 'Verklaring over toegankelijkheid' }).click();
      await page.getByText('Status C').waitFor();
      gone();
      back();
    });

    it('takes over when that tab has gone, and the old files go', async () => {
      const back = other();
      const next = await page.context().newPage();
      await page.close();
      page = next;
      await page.goto('/help');
      await installed(page);
      await page.waitForFunction(async () => (await caches.keys()).join() === 'raakvlak-other');
      back();
    });
  });

  it('can be installed: the browser finds nothing that is missing', async () => {
    const page = await town.newPage();
    await page.goto('/');
    const session = await page.context().newCDPSession(page);
    const { errors, data } = await session.send('Page.getAppManifest');
    expect(errors).toEqual([]);
    const manifest = JSON.parse(data ?? '{}') as Record<string, unknown>;
    expect(manifest).toMatchObject({
      id: '/',
      start_url: '/',
      scope: '/',
      display: 'standalone',
      lang: 'nl',
      name: 'Raakvlak',
      short_name: 'Raakvlak',
    });
    const icons = manifest['icons'] as { src: string; sizes: string; type: string; purpose?: string }[];
    expect(icons.map(({ sizes }) => sizes)).toEqual(expect.arrayContaining(['192x192', '512x512']));
    expect(icons.some(({ purpose }) => purpose?.includes('maskable'))).toBe(true);
    for (const { src, sizes, type } of icons) {
      const answer = await fetch(new URL(src, town.address));
      expect([answer.status, answer.headers.get('content-type')]).toEqual([200, expect.stringContaining(type)]);
      if (type !== 'image/png') continue;
      // Width and height of a PNG (its IHDR chunk).
      const bytes = Buffer.from(await answer.arrayBuffer());
      expect(`${bytes.readUInt32BE(16)}x${bytes.readUInt32BE(20)}`).toBe(sizes);
    }
    await installed(page);
    const { installabilityErrors } = await session.send('Page.getInstallabilityErrors');
    // A window without a history of its own is never offered for installing.
    expect(installabilityErrors.filter(({ errorId }) => errorId !== 'in-incognito')).toEqual([]);
    await page.context().close();
  });

  it('the web worker’s script is asked for each time, under a tag that follows the policy', async () => {
    const page = await town.newPage();
    const asked = page.waitForResponse(/\/assets\/worker-/);
    await page.goto('/help');
    const headers = await (await asked).allHeaders();
    expect(headers['cache-control']).toBe('no-cache');
    expect(headers['etag']).toMatch(/^W\/"[\w-]{22}"$/);
    const address = (await asked).url();
    const get = (tag: string) => fetch(address, { headers: { 'if-none-match': tag } });
    expect((await get(headers['etag'] ?? '')).status).toBe(304);
    const other = await get('W/"other"');
    expect([other.status, other.headers.get('content-security-policy')]).toEqual([
      200,
      headers['content-security-policy'],
    ]);
    await page.context().close();
  });
});
