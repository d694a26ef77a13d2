import type { Page } from 'playwright-core';
import { type Look, LOOKS, putInLook } from '../../support/web';
import { expectAccessible } from './accessible';
import { expectFits } from './fits';

/**
 * What every screen must stand in every state: no fault of axe, no sideways scroll, large enough targets, in all looks. Call
 * it once per state; the page is left as on a phone.
 * @param state for the message of a failure
 * @param check something more, in each look
 */
export async function inAllLooks(page: Page, state: string, check?: (look: Look) => Promise<void>): Promise<void> {
  for (const look of LOOKS) {
    await putInLook(page, look);
    try {
      await expectFits(page, { targets: look.print !== true });
      if (WHOLE.includes(look.name)) await expectAccessible(page);
      // Elsewhere only colours and sizes differ; in forced colours they are the user's own.
      else if (look.dark === true) await expectAccessible(page, ['color-contrast', 'link-in-text-block']);
      await check?.(look);
    } catch (fault) {
      if (fault instanceof Error) fault.message = `${state}, ${look.name}: ${fault.message}`;
      throw fault;
    }
  }
  await putInLook(page, LOOKS[0]!);
}

const WHOLE = ['phone', 'desktop'];
