import type { Coverage } from '#client/browser';
import { day, fill, type Messages } from './texts';

/** What an answer covers and what not, by the day; an answer is never shown without it. */
export function coverageWords(
  { connected, departments }: Coverage,
  t: Messages['common'],
): { all: string; late: readonly string[] } {
  const late = departments.flatMap(({ department, lastDelivered, state }) => {
    if (state === 'current') return [];
    return [fill(t.coverage[state], { department, day: lastDelivered === null ? t.unknownDay : day(lastDelivered) })];
  });
  return { all: fill(t.coverageAll, { connected, all: departments.length }), late };
}
