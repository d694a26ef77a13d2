import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { AuditKeys } from '#accountability';
import type { Actor } from '#access';
import { UnitOfWork } from '#platform';
import { settle } from './enter';
import { refusedRecord, takeOwnRows, unknownRecords } from './own';
import { renewRows } from './renew';
import { StorageKey } from './storage-key';

export interface Renewal {
  readonly id: string;
  /** `ended`: register it again; `unknown` also when it is somebody else's */
  readonly state: 'renewed' | 'ended' | 'unknown';
  /** YYYY-MM-DD, when it was renewed */
  readonly expiresOn?: string;
  readonly receipt?: string;
}

/** Many still stand: one transaction, one record each. */
export class RenewInvolvements extends Command<readonly Renewal[]> {
  /** @param ids in lower case, each once */
  constructor(
    readonly actor: Actor,
    readonly ids: readonly string[],
  ) {
    super();
  }
}

@CommandHandler(RenewInvolvements)
export class RenewInvolvementsHandler implements ICommandHandler<RenewInvolvements> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly storageKey: StorageKey,
    private readonly keys: AuditKeys,
  ) {}

  execute({ actor, ids }: RenewInvolvements): Promise<readonly Renewal[]> {
    return this.unitOfWork.run(async (transaction) => {
      const rows = await takeOwnRows(transaction, actor, ids);
      const open = [...rows.values()].filter(({ ended }) => !ended);
      const { renewed, records } = await renewRows(transaction, this.storageKey, this.keys, actor, open);
      const ended = [...rows.values()].flatMap((row) =>
        row.ended ? [refusedRecord(actor, 'renew', 'involvement.involvement-ended', this.keys, row)] : [],
      );
      await settle(transaction, [...records, ...ended, ...unknownRecords(actor, 'renew', ids, rows, this.keys)]);
      return ids.map((id): Renewal => {
        const done = renewed.get(id);
        return done === undefined ? { id, state: rows.has(id) ? 'ended' : 'unknown' } : { ...done, state: 'renewed' };
      });
    });
  }
}
