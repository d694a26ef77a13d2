import type { Page } from 'playwright-core';
import { saidBy } from '../../support/web';

/**
 * The console holds nothing and no policy was broken.
 * @param expected what may stand there in this test, such as a request that was made to fail
 */
export function expectQuiet(page: Page, expected?: RegExp): void {
  expect(saidBy(page).filter((line) => expected === undefined || !expected.test(line))).toEqual([]);
}
