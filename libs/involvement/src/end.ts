import { type AuditKeys, type PreparedRecord, prepareRecord } from '#accountability';
import type { Actor } from '#access';
import type { Transaction } from '#platform';
import { type OwnRow, involvementEvent } from './own';
import type { StorageKey } from './storage-key';

/** The receipt of a withdrawal: the same however often it is repeated. */
export const withdrawalReceipt = (keys: AuditKeys, id: string): Buffer => keys.receiptOf(`withdraw|${id}`);

/**
 * Ends involvement whose rows this transaction locked, and removes its links; what was withdrawn before is left alone.
 * @returns the records, one for each that ended now, to be appended in this transaction
 */
export async function endRows(
  transaction: Transaction,
  storageKey: StorageKey,
  keys: AuditKeys,
  actor: Actor,
  rows: readonly OwnRow[],
): Promise<PreparedRecord[]> {
  const open = rows.filter(({ withdrawn }) => !withdrawn);
  if (open.length === 0) return [];
  const links = open.flatMap(({ id, sealed }) => storageKey.openNote(id, sealed).links);
  await transaction.query('update involvement set withdrawn_on = current_date where id = any($1::uuid[])', [
    open.map(({ id }) => id),
  ]);
  await transaction.query('delete from link where id = any($1::uuid[])', [links]);
  return open.map((row) =>
    prepareRecord(involvementEvent(actor, 'withdraw', row), keys, Date.now(), withdrawalReceipt(keys, row.id)),
  );
}
