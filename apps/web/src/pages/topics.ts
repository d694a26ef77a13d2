import type { Me } from '#client/browser';
import type { Messages } from '../shell/texts';

export type Topic = keyof Messages['pages']['help']['topics'];

const ASKING: readonly Topic[] = ['ask', 'answer', 'broker', 'address', 'list', 'budget', 'mistake', 'emergency'];

const BY_RIGHT: readonly (readonly [right: string, topics: readonly Topic[]])[] = [
  ['inquiry.ask', ASKING],
  ['involvement.read', ['ours']],
  ['cover.manage', ['contact']],
  ['organisation.manage', ['manage']],
  ['review.read', ['log']],
  ['policy.read', ['policy']],
];

/** What is of use to somebody, her own work first; whoever is not signed in reads what askers read. */
export function topicsFor({ rights }: Pick<Me, 'rights'>): readonly Topic[] {
  const own = BY_RIGHT.filter(([right]) => rights.includes(right)).flatMap(([, topics]) => topics);
  const general: readonly Topic[] = rights.includes('inquiry.ask') ? [] : ['broker', 'answer'];
  return [...(rights.length === 0 ? ASKING : [...own, ...general]), 'keys'];
}
