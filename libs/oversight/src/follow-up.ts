import type { AuditKeys } from '#accountability';
import type { EmergencyNote } from '#involvement';
import { type OrganisationEvent, tell } from '#organisation';
import { type UnitOfWork, log } from '#platform';
import { rowId } from './alarms';
import { reviewKeyOf } from './review-key';

/** Items of one transaction. */
const BATCH = 50;

/**
 * What follows from emergencies. For each item, in one transaction: owners that are to call or to know are told, officers
 * are told, a review case is opened, the item is removed. So each has its effect once, however many workers there are; a
 * crash leaves it for the next round.
 */
export class FollowUps {
  /** Items whose seal does not open: they stay, and do not keep others waiting */
  private readonly broken = new Set<string>();

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly keys: AuditKeys,
  ) {}

  /** @returns how many were followed up */
  async round(): Promise<number> {
    for (let done = 0; ;) {
      const { found, told } = await this.batch();
      done += told;
      if (found < BATCH) return done;
    }
  }

  private batch(): Promise<{ found: number; told: number }> {
    return this.unitOfWork.run(async (transaction) => {
      const { rows } = await transaction.query<{ id: string; sealed: Buffer }>(
        `select id, sealed from follow_up where id <> all($1::uuid[]) order by at, id limit ${BATCH}
         for update skip locked`,
        [[...this.broken]],
      );
      const opened = rows.flatMap(({ id, sealed }) => {
        const note = this.open(id, sealed);
        return note === undefined ? [] : [{ id, note }];
      });
      if (opened.length === 0) return { found: rows.length, told: 0 };
      const cases = opened.map(({ id, note }) => ({ id, sealed: this.keys.sealNote('review-case', rowId(id), note) }));
      await transaction.query(
        `insert into review_case (id, sealed, asker_key)
         select * from unnest($1::uuid[], $2::bytea[], $3::bytea[]) on conflict (id) do nothing`,
        [
          cases.map(({ id }) => id),
          cases.map(({ sealed }) => sealed),
          opened.map(({ note }) => reviewKeyOf(this.keys, note.asker)),
        ],
      );
      await tell(
        transaction,
        opened.flatMap(({ id, note }) => eventsOf(id, note)),
      );
      await transaction.query('delete from follow_up where id = any($1::uuid[])', [opened.map(({ id }) => id)]);
      return { found: rows.length, told: opened.length };
    });
  }

  private open(id: string, sealed: Buffer): EmergencyNote | undefined {
    try {
      return this.keys.openNote('follow-up', rowId(id), sealed) as EmergencyNote;
    } catch {
      this.broken.add(id);
      log.error('alarm: what follows from an emergency does not open', new Error(`follow-up ${id}`));
      return undefined;
    }
  }
}

/** Owners that are shown learn who asked, silent ones and shield desks are asked to call; officers get the case. */
function eventsOf(id: string, note: EmergencyNote): OrganisationEvent[] {
  const { reason, asker, department, team, at, validUntil, call, tell: told } = note;
  const who = { reason, asker, department, ...(team === undefined ? {} : { team }), at };
  const officers = ['privacy-officer', 'data-protection-officer'] as const;
  return [
    ...call.map((code) => ({ to: { team: code }, kind: 'emergency-call-now', detail: { ...who, validUntil } })),
    ...told.map((code) => ({ to: { team: code }, kind: 'emergency-access', detail: who })),
    ...officers.map((role) => ({ to: { role }, kind: 'emergency-access', detail: { ...who, case: id } })),
  ];
}
