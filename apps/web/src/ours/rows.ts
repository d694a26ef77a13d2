import type { OwnInvolvement } from '#client/browser';
import type { Sorting } from '../design';
import { daysAfter } from './days';

export type Row = OwnInvolvement;

/** Within so many days a registration counts as one that somebody must decide about. */
export const SOON = 30;

/** Most that the index takes in one request. */
export const MOST_AT_ONCE = 500;

export interface Filter {
  readonly soon: boolean;
  readonly byHand: boolean;
  readonly withoutNumber: boolean;
  /** Kind of subject; '' for all */
  readonly kind: string;
  /** Part of a case number */
  readonly search: string;
}

export const EVERYTHING: Filter = { soon: false, byHand: false, withoutNumber: false, kind: '', search: '' };

/** @param today 2026-11-27 */
export const hasEnded = ({ expiresOn }: Row, today: string): boolean => expiresOn < today;

export const runsOutSoon = (row: Row, today: string): boolean =>
  !hasEnded(row, today) && row.expiresOn <= daysAfter(today, SOON);

const isByHand = ({ registeredBy }: Row): boolean => registeredBy === 'hand';
const hasNoNumber = ({ caseNumber }: Row): boolean => caseNumber === undefined;

export interface Counts {
  readonly soon: number;
  readonly byHand: number;
  readonly withoutNumber: number;
  /** By kind of subject, those that are there */
  readonly kinds: ReadonlyMap<string, number>;
}

export function countsOf(rows: readonly Row[], today: string): Counts {
  const kinds = new Map<string, number>();
  for (const { kind = '' } of rows) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  kinds.delete('');
  return {
    soon: rows.filter((row) => runsOutSoon(row, today)).length,
    byHand: rows.filter(isByHand).length,
    withoutNumber: rows.filter(hasNoNumber).length,
    kinds,
  };
}

export function filtered(rows: readonly Row[], filter: Filter, today: string): readonly Row[] {
  const { soon, byHand, withoutNumber, kind, search } = filter;
  const part = search.trim().toUpperCase();
  return rows.filter(
    (row) =>
      (!soon || runsOutSoon(row, today)) &&
      (!byHand || isByHand(row)) &&
      (!withoutNumber || hasNoNumber(row)) &&
      (kind === '' || row.kind === kind) &&
      (part === '' || row.caseNumber?.toUpperCase().includes(part) === true),
  );
}

const VALUES: Readonly<Record<string, (row: Row) => string | undefined>> = {
  case: ({ caseNumber }) => caseNumber,
  kind: ({ kind }) => kind,
  registeredOn: ({ registeredOn }) => registeredOn,
  expiresOn: ({ expiresOn }) => expiresOn,
  notice: ({ notice }) => notice.state,
};

const ORDER = new Intl.Collator('nl', { numeric: true });

/** In another order; what has no value stands at the end either way, and equals keep the order of the index. */
export function sorted(rows: readonly Row[], { key, direction }: Sorting): readonly Row[] {
  const valueOf = VALUES[key] ?? (() => undefined);
  const sign = direction === 'ascending' ? 1 : -1;
  return [...rows].sort((a, b) => {
    const [x, y] = [valueOf(a), valueOf(b)];
    if (x === undefined || y === undefined) return Number(x === undefined) - Number(y === undefined);
    return sign * ORDER.compare(x, y);
  });
}

/** The other parts of the same case that are in the list. */
export const partsOf = ({ with: ids = [] }: Row, rows: readonly Row[]): readonly Row[] =>
  rows.filter(({ id }) => ids.includes(id));

/** Address parts that stay open when these end, and their person or business with them. */
export function leftOpen(ended: readonly Row[], rows: readonly Row[]): readonly Row[] {
  const gone = new Set(ended.map(({ id }) => id));
  const named = new Set(ended.filter(({ kind }) => kind !== 'address').flatMap(({ with: ids = [] }) => ids));
  return rows.filter(({ id, kind }) => kind === 'address' && named.has(id) && !gone.has(id));
}

/** In parts of at most so many. */
export const inParts = <T>(all: readonly T[], most: number): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(all.length / most) }, (_, i) => all.slice(i * most, (i + 1) * most));
