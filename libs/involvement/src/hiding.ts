import type { Team } from '#organisation';
import type { Kind } from '#tokens';
import type { FoundInvolvement } from './lookup';

/** An involvement with the team that the catalogue knows it by. */
export interface Standing extends Omit<FoundInvolvement, 'team'> {
  readonly team: Team;
}

/** Why an involvement is out of sight whatever the policy says. */
export type Hidden = 'shielded' | 'collective-address';

/**
 * Whether two involvements are about the same address as far as this service can tell, or the marker stands on the bare
 * number that the other is a unit of. Asking about a neighbour, or about the number alone, then never shows more than the
 * marked address itself, so that a comparison of answers tells nothing.
 */
const covers = (marker: Standing, other: Standing): boolean => marker.rung === other.rung || marker.rung === 'number';

/** A desk hides nothing from itself: it must know whom to warn. */
const shieldsFor = (standing: readonly Standing[], ownTeams: readonly string[]): Standing[] =>
  standing.filter(({ team }) => team.part === 'shield-desk' && !ownTeams.includes(team.code));

/**
 * What markers hide from this asker. Pure, and the same work for every asker and kind: marker and hidden alike are looked
 * at one by one.
 */
export function hiding(
  standing: readonly Standing[],
  ownTeams: readonly string[],
  kind: Kind,
): (one: Standing) => Hidden | undefined {
  const shields = shieldsFor(standing, ownTeams);
  const collective = standing.filter(({ team }) => team.part === 'collective-list');
  const ofAddress = kind === 'address' || kind === 'building';
  return (one) => {
    if (shields.some((shield) => covers(shield, one))) return 'shielded';
    return ofAddress && collective.some((marker) => covers(marker, one)) ? 'collective-address' : undefined;
  };
}

/**
 * Whether a desk shows itself to this asker: her own team was involved with the very same subject before the desk was. In a
 * building the own involvement may be at a neighbour's, so nobody was.
 */
export function seesDesk(
  desk: Standing,
  standing: readonly Standing[],
  ownTeams: readonly string[],
  kind: Kind,
): boolean {
  const before = standing.some(
    ({ team, rung, serial }) => ownTeams.includes(team.code) && rung === desk.rung && serial < desk.serial,
  );
  return before && kind !== 'building';
}
