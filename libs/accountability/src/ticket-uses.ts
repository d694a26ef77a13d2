import { parseCanonicalJson } from '#transparency';
import { byteaArray } from '#platform';
import type { AuditKeys } from './audit-keys';
import { receiptDigestOf } from './record';

/** A connection or a transaction. */
interface Source {
  query<R extends object>(text: string, values: unknown[]): Promise<{ rows: R[] }>;
}

/** What a record says about the tickets that paid for it. */
export interface TicketUse {
  readonly seq: number;
  readonly action: string;
  readonly outcome: string;
  /** Ids, base64url of 16 bytes; none for what needs no ticket */
  readonly tickets: readonly string[];
}

interface Row {
  seq: string;
  event: Buffer;
  w: Buffer;
  a: Buffer;
  at: Date;
}

/**
 * Which tickets paid for records [from, to), for the comparison with the custodian's ledger: a record whose ticket is
 * not there was invented, a ticket of the ledger that stands in no record was kept out of the log or never used.
 * One granted request may have several records (a list of subjects), which then name the same tickets.
 * @throws Error when group A does not open: another key, or changed bytes
 */
export async function ticketUses(source: Source, keys: AuditKeys, from: number, to: number): Promise<TicketUse[]> {
  const { rows } = await source.query<Row>(
    'select seq, event, w, a, at from audit.record where seq >= $1 and seq < $2 order by seq',
    [from, to],
  );
  return rows.map(({ seq, event, w, a, at }) => {
    const { action, outcome } = parseCanonicalJson(w) as { action: string; outcome: string };
    const { bytes } = keys.open('A', at.getUTCFullYear(), event, a);
    const { tickets = [] } = parseCanonicalJson(bytes) as { tickets?: readonly string[] };
    return { seq: Number(seq), action, outcome, tickets };
  });
}

/** Which of these derived receipts stand in the log: what they were made for has happened, whatever became of it since. */
export async function recordedReceipts(source: Source, receipts: readonly Buffer[]): Promise<ReadonlySet<Buffer>> {
  const digests = receipts.map(receiptDigestOf);
  const { rows } = await source.query<{ receipt_digest: Buffer }>(
    'select receipt_digest from audit.record where receipt_digest = any($1::bytea[])',
    [byteaArray(digests)],
  );
  const found = new Set(rows.map(({ receipt_digest }) => receipt_digest.toString('latin1')));
  return new Set(receipts.filter((_, i) => found.has(digests[i]?.toString('latin1') ?? '')));
}
