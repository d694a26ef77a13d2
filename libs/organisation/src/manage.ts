import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { AuditKeys } from '#accountability';
import { type Actor, reaches } from '#access';
import { UnitOfWork } from '#platform';
import { problemsOf } from '#problem';
import { DEFAULT_CASE_PATTERN, readCasePattern } from './case-pattern';
import { managementEvent, recordChange } from './change';
import type { Domain, OpeningHours, Part } from './entities';
import { setPart } from './part';

const problem = problemsOf('organisation', {
  'unknown-department': {
    status: 404,
    title: 'This department is not known',
    advice: 'Register the department first, or check its code.',
  },
  'unknown-team': {
    status: 404,
    title: 'This team is not known',
    advice: 'Register the team first, or check its code.',
  },
  'not-your-department': {
    status: 403,
    title: 'This is not your department',
    advice: 'A heartbeat is sent by the department itself.',
  },
  'epoch-unknown': {
    status: 422,
    title: 'This epoch is not known',
    advice: 'Fetch the epoch document of the custodian again and name the epoch that was delivered for.',
  },
});

/** Registers a department or changes its name and domain. */
export class PutDepartment extends Command<void> {
  constructor(
    readonly actor: Actor,
    readonly code: string,
    readonly given: { readonly name: string; readonly domain: Domain; readonly casePattern?: string },
  ) {
    super();
  }
}

@CommandHandler(PutDepartment)
export class PutDepartmentHandler implements ICommandHandler<PutDepartment> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly keys: AuditKeys,
  ) {}

  execute({ actor, code, given }: PutDepartment): Promise<void> {
    if (given.casePattern !== undefined) readCasePattern(given.casePattern);
    return this.unitOfWork.run(async (transaction) => {
      await transaction.query(
        `insert into department as known (code, name, domain, case_pattern) values ($1, $2, $3, coalesce($4, $5))
         on conflict (code) do update set name = excluded.name, domain = excluded.domain,
           case_pattern = coalesce($4, known.case_pattern)`,
        [code, given.name, given.domain, given.casePattern ?? null, DEFAULT_CASE_PATTERN],
      );
      await recordChange(transaction, this.keys, managementEvent(actor, 'department-put', { department: code }));
    });
  }
}

export interface TeamGiven {
  readonly name: string;
  readonly department: string;
  readonly contact: {
    readonly phone: string;
    readonly email: string;
    readonly hours: readonly OpeningHours[];
    readonly instead?: string;
  };
  /** Stays as it is when left out */
  readonly part?: Part;
}

/** Registers a team with its contact point, or changes them. */
export class PutTeam extends Command<void> {
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
  ) {}

  execute({ actor, code, given: { name, department, contact, part } }: PutTeam): Promise<void> {
    return this.unitOfWork.run(async (transaction) => {
      const departments = await transaction.query('select 1 from department where code = $1', [department]);
      if (departments.rowCount === 0) throw problem('unknown-department');
      const instead = contact.instead ?? null;
      const others = await transaction.query('select 1 from team where code = $1', [instead]);
      if (instead !== null && others.rowCount === 0) throw problem('unknown-team');
      await transaction.query(
        `insert into team (code, department, name, phone, email, hours, instead) values ($1, $2, $3, $4, $5, $6, $7)
         on conflict (code) do update set department = excluded.department, name = excluded.name, phone = excluded.phone,
           email = excluded.email, hours = excluded.hours, instead = excluded.instead`,
        [code, department, name, contact.phone, contact.email, JSON.stringify(contact.hours), instead],
      );
      await setPart(transaction, code, part);
      await recordChange(transaction, this.keys, managementEvent(actor, 'team-put', { team: code }));
    });
  }
}

/** Ids of the epochs that somebody may have delivered for, as the custodian published them last. */
export class KnownEpochs {
  constructor(readonly ids: () => readonly string[]) {}
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
      const touched = await transaction.query(
        `update department set last_delivered_on = current_date, last_epoch = coalesce($2, last_epoch) where code = $1`,
        [department, epoch ?? null],
      );
      if (touched.rowCount === 0) throw problem('unknown-department');
      await recordChange(transaction, this.keys, managementEvent(actor, 'heartbeat', { department }));
    });
  }
}
