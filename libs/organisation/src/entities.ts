import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Kind } from '#tokens';

export const DOMAINS = ['care', 'enforcement', 'permits', 'debt', 'education', 'safety'] as const;
export type Domain = (typeof DOMAINS)[number];

@Entity('department')
export class Department {
  @PrimaryColumn('text') code: string;
  @Column('text') name: string;
  @Column('text') domain: Domain;
  /** Day of the last heartbeat, YYYY-MM-DD */
  @Column('date', { name: 'last_delivered_on', nullable: true }) lastDeliveredOn: string | null;
  /** Id of the epoch that it last said to have delivered for in full */
  @Column('text', { name: 'last_epoch', nullable: true }) lastEpoch: string | null;
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

@Entity('team')
export class Team {
  @PrimaryColumn('text') code: string;
  @Column('text') department: string;
  @Column('text') name: string;
  @Column('text') phone: string;
  @Column('text') email: string;
  @Column('jsonb') hours: OpeningHours[];
  /** Team to call outside hours */
  @Column('text', { nullable: true }) instead: string | null;
  @Column('text') part: Part;
}

@Entity('purpose')
export class Purpose {
  @PrimaryColumn('text') code: string;
  @Column('text') name: string;
  @Column('text', { name: 'legal_basis' }) legalBasis: string;
  @Column('text', { name: 'processing_activity' }) processingActivity: string;
  @Column('text', { array: true }) domains: Domain[];
  @Column('text', { array: true }) kinds: Kind[];
}
