import type { Transaction } from '#platform';
import type { AuditKeys } from './audit-keys';
import { DISORDER, positionOf, sizeOfLog } from './positions';
import { type GroupContents, RECORD_COLUMNS, type StoredRecord, readGroup } from './stored-record';

/** What a record must be like. Everything but the actor and the time stands in groups that are read one by one. */
export interface LogFilters {
  /** Unix milliseconds, the first that counts and the first that does not */
  readonly from?: number;
  readonly until?: number;
  readonly action?: string;
  readonly purpose?: string;
  readonly department?: string;
  readonly outcome?: string;
  readonly kind?: string;
  /** `issuer|subject`, exactly */
  readonly actor?: string;
}

/** A record that fits, or one that does not open, which may fit as well. */
export interface FoundRecord {
  readonly row: StoredRecord;
  readonly happening?: GroupContents;
  readonly subject?: GroupContents;
  readonly actor?: GroupContents;
  /** Why it could not be read */
  readonly broken?: unknown;
}

export interface LogPage {
  /** Newest first */
  readonly found: readonly FoundRecord[];
  /** Where to go on, when there may be more: the `before` of the next step */
  readonly next?: number;
  /** Records that were looked at */
  readonly scanned: number;
}

/** Records read at a time; between two strides others get their turn. */
const STRIDE = 500;
/** Where one step ends, in records and milliseconds. */
const STEP = { records: 20_000, milliseconds: 1_000 };

/**
 * Searches the log backwards, in a step that ends in time whatever the filters leave over.
 * @param before position that the step begins under; the end of the log when left out
 * @param most records that are wanted, at least 1
 */
export async function searchLog(
  transaction: Transaction,
  keys: AuditKeys,
  filters: LogFilters,
  { before, most }: { readonly before?: number | undefined; readonly most: number },
): Promise<LogPage> {
  const begun = performance.now();
  const size = await sizeOfLog(transaction);
  const { until, from = -Infinity } = filters;
  const end = until === undefined ? size : await positionOf(transaction, until + DISORDER, size);
  const found: FoundRecord[] = [];
  let position = Math.min(before ?? size, end);
  for (let scanned = 0; ;) {
    const rows = await stride(transaction, keys, filters, position);
    for (const row of rows) {
      if (row.at.getTime() < from - DISORDER) return { found, scanned };
      position = Number(row.seq);
      scanned++;
      const one = examined(row, keys, filters);
      if (one !== undefined) found.push(one);
      if (found.length === most) return { found, scanned, ...(position === 0 ? {} : { next: position }) };
    }
    if (rows.length < STRIDE) return { found, scanned };
    const enough = scanned >= STEP.records || performance.now() - begun > STEP.milliseconds;
    if (enough) return { found, scanned, next: position };
  }
}

async function stride(
  transaction: Transaction,
  keys: AuditKeys,
  { actor }: LogFilters,
  before: number,
): Promise<readonly StoredRecord[]> {
  const whose = actor === undefined ? { where: '', values: [] } : { where: 'and actor_key = $3', values: [actor] };
  const { rows } = await transaction.query<StoredRecord>(
    `select ${RECORD_COLUMNS} from audit.record where seq < $1 ${whose.where} order by seq desc limit $2`,
    [before, STRIDE, ...whose.values.map((one) => keys.actorKey(one))],
  );
  return rows;
}

/** From the group that is cheapest to read onwards, so that most of what does not fit is left aside unopened. */
function examined(row: StoredRecord, keys: AuditKeys, filters: LogFilters): FoundRecord | undefined {
  const at = row.at.getTime();
  if (at < (filters.from ?? -Infinity) || at >= (filters.until ?? Infinity)) return undefined;
  try {
    const happening = readGroup('W', row, keys);
    const { action, purpose, department, outcome, kind } = filters;
    if (!fits(happening, { action, purpose, department, outcome })) return undefined;
    const subject = readGroup('S', row, keys);
    if (!fits(subject, { kind })) return undefined;
    return { row, happening, subject, actor: readGroup('A', row, keys) };
  } catch (broken) {
    return { row, broken };
  }
}

const fits = (contents: GroupContents, wanted: Readonly<Record<string, string | undefined>>): boolean =>
  Object.entries(wanted).every(([name, value]) => value === undefined || contents[name] === value);

/** One record. @returns undefined beyond the end of the log */
export async function recordAt(transaction: Transaction, seq: number): Promise<StoredRecord | undefined> {
  // What is no position of this log is not asked of the database: it may be anything.
  if (seq >= (await sizeOfLog(transaction))) return undefined;
  const { rows } = await transaction.query<StoredRecord>(`select ${RECORD_COLUMNS} from audit.record where seq = $1`, [
    seq,
  ]);
  return rows[0];
}
