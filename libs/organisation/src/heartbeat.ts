import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { AuditKeys } from '#accountability';
import { type Actor, reaches } from '#access';
import { UnitOfWork } from '#platform';
import { lockOrganisation, managementEvent, recordChange } from './change';
import { problem } from './problems';

/** Ids of epochs as the custodian published them last: those that somebody may have delivered for, and the live ones. */
export class KnownEpochs {
  constructor(
    readonly ids: () => readonly string[],
    readonly live: () => readonly string[],
  ) {}
}

/**
 * A department's sign of life: its involvement is up to date as of today, under the tokens of `epoch`. The only source of
 * coverage.
 */
export class Heartbeat extends Command<void> {
  constructor(
    readonly actor: Actor,
    readonly department: string,
    readonly epoch?: string,
  ) {
    super();
  }
}

@CommandHandler(Heartbeat)
export class HeartbeatHandler implements ICommandHandler<Heartbeat> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly keys: AuditKeys,
    private readonly epochs: KnownEpochs,
  ) {}

  execute({ actor, department, epoch }: Heartbeat): Promise<void> {
    if (!reaches(actor, 'department.deliver', { department })) throw problem('not-your-department');
    if (epoch !== undefined && !this.epochs.ids().includes(epoch)) throw problem('epoch-unknown');
    return this.unitOfWork.run(async (transaction) => {
      await lockOrganisation(transaction);
      const touched = await transaction.query(
        `update department set last_delivered_on = current_date, last_epoch = coalesce($2, last_epoch) where code = $1`,
        [department, epoch ?? null],
      );
      if (touched.rowCount === 0) throw problem('unknown-department');
      await recordChange(transaction, this.keys, managementEvent(actor, 'heartbeat', { department }));
    });
  }
}
