import type { UnitOfWork } from '#platform';
import { Problem, problemsOf } from '#problem';
import { LockedLog, type TicketToSpend } from './append';
import { type FollowUp, writeFollowUps } from './follow-up';
import { KnownSums, type Spending } from './meter-sums';
import type { PreparedRecord } from './record';

const problem = problemsOf('accountability', {
  'audit-unavailable': {
    status: 503,
    title: 'The audit log cannot be written, so there is no answer',
    advice: 'Nothing was disclosed. Try again in a few seconds; call the team if it cannot wait.',
  },
});

/** Entries that share one transaction, at most. */
const BATCH = 256;
/** Waiting entries beyond which new ones are refused: push back, never drop. */
const QUEUE = 4_096;
/** An entry that waits longer than this is refused, in milliseconds. */
const PATIENCE = 2_000;
/** After a failed batch new questions are refused at once for this long, so that an outage does not touch the index. */
const COOL_OFF = 250;

interface Waiting {
  readonly tickets: readonly TicketToSpend[];
  readonly granted: readonly PreparedRecord[];
  readonly refused: (why?: Problem) => readonly PreparedRecord[];
  readonly spending: Spending | undefined;
  readonly followUps: readonly FollowUp[];
  readonly since: number;
  resolve(granted: boolean): void;
  reject(cause: unknown): void;
}

/**
 * Many concurrent events, one transaction, one tree update. There is no timer: whatever arrived while the last batch was
 * being written forms the next one, so a single question waits for one commit and a thousand share a few.
 *
 * No entry is answered before the server confirmed the commit. When the outcome of a batch is unknown its entries are
 * refused: a record without an answer is the safe error.
 */
export class Recorder {
  private readonly queue: Waiting[] = [];
  private writing = false;
  private failedAt = -Infinity;
  private readonly known = new KnownSums();

  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * To be called before anything is looked up.
   * @throws Problem `accountability.audit-unavailable` when a record would not be written in time
   */
  gate(): void {
    const failing = performance.now() - this.failedAt < COOL_OFF;
    if (failing || this.queue.length >= QUEUE) throw problem('audit-unavailable', { retryAfterSeconds: 2 });
  }

  /**
   * Refuses what cannot be within its budget, by what this process has seen being spent. Sums only grow, so it never
   * refuses what would have been granted; what it lets through is decided by `record`.
   * @throws what `spending` says is in the way
   */
  foresee(spending: Spending): void {
    const now = Date.now();
    const why = spending.inTheWay((meter) => this.known.at(meter, now), now);
    if (why !== undefined) throw why;
  }

  /** Appends records that need no ticket: refusals, changes of the organisation. */
  async note(records: readonly PreparedRecord[]): Promise<void> {
    await this.record([], records, () => records);
  }

  /**
   * Spends the tickets and `spending`, and appends `granted`; or appends what `refused` makes when a ticket was spent
   * before or a budget is in the way. Then nothing is spent.
   * @param followUps written with `granted`
   * @returns whether all tickets were this caller's to spend, after the commit
   * @throws what `spending` says is in the way, after the commit of the refusal; Problem
   *   `accountability.audit-unavailable`: nothing may be answered
   */
  record(
    tickets: readonly TicketToSpend[],
    granted: readonly PreparedRecord[],
    refused: (why?: Problem) => readonly PreparedRecord[],
    spending?: Spending,
    followUps: readonly FollowUp[] = [],
  ): Promise<boolean> {
    if (this.queue.length >= QUEUE) return Promise.reject(problem('audit-unavailable', { retryAfterSeconds: 2 }));
    return new Promise((resolve, reject) => {
      this.queue.push({ tickets, granted, refused, spending, followUps, since: performance.now(), resolve, reject });
      if (!this.writing) void this.write();
    });
  }

  private async write(): Promise<void> {
    this.writing = true;
    // One turn of the event loop lets requests that arrived together travel together.
    await new Promise(setImmediate);
    while (this.queue.length > 0) {
      const batch = this.queue.splice(0, BATCH).filter((entry) => this.stillWaiting(entry));
      if (batch.length > 0) await this.writeBatch(batch);
    }
    this.writing = false;
  }

  private stillWaiting(entry: Waiting): boolean {
    const patient = performance.now() - entry.since < PATIENCE;
    if (!patient) entry.reject(problem('audit-unavailable', { retryAfterSeconds: 2 }));
    return patient;
  }

  private async writeBatch(batch: readonly Waiting[]): Promise<void> {
    try {
      const { outcomes, sums } = await this.unitOfWork.run(async (transaction) => {
        const log = await LockedLog.take(
          transaction,
          batch.flatMap(({ tickets }) => tickets),
          batch.flatMap(({ spending }) => spending?.debits ?? []),
        );
        const outcomes = batch.map((entry) => decide(entry, log));
        await log.release();
        await log.append(batch.flatMap((entry, i) => recordsOf(entry, outcomes[i])));
        await writeFollowUps(
          transaction,
          batch.flatMap(({ followUps }, i) => (outcomes[i] === true ? followUps : [])),
        );
        return { outcomes, sums: log.sums };
      });
      this.failedAt = -Infinity;
      this.known.keep(sums);
      batch.forEach((entry, i) => {
        const outcome = outcomes[i];
        if (outcome instanceof Problem) entry.reject(outcome);
        else entry.resolve(outcome === true);
      });
    } catch (cause) {
      this.failedAt = performance.now();
      const answer =
        cause instanceof Problem && cause.kind.status === 503
          ? problem('audit-unavailable', { retryAfterSeconds: 2 })
          : cause;
      for (const entry of batch) entry.reject(answer);
    }
  }
}

/** In the order of arrival: the budget, then the tickets; only who has both spends either. */
function decide({ tickets, spending }: Waiting, log: LockedLog): boolean | Problem {
  const why = spending?.inTheWay((meter) => log.sums.spentOn(meter), log.sums.at);
  if (why !== undefined) return why;
  if (!log.claim(tickets)) return false;
  log.sums.claim(spending?.debits ?? []);
  return true;
}

function recordsOf(entry: Waiting, outcome: boolean | Problem | undefined): readonly PreparedRecord[] {
  if (outcome === true) return entry.granted;
  return outcome instanceof Problem ? entry.refused(outcome) : entry.refused();
}

/**
 * Runs `work`; when it is refused (not when it fails), `refused` goes into the log before the refusal is passed on.
 * @throws what `work` throws, or Problem `accountability.audit-unavailable` when the refusal cannot be recorded
 */
export async function recordingRefusal<T>(
  recorder: Recorder,
  refused: (code: string, cause: Problem) => PreparedRecord,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof Problem && cause.kind.status < 500) await recorder.note([refused(cause.code, cause)]);
    throw cause;
  }
}
