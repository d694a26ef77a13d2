import type { Purpose } from '#client/browser';
import { Problem } from '#problem';
import { useEffect, useState } from 'preact/hooks';
import { desk } from './desk';

/** The purposes that the user may ask for. */
export function usePurposes(): { purposes?: readonly Purpose[]; problem?: Problem } {
  const [found, setFound] = useState<{ purposes?: readonly Purpose[]; problem?: Problem }>({});
  useEffect(() => {
    desk.raakvlak.purposes().then(
      (all) => setFound({ purposes: all.filter(({ yours }) => yours !== false) }),
      (fault: unknown) => {
        if (!(fault instanceof Problem)) throw fault;
        setFound({ problem: fault });
      },
    );
  }, []);
  return found;
}
