import { Command, CommandHandler, type ICommandHandler, type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { AuditKeys, type AuditEvent } from '#accountability';
import type { Actor } from '#access';
import { type Transaction, UnitOfWork } from '#platform';
import { managementEvent, recordChange } from './change';
import { tell } from './events';
import { problem } from './problems';

export const TEAM_CHANGE_KINDS = ['rename', 'merge', 'hand-over'] as const;
export type TeamChangeKind = (typeof TEAM_CHANGE_KINDS)[number];

/**
 * `proposed` waits for a second person; `announced` for its day; `under-way` is done in part. `lapsed`: on its day it
 * could not be done any more, or would have needed a second person by then.
 */
export type TeamChangeState = 'proposed' | 'announced' | 'under-way' | 'carried-out' | 'cancelled' | 'lapsed';

/** A dated change of teams. */
export interface TeamChange {
  readonly id: string;
  readonly kind: TeamChangeKind;
  readonly team: string;
  /** The new name, or the code of the team that takes over */
  readonly to: string;
  /** YYYY-MM-DD, in Amsterdam */
  readonly on: string;
  readonly state: TeamChangeState;
  /** Involvement that went over so far, each part of a case counted */
  readonly moved: number;
}

export interface TeamChangeRow {
  id: string;
  kind: TeamChangeKind;
  team: string;
  to_team: string | null;
  new_name: string | null;
  effective_on: string;
  state: TeamChangeState;
  moved: number;
}

export const CHANGE_COLUMNS = `id, kind, team, to_team, new_name, to_char(effective_on, 'YYYY-MM-DD') as effective_on,
  state, moved`;

export const changeOf = (row: TeamChangeRow): TeamChange => ({
  id: row.id,
  kind: row.kind,
  team: row.team,
  to: row.to_team ?? row.new_name ?? '',
  on: row.effective_on,
  state: row.state,
  moved: row.moved,
});

/** Tells the teams whom it concerns. */
export async function tellTeams(
  transaction: Transaction,
  { id, kind, team, to, on, moved }: TeamChange,
  what: 'team-change-announced' | 'team-change-done' | 'team-change-cancelled' | 'team-change-lapsed',
): Promise<void> {
  const detail = { change: id, kind, team, to, on, ...(what === 'team-change-done' ? { moved } : {}) };
  const teams = kind === 'rename' ? [team] : [team, to];
  await tell(
    transaction,
    teams.map((one) => ({ to: { team: one }, kind: what, detail })),
  );
}

/** What the log says of it. */
export const changeEvent = (actor: Actor, action: string, { id, kind, team, to, on, moved }: TeamChange): AuditEvent =>
  managementEvent(actor, action, { change: id, kind, team, to, on, moved });

/** A change by its id; `undefined` when there is none. */
export async function changeIn(transaction: Transaction, id: string): Promise<TeamChange | undefined> {
  const { rows } = await transaction.query<TeamChangeRow>(`select ${CHANGE_COLUMNS} from team_change where id = $1`, [
    id,
  ]);
  return rows[0] && changeOf(rows[0]);
}

/** Newest first. */
export class TeamChanges extends Query<readonly TeamChange[]> {}

const MOST = 200;

@QueryHandler(TeamChanges)
export class TeamChangesHandler implements IQueryHandler<TeamChanges> {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  execute(): Promise<readonly TeamChange[]> {
    return this.unitOfWork.run(async (transaction) => {
      const { rows } = await transaction.query<TeamChangeRow>(
        `select ${CHANGE_COLUMNS} from team_change order by announced_at desc, id limit ${MOST}`,
      );
      return rows.map(changeOf);
    });
  }
}

/** A change that was not begun does not take place. */
export class CancelTeamChange extends Command<void> {
  constructor(
    readonly actor: Actor,
    readonly id: string,
  ) {
    super();
  }
}

@CommandHandler(CancelTeamChange)
export class CancelTeamChangeHandler implements ICommandHandler<CancelTeamChange> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly keys: AuditKeys,
  ) {}

  execute({ actor, id }: CancelTeamChange): Promise<void> {
    return this.unitOfWork.run(async (transaction) => {
      const { rows } = await transaction.query<TeamChangeRow>(
        `select ${CHANGE_COLUMNS} from team_change where id = $1 for update`,
        [id],
      );
      const change = rows[0] && changeOf(rows[0]);
      if (change === undefined) throw problem('change-unknown');
      if (change.state !== 'announced' && change.state !== 'proposed') throw problem('change-over');
      await transaction.query(
        `update team_change set state = 'cancelled', cases = null, over_at = now() where id = $1`,
        [id],
      );
      // What was only proposed, the teams were never told of.
      if (change.state === 'announced') await tellTeams(transaction, change, 'team-change-cancelled');
      await recordChange(transaction, this.keys, changeEvent(actor, 'team-change-cancelled', change));
    });
  }
}
