import { type AuditEvent, type AuditKeys, type PreparedRecord, prepareRecord } from '#accountability';
import { type Actor, reaches } from '#access';
import type { Part, Team } from '#organisation';
import type { Transaction } from '#platform';
import { problem } from './problems';

/** The row of an involvement, locked for this transaction. */
export interface OwnRow {
  readonly id: string;
  readonly team: string;
  readonly department: string;
  readonly part: Part;
  /** YYYY-MM-DD */
  readonly expires_on: string;
  readonly withdrawn: boolean;
  /** Withdrawn or expired */
  readonly ended: boolean;
  readonly sealed: Buffer;
  /** Codes of teams that went up in this one: tokens name them for a while longer */
  readonly former: readonly string[];
}

/**
 * A person acts for a team of her own; a connection for the teams of its department; the application manager for lists of
 * collective addresses. Both rights ask for one scope.
 */
export const mayActFor = (
  actor: Actor,
  { code, department, part }: Pick<Team, 'code' | 'department' | 'part'>,
): boolean => registersFor(actor, { code, department }) || (part === 'collective-list' && managesLists(actor, code));

/** By the right of those who work for the team. */
export const registersFor = (actor: Actor, { code, department }: Pick<Team, 'code' | 'department'>): boolean =>
  reaches(actor, 'involvement.register', { team: code, department });

const managesLists = (actor: Actor, team: string): boolean => reaches(actor, 'collective-address.manage', { team });

/**
 * Takes rows for changing, in the order of their ids, so that two requests about the same ones wait for each other one
 * way round. Somebody else's involvement is left out like one that does not exist.
 */
export async function takeOwnRows(
  transaction: Transaction,
  actor: Actor,
  ids: readonly string[],
): Promise<ReadonlyMap<string, OwnRow>> {
  if (ids.length === 0) return new Map();
  const { rows } = await transaction.query<OwnRow>(
    `select i.id, i.team, t.department, t.part, to_char(i.expires_on, 'YYYY-MM-DD') as expires_on,
       i.withdrawn_on is not null as withdrawn, (i.withdrawn_on is not null or i.expires_on < current_date) as ended,
       i.sealed, array(select code from team f where f.merged_into = i.team) as former
     from involvement i join team t on t.code = i.team where i.id = any($1::uuid[]) order by i.id for update of i`,
    [ids],
  );
  const own = rows.filter(({ team, department, part, former }) =>
    [team, ...former].some((code) => mayActFor(actor, { code, department, part })),
  );
  return new Map(own.map((row) => [row.id, row]));
}

/** @throws Problem `involvement.involvement-unknown` */
export async function takeOwn(transaction: Transaction, actor: Actor, id: string): Promise<OwnRow> {
  const row = (await takeOwnRows(transaction, actor, [id])).get(id);
  if (row === undefined) throw problem('involvement-unknown');
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
  owner: { readonly team: string; readonly department: string } = { team: 'unknown', department: 'unknown' },
): PreparedRecord {
  const event = involvementEvent(actor, action, owner, 'refused');
  return prepareRecord({ ...event, disclosed: { reason } }, keys);
}

/** The records of ids that are not known, or not one's own: each one of them may be a guess. */
export const unknownRecords = (
  actor: Actor,
  action: string,
  ids: readonly string[],
  rows: ReadonlyMap<string, OwnRow>,
  keys: AuditKeys,
): PreparedRecord[] =>
  ids.flatMap((id) => (rows.has(id) ? [] : [refusedRecord(actor, action, 'involvement.involvement-unknown', keys)]));
