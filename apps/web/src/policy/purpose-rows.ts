import { day, text } from '../shell/texts';
import type { PurposeGiven } from './shapes';
import { lowered, type Words } from './words';

/** All that is said of a purpose, in the order in which it is read. */
export function purposeRows(given: PurposeGiven, { t }: Words): { readonly term: string; readonly said: string }[] {
  const u = text('purposes');
  const { roles } = text('common');
  return [
    { term: u.name, said: given.name },
    { term: u.code, said: given.code },
    { term: u.legalBasis, said: given.legalBasis },
    { term: u.registerEntry, said: given.registerEntry },
    { term: u.roles, said: given.roles.map((role) => lowered(roles[role])).join(', ') },
    { term: u.domains, said: given.domains.map((domain) => t.domains[domain]).join(', ') },
    { term: u.kinds, said: given.kinds.map((kind) => t.kinds[kind]).join(', ') },
    { term: t.from, said: day(given.effectiveFrom) },
    { term: u.until, said: given.effectiveUntil === undefined ? u.noEnd : day(given.effectiveUntil) },
  ];
}
