import type { AuditKeys, Debit, Meter, Spending, Spent } from '#accountability';
import type { Actor } from '#access';
import type { Problem } from '#problem';
import type { Kind } from '#tokens';
import {
  type Budgets,
  HOLDERS,
  type Holder,
  type InTheWay,
  type Pool,
  URGENT_PURPOSES,
  costsOf,
  inTheWay,
} from './budgets';
import { problem } from './problems';

/** A question, as far as it costs something. */
export interface Spender {
  readonly actor: Pick<Actor, 'id' | 'teams' | 'department'>;
  readonly purpose: string;
  /** The kind of each subject */
  readonly subjects: readonly Kind[];
  readonly emergency?: boolean;
}

/** Her own meter, that of the first team that her token names, of her department, of all. */
type Meters = Readonly<Partial<Record<Holder, Meter>>>;

/** Where the sum of all stands, for those who watch it. */
export const officeMeter = (keys: AuditKeys, pool: Pool): Meter => keys.meter(`office|${pool}`);

/** What questions cost at this index. */
export class InquiryBudgets {
  /** The same token gives the same actor: her meters are worked out once. */
  private readonly known = new WeakMap<Spender['actor'], Map<Pool, Meters>>();

  constructor(
    readonly budgets: Budgets,
    private readonly keys: AuditKeys,
  ) {}

  /** To be spent in the transaction of the record; the same whatever the question finds. */
  spendingOf({ actor, purpose, subjects, emergency = false }: Spender): Spending {
    const costs = costsOf(subjects, emergency, this.budgets);
    const urgent = subjects.length === 1 && (emergency || URGENT_PURPOSES.has(purpose));
    const debits: Debit[] = [];
    for (const { pool, count } of costs) {
      const meters = this.metersOf(actor, pool);
      for (const whose of HOLDERS) {
        const meter = meters[whose];
        if (meter !== undefined) debits.push({ meter, count, urgent: urgent && whose === 'yours' ? count : 0 });
      }
    }
    return {
      debits,
      inTheWay: (spentOn, at) => {
        const spent = (whose: Holder, pool: Pool): Spent | undefined => {
          const meter = this.metersOf(actor, pool)[whose];
          return meter && spentOn(meter);
        };
        const found = inTheWay({ costs, urgent, at, spent }, this.budgets);
        return found && budgetSpent(found, at);
      },
    };
  }

  private metersOf(actor: Spender['actor'], pool: Pool): Meters {
    const pools = this.known.get(actor) ?? new Map<Pool, Meters>();
    this.known.set(actor, pools);
    let meters = pools.get(pool);
    if (meters === undefined) {
      const [team] = actor.teams;
      meters = {
        yours: this.keys.meter(`person|${actor.id}|${pool}`),
        ...(team === undefined ? {} : { team: this.keys.meter(`team|${team}|${pool}`) }),
        department: this.keys.meter(`department|${actor.department}|${pool}`),
        office: officeMeter(this.keys, pool),
      };
      pools.set(pool, meters);
    }
    return meters;
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
