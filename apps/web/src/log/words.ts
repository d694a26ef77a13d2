import { fill, type Messages } from '../shell/texts';
import type { Names } from './names';

type Words = Messages['log'];

/** What was done, in words; a code that this version does not know stands as it is. */
export const actionWords = (action: string, t: Words): string => own(t.actions, action) ?? action;

export const kindWords = (kind: string | undefined, t: Words): string =>
  kind === undefined ? '' : (own(t.kinds, kind) ?? kind);

/** Acts that are no question have a purpose of the service itself. */
export const purposeWords = (purpose: string, names: Names, t: Words): string =>
  own(t.ownPurposes, purpose) ?? names.purpose(purpose);

export const factWords = (name: string, t: Words): string => own(t.facts, name) ?? name;

const own = (words: Readonly<Record<string, string>>, name: string): string | undefined =>
  Object.hasOwn(words, name) ? words[name] : undefined;

/** `team:disclosure:rule` of a record in words; anything else as it stands. */
export function foundWords(line: string, names: Names, t: Words): string {
  const [team = '', disclosure = '', rule = ''] = line.split(':');
  const how = own(t.disclosures, disclosure);
  return how === undefined ? line : fill(t.foundLine, { team: names.team(team), how, rule });
}
