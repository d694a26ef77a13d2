import type { Page } from 'playwright-core';

/**
 * As if somebody went to another app on her phone, and came back. A headless browser shows all of its pages at all times, so
 * the page is told what it would be told.
 */
export async function putInBackground(page: Page, away: boolean): Promise<void> {
  await page.evaluate((hidden) => {
    Object.defineProperty(document, 'visibilityState', { value: hidden ? 'hidden' : 'visible', configurable: true });
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
  }, away);
}
