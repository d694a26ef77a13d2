import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import {
  type AuditEvent,
  AuditKeys,
  type PreparedRecord,
  Recorder,
  type Spending,
  type TicketToSpend,
  prepareRecord,
  recordingRefusal,
} from '#accountability';
import type { Actor } from '#access';
import { type Party, Policies } from '#disclosure';
import { Catalogue, type CatalogueCopy, type Coverage, coverageOf } from '#organisation';
import type { Problem } from '#problem';
import type { Kind, Scheme } from '#tokens';
import { type SubjectAnswer, padded, weigh } from './answer';
import { checkCaseNumber } from './case-number';
import { type EmergencyAnswer, checkEmergency, emergencyAnswer, followUpOf } from './emergency';
import { Lookup } from './lookup';
import { problem } from './problems';
import { ProtocolState } from './protocol-state';
import { InquiryBudgets, budgetIn } from './spending';
import { admitPurpose, askingEvent, departmentOf, partyOf } from './asking';
import type { Question, QuestionLine, QuestionPart } from './question';
import { StorageKey } from './storage-key';
import { checkTicket } from './ticket';

export interface InquiryAnswer {
  /** One per subject, in the order of the parts */
  readonly answers: readonly SubjectAnswer[];
  readonly coverage: Coverage;
  /** Policy version that decided */
  readonly policy: number;
  /** With an emergency, and the same whatever was found */
  readonly emergency?: EmergencyAnswer;
}

/** The question of the product. A query that writes: no answer leaves before its record is committed. */
export class WhoElseIsInvolved extends Query<InquiryAnswer> {
  constructor(
    readonly actor: Actor,
    readonly question: Question,
  ) {
    super();
  }
}

/** Everything a question rests on, in one place: too many for a constructor that one reads at a glance. */
export class InquiryGrounds {
  constructor(
    readonly catalogue: Catalogue,
    readonly policies: Policies,
    readonly protocol: ProtocolState,
    readonly storageKey: StorageKey,
    readonly auditKeys: AuditKeys,
    readonly budgets: InquiryBudgets,
  ) {}
}

interface Admitted {
  readonly asker: Party;
  /** One per part */
  readonly tickets: readonly TicketToSpend[];
  readonly subjects: readonly AdmittedSubject[];
  readonly live: readonly string[];
  readonly spending: Spending;
}

interface AdmittedSubject {
  readonly kind: Kind;
  readonly ticket: TicketToSpend;
  /** Tokens of all lines and epochs, with their slots */
  readonly tokens: readonly Buffer[];
  readonly slots: readonly Buffer[];
}

/** Which schemes a kind of subject may bring; the second line of an address is its bare number. */
const SCHEMES: Readonly<Record<Kind, readonly Scheme[]>> = {
  person: ['nl-bsn', 'nl-vnr'],
  business: ['nl-kvk'],
  address: ['nl-adres', 'nl-bag-na'],
  building: ['nl-adres-nummer'],
};
const LINES: Readonly<Record<Kind, number>> = { person: 1, business: 1, address: 2, building: 1 };

@QueryHandler(WhoElseIsInvolved)
export class WhoElseIsInvolvedHandler implements IQueryHandler<WhoElseIsInvolved> {
  constructor(
    private readonly recorder: Recorder,
    private readonly lookup: Lookup,
    private readonly grounds: InquiryGrounds,
  ) {}

  async execute({ actor, question }: WhoElseIsInvolved): Promise<InquiryAnswer> {
    this.recorder.gate();
    const now = Date.now();
    const copy = await this.grounds.catalogue.current();
    const refused = (code: string, tickets: readonly TicketToSpend[] = [], cause?: Problem): PreparedRecord =>
      prepareRecord(
        {
          ...eventOf(actor, question, this.newest(copy), 'refused', tickets),
          disclosed: { reason: code, ...budgetIn(cause) },
        },
        this.grounds.auditKeys,
      );
    const admitted = await recordingRefusal(
      this.recorder,
      (code, cause) => refused(code, [], cause),
      () => this.admitByNewest(actor, question, copy, now),
    );
    const found = await this.lookup.find(admitted.subjects.map(({ slots }) => slots));
    const fresh = await this.grounds.catalogue.at(found.catalogue);
    // A purpose may have ended, or a department changed, since the copy that let the question in.
    const { asker, tickets, subjects, spending } =
      fresh === copy
        ? admitted
        : await recordingRefusal(
            this.recorder,
            (code, cause) => refused(code, [], cause),
            () => this.admit(actor, question, fresh, now),
          );
    const policy = await this.grounds.policies.inForce(found.catalogue, now);
    const { purpose, emergency: reason } = question;
    const emergency = reason !== undefined;
    const weighed = subjects.map(({ kind }, i) =>
      weigh(found.subjects[i] ?? [], { asker, actor, purpose, kind, emergency }, policy, fresh, now),
    );
    const records = subjects.map(({ kind, ticket, tokens }, i) => {
      const { outcome = [], contacts = [] } = weighed[i] ?? {};
      return prepareRecord(
        {
          ...eventOf(actor, question, copy, 'done', [ticket]),
          subject: { kind, tokens },
          disclosed: {
            found: outcome,
            shown: contacts.length,
            policy: policy.version,
            ...(reason === undefined ? {} : { emergency: reason }),
          },
        },
        this.grounds.auditKeys,
        now,
      );
    });
    const refusal = (why?: Problem): PreparedRecord[] => [
      refused(why?.code ?? 'involvement.ticket-spent', tickets, why),
    ];
    const followUps = reason === undefined ? [] : [followUpOf(this.grounds.auditKeys, { actor, reason, now, weighed })];
    const granted = await this.recorder.record(tickets, records, refusal, spending, followUps);
    if (!granted) throw problem('ticket-spent');
    const answers = weighed.map(({ contacts }, i) =>
      padded(contacts, (records[i] as PreparedRecord).receipt.toString('base64url')),
    );
    return {
      answers,
      coverage: coverageOf(fresh, now, admitted.live),
      policy: policy.version,
      ...(emergency ? { emergency: emergencyAnswer(now) } : {}),
    };
  }

  private newest(copy: CatalogueCopy): CatalogueCopy {
    const current = this.grounds.catalogue.current();
    return current instanceof Promise ? copy : current;
  }

  /** What the copy at hand refuses may have been approved since: then the database has the last word. */
  private async admitByNewest(actor: Actor, question: Question, copy: CatalogueCopy, now: number): Promise<Admitted> {
    try {
      return await this.admit(actor, question, copy, now);
    } catch (refusal) {
      const fresh = await this.grounds.catalogue.fresh();
      if (fresh === copy) throw refusal;
      return this.admit(actor, question, fresh, now);
    }
  }

  /** Purpose, department, lines, epochs, tickets and budgets: all or nothing, before anything is looked up. */
  private async admit(actor: Actor, question: Question, copy: CatalogueCopy, now: number): Promise<Admitted> {
    const department = departmentOf(copy, actor.department);
    const kinds = question.parts.map(({ kind }) => kind);
    admitPurpose(copy, question.purpose, { roles: actor.roles, domain: department.domain }, kinds, now);
    if (question.emergency !== undefined) checkEmergency(question);
    if (question.caseNumber !== undefined) checkCaseNumber(question.caseNumber, department.casePattern);
    const { live } = this.grounds.protocol.current();
    const read = question.parts.map(({ kind, subjects }) =>
      subjects.map(({ lines }) => this.readLines(kind, lines, live)),
    );
    const tickets = await Promise.all(question.parts.map((part) => this.ticketOf(actor, part, now)));
    const subjects = question.parts.flatMap(({ kind }, i) =>
      (read[i] ?? []).map((lines) => ({ kind, ticket: tickets[i] as TicketToSpend, ...lines })),
    );
    const spending = this.grounds.budgets.spendingOf({
      actor,
      purpose: question.purpose,
      subjects: subjects.map(({ kind }) => kind),
      emergency: question.emergency !== undefined,
    });
    this.recorder.foresee(spending);
    return { asker: partyOf(department), tickets, subjects, live, spending };
  }

  private ticketOf(actor: Actor, { ticket, kind, subjects }: QuestionPart, now: number): Promise<TicketToSpend> {
    const count = subjects.reduce((sum, { lines }) => sum + lines.length, 0);
    return checkTicket(ticket, { actor: actor.id, use: 'ask', kind, count }, this.grounds.protocol, now);
  }

  private readLines(
    kind: Kind,
    lines: readonly QuestionLine[],
    live: readonly string[],
  ): Pick<AdmittedSubject, 'tokens' | 'slots'> {
    const tokens: Buffer[] = [];
    const slots: Buffer[] = [];
    if (lines.length === 0 || lines.length > LINES[kind]) throw problem('lines-do-not-fit');
    for (const line of lines) {
      if (!SCHEMES[kind].includes(line.scheme)) throw problem('lines-do-not-fit');
      const given = Object.keys(line.tokens).length;
      for (const epoch of live) {
        const text = line.tokens[epoch];
        if (text === undefined || given !== live.length) throw problem('epochs-incomplete', { live: [...live] });
        const token = Buffer.from(text, 'base64url');
        tokens.push(token);
        slots.push(this.grounds.storageKey.slotOf(line.scheme, epoch, token));
      }
    }
    return { tokens, slots };
  }
}

/**
 * @param tickets that were checked, so that they are the custodian's
 */
function eventOf(
  actor: Actor,
  question: Question,
  copy: CatalogueCopy,
  outcome: 'done' | 'refused',
  tickets: readonly TicketToSpend[],
): AuditEvent {
  const { caseNumber } = question;
  const attributed = outcome === 'done' && caseNumber !== undefined ? { caseNumber } : {};
  const event = askingEvent('inquiry', actor, question.purpose, copy, outcome);
  return { ...event, actor: { ...event.actor, ...attributed, tickets: tickets.map(({ id }) => id) } };
}
