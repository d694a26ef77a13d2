import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Whether the resident was told of the registration (article 14 AVG). */
export const NOTICE_STATES = ['given', 'pending', 'delayed', 'exempt'] as const;
export type NoticeState = (typeof NOTICE_STATES)[number];

@Entity('involvement')
export class Involvement {
  @PrimaryColumn('uuid') id: string;
  @Column('text') team: string;
  @Column('date', { name: 'registered_on' }) registeredOn: string;
  @Column('date', { name: 'expires_on' }) expiresOn: string;
  @Column('date', { name: 'withdrawn_on', nullable: true }) withdrawnOn: string | null;
  @Column('text') notice: NoticeState;
  @Column('text', { name: 'notice_ground', nullable: true }) noticeGround: string | null;
  @Column('date', { name: 'review_on', nullable: true }) reviewOn: string | null;
  /** Way back to the links, case number and fingerprint of the request; see StorageKey.sealNote */
  @Column('bytea') sealed: Buffer;
  /** Who was here first */
  @Column('bigint') serial: string;
}

@Entity('link')
export class Link {
  @PrimaryColumn('uuid') id: string;
  @Column('bytea') slot: Buffer;
  @Column('bytea') sealed: Buffer;
}
