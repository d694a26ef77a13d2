import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import {
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

/** What somebody may have put in a name: a script, a turned direction, and no space to break at. */
const HOSTILE = `<img src=x onerror=alert(1)>\u202e${'x'.repeat(1_500)}`;

inBrowser('the management screens in a real browser', () => {
  let town: WebTown;
  let page: Page;

  beforeAll(async () => {
    town = await openWebTown();
    page = await town.newPage({ acceptDownloads: true });
    await signInAs(page, 'anouk', '/manage/departments');
    await title('Afdelingen');
  });
  afterAll(() => town?.stop());

  const title = (words: string): Promise<void> =>
    page.getByRole('heading', { level: 1, name: words, exact: true }).waitFor();
  const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true });
  const field = (label: string) => page.getByLabel(label, { exact: true });
  const menu = async (name: string): Promise<void> => {
    if (await button('Menu').isVisible()) await button('Menu').click();
    await page.getByRole('navigation').getByRole('link', { name, exact: true }).click();
    await title(name);
  };
  const downloaded = async (name: string): Promise<string> => {
    const download = page.waitForEvent('download');
    await button(name).click();
    return readFileSync(await (await download).path(), 'utf8');
  };

  it('lists departments, and says what is missing of a new one, in all looks', async () => {
    await page.getByRole('rowheader', { name: /^Leerplicht/ }).waitFor();
    await inAllLooks(page, 'departments');
    await page.getByRole('link', { name: 'Nieuwe afdeling' }).click();
    await title('Nieuwe afdeling');
    await button('Opslaan').click();
    await page.getByRole('link', { name: 'Kies een domein.' }).waitFor();
    await inAllLooks(page, 'faults of a department');
  });

  it('enters a department by keyboard alone', async () => {
    await page.getByRole('link', { name: /^Geef een code/ }).focus();
    await walkByKeyboard(page, [
      press('Enter'),
      type('sportzaken'),
      press('Tab'),
      type('Sportzaken'),
      tabTo(page.getByRole('radio', { name: 'zorg' })),
      press('Space'),
      tabTo(button('Opslaan')),
      press('Enter'),
    ]);
    await page.getByText('Sportzaken is opgeslagen.').waitFor();
  });

  it('says that another domain waits for a second person', async () => {
    await page.getByRole('link', { name: 'Sportzaken wijzigen' }).click();
    await title('Sportzaken wijzigen');
    await page.getByText('veiligheid', { exact: true }).click();
    await button('Opslaan').click();
    await page.getByText('Een tweede persoon moet dit goedkeuren').waitFor();
    await page.getByText('Een ander domein voor een afdeling').waitFor();
    await inAllLooks(page, 'waits');
  });

  it('enters a team with its contact point', async () => {
    await menu('Teams');
    await inAllLooks(page, 'teams');
    await page.getByRole('link', { name: 'Nieuw team' }).click();
    await title('Nieuw team');
    await button('Opslaan').click();
    await page.getByRole('link', { name: 'Vul het telefoonnummer van het team in.' }).waitFor();
    await inAllLooks(page, 'faults of a team');
    await field('Code').fill('sport-zuid');
    await field('Naam').fill('Sport Zuid');
    await field('Afdeling').selectOption('sportzaken');
    await field('Telefoonnummer').fill('033-000 00 98');
    await field('E-mailadres').fill('sport-zuid@amersfoort.example');
    await button('Nog een regel').click();
    await button('Opslaan').click();
    await page.getByText('Sport Zuid is opgeslagen.').waitFor();
  });

  it('says what follows before a change is planned, and takes it back', async () => {
    await page.getByRole('link', { name: 'Iets plannen voor Sport Zuid' }).click();
    await title('Wat gaat er veranderen aan Sport Zuid?');
    await page.getByText('Een andere naam').click();
    await field('Nieuwe naam').fill('Sport en spel');
    await field('Vanaf welke dag?').fill(new Date(Date.now() + 9 * 86_400_000).toISOString().slice(0, 10));
    await button('Verder').click();
    await page.getByRole('dialog').getByText('heet Sport Zuid voortaan Sport en spel').waitFor();
    await inAllLooks(page, 'sure');
    await button('Ja, plannen').click();
    await page.getByText('De wijziging is gepland.').waitFor();
    await inAllLooks(page, 'planned');
    await button('Niet laten doorgaan: Sport Zuid heet voortaan Sport en spel').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Niet laten doorgaan' }).click();
    await page.getByText('Er is niets gepland.').waitFor();
  });

  it('makes a key in the browser, hands its private half over once, and sends the public half only', async () => {
    await menu('Koppelingen');
    await inAllLooks(page, 'connections');
    await page.getByRole('link', { name: 'Nieuwe koppeling' }).click();
    await title('Nieuwe koppeling');
    await field('Afdeling').selectOption('sportzaken');
    await field('Code').fill('koppeling-sportzaken');
    await field('Omvang').fill('1.200');
    await inAllLooks(page, 'new connection');
    await button('Sleutel maken en invoeren').click();
    await title('De koppeling is ingevoerd. Bewaar nu de sleutel');
    await inAllLooks(page, 'the files');
    const secret = JSON.parse(await downloaded('connection.json ophalen')) as { key: { d: string } };
    const open = await downloaded('connection.public.json ophalen');
    expect(JSON.parse(open)).toMatchObject({ clientId: 'koppeling-sportzaken', caseload: 1200, teams: ['sport-zuid'] });
    expect(secret.key.d).toMatch(/^[\w-]{43}$/);
    expect(open).not.toContain(secret.key.d);
    expect(town.line.asked.some(({ body }) => body.includes(secret.key.d))).toBe(false);
    expect(await page.content()).not.toContain(secret.key.d);
    await page.getByText('De geheime sleutel is niet meer in dit scherm.').waitFor();
    expect(await button('connection.json ophalen').count()).toBe(0);
  });

  it('refuses the file with the private key, and sends nothing of it', async () => {
    await button('Naar de koppelingen').click();
    await title('Nieuwe koppeling');
    const before = town.line.asked.length;
    const file = JSON.stringify({ clientId: 'x-y', department: 'sportzaken', key: { d: 'geheim' } });
    await page
      .locator('#public-file')
      .setInputFiles({ name: 'connection.json', mimeType: 'application/json', buffer: Buffer.from(file) });
    await button('Bestand invoeren').click();
    await page
      .getByText('Dit is het bestand met de geheime sleutel. Er is niets verstuurd.', { exact: false })
      .waitFor();
    expect(town.line.asked.slice(before).filter(({ method }) => !['GET', 'CONNECT'].includes(method))).toEqual([]);
  });

  it('ends a connection after asking once more', async () => {
    await menu('Koppelingen');
    await page.getByRole('link', { name: 'Koppeling van Sportzaken bekijken' }).click();
    await title('Koppeling van Sportzaken');
    await inAllLooks(page, 'one connection');
    await button('Koppeling beëindigen').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Koppeling beëindigen' }).click();
    await page.getByText('laat de sleutelbeheerder haar blokkeren', { exact: false }).waitFor();
    expect(await button('Koppeling beëindigen').count()).toBe(0);
  });

  it('puts an address on a list without sending it, and takes it off', async () => {
    await menu('Verzameladressen');
    await field('Adres').fill('3899 ZZ 77');
    await page.getByText('Begrepen: adres 3899 ZZ 77').waitFor();
    await field('Uw nummer').fill('OP-2026-00012');
    const before = town.line.asked.length;
    await button('Op de lijst zetten').click();
    await page.getByText('Het adres staat op de lijst', { exact: false }).waitFor();
    expect(town.line.asked.slice(before).some(({ url, body }) => /3899|ZZ.?77/.test(`${url} ${body.toString()}`))).toBe(
      false,
    );
    expect(await field('Adres').inputValue()).toBe('');
    await inAllLooks(page, 'addresses');
    await button('Van de lijst halen: OP-2026-00012').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Van de lijst halen' }).click();
    await page.getByText('Het adres is van de lijst.').waitFor();
  });

  it('checks a file in the browser, and says what is wrong by line without a value of it', async () => {
    await menu('Bestand controleren');
    await button('Controleren').click();
    await page.getByRole('link', { name: 'Kies een bestand.' }).waitFor();
    await inAllLooks(page, 'faults of the file');
    await field('Van welke afdeling is het?').selectOption('sociaal-domein');
    const lines = ['BSN;Zaaknummer;Naam', '999993653;WT-2026-00123;Röell', '123456789;;geheim', ';;leeg'];
    await page.locator('#file').setInputFiles({
      name: 'export.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(lines.join('\r\n'), 'latin1'),
    });
    const before = town.line.asked.length;
    await button('Controleren').click();
    await page.getByRole('link', { name: /Kies welk team betrokken is/ }).waitFor();
    await field('Welk team is betrokken?').selectOption('wijkteam-liendert');
    await button('Controleren').click();
    await page.getByText('2 regels zijn afgekeurd.').waitFor();
    await inAllLooks(page, 'result of the file');
    const kept = await downloaded('Afgekeurde regels bewaren');
    expect(kept.split('\r\n').map((line) => line.split(';')[0])).toEqual(['\ufeffRegel', '3', '4', '']);
    const shown = `${kept} ${await page.content()}`;
    expect(shown).not.toMatch(/geheim|123456789|999993653|Röell/);
    const sent = town.line.asked.slice(before).filter(({ body, url }) => body.length > 0 || !url.includes('/assets/'));
    expect(sent).toEqual([]);
  });

  it('shows a hostile name as text', async () => {
    const restore = town.line.change(/v1\/organisation$/, (body) => {
      const told = JSON.parse(body) as { teams: { name: string }[]; departments: { name: string }[] };
      told.teams[0]!.name = HOSTILE;
      told.departments[0]!.name = HOSTILE;
      return JSON.stringify(told);
    });
    for (const name of ['Afdelingen', 'Teams', 'Koppelingen']) {
      await menu(name);
      await page.getByRole('table').first().waitFor();
      await inAllLooks(page, `hostile ${name}`);
    }
    restore();
  });

  it('says that there is no connection, and nothing else', async () => {
    const mend = town.line.cut(/v1\/organisation$/);
    await menu('Afdelingen');
    await page.getByText('De dienst is niet bereikbaar.', { exact: false }).waitFor();
    mend();
  });

  it('broke no policy and said nothing', () => expectQuiet(page, /v1\/organisation|ERR_/));
});
