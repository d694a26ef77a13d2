/** What the index tells of policy, as the screens use it. Read from its answers by read.ts. */

export const DISCLOSURES = ['open', 'mediated', 'silent', 'closed'] as const;
/** From open to closed. */
export type Disclosure = (typeof DISCLOSURES)[number];

export const DOMAINS = ['care', 'enforcement', 'permits', 'debt', 'education', 'safety'] as const;
export type Domain = (typeof DOMAINS)[number];

export const KINDS = ['person', 'address', 'building', 'business'] as const;
export type Kind = (typeof KINDS)[number];

export const RUNGS = ['unit', 'number', 'subject'] as const;
export type Rung = (typeof RUNGS)[number];

export const ROLES = ['professional', 'team-coordinator'] as const;
export type Role = (typeof ROLES)[number];

export const STATES = ['in-force', 'planned', 'past', 'passed-over'] as const;
export type State = (typeof STATES)[number];

/** A domain, department or team, as far as a rule says; nothing of it is everybody. */
export interface PartyPart {
  readonly domain?: Domain;
  readonly department?: string;
  readonly team?: string;
}

export interface Rule {
  readonly id: string;
  readonly owner?: PartyPart;
  readonly asker?: PartyPart;
  readonly purpose?: string;
  readonly kind?: Kind;
  readonly rung?: Rung;
  readonly disclosure: Disclosure;
  readonly broker?: string;
  readonly label?: string;
}

/** Broker of owners who make one case stricter. */
export interface StandIn {
  readonly owner: PartyPart;
  readonly team: string;
  readonly label: string;
}

export interface Content {
  readonly rules: readonly Rule[];
  readonly brokers: readonly StandIn[];
}

export interface Policy extends Content {
  readonly version: number;
  /** ISO 8601 */
  readonly effectiveFrom: string;
}

/** A line of the list of versions. */
export interface Version {
  readonly version: number;
  readonly effectiveFrom: string;
  readonly state: State;
  readonly rules: number;
  readonly proposedBy: string;
  readonly approvedBy: string;
}

export interface Decision {
  readonly disclosure: Disclosure;
  readonly rule: string;
  readonly broker?: { readonly team: string; readonly label: string };
}

/** Who asks whose involvement for what. */
export interface Place {
  /** Code of a department */
  readonly asker: string;
  readonly purpose: string;
  readonly kind: Kind;
  readonly rung: Rung;
  /** Code of a team */
  readonly owner: string;
}

export interface Cell extends Place {
  readonly decision: Decision;
}

export interface ChangedCell extends Place {
  readonly from: Decision;
  readonly to: Decision;
}

export interface Difference {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly changed: readonly string[];
  readonly cells: readonly ChangedCell[];
}

export interface Department {
  readonly code: string;
  readonly name: string;
  readonly domain: Domain;
}

export interface Team {
  readonly code: string;
  readonly name: string;
  readonly department: string;
  readonly ended: boolean;
}

export interface Parties {
  readonly departments: readonly Department[];
  readonly teams: readonly Team[];
}

/** What somebody proposes for a purpose. */
export interface PurposeGiven {
  readonly code: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly domains: readonly Domain[];
  readonly kinds: readonly Kind[];
  readonly legalBasis: string;
  readonly registerEntry: string;
  /** YYYY-MM-DD */
  readonly effectiveFrom: string;
  /** Last day; undefined: no end */
  readonly effectiveUntil?: string;
}

export interface PurposeVersion extends PurposeGiven {
  readonly version: number;
  readonly proposedBy: string;
  readonly approvedBy: string;
}

export interface Proposal {
  readonly id: string;
  readonly kind: string;
  readonly effectiveFrom: string;
  readonly proposedBy: string;
  readonly proposedAt: string;
  readonly state: 'open' | 'approved' | 'rejected';
  readonly decidedBy?: string;
  readonly decidedAt?: string;
}

/** What a proposal says, by its kind; `other` for one that this version of the app does not know. */
export type Proposed =
  | { readonly kind: 'policy'; readonly basedOn: number; readonly content: Content }
  | { readonly kind: 'purpose'; readonly given: PurposeGiven }
  | { readonly kind: 'department-domain'; readonly department: string; readonly domain: Domain }
  | { readonly kind: 'team-department'; readonly team: string; readonly department: string }
  | { readonly kind: 'team-merge' | 'hand-over'; readonly team: string; readonly to: string; readonly on: string }
  | { readonly kind: 'other'; readonly fields: readonly (readonly [string, string])[] };

export interface SimulatedContact {
  readonly team: string;
  readonly department: string;
  readonly phone: string;
  readonly via: 'team' | 'broker';
}

export interface SimulatedOwner {
  readonly owner: string;
  readonly sees: readonly SimulatedContact[];
  readonly told: 'who' | 'that' | 'nothing';
  readonly disclosure: Disclosure;
  readonly rule: string;
  readonly calls: boolean;
}

export interface Simulation {
  readonly policy: number;
  /** Code of the problem that a real question would meet */
  readonly refused?: string;
  readonly owners: readonly SimulatedOwner[];
}
