import type { Person } from './issuer';
import type { ListItem, Lists } from './lists';
import { type TeamCode, memberOf } from './town';

/** A desk that shields, and a list of addresses where many live: teams that hide others, each with somebody of it. */
export const DESK = 'veilige-plek' as TeamCode;
export const SHELTERS = 'opvanglijst' as TeamCode;
export const DESK_MEMBER: Person = { ...memberOf('openbare-orde', 'vera'), teams: [DESK] };
export const LIST_KEEPER: Person = { ...memberOf('openbare-orde', 'lijst'), teams: [SHELTERS] };
export const MARKERS = [
  [DESK, 'shield-desk'],
  [SHELTERS, 'collective-list'],
] as const;

/** Another team's involvement with the very same subject. */
export const sameSubject = (lists: Lists, item: ListItem, team: TeamCode, more: Partial<ListItem> = {}): ListItem => ({
  ...lists.person(team, more),
  rung: item.rung,
  lines: item.lines,
});
