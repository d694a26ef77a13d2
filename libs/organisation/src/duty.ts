import { type Actor, RIGHTS, type Right, type RightRule } from '#access';
import { localDay } from '#platform';
import type { Catalogue, CatalogueCopy } from './catalogue';
import type { Cover } from './cover';

/** Whether a right is about the work of a team, which may be covered, and not about managing it or looking into it. */
const isWork = (right: Right): boolean => ['raakvlak:ask', 'raakvlak:register'].includes(RIGHTS[right].scope);

const reachesTeams = ({ roles }: Actor, right: Right): boolean => {
  const { roles: reach }: RightRule = RIGHTS[right];
  return roles.some((role) => reach[role] === 'team');
};

/**
 * The one place where covers count: it hands the guard the actor as she is on duty, so that every rule behind it reads
 * her teams and no rule knows of covers.
 *
 * Where a right reaches teams, the covers are those that the database has now: an ended cover ends with the request after
 * it. A question reaches what is one's own; it works with the copy at hand and stays synchronous. What an older copy
 * could do there is name a team that one covers, or leave it out, in the first question after a change.
 */
export class Duty {
  private readonly known = new WeakMap<Actor, { copy: CatalogueCopy; day: string; actor: Actor }>();

  constructor(
    private readonly catalogue: Catalogue,
    private readonly clock: () => number = Date.now,
  ) {}

  /** The actor with the teams that she covers today; the very same object when there are none. */
  of(actor: Actor, right: Right): Actor | Promise<Actor> {
    if (!isWork(right)) return actor;
    const copy = reachesTeams(actor, right) ? this.catalogue.fresh() : this.catalogue.current();
    return copy instanceof Promise ? copy.then((one) => this.onDuty(actor, one)) : this.onDuty(actor, copy);
  }

  private onDuty(actor: Actor, copy: CatalogueCopy): Actor {
    const covers = copy.covers.get(actor.id);
    if (covers === undefined) return actor;
    const day = localDay(this.clock());
    const before = this.known.get(actor);
    if (before?.copy === copy && before.day === day) return before.actor;
    const teams = teamsOn(actor, covers, day);
    const onDuty = teams.length === actor.teams.length ? actor : { ...actor, teams };
    this.known.set(actor, { copy, day, actor: onDuty });
    return onDuty;
  }
}

const teamsOn = (actor: Actor, covers: readonly Cover[], day: string): readonly string[] => [
  ...new Set([
    ...actor.teams,
    ...covers.filter(({ from, until }) => from <= day && day <= until).map(({ team }) => team),
  ]),
];
