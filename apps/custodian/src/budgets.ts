/**
 * Budgets: how much may be evaluated, by whom, in an hour, a day and an epoch. Counted in blinded elements, so that a list
 * costs what its parts would.
 */
import { type Allowance, figuresIn } from '#platform';
import type { Kind, Use } from '#tokens';

export type Allowances = Readonly<Record<Use, Readonly<Record<Kind, Allowance>>>>;

export interface Budgets {
  /** Each person, for each use and kind apart */
  readonly people: Allowances;
  /** A person in her first days, or kept low by the office: a share of the above, and at least so much */
  readonly newcomers: Allowance & { readonly days: number; readonly share: number };
  /** Each connection, for each kind: its declared caseload times a factor, and at least so much; it never asks */
  readonly connections: { readonly factor: number; readonly epochFactor: number; readonly least: number };
  /** All together: here lists stop; at twice this everything does */
  readonly office: Allowances;
}

const each = (hour: number, day: number): Readonly<Record<Kind, Allowance>> => ({
  person: { hour, day },
  address: { hour, day },
  business: { hour, day },
  building: { hour, day },
});

/** For a town of 160,000 inhabitants with 500 users. A file (BUDGETS_FILE) names only what is different. */
export const DEFAULT_BUDGETS: Budgets = {
  people: {
    ask: {
      // A wijkteam worker prepares some ten visits a day; at 150 a day the town's inhabitants would take three years.
      person: { hour: 40, day: 150 },
      // An inspector's round is a list of a hundred addresses, and a unit is two lines: itself and its number.
      address: { hour: 120, day: 400 },
      business: { hour: 60, day: 150 },
      // All units at a number: the widest question, so tighter than addresses although an inspector asks it daily.
      building: { hour: 60, day: 200 },
    },
    // What somebody enters by hand; a whole caseload comes in by a connection.
    register: each(60, 150),
  },
  // A quarter, and enough for a normal first day: a stolen or invented account is worth little in its first week.
  newcomers: { days: 7, share: 0.25, hour: 20, day: 60 },
  // A sync sends the whole caseload once in an epoch and differences after that; three times leaves room for a restart.
  connections: { factor: 1.2, epochFactor: 3, least: 50 },
  office: {
    // 500 users at 20 questions on a busy day. Lists stop after 10,000 persons; single questions at 20,000.
    ask: {
      person: { hour: 2_000, day: 10_000 },
      address: { hour: 4_000, day: 20_000 },
      business: { hour: 1_000, day: 4_000 },
      building: { hour: 1_000, day: 4_000 },
    },
    // Room for every department to register its caseload again on one day, as a new epoch demands.
    register: each(30_000, 60_000),
  },
};

/**
 * @param contents JSON in the shape of DEFAULT_BUDGETS; what it leaves out keeps its default
 * @throws Error that names every member that is unknown or wrong; its message completes "NAME …"
 */
export const budgetsIn = (contents: string): Budgets => figuresIn(DEFAULT_BUDGETS, contents);
