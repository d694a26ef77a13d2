import { type Transaction, byteaArray } from '#platform';
import type { AuditKeys } from './audit-keys';
import { DISORDER, positionOf, sizeOfLog } from './positions';
import { receiptDigestOf } from './record';
import { RECORD_COLUMNS, type StoredRecord } from './stored-record';

/** Group W is canonical JSON, so that what begins with its first name is of this action (RFC 8785). */
const beginOf = (action: string): Buffer => Buffer.from(`{"action":"${action}",`);

/** Whose records of one action, and since when. */
export interface OwnRecords {
  /** `issuer|subject` */
  readonly actor: string;
  readonly action: string;
  /** Unix milliseconds */
  readonly since: number;
}

const OWN = `select ${RECORD_COLUMNS} from audit.record
  where actor_key = $1 and seq >= $2 and at >= $3 and substring(w from 1 for $4) = $5`;

/** Newest first, at most `most`. */
export async function ownRecords(
  transaction: Transaction,
  keys: AuditKeys,
  own: OwnRecords,
  most: number,
): Promise<readonly StoredRecord[]> {
  const { rows } = await transaction.query<StoredRecord>(`${OWN} order by seq desc limit $6`, [
    ...(await whose(transaction, keys, own)),
    most,
  ]);
  return rows;
}

/** Those among one's own that bear one of these ids, or that one of these receipts was given for. */
export async function namedOwnRecords(
  transaction: Transaction,
  keys: AuditKeys,
  own: OwnRecords,
  { events = [], receipts = [] }: { readonly events?: readonly Buffer[]; readonly receipts?: readonly Buffer[] },
): Promise<readonly StoredRecord[]> {
  const { rows } = await transaction.query<StoredRecord>(
    `${OWN} and (event = any($6::bytea[]) or receipt_digest = any($7::bytea[])) order by seq`,
    [...(await whose(transaction, keys, own)), byteaArray(events), byteaArray(receipts.map(receiptDigestOf))],
  );
  return rows;
}

async function whose(transaction: Transaction, keys: AuditKeys, { actor, action, since }: OwnRecords) {
  const from = await positionOf(transaction, since - DISORDER, await sizeOfLog(transaction));
  const begin = beginOf(action);
  return [keys.actorKey(actor), from, new Date(since), begin.length, begin];
}
