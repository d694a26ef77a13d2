import { Problem } from '#problem';
import { useRef, useState } from 'preact/hooks';

export interface Work {
  readonly busy: boolean;
  readonly problem?: Problem;
  /** Does it, unless something is under way; a `Problem` is kept to be shown until the next time */
  readonly work: (what: () => Promise<void>) => Promise<void>;
}

/** Something that somebody waits for. */
export function useWork(): Work {
  const [state, setState] = useState<{ readonly busy: boolean; readonly problem?: Problem }>({ busy: false });
  const working = useRef(false);
  const work = async (what: () => Promise<void>): Promise<void> => {
    if (working.current) return;
    working.current = true;
    setState({ busy: true });
    try {
      await what();
      setState({ busy: false });
    } catch (fault) {
      if (!(fault instanceof Problem)) throw fault;
      setState({ busy: false, problem: fault });
    } finally {
      working.current = false;
    }
  };
  return { ...state, work };
}
