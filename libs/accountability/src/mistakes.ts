import type { Transaction } from '#platform';
import type { AuditKeys } from './audit-keys';
import { recordedReceipts } from './ticket-uses';
import { textOf } from './stored-record';

/** Action of the record that calls a question a mistake; its group W names the event of the question. */
export const MISTAKE = 'inquiry-mistaken';

/**
 * The receipt of that record. It follows from the question, so that the log itself says whether a question was marked
 * and its unique column lets one mark stand; rows of the log are never changed. @param event 16 bytes
 */
export const mistakeReceipt = (keys: AuditKeys, event: Buffer): Buffer => keys.receiptOf(`${MISTAKE}|${textOf(event)}`);

/** Which of these events were marked; as text, base64url. */
export async function mistaken(
  transaction: Transaction,
  keys: AuditKeys,
  events: readonly Buffer[],
): Promise<ReadonlySet<string>> {
  if (events.length === 0) return new Set();
  const receipts = events.map((event) => mistakeReceipt(keys, event));
  const marked = await recordedReceipts(transaction, receipts);
  return new Set(events.filter((_, i) => marked.has(receipts[i] as Buffer)).map(textOf));
}
