import { setTimeout as pause } from 'node:timers/promises';
import { Problem } from '#problem';
import { byteaArray, log, type Transaction, type UnitOfWork } from '#platform';
import type { Kind, Use } from '#tokens';
import type { Budgets } from './budgets';
import { type Booked, type Debit, Desk, type Known, meterKey, type Wanted } from './desk';
import { type Enrolment, OFFICE, type Span, windowsAt } from './meters';
import { problem } from './problems';

interface Waiting {
  readonly wanted: Wanted;
  done(booked: Booked): void;
  refuse(cause: Problem): void;
}

/** Entries that may wait for the next transaction; each belongs to a request that is held meanwhile. */
const MOST_WAITING = 2_000;
const LARGEST_GROUP = 500;
/** Longest pause before a transaction, in milliseconds. */
const MOST_PATIENCE = 5;
/** From arrival to the refusal, whatever the storage does, in milliseconds. */
const LONGEST_WAIT = 2_900;
/** Rows of meters that one cleaning removes at most, and how often one comes; milliseconds. */
const CLEANED_AT_ONCE = 5_000;
const CLEANING_PAUSE = 600_000;

/**
 * One lock for the whole ledger, in this database alone (any number). Every request debits the office's meters, so groups
 * of several custodian processes have to follow each other anyway; with one lock there is no order of locks to keep.
 */
const LOCK = { name: 'ledger-lock', text: 'select pg_advisory_xact_lock(7312027)' };

/**
 * Everything that stands about these actors, in the windows that count. `offset 0` keeps each look-up a look-up by index
 * for one actor: joined freely, PostgreSQL reads a whole table when its statistics lag behind.
 */
const PARTIES = {
  name: 'ledger-parties',
  text: `select a.actor, e.sort, e.level, coalesce(e.caseload, 0) as caseload, e.blocked,
      extract(epoch from e.enrolled_at)::float8 * 1000 as "enrolledAt", m.period, m.span, m.use, m.kind, m.spent
    from unnest($1::text[]) as a (actor)
    left join lateral (select * from enrolment where actor = a.actor offset 0) e on true
    left join lateral (
      select period, span, use, kind, spent from meter where actor = a.actor and period = any($2::text[]) offset 0
    ) m on true`,
};

/** Earlier bookings of the same requests, the newest last. */
const BOOKED = {
  name: 'ledger-booked',
  text: `select d.digest, e.ticket, extract(epoch from e.at)::float8 * 1000 as at
    from unnest($1::bytea[]) as d (digest)
    cross join lateral (select ticket, at from evaluation where digest = d.digest offset 0) e
    order by e.at`,
};

const WRITE = {
  name: 'ledger-write',
  text: `with row as (
      insert into evaluation (ticket, digest, actor, use, kind, count, at)
      select ticket, digest, actor, use, kind, count, to_timestamp($7::float8 / 1000)
      from unnest($1::bytea[], $2::bytea[], $3::text[], $4::text[], $5::text[], $6::smallint[])
        as given (ticket, digest, actor, use, kind, count)
    ), newcomer as (
      insert into enrolment (actor, sort, level, enrolled_at)
      select actor, 'person', 'new', to_timestamp($7::float8 / 1000) from unnest($8::text[]) as given (actor)
      on conflict (actor) do nothing
    )
    insert into meter (actor, period, span, use, kind, ends, spent)
    select actor, period, span, use, kind, to_timestamp(ends / 1000), spent
    from unnest($9::text[], $10::text[], $11::text[], $12::text[], $13::text[], $14::float8[], $15::integer[])
      as given (actor, period, span, use, kind, ends, spent)
    on conflict (actor, period, span, use, kind) do update set spent = meter.spent + excluded.spent`,
};

const CLEAN = `delete from meter where ctid in
  (select ctid from meter where ends < now() - interval '2 days' limit ${CLEANED_AT_ONCE})`;

interface PartyRow {
  readonly actor: string;
  readonly sort: Enrolment['sort'] | null;
  readonly level: Enrolment['level'];
  readonly caseload: number;
  readonly blocked: boolean;
  readonly enrolledAt: number;
  readonly period: string | null;
  readonly span: Span;
  readonly use: Use;
  readonly kind: Kind;
  readonly spent: number;
}

/** What the ledger asks for at each group. */
interface Moment {
  readonly budgets: () => Budgets;
  /**
   * Milliseconds that the workers are busy with what they have. An entry may wait that long for company without making its
   * request slower; when they are idle it is written at once
   */
  readonly backlog: () => number;
}

/**
 * The account of every evaluation, and the meters beside it. Requests that arrive while a transaction is under way share
 * the next one, so that the ledger costs a fraction of a commit each. In that transaction, under one lock: read who they
 * are, what they spent and what was booked before; decide in order of arrival (`Desk`); write rows and debits. A crash
 * between the commit and the answer leaves a row and a debit without an answer, never an answer without a row; the same
 * request sent again finds both and costs nothing.
 */
export class Ledger {
  #waiting: Waiting[] = [];
  #writing = false;
  readonly #cleaning: NodeJS.Timeout;

  /** @param now what holds at this moment */
  constructor(
    private readonly unit: UnitOfWork,
    private readonly now: Moment,
  ) {
    void this.#clean();
    this.#cleaning = setInterval(() => void this.#clean(), CLEANING_PAUSE).unref();
  }

  /**
   * Resolves when the entry is committed, now or when the same request came earlier; only then may the key be used.
   * @throws Problem custodian.not-enrolled, custodian.blocked (403), custodian.budget-spent (429),
   *   custodian.ledger-unavailable (503): do not evaluate
   */
  book(wanted: Wanted): Promise<Booked> {
    if (this.#waiting.length >= MOST_WAITING) return Promise.reject(problem('busy', { retryAfterSeconds: 2 }));
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(unavailable()), LONGEST_WAIT);
      const settle = (finish: () => void): void => {
        clearTimeout(timer);
        finish();
      };
      this.#waiting.push({
        wanted,
        done: (booked) => settle(() => resolve(booked)),
        refuse: (cause) => settle(() => reject(cause)),
      });
      void this.#write();
    });
  }

  close(): void {
    clearInterval(this.#cleaning);
  }

  async #write(): Promise<void> {
    if (this.#writing) return;
    this.#writing = true;
    while (this.#waiting.length > 0) {
      const patience = Math.min(MOST_PATIENCE, Math.floor(this.now.backlog()));
      if (patience > 0) await pause(patience);
      const group = this.#waiting.splice(0, LARGEST_GROUP);
      try {
        const outcomes = await this.#commit(group.map(({ wanted }) => wanted));
        for (const [i, { done, refuse }] of group.entries()) {
          const outcome = outcomes[i] as Booked | Problem;
          if (outcome instanceof Problem) refuse(outcome);
          else done(outcome);
        }
      } catch (cause) {
        log.error('ledger not written', cause, { entries: group.length });
        // Those that arrived meanwhile would only wait for the same storage: they are told at once.
        for (const { refuse } of [...group, ...this.#waiting.splice(0)]) refuse(unavailable());
      }
    }
    this.#writing = false;
  }

  async #commit(group: readonly Wanted[]): Promise<readonly (Booked | Problem)[]> {
    const at = Date.now();
    const { desk, outcomes } = await this.unit.run(async (transaction) => {
      // Alone in a statement of its own: the ones after it then see what the holder before us committed.
      await transaction.query(LOCK);
      const desk = new Desk(await this.#known(transaction, group, at), this.now.budgets(), at);
      const outcomes = group.map((wanted) => desk.serve(wanted));
      if (desk.rows.length > 0) await transaction.query(WRITE, valuesOf(desk, at));
      return { desk, outcomes };
    });
    desk.report();
    return outcomes;
  }

  async #known({ query }: Transaction, group: readonly Wanted[], at: number): Promise<Known> {
    const actors = [OFFICE, ...new Set(group.map(({ actor }) => actor))];
    const epochs = new Set(group.map(({ epoch }) => epoch));
    const periods = new Set([...epochs].flatMap((epoch) => Object.values(windowsAt(at, epoch)).map((w) => w.period)));
    const parties = await query<PartyRow>(PARTIES, [actors, [...periods]]);
    const enrolments = new Map<string, Enrolment>();
    const spent = new Map<string, number>();
    for (const { actor, sort, period, ...row } of parties.rows) {
      if (sort !== null) enrolments.set(actor, { ...row, sort });
      if (period !== null) spent.set(meterKey(actor, period, row.span, row.use, row.kind), row.spent);
    }
    const { rows } = await query<{ digest: Buffer; ticket: Buffer; at: number }>(BOOKED, [
      byteaArray(group.map(({ digest }) => digest)),
    ]);
    const booked = new Map(
      rows.map((row) => [row.digest.toString('hex'), { ticket: row.ticket, at: Math.round(row.at) }]),
    );
    return { enrolments, spent, booked };
  }

  async #clean(): Promise<void> {
    try {
      await this.unit.run(({ query }) => query(CLEAN));
    } catch (cause) {
      log.error('past meters not removed', cause);
    }
  }
}

function valuesOf({ rows, newcomers, debits }: Desk, at: number): unknown[] {
  const column = <K extends keyof (typeof rows)[number]>(name: K) => rows.map((row) => row[name]);
  const meter = <K extends keyof Debit>(name: K): Debit[K][] => debits.map((debit) => debit[name]);
  return [
    byteaArray(rows.map(({ ticket }) => ticket)),
    byteaArray(rows.map(({ digest }) => digest)),
    column('actor'),
    column('use'),
    column('kind'),
    column('count'),
    at,
    [...newcomers],
    meter('actor'),
    meter('period'),
    meter('span'),
    meter('use'),
    meter('kind'),
    debits.map(({ ends }) => ends ?? null),
    meter('count'),
  ];
}

const unavailable = (): Problem => problem('ledger-unavailable', { retryAfterSeconds: 2 });
