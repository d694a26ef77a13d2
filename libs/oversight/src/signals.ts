import type { Alarm } from './alarms';

/** From where on a day's questions of one account are reported. They are for somebody to look at, and prove nothing. */
export const SIGNALS = {
  /** Different subjects: more than a list of a hundred */
  subjects: 110,
  /** Different units at one number */
  units: 12,
  /** Of at least so many different subjects, a contact is shown for fewer than one in `oneIn` */
  hits: { subjects: 60, oneIn: 50 },
  /** Refusals for a budget */
  refusals: 3,
} as const;

/** One question about one subject, or a refusal, as its record tells it. */
export interface Look {
  readonly actor: string;
  readonly department: string;
  /** Reason of a refusal; the rest is empty then */
  readonly refused?: string;
  /** Tags, base64url: of the subject itself, and of the number that a unit stands at */
  readonly subject?: string;
  readonly number?: string;
  /** Whether the asker was shown a contact */
  readonly hit?: boolean;
}

/** What one account did on one day. */
export class DayOfAccount {
  private readonly subjects = new Set<string>();
  private readonly hits = new Set<string>();
  private readonly units = new Map<string, Set<string>>();
  private refusals = 0;
  private readonly told = new Set<string>();

  /** @returns what has become noticeable by this look, each kind once */
  add(look: Look): Alarm[] {
    if (look.refused !== undefined) this.refusals += look.refused === BUDGET_SPENT ? 1 : 0;
    else this.count(look);
    return this.noticed(look).filter(({ kind }) => {
      const fresh = !this.told.has(kind);
      this.told.add(kind);
      return fresh;
    });
  }

  private count({ subject, number, hit }: Look): void {
    if (subject === undefined) return;
    this.subjects.add(subject);
    if (hit === true) this.hits.add(subject);
    if (number === undefined) return;
    const units = this.units.get(number);
    if (units === undefined) this.units.set(number, new Set([subject]));
    else units.add(subject);
  }

  private noticed({ actor, department, number }: Look): Alarm[] {
    const units = number === undefined ? 0 : (this.units.get(number)?.size ?? 0);
    const alarm = (kind: Alarm['kind'], detail: Alarm['detail']): Alarm => ({ kind, actor, department, detail });
    const subjects = this.subjects.size;
    const low = subjects >= SIGNALS.hits.subjects && this.hits.size * SIGNALS.hits.oneIn < subjects;
    return [
      ...(subjects >= SIGNALS.subjects ? [alarm('many-subjects', { subjects })] : []),
      ...(units >= SIGNALS.units ? [alarm('many-units', { units })] : []),
      ...(low ? [alarm('low-hit-rate', { subjects, hits: this.hits.size })] : []),
      ...(this.refusals >= SIGNALS.refusals ? [alarm('budget-refusals', { refusals: this.refusals })] : []),
    ];
  }
}

export const BUDGET_SPENT = 'involvement.budget-spent';
