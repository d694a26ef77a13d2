import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { AuditKeys, LockedLog, Recorder, prepareRecord, recordingRefusal } from '#accountability';
import type { Actor } from '#access';
import { UnitOfWork } from '#platform';
import { involvementEvent, refusedRecord, takeOwn } from './own';
import { StorageKey } from './storage-key';

export interface Withdrawn {
  readonly id: string;
  readonly receipt: string;
}

/** A team is no longer involved, or never was. Its links are removed; the log stays. */
export class WithdrawInvolvement extends Command<Withdrawn> {
  constructor(
    readonly actor: Actor,
    readonly id: string,
  ) {
    super();
  }
}

@CommandHandler(WithdrawInvolvement)
export class WithdrawInvolvementHandler implements ICommandHandler<WithdrawInvolvement> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly recorder: Recorder,
    private readonly storageKey: StorageKey,
    private readonly keys: AuditKeys,
  ) {}

  execute({ actor, id }: WithdrawInvolvement): Promise<Withdrawn> {
    const refused = (code: string) => refusedRecord(actor, 'withdraw', code, this.keys);
    return recordingRefusal(this.recorder, refused, () => this.withdraw(actor, id));
  }

  private withdraw(actor: Actor, id: string): Promise<Withdrawn> {
    return this.unitOfWork.run(async (transaction) => {
      const row = await takeOwn(transaction, actor, id);
      const receipt = this.keys.receiptOf(`withdraw|${id}`);
      const ended = await transaction.query(
        'update involvement set withdrawn_on = current_date where id = $1 and withdrawn_on is null',
        [id],
      );
      if (ended.rowCount === 1) {
        const { links } = this.storageKey.openNote(id, row.sealed);
        await transaction.query('delete from link where id = any($1::uuid[])', [links]);
        const record = prepareRecord(involvementEvent(actor, 'withdraw', row), this.keys, Date.now(), receipt);
        await (await LockedLog.take(transaction, [])).append([record]);
      }
      return { id, receipt: receipt.toString('base64url') };
    });
  }
}
