import type { Page } from 'playwright-core';
import {
  expectFits,
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

/** Nobody registered these before; a test number and postcodes that do not exist. */
const PERSON = '999990032';
const HOME = '3899 ZZ 301';
const NEXT_HOME = '3899 ZZ 302';
const CASE = 'WT-2026-00999';

const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

interface Listed {
  id: string;
  expiresOn: string;
  caseNumber?: string;
  registeredBy?: string;
}

inBrowser('the team’s screens in a real browser', () => {
  let town: WebTown;
  let page: Page;

  beforeAll(async () => {
    town = await openWebTown();
    page = await town.newPage();
    await signInAs(page, 'carla', '/our-involvement');
    await title('Onze betrokkenheid');
  });
  afterAll(() => town?.stop());

  const title = (words: string): Promise<void> =>
    page.getByRole('heading', { level: 1, name: words, exact: true }).waitFor();
  const heading = (words: string): Promise<void> => page.getByRole('heading', { name: words, exact: true }).waitFor();
  const button = (name: string | RegExp) => page.getByRole('button', { name, exact: typeof name === 'string' });
  const inDialog = (name: string) => page.getByRole('dialog').getByRole('button', { name, exact: true });
  const focused = (): Promise<string> => page.evaluate(() => document.activeElement?.textContent ?? '');
  const bodyOf = (words: string): Promise<void> => page.getByText(words).first().waitFor();
  const tab = async (words: string): Promise<void> => {
    await page.getByRole('navigation', { name: 'Onderdelen' }).getByRole('link', { name: words }).click();
  };
  const overview = async (): Promise<void> => {
    await tab('Overzicht');
    await title('Onze betrokkenheid');
    await page.locator('table').waitFor();
  };
  const openCase = async (name: RegExp): Promise<void> => {
    await page
      .getByRole('row', { name })
      .getByRole('button', { name: /^Bekijken/ })
      .click();
    await page.getByRole('dialog').waitFor();
  };
  /** The index is made to tell the list of the team otherwise. */
  const told = (change: (rows: Listed[]) => Listed[]) =>
    town.line.change(/\/v1\/involvements\?/, (body) => {
      const answer = JSON.parse(body) as { involvements: Listed[] };
      return JSON.stringify({ ...answer, involvements: change(answer.involvements) });
    });

  it('says that it does not know whom it is about, and where to look that up', async () => {
    await page.locator('table').waitFor();
    await bodyOf('Om wie het gaat, weet Raakvlak niet. Zoek het zaaknummer op in uw eigen systeem');
    await bodyOf('2 registraties: 1 persoon, 1 adres.');
    const shown = await page.locator('main').innerText();
    expect(shown).toContain('WT-2026-00101');
    expect(shown).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-/);
    expect(shown).not.toContain('Bijna verlopen');
  });

  it('registers nothing before it is told enough, and leads to what is missing', async () => {
    await tab('Registreren');
    await title('Betrokkenheid registreren');
    expect(await focused()).toBe('Betrokkenheid registreren');
    await button('Registreren').click();
    await page.getByRole('link', { name: 'Kies of de inwoner het weet.' }).waitFor();
    expect(await focused()).toContain('Nog niet gelukt. Verbeter dit:');
    await page.getByRole('link', { name: 'Vul een BSN of adres in.' }).click();
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('subject');
    await inAllLooks(page, 'faults of a registration');
  });

  it('registers a person and the address of the same case by keyboard alone', async () => {
    await page.locator('h1').focus();
    await walkByKeyboard(page, [tabTo(page.locator('#subject')), type('999 99 00 32')]);
    await bodyOf('Begrepen: BSN dat eindigt op 032');
    await walkByKeyboard(page, [
      tabTo(page.locator('summary', { hasText: 'Hoort er een adres bij deze zaak?' })),
      press('Enter'),
      tabTo(page.locator('#subject-1')),
      type(HOME),
      tabTo(page.locator('#case-number')),
      type(CASE),
      press('Tab'),
      press('ArrowDown'),
    ]);
    expect(await page.locator('#notice input:checked').inputValue()).toBe('pending');
    await walkByKeyboard(page, [tabTo(button('Registreren')), press('Enter')]);
    await heading('Geregistreerd');
    expect(await focused()).toBe('Geregistreerd');
    await bodyOf('Uw team is nu te vinden bij persoon en adres.');
    await bodyOf('Vertel de inwoner nog dat uw team dit registreert.');
    expect(await page.locator('code').count()).toBe(4);
    await inAllLooks(page, 'registered');
  });

  it('sends nothing that names the resident', () => {
    const sent = town.line.asked.map(({ url, headers, body }) => `${url}\n${headers}\n${body.toString('latin1')}`);
    for (const named of [PERSON, '999 99 00 32', HOME, '3899ZZ', '3899/'])
      expect(sent.filter((one) => one.includes(named))).toEqual([]);
    const [registration] = town.line.asked.filter(({ url }) => url.endsWith('/v1/registrations'));
    expect(registration?.body.toString()).toContain(CASE);
  });

  it('shows what goes together, and sorts and filters by what people know', async () => {
    await page.getByRole('link', { name: 'Naar het overzicht' }).click();
    await bodyOf('4 registraties');
    await bodyOf('hoort bij een persoon');
    await page.locator('summary', { hasText: 'Zoeken en filteren' }).click();
    await page.getByLabel('Zaaknummer, of een deel ervan').fill('00999');
    await bodyOf('2 van 4 registraties');
    await page.getByLabel('Over', { exact: true }).selectOption('address');
    await bodyOf('1 van 4 registraties');
    await page.getByText('geen zaaknummer heeft (0)').click();
    await bodyOf('Niets past bij dit filter.');
    await button('Filter weghalen').click();
    await button('Zaak').click();
    await button('Zaak').click();
    expect(await page.locator('[aria-sort="descending"]').innerText()).toBe('Zaak');
    expect(await page.locator('tbody th').first().innerText()).toContain(CASE);
  });

  it('moves the address of a case, after it said what it understood', async () => {
    await openCase(/WT-2026-00999.*Persoon/);
    await page.getByRole('dialog').getByText('Adres, loopt af op').waitFor();
    await inAllLooks(page, 'one case');
    await inDialog('Verhuisd').click();
    await heading('Verhuisd');
    await inDialog('Verhuizing verwerken').click();
    await page.getByRole('link', { name: 'Kies of u het nieuwe adres weet.' }).waitFor();
    await page.getByText('Ja, registreer het meteen').click();
    await page.getByRole('dialog').locator('#subject').fill(NEXT_HOME);
    await bodyOf(`Begrepen: adres ${NEXT_HOME}`);
    await inAllLooks(page, 'moved');
    await inDialog('Verhuizing verwerken').click();
    await heading('Verhuizing verwerkt');
    await bodyOf('Het oude adres is beëindigd.');
    await bodyOf('Het nieuwe adres is geregistreerd');
    await inDialog('Sluiten').click();
    await bodyOf('4 registraties');
  });

  it('ends a person, and asks about the address that is left', async () => {
    await openCase(/WT-2026-00999.*Persoon/);
    await inDialog('Beëindigen').click();
    await heading('Deze registratie beëindigen?');
    await inDialog('Terug').click();
    await inDialog('Beëindigen').click();
    await inDialog('Ja, beëindigen').click();
    await heading('Beëindigd');
    await bodyOf('Bij deze zaak staat nog een adres open.');
    await inDialog('Adres ook beëindigen').click();
    await bodyOf('Het adres is ook beëindigd.');
    await inDialog('Sluiten').click();
    await bodyOf('2 registraties');
    expect(await focused()).toBe('Registraties van Wijkteam Soesterkwartier');
  });

  it('renews what runs out, and says of each what came of it', async () => {
    const honest = told((rows) => [
      ...rows.map((row) => ({ ...row, expiresOn: inDays(9), registeredBy: 'connection' })),
      { ...rows[0]!, id: '0b4f6c1e-6f0e-4d59-9d3c-2f6a1f0d8a11', expiresOn: inDays(2), caseNumber: 'WT-2026-00003' },
    ]);
    await overview();
    await heading('Deze lopen binnen 30 dagen af');
    await bodyOf('Binnen 30 dagen lopen er 3 af.');
    await button('Verlengen').click();
    await bodyOf('Kies eerst wat u wilt verlengen of beëindigen.');
    await inAllLooks(page, 'what runs out');
    await button('Alle 3 kiezen').click();
    await button('Beëindigen (3)').click();
    await bodyOf('komen uit uw systeem. Beëindig de zaak ook daar');
    await walkByKeyboard(page, [press('Escape')]);
    expect(await focused()).toBe('Beëindigen (3)');
    await button('Verlengen (3)').click();
    honest();
    await inDialog('Ja, verlengen').click();
    await heading('Resultaat');
    expect(await focused()).toBe('Resultaat');
    await bodyOf('2 zijn verlengd.');
    await bodyOf('1 is niet gelukt.');
    await bodyOf('WT-2026-00003: niet gevonden: al weg, of niet meer van uw team');
    await inAllLooks(page, 'renewed');
  });

  it('says what came from a system, and that it comes back unless it ends there', async () => {
    const honest = told((rows) => rows.map((row) => ({ ...row, registeredBy: 'connection' })));
    await overview();
    await openCase(/WT-2026-00102/);
    await bodyOf('Dit komt uit uw systeem. Beëindig de zaak daar');
    honest();
    await inDialog('Sluiten').click();
  });

  it('hands over what somebody chose, to a team of its choice', async () => {
    await tab('Overdragen');
    await title('Zaken overdragen');
    await button('Overdragen').click();
    await page.getByRole('link', { name: 'Kies het team dat overneemt.' }).waitFor();
    await page.getByLabel('Welk team neemt over?').selectOption({ label: 'Wijkteam Schothorst (Sociaal domein)' });
    await page.getByText('Alleen wat ik kies').click();
    await page.locator('#cases').getByText('WT-2026-00102').click();
    await inAllLooks(page, 'hand-over');
    await button('Overdragen').click();
    await heading('Overdragen aan Wijkteam Schothorst?');
    await inDialog('Ja, overdragen').click();
    await bodyOf('Klaar. Over naar Wijkteam Schothorst: 1.');
    await overview();
    await bodyOf('1 registratie: 1 adres.');
    await bodyOf('Team Wijkteam Soesterkwartier draagt zaken over aan Wijkteam Schothorst. Dit is uitgevoerd.');
  });

  it('lets a colleague cover who was here before, and nobody else', async () => {
    await tab('Vervanging');
    await title('Vervanging regelen');
    await bodyOf('Niemand vervangt nu in dit team.');
    await page.getByLabel('Inlognaam van de collega').fill('niemand');
    await page.getByLabel('Laatste dag').fill(inDays(5));
    await button('Vervanging geven').click();
    await bodyOf('Deze collega is niet bekend bij de afdeling van dit team.');
    await page.getByLabel('Inlognaam van de collega').fill('ingrid');
    await button('Vervanging geven').click();
    await bodyOf('ingrid werkt voor uw team');
    await page.getByRole('rowheader', { name: 'ingrid' }).waitFor();
    await inAllLooks(page, 'cover');
    await button(/^Stoppen/).click();
    await inDialog('Ja, stoppen').click();
    await bodyOf('De vervanging van ingrid is gestopt.');
    await bodyOf('Niemand vervangt nu in dit team.');
  });

  it('stands a bad line, and texts that mean harm', async () => {
    const mended = town.line.cut(/\/v1\/involvements\?/);
    await tab('Overzicht');
    await bodyOf('De dienst is niet bereikbaar.');
    mended();
    const evil = '<img src=x onerror=alert(1)>\u202E\u0301'.repeat(60).slice(0, 1900);
    const detail = { reason: evil, team: evil, department: evil, validUntil: inDays(1) };
    const honest = [
      told((rows) => rows.map((row) => ({ ...row, caseNumber: evil, kind: evil }))),
      town.line.change(/\/v1\/events$/, () =>
        JSON.stringify({
          events: [
            { id: '1', at: new Date().toISOString(), team: evil, kind: 'emergency-call-now', detail },
            { id: '2', at: new Date().toISOString(), team: evil, kind: evil, detail },
          ],
        }),
      ),
    ];
    await overview();
    await page.getByText('Bel nu team <img src=x').waitFor();
    expect(await page.locator('main img').count()).toBe(0);
    await inAllLooks(page, 'texts that mean harm');
    await page
      .getByRole('button', { name: /^Bekijken/ })
      .first()
      .click();
    await expectFits(page);
    await inDialog('Sluiten').click();
    for (const undo of honest) undo();
    await overview();
    expectQuiet(page, /ERR_|Failed to load resource/);
  });

  it('tells of an emergency first: whom to call, and until when', async () => {
    const detail = { reason: 'child-in-danger', team: 'bouwtoezicht-midden', department: 'bouw-en-woningtoezicht' };
    const honest = town.line.change(/\/v1\/events$/, () =>
      JSON.stringify({
        events: [
          {
            id: '1',
            at: new Date().toISOString(),
            team: 'wijkteam-soesterkwartier',
            kind: 'emergency-call-now',
            detail: { ...detail, validUntil: new Date(Date.now() + 3_600_000).toISOString() },
          },
        ],
      }),
    );
    await overview();
    await bodyOf('Bel nu team Bouwtoezicht Midden');
    await bodyOf('een kind is in gevaar. De vrager ziet uw team niet.');
    await inAllLooks(page, 'emergency');
    honest();
  });

  it('changes how the team is reached, with a preview, and takes nobody else’s number', async () => {
    await page.goto('/our-team');
    await title('Ons team');
    await page.getByLabel('Telefoonnummer').fill('bel de balie');
    await button('Periode toevoegen').click();
    await button('Opslaan').click();
    await page.getByRole('link', { name: /^Dit is geen telefoonnummer/ }).click();
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('phone');
    await bodyOf('Vul de eerste en de laatste dag in.');
    await inAllLooks(page, 'faults of a contact point');
    await page.locator('#closure-0-from').fill(inDays(20));
    await page.locator('#closure-0-to').fill(inDays(22));
    await page.getByLabel('Telefoonnummer').fill('+31 33 0000021');
    await button('Opslaan').click();
    await bodyOf('Dit telefoonnummer of e-mailadres is van een team van een andere afdeling.');
    await page.getByLabel('Telefoonnummer').fill('033-000 00 99');
    await page.getByLabel('Dan bellen').selectOption({ label: 'Wijkteam Liendert (Sociaal domein)' });
    await page.locator('#hours-0-days').getByText('za').click();
    await page.getByRole('article').getByText('Open: ma-za 09:00-17:00').waitFor();
    await page.getByRole('article').getByText('Sociaal domein').waitFor();
    await button('Opslaan').click();
    await bodyOf('Opgeslagen');
    await inAllLooks(page, 'a contact point');
    await page.reload();
    await page.getByRole('button', { name: 'Opslaan' }).waitFor();
    expect(await page.getByLabel('Telefoonnummer').inputValue()).toBe('033-000 00 99');
    expect(await page.locator('#closure-0-to').inputValue()).toBe(inDays(22));
  });

  it('shows what somebody asked and not about whom, proves it, and takes it for a mistake', async () => {
    await page.goto('/my-questions');
    await title('Mijn vragen');
    await heading('U hebt de laatste 30 dagen niets gevraagd');
    await inAllLooks(page, 'no questions');
    await page.goto('/ask');
    await page.getByText('Huisbezoek voorbereiden').click();
    await page.locator('#subject').fill('999993653');
    await button('Nog een persoon of adres').click();
    await page.locator('#subject-1').fill('3899 ZZ 12 A');
    await page.locator('#subject').press('Enter');
    await button('Nieuwe vraag').waitFor();
    const receipt = (await page.locator('code').first().textContent()) ?? '';
    await page.goto('/my-questions');
    await page.getByRole('row', { name: /Huisbezoek voorbereiden/ }).waitFor();
    await bodyOf('1 persoon, 1 adres');
    await button('Controleren').click();
    await bodyOf('Dit is geen ontvangstbewijs.');
    await page.getByLabel('Ontvangstbewijs').fill('AbCdEfGhIjKlMnOpQrStUQ');
    await button('Controleren').click();
    await bodyOf('Dit ontvangstbewijs is niet bekend of niet van u.');
    await page.getByLabel('Ontvangstbewijs').fill(`Ontvangstbewijs: ${receipt}`);
    await button('Controleren').click();
    await bodyOf('Ja, deze vraag staat in het logboek');
    await inAllLooks(page, 'questions');
    await page.locator('h1').focus();
    await walkByKeyboard(page, [tabTo(button(/^Vergissing/)), press('Enter')]);
    await bodyOf('Dit geldt voor alle 2 personen of adressen van deze vraag.');
    await walkByKeyboard(page, [tabTo(inDialog('Ja, dit was een vergissing')), press('Enter')]);
    await bodyOf('Bij deze vraag staat nu dat het een vergissing was.');
    await button(/^Vergissing/).waitFor({ state: 'detached' });
  });

  it('takes a proof that was tampered with for none', async () => {
    const honest = town.line.change(/\/v1\/proofs$/, (body) => body.replace('"day":2', '"day":1'));
    await button('Controleren').click();
    await bodyOf('Het bewijs klopt niet.');
    honest();
    expectQuiet(page, /ERR_|Failed to load resource/);
  });

  it('a professional of two teams chooses one, and is offered nothing that is her coordinator’s', async () => {
    const hers = await town.newPage();
    await signInAs(hers, 'hans', '/our-involvement');
    const teams = hers.getByRole('navigation', { name: 'Uw teams' });
    await hers.getByRole('heading', { name: 'Dit team heeft nu niets geregistreerd' }).waitFor();
    await inAllLooks(hers, 'nothing registered');
    await teams.getByRole('link', { name: 'Woningaanpassing' }).click();
    await hers.getByText('1 registratie: 1 adres.').waitFor();
    const views = await hers.getByRole('navigation', { name: 'Onderdelen' }).innerText();
    expect(views.split(/\s+/)).toEqual(['Overzicht', 'Registreren']);
    await hers.goto('/our-involvement?view=handOver&team=woningaanpassing');
    await hers.getByRole('heading', { level: 1, name: 'Onze betrokkenheid' }).waitFor();
    await hers.goto('/our-team');
    await hers.getByRole('heading', { level: 1, name: 'Deze pagina is er niet' }).waitFor();
    expectQuiet(hers);
  });

  it('forgets what was typed when nobody does anything for five minutes', async () => {
    const hers = await town.newPage({ clock: true });
    await signInAs(hers, 'yara', '/our-involvement?view=register');
    await hers.locator('#subject').fill(PERSON);
    await hers.getByText('Begrepen').waitFor();
    await hers.clock.fastForward(5 * 60_000 + 1000);
    await hers.getByRole('heading', { name: 'Dit formulier is leeggemaakt' }).waitFor();
    expect(await hers.content()).not.toContain(PERSON);
    await hers.getByRole('button', { name: 'Opnieuw invullen' }).click();
    expect(await hers.locator('#subject').inputValue()).toBe('');
  });
});
