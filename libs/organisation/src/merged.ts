import type { Team } from './entities';

/** What is needed of the catalogue: teams by code. */
type Teams = ReadonlyMap<string, Pick<Team, 'code' | 'mergedInto'>>;

/** The code under which a team goes on: that of the team it went up in, or its own. */
export const currentCode = (code: string, teams: Teams): string => teams.get(code)?.mergedInto ?? code;

/**
 * The teams that these codes stand for today. Tokens and connectors name a merged team for a while longer: its code
 * stays in the list, and the code of the team that it went up in comes with it.
 */
export function currentTeams(codes: readonly string[], teams: Teams): readonly string[] {
  const followed = codes.map((code) => currentCode(code, teams));
  const all = new Set([...codes, ...followed]);
  // The common case: nothing was merged, and the list is the one that came in.
  return all.size === codes.length ? codes : [...all];
}
