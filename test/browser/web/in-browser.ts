import { findBrowser, HOW_TO_GET_ONE } from '../../support/web/find-browser';

/** A `describe` whose tests are counted as skipped, with what to do, where there is no browser. */
export function inBrowser(what: string, tests: () => void): void {
  if (findBrowser() !== undefined) return describe(what, tests);
  // A summary counts skipped tests and keeps their names to itself.
  console.warn(`No browser found, so its tests are skipped: ${HOW_TO_GET_ONE}.`);
  describe.skip(`${what} (no browser found: ${HOW_TO_GET_ONE})`, tests);
}
