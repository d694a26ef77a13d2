import { useEffect, useRef } from 'preact/hooks';

/** Seconds without use, and in the background, after which a screen that shows or holds a subject is emptied. */
export const WITHOUT_USE = 5 * 60;
export const IN_BACKGROUND = 60;

interface Exceptions {
  /** Work under way that somebody waits for: it counts as use, in the background as well */
  readonly busy?: boolean;
  /** Seconds, for a screen that somebody works on with another one beside it */
  readonly inBackground?: number;
}

const SIGNS = ['pointerdown', 'keydown', 'scroll'] as const;

/**
 * Calls `forget` after five minutes without use, after a minute in the background, and when the page is left. A tap on a
 * phone number takes the app to the background as well: then the number must still be there when the call is over, and only
 * the five minutes count, from the return. Clocks stand still on a phone in a pocket, so the time is looked at again when
 * the page comes back.
 */
export function useForgetting(forget: () => void, on: boolean, exceptions: Exceptions = {}): void {
  const latest = useRef(forget);
  const except = useRef(exceptions);
  latest.current = forget;
  except.current = exceptions;
  useEffect(() => {
    if (!on) return undefined;
    let used = Date.now();
    let hidden: number | undefined;
    let calling = false;
    const use = (event?: Event): void => {
      used = Date.now();
      const link = (event?.target as Element | null)?.closest?.('a');
      calling = link?.protocol === 'tel:';
    };
    const check = (): void => {
      const now = Date.now();
      const { busy = false, inBackground = IN_BACKGROUND } = except.current;
      if (busy) {
        used = now;
        hidden &&= now;
      }
      const away = hidden !== undefined && !calling && now - hidden >= inBackground * 1000;
      const idle = !(calling && hidden !== undefined) && now - used >= WITHOUT_USE * 1000;
      if (away || idle) latest.current();
    };
    const turn = (): void => {
      if (document.visibilityState === 'hidden') {
        hidden = Date.now();
        return;
      }
      check();
      hidden = undefined;
      if (calling) use();
    };
    const leaveNow = (): void => {
      if (!calling) latest.current();
    };
    const timer = setInterval(check, 1000);
    for (const sign of SIGNS) addEventListener(sign, use, { passive: true, capture: true });
    document.addEventListener('visibilitychange', turn);
    addEventListener('pagehide', leaveNow);
    return () => {
      clearInterval(timer);
      for (const sign of SIGNS) removeEventListener(sign, use, { capture: true });
      document.removeEventListener('visibilitychange', turn);
      removeEventListener('pagehide', leaveNow);
    };
  }, [on]);
}
