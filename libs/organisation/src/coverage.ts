import type { CatalogueCopy } from './catalogue';
import type { Department } from './entities';

export interface DepartmentCoverage {
  /** Its name */
  readonly department: string;
  /** Day of its last heartbeat, YYYY-MM-DD */
  readonly lastDelivered: string | null;
  /**
   * `never`: not connected yet. `rotating`: its last full delivery was for an epoch that is no longer live, so that
   * nothing of it can be found. `behind`: silent for longer than `STALE_DAYS`. Else `current`
   */
  readonly state: 'current' | 'behind' | 'never' | 'rotating';
}

/** How much of the municipality an answer speaks for. By the day and from heartbeats only: a registration must not show. */
export interface Coverage {
  /** Departments that ever delivered */
  readonly connected: number;
  readonly departments: readonly DepartmentCoverage[];
}

/** A department that has not delivered for more days than this is behind. */
export const STALE_DAYS = 7;
const DAY = 86_400_000;

let last: { copy: CatalogueCopy; day: number; live: readonly string[]; coverage: Coverage } | undefined;

/**
 * Worked out once for each catalogue, day and epoch document.
 * @param now milliseconds since 1970
 * @param live ids of the live epochs; the same list until the document changes
 */
export function coverageOf(copy: CatalogueCopy, now: number, live: readonly string[]): Coverage {
  const day = Math.floor(now / DAY);
  if (last?.copy !== copy || last.day !== day || last.live !== live)
    last = { copy, day, live, coverage: workOut(copy, now, live) };
  return last.coverage;
}

function workOut(copy: CatalogueCopy, now: number, live: readonly string[]): Coverage {
  const departments = [...copy.departments.values()].map((one) => ({
    department: one.name,
    lastDelivered: one.lastDeliveredOn,
    state: deliveryState(one, now, live),
  }));
  return { connected: departments.filter(({ state }) => state !== 'never').length, departments };
}

/** @param now milliseconds since 1970 @param live as in `coverageOf` */
export function deliveryState(
  { lastDeliveredOn, lastEpoch }: Pick<Department, 'lastDeliveredOn' | 'lastEpoch'>,
  now: number,
  live: readonly string[],
): DepartmentCoverage['state'] {
  if (lastDeliveredOn === null) return 'never';
  // A heartbeat without an epoch, from before there were any, is counted by its day alone.
  if (lastEpoch !== null && !live.includes(lastEpoch)) return 'rotating';
  return Math.floor(now / DAY) - Date.parse(lastDeliveredOn) / DAY > STALE_DAYS ? 'behind' : 'current';
}
