import { Problem } from '#problem';
import { useEffect, useState } from 'preact/hooks';

export interface Loaded<T> {
  readonly value?: T;
  readonly problem?: Problem;
}

/** What a screen fetches first; again when `key` changes. An answer to an earlier key is never shown for a later one. */
export function useLoaded<T>(load: () => Promise<T>, key: string): Loaded<T> {
  const [found, setFound] = useState<Loaded<T> & { readonly key?: string }>({});
  useEffect(() => {
    let current = true;
    const take = (next: Loaded<T>): void => {
      if (current) setFound({ ...next, key });
    };
    load().then(
      (value) => take({ value }),
      (fault: unknown) => {
        if (!(fault instanceof Problem)) throw fault;
        take({ problem: fault });
      },
    );
    return () => void (current = false);
  }, [key]);
  return found.key === key ? found : {};
}
