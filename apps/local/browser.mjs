/**
 * Sees to it that the tests have a browser: takes the one that is there, and installs Debian's where that is possible and
 * allowed. Whatever goes wrong is said in one line and stops nothing: tests without a browser are counted as skipped.
 */
import { spawn } from 'node:child_process';
import fs from 'node:fs';

/** Also known to test/support/web/find-browser.ts. */
const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const LIMIT = 5 * 60 * 1000;

/** What to do when there is none; undefined when there is. */
export const howToGetABrowser = () =>
  present() ? undefined : 'Geen browser gevonden: apt-get install chromium, of zet CHROME_PATH.';

const present = () => Boolean(process.env.CHROME_PATH) || PLACES.some((place) => fs.existsSync(place));

/** Only as root, who may install, on a Debian; `INSTALL_BROWSER=no` forbids it. */
const mayInstall = () =>
  process.getuid?.() === 0 &&
  process.env.INSTALL_BROWSER !== 'no' &&
  fs.existsSync('/etc/debian_version') &&
  fs.existsSync('/usr/bin/apt-get');

/** @param {(line: string) => void} say */
export async function provideBrowser(say) {
  if (present() || !mayInstall()) return;
  say('Browser voor de tests installeren (apt-get install chromium; INSTALL_BROWSER=no slaat dit over) …');
  const until = Date.now() + LIMIT;
  const install = () => aptGet(['install', '-y', '-qq', '--no-install-recommends', 'chromium'], until);
  // The lists of packages may be old or missing, so a second try is made with new ones.
  if ((await install()) || ((await aptGet(['update', '-qq'], until)) && (await install()))) return;
  say('Dat lukte niet: de tests in een browser worden overgeslagen. Zelf doen: apt-get install chromium.');
}

/** @returns {Promise<boolean>} whether it did its work before `until` */
function aptGet(args, until) {
  return new Promise((resolve) => {
    const child = spawn('/usr/bin/apt-get', args, {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      stdio: 'ignore',
      timeout: Math.max(1, until - Date.now()),
    });
    child.on('error', () => resolve(false));
    child.on('exit', (code) => resolve(code === 0));
  });
}
