/**
 * web: what every screen's spec asks of its screen, in a real browser on the real product.
 *
 *     inBrowser('our involvement', () => {
 *       let town: WebTown;
 *       let page: Page;
 *       beforeAll(async () => {
 *         town = await openWebTown();
 *         page = await town.newPage();
 *         await signInAs(page, 'ingrid', '/our-involvement');
 *       });
 *       afterAll(() => town?.stop());
 *
 *       it('stands in all looks while it is empty', () => inAllLooks(page, 'empty'));
 *       it('is used by keyboard alone', () =>
 *         walkByKeyboard(page, [tabTo(page.getByRole('button', { name: 'Toevoegen' })), press('Enter')]));
 *       it('broke no policy and said nothing', () => expectQuiet(page));
 *     });
 *
 * One town for a spec file, since it takes ten seconds to start; few files. A busy state is had with
 * `town.line.hold(/inquiries/)`, an error with `.cut`, a hostile text with `.change`; `newPage({ clock: true })` gives a page
 * whose time goes on with `page.clock.fastForward`.
 */
export * from '../../support/web';
export { expectAccessible } from './accessible';
export { expectFits } from './fits';
export { inBrowser } from './in-browser';
export { press, type Step, tabTo, type, walkByKeyboard } from './keyboard';
export { inAllLooks } from './looks';
export { expectQuiet } from './quiet';
