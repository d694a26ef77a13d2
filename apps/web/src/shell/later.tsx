import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Busy, Notice } from '../design';
import { loadTexts, type SectionName, useText } from './texts';

/**
 * A part of a screen that is fetched when it is needed.
 * @param sections texts that it needs beside those of its screen
 */
export function later<P extends object>(
  load: () => Promise<ComponentType<P>>,
  sections: readonly SectionName[] = [],
): ComponentType<P> {
  return function Later(props: P) {
    const t = useText('shell');
    const [found, setFound] = useState<{ readonly part?: ComponentType<P>; readonly failed?: true }>({});
    useEffect(() => {
      Promise.all([load(), loadTexts(sections)]).then(
        ([part]) => setFound({ part }),
        () => setFound({ failed: true }),
      );
    }, []);
    if (found.failed === true)
      return (
        <Notice kind="danger" live>
          {t.offline}
        </Notice>
      );
    return found.part === undefined ? <Busy words={t.busy} /> : <found.part {...props} />;
  };
}
