import type { Answer, Inquiry } from '#client/browser';
import { Problem } from '#problem';
import type { Subject } from '../worker/reader';
import type { Question } from './lines';

/** Addresses in one request: few enough to see it move, and to lose little when one is refused as a whole. */
export const IN_ONE_PART = 10;

/** A question with its answer. */
export interface Answered extends Question {
  readonly answer: Answer;
  /** Unix milliseconds */
  readonly at: number;
}

export interface Run {
  readonly questions: readonly Question[];
  readonly building: boolean;
  /** Sends one part: answered as a whole or not at all */
  readonly ask: (subjects: readonly Subject[]) => Promise<Inquiry>;
  /** Told of each part as it is answered */
  readonly onPart: (answered: readonly Answered[], inquiry: Inquiry) => void;
  /** Looked at before each part */
  readonly stopped: () => boolean;
}

/**
 * Asks part after part, in order, until all are answered, somebody stops it, or a part is refused. Where a budget has room
 * for a smaller part, that much is asked still: the rest of an hour's budget is not left lying for the sake of a round number.
 * @returns what stopped it; undefined when nothing did
 */
export async function askInParts(run: Run): Promise<Problem | undefined> {
  const { questions, building, stopped } = run;
  for (let at = 0; at < questions.length && !stopped(); at += IN_ONE_PART) {
    const part = questions.slice(at, at + IN_ONE_PART);
    const refused = await askPart(run, part);
    if (refused === undefined) continue;
    const fitting = part.slice(0, howManyFit(part, refused, building));
    if (fitting.length > 0 && !stopped()) await askPart(run, fitting);
    return refused;
  }
  return undefined;
}

async function askPart({ ask, onPart }: Run, part: readonly Question[]): Promise<Problem | undefined> {
  try {
    const inquiry = await ask(part.map(({ subject }) => subject));
    const at = Date.now();
    onPart(
      part.map((question, place) => ({ ...question, answer: inquiry.answers[place]!, at })),
      inquiry,
    );
    return undefined;
  } catch (fault) {
    if (!(fault instanceof Problem)) throw fault;
    return fault;
  }
}

/** As an index counts by default; where it is set higher, the smaller part is refused as well and nothing else happens. */
const BUILDING_COUNTS_FOR = 5;

/** How many of a part still fit in one's own budget, as the refusal tells: fewer than the whole part, or none. */
export function howManyFit(part: readonly Question[], { code, detail }: Problem, building: boolean): number {
  const { left } = detail;
  const cost =
    code === 'custodian.budget-spent' ? evaluations : code === 'involvement.budget-spent' ? weight : undefined;
  if (typeof left !== 'number' || cost === undefined) return 0;
  let room = left;
  const first = part.findIndex(({ subject }) => (room -= cost(subject, building)) < 0);
  return first < 0 ? 0 : first;
}

/** A unit is looked for by itself and by its number (docs/protocol.md, address ladder). */
const evaluations = ({ parts }: Subject, building: boolean): number =>
  !building && parts !== undefined && `${parts.letter}${parts.addition}` !== '' ? 2 : 1;

const weight = (_: Subject, building: boolean): number => (building ? BUILDING_COUNTS_FOR : 1);
