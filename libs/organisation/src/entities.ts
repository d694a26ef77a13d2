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
  /** Day on which it went up in another team, YYYY-MM-DD */
  @Column('date', { name: 'ended_on', nullable: true }) endedOn: string | null;
  /** The team that goes on in its place; never one that ended itself */
  @Column('text', { name: 'merged_into', nullable: true }) mergedInto: string | null;
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
