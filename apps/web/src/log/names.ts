import { Problem } from '#problem';
import { useEffect, useState } from 'preact/hooks';
import { loadBasis } from '../policy/basis';

/** Names in the place of codes; a code that has no name, or not any more, stands as it is. */
export interface Names {
  readonly department: (code: string) => string;
  readonly team: (code: string) => string;
  readonly purpose: (code: string) => string;
  readonly departments: readonly { readonly code: string; readonly name: string }[];
  readonly purposes: readonly { readonly code: string; readonly name: string }[];
}

const same = (code: string): string => code;
const CODES: Names = { department: same, team: same, purpose: same, departments: [], purposes: [] };

/** The log is read by its codes until the names are there, and when they do not come. */
export function useNames(): Names {
  const [names, setNames] = useState(CODES);
  useEffect(() => {
    loadBasis().then(
      ({ directory, purposes }) => {
        const known = purposes.map(({ code, shown }) => ({ code, name: shown.name }));
        setNames({
          department: directory.department,
          team: directory.team,
          purpose: (code) => known.find((one) => one.code === code)?.name ?? code,
          departments: directory.departments(),
          purposes: known,
        });
      },
      (fault: unknown) => {
        if (!(fault instanceof Problem)) throw fault;
      },
    );
  }, []);
  return names;
}
