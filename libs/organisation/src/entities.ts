import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Kind } from '#tokens';

export const DOMAINS = ['care', 'enforcement', 'permits', 'debt', 'education', 'safety'] as const;
export type Domain = (typeof DOMAINS)[number];

/** Roles that ask, and that a purpose can be for. */
export const ASKING_ROLES = ['professional', 'team-coordinator'] as const;
export type AskingRole = (typeof ASKING_ROLES)[number];

@Entity('department')
export class Department {
  @PrimaryColumn('text') code: string;
  @Column('text') name: string;
  @Column('text') domain: Domain;
  /** Day of the last heartbeat, YYYY-MM-DD */
  @Column('date', { name: 'last_delivered_on', nullable: true }) lastDeliveredOn: string | null;
  /** Id of the epoch that it last said to have delivered for in full */
  @Column('text', { name: 'last_epoch', nullable: true }) lastEpoch: string | null;
  /** How its case numbers look; see `readCasePattern` */
  @Column('text', { name: 'case_pattern' }) casePattern: string;
}

/** On these days (1 Monday … 7 Sunday), from and to in local time, HH:MM. */
export interface OpeningHours {
  readonly days: readonly number[];
  readonly from: string;
  readonly to: string;
}

/**
 * What a team stands for: help or supervision; a desk that shields threatened people, so that nothing is found where it is
 * involved; or the list of addresses where many live, which nobody is found on.
 */
export const PARTS = ['ordinary', 'shield-desk', 'collective-list'] as const;
export type Part = (typeof PARTS)[number];

/** First and last day on which nobody answers, YYYY-MM-DD in local time: a holiday, a day out. */
export interface Closure {
  readonly from: string;
  readonly to: string;
}

@Entity('team')
export class Team {
  @PrimaryColumn('text') code: string;
  @Column('text') department: string;
  @Column('text') name: string;
  @Column('text') phone: string;
  @Column('text') email: string;
  @Column('jsonb') hours: OpeningHours[];
  @Column('jsonb') closures: Closure[];
  /** Team to call outside hours and on closed days */
  @Column('text', { nullable: true }) instead: string | null;
  @Column('text') part: Part;
  /** Day on which it went up in another team, YYYY-MM-DD */
  @Column('date', { name: 'ended_on', nullable: true }) endedOn: string | null;
  /** The team that goes on in its place; never one that ended itself */
  @Column('text', { name: 'merged_into', nullable: true }) mergedInto: string | null;
}

/** One version of a purpose; versions are never changed. Which of them counts is said by `inForce`. */
@Entity('purpose_version')
export class PurposeVersion {
  @PrimaryColumn('text') code: string;
  @PrimaryColumn('int') version: number;
  /** Dutch, as the asker reads it */
  @Column('text') name: string;
  @Column('text', { array: true }) roles: AskingRole[];
  @Column('text', { array: true }) domains: Domain[];
  @Column('text', { array: true }) kinds: Kind[];
  @Column('text', { name: 'legal_basis' }) legalBasis: string;
  /** Entry in the article 30 register */
  @Column('text', { name: 'register_entry' }) registerEntry: string;
  /** First day, YYYY-MM-DD */
  @Column('date', { name: 'effective_from' }) effectiveFrom: string;
  /** Last day, YYYY-MM-DD; null: until further notice */
  @Column('date', { name: 'effective_until', nullable: true }) effectiveUntil: string | null;
  @Column('text', { name: 'proposed_by' }) proposedBy: string;
  @Column('text', { name: 'approved_by' }) approvedBy: string;
}
