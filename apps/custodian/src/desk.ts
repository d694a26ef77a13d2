import { randomBytes } from 'node:crypto';
import { log } from '#platform';
import type { Problem } from '#problem';
import type { Kind, Use } from '#tokens';
import type { Budgets } from './budgets';
import {
  allowanceOf,
  type Enrolment,
  HARD_STOP,
  inTheWay,
  OFFICE,
  type Span,
  WARN_AT,
  type Window,
  windowsAt,
} from './meters';
import { problem } from './problems';
import { TICKET_LIFE } from './ticket';

/** One evaluation that is asked for. */
export interface Wanted {
  /** issuer and subject of the access token, joined by a bar */
  readonly actor: string;
  /** Whether the token says that it is a department's system */
  readonly connection: boolean;
  /** Whether her budget stays that of a newcomer, unless the operator raised it */
  readonly low: boolean;
  readonly use: Use;
  readonly kind: Kind;
  /** Blinded elements, 1 to 256 */
  readonly count: number;
  /** 32 bytes; the same for the same request */
  readonly digest: Buffer;
  /** Id of the active epoch */
  readonly epoch: string;
}

/** What a granted request stands under in the ledger. */
export interface Booked {
  /** 16 random bytes: the id of the ticket */
  readonly ticket: Buffer;
  /** Unix milliseconds */
  readonly at: number;
}

/** What is stored about everybody in a group, as it is read under the ledger's lock. */
export interface Known {
  readonly enrolments: ReadonlyMap<string, Enrolment>;
  /** By `meterKey` */
  readonly spent: ReadonlyMap<string, number>;
  /** Earlier bookings by digest, in hexadecimal */
  readonly booked: ReadonlyMap<string, Booked>;
}

/** A meter that goes up. */
export interface Debit extends Window {
  readonly actor: string;
  readonly use: Use;
  readonly kind: Kind;
  readonly count: number;
}

export const meterKey = (actor: string, period: string, span: Span, use: Use, kind: Kind): string =>
  `${span} ${period} ${use} ${kind} ${actor}`;

const SPANS = ['hour', 'day', 'epoch'] as const satisfies readonly Span[];
const OFFICE_SPANS = ['hour', 'day'] as const;

const NEWCOMER: Omit<Enrolment, 'enrolledAt'> = { sort: 'person', level: 'new', caseload: 0, blocked: false };

/** When a request came again: five minutes, as long as its ticket can be spent. */
const REPLAY_LIFE = TICKET_LIFE * 1_000;

/**
 * Serves the requests of one group in order of their arrival: each is a repetition, granted as a whole, or refused and
 * then debits nothing. It works on what was read under the ledger's lock, and collects what has to be written.
 */
export class Desk {
  readonly rows: (Wanted & Booked)[] = [];
  /** Persons that are seen for the first time */
  readonly newcomers = new Set<string>();
  readonly #debits = new Map<
    string,
    { readonly window: Window; readonly wanted: Wanted; actor: string; count: number }
  >();
  readonly #booked: Map<string, Booked>;
  readonly #windows = new Map<string, Readonly<Record<Span, Window>>>();

  /** @param at time of the whole group, Unix milliseconds */
  constructor(
    private readonly known: Known,
    private readonly budgets: Budgets,
    private readonly at: number,
  ) {
    this.#booked = new Map(known.booked);
  }

  /** Under which ticket the request is evaluated, or why it is not. */
  serve(wanted: Wanted): Booked | Problem {
    const enrolment = this.#enrolmentOf(wanted);
    if (enrolment === undefined || enrolment.sort !== (wanted.connection ? 'connection' : 'person')) {
      return problem('not-enrolled');
    }
    if (enrolment.blocked) return problem('blocked');
    const digest = wanted.digest.toString('hex');
    const before = this.#booked.get(digest);
    if (before !== undefined && this.at < before.at + REPLAY_LIFE) return before;
    const { use, kind } = wanted;
    const windows = this.#windowsIn(wanted.epoch);
    const spent = inTheWay({
      count: wanted.count,
      at: this.at,
      windows,
      allowance: allowanceOf(enrolment, use, kind, this.at, this.budgets),
      office: this.budgets.office[use][kind],
      spent: (whose, span) => this.#spent(whose === 'yours' ? wanted.actor : OFFICE, windows[span], wanted),
    });
    if (spent !== undefined) return problem('budget-spent', { ...spent });
    return this.#grant(wanted, windows, enrolment.sort === 'connection');
  }

  get debits(): Debit[] {
    return [...this.#debits.values()].map(({ window, wanted: { use, kind }, actor, count }) => ({
      ...window,
      actor,
      use,
      kind,
      count,
    }));
  }

  /** Says in the log what the office's budget came to, after the group is committed: figures, and nobody's name. */
  report(): void {
    for (const [key, { window, wanted, actor, count }] of this.#debits) {
      if (actor !== OFFICE || window.span === 'epoch') continue;
      const budget = this.budgets.office[wanted.use][wanted.kind][window.span];
      const before = this.known.spent.get(key) ?? 0;
      const crossed = (mark: number): boolean => before < mark && before + count >= mark;
      const fields = { use: wanted.use, kind: wanted.kind, window: window.span, spent: before + count, budget };
      if (crossed(HARD_STOP * budget)) log.warn('office budget: everything stops', fields);
      else if (crossed(budget)) log.warn('office budget: lists stop', fields);
      else if (crossed(WARN_AT * budget)) log.warn('office budget: nearly spent', fields);
    }
  }

  #enrolmentOf({ actor, connection, low }: Wanted): Enrolment | undefined {
    const found = this.known.enrolments.get(actor);
    if (connection) return found;
    const person = found ?? { ...NEWCOMER, enrolledAt: this.at };
    return low && person.level === 'new' ? { ...person, level: 'low' } : person;
  }

  #windowsIn(epoch: string): Readonly<Record<Span, Window>> {
    const windows = this.#windows.get(epoch) ?? windowsAt(this.at, epoch);
    this.#windows.set(epoch, windows);
    return windows;
  }

  #spent(actor: string, { period, span }: Window, { use, kind }: Wanted): number {
    const key = meterKey(actor, period, span, use, kind);
    return (this.known.spent.get(key) ?? 0) + (this.#debits.get(key)?.count ?? 0);
  }

  #grant(wanted: Wanted, windows: Readonly<Record<Span, Window>>, connection: boolean): Booked {
    const booked = { ticket: randomBytes(16), at: this.at };
    this.rows.push({ ...wanted, ...booked });
    this.#booked.set(wanted.digest.toString('hex'), booked);
    if (!this.known.enrolments.has(wanted.actor)) this.newcomers.add(wanted.actor);
    for (const span of connection ? SPANS : OFFICE_SPANS) this.#debit(wanted.actor, windows[span], wanted);
    for (const span of OFFICE_SPANS) this.#debit(OFFICE, windows[span], wanted);
    return booked;
  }

  #debit(actor: string, window: Window, wanted: Wanted): void {
    const key = meterKey(actor, window.period, window.span, wanted.use, wanted.kind);
    const debit = this.#debits.get(key);
    if (debit === undefined) this.#debits.set(key, { window, wanted, actor, count: wanted.count });
    else debit.count += wanted.count;
  }
}
