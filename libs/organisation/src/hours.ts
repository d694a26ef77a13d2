import type { OpeningHours } from './entities';

const clock = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/Amsterdam',
  weekday: 'short',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});
const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const MINUTE = 60_000;

let known: { minute: number; day: number; date: string; time: string } | undefined;

/** Weekday (1 to 7), date and HH:MM in Amsterdam; worked out once a minute, since formatting a date costs more than an answer. */
function localTime(now: number): { day: number; date: string; time: string } {
  const minute = Math.floor(now / MINUTE);
  if (known?.minute !== minute) {
    const parts = Object.fromEntries(clock.formatToParts(now).map(({ type, value }) => [type, value]));
    known = {
      minute,
      day: WEEKDAYS.indexOf(parts.weekday ?? '') + 1,
      date: `${parts.year}-${parts.month}-${parts.day}`,
      time: `${parts.hour}:${parts.minute}`,
    };
  }
  return known;
}

/** The day in Amsterdam, YYYY-MM-DD. @param now milliseconds since 1970 */
export const dayInAmsterdam = (now: number): string => localTime(now).date;

/** Whether somebody answers the telephone now. @param now milliseconds since 1970 */
export function reachableAt(hours: readonly OpeningHours[], now: number): boolean {
  const { day, time } = localTime(now);
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
