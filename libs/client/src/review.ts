import { read } from './answers';
import type { Caller } from './http';
import { requireInvolvementId } from './own-words';

/** Something that a team or an officer was told: codes, never anything of a resident. */
export interface ToldEvent {
  readonly id: string;
  /** ISO 8601 */
  readonly at: string;
  /** Code of the team that was told; absent in what officers are told */
  readonly team?: string;
  /** For instance `emergency-call-now`, `emergency-access` */
  readonly kind: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

export const VERDICTS = ['justified', 'not-justified'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** An emergency that somebody has to judge, or has judged. */
export interface ReviewCase {
  readonly id: string;
  /** ISO 8601 */
  readonly at: string;
  readonly reason: string;
  /** `issuer|subject` of whoever asked */
  readonly asker: string;
  readonly department: string;
  readonly team?: string;
  readonly subjects: number;
  /** Codes of teams that were asked to call, and of those that were told who asked */
  readonly call: readonly string[];
  readonly tell: readonly string[];
  readonly verdict?: string;
  readonly judgedBy?: string;
}

/** What one's teams and the officers are told, and verdicts on emergencies. */
export class Review {
  readonly #caller: Caller;

  constructor(caller: Caller) {
    this.#caller = caller;
  }

  /** What one's own teams were told, newest first. */
  async events(): Promise<readonly ToldEvent[]> {
    return read.list((await this.#caller.call({ method: 'GET', path: '/v1/events' })).events).map(eventFrom);
  }

  /** What the officers were told, newest first. Reading it leaves a record. */
  async eventsForReview(): Promise<readonly ToldEvent[]> {
    return read.list((await this.#caller.call({ method: 'GET', path: '/v1/review-events' })).events).map(eventFrom);
  }

  /** Emergencies: those that wait for a verdict first. Reading them leaves a record. */
  async cases(): Promise<readonly ReviewCase[]> {
    return read.list((await this.#caller.call({ method: 'GET', path: '/v1/review-cases' })).cases).map(caseFrom);
  }

  /** Closes a case; a verdict is given once, and never on an emergency of one's own. */
  async judge(id: string, verdict: Verdict): Promise<void> {
    const path = `/v1/review-cases/${requireInvolvementId(id)}/verdict`;
    await this.#caller.callTwice({ method: 'POST', path, body: { verdict } });
  }
}

const given = <K extends string>(name: K, text: string | undefined): { [N in K]?: string } =>
  text === undefined ? {} : ({ [name]: text } as { [N in K]?: string });

function eventFrom(value: unknown): ToldEvent {
  const { id, at, team, kind, detail } = read.object(value);
  return {
    id: read.text(id),
    at: read.text(at),
    ...given('team', read.optionalText(team)),
    kind: read.text(kind),
    detail: read.object(detail),
  };
}

function caseFrom(value: unknown): ReviewCase {
  const one = read.object(value);
  return {
    id: read.text(one.id),
    at: read.text(one.at),
    reason: read.text(one.reason),
    asker: read.text(one.asker),
    department: read.text(one.department),
    ...given('team', read.optionalText(one.team)),
    subjects: read.count(one.subjects),
    call: read.list(one.call).map((code) => read.text(code)),
    tell: read.list(one.tell).map((code) => read.text(code)),
    ...given('verdict', read.optionalText(one.verdict)),
    ...given('judgedBy', read.optionalText(one.judgedBy)),
  };
}
