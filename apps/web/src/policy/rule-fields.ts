import { RUNGS_OF } from './about';
import { partKey } from './part';
import { DISCLOSURES, DOMAINS, KINDS, type PartyPart, type Rule, type Rung, RUNGS } from './shapes';
import { CODE, LINE } from './spelling';

/** Names that the index keeps for what no rule decided. */
const RESERVED = ['default', 'own-case'];

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

/** The part that a key was made of. */
export function partOf(key: string): PartyPart {
  const said = Object.fromEntries(
    key.split(' ').flatMap((word) => (word.includes(':') ? [word.split(':')] : [])),
  ) as Record<string, string>;
  const domain = DOMAINS.find((one) => one === said['domain']);
  return {
    ...(domain === undefined ? {} : { domain }),
    ...(said['department'] === undefined ? {} : { department: said['department'] }),
    ...(said['team'] === undefined ? {} : { team: said['team'] }),
  };
}
