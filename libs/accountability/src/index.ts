/**
 * accountability: no record, no answer.
 *
 * Owns the audit record (five separately committed groups, S, A and D sealed), its place in the tree, the queue that
 * lets many waiting questions share one transaction, the spending of tickets and of budgets, signed heads and the proof for a receipt.
 * It knows what happened, never what was in it: no identifier reaches this room, tokens come only as keyed tags.
 *
 * Order that matters: a record is prepared (hashed, sealed) outside any lock; then the head row is locked, tickets and
 * meters are spent, leaves get their place, everything is committed at once; only then may an answer leave. A crash before the
 * commit leaves nothing; a crash after it leaves a record of an answer that was not given, which is the safe error.
 */
export * from './append';
export * from './audit-keys';
export * from './feeder';
export * from './follow-up';
export * from './log-search';
export * from './meter-sums';
export * from './mistakes';
export * from './own-records';
export { sizeOfLog } from './positions';
export * from './prove';
export * from './record';
export * from './record-reader';
export * from './recorder';
export * from './stored-record';
export * from './ticket-uses';
