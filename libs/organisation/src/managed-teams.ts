import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type Actor, reaches } from '#access';
import { Catalogue, type CatalogueCopy } from './catalogue';
import type { Part, Team } from './entities';
import { currentTeams } from './merged';

/** Whether somebody keeps this team's data. Her teams are those of her token: a cover gives none to manage. */
export function managesFor(actor: Actor, { teams }: Pick<CatalogueCopy, 'teams'>): (code: string) => boolean {
  const own = { ...actor, teams: currentTeams(actor.teams, teams) };
  return (code) => reaches(own, 'contact.change', { team: code });
}

export interface ManagedTeam extends Pick<Team, 'code' | 'name' | 'department'> {
  readonly part: Part;
}

/** Teams whose data one keeps, without those that have ended. */
export class ManagedTeams extends Query<readonly ManagedTeam[]> {
  constructor(readonly actor: Actor) {
    super();
  }
}

@QueryHandler(ManagedTeams)
export class ManagedTeamsHandler implements IQueryHandler<ManagedTeams> {
  constructor(private readonly catalogue: Catalogue) {}

  async execute({ actor }: ManagedTeams): Promise<readonly ManagedTeam[]> {
    const copy = await this.catalogue.fresh();
    const manages = managesFor(actor, copy);
    return [...copy.teams.values()].flatMap(({ code, name, department, part, endedOn }) =>
      endedOn === null && manages(code) ? [{ code, name, department, part }] : [],
    );
  }
}
