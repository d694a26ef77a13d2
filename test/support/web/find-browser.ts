import { accessSync, constants } from 'node:fs';

/** Also known to apps/local/browser.mjs, which installs one where it may. */
const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
/** What to do when findBrowser() finds nothing. */
export const HOW_TO_GET_ONE = 'run `apt-get install chromium`, or set CHROME_PATH';

const runs = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/** Path of a browser, if there is one. A CHROME_PATH that leads nowhere is a fault: whoever sets it wants these tests. */
export function findBrowser(): string | undefined {
  const wanted = process.env['CHROME_PATH'];
  if (!wanted) return PLACES.find(runs);
  if (!runs(wanted)) throw new Error('CHROME_PATH is no program that can be run');
  return wanted;
}
