import { Command, CommandHandler, type ICommandHandler, type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { DataSource } from 'typeorm';
import type { Actor } from '#access';
import { AuditKeys, prepareRecord } from '#accountability';
import { ProtocolState, type RegistrationLine, checkTicketPerKind, settle } from '#involvement';
import { managementEvent, recordChange } from '#organisation';
import { type Transaction, UnitOfWork } from '#platform';
import { problemsOf } from '#problem';
import { rowId } from './alarms';

const problem = problemsOf('oversight', {
  'canary-in-use': {
    status: 409,
    title: 'This id belongs to another decoy',
    advice: 'Make a new random id (UUID version 4) for a new decoy.',
  },
  'epoch-not-active': {
    status: 409,
    title: 'These tokens are not of the active epoch',
    advice: 'Fetch the epoch document again and bring tokens of the active epoch.',
  },
  'tickets-do-not-fit': {
    status: 422,
    title: 'The tickets do not fit the lines',
    advice: 'Send one ticket for each kind of line, in the order in which the kinds occur.',
  },
  'department-unknown': {
    status: 403,
    title: 'Your department is not known here',
    advice: 'Ask your application manager to register your department, or to mend your account.',
  },
});

/** What the sealed note of a decoy holds: its tokens, base64url. */
interface CanaryNote {
  readonly tokens: readonly string[];
}

/**
 * A decoy: a house number that does not exist in a real postcode, or a line that was planted in a department's export. No
 * honest question touches it. To the question it is like any other subject: nothing is looked up here, and nothing of it
 * stands where a question looks.
 */
export class PlantCanary extends Command<void> {
  /** @param tickets one per kind, in order of first occurrence in the lines */
  constructor(
    readonly actor: Actor,
    readonly id: string,
    readonly lines: readonly RegistrationLine[],
    readonly tickets: readonly string[],
  ) {
    super();
  }
}

@CommandHandler(PlantCanary)
export class PlantCanaryHandler implements ICommandHandler<PlantCanary> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly keys: AuditKeys,
    private readonly protocol: ProtocolState,
  ) {}

  execute({ actor, id, lines, tickets }: PlantCanary): Promise<void> {
    return this.unitOfWork.run(async (transaction) => {
      if (await this.stands(transaction, actor, id, lines)) return;
      const { active } = this.protocol.current();
      if (lines.some(({ epoch }) => epoch !== active)) throw problem('epoch-not-active');
      if (tickets.length !== new Set(lines.map(({ kind }) => kind)).size) throw problem('tickets-do-not-fit');
      const toSpend = [...(await checkTicketPerKind(tickets, lines, actor, this.protocol)).values()];
      const note: CanaryNote = { tokens: lines.map(({ token }) => token) };
      const planted = await transaction.query(
        `insert into canary (id, department, sealed) select $1, code, $3 from department where code = $2
         on conflict (id) do nothing`,
        [id, actor.department, this.keys.sealNote('canary', rowId(id), note)],
      );
      // Somebody planted under this id a moment ago, or the department is not there.
      if (planted.rowCount === 0)
        throw problem((await this.known(transaction, id)) ? 'canary-in-use' : 'department-unknown');
      // The record names no subject: a tag beside this action would tell which subjects are decoys.
      const event = managementEvent(actor, 'canary-plant', { canary: id });
      const spent = { ...event, actor: { ...event.actor, tickets: toSpend.map((ticket) => ticket.id) } };
      await settle(transaction, [prepareRecord(spent, this.keys)], toSpend);
    });
  }

  /** The same request again has no effect. @throws Problem `oversight.canary-in-use` */
  private async stands(
    transaction: Transaction,
    actor: Actor,
    id: string,
    lines: readonly RegistrationLine[],
  ): Promise<boolean> {
    const { rows } = await transaction.query<{ department: string; sealed: Buffer }>(
      'select department, sealed from canary where id = $1',
      [id],
    );
    const [row] = rows;
    if (row === undefined) return false;
    const { tokens } = this.keys.openNote('canary', rowId(id), row.sealed) as CanaryNote;
    const same = tokens.join() === lines.map(({ token }) => token).join();
    if (row.department !== actor.department || !same) throw problem('canary-in-use');
    return true;
  }

  private async known(transaction: Transaction, id: string): Promise<boolean> {
    return (await transaction.query('select 1 from canary where id = $1', [id])).rowCount === 1;
  }
}

/** A decoy of one's own department is one no longer. Again, or an unknown id, has no effect. */
export class WithdrawCanary extends Command<void> {
  constructor(
    readonly actor: Actor,
    readonly id: string,
  ) {
    super();
  }
}

@CommandHandler(WithdrawCanary)
export class WithdrawCanaryHandler implements ICommandHandler<WithdrawCanary> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly keys: AuditKeys,
  ) {}

  execute({ actor, id }: WithdrawCanary): Promise<void> {
    return this.unitOfWork.run(async (transaction) => {
      await transaction.query('delete from canary where id = $1 and department = $2', [id, actor.department]);
      await recordChange(transaction, this.keys, managementEvent(actor, 'canary-withdraw', { canary: id }));
    });
  }
}

export interface OwnCanary {
  readonly id: string;
  /** YYYY-MM-DD */
  readonly plantedOn: string;
}

/** The decoys of one's own department: ids and days, never what they are. */
export class OurCanaries extends Query<readonly OwnCanary[]> {
  constructor(readonly actor: Actor) {
    super();
  }
}

@QueryHandler(OurCanaries)
export class OurCanariesHandler implements IQueryHandler<OurCanaries> {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  execute({ actor }: OurCanaries): Promise<readonly OwnCanary[]> {
    return this.unitOfWork.run(async (transaction) => {
      const { rows } = await transaction.query<{ id: string; planted_on: string }>(
        `select id, to_char(planted_on, 'YYYY-MM-DD') as planted_on from canary where department = $1
         order by planted_on desc, id limit 1000`,
        [actor.department],
      );
      return rows.map(({ id, planted_on }) => ({ id, plantedOn: planted_on }));
    });
  }
}

/** Which tags in records of these years belong to a decoy; the values are ids. */
export async function canaryTags(
  database: DataSource,
  keys: AuditKeys,
  years: readonly number[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await database.query<{ id: string; sealed: Buffer }[]>('select id, sealed from canary');
  const tags = new Map<string, string>();
  for (const { id, sealed } of rows) {
    const { tokens } = keys.openNote('canary', rowId(id), sealed) as CanaryNote;
    for (const token of tokens)
      for (const year of years) tags.set(keys.tagOf(year, Buffer.from(token, 'base64url')).toString('base64url'), id);
  }
  return tags;
}
