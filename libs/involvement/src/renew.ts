import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { AuditKeys, LockedLog, Recorder, prepareRecord, recordingRefusal } from '#accountability';
import type { Actor } from '#access';
import { UnitOfWork } from '#platform';
import type { Kind } from '#tokens';
import { involvementEvent, refusedRecord, takeOwn } from './own';
import { problem } from './problems';
import { MONTHS } from './register';
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
    return recordingRefusal(this.recorder, refused, () => this.renew(actor, id));
  }

  private renew(actor: Actor, id: string): Promise<Renewed> {
    return this.unitOfWork.run(async (transaction) => {
      const row = await takeOwn(transaction, actor, id);
      if (row.withdrawn) throw problem('involvement-ended');
      const { kind } = this.storageKey.openNote(id, row.sealed);
      const { rows } = await transaction.query<{ expires_on: string }>(
        `update involvement set expires_on = greatest(expires_on, (current_date + make_interval(months => $2))::date)
         where id = $1 returning to_char(expires_on, 'YYYY-MM-DD') as expires_on`,
        [id, MONTHS[kind as Kind]],
      );
      const record = prepareRecord(involvementEvent(actor, 'renew', row), this.keys);
      await (await LockedLog.take(transaction, [])).append([record]);
      return { id, expiresOn: rows[0]?.expires_on ?? row.expires_on, receipt: record.receipt.toString('base64url') };
    });
  }
}
