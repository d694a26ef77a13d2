import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Actor } from '#access';
import {
  AuditKeys,
  type FoundRecord,
  type LogFilters,
  type LogPage,
  mistaken,
  reportChanged,
  searchLog,
} from '#accountability';
import { managementEvent, recordChange } from '#organisation';
import { type Transaction, UnitOfWork, endOfDay, startOfDay } from '#platform';

/** What somebody did, as the log has it: never about whom, and not what came out. */
export interface ListedLook {
  readonly seq: number;
  /** ISO 8601 */
  readonly at: string;
  readonly action: string;
  readonly purpose: string;
  readonly department: string;
  readonly outcome: string;
  /** Of the subject; absent when there is none */
  readonly kind?: string;
  readonly actor: string;
  /** Whoever asked says that it was one */
  readonly mistake?: true;
}

/** A record that does not hold what it is committed to, or does not open. It is shown, so that nobody can hide one so. */
export interface BrokenLook {
  readonly seq: number;
  readonly at: string;
  readonly broken: true;
}

/** All that are left out count for nothing. */
export interface LookFilters {
  /** First and last day in Amsterdam, YYYY-MM-DD */
  readonly from?: string;
  readonly to?: string;
  readonly department?: string;
  readonly purpose?: string;
  readonly action?: string;
  readonly outcome?: string;
  readonly kind?: string;
  readonly actor?: string;
}

export interface LookPage {
  readonly looks: readonly (ListedLook | BrokenLook)[];
  /** `before` of the next step; absent at the beginning of the log, or of what was asked for */
  readonly next?: number;
}

/** What happened, newest first: a step backwards through the whole log. Reading it leaves a record. */
export class SearchLooks extends Query<LookPage> {
  constructor(
    readonly actor: Actor,
    readonly filters: LookFilters,
    readonly step: { readonly before?: number; readonly limit?: number },
  ) {
    super();
  }
}

/** Looks of one page, unless another number is asked for. */
const PAGE = 50;

@QueryHandler(SearchLooks)
export class SearchLooksHandler implements IQueryHandler<SearchLooks> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly keys: AuditKeys,
  ) {}

  execute({ actor, filters, step: { before, limit = PAGE } }: SearchLooks): Promise<LookPage> {
    return this.unitOfWork.run(async (transaction) => {
      const page = await searchLog(transaction, this.keys, inMoments(filters), { before, most: limit });
      const looks = await this.shown(transaction, page);
      await recordChange(transaction, this.keys, managementEvent(actor, 'looks-read', this.searched(filters, page)));
      return { looks, ...(page.next === undefined ? {} : { next: page.next }) };
    });
  }

  private async shown(transaction: Transaction, { found }: LogPage): Promise<(ListedLook | BrokenLook)[]> {
    const events = found.map(({ row }) => row.event);
    const marked = await mistaken(transaction, this.keys, events);
    const broken = found.filter((one) => one.broken !== undefined);
    const [first] = broken;
    if (first !== undefined) reportChanged(first.broken, first.row, broken.length);
    return found.map((one) => lookOf(one, marked));
  }

  /** Codes and figures. The actor is free text, so that only her key in the log is kept. */
  private searched({ actor, ...codes }: LookFilters, { found, scanned }: LogPage): Record<string, string | number> {
    const actorKey = actor === undefined ? undefined : this.keys.actorKey(actor).toString('base64url');
    return { looks: found.length, scanned, ...given({ ...codes, actorKey }) };
  }
}

const given = (codes: Readonly<Record<string, string | undefined>>): Record<string, string> =>
  Object.fromEntries(Object.entries(codes).filter(([, code]) => code !== undefined)) as Record<string, string>;

const inMoments = ({ from, to, ...others }: LookFilters): LogFilters => ({
  ...others,
  ...(from === undefined ? {} : { from: startOfDay(from) }),
  ...(to === undefined ? {} : { until: endOfDay(to) }),
});

function lookOf({ row, happening, subject, actor }: FoundRecord, marked: ReadonlySet<string>): ListedLook | BrokenLook {
  const place = { seq: Number(row.seq), at: row.at.toISOString() };
  if (happening === undefined || subject === undefined || actor === undefined) return { ...place, broken: true };
  const { action, purpose, department, outcome, event } = happening as Record<string, string>;
  const { kind } = subject;
  return {
    ...place,
    action: action ?? '',
    purpose: purpose ?? '',
    department: department ?? '',
    outcome: outcome ?? '',
    ...(typeof kind === 'string' ? { kind } : {}),
    actor: String(actor['actor']),
    ...(marked.has(event ?? '') ? { mistake: true } : {}),
  };
}
