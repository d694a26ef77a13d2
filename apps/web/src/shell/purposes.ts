import type { Purpose } from '#client/browser';
import { Problem } from '#problem';
import { useEffect, useState } from 'preact/hooks';
import { desk } from './desk';

/** The purposes that the user may ask for. */
export function usePurposes(): { purposes?: readonly Purpose[]; problem?: Problem } {
  const [found, setFound] = useState<{ purposes?: readonly Purpose[]; problem?: Problem }>({});
  useEffect(() => {
    desk.raakvlak.purposes().then(
      (all) => setFound({ purposes: inOrder(all.filter(({ yours }) => yours !== false)) }),
      (fault: unknown) => {
        if (!(fault instanceof Problem)) throw fault;
        setFound({ problem: fault });
      },
    );
  }, []);
  return found;
}

/** A purpose that is chosen in haste stands at the end, where no thumb lands by mistake. */
export const CRISIS = 'crisis';
const inOrder = (purposes: readonly Purpose[]): readonly Purpose[] => [
  ...purposes.filter(({ code }) => code !== CRISIS),
  ...purposes.filter(({ code }) => code === CRISIS),
];
