import type { Page } from 'playwright-core';

/**
 * Fills the form of the question, and waits until the app says what it understood.
 * @param subject as somebody would type it
 */
export async function fillQuestion(page: Page, subject: string, purpose = 'home-visit'): Promise<void> {
  // The label covers its control, so that the whole card can be tapped.
  await page.locator(`input[name="purpose"][value="${purpose}"]`).check({ force: true });
  await page.locator('#subject').fill(subject);
  await page.getByText(/^(Begrepen|Understood)/).waitFor();
}

/** Asks, and waits for the answer. */
export async function askAbout(page: Page, subject: string, purpose?: string): Promise<void> {
  await fillQuestion(page, subject, purpose);
  await page.locator('#subject').press('Enter');
  await page.locator('#with-subject').waitFor();
}
