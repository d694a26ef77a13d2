import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { AuditKeys } from '#accountability';
import type { Actor } from '#access';
import { UnitOfWork } from '#platform';
import { endRows } from './end';
import { settle } from './enter';
import { takeOwnRows, unknownRecords } from './own';
import { StorageKey } from './storage-key';

export interface Withdrawal {
  readonly id: string;
  /** `withdrawn` also when it was so before; `unknown` also when it is somebody else's */
  readonly state: 'withdrawn' | 'unknown';
}

/** Many are over at once: one transaction, one record for each that ended now. */
export class WithdrawInvolvements extends Command<readonly Withdrawal[]> {
  /** @param ids in lower case, each once */
  constructor(
    readonly actor: Actor,
    readonly ids: readonly string[],
  ) {
    super();
  }
}

@CommandHandler(WithdrawInvolvements)
export class WithdrawInvolvementsHandler implements ICommandHandler<WithdrawInvolvements> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly storageKey: StorageKey,
    private readonly keys: AuditKeys,
  ) {}

  execute({ actor, ids }: WithdrawInvolvements): Promise<readonly Withdrawal[]> {
    return this.unitOfWork.run(async (transaction) => {
      const rows = await takeOwnRows(transaction, actor, ids);
      const ended = await endRows(transaction, this.storageKey, this.keys, actor, [...rows.values()]);
      await settle(transaction, [...ended, ...unknownRecords(actor, 'withdraw', ids, rows, this.keys)]);
      return ids.map((id): Withdrawal => ({ id, state: rows.has(id) ? 'withdrawn' : 'unknown' }));
    });
  }
}
