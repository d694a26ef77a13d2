import type { Page } from 'playwright-core';
import {
  askAbout,
  DESKTOP,
  expectQuiet,
  fillQuestion,
  inAllLooks,
  inBrowser,
  openWebTown,
  press,
  putInBackground,
  signInAs,
  signOut,
  tabTo,
  type,
  walkByKeyboard,
  type WebTown,
} from './web';

/** Known to two teams, and an address that nobody knows. */
const KNOWN = '999993653';
const UNKNOWN = '3899 ZZ 41';
const FOUND = 'Deze teams kunt u bellen';
const MINUTE = 60_000;

inBrowser('the question in a real browser', () => {
  let town: WebTown;
  let page: Page;

  beforeAll(async () => {
    town = await openWebTown();
    page = await town.newPage();
  });
  afterAll(() => town?.stop());

  const title = (words: string, on = page): Promise<void> =>
    on.getByRole('heading', { level: 1, name: words, exact: true }).waitFor();
  const button = (name: string, on = page) => on.getByRole('button', { name, exact: true });
  const focused = (): Promise<string> => page.evaluate(() => document.activeElement?.textContent ?? '');
  /** An empty form, whatever stood there. */
  const begin = async (on = page): Promise<void> => {
    await on.goto('/ask');
    await on.locator('#subject').waitFor();
  };
  const asked = (): number => town.line.asked.filter(({ url }) => url.endsWith('/v1/inquiries')).length;

  it('shows whoever is not signed in what it is, in all looks', async () => {
    await page.goto('/');
    await button('Inloggen met uw werkaccount').waitFor();
    await inAllLooks(page, 'signed out');
  });

  it('is signed in to, asked and read by keyboard alone', async () => {
    await walkByKeyboard(page, [tabTo(button('Inloggen met uw werkaccount')), press('Enter')]);
    await walkByKeyboard(page, [tabTo(page.locator('button[value="bilal"]')), press('Enter')]);
    await page.locator('#menu').waitFor({ state: 'attached' });
    await begin();
    await inAllLooks(page, 'empty form');
    await walkByKeyboard(page, [
      tabTo(page.getByRole('radio').first()),
      press('Space'),
      tabTo(page.locator('#subject')),
      type(KNOWN),
    ]);
    await page.getByText('Begrepen: BSN dat eindigt op 653').waitFor();
    await inAllLooks(page, 'understood');
    await page.locator('#subject').focus();
    await walkByKeyboard(page, [press('Enter')]);
    await title(FOUND);
    // The answer is read from its beginning.
    expect(await focused()).toBe(FOUND);
    await walkByKeyboard(page, [
      tabTo(page.locator('a[href^="tel:"]').first()),
      tabTo(button('Nieuwe vraag')),
      press('Enter'),
    ]);
    await title('Wie is er nog meer betrokken?');
    expect(await page.locator('#subject').inputValue()).toBe('');
  });

  it('says what is missing and wrong, leads there, and asks nothing', async () => {
    await begin();
    const before = asked();
    // The purpose of last time stays; whom it was about does not.
    expect(await page.locator('input[name="purpose"]:checked').count()).toBe(1);
    await page.locator('#subject').fill('999993654');
    await button('Vraag stellen').click();
    const fault = page.getByRole('link', { name: 'Dit is geen geldig BSN. Is er een cijfer verwisseld?' });
    await fault.waitFor();
    expect(await focused()).toContain('Verbeter dit');
    await inAllLooks(page, 'faults');
    await fault.click();
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('subject');
    expect(asked()).toBe(before);
  });

  it('takes the press of a button that lasts as long as people’s do, whatever moves meanwhile', async () => {
    await begin();
    await page.locator('#subject').fill('999993654');
    await button('Vraag stellen').scrollIntoViewIfNeeded();
    const place = await button('Vraag stellen').boundingBox();
    if (place === null) throw new Error('the button is out of sight');
    await page.mouse.move(place.x + place.width / 2, place.y + place.height / 2);
    await page.mouse.down();
    await page.waitForTimeout(400);
    await page.mouse.up();
    await page.getByRole('link', { name: /^Dit is geen geldig BSN/ }).waitFor({ timeout: 5_000 });
  });

  it('shows that it is busy, and a second press asks nothing more', async () => {
    await begin();
    const before = asked();
    const release = town.line.hold(/\/v1\/(evaluations|inquiries)/);
    await fillQuestion(page, KNOWN);
    await page.locator('#subject').press('Enter');
    await button('Bezig met vragen …').waitFor();
    await inAllLooks(page, 'busy');
    await button('Bezig met vragen …').click();
    release();
    await title(FOUND);
    expect(asked() - before).toBe(1);
  });

  it('shows whom to call, how complete that is and the receipt, in all looks and on paper', async () => {
    await begin();
    await askAbout(page, KNOWN);
    const phones = await page.locator('a[href^="tel:"]').evaluateAll((links) => links.map((link) => link.textContent));
    expect(phones.length).toBeGreaterThan(0);
    // Who is not reachable has somebody in her place; nobody has a mail with the subject in it.
    for (const link of await page.locator('a[href^="mailto:"]').all())
      expect(await link.getAttribute('href')).not.toMatch(/\d{9}|3899/);
    await page.getByText('8 van 8 afdelingen zijn aangesloten.').waitFor();
    await page.getByText('Ontvangstbewijs', { exact: true }).click();
    await inAllLooks(page, 'answer', async ({ print }) => {
      if (print !== true) return;
      const paper = await page.locator('body').innerText();
      expect(paper).toContain('Gevraagd door Bilal Rietmeester');
      expect(paper).not.toContain(KNOWN);
      expect(paper).not.toContain('Nieuwe vraag');
    });
    await page.getByText('Zet het BSN of adres op de afdruk').click();
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('body').innerText()).toContain(`BSN ${KNOWN}`);
    await page.emulateMedia({ media: 'screen' });
  });

  it('marks a mistake after asking whether it was one', async () => {
    await begin();
    await askAbout(page, KNOWN);
    await button('Vergissing: ik had dit niet willen vragen').click();
    const dialog = page.getByRole('dialog');
    await dialog.waitFor();
    await inAllLooks(page, 'mistake?');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(await focused()).toBe('Vergissing: ik had dit niet willen vragen');
    await page.keyboard.press('Enter');
    await dialog.getByRole('button', { name: 'Ja, dit was een vergissing' }).click();
    await page.getByText('Bij deze vraag staat nu dat het een vergissing was.').waitFor();
    await inAllLooks(page, 'mistake noted');
  });

  it('never says that nobody is involved', async () => {
    await begin();
    await askAbout(page, UNKNOWN);
    await title('Geen contactpunten die u nu mag zien');
    await page.getByText('Dat betekent niet dat er niemand betrokken is.').waitFor();
    expect(await page.getByText(/^Raakvlak kent alleen teams van: /).count()).toBe(1);
    await inAllLooks(page, 'nothing');
  });

  it('asks about a household at once, with an answer for each', async () => {
    await begin();
    await fillQuestion(page, KNOWN);
    await button('Nog een persoon of adres').click();
    await page.locator('#subject-1').fill('3899 ZZ 12-A');
    await page.getByText('Begrepen: adres 3899 ZZ 12 A').waitFor();
    await inAllLooks(page, 'household');
    await button('Vraag stellen over 2 tegelijk').click();
    await title(FOUND);
    expect(await page.getByRole('heading', { level: 2, name: /653|3899 ZZ 12 A/ }).count()).toBe(2);
    await inAllLooks(page, 'answers of a household');
  });

  it('asked the key holder once for permission to ask from here', () => {
    const toCustodian = town.line.asked.filter(({ url }) => url.endsWith('/v1/evaluations'));
    const counted = (method: string): number => toCustodian.filter((one) => one.method === method).length;
    expect(counted('POST')).toBeGreaterThan(3);
    expect(counted('OPTIONS')).toBeLessThan(counted('POST') / 2);
  });

  it('says what an emergency brings about before it is asked', async () => {
    await begin();
    await page.getByText('Crisis: er is nu iemand in gevaar').click();
    await page.getByText('Ja, er is nu geweld').click();
    await page.getByText('Een noodvraag wordt altijd nagekeken').waitFor();
    await inAllLooks(page, 'emergency');
    await page.locator('#subject').fill('3899 ZZ 88');
    await page.getByText('Begrepen: adres 3899 ZZ 88').waitFor();
    await page.locator('#subject').press('Enter');
    await page.getByText('Dit was een noodvraag').waitFor();
    await inAllLooks(page, 'answer of an emergency');
    await begin();
    // A crisis is never remembered.
    expect(await page.getByRole('radio', { name: /^Crisis/ }).isChecked()).toBe(false);
    expectQuiet(page);
  });

  it('says that there is no connection and that nothing was looked up, and keeps what was typed', async () => {
    await begin();
    await fillQuestion(page, KNOWN);
    const mended = town.line.cut(/./);
    await page.locator('#subject').press('Enter');
    await page.getByText(/We hebben niets opgezocht/).waitFor();
    await inAllLooks(page, 'offline');
    mended();
    expect(await page.locator('#subject').inputValue()).toBe(KNOWN);
    await page.locator('#subject').press('Enter');
    await title(FOUND);
  });

  it('says so when the key holder is gone, and works again when it is back', async () => {
    await begin();
    await town.stack.part('custodian')?.stop();
    try {
      await fillQuestion(page, KNOWN);
      await page.locator('#subject').press('Enter');
      await page.getByText('De sleutelbeheerder is niet bereikbaar. We hebben niets opgezocht.').waitFor();
      await inAllLooks(page, 'no custodian');
    } finally {
      await town.stack.restart('custodian');
    }
    await page.locator('#subject').press('Enter');
    await title(FOUND);
    expectQuiet(page, /net::ERR_|status of 50\d|fetching the script/);
  });

  it('offers the menu on a phone and beside the page on a desk, and is left by it', async () => {
    await begin();
    await button('Menu').click();
    await page.getByRole('link', { name: 'Mijn vragen' }).waitFor();
    await inAllLooks(page, 'menu');
    await page.setViewportSize(DESKTOP);
    await signOut(page);
    await inAllLooks(page, 'signed out again');
    await page.context().close();
  });

  describe('with time', () => {
    let watched: Page;
    beforeAll(async () => {
      watched = await town.newPage({ clock: true });
      await signInAs(watched, 'bilal', '/ask');
    });
    afterAll(() => watched?.context().close());

    const gone = (): Promise<void> => title('Dit scherm is leeggemaakt', watched);
    it('is emptied after five minutes without use, form and answer alike', async () => {
      await begin(watched);
      await fillQuestion(watched, KNOWN);
      await watched.clock.fastForward(4 * MINUTE - 10_000);
      expect(await watched.getByRole('dialog').count()).toBe(0);
      await watched.clock.fastForward(20_000);
      await watched.getByRole('dialog').getByText('Dit scherm wordt zo leeggemaakt').waitFor();
      await inAllLooks(watched, 'about to be emptied');
      await button('Laten staan', watched).click();
      await watched.getByRole('dialog').waitFor({ state: 'detached' });
      await watched.clock.fastForward(5 * MINUTE - 10_000);
      expect(await watched.locator('#subject').count()).toBe(1);
      await watched.clock.fastForward(20_000);
      await gone();
      expect(await watched.locator('body').innerText()).not.toContain('653');
      await inAllLooks(watched, 'emptied');
      await button('Nieuwe vraag', watched).click();
      await askAbout(watched, KNOWN);
      await watched.clock.fastForward(5 * MINUTE + 2_000);
      await gone();
      expect(await watched.locator('a[href^="tel:"]').count()).toBe(0);
    });

    it('is emptied after a minute in the background, but not while somebody calls from it', async () => {
      await begin(watched);
      await askAbout(watched, KNOWN);
      await putInBackground(watched, true);
      await watched.clock.fastForward(MINUTE + 2_000);
      await putInBackground(watched, false);
      await gone();
      await button('Nieuwe vraag', watched).click();
      await askAbout(watched, KNOWN);
      // What opens the telephone is no concern of this page.
      await watched.evaluate(() => addEventListener('click', (event) => event.preventDefault(), { once: true }));
      await watched.locator('a[href^="tel:"]').first().click();
      await putInBackground(watched, true);
      await watched.clock.fastForward(20 * MINUTE);
      await putInBackground(watched, false);
      await title(FOUND, watched);
      await watched.clock.fastForward(5 * MINUTE + 2_000);
      await gone();
    });

    it('warns two minutes before it signs somebody out, and lets her stay', async () => {
      await begin(watched);
      await watched.keyboard.press('Tab');
      await watched.clock.fastForward(28 * MINUTE + 5_000);
      await watched.getByRole('dialog').getByText('U wordt zo uitgelogd').waitFor();
      await inAllLooks(watched, 'time-out near');
      await button('Ingelogd blijven', watched).click();
      await watched.getByRole('dialog').waitFor({ state: 'detached' });
      await watched.clock.fastForward(28 * MINUTE + 5_000);
      await watched.getByRole('dialog').waitFor();
      await watched.clock.fastForward(2 * MINUTE);
      await button('Inloggen met uw werkaccount', watched).waitFor();
      expectQuiet(watched);
    });
  });
});
