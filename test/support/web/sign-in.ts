import type { Page } from 'playwright-core';

/**
 * Signs a demo person in by the real way: the app's button, the provider's page, and back.
 * @param person of apps/identity/people.json
 * @param path page of the app to begin at, and to come back to
 */
export async function signInAs(page: Page, person: string, path = '/'): Promise<void> {
  await page.goto(path);
  await page.getByRole('button', { name: /^(Inloggen|Sign in)/ }).click();
  await page.locator(`button[name="sub"][value="${person}"]`).click();
  // Nobody has a menu before she is signed in.
  await page.locator('#menu').waitFor({ state: 'attached' });
  await page.locator('main h1').waitFor();
}

/** Signs out, at the provider as well. */
export async function signOut(page: Page): Promise<void> {
  const leave = page.getByRole('button', { name: /^(Uitloggen|Sign out)$/ });
  // On a phone it stands in the menu.
  if (!(await leave.isVisible())) await page.getByRole('button', { name: 'Menu' }).click();
  await leave.click();
  const sure = page.locator('button[name="logout"]');
  const out = page.getByRole('button', { name: /^(Inloggen|Sign in)/ });
  await sure.or(out).first().waitFor();
  if (await sure.isVisible()) await sure.click();
  await page.waitForURL('**/signed-out');
  await out.waitFor();
}
