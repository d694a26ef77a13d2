import type { PartyPart } from './shapes';

/** From the least precise to the most. */
const PARTS = ['domain', 'department', 'team'] as const;

/** How much a part says, from everybody to one team; the order in which the index weighs them. */
export const partRank = (part: PartyPart = {}): number =>
  PARTS.reduce((rank, name, i) => (part[name] === undefined ? rank : rank + 2 ** i), 0);

/** One text for one part, for selects and for comparing; empty for everybody. */
export const partKey = (part: PartyPart = {}): string =>
  PARTS.flatMap((name) => (part[name] === undefined ? [] : [`${name}:${part[name]}`])).join(' ');
