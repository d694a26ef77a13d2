import type { Kind, Scheme, Use } from '#tokens';
import type { Reply } from './send';
import type { Registrar } from './town';

export interface RegisteredLine {
  readonly kind: Kind;
  readonly scheme: Scheme;
  /** 32 random bytes: what a client would have derived from an identifier */
  readonly token: Buffer;
}

/** What a client knows about one registration that it sent. */
export interface Registration {
  readonly id: string;
  readonly by: Registrar;
  readonly lines: readonly RegisteredLine[];
  /** Of the request that it was sent in with others: all of that or nothing */
  readonly list?: string;
  /** base64url, from the acknowledgement */
  receipt?: string;
  /** Answered with a problem that says "nothing was stored", and not tried again */
  toldNotStored: boolean;
  /** From the moment that a withdrawal was sent the registration may or may not be found */
  withdrawal: 'none' | 'sent' | 'acknowledged';
  /** As last seen in the database */
  present?: boolean;
  ended?: boolean;
}

/** An answer that somebody got, with the receipt it came with. */
export interface Answer {
  readonly receipt: string;
  readonly actor: string;
}

/** A ticket that the real custodian handed out. */
export interface HandedTicket {
  readonly id: Buffer;
  readonly actor: string;
  readonly use: Use;
  readonly kind: Kind;
  readonly count: number;
}

export interface Figures {
  registrations: number;
  /** Of those, how many came in lists */
  listed: number;
  withdrawals: number;
  answers: number;
  evaluations: number;
  /** Requests of which nobody knows what became of them: no whole answer, or 503 */
  unknown: number;
  /** Requests that were sent again after that, and were answered */
  resolved: number;
  /** Second uses of a ticket that were refused */
  secondUsesRefused: number;
}

/** How requests fared that were sent since the last look. */
export interface Waits {
  requests: number;
  /** 503 */
  refused: number;
  /** No whole answer came */
  silent: number;
  /** Milliseconds until the slowest answer */
  slowest: number;
}

const noWaits = (): Waits => ({ requests: 0, refused: 0, silent: 0, slowest: 0 });

/** Remembers every promise that the servers made, and compares answers with it while the load goes on. */
export class Oracle {
  readonly registrations = new Map<string, Registration>();
  /** Those that something was sent about since the last inspection */
  readonly touched = new Set<Registration>();
  readonly answers: Answer[] = [];
  readonly handed: HandedTicket[] = [];
  readonly figures: Figures = {
    registrations: 0,
    listed: 0,
    withdrawals: 0,
    answers: 0,
    evaluations: 0,
    unknown: 0,
    resolved: 0,
    secondUsesRefused: 0,
  };
  /** Subjects of answered questions beyond the first: a question about a list spends one ticket for many records */
  listed = 0;
  /** Acknowledged registrations and withdrawals that are gone, or were not found */
  readonly lost = new Set<string>();
  /** Answers and acknowledgements without their record */
  readonly unrecorded = new Set<string>();
  /** Whatever else must not be */
  readonly broken = new Set<string>();
  /** How often each ticket was sent to the index; the custodian hands the same one out again for the same request */
  readonly uses = new Map<string, number>();
  readonly #answersPerTicket = new Map<string, number>();
  #waits = noWaits();

  /** Counts an answer against its ticket, which buys one. */
  answered(ticket: Buffer, answer: Answer): void {
    const key = ticket.toString('base64url');
    const times = (this.#answersPerTicket.get(key) ?? 0) + 1;
    this.#answersPerTicket.set(key, times);
    if (times > 1) this.broken.add(`a ticket bought ${times} answers`);
    this.answers.push(answer);
    this.figures.answers++;
  }

  /** Counts what came back on any request, after so many milliseconds. */
  heard(reply: Reply | undefined, milliseconds: number): void {
    this.#waits.requests++;
    this.#waits.slowest = Math.max(this.#waits.slowest, milliseconds);
    if (reply === undefined) this.#waits.silent++;
    else if (reply.status === 503) this.#waits.refused++;
    if (reply !== undefined && reply.status >= 400 && !reply.isProblem)
      this.broken.add(`a refusal with ${reply.status} is no problem document`);
  }

  /** What was heard since this was asked last. */
  takeWaits(): Waits {
    const taken = this.#waits;
    this.#waits = noWaits();
    return taken;
  }

  get faults(): number {
    return this.lost.size + this.unrecorded.size + this.broken.size;
  }

  /** All that must not be, in words. */
  get words(): string[] {
    const of = (what: string, all: ReadonlySet<string>): string[] => [...all].map((one) => `${what}: ${one}`);
    return [...of('lost', this.lost), ...of('unrecorded', this.unrecorded), ...of('broken', this.broken)];
  }
}
