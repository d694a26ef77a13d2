/**
 * What every meter needs: the windows of the clock, and a file with other figures than the defaults.
 *
 * Windows are calendar windows, the same for everybody: an hour begins on the clock (UTC), a day at midnight in Amsterdam,
 * so that "tomorrow you can go on" is true for people. Somebody can therefore spend two hours' budget around the turn of
 * an hour; the day's budget bounds that.
 */

/** Most in an hour and in a day. */
export interface Allowance {
  readonly hour: number;
  readonly day: number;
}

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

const LOCAL_DAY = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Amsterdam', dateStyle: 'short' });

let known = { hour: Number.NaN, day: '' };

/** The day in Amsterdam, `2026-11-26`. @param at Unix milliseconds */
export function localDay(at: number): string {
  // A day begins there on a full hour of UTC; formatting costs more than all the rest of a meter.
  const hour = Math.floor(at / HOUR);
  if (hour !== known.hour) known = { hour, day: LOCAL_DAY.format(at) };
  return known.day;
}

/** The first moment of a day in Amsterdam, Unix milliseconds. @param day `2026-11-26`, also one beyond a month's end */
export function startOfDay(day: string): number {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const utc = Date.UTC(year, month - 1, date);
  const wanted = new Date(utc).toISOString().slice(0, 10);
  // Midnight there is 22:00 or 23:00 UTC the day before; the clock never changes at midnight.
  return localDay(utc - 2 * HOUR) === wanted ? utc - 2 * HOUR : utc - HOUR;
}

/** The first moment of the day after, Unix milliseconds. */
// 26 hours after a midnight is the next day and never the one after that, whatever the clock does.
export const endOfDay = (day: string): number => startOfDay(localDay(startOfDay(day) + DAY + 2 * HOUR));

/** More than anybody can spend; keeps sums below what an integer column holds. */
const MOST = 1_000_000_000;

/**
 * Figures of a file in the place of the standard ones.
 * @param standard objects of figures; names that end in `share` or `factor` have decimals, all others are whole
 * @param contents JSON in the same shape; what it leaves out keeps its default
 * @throws Error that names every member that is unknown or wrong; its message completes "NAME …"
 */
export function figuresIn<T>(standard: T, contents: string): T {
  let given: unknown;
  try {
    given = JSON.parse(contents);
  } catch {
    throw new Error('names a file that is not JSON');
  }
  const faults: string[] = [];
  const merged = merge(standard, given, '', faults) as T;
  if (faults.length > 0) throw new Error(`names a file with faults: ${faults.join('; ')}`);
  return merged;
}

function merge(standard: unknown, given: unknown, path: string, faults: string[]): unknown {
  if (given === undefined) return standard;
  if (typeof standard === 'number') return figure(given, path, faults);
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    faults.push(`${path === '' ? 'the whole' : path} must be an object`);
    return standard;
  }
  const known = Object.entries(standard as Record<string, unknown>);
  for (const name of Object.keys(given)) {
    if (!known.some(([own]) => own === name)) faults.push(`${path}${path === '' ? '' : '.'}${name} is not known`);
  }
  const values = new Map(Object.entries(given));
  return Object.fromEntries(
    known.map(([name, value]) => [
      name,
      merge(value, values.get(name), path === '' ? name : `${path}.${name}`, faults),
    ]),
  );
}

function figure(given: unknown, path: string, faults: string[]): number {
  const decimals = /(share|[fF]actor)$/.test(path);
  const good = typeof given === 'number' && given >= 0 && given <= MOST && (decimals || Number.isInteger(given));
  if (good) return given;
  faults.push(`${path} must be a ${decimals ? '' : 'whole '}number from 0 to ${MOST}`);
  return 0;
}
