import type { DataSource } from 'typeorm';
import {
  type Frontier,
  type SigningKey,
  append,
  emptyFrontier,
  formatCheckpoint,
  openCheckpoint,
  rootOf,
  signNote,
} from '#transparency';
import { log } from '#platform';
import { leafHashes } from './log-reader';

/** Any number of its own: one feeder signs, however many are started. */
const LOCK = 6_962_2026;
/** Leaves read at a time while catching up. */
const STRIDE = 65_536;

export class LogContradicted extends Error {
  override readonly name = 'LogContradicted';
}

interface FeederOptions {
  readonly origin: string;
  readonly key: SigningKey;
  /** Seconds between heads that askers' proofs run against */
  readonly publishSeconds: number;
}

/**
 * Signs heads of the log. It does not believe the stored root: it grows its own tree from the leaf hashes and signs only
 * when both agree, so a head that contradicts an earlier one is never signed (C2SP tlog-checkpoint).
 */
export class LogFeeder {
  private frontier: Frontier = emptyFrontier();
  private checkedLast = false;

  constructor(
    private readonly database: DataSource,
    private readonly options: FeederOptions,
  ) {}

  /**
   * One round: sign the head if the log grew, publish if it is time.
   * @throws LogContradicted when the database does not extend what was signed before; no head is signed
   */
  async round(now: Date = new Date()): Promise<void> {
    const runner = this.database.createQueryRunner();
    try {
      const [lock] = (await runner.query('select pg_try_advisory_lock($1) as mine', [LOCK])) as { mine: boolean }[];
      if (lock?.mine !== true) return;
      try {
        await this.sign();
        await this.publish(now);
      } finally {
        await runner.query('select pg_advisory_unlock($1)', [LOCK]);
      }
    } finally {
      await runner.release();
    }
  }

  private async sign(): Promise<void> {
    const [head] = await this.database.query<{ size: string; root: Buffer }[]>('select size, root from audit.head');
    if (head === undefined) throw new LogContradicted('the log has no head');
    if (!this.checkedLast) await this.catchUpWithLastSigned();
    const size = Number(head.size);
    if (size === 0 || (size === this.frontier.size && this.checkedLast && (await this.isSigned(size)))) return;
    await this.growTo(size);
    if (!rootOf(this.frontier).equals(head.root)) throw new LogContradicted('the root does not follow from the leaves');
    const { origin, key } = this.options;
    const note = signNote(formatCheckpoint({ origin, size, root: head.root }), key);
    await this.database.query('insert into audit.checkpoint (size, note) values ($1, $2) on conflict do nothing', [
      size,
      note,
    ]);
  }

  /** After a start: the newest signed head must be the root over the leaves that are there now. */
  private async catchUpWithLastSigned(): Promise<void> {
    const [last] = await this.database.query<{ note: string }[]>(
      'select note from audit.checkpoint order by size desc limit 1',
    );
    if (last !== undefined) {
      const signed = openCheckpoint(last.note, [this.options.key.verifier], this.options.origin);
      await this.growTo(signed.size);
      if (!rootOf(this.frontier).equals(Buffer.from(signed.root)))
        throw new LogContradicted('the log changed below a signed head');
    }
    this.checkedLast = true;
  }

  private async growTo(size: number): Promise<void> {
    if (size < this.frontier.size) throw new LogContradicted('the log became shorter');
    while (this.frontier.size < size) {
      const from = this.frontier.size;
      const leaves = await leafHashes(this.database, from, Math.min(size, from + STRIDE));
      if (leaves.length === 0) throw new LogContradicted('leaves are missing');
      this.frontier = append(this.frontier, leaves).frontier;
    }
  }

  private async isSigned(size: number): Promise<boolean> {
    const rows = await this.database.query<unknown[]>('select 1 from audit.checkpoint where size = $1', [size]);
    return rows.length > 0;
  }

  /** The newest head becomes one of the published ones when the last of these is old enough. */
  private async publish(now: Date): Promise<void> {
    const due = new Date(now.getTime() - this.options.publishSeconds * 1000);
    await this.database.query(
      `update audit.checkpoint set published = true
       where size = (select max(size) from audit.checkpoint) and not published
         and not exists (select 1 from audit.checkpoint where published and signed_at > $1)`,
      [due],
    );
    await this.database.query(`delete from audit.checkpoint where not published and signed_at < now() - interval '1 day'
       and size < (select max(size) from audit.checkpoint)`);
  }

  /**
   * Rounds for ever, until `stop` is aborted.
   * @throws LogContradicted: nothing is signed any more, and whoever runs this process must hear of it
   */
  async run(everySeconds: number, stop: AbortSignal): Promise<void> {
    while (!stop.aborted) {
      try {
        await this.round();
      } catch (cause) {
        log.error('no head was signed', cause, {
          reason: cause instanceof LogContradicted ? cause.message : 'unavailable',
        });
        if (cause instanceof LogContradicted) throw cause;
      }
      await new Promise<void>((resolve) => {
        const timer = setTimeout(done, everySeconds * 1000);
        function done(): void {
          clearTimeout(timer);
          stop.removeEventListener('abort', done);
          resolve();
        }
        stop.addEventListener('abort', done);
      });
    }
  }
}
