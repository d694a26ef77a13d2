import type { Renewal, Withdrawal } from '#client/browser';
import { Problem } from '#problem';
import { desk } from '../shell/desk';
import { inParts, MOST_AT_ONCE, type Row } from './rows';

export type Act = 'renew' | 'end';

/** What became of one registration. */
export interface Outcome {
  readonly row: Row;
  readonly state: Renewal['state'] | Withdrawal['state'];
  /** When it was renewed */
  readonly expiresOn?: string;
}

/** What was done, and what stopped it half-way: the rest was not touched then. */
export interface Done {
  readonly act: Act;
  readonly outcomes: readonly Outcome[];
  readonly problem?: Problem;
}

/** Renews or ends in as many requests as it takes. @throws Problem when nothing was done at all */
export async function carryOut(act: Act, rows: readonly Row[]): Promise<Done> {
  const outcomes: Outcome[] = [];
  for (const part of inParts(rows, MOST_AT_ONCE)) {
    const ids = part.map(({ id }) => id);
    try {
      const answers: readonly (Renewal | Withdrawal)[] =
        act === 'renew' ? await desk.raakvlak.renewAll(ids) : await desk.raakvlak.withdrawAll(ids);
      answers.forEach((answer, i) => outcomes.push({ ...answer, row: part[i]! }));
    } catch (fault) {
      if (!(fault instanceof Problem) || outcomes.length === 0) throw fault;
      return { act, outcomes, problem: fault };
    }
  }
  return { act, outcomes };
}

export const isDone = ({ state }: Outcome): boolean => state === 'renewed' || state === 'withdrawn';
