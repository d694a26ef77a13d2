/**
 * What one actor and the whole office may still have evaluated: pure rules over what was spent.
 *
 * Hours and days are windows of the clock (libs/platform/src/meter.ts); an epoch runs from the day it became active.
 */
import { DAY, HOUR, endOfDay, localDay } from '#platform';
import type { Kind, Use } from '#tokens';
import type { Budgets } from './budgets';

export type Span = 'hour' | 'day' | 'epoch';
export type Level = 'new' | 'low' | 'full';

/** The name of all together among the actors; no actor can be called so, since each has a bar. */
export const OFFICE = '*';

/** Batches of more than this are lists: they stop first when the office has spent much. */
export const LARGEST_SINGLE = 8;
/** Everything stops at this many times the office's budget. */
export const HARD_STOP = 2;
/** Share of the office's budget at which the operator is warned. */
export const WARN_AT = 0.8;
/** Told to whoever has spent an epoch's budget: its end is not known, and the operator can raise it any day. */
const TRY_AGAIN_TOMORROW = 86_400;

/** One calendar window. */
export interface Window {
  readonly span: Span;
  readonly period: string;
  /** Unix milliseconds; undefined for an epoch */
  readonly ends: number | undefined;
}

/** Who is metered, as the office knows her. */
export interface Enrolment {
  readonly sort: 'person' | 'connection';
  readonly level: Level;
  /** Connections only */
  readonly caseload: number;
  readonly blocked: boolean;
  /** Unix milliseconds */
  readonly enrolledAt: number;
}

/** The windows that a moment lies in. @param epoch id of the active one */
export function windowsAt(at: number, epoch: string): Readonly<Record<Span, Window>> {
  const hour = Math.floor(at / HOUR) * HOUR;
  const day = localDay(at);
  return {
    hour: { span: 'hour', period: new Date(hour).toISOString().slice(0, 13), ends: hour + HOUR },
    day: { span: 'day', period: day, ends: endOfDay(day) },
    epoch: { span: 'epoch', period: epoch, ends: undefined },
  };
}

/** Most elements in each window that counts for this actor. @param at Unix milliseconds */
export function allowanceOf(
  enrolment: Enrolment,
  use: Use,
  kind: Kind,
  at: number,
  { people, newcomers, connections }: Budgets,
): Readonly<Partial<Record<Span, number>>> {
  if (enrolment.sort === 'connection') {
    if (use === 'ask') return { hour: 0, day: 0 };
    const { factor, epochFactor, least } = connections;
    const once = Math.max(least, Math.ceil(enrolment.caseload * factor));
    return { hour: once, day: once, epoch: Math.ceil(Math.max(enrolment.caseload, least) * epochFactor) };
  }
  const { hour, day } = people[use][kind];
  if (!isLow(enrolment, at, newcomers.days)) return { hour, day };
  const low = (full: number, least: number): number =>
    Math.min(full, Math.max(least, Math.ceil(full * newcomers.share)));
  return { hour: low(hour, newcomers.hour), day: low(day, newcomers.day) };
}

export const isLow = (
  { level, enrolledAt }: Pick<Enrolment, 'level' | 'enrolledAt'>,
  at: number,
  days: number,
): boolean => level === 'low' || (level === 'new' && at < enrolledAt + days * DAY);

/** Why a request does not fit. */
export interface Spent {
  readonly whose: 'yours' | 'office';
  readonly window: Span;
  readonly retryAfterSeconds: number;
  /** Elements that still fit in one's own budget, so that a list can be made shorter */
  readonly left?: number;
}

/** Longest wait first: who hears "an hour" and is then told "tomorrow" has waited for nothing. */
const LONGEST_FIRST = ['epoch', 'day', 'hour'] as const;

interface Request {
  readonly count: number;
  readonly at: number;
  readonly windows: Readonly<Record<Span, Window>>;
  readonly allowance: Readonly<Partial<Record<Span, number>>>;
  readonly office: Readonly<Partial<Record<Span, number>>>;
  /** What was spent in a window so far, by this actor or by all */
  readonly spent: (whose: Spent['whose'], span: Span) => number;
}

/** The window that is in the way, or undefined when the whole request fits. */
export function inTheWay({ count, at, windows, allowance, office, spent }: Request): Spent | undefined {
  const wait = ({ ends }: Window): number =>
    ends === undefined ? TRY_AGAIN_TOMORROW : Math.max(1, Math.ceil((ends - at) / 1_000));
  for (const whose of ['yours', 'office'] as const) {
    for (const window of LONGEST_FIRST) {
      const most = limitOf(whose === 'yours' ? allowance[window] : office[window], whose, count);
      const so = spent(whose, window);
      if (so + count <= most) continue;
      const retryAfterSeconds = wait(windows[window]);
      if (whose === 'office') return { whose, window, retryAfterSeconds };
      return { whose, window, retryAfterSeconds, left: leftOf(allowance, (span) => spent('yours', span)) };
    }
  }
  return undefined;
}

const limitOf = (budget: number | undefined, whose: Spent['whose'], count: number): number =>
  (budget ?? Infinity) * (whose === 'office' && count <= LARGEST_SINGLE ? HARD_STOP : 1);

function leftOf(allowance: Readonly<Partial<Record<Span, number>>>, spent: (span: Span) => number): number {
  const perWindow = LONGEST_FIRST.map((span) => (allowance[span] ?? Infinity) - spent(span));
  return Math.max(0, Math.min(...perWindow));
}
