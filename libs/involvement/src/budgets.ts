/**
 * Budgets: how many subjects may be asked about, by whom, in an hour and a day. The custodian has budgets of its own,
 * counted in blinded elements; whoever gets past one of the two is stopped by the other.
 *
 * Everything here is pure. What was spent is counted in the transaction of the record (accountability, meter-sums.ts).
 */
import { type Allowance, HOUR, endOfDay, figuresIn, localDay } from '#platform';
import type { Spent } from '#accountability';
import type { Kind } from '#tokens';

/** What is counted apart. A building goes into the pool of addresses, with its weight, so that it is no way round. */
export const POOLS = ['person', 'address', 'business', 'emergency'] as const;
export type Pool = (typeof POOLS)[number];

/** Whose budget it is. */
export const HOLDERS = ['yours', 'team', 'department', 'office'] as const;
export type Holder = (typeof HOLDERS)[number];

export interface Budgets {
  readonly person: Readonly<Record<Pool, Allowance>>;
  readonly team: Readonly<Record<Pool, Allowance>>;
  readonly department: Readonly<Record<Pool, Allowance>>;
  readonly office: Readonly<Record<Pool, Allowance>>;
  /** Subjects that a question about all units at a number counts for */
  readonly building: { readonly weight: number };
  /** Urgent questions a day for each person and pool that go on when a team, a department or the office has spent its own */
  readonly urgent: { readonly reserve: number };
}

/** For a town of 160,000 inhabitants and 75,000 addresses with 500 users; reasons in docs/access.md. */
export const DEFAULT_BUDGETS: Budgets = {
  person: {
    person: { hour: 60, day: 120 },
    // A list of a hundred, and some.
    address: { hour: 120, day: 120 },
    business: { hour: 60, day: 120 },
    emergency: { hour: 3, day: 3 },
  },
  team: {
    person: { hour: 200, day: 400 },
    address: { hour: 300, day: 400 },
    business: { hour: 120, day: 240 },
    emergency: { hour: 6, day: 10 },
  },
  department: {
    person: { hour: 500, day: 1_000 },
    address: { hour: 600, day: 1_000 },
    business: { hour: 300, day: 600 },
    emergency: { hour: 10, day: 15 },
  },
  office: {
    person: { hour: 1_200, day: 3_000 },
    // With the reserve of fifty accounts below a twentieth of the town's addresses.
    address: { hour: 1_200, day: 2_000 },
    business: { hour: 600, day: 1_200 },
    emergency: { hour: 12, day: 20 },
  },
  building: { weight: 5 },
  urgent: { reserve: 30 },
};

/**
 * @param contents JSON in the shape of DEFAULT_BUDGETS; what it leaves out keeps its default
 * @throws Error that names every member that is unknown or wrong; its message completes "NAME …"
 */
export const budgetsIn = (contents: string): Budgets => figuresIn(DEFAULT_BUDGETS, contents);

/** Purposes that somebody stands at the door for. */
export const URGENT_PURPOSES: ReadonlySet<string> = new Set(['home-visit', 'crisis']);

export interface Cost {
  readonly pool: Pool;
  readonly count: number;
}

/** What a question costs. @param subjects the kind of each. @param emergency counted once in its own pool as well */
export function costsOf(subjects: readonly Kind[], emergency: boolean, { building }: Budgets): Cost[] {
  const counts = new Map<Pool, number>();
  const add = (pool: Pool, count: number): void => void counts.set(pool, (counts.get(pool) ?? 0) + count);
  for (const kind of subjects) {
    if (kind === 'building') add('address', building.weight);
    else add(kind, 1);
  }
  if (emergency) add('emergency', 1);
  return [...counts].map(([pool, count]) => ({ pool, count }));
}

/** Why a question does not fit. */
export interface InTheWay {
  readonly whose: Holder;
  readonly pool: Pool;
  readonly window: keyof Allowance;
  /** Unix milliseconds: when the window ends */
  readonly until: number;
  /** Subjects that still fit in one's own budget, so that a list can be made shorter */
  readonly left?: number;
}

export interface Request {
  readonly costs: readonly Cost[];
  /** One subject, for a purpose of `URGENT_PURPOSES` or in an emergency */
  readonly urgent: boolean;
  /** Unix milliseconds */
  readonly at: number;
  /** What was spent so far; undefined where nothing is counted for this asker, who may have no team */
  readonly spent: (whose: Holder, pool: Pool) => Spent | undefined;
}

const LONGEST_FIRST = ['day', 'hour'] as const;

/**
 * The budget that is in the way, or undefined when the whole request fits. One's own always stops. What is shared by many
 * lets single urgent questions go on, each person up to her reserve: otherwise whoever empties a team's budget keeps her
 * colleagues from the door. The longest wait is told first.
 */
export function inTheWay(request: Request, budgets: Budgets): InTheWay | undefined {
  for (const whose of HOLDERS)
    for (const window of LONGEST_FIRST)
      for (const cost of request.costs)
        if (!fits(request, budgets, whose, window, cost)) return told(request, budgets, whose, window, cost);
  return undefined;
}

const OF: Readonly<Record<Holder, 'person' | 'team' | 'department' | 'office'>> = {
  yours: 'person',
  team: 'team',
  department: 'department',
  office: 'office',
};

function fits(
  { urgent, spent }: Request,
  budgets: Budgets,
  whose: Holder,
  window: keyof Allowance,
  { pool, count }: Cost,
): boolean {
  const so = spent(whose, pool);
  if (so === undefined || so[window] + count <= budgets[OF[whose]][pool][window]) return true;
  if (whose === 'yours' || pool === 'emergency' || !urgent) return false;
  return (spent('yours', pool)?.urgent ?? 0) + count <= budgets.urgent.reserve;
}

function told(
  { at, spent }: Request,
  budgets: Budgets,
  whose: Holder,
  window: keyof Allowance,
  { pool }: Cost,
): InTheWay {
  const until = window === 'day' ? endOfDay(localDay(at)) : (Math.floor(at / HOUR) + 1) * HOUR;
  if (whose !== 'yours') return { whose, pool, window, until };
  const own = LONGEST_FIRST.map((span) => budgets.person[pool][span] - (spent('yours', pool)?.[span] ?? 0));
  return { whose, pool, window, until, left: Math.max(0, Math.min(...own)) };
}
