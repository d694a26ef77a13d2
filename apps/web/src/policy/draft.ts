import type { Content, Rule, StandIn } from './shapes';

/** A proposal that somebody is making: the whole set of rules, and the day from which it would count. */
export interface Draft extends Content {
  /** Name of the version that it began from */
  readonly base: string;
  /** YYYY-MM-DD; empty: from the approval on */
  readonly effectiveFrom: string;
}

/**
 * In the memory of this page alone, so that a look at another page loses nothing and nothing stays behind in the browser.
 * It is of one person: whoever signs in after her does not see it.
 */
let kept: { readonly actor: string; readonly draft: Draft } | undefined;

export const keepDraft = (actor: string, draft: Draft): void => void (kept = { actor, draft });
export const forgetDraft = (): void => void (kept = undefined);
export const keptDraft = (actor: string, base: string): Draft | undefined =>
  kept?.actor === actor && kept.draft.base === base ? kept.draft : undefined;

export const withRule = (draft: Draft, rule: Rule, place: number | undefined): Draft => ({
  ...draft,
  rules: place === undefined ? [...draft.rules, rule] : draft.rules.map((one, i) => (i === place ? rule : one)),
});
export const withoutRule = (draft: Draft, place: number): Draft => ({
  ...draft,
  rules: draft.rules.filter((_, i) => i !== place),
});
export const withStandIn = (draft: Draft, standIn: StandIn, place: number | undefined): Draft => ({
  ...draft,
  brokers:
    place === undefined ? [...draft.brokers, standIn] : draft.brokers.map((one, i) => (i === place ? standIn : one)),
});
export const withoutStandIn = (draft: Draft, place: number): Draft => ({
  ...draft,
  brokers: draft.brokers.filter((_, i) => i !== place),
});

/** Which rule or stand-in a refusal is about: stand-ins are counted after the rules. */
export function refusedAt(
  draft: Content,
  position: unknown,
): { readonly what: 'rule' | 'stand-in'; readonly place: number } | undefined {
  if (typeof position !== 'number') return undefined;
  const { rules, brokers } = draft;
  if (position < rules.length) return { what: 'rule', place: position };
  return position < rules.length + brokers.length ? { what: 'stand-in', place: position - rules.length } : undefined;
}
