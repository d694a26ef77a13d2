import { useEffect, useRef, useState } from 'preact/hooks';
import { Dialog, Text } from '../design';
import { useText } from './texts';

/** Seconds without use, and in the background, after which a screen that shows or holds a subject is emptied. */
export const WITHOUT_USE = 5 * 60;
export const IN_BACKGROUND = 60;
/** Seconds before that, in which it can be put off (WCAG 2.2, 2.2.1). */
const WARNING = 60;

interface Props {
  /** Whether the screen shows or holds anything by now */
  readonly on: boolean;
  readonly forget: () => void;
  /** Work under way that somebody waits for: it counts as use, in the background as well */
  readonly busy?: boolean;
  /** Seconds, for a screen that somebody works on with another one beside it */
  readonly inBackground?: number;
}

const SIGNS = ['pointerdown', 'keydown', 'scroll'] as const;

/**
 * Calls `forget` after five minutes without use, with a warning a minute before, after a minute in the background, and when
 * the page is left. A tap on a phone number takes the app to the background as well: then the number must still be there
 * when the call is over, and only the five minutes count, from the return. Clocks stand still on a phone in a pocket, so
 * the time is looked at again when the page comes back.
 */
export function Forgetting(props: Props) {
  const { on } = props;
  const t = useText('common');
  const latest = useRef(props);
  const used = useRef(0);
  const [soon, setSoon] = useState(false);
  latest.current = props;
  const stay = (): void => {
    used.current = Date.now();
    setSoon(false);
  };
  useEffect(() => {
    if (!on) return undefined;
    used.current = Date.now();
    let hidden: number | undefined;
    let calling = false;
    const use = (event?: Event): void => {
      stay();
      const link = (event?.target as Element | null)?.closest?.('a');
      calling = link?.protocol === 'tel:';
    };
    const check = (): void => {
      const now = Date.now();
      const { busy = false, inBackground = IN_BACKGROUND, forget } = latest.current;
      if (busy) {
        used.current = now;
        hidden &&= now;
      }
      const left = WITHOUT_USE - (now - used.current) / 1000;
      const away = hidden !== undefined && !calling && now - hidden >= inBackground * 1000;
      const idle = !(calling && hidden !== undefined) && left <= 0;
      if (away || idle) forget();
      else setSoon(hidden === undefined && left <= WARNING);
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
      if (!calling) latest.current.forget();
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
      setSoon(false);
    };
  }, [on]);
  if (!soon) return null;
  return (
    <Dialog title={t.soonGoneTitle} onClose={stay} close={t.soonGoneStay}>
      <Text>{t.soonGone}</Text>
    </Dialog>
  );
}
