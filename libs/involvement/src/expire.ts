import { type AuditKeys, type PreparedRecord, prepareRecord } from '#accountability';
import { type Transaction, type UnitOfWork, log } from '#platform';
import { settle } from './enter';
import { involvementEvent } from './own';
import type { InvolvementNote, StorageKey } from './storage-key';

/** Rows in one transaction, so that none holds the log for long. */
const BATCH = 500;
/** Days that a withdrawn row stays, to recognise the request that comes again. */
const KEPT = 7;

/** Who the log says it was: nobody asked for it. */
const WORKER = { id: 'worker', roles: [], client: 'worker' } as const;

export interface Expired {
  /** Involvement that lapsed, each with its record */
  readonly expired: number;
  /** Rows of what had been withdrawn */
  readonly cleared: number;
  readonly tickets: number;
  /** Rows whose note does not open: left as they are, for somebody to look at */
  readonly broken: number;
}

interface EndedRow {
  id: string;
  team: string;
  department: string;
  /** YYYY-MM-DD */
  day: string;
  sealed: Buffer;
}

/** What expired, and what was withdrawn long enough ago; in the order of its index, from a place onwards. */
const select = (column: string, ended: string): string =>
  `select i.id, i.team, t.department, to_char(i.${column}, 'YYYY-MM-DD') as day, i.sealed
   from involvement i join team t on t.code = i.team
   where ${ended} and (i.${column}, i.id) > ($1::date, $2::uuid)
   order by i.${column}, i.id limit ${BATCH} for update of i skip locked`;
const EXPIRED = select('expires_on', 'i.withdrawn_on is null and i.expires_on < current_date');
const WITHDRAWN = select('withdrawn_on', `i.withdrawn_on is not null and i.withdrawn_on < current_date - ${KEPT}`);
const BEGINNING = { day: '-infinity', id: '00000000-0000-0000-0000-000000000000' };

/**
 * What lapsed goes, without an archive: involvement that was not renewed, rows of what was withdrawn, tickets that
 * nobody can use any more. Any number of workers may run at once; a row that another one holds is left to it.
 *
 * Each batch is one transaction with its records. A crash leaves whole batches; the next round does the rest. A note that
 * does not open is an alarm and is passed by: it must not keep the others.
 */
export class ExpireInvolvement {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly storageKey: StorageKey,
    private readonly auditKeys: AuditKeys,
  ) {}

  /** One round over all that has ended by now. @throws Problem `platform.storage-unavailable`; the rest waits for the next */
  async round(): Promise<Expired> {
    const expired = await this.clear(EXPIRED, true);
    const withdrawn = await this.clear(WITHDRAWN, false);
    const tickets = await this.clearTickets();
    const broken = expired.broken + withdrawn.broken;
    return { expired: expired.removed, cleared: withdrawn.removed, tickets, broken };
  }

  private async clear(statement: string, recorded: boolean): Promise<{ removed: number; broken: number }> {
    const total = { removed: 0, broken: 0 };
    for (let after = BEGINNING; ;) {
      const { rows, opened } = await this.unitOfWork.run((transaction) =>
        this.batch(transaction, statement, after, recorded),
      );
      total.removed += opened;
      total.broken += rows.length - opened;
      const last = rows.at(-1);
      if (last === undefined || rows.length < BATCH) return total;
      after = last;
    }
  }

  private async batch(
    transaction: Transaction,
    statement: string,
    after: { readonly day: string; readonly id: string },
    recorded: boolean,
  ): Promise<{ rows: readonly EndedRow[]; opened: number }> {
    const { rows } = await transaction.query<EndedRow>(statement, [after.day, after.id]);
    const open = rows.flatMap((row) => {
      const note = this.noteOf(row);
      return note === undefined ? [] : [{ row, links: note.links }];
    });
    if (open.length > 0) {
      await transaction.query('delete from link where id = any($1::uuid[])', [open.flatMap(({ links }) => links)]);
      await transaction.query('delete from involvement where id = any($1::uuid[])', [open.map(({ row }) => row.id)]);
    }
    if (open.length < rows.length)
      log.warn('alarm: notes of ended involvement do not open, they stay', { notes: rows.length - open.length });
    if (recorded)
      await settle(
        transaction,
        open.map(({ row }) => this.recordOf(row)),
      );
    return { rows, opened: open.length };
  }

  private noteOf({ id, sealed }: EndedRow): InvolvementNote | undefined {
    try {
      return this.storageKey.openNote(id, sealed);
    } catch {
      return undefined;
    }
  }

  private recordOf(row: EndedRow): PreparedRecord {
    const event = involvementEvent({ ...WORKER, department: row.department, teams: [], scopes: [] }, 'expire', row);
    const technical = { client: WORKER.client, node: 'worker' };
    const receipt = this.auditKeys.receiptOf(`expire|${row.id}`);
    return prepareRecord({ ...event, technical }, this.auditKeys, Date.now(), receipt);
  }

  /** A day after its end the custodian's signature is refused by its age, whether it was spent or not. */
  private async clearTickets(): Promise<number> {
    for (let cleared = 0; ;) {
      const removed = await this.unitOfWork.run(({ query }) =>
        query(
          `delete from spent_ticket where id = any (array(
             select id from spent_ticket where expires_at < now() - interval '1 day' limit ${BATCH} for update skip locked))`,
        ),
      );
      cleared += removed.rowCount ?? 0;
      if ((removed.rowCount ?? 0) < BATCH) return cleared;
    }
  }
}
