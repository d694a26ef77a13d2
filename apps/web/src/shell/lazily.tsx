import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';

/** A part that is fetched once something else is there already; until then nothing stands in its place. */
export function lazily<P extends object>(load: () => Promise<ComponentType<P>>) {
  return function Later(props: P) {
    const [found, setFound] = useState<{ readonly part: ComponentType<P> }>();
    useEffect(() => void load().then((part) => setFound({ part })), []);
    return found === undefined ? null : <found.part {...props} />;
  };
}
