import { groupBy } from './grouping';
import { partKey, partRank } from './part';
import { DISCLOSURES, type PartyPart, type Rule } from './shapes';

/** Rules about one owner, together. */
export interface OwnersRules {
  readonly owner: PartyPart;
  readonly rules: readonly Rule[];
}

/** By whose involvement it is: from everybody to one team, and within that from open to closed. */
export function byOwner(rules: readonly Rule[]): OwnersRules[] {
  return groupBy(rules, ({ owner }) => partKey(owner))
    .map((group) => ({
      owner: group[0]!.owner ?? {},
      rules: [...group].sort((a, b) => DISCLOSURES.indexOf(a.disclosure) - DISCLOSURES.indexOf(b.disclosure)),
    }))
    .sort((a, b) => partRank(a.owner) - partRank(b.owner) || partKey(a.owner).localeCompare(partKey(b.owner)));
}
