import { setTimeout as pause } from 'node:timers/promises';
import { Problem } from '#problem';
import { log, type UnitOfWork } from '#platform';
import { problem } from './problems';
import type { Kind, Use } from '#tokens';

/** One evaluation as it is written down. */
export interface LedgerEntry {
  /** 16 random bytes: the id of the ticket */
  readonly ticket: Buffer;
  /** issuer and subject of the access token, joined by a bar */
  readonly actor: string;
  readonly use: Use;
  readonly kind: Kind;
  /** Blinded elements, 1 to 256 */
  readonly count: number;
  /** Unix milliseconds */
  readonly at: number;
}

interface Waiting {
  readonly entry: LedgerEntry;
  done(): void;
  refuse(cause: Problem): void;
}

/** Entries that may wait for the next transaction; each belongs to a request that is held meanwhile. */
const MOST_WAITING = 2_000;
const LARGEST_GROUP = 500;
/** Longest pause before a transaction, in milliseconds. */
const MOST_PATIENCE = 5;
/** From arrival to the refusal, whatever the storage does, in milliseconds. */
const LONGEST_WAIT = 2_900;

const INSERT = {
  name: 'ledger-insert',
  text: `insert into evaluation (ticket, actor, use, kind, count, at)
    select ticket, actor, use, kind, count, to_timestamp(at / 1000.0)
    from unnest($1::bytea[], $2::text[], $3::text[], $4::text[], $5::smallint[], $6::float8[])
      as row (ticket, actor, use, kind, count, at)`,
};

/**
 * The account of every evaluation. Requests that arrive while a transaction is under way share the next one, so that
 * the ledger costs a fraction of a commit each. A crash between the row and the answer leaves a row without an answer,
 * never an answer without a row.
 */
export class Ledger {
  #waiting: Waiting[] = [];
  #writing = false;

  /**
   * @param backlog milliseconds that the workers are busy with what they have. An entry may wait that long for company
   *   without making its request slower; when they are idle it is written at once
   */
  constructor(
    private readonly unit: UnitOfWork,
    private readonly backlog: () => number = () => 0,
  ) {}

  /**
   * Resolves when the entry is committed; only then may the key be used.
   * @throws Problem custodian.ledger-unavailable (503): do not evaluate
   */
  book(entry: LedgerEntry): Promise<void> {
    if (this.#waiting.length >= MOST_WAITING) return Promise.reject(problem('busy', { retryAfterSeconds: 2 }));
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(unavailable()), LONGEST_WAIT);
      const settle = (finish: () => void): void => {
        clearTimeout(timer);
        finish();
      };
      this.#waiting.push({ entry, done: () => settle(resolve), refuse: (cause) => settle(() => reject(cause)) });
      void this.#write();
    });
  }

  async #write(): Promise<void> {
    if (this.#writing) return;
    this.#writing = true;
    while (this.#waiting.length > 0) {
      const patience = Math.min(MOST_PATIENCE, Math.floor(this.backlog()));
      if (patience > 0) await pause(patience);
      const group = this.#waiting.splice(0, LARGEST_GROUP);
      try {
        await this.#commit(group.map(({ entry }) => entry));
        for (const { done } of group) done();
      } catch (cause) {
        log.error('ledger not written', cause, { entries: group.length });
        // Those that arrived meanwhile would only wait for the same storage: they are told at once.
        for (const { refuse } of [...group, ...this.#waiting.splice(0)]) refuse(unavailable());
      }
    }
    this.#writing = false;
  }

  #commit(entries: readonly LedgerEntry[]): Promise<void> {
    const column = <K extends keyof LedgerEntry>(name: K): LedgerEntry[K][] => entries.map((entry) => entry[name]);
    const values = [column('ticket'), column('actor'), column('use'), column('kind'), column('count'), column('at')];
    return this.unit.run(async ({ query }) => {
      await query(INSERT, values);
    });
  }
}

const unavailable = (): Problem => problem('ledger-unavailable', { retryAfterSeconds: 2 });
