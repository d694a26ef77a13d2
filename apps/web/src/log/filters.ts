import type { LookFilters } from '#client/browser';

/** What can stand in the address: codes and days. An employee's account never does. */
const IN_ADDRESS = ['from', 'to', 'department', 'purpose', 'action', 'outcome', 'kind'] as const;
type Name = (typeof IN_ADDRESS)[number] | 'actor';

/** As they stand in the form; empty means all. */
export type Filters = Readonly<Record<Name, string>>;

export const NO_FILTERS: Filters = {
  from: '',
  to: '',
  department: '',
  purpose: '',
  action: '',
  outcome: '',
  kind: '',
  actor: '',
};

/** Without anything in the address: the questions, which are what the log is read for. `all` shows every act. */
export function filtersIn(query: URLSearchParams): Filters {
  const given = Object.fromEntries(IN_ADDRESS.map((name) => [name, query.get(name) ?? '']));
  const asked = [...query.keys()].length > 0;
  return {
    ...NO_FILTERS,
    ...given,
    action: given['action'] === ALL ? '' : given['action'] || (asked ? '' : 'inquiry'),
  };
}

const ALL = 'all';

export const queryOf = (filters: Filters): Record<string, string> =>
  Object.fromEntries([
    ...IN_ADDRESS.flatMap((name) => (filters[name] === '' ? [] : [[name, filters[name]]])),
    ...(filters.action === '' ? [['action', ALL]] : []),
  ]) as Record<string, string>;

/**
 * What is sent. A bare log-in name gets the issuer of whoever asks before it, since that is how accounts are called.
 * @param me account of the officer, `issuer|subject`
 */
export function searchOf(filters: Filters, me: string): LookFilters {
  const given = Object.entries(filters).filter(([, value]) => value.trim() !== '');
  const sent = Object.fromEntries(given.map(([name, value]) => [name, value.trim()]));
  const { actor } = sent;
  if (actor !== undefined && !actor.includes('|')) sent['actor'] = `${me.slice(0, me.lastIndexOf('|'))}|${actor}`;
  return sent as LookFilters;
}

/** The name by which somebody signs in, without her provider. */
export const shortActor = (actor: string): string => actor.slice(actor.lastIndexOf('|') + 1);
