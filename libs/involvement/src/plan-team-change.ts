import { randomUUID } from 'node:crypto';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { AuditKeys, Recorder, recordingRefusal } from '#accountability';
import { type Actor, reaches } from '#access';
import { Policies, type Policy } from '#disclosure';
import {
  Catalogue,
  Proposals,
  type Team,
  type TeamChange,
  type TeamChangeKind,
  changeEvent,
  changeIn,
  currentTeams,
  lockOrganisation,
  organisationProblem as wrong,
  recordChange,
  refusedRecord,
  requireGoingOn,
  teamsIn,
  tellTeams,
} from '#organisation';
import { type Transaction, UnitOfWork, localDay } from '#platform';
import { CarryOutTeamChanges, needsSecondPerson } from './carry-out';
import { problem } from './problems';

/** A change as it is asked for. */
export interface ChangeGiven {
  readonly kind: TeamChangeKind;
  readonly team: string;
  /** A name, or the code of the team that takes over */
  readonly to: string;
  /** YYYY-MM-DD; today when left out */
  readonly on?: string;
  /** Of a hand-over: ids of involvement, or all that the team has on that day */
  readonly cases?: 'all' | readonly string[];
}

export interface Planned extends TeamChange {
  /** Id of the proposal, when a second person decides first */
  readonly proposal?: string;
}

/** Renames or merges a team, or hands over what it has, on a day: announced to the teams, carried out on that day. */
export class PlanTeamChange extends Command<Planned> {
  constructor(
    readonly actor: Actor,
    readonly given: ChangeGiven,
  ) {
    super();
  }
}

/** What a planned change rests on, beside the log. */
export class TeamChangeGrounds {
  constructor(
    readonly catalogue: Catalogue,
    readonly policies: Policies,
    readonly carryOut: CarryOutTeamChanges,
  ) {}
}

const DAY = 86_400_000;
const LONGEST = 366;

@CommandHandler(PlanTeamChange)
export class PlanTeamChangeHandler implements ICommandHandler<PlanTeamChange> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly recorder: Recorder,
    private readonly keys: AuditKeys,
    private readonly proposals: Proposals,
    private readonly grounds: TeamChangeGrounds,
  ) {}

  execute({ actor, given }: PlanTeamChange): Promise<Planned> {
    const refused = (reason: string) => refusedRecord(actor, given.kind, reason, this.keys);
    return recordingRefusal(this.recorder, refused, async () => {
      const today = localDay(Date.now());
      const on = dayOf(given.on, today);
      const { catalogue, policies, carryOut } = this.grounds;
      const policy = await policies.inForce((await catalogue.fresh()).version, Date.now());
      const change = await this.unitOfWork.run((transaction) => this.announce(transaction, actor, given, on, policy));
      if (change.state === 'proposed') {
        const kind = change.kind === 'merge' ? 'team-merge' : 'hand-over';
        const { id, team, to } = change;
        const proposal = await this.proposals.propose(actor, kind, { change: id, team, to, on }, new Date(on));
        return { ...change, proposal };
      }
      if (on > today) return change;
      await carryOut.now(change.id, actor);
      return (await this.unitOfWork.run((transaction) => changeIn(transaction, change.id))) ?? change;
    });
  }

  private async announce(
    transaction: Transaction,
    actor: Actor,
    given: ChangeGiven,
    on: string,
    policy: Policy,
  ): Promise<TeamChange> {
    await lockOrganisation(transaction);
    const teams = await teamsIn(transaction);
    const from = teamOf(actor, given, teams);
    const second = given.kind === 'rename' ? undefined : takerOf(given, from, teams);
    if (given.kind === 'merge') await requireNoMerge(transaction, [from.code, given.to]);
    if (Array.isArray(given.cases)) await requireOpen(transaction, from.code, given.cases as readonly string[]);
    const waits = second !== undefined && needsSecondPerson(from, second, policy);
    const change: TeamChange = {
      id: randomUUID(),
      kind: given.kind,
      team: from.code,
      to: given.to,
      on,
      state: waits ? 'proposed' : 'announced',
      moved: 0,
    };
    await transaction.query(
      `insert into team_change (id, kind, team, to_team, new_name, every_case, cases, effective_on, announced_by, state)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [
        change.id,
        change.kind,
        change.team,
        second?.code,
        second === undefined ? change.to : undefined,
        given.cases === 'all',
        Array.isArray(given.cases) ? given.cases : undefined,
        on,
        actor.id,
        change.state,
      ],
    );
    // Nothing is announced that a second person may still refuse.
    if (!waits) await tellTeams(transaction, change, 'team-change-announced');
    const action = waits ? 'team-change-proposed' : 'team-change-announced';
    await recordChange(transaction, this.keys, changeEvent(actor, action, change));
    return change;
  }
}

/** @throws Problem `organisation.date-refused` for a day that is past, too far ahead, or not in the calendar */
function dayOf(given: string | undefined, today: string): string {
  if (given === undefined) return today;
  const ahead = (Date.parse(given) - Date.parse(today)) / DAY;
  if (!(ahead >= 0 && ahead <= LONGEST)) throw wrong('date-refused');
  return given;
}

/** The team that the change is about. Whoever may not change it does not learn whether it exists. */
function teamOf(actor: Actor, { kind, team: code }: ChangeGiven, teams: ReadonlyMap<string, Team>): Team {
  const own = { ...actor, teams: currentTeams(actor.teams, teams) };
  const right = kind === 'hand-over' ? 'involvement.hand-over' : 'organisation.manage';
  if (!reaches(own, right, { team: code })) throw wrong('not-your-team');
  const team = teams.get(code);
  if (team === undefined) throw wrong('unknown-team');
  requireGoingOn(team);
  return team;
}

function takerOf({ to }: ChangeGiven, from: Team, teams: ReadonlyMap<string, Team>): Team {
  const team = teams.get(to);
  if (team === undefined) throw wrong('unknown-team');
  requireGoingOn(team);
  if (team.code === from.code) throw wrong('same-team');
  // Cases of a shield desk would show all at once, or what a team has would hide others: no second person may widen that.
  if (team.part !== from.part) throw wrong('parts-differ');
  return team;
}

/** Of two merges that wait for their day, one could lead back to the other: each team is in one at a time. */
async function requireNoMerge({ query }: Transaction, codes: readonly string[]): Promise<void> {
  const { rowCount } = await query(
    `select 1 from team_change where kind = 'merge' and state in ('proposed', 'announced', 'under-way')
       and (team = any($1) or to_team = any($1)) limit 1`,
    [codes],
  );
  if (rowCount !== 0) throw wrong('merge-planned');
}

/** All or nothing; another team's is answered like one that does not exist. */
async function requireOpen({ query }: Transaction, team: string, ids: readonly string[]): Promise<void> {
  const { rows } = await query<{ n: number }>(
    `select count(*)::int as n from involvement where id = any($1::uuid[]) and team = $2 and withdrawn_on is null
       and expires_on >= current_date`,
    [ids, team],
  );
  if (rows[0]?.n !== ids.length) throw problem('involvement-unknown');
}
