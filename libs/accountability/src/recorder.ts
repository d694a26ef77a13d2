import type { UnitOfWork } from '#platform';
import { Problem, problemsOf } from '#problem';
import { LockedLog, type TicketToSpend } from './append';
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
  readonly refused: () => readonly PreparedRecord[];
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

  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * To be called before anything is looked up.
   * @throws Problem `accountability.audit-unavailable` when a record would not be written in time
   */
  gate(): void {
    const failing = performance.now() - this.failedAt < COOL_OFF;
    if (failing || this.queue.length >= QUEUE) throw problem('audit-unavailable', { retryAfterSeconds: 2 });
  }

  /** Appends records that need no ticket: refusals, changes of the organisation. */
  async note(records: readonly PreparedRecord[]): Promise<void> {
    await this.record([], records, () => records);
  }

  /**
   * Spends the tickets and appends `granted`, or appends what `refused` makes when one of them was spent before; the
   * others are then left unspent.
   * @returns whether all were this caller's to spend, after the commit
   * @throws Problem `accountability.audit-unavailable`: nothing may be answered
   */
  record(
    tickets: readonly TicketToSpend[],
    granted: readonly PreparedRecord[],
    refused: () => readonly PreparedRecord[],
  ): Promise<boolean> {
    if (this.queue.length >= QUEUE) return Promise.reject(problem('audit-unavailable', { retryAfterSeconds: 2 }));
    return new Promise((resolve, reject) => {
      this.queue.push({ tickets, granted, refused, since: performance.now(), resolve, reject });
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
      const outcomes = await this.unitOfWork.run(async (transaction) => {
        const log = await LockedLog.take(
          transaction,
          batch.flatMap(({ tickets }) => tickets),
        );
        const granted = batch.map(({ tickets }) => log.claim(tickets));
        await log.release();
        await log.append(batch.flatMap((entry, i) => (granted[i] ? entry.granted : entry.refused())));
        return granted;
      });
      this.failedAt = -Infinity;
      batch.forEach((entry, i) => entry.resolve(outcomes[i] === true));
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

/**
 * Runs `work`; when it is refused (not when it fails), `refused` goes into the log before the refusal is passed on.
 * @throws what `work` throws, or Problem `accountability.audit-unavailable` when the refusal cannot be recorded
 */
export async function recordingRefusal<T>(
  recorder: Recorder,
  refused: (code: string) => PreparedRecord,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof Problem && cause.kind.status < 500) await recorder.note([refused(cause.code)]);
    throw cause;
  }
}
