import { codeFault, type Faults, faultsOf, isName, MOST_CASELOAD } from './fields';

/** What stands in the form. */
export interface ConnectionFields {
  readonly code: string;
  readonly name: string;
  readonly department: string;
  readonly teams: readonly string[];
  readonly caseload: string;
}

export const NEW_CONNECTION: ConnectionFields = { code: '', name: '', department: '', teams: [], caseload: '' };

/** A whole number as people write it: `1.000` or `1 000`; undefined for anything else. */
export function caseloadIn(text: string): number | undefined {
  const digits = text.trim().replace(/(?<=\d)[. ](?=\d{3}(\D|$))/g, '');
  const caseload = /^\d{1,7}$/.test(digits) ? Number(digits) : 0;
  return caseload >= 1 && caseload <= MOST_CASELOAD ? caseload : undefined;
}

/** @param taken codes of the connections there are */
export const connectionFaults = (
  { code, name, department, teams, caseload }: ConnectionFields,
  taken: readonly string[],
): Faults =>
  faultsOf({
    code: codeFault(code, taken),
    name: isName(name) ? undefined : 'name',
    department: department === '' ? 'department' : undefined,
    teams: department !== '' && teams.length === 0 ? 'teams' : undefined,
    caseload: caseloadIn(caseload) === undefined ? 'caseload' : undefined,
  });

/** The beginning of a key's name: enough to tell one from another. */
export const shortKey = (thumbprint: string): string => `${thumbprint.slice(0, 10)}…`;

/** What the department types for its first delivery. */
export const SYNC = [
  'raakvlak sync export.csv --connection connection.json --dry-run',
  'raakvlak sync export.csv --connection connection.json --approve',
].join('\n');

/** What two operators do in one in a demonstration. */
export const ADMIT = 'npm run -s admit -- connection.public.json';
