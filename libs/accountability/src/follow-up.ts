import { randomUUID } from 'node:crypto';
import { type Transaction, byteaArray, uuidArray } from '#platform';
import type { AuditKeys } from './audit-keys';

/** What a worker does after a question, beside its record: sealed, and of one size whatever was found. */
export interface FollowUp {
  /** 16 bytes */
  readonly id: Buffer;
  readonly sealed: Buffer;
}

export const uuidOf = (id: Buffer): string =>
  id.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

/** @param note at most 4,060 bytes as JSON, or the table refuses it */
export function prepareFollowUp(keys: AuditKeys, note: object): FollowUp {
  const id = Buffer.from(randomUUID().replaceAll('-', ''), 'hex');
  return { id, sealed: keys.sealNote('follow-up', id, note) };
}

/** In the transaction of the record: neither stands without the other. */
export async function writeFollowUps(transaction: Transaction, items: readonly FollowUp[]): Promise<void> {
  if (items.length === 0) return;
  await transaction.query('insert into follow_up (id, sealed) select * from unnest($1::uuid[], $2::bytea[])', [
    uuidArray(items.map(({ id }) => id)),
    byteaArray(items.map(({ sealed }) => sealed)),
  ]);
}
