import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { AuditKeys } from '#accountability';
import type { Actor } from '#access';
import { UnitOfWork } from '#platform';
import { DEFAULT_CASE_PATTERN, readCasePattern } from './case-pattern';
import { lockOrganisation, managementEvent, recordChange } from './change';
import type { Domain } from './entities';
import { type Proposed, proposeOnce } from './organisation-proposals';
import { Proposals } from './proposals';

/**
 * Registers a department or changes its name and domain. A new domain for one that is there widens what can be seen, both
 * by it and of it: that part is proposed, and a second person decides.
 */
export class PutDepartment extends Command<Proposed> {
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
    private readonly proposals: Proposals,
  ) {}

  async execute({ actor, code, given }: PutDepartment): Promise<Proposed> {
    if (given.casePattern !== undefined) readCasePattern(given.casePattern);
    const domain = await this.unitOfWork.run(async (transaction) => {
      await lockOrganisation(transaction);
      const { rows } = await transaction.query<{ domain: Domain }>(
        `insert into department as known (code, name, domain, case_pattern) values ($1, $2, $3, coalesce($4, $5))
         on conflict (code) do update set name = excluded.name, case_pattern = coalesce($4, known.case_pattern)
         returning domain`,
        [code, given.name, given.domain, given.casePattern ?? null, DEFAULT_CASE_PATTERN],
      );
      await recordChange(transaction, this.keys, managementEvent(actor, 'department-put', { department: code }));
      return rows[0]?.domain;
    });
    if (domain === given.domain) return {};
    return proposeOnce(this.proposals, actor, 'department-domain', { department: code, domain: given.domain });
  }
}
