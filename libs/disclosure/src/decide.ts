import type { Domain } from '#organisation';
import type { Kind, Rung } from '#tokens';

/** What the asker is shown and the owner is told, from open to closed. */
export const DISCLOSURES = ['open', 'mediated', 'silent', 'closed'] as const;
export type Disclosure = (typeof DISCLOSURES)[number];

export interface Rule {
  readonly id: string;
  readonly owner?: { readonly domain?: Domain; readonly department?: string; readonly team?: string };
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

export interface Policy {
  readonly version: number;
  readonly effectiveFrom: Date;
  readonly rules: readonly Rule[];
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

/** Nothing is shown that no rule opens. */
const DEFAULT: Rule = { id: 'default', disclosure: 'closed' };

/**
 * The decision for one involvement. The most specific rule that fits wins; among equally specific ones the more
 * restrictive. The order of the rules never matters.
 */
export function decide(policy: Policy, asker: Party, purpose: string, row: Row): Decision {
  const fitting = policy.rules.filter((rule) => fits(rule, asker, purpose, row));
  const rule = [DEFAULT, ...fitting].reduce((best, next) => (outranks(next, best) ? next : best));
  const dials = DIALS[rule.disclosure];
  const broker = rule.disclosure === 'mediated' ? { team: rule.broker ?? '', label: rule.label ?? '' } : undefined;
  return { disclosure: rule.disclosure, ...dials, rule: rule.id, ...(broker === undefined ? {} : { broker }) };
}

const fitsOr = <T>(wanted: T | undefined, given: T): boolean => wanted === undefined || wanted === given;

function fits(rule: Rule, asker: Party, purpose: string, { owner, kind, rung }: Row): boolean {
  return (
    fitsOr(rule.owner?.domain, owner.domain) &&
    fitsOr(rule.owner?.department, owner.department) &&
    fitsOr(rule.owner?.team, owner.team) &&
    fitsOr(rule.asker?.domain, asker.domain) &&
    fitsOr(rule.asker?.department, asker.department) &&
    fitsOr(rule.purpose, purpose) &&
    fitsOr(rule.kind, kind) &&
    fitsOr(rule.rung, rung)
  );
}

/** How much a rule asks for: the owner's own choice weighs most, then who asks, then why and about what. */
function specificity({ id, owner, asker, purpose, kind, rung }: Rule): number {
  if (id === DEFAULT.id) return -1;
  const of = (weight: number, wanted: unknown): number => (wanted === undefined ? 0 : weight);
  return (
    of(64, owner?.team) +
    of(32, owner?.department) +
    of(16, owner?.domain) +
    of(8, asker?.department) +
    of(4, asker?.domain) +
    of(2, purpose) +
    of(1, kind ?? rung)
  );
}

function outranks(next: Rule, best: Rule): boolean {
  const more = specificity(next) - specificity(best);
  if (more !== 0) return more > 0;
  const stricter = DISCLOSURES.indexOf(next.disclosure) - DISCLOSURES.indexOf(best.disclosure);
  // Equal in every way that counts: the name decides, so that the order of the list never does.
  return stricter !== 0 ? stricter > 0 : next.id < best.id;
}
