import { partKey } from './part';
import type { Content, Rule, StandIn } from './shapes';

const sameRule = (a: Rule, b: Rule): boolean => ruleText(a) === ruleText(b);
const ruleText = (rule: Rule): string =>
  [
    rule.id,
    partKey(rule.owner),
    partKey(rule.asker),
    rule.purpose,
    rule.kind,
    rule.rung,
    rule.disclosure,
    rule.broker,
    rule.label,
  ].join('\n');
const standInText = ({ owner, team, label }: StandIn): string => [partKey(owner), team, label].join('\n');

/** What was done to a set of rules, by their ids; and to the stand-ins, as they have none. */
export interface Changes {
  readonly added: readonly Rule[];
  readonly removed: readonly Rule[];
  readonly changed: readonly { readonly from: Rule; readonly to: Rule }[];
  readonly brokers: { readonly added: readonly StandIn[]; readonly removed: readonly StandIn[] };
}

export function changesOf(from: Content, to: Content): Changes {
  const old = new Map(from.rules.map((rule) => [rule.id, rule]));
  const fresh = new Set(to.rules.map(({ id }) => id));
  const [before, after] = [from.brokers.map(standInText), to.brokers.map(standInText)];
  return {
    added: to.rules.filter(({ id }) => !old.has(id)),
    removed: from.rules.filter(({ id }) => !fresh.has(id)),
    changed: to.rules.flatMap((rule) => {
      const was = old.get(rule.id);
      return was === undefined || sameRule(was, rule) ? [] : [{ from: was, to: rule }];
    }),
    brokers: {
      added: to.brokers.filter((one) => !before.includes(standInText(one))),
      removed: from.brokers.filter((one) => !after.includes(standInText(one))),
    },
  };
}

export const countOf = ({ added, removed, changed, brokers }: Changes): number =>
  added.length + removed.length + changed.length + brokers.added.length + brokers.removed.length;
