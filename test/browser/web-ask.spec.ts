import type { Page } from 'playwright-core';
import {
  expectQuiet,
  inAllLooks,
  inBrowser,
  openWebTown,
  press,
  saidBy,
  tabTo,
  walkByKeyboard,
  type WebTown,
} from './web';

inBrowser('the question in a real browser', () => {
  let town: WebTown;
  let page: Page;

  beforeAll(async () => {
    const t = Date.now();
    town = await openWebTown();
    console.log('town', Date.now() - t);
    page = await town.newPage();
    await page.goto('/');
    await page.getByRole('button', { name: 'Inloggen' }).waitFor();
    console.log('page', Date.now() - t);
  });
  afterAll(() => town?.stop());

  it('shows what it is to whoever is not signed in, in all looks', async () => {
    const t = Date.now();
    await inAllLooks(page, 'signed out');
    console.log('looks', Date.now() - t);
  });

  it('is signed in to by keyboard alone', async () => {
    await walkByKeyboard(page, [tabTo(page.getByRole('button', { name: 'Inloggen' })), press('Enter')]);
    await page.locator('button[name="sub"]').first().waitFor();
    console.log(town.line.asked.map(({ method, url }) => `${method} ${url}`).join('\n'), saidBy(page));
    expectQuiet(page);
  });
});
