import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { root } from '#local';
import { inFolder, Needles, spellingsOf } from '../support/needles';
import {
  askAbout,
  expectQuiet,
  inAllLooks,
  inBrowser,
  openWebTown,
  press,
  sessionOf,
  signInAs,
  signOut,
  tabTo,
  walkByKeyboard,
  type WebTown,
} from './web';

const BSN = '999993653';
const ADDRESS = '3899 ZZ 12 A';
/** As it is typed, as the protocol writes it, and the parts that stand alone in it. */
const TYPED = [BSN, '999 99 36 53', `nl-bsn:${BSN}`, ADDRESS, '3899ZZ/12/A', '3899ZZ', '3899 ZZ'];

const needles = new Needles();
for (const text of TYPED) for (const [form, bytes] of spellingsOf(text)) needles.add(`${text} ${form}`, bytes);

/** Access tokens are JWTs; whatever begins so is looked at. */
const TOKENS = /eyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]{10,}/g;

/** The app's own file at an address, with its examples of what one may type. */
function fileAt(address: string): string | undefined {
  const { pathname } = new URL(address);
  try {
    return readFileSync(join(root, 'dist/apps/web', pathname), 'utf8');
  } catch {
    return undefined;
  }
}

/** All that a page, its workers and its origin keep where something else could read it. */
async function keptBy(page: Page): Promise<string> {
  const kept = await page.evaluate(async () => ({
    local: { ...localStorage },
    session: { ...sessionStorage },
    databases: await indexedDB.databases(),
    cookies: document.cookie,
    address: location.href,
    title: document.title,
    referrer: document.referrer,
    state: history.state as unknown,
    name: window.name,
    caches: await Promise.all(
      (await caches.keys()).map(async (name) => {
        const cache = await caches.open(name);
        const answers = await Promise.all(
          (await cache.keys()).map(async (one) => ({ url: one.url, text: await (await cache.match(one))?.text() })),
        );
        return { name, answers };
      }),
    ),
  }));
  // Of a file that is kept as it was built, the address only.
  for (const { answers } of kept.caches)
    for (const answer of answers) if (answer.text === fileAt(answer.url)) delete answer.text;
  const session = await sessionOf(page);
  const { entries } = await session.send('Page.getNavigationHistory');
  const cookies = await page.context().cookies();
  return JSON.stringify({ kept, entries, cookies });
}

/** In another tab of somebody who is signed in already: the provider asks nothing. */
async function signInAgain(page: Page, { address }: WebTown): Promise<void> {
  const enter = page.getByRole('button', { name: /^Inloggen/ });
  const question = page.locator('#subject');
  await page.goto(`${address}/ask`);
  await enter.or(question).first().waitFor();
  if (await enter.isVisible()) await enter.click();
  await question.waitFor();
}

inBrowser('what a browser keeps and sends of a question', () => {
  let town: WebTown;
  let page: Page;

  beforeAll(async () => {
    town = await openWebTown();
    page = await town.newPage();
    await signInAs(page, 'bilal', '/ask');
  });
  afterAll(() => town?.stop());

  const bearers = (): Set<string> =>
    new Set(town.line.asked.flatMap(({ headers }) => /authorization: Bearer (\S+)/i.exec(headers)?.[1] ?? []));
  const expectClean = async (on = page): Promise<void> => {
    const text = await keptBy(on);
    expect(needles.in(Buffer.from(text))).toEqual([]);
    for (const token of bearers()) expect(text).not.toContain(token.slice(-43));
    expect(text.match(TOKENS) ?? []).toEqual([]);
  };

  it('the search finds what it looks for: in a storage, and in a body', async () => {
    const other = await town.newPage();
    await other.goto('/help');
    await other.evaluate((text) => sessionStorage.setItem('planted', text), BSN);
    expect(needles.in(Buffer.from(await keptBy(other)))).not.toEqual([]);
    await other.context().close();
    expect(needles.in(Buffer.from(`{"a":"${Buffer.from(`nl-bsn:${BSN}`).toString('base64url')}"}`))).not.toEqual([]);
  });

  it('nothing is kept while it is typed, when it is answered, and when it was about an address', async () => {
    await page.locator('#subject').fill(BSN);
    await expectClean();
    await askAbout(page, BSN);
    await expectClean();
    await page.getByRole('button', { name: 'Nieuwe vraag' }).click();
    await page.locator('#subject').waitFor();
    await askAbout(page, ADDRESS);
    await expectClean();
  });

  it('no request to anybody holds it, and a token goes to its own server only, in its header only', () => {
    expect(bearers().size).toBeGreaterThanOrEqual(2);
    const { index, custodian } = town.stack.configuration;
    const audience = (token: string): unknown =>
      (JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8')) as { aud?: unknown }).aud;
    for (const { url, headers, body } of town.line.asked) {
      expect([url, needles.in(Buffer.concat([Buffer.from(`${url}\n${headers}\n`), body]))]).toEqual([url, []]);
      const bare = headers.replace(/^authorization: .*$/gim, '');
      for (const token of bearers()) expect(`${url}\n${bare}\n${body.toString('latin1')}`).not.toContain(token);
      const token = /authorization: Bearer (\S+)/i.exec(headers)?.[1];
      if (token === undefined) continue;
      const { origin } = new URL(url);
      const expected =
        origin === index ? 'urn:raakvlak:index' : origin === custodian ? 'urn:raakvlak:custodian' : 'nobody';
      expect(audience(token)).toBe(expected);
      expect(headers).not.toMatch(/^referer:/im);
    }
  });

  it('the page itself can send nothing, and runs no script that was put into it', async () => {
    const refused = await page.evaluate(async () => {
      const outcomes: string[] = [];
      await fetch('/configuration.json').catch(() => outcomes.push('fetch'));
      outcomes.push(String(navigator.sendBeacon('/v1/inquiries', 'x')));
      try {
        document.body.insertAdjacentHTML('beforeend', '<img src=x onerror="document.title=1">');
      } catch {
        outcomes.push('markup');
      }
      const script = document.createElement('script');
      try {
        script.text = 'document.title = "ran"';
        document.body.append(script);
      } catch {
        outcomes.push('script');
      }
      return { outcomes, title: document.title };
    });
    expect(refused.outcomes).toEqual(expect.arrayContaining(['fetch', 'markup', 'script']));
    expect(refused.title).not.toBe('ran');
    expect(town.line.asked.filter(({ url, body }) => url.endsWith('/v1/inquiries') && body.toString() === 'x')).toEqual(
      [],
    );
  });

  it('another page and the back button show no earlier person, and ask nothing', async () => {
    const before = town.line.asked.filter(({ url }) => url.endsWith('/v1/inquiries')).length;
    await page.goto('/help');
    await page.locator('main h1').waitFor();
    await page.goBack();
    await page.locator('#subject').waitFor();
    expect(await page.locator('#subject').inputValue()).toBe('');
    expect(await page.locator('a[href^="tel:"]').count()).toBe(0);
    expect(town.line.asked.filter(({ url }) => url.endsWith('/v1/inquiries')).length).toBe(before);
    await expectClean();
  });

  it('a reload signs in again without a choice, and asks nothing', async () => {
    await page.reload();
    await page.locator('#subject').waitFor();
    expect(page.url()).toBe(`${town.address}/ask`);
    await expectClean();
  });

  it('who signs out leaves nothing, in this tab and in the other', async () => {
    const other = await page.context().newPage();
    await signInAgain(other, town);
    await other.locator('#subject').fill(BSN);
    await signOut(page);
    await other.getByRole('button', { name: /^Inloggen/ }).waitFor();
    expect(await other.locator('#subject').count()).toBe(0);
    await expectClean();
    await expectClean(other);
    expect(Object.keys(await page.evaluate(() => ({ ...sessionStorage })))).toEqual([]);
    await page.goBack();
    await page.getByRole('button', { name: /^Inloggen/ }).waitFor();
    await expectClean();
    await other.close();
  });
});

inBrowser('what a browser leaves on disk', () => {
  /** Of the reserved range, and of nobody; the app does not have it among its examples. */
  const NUMBER = '999995571';
  const PLACE = '3899 ZX 77';
  let town: WebTown;
  const folders: string[] = [];
  const folder = (): string => {
    const made = mkdtempSync(join(tmpdir(), 'raakvlak-profile-'));
    folders.push(made);
    return made;
  };

  beforeAll(async () => {
    town = await openWebTown();
  });
  afterAll(async () => {
    await town?.stop();
    for (const one of folders) rmSync(one, { recursive: true, force: true });
  });

  const sought = new Needles();
  for (const typed of [NUMBER, '999 99 55 71', `nl-bsn:${NUMBER}`, PLACE, '3899ZX/77/', '3899ZX'])
    for (const [form, bytes] of spellingsOf(typed)) sought.add(`${typed} ${form}`, bytes);

  it('is found there by this search: an address that was visited', async () => {
    const profile = folder();
    const page = await town.newPageOnDisk(profile);
    await page.goto(`/help?q=${NUMBER}`);
    await page.locator('h1').first().waitFor();
    await page.context().close();
    expect(inFolder(sought, profile)).not.toEqual([]);
  });

  it('is nothing of a person or an address, half typed, asked about, or open while the browser is closed', async () => {
    const profile = folder();
    const page = await town.newPageOnDisk(profile);
    await signInAs(page, 'bilal', '/ask');
    await askAbout(page, NUMBER);
    await page.getByRole('button', { name: 'Nieuwe vraag' }).click();
    await askAbout(page, PLACE);
    const other = await page.context().newPage();
    await signInAgain(other, town);
    await other.locator('#subject').fill(NUMBER);
    await page.context().close();
    expect(readdirSync(profile, { recursive: true }).length).toBeGreaterThan(50);
    expect(inFolder(sought, profile)).toEqual([]);
  });
});

inBrowser('the log in a real browser', () => {
  let town: WebTown;
  let page: Page;

  beforeAll(async () => {
    town = await openWebTown();
    const asker = await town.newPage();
    await signInAs(asker, 'bilal', '/ask');
    await askAbout(asker, BSN);
    await asker.context().close();
    page = await town.newPage();
    await signInAs(page, 'pieter', '/log');
  });
  afterAll(() => town?.stop());

  const rows = () => page.locator('tbody tr');

  it('begins with the questions, by name, under a head whose signature was checked here', async () => {
    await page.getByText('Het logboek is ondertekend').waitFor();
    await rows().filter({ hasText: 'bilal' }).first().waitFor();
    expect(await rows().first().innerText()).toMatch(/Huisbezoek voorbereiden/);
    await inAllLooks(page, 'log');
  });

  it('is filtered by keyboard, and keeps colleagues out of the address', async () => {
    await page.locator('summary').first().click();
    await page.getByLabel('Wie', { exact: true }).fill('nobody-of-that-name');
    await walkByKeyboard(page, [tabTo(page.getByRole('button', { name: 'Zoeken', exact: true })), press('Enter')]);
    await page.getByText('Niets gevonden').waitFor();
    expect(page.url()).not.toContain('nobody');
    await inAllLooks(page, 'log, nothing');
    await page.getByRole('button', { name: 'Filters weg' }).click();
    await rows().filter({ hasText: 'Logboek gelezen' }).first().waitFor();
  });

  it('opens one look, whose proof this browser worked out, and that holds no subject', async () => {
    await rows().filter({ hasText: 'bilal' }).first().getByRole('link').click();
    await page.getByText('Deze regel staat in het logboek').waitFor();
    await page.getByText(/Wijkteam Soesterkwartier: naam en telefoonnummer getoond/).waitFor();
    expect(needles.in(Buffer.from(await page.locator('main').innerText()))).toEqual([]);
    await inAllLooks(page, 'look');
  });

  it('takes a record that was changed on its way for false', async () => {
    const address = page.url();
    const change = town.line.change(/\/v1\/looks\/\d+$/, (body) =>
      body.replace('"outcome":"done"', '"outcome":"refused"'),
    );
    await page.goto(address);
    await page.getByText('Deze regel klopt niet').waitFor();
    await inAllLooks(page, 'look, broken');
    change();
  });

  it('takes a head that another key signed for none', async () => {
    const change = town.line.change(/\/v1\/log-head$/, (body) => {
      const told = JSON.parse(body) as { head?: { note: string } };
      if (told.head === undefined) return undefined;
      const note = told.head.note.replace(/\n(\d+)\n/, (_whole, size: string) => `\n${Number(size) + 1}\n`);
      return JSON.stringify({ ...told, head: { ...told.head, note } });
    });
    await page.goto(`${town.address}/log`);
    await page.getByText('De handtekening van het logboek klopt niet').waitFor();
    change();
  });

  it('broke no policy and said nothing', () => expectQuiet(page));
});
