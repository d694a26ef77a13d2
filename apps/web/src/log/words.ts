import type { Messages } from '../shell/texts';

type Words = Messages['log'];

/** What was done, in words; a code that this version does not know stands as it is. */
export const actionWords = (action: string, t: Words): string => own(t.actions, action) ?? action;

export const kindWords = (kind: string | undefined, t: Words): string =>
  kind === undefined ? '' : (own(t.kinds, kind) ?? kind);

export const factWords = (name: string, t: Words): string => own(t.facts, name) ?? name;

const own = (words: Readonly<Record<string, string>>, name: string): string | undefined =>
  Object.hasOwn(words, name) ? words[name] : undefined;
