import { useState } from 'preact/hooks';
import { useText } from '../shell/texts';
import type { Faults } from './fields';

/** What is wrong with the fields of a form, in words. */
export function useFaults(): {
  readonly error: (fieldId: string) => string | undefined;
  /** Remembers them, and gives them for the summary; others in words already may be added */
  readonly saying: (faults: Faults, more?: Readonly<Record<string, string>>) => Readonly<Record<string, string>>;
} {
  const words = useText('manage').faults;
  const [said, setSaid] = useState<Readonly<Record<string, string>>>({});
  return {
    error: (fieldId) => said[fieldId],
    saying: (faults, more = {}) => {
      const own = Object.entries(faults).map(([fieldId, fault]) => [fieldId, words[fault]] as const);
      const all = { ...Object.fromEntries(own), ...more };
      setSaid(all);
      return all;
    },
  };
}
