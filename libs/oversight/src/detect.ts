import type { DataSource } from 'typeorm';
import { type AuditKeys, type RecordReading, recordsFrom } from '#accountability';
import { type IndexBudgets, POOLS, officeMeter } from '#involvement';
import { HOUR, localDay, startOfDay } from '#platform';
import { type Alarm, raise } from './alarms';
import { canaryTags } from './canaries';
import { BUDGET_SPENT, DayOfAccount, type Look } from './signals';

/** Records read at a time. */
const STRIDE = 2_000;
/** Shares of the office's budget that are reported. */
const NEARLY = 0.8;

interface MeterRow {
  day: string;
  hour: number;
  day_spent: number;
  hour_spent: number;
}

/**
 * Reads the log behind the questions and raises alarms. It keeps counters in memory and begins, after a start, at
 * yesterday's first record, so that a stop over midnight passes nothing by; an alarm that stands is not raised again, so
 * that any number of detectors may run, and run over the same records.
 */
export class Detector {
  private position: number | undefined;
  private readonly days = new Map<string, Map<string, DayOfAccount>>();

  constructor(
    private readonly database: DataSource,
    private readonly keys: AuditKeys,
    private readonly budgets: IndexBudgets,
  ) {}

  /**
   * One round over all that was recorded since the last. After a failure the next one begins anew, so that nothing is
   * counted twice or passed by.
   * @returns how many alarms are new
   */
  async round(now: number = Date.now()): Promise<number> {
    try {
      return await this.watch(now);
    } catch (cause) {
      this.position = undefined;
      this.days.clear();
      throw cause;
    }
  }

  private async watch(now: number): Promise<number> {
    const yesterday = startOfDay(localDay(startOfDay(localDay(now)) - HOUR));
    const years = [...new Set([yesterday, now].map((at) => new Date(at).getUTCFullYear()))];
    const canaries = await canaryTags(this.database, this.keys, years);
    this.position ??= await this.firstSince(yesterday);
    this.forgetBefore(localDay(yesterday));
    let raised = await this.watchOffice(now);
    for (;;) {
      const records = await recordsFrom(this.database, this.keys, 'inquiry', this.position, STRIDE);
      for (const record of records.read) raised += await this.weigh(record, canaries);
      this.position = records.next;
      if (records.last) break;
    }
    await this.clearMeters();
    return raised;
  }

  private async weigh(record: RecordReading, canaries: ReadonlyMap<string, string>): Promise<number> {
    const day = localDay(record.at);
    const look = lookOf(record);
    const canary = record.tags.map((tag) => canaries.get(tag)).find((id) => id !== undefined);
    const { actor, department } = look;
    const alarms: Alarm[] = [
      ...this.accountOn(day, actor).add(look),
      ...(canary === undefined ? [] : [{ kind: 'canary-touched', actor, department, detail: { canary } } as const]),
      ...officeRefusal(record),
    ];
    let raised = 0;
    for (const alarm of alarms) raised += Number(await raise(this.database, this.keys, day, alarm));
    return raised;
  }

  /** The sum of all against its budget, by the day and by the hour. */
  private async watchOffice(now: number): Promise<number> {
    const [day, hour] = [localDay(now), Math.floor(now / HOUR)];
    let raised = 0;
    for (const pool of POOLS) {
      const [row] = await this.database.query<MeterRow[]>(
        "select to_char(day, 'YYYY-MM-DD') as day, hour, day_spent, hour_spent from meter where id = $1",
        [officeMeter(this.keys, pool).id],
      );
      const most = this.budgets.office[pool];
      const share = Math.max(
        row?.day === day ? row.day_spent / most.day : 0,
        row?.hour === hour ? row.hour_spent / most.hour : 0,
      );
      const detail = { pool, percent: Math.floor(share * 100) };
      if (share >= NEARLY)
        raised += Number(await raise(this.database, this.keys, day, { kind: 'office-nearly-spent', detail }));
      if (share >= 1) raised += Number(await raise(this.database, this.keys, day, { kind: 'office-spent', detail }));
    }
    return raised;
  }

  private accountOn(day: string, actor: string): DayOfAccount {
    const accounts = this.days.get(day) ?? new Map<string, DayOfAccount>();
    this.days.set(day, accounts);
    const account = accounts.get(actor) ?? new DayOfAccount();
    accounts.set(actor, account);
    return account;
  }

  private forgetBefore(day: string): void {
    for (const known of this.days.keys()) if (known < day) this.days.delete(known);
  }

  private async firstSince(at: number): Promise<number> {
    const [row] = await this.database.query<{ seq: string | null }[]>(
      'select min(seq) as seq from audit.record where at >= $1',
      [new Date(at)],
    );
    if (row?.seq !== null && row?.seq !== undefined) return Number(row.seq);
    const [head] = await this.database.query<{ size: string }[]>('select size from audit.head');
    return Number(head?.size ?? 0);
  }

  /** Sums of days that are over say nothing any more; a row that is being written is left to the next round. */
  private async clearMeters(): Promise<void> {
    await this.database.query(
      `delete from meter where id = any (array(
         select id from meter where day < current_date - 2 limit 500 for update skip locked))`,
    );
  }
}

/** A list is refused before the sum is reached, so a refusal tells as much as the sum. */
function officeRefusal({ disclosed: { reason, budget, pool } }: RecordReading): Alarm[] {
  if (reason !== BUDGET_SPENT || budget !== 'office') return [];
  return [{ kind: 'office-spent', detail: { pool: String(pool) } }];
}

/** The tags of a subject stand line by line, and in each line epoch by epoch: the second half is that of the number. */
function lookOf({ actor, department, outcome, kind, tags, disclosed }: RecordReading): Look {
  if (outcome === 'refused') return { actor, department, refused: String(disclosed['reason']) };
  const number = kind === 'address' && tags.length % 2 === 0 ? tags[tags.length / 2] : undefined;
  return {
    actor,
    department,
    hit: Number(disclosed['shown']) > 0,
    ...(tags[0] === undefined ? {} : { subject: tags[0] }),
    ...(number === undefined ? {} : { number }),
  };
}
