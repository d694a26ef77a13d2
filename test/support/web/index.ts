/**
 * web: the real product in a real browser, for tests, for the bench and for pictures.
 *
 * `openWebTown()` starts all processes with the demonstration's people, teams and named involvements on free ports, and
 * Debian's Chromium; whatever the browser asks goes over `town.line`, which keeps it and can be cut, held or made to lie.
 * `signInAs(page, 'ingrid')` goes through the provider's page. Tests use the checks of test/browser/web besides.
 */
export { putInBackground } from './background';
export { findBrowser, HOW_TO_GET_ONE } from './find-browser';
export { type Asked, type Change, type Line, startLine } from './line';
export { type Look, LOOKS, putInLook, sessionOf } from './looks';
export { askAbout, fillQuestion } from './question';
export { signInAs, signOut } from './sign-in';
export { DESKTOP, launch, openWebTown, PHONE, saidBy, type WebTown } from './town';
