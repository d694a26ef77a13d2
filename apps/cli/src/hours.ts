import type { Closure, TeamSettings } from '#client/node';
import { cliProblem } from './problems';

type Hours = TeamSettings['contact']['hours'][number];

const DAYS = ['ma', 'di', 'wo', 'do', 'vr', 'za', 'zo'] as const;
const TIME = '(?:[01]\\d|2[0-3]):[0-5]\\d';
const FORM = new RegExp(`^([a-z+-]+)\\s+(${TIME})\\s*-\\s*(${TIME}|24:00)$`);

/**
 * Opening hours as people write them: `ma-vr 09:00-17:00`, `di+do 13:00-16:30`, `ma-zo 00:00-24:00`.
 * @throws Problem `cli.not-hours`
 */
export function readHours(text: string): Hours {
  const [, days = '', from = '', to = ''] = FORM.exec(text.trim().toLowerCase()) ?? [];
  if (days === '' || from >= to) throw cliProblem('not-hours');
  return { days: [...new Set(days.split('+').flatMap(daysIn))].sort(), from, to };
}

function daysIn(text: string): number[] {
  const [first, last = first, ...more] = text.split('-').map((day) => DAYS.findIndex((name) => name === day) + 1);
  if (more.length > 0 || !first || !last || last < first) throw cliProblem('not-hours');
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}

const DAY = /^20\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;

/** A day as people write it to this program: `2026-12-31`. @throws Problem `cli.not-a-date` */
export function readDay(text: string): string {
  if (!DAY.test(text)) throw cliProblem('not-a-date');
  return text;
}

/** Closed days: one (`2026-12-24`) or from the first to the last (`2026-12-25/2026-12-26`). @throws Problem `cli.not-a-date` */
export function readClosure(text: string): Closure {
  const [from = '', to = from, ...more] = text.trim().split('/');
  if (more.length > 0 || readDay(to) < readDay(from)) throw cliProblem('not-a-date');
  return { from, to };
}

/** Opening hours as `readHours` takes them. */
export function hoursText({ days, from, to }: Hours): string {
  const names = days.map((day) => DAYS[day - 1] ?? '');
  const unbroken = days.length > 2 && days.every((day, i) => i === 0 || day === (days[i - 1] ?? 0) + 1);
  return `${unbroken ? `${names[0]}-${names.at(-1)}` : names.join('+')} ${from}-${to}`;
}
