import type { Actor } from '#access';
import type { CatalogueCopy } from './catalogue';
import type { Team } from './entities';
import { currentTeams } from './merged';

/** The teams that somebody works for, as they are called now: her own, or those of a connection's department. */
export function ownTeams(actor: Pick<Actor, 'roles' | 'department' | 'teams'>, { teams }: CatalogueCopy): Team[] {
  const current = currentTeams(actor.teams, teams);
  return [...teams.values()].filter(
    ({ code, department, endedOn }) =>
      endedOn === null &&
      (actor.roles.includes('connection') ? department === actor.department : current.includes(code)),
  );
}
