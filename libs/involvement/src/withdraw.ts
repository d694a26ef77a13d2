import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { AuditKeys, Recorder, recordingRefusal } from '#accountability';
import type { Actor } from '#access';
import { UnitOfWork } from '#platform';
import { endRows, withdrawalReceipt } from './end';
import { openAmong, settle } from './enter';
import { refusedRecord, takeOwn } from './own';
import { StorageKey } from './storage-key';

export interface Withdrawn {
  readonly id: string;
  readonly receipt: string;
  /** Of a person or business: address parts of the same case that still stand open, so that somebody can decide */
  readonly linked: readonly string[];
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
      const { kind, with: parts = [] } = this.storageKey.openNote(id, row.sealed);
      const open = await openAmong(transaction, kind === 'address' ? [] : parts);
      await settle(transaction, await endRows(transaction, this.storageKey, this.keys, actor, [row]));
      const receipt = withdrawalReceipt(this.keys, id).toString('base64url');
      return { id, receipt, linked: parts.filter((part) => open.has(part)) };
    });
  }
}
