import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { AuditKeys, prepareRecord, Recorder, recordingRefusal } from '#accountability';
import type { Actor } from '#access';
import { brokersOf, Policies } from '#disclosure';
import { Catalogue, type CatalogueCopy, type Coverage, coverageOf } from '#organisation';
import type { Kind } from '#tokens';
import { type SubjectAnswer, padded, weigh } from './answer';
import type { FoundInvolvement } from './lookup';
import { ProtocolState } from './protocol-state';
import { admitPurpose, askingEvent, departmentOf, partyOf } from './asking';

export interface PractiseAnswer {
  readonly practice: true;
  readonly answers: readonly [SubjectAnswer];
  readonly coverage: Coverage;
  readonly policy: number;
}

/**
 * A question about a subject that does not exist, for somebody's first week. No identifier, no ticket, no budget; the
 * answer is made by what answers real questions, and it stands in the log as practice.
 */
export class Practise extends Query<PractiseAnswer> {
  constructor(
    readonly actor: Actor,
    readonly question: { readonly purpose: string; readonly kind: Kind },
  ) {
    super();
  }
}

@QueryHandler(Practise)
export class PractiseHandler implements IQueryHandler<Practise> {
  constructor(
    private readonly recorder: Recorder,
    private readonly catalogue: Catalogue,
    private readonly policies: Policies,
    private readonly protocol: ProtocolState,
    private readonly keys: AuditKeys,
  ) {}

  async execute({ actor, question }: Practise): Promise<PractiseAnswer> {
    this.recorder.gate();
    const now = Date.now();
    const copy = await this.catalogue.fresh();
    const { live } = this.protocol.current();
    const refused = (reason: string) =>
      prepareRecord(
        { ...askingEvent('practice', actor, question.purpose, copy, 'refused'), disclosed: { reason } },
        this.keys,
      );
    return recordingRefusal(this.recorder, refused, async () => {
      const { purpose, kind } = question;
      const department = departmentOf(copy, actor.department);
      admitPurpose(copy, purpose, { roles: actor.roles, domain: department.domain }, [kind], now);
      const policy = await this.policies.inForce(copy.version, now);
      const asker = partyOf(department);
      const { contacts, outcome } = weigh(
        madeUp(copy, kind, brokersOf(policy)),
        { asker, actor, purpose, kind },
        policy,
        copy,
        now,
      );
      const disclosed = { found: outcome, shown: contacts.length, policy: policy.version };
      const record = prepareRecord(
        { ...askingEvent('practice', actor, purpose, copy, 'done'), disclosed },
        this.keys,
        now,
      );
      await this.recorder.note([record]);
      const answer = padded(contacts, record.receipt.toString('base64url'));
      return { practice: true, answers: [answer], coverage: coverageOf(copy, now, live), policy: policy.version };
    });
  }
}

/**
 * One team of every domain: always the same, so that asking again teaches nothing about others. No broker, since somebody
 * who reads a broker's name for the first time should read what a broker is.
 */
function madeUp(copy: CatalogueCopy, kind: Kind, brokers: ReadonlySet<string>): FoundInvolvement[] {
  const rung = kind === 'address' || kind === 'building' ? 'unit' : 'subject';
  const first = new Map<string, string>();
  for (const { code, department, part } of copy.teams.values()) {
    if (part !== 'ordinary' || brokers.has(code)) continue;
    const domain = copy.departments.get(department)?.domain;
    if (domain !== undefined && !first.has(domain)) first.set(domain, code);
  }
  return [...first.values()].map((team, serial) => ({ team, rung, serial }));
}
