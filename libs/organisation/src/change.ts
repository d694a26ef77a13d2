import { type AuditEvent, AuditKeys, LockedLog, type PreparedRecord, prepareRecord } from '#accountability';
import type { Actor } from '#access';
import type { Transaction } from '#platform';
import { Team } from './entities';

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

/**
 * Changes of departments and teams go one after the other from here to the commit, so that what was checked (no loop, no
 * number of another's) still holds when it is written. The first thing that such a unit of work does: each change of
 * these tables touches the same row by a trigger, and two that came to it in another order would wait for each other.
 */
export async function lockOrganisation(transaction: Transaction): Promise<void> {
  await transaction.query('select 1 from catalogue for update');
}

/** All teams as they are in this transaction. */
export async function teamsIn(transaction: Transaction): Promise<ReadonlyMap<string, Team>> {
  const teams = await transaction.manager.find(Team);
  return new Map(teams.map((team) => [team.code, team]));
}
