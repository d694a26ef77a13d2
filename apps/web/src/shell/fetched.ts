import { Problem } from '#problem';
import { useEffect, useState } from 'preact/hooks';

export interface Fetched<T> {
  readonly value?: T;
  readonly problem?: Problem;
  /** Fetches it anew; what was there stays until then */
  readonly again: () => void;
}

/** What a screen shows. Whoever shows something else instead gives its component another key. */
export function useFetched<T>(load: () => Promise<T>): Fetched<T> {
  const [found, setFound] = useState<{ readonly value?: T; readonly problem?: Problem }>({});
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    let current = true;
    load().then(
      (value) => {
        if (current) setFound({ value });
      },
      (fault: unknown) => {
        if (!(fault instanceof Problem)) throw fault;
        if (current) setFound((before) => ({ ...before, problem: fault }));
      },
    );
    return () => void (current = false);
  }, [turn]);
  return { ...found, again: () => setTurn((count) => count + 1) };
}
