import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Actor } from '#access';
import { AuditKeys, Recorder, recordingRefusal } from '#accountability';
import { localDay } from '#platform';
import { problemsOf } from '#problem';
import { KINDS, type Kind } from '#tokens';
import { refusedRecord } from './change';
import { ASKING_ROLES, type AskingRole, DOMAINS, type Domain } from './entities';
import { type Carry, type Proposal, Proposals } from './proposals';

const problem = problemsOf('organisation', {
  'purpose-refused': {
    status: 422,
    title: 'This version of a purpose does not hold together',
    advice: 'Its last day may not be before its first; a version is about days that are still to come.',
  },
});

/** A version of a purpose as it is proposed. */
export interface PurposeGiven {
  readonly code: string;
  /** Dutch, as the asker reads it */
  readonly name: string;
  readonly roles: readonly AskingRole[];
  readonly domains: readonly Domain[];
  readonly kinds: readonly Kind[];
  readonly legalBasis: string;
  readonly registerEntry: string;
  /** First day, YYYY-MM-DD */
  readonly effectiveFrom: string;
  /** Last day, YYYY-MM-DD */
  readonly effectiveUntil?: string;
}

/** Proposes a purpose, or a new version of one: for a law that comes into force, or to end it. */
export class ProposePurpose extends Command<string> {
  constructor(
    readonly actor: Actor,
    readonly given: PurposeGiven,
  ) {
    super();
  }
}

@CommandHandler(ProposePurpose)
export class ProposePurposeHandler implements ICommandHandler<ProposePurpose> {
  constructor(
    private readonly proposals: Proposals,
    private readonly recorder: Recorder,
    private readonly keys: AuditKeys,
  ) {}

  execute({ actor, given }: ProposePurpose): Promise<string> {
    const refused = (reason: string) => refusedRecord(actor, 'propose', reason, this.keys);
    return recordingRefusal(this.recorder, refused, async () => {
      const { effectiveFrom, effectiveUntil } = given;
      if (effectiveUntil !== undefined && (effectiveUntil < effectiveFrom || effectiveUntil < localDay(Date.now())))
        throw problem('purpose-refused');
      return this.proposals.propose(actor, 'purpose', { ...given }, new Date(`${effectiveFrom}T00:00:00Z`));
    });
  }
}

/**
 * An approved version takes effect on its first day, or on the day of the approval when that came later: what was asked
 * before is not given another ground afterwards.
 */
export const carryPurpose: Carry = async (transaction, { content, proposedBy, decidedBy }) => {
  const given = readPurpose(content);
  const today = localDay(Date.now());
  const from = given.effectiveFrom < today ? today : given.effectiveFrom;
  if (given.effectiveUntil !== undefined && given.effectiveUntil < from) throw problem('purpose-refused');
  // Two approvals at once must not give two versions one number.
  await transaction.query('lock table purpose_version in share row exclusive mode');
  await transaction.query(
    `insert into purpose_version
       select $1::text, coalesce(max(version), 0) + 1, $2::text, $3::text[], $4::text[], $5::text[], $6::text, $7::text,
         $8::date, $9::date, $10::text, $11::text
       from purpose_version where code = $1::text`,
    [
      given.code,
      given.name,
      given.roles,
      given.domains,
      given.kinds,
      given.legalBasis,
      given.registerEntry,
      from,
      given.effectiveUntil ?? null,
      proposedBy,
      decidedBy,
    ],
  );
};

/** Of a stored proposal: nothing is guessed. @throws Error */
function readPurpose(content: Proposal['content']): PurposeGiven {
  const { code, name, roles, domains, kinds, legalBasis, registerEntry, effectiveFrom, effectiveUntil } = content;
  const texts = [code, name, legalBasis, registerEntry, effectiveFrom, effectiveUntil ?? ''];
  const lists = [
    [roles, ASKING_ROLES],
    [domains, DOMAINS],
    [kinds, KINDS],
  ] as const;
  const good =
    texts.every((text) => typeof text === 'string') &&
    lists.every(
      ([list, words]) =>
        Array.isArray(list) && list.length > 0 && list.every((one) => (words as readonly unknown[]).includes(one)),
    );
  if (!good) throw new Error('a stored proposal of a purpose cannot be read');
  return content as unknown as PurposeGiven;
}
