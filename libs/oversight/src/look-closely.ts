import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Actor } from '#access';
import {
  AuditKeys,
  type Evidence,
  type GroupContents,
  type StoredRecord,
  evidenceOf,
  mistaken,
  newestHead,
  readGroup,
  recordAt,
  reportChanged,
  sizeOfLog,
} from '#accountability';
import { managementEvent, recordChange } from '#organisation';
import { type Transaction, UnitOfWork } from '#platform';
import { problemsOf } from '#problem';

const problem = problemsOf('oversight', {
  'look-unknown': {
    status: 404,
    title: 'There is no record at this place of the log',
    advice: 'Take the place from POST /v1/look-searches.',
  },
});

const GROUPS = ['W', 'S', 'A', 'X', 'D'] as const;
type Group = (typeof GROUPS)[number];

/** One record with all of its groups opened. Of the subject the kind and the number of tags, never a tag. */
export interface LookDetail {
  readonly seq: number;
  /** ISO 8601 */
  readonly at: string;
  readonly action?: string;
  readonly purpose?: string;
  readonly department?: string;
  readonly outcome?: string;
  readonly mistake?: true;
  readonly subject?: { readonly kind?: string; readonly tags: number };
  readonly actor?: {
    readonly id: string;
    readonly roles: readonly string[];
    readonly caseNumber?: string;
    /** How many tickets paid for it */
    readonly tickets: number;
  };
  readonly technical?: { readonly client: string; readonly node: string };
  /** What really came out: codes and figures */
  readonly disclosed?: GroupContents;
  /** Groups that do not hold what the record is committed to, or do not open */
  readonly broken?: readonly Group[];
  /** With which a reader checks for herself that this record stands in the log; absent when its leaf cannot be read */
  readonly evidence?: Evidence;
}

/** One record from close by. Reading it leaves another. */
export class LookClosely extends Query<LookDetail> {
  constructor(
    readonly actor: Actor,
    readonly seq: number,
  ) {
    super();
  }
}

@QueryHandler(LookClosely)
export class LookCloselyHandler implements IQueryHandler<LookClosely> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly keys: AuditKeys,
  ) {}

  execute({ actor, seq }: LookClosely): Promise<LookDetail> {
    return this.unitOfWork.run(async (transaction) => {
      const row = await recordAt(transaction, seq);
      if (row === undefined) throw problem('look-unknown');
      const detail = await this.opened(transaction, row);
      await recordChange(transaction, this.keys, managementEvent(actor, 'look-read', { look: seq }));
      return detail;
    });
  }

  private async opened(transaction: Transaction, row: StoredRecord): Promise<LookDetail> {
    const seq = Number(row.seq);
    const faults = new Map<Group, unknown>();
    const groups = new Map<Group, GroupContents>();
    for (const group of GROUPS)
      try {
        groups.set(group, readGroup(group, row, this.keys));
      } catch (fault) {
        faults.set(group, fault);
      }
    const [first] = faults.values();
    if (faults.size > 0) reportChanged(first, row);
    const marked = await mistaken(transaction, this.keys, [row.event]);
    const evidence = await this.evidence(transaction, row);
    return {
      seq,
      at: row.at.toISOString(),
      ...happeningIn(groups.get('W')),
      ...(marked.size > 0 ? { mistake: true } : {}),
      ...subjectIn(groups.get('S')),
      ...actorIn(groups.get('A')),
      ...technicalIn(groups.get('X')),
      ...(groups.has('D') ? { disclosed: groups.get('D') as GroupContents } : {}),
      ...(faults.size > 0 ? { broken: [...faults.keys()] } : {}),
      ...(evidence === undefined ? {} : { evidence }),
    };
  }

  /** A leaf or a path that is not there any more is reported and shown as missing: a proof would not hold either. */
  private async evidence(transaction: Transaction, row: StoredRecord): Promise<Evidence | undefined> {
    try {
      return await evidenceOf(transaction.manager, row);
    } catch (fault) {
      if (!(fault instanceof Error && fault.name.startsWith('Malformed'))) throw fault;
      reportChanged(fault, row);
      return undefined;
    }
  }
}

const codes = (contents: GroupContents, ...names: readonly string[]): Record<string, string> =>
  Object.fromEntries(names.map((name) => [name, String(contents[name] ?? '')]));

const happeningIn = (w?: GroupContents): Partial<LookDetail> =>
  w === undefined ? {} : codes(w, 'action', 'purpose', 'department', 'outcome');

function subjectIn(s?: GroupContents): Pick<LookDetail, 'subject'> {
  if (s?.['kind'] === undefined) return {};
  return { subject: { kind: String(s['kind']), tags: (s['tags'] as readonly string[]).length } };
}

function actorIn(a?: GroupContents): Pick<LookDetail, 'actor'> {
  if (a === undefined) return {};
  const { roles = [], tickets = [], caseNumber } = a as { roles?: string[]; tickets?: string[]; caseNumber?: string };
  return {
    actor: {
      id: String(a['actor']),
      roles,
      ...(caseNumber === undefined ? {} : { caseNumber }),
      tickets: tickets.length,
    },
  };
}

const technicalIn = (x?: GroupContents): Pick<LookDetail, 'technical'> =>
  x === undefined ? {} : { technical: codes(x, 'client', 'node') as { client: string; node: string } };

/** How far the log is, and how much of it a signed head covers. It tells nothing of anybody, so that it leaves no record. */
export interface LogHead {
  /** Records in the log */
  readonly size: number;
  readonly head?: {
    /** C2SP checkpoint, as it was signed */
    readonly note: string;
    /** ISO 8601 */
    readonly signedAt: string;
    readonly size: number;
  };
}

export class HeadOfLog extends Query<LogHead> {}

@QueryHandler(HeadOfLog)
export class HeadOfLogHandler implements IQueryHandler<HeadOfLog> {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  execute(): Promise<LogHead> {
    return this.unitOfWork.run(async (transaction) => {
      const head = await newestHead(transaction.manager);
      const size = await sizeOfLog(transaction);
      if (head === undefined) return { size };
      return { size, head: { note: head.note, signedAt: head.signedAt.toISOString(), size: head.size } };
    });
  }
}
