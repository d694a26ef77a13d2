import type { Domain } from '#organisation';
import type { Kind, Rung } from '#tokens';

/** What the asker is shown and the owner is told, from open to closed. */
export const DISCLOSURES = ['open', 'mediated', 'silent', 'closed'] as const;
export type Disclosure = (typeof DISCLOSURES)[number];

/** Whose involvement it is, as far as a rule says. */
export interface OwnerPart {
  readonly domain?: Domain;
  readonly department?: string;
  readonly team?: string;
}

export interface Rule {
  readonly id: string;
  readonly owner?: OwnerPart;
  readonly asker?: { readonly domain?: Domain; readonly department?: string };
  readonly purpose?: string;
  readonly kind?: Kind;
  readonly rung?: Rung;
  readonly disclosure: Disclosure;
  /** Team that brings both together; with `mediated` */
  readonly broker?: string;
  /** What the asker reads instead of a team's name; with `mediated` */
  readonly label?: string;
}

/** Who stands in for these owners when one of them makes a case stricter than the rules. */
export interface StandIn {
  readonly owner: OwnerPart;
  readonly team: string;
  readonly label: string;
}

export interface PolicyContent {
  readonly rules: readonly Rule[];
  readonly brokers: readonly StandIn[];
}

export interface Policy extends PolicyContent {
  readonly version: number;
  readonly effectiveFrom: Date;
}

export interface Party {
  readonly department: string;
  readonly domain: Domain;
}

/** One involvement, as far as the decision may see it. */
export interface Row {
  readonly owner: Party & { readonly team: string };
  readonly kind: Kind;
  readonly rung: Rung;
}

export interface Decision {
  readonly disclosure: Disclosure;
  readonly shown: 'contact' | 'broker' | 'nothing';
  readonly told: 'who' | 'that' | 'nothing';
  readonly rule: string;
  readonly broker?: { readonly team: string; readonly label: string };
}

const DIALS = {
  open: { shown: 'contact', told: 'who' },
  mediated: { shown: 'broker', told: 'who' },
  silent: { shown: 'nothing', told: 'who' },
  closed: { shown: 'nothing', told: 'nothing' },
} as const satisfies Record<Disclosure, Pick<Decision, 'shown' | 'told'>>;

/** What stands in an answer's record in the place of a rule: nothing opened it, or its owner made it stricter. */
export const RESERVED_RULES = ['default', 'own-case'] as const;

const decision = (disclosure: Disclosure, rule: string, broker?: { team: string; label: string }): Decision =>
  Object.freeze({
    disclosure,
    ...DIALS[disclosure],
    rule,
    ...(broker === undefined ? {} : { broker: Object.freeze(broker) }),
  });

/** Nothing is shown that no rule opens. */
const NOTHING = decision('closed', 'default');

/**
 * The decision for one involvement. The most specific rule that fits wins; among equally specific ones the more
 * restrictive. The order of the rules never matters.
 */
export function decide(policy: Policy, asker: Party, purpose: string, row: Row): Decision {
  let compiled = policies.get(policy);
  if (compiled === undefined) policies.set(policy, (compiled = new Compiled(policy.rules)));
  return compiled.decide(asker, purpose, row);
}

const policies = new WeakMap<Policy, Compiled>();

interface Ranked {
  readonly rule: Rule;
  readonly decision: Decision;
}

/** Decisions kept per version: all there are for 100 teams and a few hundred kinds of question. */
const MOST_KEPT = 50_000;

/**
 * One version, ready for deciding: its rules by rank, and per question (asker, purpose, kind) those that fit it. Decisions
 * are kept, since a version never changes and a municipality has few kinds of question.
 */
class Compiled {
  private readonly ranked: readonly Ranked[];
  private readonly questions = new Map<string, { rules: readonly Ranked[]; decisions: Map<string, Decision> }>();
  private kept = 0;

  constructor(rules: readonly Rule[]) {
    this.ranked = [...rules]
      .sort(byRank)
      .map((rule) => ({ rule, decision: decision(rule.disclosure, rule.id, brokerOf(rule)) }));
  }

  decide(asker: Party, purpose: string, { owner, kind, rung }: Row): Decision {
    const question = this.question(asker, purpose, kind);
    // Codes have no bar in them.
    const place = `${owner.team}|${owner.department}|${owner.domain}|${rung}`;
    let found = question.decisions.get(place);
    if (found === undefined) {
      found = question.rules.find(({ rule }) => fitsRow(rule, owner, rung))?.decision ?? NOTHING;
      question.decisions.set(place, found);
      this.kept++;
    }
    return found;
  }

  private question(asker: Party, purpose: string, kind: Kind) {
    const asked = `${asker.department}|${asker.domain}|${purpose}|${kind}`;
    let question = this.questions.get(asked);
    if (question === undefined) {
      if (this.kept > MOST_KEPT) this.questions.clear();
      if (this.questions.size === 0) this.kept = 0;
      const rules = this.ranked.filter(({ rule }) => fitsQuestion(rule, asker, purpose, kind));
      this.questions.set(asked, (question = { rules, decisions: new Map() }));
      this.kept++;
    }
    return question;
  }
}

const brokerOf = ({ disclosure, broker = '', label = '' }: Rule): { team: string; label: string } | undefined =>
  disclosure === 'mediated' ? { team: broker, label } : undefined;

const fitsOr = <T>(wanted: T | undefined, given: T): boolean => wanted === undefined || wanted === given;

const fitsOwner = (wanted: OwnerPart | undefined, owner: Row['owner']): boolean =>
  fitsOr(wanted?.domain, owner.domain) &&
  fitsOr(wanted?.department, owner.department) &&
  fitsOr(wanted?.team, owner.team);

const fitsRow = (rule: Rule, owner: Row['owner'], rung: Rung): boolean =>
  fitsOwner(rule.owner, owner) && fitsOr(rule.rung, rung);

const fitsQuestion = ({ asker: wanted, ...rule }: Rule, asker: Party, purpose: string, kind: Kind): boolean =>
  fitsOr(wanted?.domain, asker.domain) &&
  fitsOr(wanted?.department, asker.department) &&
  fitsOr(rule.purpose, purpose) &&
  fitsOr(rule.kind, kind);

/** Team over department over domain. */
const ownerRank = ({ team, department, domain }: OwnerPart = {}): number =>
  (team === undefined ? 0 : 4) + (department === undefined ? 0 : 2) + (domain === undefined ? 0 : 1);

/**
 * How much a rule asks for. Compared part by part, the first that differs decides: whose involvement (team, department,
 * domain), who asks (department, domain), why, about what kind, on which rung. A rule that asks all that another asks and
 * something more is always the more specific.
 */
export function specificity({ owner, asker, purpose, kind, rung }: Rule): number {
  const asks = [asker?.department, asker?.domain, purpose, kind, rung];
  return asks.reduce<number>((sum, wanted) => sum * 2 + (wanted === undefined ? 0 : 1), ownerRank(owner));
}

function byRank(one: Rule, other: Rule): number {
  return (
    specificity(other) - specificity(one) ||
    DISCLOSURES.indexOf(other.disclosure) - DISCLOSURES.indexOf(one.disclosure) ||
    // Equal in every way that counts: the name decides, so that the order of the list never does.
    (one.id < other.id ? -1 : 1)
  );
}

const keyOf = ({ team, label }: StandIn): string => `${team}|${label}`;

/**
 * One case stricter, never looser: what its owner said of this case, when that is more restrictive than what the policy
 * decided; else the decision as it is.
 *
 * `mediated` needs somebody who stands in: the policy's own list says who (team over department over domain). Where it
 * names nobody the case is closed, since a contact without a broker would be the team's own.
 */
export function stricterOf(policy: Policy, decided: Decision, { owner }: Row, atLeast: Disclosure): Decision {
  if (DISCLOSURES.indexOf(atLeast) <= DISCLOSURES.indexOf(decided.disclosure)) return decided;
  if (atLeast !== 'mediated') return decision(atLeast, 'own-case');
  const standIn = policy.brokers
    .filter((one) => fitsOwner(one.owner, owner))
    .sort((a, b) => ownerRank(b.owner) - ownerRank(a.owner) || (keyOf(a) < keyOf(b) ? -1 : 1))
    .at(0);
  if (standIn === undefined) return decision('closed', 'own-case');
  return decision('mediated', 'own-case', { team: standIn.team, label: standIn.label });
}
