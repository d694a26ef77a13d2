import { useEffect, useState } from 'preact/hooks';
import { Dialog, Text } from '../design';
import { leave } from './session';
import { fill, useText } from './texts';

const LIMIT = 30 * 60;
const WARNING = 2 * 60;
const SIGNS = ['pointerdown', 'keydown', 'scroll'] as const;

/** Ends the session after half an hour without use, and says so two minutes before (WCAG 2.2, 2.2.1). */
export function Idle({ limit = LIMIT, warning = WARNING }: { limit?: number; warning?: number }) {
  const t = useText('shell');
  const [left, setLeft] = useState(limit);
  const [since, setSince] = useState(Date.now);
  const warned = left <= warning;
  useEffect(() => {
    const begin = (): void => setSince(Date.now());
    if (!warned) for (const sign of SIGNS) addEventListener(sign, begin, { passive: true });
    const timer = setInterval(() => {
      const now = limit - Math.floor((Date.now() - since) / 1000);
      if (now <= 0) leave();
      else setLeft(now);
    }, 1000);
    return () => {
      clearInterval(timer);
      for (const sign of SIGNS) removeEventListener(sign, begin);
    };
  }, [since, warned, limit]);
  const stay = (): void => {
    setSince(Date.now());
    setLeft(limit);
  };
  if (!warned) return null;
  return (
    <Dialog title={t.idleTitle} onClose={stay} close={t.idleStay}>
      <Text>{fill(t.idle, { minutes: Math.ceil(left / 60) })}</Text>
    </Dialog>
  );
}
