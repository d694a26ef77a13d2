import type { CatalogueCopy } from './catalogue';

/** How much of the municipality an answer speaks for. By the day and from heartbeats only: a registration must not show. */
export interface Coverage {
  readonly departments: number;
  readonly connected: number;
  /** Connected before, but silent for longer than `STALE_DAYS`, or never; last delivery as YYYY-MM-DD */
  readonly behind: readonly { readonly department: string; readonly lastDelivered: string | null }[];
}

/** A department that has not delivered for more days than this is named in every answer. */
export const STALE_DAYS = 7;
const DAY = 86_400_000;

let last: { copy: CatalogueCopy; day: number; coverage: Coverage } | undefined;

/** @param now milliseconds since 1970 */
export function coverageOf(copy: CatalogueCopy, now: number): Coverage {
  const day = Math.floor(now / DAY);
  if (last?.copy !== copy || last.day !== day) last = { copy, day, coverage: workOut(copy, day) };
  return last.coverage;
}

function workOut(copy: CatalogueCopy, day: number): Coverage {
  const all = [...copy.departments.values()];
  const isBehind = (delivered: string | null): boolean =>
    delivered === null || day - Date.parse(delivered) / DAY > STALE_DAYS;
  const behind = all.filter(({ lastDeliveredOn }) => isBehind(lastDeliveredOn));
  return {
    departments: all.length,
    connected: all.filter(({ lastDeliveredOn }) => lastDeliveredOn !== null).length,
    behind: behind.map(({ name, lastDeliveredOn }) => ({ department: name, lastDelivered: lastDeliveredOn })),
  };
}
