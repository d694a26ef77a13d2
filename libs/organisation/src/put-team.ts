import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { AuditKeys } from '#accountability';
import type { Actor } from '#access';
import { type Transaction, UnitOfWork } from '#platform';
import { lockOrganisation, managementEvent, recordChange, teamsIn } from './change';
import { type ContactGiven, checkContact, requireGoingOn } from './contact';
import type { Part } from './entities';
import { type Proposed, proposeOnce } from './organisation-proposals';
import { setPart } from './part';
import { problem } from './problems';
import { Proposals } from './proposals';

export interface TeamGiven {
  readonly name: string;
  readonly department: string;
  readonly contact: ContactGiven;
  /** Stays as it is when left out */
  readonly part?: Part;
}

/**
 * Registers a team with its contact point, or changes them. Another department for a team that is there would show its
 * cases by other rules: that part is proposed, and a second person decides.
 */
export class PutTeam extends Command<Proposed> {
  constructor(
    readonly actor: Actor,
    readonly code: string,
    readonly given: TeamGiven,
  ) {
    super();
  }
}

@CommandHandler(PutTeam)
export class PutTeamHandler implements ICommandHandler<PutTeam> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly keys: AuditKeys,
    private readonly proposals: Proposals,
  ) {}

  async execute({ actor, code, given: { name, department, contact, part } }: PutTeam): Promise<Proposed> {
    const stays = await this.unitOfWork.run(async (transaction) => {
      await lockOrganisation(transaction);
      const departments = await transaction.query('select 1 from department where code = $1', [department]);
      if (departments.rowCount === 0) throw problem('unknown-department');
      const teams = await teamsIn(transaction);
      const before = teams.get(code);
      if (before !== undefined) requireGoingOn(before);
      const current = before?.department ?? department;
      checkContact(code, current, contact, teams);
      await transaction.query(
        `insert into team (code, department, name, phone, email, hours) values ($1, $2, $3, $4, $5, '[]')
         on conflict (code) do update set name = excluded.name`,
        [code, current, name, contact.phone, contact.email],
      );
      await writeContact(transaction, code, contact);
      await setPart(transaction, code, part);
      await recordChange(transaction, this.keys, managementEvent(actor, 'team-put', { team: code }));
      return current === department;
    });
    return stays ? {} : proposeOnce(this.proposals, actor, 'team-department', { team: code, department });
  }
}

/** Writes what was checked. */
export async function writeContact(
  transaction: Transaction,
  code: string,
  { phone, email, hours, closures, instead }: ContactGiven,
): Promise<void> {
  await transaction.query(
    `update team set phone = $2, email = $3, hours = $4, closures = coalesce($5, closures), instead = $6 where code = $1`,
    [code, phone, email, JSON.stringify(hours), closures && JSON.stringify(closures), instead ?? null],
  );
}
