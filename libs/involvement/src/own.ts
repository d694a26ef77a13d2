import { type AuditEvent, type AuditKeys, type PreparedRecord, prepareRecord } from '#accountability';
import type { Actor } from '#access';
import type { Transaction } from '#platform';
import { problem } from './problems';

/** The row of an involvement, locked for this transaction. */
export interface OwnRow {
  readonly id: string;
  readonly team: string;
  readonly department: string;
  readonly expires_on: string;
  readonly withdrawn: boolean;
  readonly sealed: Buffer;
}

/** A person acts for a team of her own; a connection for the teams of its department. */
export function mayActFor(actor: Actor, team: { readonly code: string; readonly department: string }): boolean {
  if (actor.roles.includes('connection')) return actor.department === team.department;
  return actor.teams.includes(team.code);
}

/**
 * Takes the row for changing. Somebody else's involvement is answered like one that does not exist.
 * @throws Problem `involvement.involvement-unknown`
 */
export async function takeOwn(transaction: Transaction, actor: Actor, id: string): Promise<OwnRow> {
  const { rows } = await transaction.query<OwnRow>(
    `select i.id, i.team, t.department, to_char(i.expires_on, 'YYYY-MM-DD') as expires_on,
       (i.withdrawn_on is not null or i.expires_on < current_date) as withdrawn, i.sealed
     from involvement i join team t on t.code = i.team where i.id = $1 for update of i`,
    [id],
  );
  const row = rows[0];
  if (row === undefined || !mayActFor(actor, { code: row.team, department: row.department }))
    throw problem('involvement-unknown');
  return row;
}

/** The record of something done to an involvement. */
export const involvementEvent = (
  actor: Actor,
  action: string,
  owner: { readonly team: string; readonly department: string },
  outcome: 'done' | 'refused' = 'done',
): AuditEvent => ({
  happening: { action, purpose: 'involvement', department: owner.department, outcome },
  actor: { id: actor.id, roles: actor.roles },
  technical: { client: actor.client, node: 'index' },
  disclosed: { team: owner.team },
});

/**
 * The record of a refusal.
 * @param owner left out where it is not known, or where the actor may have guessed an id
 */
export function refusedRecord(
  actor: Actor,
  action: string,
  reason: string,
  keys: AuditKeys,
  owner = { team: 'unknown', department: 'unknown' },
): PreparedRecord {
  const event = involvementEvent(actor, action, owner, 'refused');
  return prepareRecord({ ...event, disclosed: { reason } }, keys);
}
