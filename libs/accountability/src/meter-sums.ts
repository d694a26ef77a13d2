import { HOUR, bigintArray, byteaArray, localDay } from '#platform';
import type { Problem } from '#problem';
import { type Meter, keyOfMeter } from './audit-keys';

/** What was spent on one meter in the hour and the day that run now. */
export interface Spent {
  readonly hour: number;
  readonly day: number;
  /** Of the day: what was marked as urgent */
  readonly urgent: number;
}

export interface Debit {
  readonly meter: Meter;
  readonly count: number;
  /** How much of it counts as urgent too */
  readonly urgent: number;
}

/** What one request spends, and the rule that says whether it may. This room counts; it knows no budget. */
export interface Spending {
  readonly debits: readonly Debit[];
  /** Pure: called while the log is locked, in the order of arrival. @param now Unix milliseconds */
  inTheWay(spent: (meter: Meter) => Spent, now: number): Problem | undefined;
}

/** The sums that the database gives back, side by side; null when nothing was debited. */
export interface DebitedRow {
  meters: Buffer[] | null;
  day_spent: number[] | null;
  hour_spent: number[] | null;
  urgent_spent: number[] | null;
}

const NOTHING: Spent = { hour: 0, day: 0, urgent: 0 };

interface Sum {
  readonly meter: Meter;
  /** Debited at once for the whole transaction, and not claimed yet */
  open: { count: number; urgent: number };
  /** Without what is open */
  spent: Spent;
}

/** Ids, counts and urgent counts, as parameters. */
export const columnsOf = (debits: readonly Debit[]): Buffer[] => [
  byteaArray(debits.map(({ meter }) => meter.id)),
  bigintArray(debits.map(({ count }) => count)),
  bigintArray(debits.map(({ urgent }) => urgent)),
];

/** The meters of one transaction: debited whole, then claimed request by request; the rest goes back. */
export class MeterSums {
  private constructor(
    private readonly sums: Map<string, Sum>,
    /** Unix milliseconds; one moment, so that all requests of a transaction lie in the same windows */
    readonly at: number,
  ) {}

  static of(debits: readonly Debit[]): MeterSums {
    const sums = new Map<string, Sum>();
    for (const { meter, count, urgent } of debits) {
      const known = sums.get(meter.key);
      if (known === undefined) sums.set(meter.key, { meter, open: { count, urgent }, spent: NOTHING });
      else known.open = { count: known.open.count + count, urgent: known.open.urgent + urgent };
    }
    return new MeterSums(sums, Date.now());
  }

  /** Day, hour, ids, counts, urgent counts. */
  parameters(): unknown[] {
    return [localDay(this.at), Math.floor(this.at / HOUR), ...columnsOf(this.unclaimed())];
  }

  read({ meters, day_spent, hour_spent, urgent_spent }: DebitedRow): this {
    (meters ?? []).forEach((id, i) => {
      const sum = this.sums.get(keyOfMeter(id)) as Sum;
      const { count, urgent } = sum.open;
      sum.spent = {
        day: (day_spent?.[i] ?? 0) - count,
        hour: (hour_spent?.[i] ?? 0) - count,
        urgent: (urgent_spent?.[i] ?? 0) - urgent,
      };
    });
    return this;
  }

  spentOn(meter: Meter): Spent {
    return this.sums.get(meter.key)?.spent ?? NOTHING;
  }

  claim(debits: readonly Debit[]): void {
    for (const { meter, count, urgent } of debits) {
      const sum = this.sums.get(meter.key) as Sum;
      const { hour, day, urgent: before } = sum.spent;
      sum.spent = { hour: hour + count, day: day + count, urgent: before + urgent };
      sum.open = { count: sum.open.count - count, urgent: sum.open.urgent - urgent };
    }
  }

  unclaimed(): Debit[] {
    const open = [...this.sums.values()].filter(({ open: { count, urgent } }) => count > 0 || urgent > 0);
    return open.map(({ meter, open: { count, urgent } }) => ({ meter, count, urgent }));
  }

  *entries(): Iterable<[string, Spent]> {
    for (const [key, { spent }] of this.sums) yield [key, spent];
  }
}

/** Meters that are kept at hand. */
const KEPT = 20_000;

/** What this process last saw being spent; others may have spent more since. */
export class KnownSums {
  private readonly sums = new Map<string, { readonly spent: Spent; readonly day: string; readonly hour: number }>();

  keep(sums: MeterSums): void {
    const [day, hour] = [localDay(sums.at), Math.floor(sums.at / HOUR)];
    if (this.sums.size >= KEPT) this.sums.clear();
    for (const [key, spent] of sums.entries()) this.sums.set(key, { spent, day, hour });
  }

  at(meter: Meter, now: number): Spent {
    const known = this.sums.get(meter.key);
    if (known === undefined || known.day !== localDay(now)) return NOTHING;
    return known.hour === Math.floor(now / HOUR) ? known.spent : { ...known.spent, hour: 0 };
  }
}
