import type { Page } from 'playwright-core';
import { asPerson } from '#local';
import {
  DESKTOP,
  expectQuiet,
  inAllLooks,
  inBrowser,
  openWebTown,
  press,
  signInAs,
  tabTo,
  walkByKeyboard,
  type WebTown,
} from './web';

/** The same service, not by the screens. */
const officer = async ({ stack }: WebTown, person = 'pieter') => (await asPerson(stack, person)).policyRoom;

/** What no rule opens before this. */
const RULE = 'liendert-at-the-desk';

inBrowser('policy, its simulator, proposals and purposes in a real browser', () => {
  let town: WebTown;
  /** A privacy officer, who proposes */
  let pieter: Page;
  /** Another one, who decides */
  let petra: Page;
  let proposal: string;

  beforeAll(async () => {
    town = await openWebTown();
    pieter = await town.newPage();
    petra = await town.newPage();
    await signInAs(pieter, 'pieter', '/policy');
    await signInAs(petra, 'petra', '/proposals');
  });
  afterAll(() => town?.stop());

  const title = (page: Page, words: string | RegExp): Promise<void> =>
    page.getByRole('heading', { level: 1, name: words }).waitFor();
  const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true }).first();
  const link = (page: Page, name: string | RegExp) => page.getByRole('link', { name, exact: true }).first();
  const dialog = (page: Page) => page.getByRole('dialog');
  const focused = (page: Page): Promise<string> => page.evaluate(() => document.activeElement?.textContent ?? '');
  /** To a page by the menu, as a person goes there. */
  const visit = async (page: Page, name: string): Promise<void> => {
    const menu = page.getByRole('button', { name: 'Menu' });
    if (await menu.isVisible()) await menu.click();
    await page.getByRole('navigation', { name: 'Menu' }).getByRole('link', { name, exact: true }).click();
    await title(page, name);
  };
  const proposing = (): number =>
    town.line.asked.filter(({ method, url }) => method === 'POST' && url.endsWith('/v1/policies')).length;

  describe('whoever asks or manages', () => {
    it.each(['ingrid', 'anouk'])('%s finds no policy here', async (person) => {
      const page = await town.newPage();
      await signInAs(page, person, '/policy');
      await title(page, 'Deze pagina is er niet');
      await page.context().close();
    });
  });

  describe('whoever reads along', () => {
    it.each(['helga', 'dirk'])('%s reads all and proposes nothing', async (person) => {
      const page = await town.newPage();
      await signInAs(page, person, '/policy');
      await page.getByText('U leest mee. Voorstellen doet de privacyfunctionaris.').waitFor();
      expect(await link(page, 'Nieuw voorstel').count()).toBe(0);
      await link(page, 'Versie 1').click();
      await title(page, 'Versie 1 van het beleid');
      expect(await link(page, 'Nieuw voorstel vanaf deze versie').count()).toBe(0);
      // Nor by the address.
      await page.goto('/policy/version?new=v1');
      await button(page, /Inloggen/)
        .or(page.getByRole('heading', { level: 1 }))
        .first()
        .waitFor();
      await title(page, /^Versie \d+ van het beleid$/);
      await visit(page, 'Doelen');
      expect(await link(page, 'Nieuw doel voorstellen').count()).toBe(0);
      expectQuiet(page);
      await page.context().close();
    });
  });

  it('the versions stand in all looks, and the rules of one in words, by whose involvement it is', async () => {
    await title(pieter, 'Beleid');
    await pieter.getByText('Geldt nu').first().waitFor();
    await inAllLooks(pieter, 'versions');
    await link(pieter, 'Versie 1').click();
    await title(pieter, 'Versie 1 van het beleid');
    expect(await focused(pieter)).toBe('Versie 1 van het beleid');
    const care = pieter.getByRole('table', { name: 'Betrokken: alle teams in het domein zorg' });
    const row = care.getByRole('row').filter({ hasText: 'care-at-the-desk' });
    expect(await row.innerText()).toMatch(/Vergunningaanvraag behandelen[^]*iedereen die mag vragen[^]*Niets[^]*Niets/);
    await inAllLooks(pieter, 'a version', async ({ print }) => {
      if (print !== true) return;
      const paper = await pieter.locator('main').innerText();
      for (const said of ['Versie 1 van het beleid', 'care-to-the-door', 'Wat altijd geldt', 'Afgedrukt op'])
        expect(paper).toContain(said);
      expect(paper).not.toMatch(/Vergelijk met|Alle versies|Toon wie wat ziet/);
    });
  });

  it('shows what all rules come down to, with the eyes of a department and of a team', async () => {
    await button(pieter, 'Toon wie wat ziet').click();
    await pieter.getByLabel('Welke afdeling vraagt?').selectOption({ label: 'Vergunningen' });
    await pieter.getByLabel('Waarover gaat de vraag?').selectOption({ label: 'Adres, dezelfde woning' });
    const table = pieter.getByRole('table', { name: /^Wat Vergunningen ziet/ });
    const care = table.getByRole('row').filter({ hasText: 'alle teams in het domein zorg' });
    expect(await care.innerText()).toMatch(/Niets\s+team hoort niets/);
    await inAllLooks(pieter, 'who sees what');
    await pieter.getByText('Een team dat betrokken is').click();
    await pieter.getByLabel('Welk team is betrokken?').selectOption({ label: 'Wijkteam Liendert' });
    await pieter.getByRole('table', { name: /^Wat anderen zien van Wijkteam Liendert/ }).waitFor();
  });

  describe('a proposal', () => {
    it('is refused as long as nothing was changed', async () => {
      await visit(pieter, 'Beleid');
      await link(pieter, 'Nieuw voorstel').click();
      await title(pieter, /^Nieuw voorstel, vanaf versie \d+$/);
      await inAllLooks(pieter, 'draft');
      await button(pieter, 'Voorstel indienen').click();
      expect(await focused(pieter)).toContain('U hebt nog niets gewijzigd.');
      expect(proposing()).toBe(0);
    });

    it('has rules that are whole, and says per field what is missing', async () => {
      await button(pieter, 'Regel toevoegen').click();
      await title(pieter, 'Regel toevoegen');
      await pieter.getByText('Bemiddeld', { exact: true }).click();
      await pieter.getByLabel('Naam van de regel').fill('Regel 1');
      await button(pieter, 'Regel opslaan').click();
      expect(await focused(pieter)).toContain('Nog niet gelukt. Verbeter dit:');
      for (const said of ['Kies het team dat bemiddelt.', 'Vul een neutrale naam in', 'Gebruik kleine letters'])
        expect(await pieter.getByRole('link', { name: said }).count()).toBe(1);
      await inAllLooks(pieter, 'faults of a rule');
      await pieter.getByRole('link', { name: 'Kies het team dat bemiddelt.' }).click();
      expect(await pieter.getByLabel('Welk team bemiddelt?').evaluate((one) => one === document.activeElement)).toBe(
        true,
      );
    });

    it('is refused by name when a label gives a team away, and the refusal leads to that rule', async () => {
      await pieter.getByLabel('Wiens betrokkenheid?').selectOption({ label: 'Wijkteam Liendert (Sociaal domein)' });
      await pieter.getByLabel('Waarvoor?').selectOption({ label: 'Vergunningaanvraag behandelen' });
      await pieter
        .getByLabel('Welk team bemiddelt?')
        .selectOption({ label: 'Bemiddeling sociaal domein (Sociaal domein)' });
      await pieter.getByLabel('Neutrale naam in het antwoord').fill('Team in de wijk');
      await pieter.getByLabel('Naam van de regel').fill(RULE);
      await button(pieter, 'Regel opslaan').click();
      await button(pieter, 'Voorstel indienen').click();
      await inAllLooks(pieter, 'sure?');
      await dialog(pieter).getByRole('button', { name: 'Voorstel indienen' }).click();
      await pieter.getByRole('link', { name: `Regel ${RULE}: de neutrale naam verraadt te veel.` }).click();
      expect(await focused(pieter)).toContain(`Regel ${RULE} wijzigen`);
      expect(proposing()).toBe(1);
    });

    it('is mended and handed in by keyboard alone, and its effect is shown', async () => {
      await walkByKeyboard(pieter, [press('Enter')]);
      await title(pieter, `Regel ${RULE} wijzigen`);
      await walkByKeyboard(pieter, [
        tabTo(pieter.locator('#rule-disclosure-1')),
        press('ArrowUp'),
        tabTo(button(pieter, 'Regel opslaan')),
        press('Enter'),
      ]);
      expect(await focused(pieter)).toContain(`Regel ${RULE} wijzigen`);
      await walkByKeyboard(pieter, [tabTo(button(pieter, 'Voorstel indienen')), press('Enter')]);
      await dialog(pieter).getByText('1 nieuw, 0 gewijzigd, 0 weggehaald').waitFor();
      await walkByKeyboard(pieter, [
        tabTo(dialog(pieter).getByRole('button', { name: 'Voorstel indienen' })),
        press('Enter'),
      ]);
      await pieter.getByText('Ingediend', { exact: true }).waitFor();
      await title(pieter, 'Nieuw beleid');
      proposal = new URL(pieter.url()).searchParams.get('proposal') ?? '';
      await pieter.getByRole('heading', { name: 'Wie ziet er iets anders' }).waitFor();
    });

    it('is not approved by whoever made it', async () => {
      await pieter.getByText('U kunt dit niet zelf goedkeuren').waitFor();
      expect(await button(pieter, 'Goedkeuren').count()).toBe(0);
      expect(await button(pieter, 'Afwijzen').count()).toBe(0);
      await inAllLooks(pieter, 'own proposal');
    });

    it('is read and not decided by the data protection officer', async () => {
      const page = await town.newPage();
      await signInAs(page, 'helga', `/proposals?proposal=${proposal}`);
      await page.getByText('U leest mee. Een privacyfunctionaris of de gegevenseigenaar beslist.').waitFor();
      expect(await button(page, 'Goedkeuren').count()).toBe(0);
      await page.context().close();
    });

    it('is seen by a second person: who would see something else, rule by rule, and tried out', async () => {
      await visit(petra, 'Voorstellen');
      await petra.getByText('Wacht op een tweede persoon').waitFor();
      await inAllLooks(petra, 'proposals');
      await link(petra, 'Nieuw beleid').click();
      const effects = petra.getByRole('table', { name: 'Wie ziet er iets anders' });
      const row = await effects.getByRole('row').nth(1).innerText();
      for (const said of [
        'Vergunningaanvraag behandelen',
        'iedereen die mag vragen',
        'Wijkteam Liendert',
        'Ruimer',
        'was: Gesloten',
        'wordt: Open',
      ])
        expect(row).toContain(said);
      expect(await petra.getByRole('table', { name: 'Welke regels veranderen' }).innerText()).toContain(RULE);
      await inAllLooks(petra, 'another’s proposal');
      await link(petra, 'Probeer uit wat iemand dan zou zien').click();
      await title(petra, 'Proef op beleid');
      await petra.getByLabel('Van welke afdeling is de vrager?').selectOption({ label: 'Vergunningen (vergunningen)' });
      await petra.getByLabel('Waarvoor is de vraag?').selectOption({ label: 'Vergunningaanvraag behandelen' });
      await petra.getByLabel('Wiens betrokkenheid?').selectOption({ label: 'Afdeling Sociaal domein' });
      await button(petra, 'Proef doen').click();
      const outcome = petra.getByRole('row').filter({ hasText: 'Wijkteam Liendert' });
      expect(await outcome.innerText()).toMatch(/033[^]*Wie er vroeg[^]*liendert-at-the-desk/);
      await petra.goBack();
    });

    it('stays as it is when the decision does not arrive', async () => {
      await title(petra, 'Nieuw beleid');
      const mend = town.line.cut(/\/approve$/);
      await button(petra, 'Goedkeuren').click();
      await inAllLooks(petra, 'approve?');
      await button(petra, 'Ja, goedkeuren').click();
      await petra.getByRole('alert').getByText('De dienst is niet bereikbaar.').waitFor();
      mend();
      expect(await button(petra, 'Goedkeuren').count()).toBe(1);
    });

    it('counts when the second person approved it', async () => {
      await button(petra, 'Goedkeuren').click();
      await button(petra, 'Ja, goedkeuren').click();
      await petra.getByText('Het voorstel is goedgekeurd.').waitFor();
      expect(await button(petra, 'Goedkeuren').count()).toBe(0);
      await visit(petra, 'Beleid');
      const now = petra.getByRole('row').filter({ hasText: 'Geldt nu' });
      expect(await now.innerText()).toMatch(/pieter[^]*uzelf/);
      await button(petra, 'Vergelijken').click();
      await petra.getByRole('table', { name: 'Welke regels veranderen' }).getByText(RULE).waitFor();
    });

    it('that another one overtook cannot be approved any more, and is turned down', async () => {
      const room = await officer(town);
      const { rules, brokers } = await room.policy('in-force');
      const stale = await room.proposePolicy({ rules: (rules as object[]).slice(1), brokers });
      const other = await room.proposePolicy({ rules, brokers });
      await (await officer(town, 'petra')).decide(other, 'approve');
      await petra.goto(`/proposals?proposal=${stale}`);
      await petra.getByText(/Intussen is versie \d+ goedgekeurd/).waitFor();
      expect(await button(petra, 'Goedkeuren').count()).toBe(0);
      await button(petra, 'Afwijzen').click();
      await button(petra, 'Ja, afwijzen').click();
      await petra.getByText('Het voorstel is afgewezen.').waitFor();
    });
  });

  describe('the simulator', () => {
    it('says what is missing, and that a question would be refused', async () => {
      await visit(pieter, 'Beleid');
      await link(pieter, 'Probeer uit wat iemand zou zien').click();
      await title(pieter, 'Proef op beleid');
      await button(pieter, 'Proef doen').click();
      expect(await focused(pieter)).toContain('Kies de afdeling van de vrager.');
      await inAllLooks(pieter, 'faults of the simulator');
      await pieter
        .getByLabel('Van welke afdeling is de vrager?')
        .selectOption({ label: 'Vergunningen (vergunningen)' });
      await pieter
        .getByLabel('Waarvoor is de vraag?')
        .selectOption({ label: 'Huisbezoek voorbereiden (niet voor deze vrager)' });
      await button(pieter, 'Proef doen').click();
      await pieter.getByText('Deze vraag wordt geweigerd').waitFor();
    });

    it('opens in an emergency what is mediated, and says who calls', async () => {
      await pieter.getByLabel('Van welke afdeling is de vrager?').selectOption({ label: 'Sociaal domein (zorg)' });
      await pieter.getByLabel('Waarvoor is de vraag?').selectOption({ label: 'Crisis: er is nu iemand in gevaar' });
      await pieter.getByText('Het is een noodvraag').click();
      await button(pieter, 'Proef doen').click();
      const silent = pieter.getByRole('row').filter({ hasText: 'Openbare orde' });
      expect(await silent.innerText()).toContain('Het team belt de vrager zelf.');
      expect(await focused(pieter)).toMatch(/^Uitkomst met versie \d+/);
      await inAllLooks(pieter, 'outcome');
    });
  });

  describe('purposes', () => {
    it('stand with their ground, and a new one is proposed and turned down', async () => {
      await visit(pieter, 'Doelen');
      await pieter.getByText('AVG art. 6 lid 1 onder d').first().waitFor();
      await inAllLooks(pieter, 'purposes');
      await link(pieter, 'Nieuw doel voorstellen').click();
      await title(pieter, 'Nieuw doel voorstellen');
      await pieter.getByLabel('Code').fill('crisis');
      await button(pieter, 'Voorstel indienen').click();
      await pieter.getByRole('link', { name: /^Deze code is al van een ander doel/ }).waitFor();
      await inAllLooks(pieter, 'faults of a purpose');
      await pieter.getByLabel('Code').fill('housing-check');
      await pieter.getByLabel('Naam, zoals de vrager die leest').fill('Huisvestingscontrole');
      await pieter.getByLabel('Grondslag').fill('Huisvestingswet 2014, artikel 33');
      await pieter.getByLabel('Verwerkingsregister').fill('VR-40');
      for (const choice of ['Professional', 'Toezicht', 'Adres'])
        await pieter.getByText(choice, { exact: true }).click();
      await pieter.getByLabel('Geldt vanaf').fill('2031-01-01');
      await button(pieter, 'Voorstel indienen').click();
      await dialog(pieter).getByRole('button', { name: 'Voorstel indienen' }).click();
      await pieter.getByText('Ingediend', { exact: true }).waitFor();
      await pieter.getByText('Dit is een nieuw doel.').waitFor();
      const id = new URL(pieter.url()).searchParams.get('proposal');
      const dirk = await town.newPage({ viewport: DESKTOP });
      await signInAs(dirk, 'dirk', `/proposals?proposal=${id}`);
      await dirk.getByText('Huisvestingswet 2014, artikel 33').waitFor();
      await button(dirk, 'Afwijzen').click();
      await button(dirk, 'Ja, afwijzen').click();
      await dirk.getByText('Het voorstel is afgewezen.').waitFor();
      expectQuiet(dirk);
      await dirk.context().close();
    });
  });

  describe('an answer that is not as it should be', () => {
    it('is not read by halves', async () => {
      const mend = town.line.change(/\/v1\/policies\/v1$/, (body) => body.replace('"open"', '"transparent"'));
      await visit(pieter, 'Beleid');
      await link(pieter, 'Versie 1').click();
      await pieter.getByRole('alert').getByText('De dienst gaf een antwoord dat niet klopt.').waitFor();
      await inAllLooks(pieter, 'odd answer');
      mend();
    });

    it('is shown as text, however hostile and long', async () => {
      const hostile = `<img src=x onerror=alert(1)>\u202e${'zeer lang '.repeat(150)}`;
      const mend = town.line.change(/\/v1\/(policy-parties|purpose-versions)$/, (body) =>
        body.replace(/"name":"[^"]*"/g, `"name":${JSON.stringify(hostile)}`),
      );
      await visit(pieter, 'Beleid');
      await link(pieter, 'Versie 1').click();
      await title(pieter, 'Versie 1 van het beleid');
      expect(await pieter.locator('main img').count()).toBe(0);
      await inAllLooks(pieter, 'hostile names');
      mend();
    });
  });

  it('broke no policy and said nothing but that the line was cut', () => {
    expectQuiet(pieter);
    expectQuiet(petra, /Failed to load resource|ERR_/);
  });
});
