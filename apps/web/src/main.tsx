/**
 * web: the app for people, served by the index.
 *
 * It owns screens, their words and the way a person goes. It holds no rule of the product: what somebody may do is decided
 * by the index and the custodian. Everything that leaves this page leaves through its web worker (src/worker), where
 * identifiers are blinded and access tokens live; the page itself may fetch nothing.
 *
 * It never keeps an identifier: not in an address, a storage, the history or a title; and it forgets an answer by itself.
 * What stays in the browser is the language, the last purpose, which roles were welcomed, and the app's own files.
 */
import './design/base.css';
import { render } from 'preact';
import { App, fetchInside } from './shell/app';
import { trusted } from './shell/desk';
import { startSession } from './shell/session';
import { currentLanguage, loadTexts } from './shell/texts';

document.documentElement.lang = currentLanguage();
void loadTexts(['shell', 'common']).then(() => {
  const place = document.getElementById('app')!;
  place.replaceChildren();
  render(<App />, place);
  return startSession(fetchInside);
});
/** Later, so that the first screen does not wait for files of others. A browser may refuse: then there is no page offline. */
const keepFiles = (): void =>
  void navigator.serviceWorker.register(trusted('/service-worker.js')).catch(() => undefined);
if ('serviceWorker' in navigator) addEventListener('load', () => setTimeout(keepFiles, 1000));
