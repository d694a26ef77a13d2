import type { Purpose } from '#client/browser';
import type { Problem } from '#problem';
import { desk } from './desk';
import { useFetched } from './fetched';

/** The purposes that the user may ask for. */
export function usePurposes(): { purposes?: readonly Purpose[]; problem?: Problem } {
  const { value: purposes, problem } = useFetched(async () =>
    inOrder((await desk.raakvlak.purposes()).filter(({ yours }) => yours !== false)),
  );
  return { purposes, problem };
}

/** A purpose that is chosen in haste stands at the end, where no thumb lands by mistake. */
export const CRISIS = 'crisis';
const inOrder = (purposes: readonly Purpose[]): readonly Purpose[] => [
  ...purposes.filter(({ code }) => code !== CRISIS),
  ...purposes.filter(({ code }) => code === CRISIS),
];
