import { groupBy, RUNGS_OF } from './effects';
import { partKey, partOf, partRank } from './parties';
import { type Content, DISCLOSURES, KINDS, type PartyPart, type Rule, type Rung, RUNGS, type StandIn } from './shapes';

/** Names that the index keeps for what no rule decided. */
export const RESERVED = ['default', 'own-case'];
export const CODE = /^[a-z][a-z0-9-]{1,49}$/;
/** One line that people read: no control or invisible character. */
export const LINE = (most: number): RegExp => new RegExp(`^[^\\p{C}]{1,${most}}$`, 'u');

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

/** A name for a new rule, made of what it says, that no other rule has. */
export function nameFor({ owner = {}, purpose, disclosure }: Omit<Rule, 'id'>, taken: readonly string[]): string {
  const whose = owner.team ?? owner.department ?? owner.domain ?? 'all';
  const base = [whose, purpose ?? disclosure].join('-').slice(0, 46);
  const used = new Set([...taken, ...RESERVED]);
  for (let n = 1; ; n++) {
    const name = n === 1 ? base : `${base}-${n}`;
    if (!used.has(name)) return name;
  }
}

/** What stands in the form of one rule. Empty texts are everybody, every purpose, all kinds. */
export interface RuleFields {
  readonly id: string;
  readonly owner: string;
  readonly asker: string;
  readonly purpose: string;
  readonly kind: string;
  readonly rung: string;
  readonly disclosure: string;
  readonly broker: string;
  readonly label: string;
}

const NONE: RuleFields = {
  id: '',
  owner: '',
  asker: '',
  purpose: '',
  kind: '',
  rung: '',
  disclosure: '',
  broker: '',
  label: '',
};

export const fieldsOf = (rule?: Rule): RuleFields => ({
  ...NONE,
  ...rule,
  owner: partKey(rule?.owner),
  asker: partKey(rule?.asker),
});

/** Why a field cannot stay as it is. */
export type RuleFault = 'disclosure-missing' | 'name-form' | 'name-taken' | 'broker-missing' | 'label-form';
export type RuleFaults = Readonly<Partial<Record<keyof RuleFields, RuleFault>>>;

/**
 * The rule that a form says. What only the index can know (whether a label covers enough teams) it says itself.
 * @param taken names of the other rules
 */
export function ruleOf(
  fields: RuleFields,
  taken: readonly string[],
): { readonly rule: Rule } | { readonly faults: RuleFaults } {
  const faults = faultsOf(fields, taken);
  const disclosure = DISCLOSURES.find((one) => one === fields.disclosure);
  if (disclosure === undefined || Object.keys(faults).length > 0) return { faults };
  const said = {
    ...(fields.owner === '' ? {} : { owner: partOf(fields.owner) }),
    ...(fields.asker === '' ? {} : { asker: partOf(fields.asker) }),
    ...(fields.purpose === '' ? {} : { purpose: fields.purpose }),
    ...chosen('kind', KINDS, fields.kind),
    ...chosen('rung', rungsFor(fields.kind), fields.rung),
    disclosure,
    ...(disclosure === 'mediated' ? { broker: fields.broker, label: fields.label.trim() } : {}),
  };
  return { rule: { id: fields.id === '' ? nameFor(said, taken) : fields.id, ...said } };
}

function faultsOf({ id, disclosure, broker, label }: RuleFields, taken: readonly string[]): RuleFaults {
  const faults: { -readonly [K in keyof RuleFaults]: RuleFaults[K] } = {};
  if (disclosure === '') faults.disclosure = 'disclosure-missing';
  if (id !== '' && !CODE.test(id)) faults.id = 'name-form';
  else if ([...taken, ...RESERVED].includes(id)) faults.id = 'name-taken';
  if (disclosure !== 'mediated') return faults;
  if (broker === '') faults.broker = 'broker-missing';
  if (!LINE(120).test(label.trim())) faults.label = 'label-form';
  return faults;
}

const chosen = <N extends string, T extends string>(name: N, words: readonly T[], value: string) => {
  const found = words.find((word) => word === value);
  return (found === undefined ? {} : { [name]: found }) as { [K in N]?: T };
};

/** Ways of being found that go with a kind; all of them while no kind was chosen. */
export const rungsFor = (kind: string): readonly Rung[] => {
  const found = KINDS.find((one) => one === kind);
  return found === undefined ? RUNGS : RUNGS_OF[found];
};
