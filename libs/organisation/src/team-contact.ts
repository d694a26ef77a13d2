import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Actor } from '#access';
import { Catalogue } from './catalogue';
import { type ContactShown, contactOf, requireGoingOn } from './contact';
import { managesFor } from './managed-teams';
import { problem } from './problems';

export interface TeamAndContact {
  readonly code: string;
  readonly name: string;
  /** Code of its department */
  readonly department: string;
  readonly contact: ContactShown;
}

/** How a team is to be reached, for whoever may change that. */
export class TeamContact extends Query<TeamAndContact> {
  constructor(
    readonly actor: Actor,
    readonly team: string,
  ) {
    super();
  }
}

@QueryHandler(TeamContact)
export class TeamContactHandler implements IQueryHandler<TeamContact> {
  constructor(private readonly catalogue: Catalogue) {}

  async execute({ actor, team: code }: TeamContact): Promise<TeamAndContact> {
    const copy = await this.catalogue.fresh();
    // Before anything is said about the team, as with a change: who may not see it does not learn whether it exists.
    if (!managesFor(actor, copy)(code)) throw problem('not-your-team');
    const team = copy.teams.get(code);
    if (team === undefined) throw problem('unknown-team');
    requireGoingOn(team);
    return { code, name: team.name, department: team.department, contact: contactOf(team) };
  }
}
