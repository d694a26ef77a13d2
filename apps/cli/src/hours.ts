import type { TeamSettings } from '#client/node';
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
