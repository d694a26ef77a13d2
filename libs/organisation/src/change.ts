import { type AuditEvent, AuditKeys, LockedLog, type PreparedRecord, prepareRecord } from '#accountability';
import type { Actor } from '#access';
import type { Transaction } from '#platform';

/** The record of a change of the organisation, its purposes or its policy. */
export const managementEvent = (actor: Actor, action: string, disclosed: AuditEvent['disclosed']): AuditEvent => ({
  happening: { action, purpose: 'management', department: actor.department, outcome: 'done' },
  actor: { id: actor.id, roles: actor.roles },
  technical: { client: actor.client, node: 'index' },
  disclosed,
});

/** Appends it in the transaction of the change; the last thing that a unit of work does, since it locks the log. */
export async function recordChange(transaction: Transaction, keys: AuditKeys, event: AuditEvent): Promise<void> {
  const log = await LockedLog.take(transaction, []);
  await log.append([prepareRecord(event, keys)]);
}

/** The record of a change that was refused. @param reason code of the problem */
export function refusedRecord(actor: Actor, action: string, reason: string, keys: AuditKeys): PreparedRecord {
  const event = managementEvent(actor, action, { reason });
  return prepareRecord({ ...event, happening: { ...event.happening, outcome: 'refused' } }, keys);
}
