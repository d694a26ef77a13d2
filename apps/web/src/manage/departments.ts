import type { ConnectionState, ListedConnection, OrganisationOverview } from '#client/browser';
import { codeFault, type Faults, faultsOf, isName } from './fields';

export const DOMAINS = ['care', 'enforcement', 'permits', 'debt', 'education', 'safety'] as const;
export type Domain = (typeof DOMAINS)[number];

export type Department = OrganisationOverview['departments'][number];

/** What stands in the form. */
export interface DepartmentFields {
  readonly code: string;
  readonly name: string;
  readonly domain: string;
  readonly casePattern: string;
}

export const NEW_DEPARTMENT: DepartmentFields = {
  code: '',
  name: '',
  domain: '',
  casePattern: '{letters}-{year}-{3-6}',
};

/** @param taken codes of the departments there are, for a new one */
export const departmentFaults = (
  { code, name, domain, casePattern }: DepartmentFields,
  taken: readonly string[] | undefined,
): Faults =>
  faultsOf({
    code: taken === undefined ? undefined : codeFault(code, taken),
    name: isName(name) ? undefined : 'name',
    domain: domain === '' ? 'domain' : undefined,
    pattern: exampleOf(casePattern) === undefined ? 'pattern' : undefined,
  });

const PIECE = /\{year\}|\{letters\}|\{([1-6])(?:-([1-6]))?\}|[A-Z]|-/y;

/**
 * A case number of this pattern; undefined for what is no pattern. Whether a pattern is safe enough, the index decides.
 */
export function exampleOf(pattern: string): string | undefined {
  const text = pattern.trim();
  if (text.length < 3 || text.length > 40) return undefined;
  let example = '';
  for (let at = 0; at < text.length; at = PIECE.lastIndex) {
    PIECE.lastIndex = at;
    const found = PIECE.exec(text);
    if (found === null) return undefined;
    const [piece, fewest] = found;
    example += fewest === undefined ? (PLAIN[piece] ?? piece) : '000123'.slice(-Number(fewest));
  }
  return example;
}

const PLAIN: Readonly<Record<string, string>> = { '{year}': '2026', '{letters}': 'WT' };

export type DepartmentState = 'never' | 'delivered' | 'current' | 'behind' | 'rotating';

const KNOWN: readonly ConnectionState[] = ['current', 'behind', 'rotating'];

/** How a department's deliveries stand; without a connection in the list only whether there was one. */
export function stateOf(department: Department, connections: readonly ListedConnection[]): DepartmentState {
  if (department.delivered === undefined) return 'never';
  const known = connections.find((one) => one.department === department.code && KNOWN.includes(one.state))?.state;
  return (known as DepartmentState | undefined) ?? 'delivered';
}
