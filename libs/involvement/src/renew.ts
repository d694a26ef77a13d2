import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { AuditKeys, type PreparedRecord, Recorder, prepareRecord, recordingRefusal } from '#accountability';
import type { Actor } from '#access';
import { type Transaction, UnitOfWork } from '#platform';
import type { Kind } from '#tokens';
import { settle } from './enter';
import { type OwnRow, involvementEvent, refusedRecord, takeOwn } from './own';
import { problem } from './problems';
import { monthsOf } from './registration';
import { StorageKey } from './storage-key';

export interface Renewed {
  readonly id: string;
  readonly expiresOn: string;
  readonly receipt: string;
}

/** A team says that it is still involved. */
export class RenewInvolvement extends Command<Renewed> {
  constructor(
    readonly actor: Actor,
    readonly id: string,
  ) {
    super();
  }
}

@CommandHandler(RenewInvolvement)
export class RenewInvolvementHandler implements ICommandHandler<RenewInvolvement> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly recorder: Recorder,
    private readonly storageKey: StorageKey,
    private readonly keys: AuditKeys,
  ) {}

  execute({ actor, id }: RenewInvolvement): Promise<Renewed> {
    const refused = (code: string) => refusedRecord(actor, 'renew', code, this.keys);
    return recordingRefusal(this.recorder, refused, () =>
      this.unitOfWork.run(async (transaction) => {
        const row = await takeOwn(transaction, actor, id);
        if (row.ended) throw problem('involvement-ended');
        const { renewed, records } = await renewRows(transaction, this.storageKey, this.keys, actor, [row]);
        await settle(transaction, records);
        return renewed.get(id) as Renewed;
      }),
    );
  }
}

/**
 * Makes involvement run on whose rows this transaction locked and which has not ended: as long as when it was new, and
 * never shorter.
 */
export async function renewRows(
  transaction: Transaction,
  storageKey: StorageKey,
  keys: AuditKeys,
  actor: Actor,
  open: readonly OwnRow[],
): Promise<{ renewed: ReadonlyMap<string, Renewed>; records: readonly PreparedRecord[] }> {
  const { rows } = await transaction.query<{ id: string; expires_on: string }>(
    `update involvement i
     set expires_on = greatest(i.expires_on, (current_date + make_interval(months => r.months))::date)
     from unnest($1::uuid[], $2::int[]) as r (id, months) where i.id = r.id
     returning i.id, to_char(i.expires_on, 'YYYY-MM-DD') as expires_on`,
    [
      open.map(({ id }) => id),
      open.map(({ id, sealed }) => {
        const { kind, with: parts } = storageKey.openNote(id, sealed);
        return monthsOf(kind as Kind, parts);
      }),
    ],
  );
  const days = new Map(rows.map(({ id, expires_on }) => [id, expires_on]));
  const records = open.map((row) => prepareRecord(involvementEvent(actor, 'renew', row), keys));
  const renewed = open.map(({ id, expires_on }, i): Renewed => {
    const receipt = (records[i] as PreparedRecord).receipt.toString('base64url');
    return { id, expiresOn: days.get(id) ?? expires_on, receipt };
  });
  return { renewed: new Map(renewed.map((one) => [one.id, one])), records };
}
