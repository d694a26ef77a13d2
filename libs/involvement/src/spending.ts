import type { Debit, Spending, Spent } from '#accountability';
import { AuditKeys } from '#accountability';
import type { Actor } from '#access';
import type { Problem } from '#problem';
import type { Kind } from '#tokens';
import { type Budgets, type Holder, type InTheWay, type Pool, URGENT_PURPOSES, costsOf, inTheWay } from './budgets';
import { problem } from './problems';

/** A question, as far as it costs something. */
export interface Spender {
  readonly actor: Pick<Actor, 'id' | 'teams' | 'department'>;
  readonly purpose: string;
  /** The kind of each subject */
  readonly subjects: readonly Kind[];
  readonly emergency?: boolean;
}

/** The meters of an asker: her own, those of the first team that her token names, of her department, of all. */
function holdersOf({ id, teams: [team], department }: Spender['actor']): Map<Holder, string> {
  return new Map<Holder, string>([
    ['yours', `person|${id}`],
    ...(team === undefined ? [] : ([['team', `team|${team}`]] as const)),
    ['department', `department|${department}`],
    ['office', 'office'],
  ]);
}

/** Where the sum of all stands, for those who watch it. */
export const officeMeter = (keys: AuditKeys, pool: Pool): Buffer => keys.meterKey(`office|${pool}`);

/** What questions cost at this index. */
export class InquiryBudgets {
  constructor(
    readonly budgets: Budgets,
    private readonly keys: AuditKeys,
  ) {}

  /** To be spent in the transaction of the record; the same whatever the question finds. */
  spendingOf({ actor, purpose, subjects, emergency = false }: Spender): Spending {
    const costs = costsOf(subjects, emergency, this.budgets);
    const urgent = subjects.length === 1 && (emergency || URGENT_PURPOSES.has(purpose));
    const names = holdersOf(actor);
    const meters = new Map<string, Buffer>();
    const debits: Debit[] = [];
    for (const [whose, name] of names)
      for (const { pool, count } of costs) {
        const meter = this.keys.meterKey(`${name}|${pool}`);
        meters.set(`${whose}|${pool}`, meter);
        debits.push({ meter, count, urgent: urgent && whose === 'yours' ? count : 0 });
      }
    const holders = [...names.keys()];
    return {
      debits,
      inTheWay: (spentOn, at) => {
        const spent = (whose: Holder, pool: Pool): Spent => spentOn(meters.get(`${whose}|${pool}`) as Buffer);
        const found = inTheWay({ costs, urgent, at, holders, spent }, this.budgets);
        return found && budgetSpent(found, at);
      },
    };
  }
}

const budgetSpent = ({ until, ...found }: InTheWay, at: number): Problem =>
  problem('budget-spent', {
    ...found,
    until: new Date(until).toISOString(),
    retryAfterSeconds: Math.max(1, Math.ceil((until - at) / 1_000)),
  });

/** Which budget was in the way, for the record of the refusal. */
export function budgetIn(cause?: Problem): Record<string, string> {
  const { whose, pool } = cause?.detail ?? {};
  return typeof whose === 'string' && typeof pool === 'string' ? { budget: whose, pool } : {};
}
