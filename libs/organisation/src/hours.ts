import { localDay } from '#platform';
import type { Closure, OpeningHours } from './entities';

const clock = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/Amsterdam',
  weekday: 'short',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});
const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const MINUTE = 60_000;

let known: { minute: number; day: number; time: string } | undefined;

/** Weekday (1 to 7) and HH:MM in Amsterdam; worked out once a minute, since formatting a date costs more than an answer. */
function localTime(now: number): { day: number; time: string } {
  const minute = Math.floor(now / MINUTE);
  if (known?.minute !== minute) {
    const parts = Object.fromEntries(clock.formatToParts(now).map(({ type, value }) => [type, value]));
    known = { minute, day: WEEKDAYS.indexOf(parts.weekday ?? '') + 1, time: `${parts.hour}:${parts.minute}` };
  }
  return known;
}

/** Whether somebody answers the telephone now: within hours, and on no closed day. @param now milliseconds since 1970 */
export function reachableAt(
  { hours, closures }: { readonly hours: readonly OpeningHours[]; readonly closures: readonly Closure[] },
  now: number,
): boolean {
  const { day, time } = localTime(now);
  const date = localDay(now);
  if (closures.some(({ from, to }) => from <= date && date <= to)) return false;
  return hours.some(({ days, from, to }) => days.includes(day) && from <= time && time < to);
}

const DAYS = ['ma', 'di', 'wo', 'do', 'vr', 'za', 'zo'];

/** Hours as people read them: `ma-vr 09:00-17:00`. */
export function hoursInWords(hours: readonly OpeningHours[]): string {
  return hours.map(({ days, from, to }) => `${daysInWords([...days].sort((a, b) => a - b))} ${from}-${to}`).join(', ');
}

function daysInWords(days: readonly number[]): string {
  const word = (day: number | undefined): string => DAYS[(day ?? 1) - 1] ?? '';
  const first = days[0];
  const last = days.at(-1);
  const unbroken = first !== undefined && last !== undefined && last - first === days.length - 1;
  return unbroken && days.length > 2 ? `${word(first)}-${word(last)}` : days.map(word).join(', ');
}
