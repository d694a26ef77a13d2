import { readFileSync } from 'node:fs';
import type { Download, Page } from 'playwright-core';
import { AMPLE_INDEX_BUDGETS } from '../support/budgets';
import {
  DESKTOP,
  expectQuiet,
  inAllLooks,
  inBrowser,
  openWebTown,
  press,
  signInAs,
  tabTo,
  type,
  walkByKeyboard,
  type WebTown,
} from './web';

/** Somebody of the wijkteam is involved here, and a neighbour of nobody's. */
const ROOM = '3899 ZZ 12 A';
const EMPTY = '3899 ZZ 301';
/** Two parts: twelve addresses, of which the first has a contact point. */
const ROUND = [ROOM, ...Array.from({ length: 11 }, (_, i) => `3899 ZZ ${301 + i}`)];

inBrowser('the list of addresses in a real browser', () => {
  let town: WebTown;
  let page: Page;

  beforeAll(async () => {
    town = await openWebTown();
    page = await town.newPage({ acceptDownloads: true });
    const change = town.line.change(/\/v1\/purposes$/, (body) => {
      const { purposes, ...rest } = JSON.parse(body) as { purposes: object[] };
      const other = { code: 'other', name: 'Alleen over personen', kinds: ['person'], yours: true };
      return JSON.stringify({ purposes: [...purposes, other], ...rest });
    });
    await signInAs(page, 'ruud', '/list');
    await page.getByText('Geplande controle van een gebouw').waitFor();
    change();
  });
  afterAll(() => town?.stop());

  const title = (words: string): Promise<void> =>
    page.getByRole('heading', { level: 1, name: words, exact: true }).waitFor();
  const button = (name: string | RegExp) => page.getByRole('button', { name }).first();
  const asked = (): number => town.line.asked.filter(({ url }) => url.endsWith('/v1/inquiries')).length;
  const focused = (): Promise<string> => page.evaluate(() => document.activeElement?.textContent ?? '');
  /** From an empty form to the lines, to be checked. */
  const give = async (lines: readonly string[]): Promise<void> => {
    await page.getByRole('radiogroup').getByText('Geplande controle van een gebouw').click();
    await page.getByLabel('Adressen', { exact: true }).fill(lines.join('\n'));
    await button('Lijst controleren').click();
    await title('Klopt de lijst?');
  };
  const again = async (): Promise<void> => {
    await button('Nieuwe lijst').click();
    await title('Adreslijst');
  };

  it('offers purposes that are about addresses only, and stands in all looks', async () => {
    expect(await page.getByText('Alleen over personen').count()).toBe(0);
    await inAllLooks(page, 'empty');
  });

  it('says what is missing, and reads no workbook', async () => {
    await button('Lijst controleren').click();
    await page.getByRole('link', { name: 'Er staat geen adres in. Plak of typ één adres per regel.' }).waitFor();
    expect(await focused()).toContain('Verbeter dit');
    await inAllLooks(page, 'faults of the form');
    await page
      .locator('#file')
      .setInputFiles({ name: 'ronde.xlsx', mimeType: '', buffer: Buffer.from('PK\x03\x04 …') });
    await button('Lijst controleren').click();
    await page.getByRole('link', { name: /^Dit is een Excel-bestand/ }).click();
    expect(await focused()).toBe('Toch zelf plakken of typen');
    await page.keyboard.press('Enter');
    await page.getByLabel('Adressen', { exact: true }).waitFor();
  });

  it('asks nothing while a line is not right, and leads to it', async () => {
    await give([...ROUND, 'Stadhuisplein 1', '3899zz12a', '=cmd|1']);
    expect(await focused()).toBe('Klopt de lijst?');
    await page.getByText('Zelfde als regel 1: één keer gevraagd').waitFor();
    await button('12 adressen vragen').click();
    await page.getByText('Er is nog niets gevraagd. 2 regels zijn nog niet goed.').waitFor();
    expect(asked()).toBe(0);
    await inAllLooks(page, 'lines to mend');
  });

  it('is mended, asked, read and left by keyboard alone', async () => {
    await page.getByRole('link', { name: /^Regel 13/ }).focus();
    await walkByKeyboard(page, [press('Enter')]);
    await page.keyboard.press('Control+A');
    await walkByKeyboard(page, [type('Stadhuisplein 1, 3811 LM'), press('Tab')]);
    await page.getByText('Begrepen: 3811 LM 1').waitFor();
    await walkByKeyboard(page, [tabTo(page.getByRole('button', { name: 'Weglaten regel 15' })), press('Enter')]);
    expect(await focused()).toBe('Weglaten regel 14');
    await page.locator('h1').focus();
    await walkByKeyboard(page, [tabTo(button('13 adressen vragen')), press('Enter')]);
    await title('Antwoord voor uw lijst');
    expect(await focused()).toBe('Antwoord voor uw lijst');
    expect(asked()).toBe(2);
    await walkByKeyboard(page, [tabTo(page.getByRole('button', { name: `Bekijken ${ROOM}` })), press('Enter')]);
    await page.getByRole('dialog').getByText('Wijkteam Soesterkwartier').waitFor();
    await walkByKeyboard(page, [press('Escape')]);
    expect(await focused()).toBe(`Bekijken ${ROOM}`);
  });

  it('shows the answers in the order of the list, with whom to call, in all looks and on paper', async () => {
    const addresses = await page.locator('tbody th bdi').allInnerTexts();
    expect(addresses).toEqual([...ROUND, '3811 LM 1']);
    const first = page.locator('tbody tr').first();
    expect(await first.innerText()).toContain('1, 14');
    expect(await first.getByRole('link').getAttribute('href')).toMatch(/^tel:/);
    expect(await page.locator('tbody tr').nth(1).innerText()).toContain('Geen contactpunten die u nu mag zien.');
    await inAllLooks(page, 'answers', async ({ print }) => {
      if (print !== true) return;
      const paper = await page.locator('main').innerText();
      for (const said of [
        'Gevraagd door Ruud Steenhaver',
        'Geplande controle',
        ROOM,
        'Wijkteam Soesterkwartier',
        '033',
      ])
        expect(paper).toContain(said);
      expect(paper).not.toContain('Bekijken');
    });
  });

  it('shows only addresses with a contact point, or of a team', async () => {
    await page.getByText('Toon alleen adressen met een contactpunt').click();
    expect(await page.locator('tbody tr').count()).toBe(1);
    await page.getByLabel('Zoek op team of afdeling').fill('politie');
    await page.getByText('U ziet 0 van 13 adressen.').waitFor();
    await inAllLooks(page, 'nothing left');
    await page.getByLabel('Zoek op team of afdeling').fill('SOESTER');
    await page.getByText('U ziet 1 van 13 adressen.').waitFor();
  });

  it('saves which addresses to announce, and neither a team nor a telephone number', async () => {
    const save = async (): Promise<Download> => {
      const download = page.waitForEvent('download');
      await button('Bestand maken').click();
      return download;
    };
    await button('Bewaren zonder contactgegevens').click();
    await page.getByRole('dialog').waitFor();
    const download = await save();
    expect(download.suggestedFilename()).toMatch(/^adreslijst-\d{4}-\d\d-\d\d\.csv$/);
    const text = readFileSync(await download.path(), 'utf8');
    const lines = text.trimEnd().split('\r\n');
    expect(lines[0]).toBe('\ufeffRegel;Adres;Uitkomst;Gevraagd op;Hoe compleet');
    expect(lines).toHaveLength(15);
    expect(lines[1]).toContain(`1;${ROOM};Eerst afstemmen;`);
    expect(lines[2]).toContain(`2;${EMPTY};Geen contactpunten die u nu mag zien;`);
    expect(text).not.toMatch(/Soesterkwartier|Sociaal domein|033|@|niemand/);
    await button('Bewaren zonder contactgegevens').click();
    await page.getByText('Zet de adressen in het bestand').click();
    expect(readFileSync(await (await save()).path(), 'utf8')).not.toMatch(/3899|3811/);
  });

  it('is said to be a mistake as a whole', async () => {
    await button('Vergissing: ik had dit niet willen vragen').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Ja, dit was een vergissing' }).click();
    await page.getByText('Genoteerd').waitFor();
    await again();
  });

  it('stops after the part under way, and goes on from there', async () => {
    const before = asked();
    const release = town.line.hold(/\/v1\/inquiries$/);
    await give(ROUND);
    await button('12 adressen vragen').click();
    await title('We vragen uw lijst');
    await inAllLooks(page, 'busy');
    await button('Stoppen').click();
    await page.getByText('Stopt na dit deel …').first().waitFor();
    release();
    await title('Nog niet alles is gevraagd');
    expect(await page.locator('tbody tr').count()).toBe(10);
    expect(asked()).toBe(before + 1);
    await button('Verder met de overige 2 adressen').click();
    await title('Antwoord voor uw lijst');
    expect(asked()).toBe(before + 2);
    await again();
  });

  it('keeps what was answered when the line breaks, and goes on later', async () => {
    await give(ROUND);
    let parts = 0;
    let mend: (() => void) | undefined;
    const count = town.line.change(/\/v1\/inquiries$/, () => {
      parts += 1;
      mend ??= town.line.cut(/\/v1\/inquiries$/);
      return undefined;
    });
    await button('12 adressen vragen').click();
    await title('Nog niet alles is gevraagd');
    expect(parts).toBe(1);
    await page.getByText('2 adressen zijn nog niet gevraagd.').first().waitFor();
    await inAllLooks(page, 'broken off');
    mend?.();
    count();
    await button('Verder met de overige 2 adressen').click();
    await title('Antwoord voor uw lijst');
    await again();
  });

  it('shows what a team wrote of itself as text, however hostile and long', async () => {
    const hostile = `<img src=x onerror=alert(1)>\u202e${'zeer lang '.repeat(190)}`;
    const change = town.line.change(/\/v1\/inquiries$/, (body) => {
      const { answers, ...rest } = JSON.parse(body) as { answers: { contacts: object[]; receipt: string }[] };
      const contact = { team: hostile, department: hostile, phone: hostile, email: hostile, hours: hostile };
      const instead = { team: hostile, phone: 'javascript:alert(1)' };
      const contacts = [{ ...contact, reachable: false, instead, via: 'team', matched: 'unit' }];
      return JSON.stringify({ answers: answers.map(({ receipt }) => ({ contacts, receipt })), ...rest });
    });
    await give([ROOM, EMPTY]);
    await button('2 adressen vragen').click();
    await title('Antwoord voor uw lijst');
    change();
    expect(await page.locator('tbody img').count()).toBe(0);
    await inAllLooks(page, 'hostile');
    await button(`Bekijken ${EMPTY}`).click();
    await page.getByRole('dialog').waitFor();
    expect(await page.locator('[href^="javascript"]').count()).toBe(0);
    await page.keyboard.press('Escape');
    await again();
  });

  it('reads a file of a spreadsheet: its addresses, and none of its other columns', async () => {
    const rows = ['Naam;Postcode;Huisnummer;Toevoeging', 'Café Jansen;3899 ZZ;12;A', 'Müller;3899ZZ;301;'];
    await page.locator('#file').setInputFiles({
      name: 'ronde.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(rows.join('\r\n'), 'latin1'),
    });
    await button('Lijst controleren').click();
    await title('Klopt de lijst?');
    expect(await page.locator('tbody th bdi').allInnerTexts()).toEqual([ROOM, EMPTY]);
    expect(await page.content()).not.toMatch(/Jansen|ller/);
    await button('Terug naar de lijst').click();
    expect(await page.getByLabel('Adressen', { exact: true }).inputValue()).toBe('3899 ZZ 12 A\n3899ZZ 301');
  });

  it('asks about all units at a number with one question for each number', async () => {
    await page.getByText('Het hele huisnummer').click();
    await give(['3899 ZZ 12', '3899 ZZ 12 B']);
    await button('1 adres vragen').click();
    await title('Antwoord voor uw lijst');
    await page.getByText('Betrokken bij een van de adressen op dit huisnummer').waitFor();
  });

  it('left no address in a request, a storage, the history or the title', async () => {
    const traces = /3899[ +/]?(%20)?ZZ|3811[ +/]?(%20)?LM|Stadhuisplein/i;
    expect(town.line.asked.length).toBeGreaterThan(20);
    for (const { url, headers, body } of town.line.asked)
      expect(`${url}\n${headers}\n${body.toString('latin1')}`).not.toMatch(traces);
    const kept = await page.evaluate(async () => ({
      local: { ...localStorage },
      session: { ...sessionStorage },
      address: location.href,
      title: document.title,
      state: history.state as unknown,
      caches: await Promise.all((await caches.keys()).map(async (name) => (await caches.open(name)).keys())),
    }));
    expect(JSON.stringify(kept)).not.toMatch(traces);
    expect(Object.keys(kept.local).sort()).toEqual(['purpose']);
  });

  it('is emptied after five minutes without use, and not while it is asked', async () => {
    const idle = await town.newPage({ clock: true, viewport: DESKTOP });
    await signInAs(idle, 'ruud', '/list');
    await idle.getByText('Geplande controle van een gebouw').click();
    await idle.getByLabel('Adressen', { exact: true }).fill(ROUND.join('\n'));
    await idle.getByRole('button', { name: 'Lijst controleren' }).click();
    const release = town.line.hold(/\/v1\/inquiries$/);
    await idle.getByRole('button', { name: '12 adressen vragen' }).first().click();
    await idle.getByRole('heading', { name: 'We vragen uw lijst' }).waitFor();
    await idle.clock.fastForward('06:00');
    expect(await idle.getByRole('heading', { level: 1 }).innerText()).toBe('We vragen uw lijst');
    release();
    await idle.getByRole('heading', { name: 'Antwoord voor uw lijst' }).waitFor();
    await idle.clock.fastForward('05:05');
    await idle.getByRole('heading', { name: 'Dit scherm is leeggemaakt' }).waitFor();
    expect(await idle.content()).not.toMatch(/3899|Soesterkwartier/);
    expectQuiet(idle);
    await idle.context().close();
  });

  it('broke no policy and said nothing but that the line was cut', () => {
    expectQuiet(page, /Failed to load resource|ERR_/);
  });
});

inBrowser('a list of addresses and a budget that is spent', () => {
  let town: WebTown;
  beforeAll(async () => {
    const ten = { hour: 10, day: 10 };
    const person = { ...AMPLE_INDEX_BUDGETS['person'], address: ten };
    town = await openWebTown({ ...AMPLE_INDEX_BUDGETS, person });
  });
  afterAll(() => town?.stop());

  it('keeps what was answered, and says from when the rest can be asked', async () => {
    const page = await town.newPage();
    await signInAs(page, 'ruud', '/list');
    await page.getByText('Geplande controle van een gebouw').click();
    await page.getByLabel('Adressen', { exact: true }).fill(ROUND.join('\n'));
    await page.getByRole('button', { name: 'Lijst controleren' }).click();
    await page.getByRole('button', { name: '12 adressen vragen' }).first().click();
    await page.getByRole('heading', { name: 'Nog niet alles is gevraagd' }).waitFor();
    await page.getByText('U hebt nu zoveel gevraagd als u zelf mag.').waitFor();
    expect(await page.locator('main').innerText()).toMatch(/zelf mag\. .*\d\d:00/);
    expect(await page.locator('tbody tr').count()).toBe(10);
    await inAllLooks(page, 'budget spent');
    await page.getByRole('button', { name: 'Verder met de overige 2 adressen' }).click();
    await page.getByText('U hebt nu zoveel gevraagd als u zelf mag.').waitFor();
    expect(await page.locator('tbody tr').count()).toBe(10);
    expectQuiet(page, /status of 429/);
  });
});
