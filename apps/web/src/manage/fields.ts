/** What the index accepts, so that it is said before something is sent. */
export const CODE = /^[a-z][a-z0-9-]{1,49}$/;
const NAME = /^[^\p{C}]{1,120}$/u;
export const MOST_CASELOAD = 1_000_000;

/** By the id of the field: which of `manage.faults`. */
export type FaultName =
  | 'code'
  | 'taken'
  | 'name'
  | 'domain'
  | 'pattern'
  | 'department'
  | 'teams'
  | 'caseload'
  | 'kind'
  | 'to'
  | 'on'
  | 'file'
  | 'list';
export type Faults = Readonly<Record<string, FaultName>>;

/** Without those that are right. */
export const faultsOf = (checks: Readonly<Record<string, FaultName | undefined>>): Faults =>
  Object.fromEntries(Object.entries(checks).filter(([, fault]) => fault !== undefined)) as Record<string, FaultName>;

export const isName = (text: string): boolean => NAME.test(text.trim());

/** @param taken codes that a new one may not have */
export function codeFault(code: string, taken: readonly string[]): FaultName | undefined {
  if (!CODE.test(code.trim())) return 'code';
  return taken.includes(code.trim()) ? 'taken' : undefined;
}
