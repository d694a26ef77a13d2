import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Actor } from '#access';
import { AuditKeys, Recorder, recordingRefusal } from '#accountability';
import { type Carry, Catalogue, type Domain, Proposals, refusedRecord } from '#organisation';
import type { Transaction } from '#platform';
import { type Named, checkPolicy } from './check';
import type { PolicyContent } from './decide';
import { Policies } from './policies';
import { problem } from './problems';
import { readContent } from './read';

/** Proposes a whole rule set. It decides nothing until a second person approves it. */
export class ProposePolicy extends Command<string> {
  /** @param effectiveFrom when left out: from the approval on */
  constructor(
    readonly actor: Actor,
    readonly content: PolicyContent,
    readonly effectiveFrom: Date | undefined,
  ) {
    super();
  }
}

@CommandHandler(ProposePolicy)
export class ProposePolicyHandler implements ICommandHandler<ProposePolicy> {
  constructor(
    private readonly proposals: Proposals,
    private readonly catalogue: Catalogue,
    private readonly policies: Policies,
    private readonly recorder: Recorder,
    private readonly keys: AuditKeys,
  ) {}

  execute({ actor, content, effectiveFrom = new Date() }: ProposePolicy): Promise<string> {
    const refused = (reason: string) => refusedRecord(actor, 'propose', reason, this.keys);
    return recordingRefusal(this.recorder, refused, async () => {
      checkPolicy(content, await this.catalogue.fresh());
      const basedOn = (await this.policies.all())[0]?.version ?? 0;
      return this.proposals.propose(actor, 'policy', { ...content, basedOn }, effectiveFrom);
    });
  }
}

/**
 * An approved rule set becomes the next version, at its moment or at the approval when that came later: an answer names
 * the version that decided it, so that none may begin before somebody approved it.
 *
 * It is checked once more, since teams may have gone meanwhile; and it is refused when another version was approved in
 * between, whose changes it would take back unseen.
 */
export const carryPolicy: Carry = async (transaction, { content, effectiveFrom, proposedBy, decidedBy }) => {
  const { rules, brokers } = readContent(content.rules, content.brokers);
  checkPolicy({ rules, brokers }, await namedIn(transaction));
  // Versions are numbered one after the other, whoever approves at the same time.
  await transaction.query('lock table disclosure_policy in share row exclusive mode');
  const { rows } = await transaction.query<{ newest: number }>(
    'select coalesce(max(version), 0) as newest from disclosure_policy',
  );
  const newest = rows[0]?.newest ?? 0;
  if (newest !== content.basedOn) throw problem('policy-moved-on');
  await transaction.query(
    `insert into disclosure_policy (version, effective_from, rules, brokers, proposed_by, approved_by)
     values ($1, greatest($2::timestamptz, now()), $3, $4, $5, $6)`,
    [newest + 1, effectiveFrom, JSON.stringify(rules), JSON.stringify(brokers), proposedBy, decidedBy],
  );
};

async function namedIn(transaction: Transaction): Promise<Named> {
  const departments = await transaction.query<{ code: string; domain: Domain }>('select code, domain from department');
  const teams = await transaction.query<{ code: string; department: string }>('select code, department from team');
  const purposes = await transaction.query<{ code: string }>('select distinct code from purpose_version');
  return {
    departments: new Map(departments.rows.map((one) => [one.code, one])),
    teams: new Map(teams.rows.map((one) => [one.code, one])),
    purposes: new Set(purposes.rows.map(({ code }) => code)),
  };
}
