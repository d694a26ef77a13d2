import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Actor } from '#access';
import { AuditKeys } from '#accountability';
import { UnitOfWork, localDay } from '#platform';
import { problemsOf } from '#problem';
import { lockOrganisation, managementEvent, recordChange } from './change';
import { type ConnectionRow, ConnectionShelf, type ListedConnection } from './connection-shelf';

const problem = problemsOf('organisation', {
  'connection-unknown': {
    status: 404,
    title: 'This connection is not known',
    advice: 'GET /v1/connections lists them.',
  },
});

/**
 * A department's system delivers no more; once more has no effect. It is kept out by others: the provider's operator
 * takes its keys away, the custodian's blocks it.
 */
export class EndConnection extends Command<ListedConnection> {
  constructor(
    readonly actor: Actor,
    readonly code: string,
  ) {
    super();
  }
}

@CommandHandler(EndConnection)
export class EndConnectionHandler implements ICommandHandler<EndConnection> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly keys: AuditKeys,
    private readonly shelf: ConnectionShelf,
  ) {}

  execute({ actor, code }: EndConnection): Promise<ListedConnection> {
    return this.unitOfWork.run(async (transaction) => {
      await lockOrganisation(transaction);
      const before = await this.shelf.take(transaction, code);
      if (before === undefined) throw problem('connection-unknown');
      if (before.ended_on !== null) return this.shelf.listed(before);
      await transaction.query('update connection set ended_on = $2::date where code = $1', [
        code,
        localDay(Date.now()),
      ]);
      const after = (await this.shelf.take(transaction, code)) as ConnectionRow;
      await recordChange(transaction, this.keys, managementEvent(actor, 'connection-end', { connection: code }));
      return this.shelf.listed(after);
    });
  }
}
