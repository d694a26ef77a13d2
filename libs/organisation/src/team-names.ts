import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Actor } from '#access';
import { Catalogue } from './catalogue';
import { managesFor } from './managed-teams';

export interface TeamName {
  readonly code: string;
  readonly name: string;
  /** Name of its department */
  readonly department: string;
}

/**
 * Teams that can be named to hand over to, or to call instead. Shield desks and collective lists are known to those who
 * keep them alone: cases go over to no other kind of team anyway.
 */
export class TeamNames extends Query<readonly TeamName[]> {
  constructor(readonly actor: Actor) {
    super();
  }
}

@QueryHandler(TeamNames)
export class TeamNamesHandler implements IQueryHandler<TeamNames> {
  constructor(private readonly catalogue: Catalogue) {}

  async execute({ actor }: TeamNames): Promise<readonly TeamName[]> {
    const copy = await this.catalogue.fresh();
    const manages = managesFor(actor, copy);
    return [...copy.teams.values()].flatMap(({ code, name, department, part, endedOn }) =>
      endedOn === null && (part === 'ordinary' || manages(code))
        ? [{ code, name, department: copy.departments.get(department)?.name ?? department }]
        : [],
    );
  }
}
