import { randomUUID } from 'node:crypto';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { DataSource } from 'typeorm';
import type { Actor } from '#access';
import { AuditKeys } from '#accountability';
import { managementEvent, recordChange } from '#organisation';
import { UnitOfWork, log } from '#platform';

export const ALARM_KINDS = [
  'many-subjects',
  'many-units',
  'low-hit-rate',
  'budget-refusals',
  'canary-touched',
  'office-nearly-spent',
  'office-spent',
] as const;
export type AlarmKind = (typeof ALARM_KINDS)[number];

export interface Alarm {
  readonly kind: AlarmKind;
  /** Whose questions; absent when it is about all together */
  readonly actor?: string;
  readonly department?: string;
  /** Codes and figures of our own */
  readonly detail: Readonly<Record<string, string | number>>;
}

export interface StoredAlarm extends Alarm {
  readonly id: string;
  /** ISO 8601 */
  readonly at: string;
}

/** Newest ones that are shown. */
const SHOWN = 200;

export const rowId = (id: string): Buffer => Buffer.from(id.replaceAll('-', ''), 'hex');

/**
 * Writes an alarm and says so in the log of the process, once for each day, kind and account (or pool, when it is about all
 * together), whoever raises it again. The line names no account.
 * @param day in Amsterdam. @returns whether it was new
 */
export async function raise(database: DataSource, keys: AuditKeys, day: string, alarm: Alarm): Promise<boolean> {
  const { kind, actor, detail } = alarm;
  const id = randomUUID();
  const rows = await database.query<unknown[]>(
    'insert into alarm (id, mark, sealed) values ($1, $2, $3) on conflict (mark) do nothing returning id',
    [
      id,
      keys.markOf(`alarm|${day}|${kind}|${actor ?? String(detail['pool'])}`),
      keys.sealNote('alarm', rowId(id), alarm),
    ],
  );
  if (rows.length > 0) log.warn(`alarm: ${kind}`, { alarm: id, ...detail });
  return rows.length > 0;
}

/** What was noticed lately. Reading it leaves a record. */
export class WhatWasNoticed extends Query<readonly StoredAlarm[]> {
  constructor(readonly actor: Actor) {
    super();
  }
}

@QueryHandler(WhatWasNoticed)
export class WhatWasNoticedHandler implements IQueryHandler<WhatWasNoticed> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly keys: AuditKeys,
  ) {}

  execute({ actor }: WhatWasNoticed): Promise<readonly StoredAlarm[]> {
    return this.unitOfWork.run(async (transaction) => {
      const { rows } = await transaction.query<{ id: string; at: Date; sealed: Buffer }>(
        `select id, at, sealed from alarm order by at desc, id limit ${SHOWN}`,
      );
      const alarms = rows.map(({ id, at, sealed }) => ({
        id,
        at: at.toISOString(),
        ...(this.keys.openNote('alarm', rowId(id), sealed) as Alarm),
      }));
      await recordChange(transaction, this.keys, managementEvent(actor, 'alarms-read', { alarms: alarms.length }));
      return alarms;
    });
  }
}
