import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import {
  type AuditEvent,
  AuditKeys,
  type PreparedRecord,
  Recorder,
  type TicketToSpend,
  prepareRecord,
  recordingRefusal,
} from '#accountability';
import type { Actor } from '#access';
import { type Party, Policies } from '#disclosure';
import { Catalogue, type CatalogueCopy, type Coverage, coverageOf } from '#organisation';
import type { Kind, Scheme } from '#tokens';
import { type SubjectAnswer, padded, weigh } from './answer';
import { checkCaseNumber } from './case-number';
import { Lookup } from './lookup';
import { problem } from './problems';
import { ProtocolState } from './protocol-state';
import { StorageKey } from './storage-key';
import { checkTicket } from './ticket';

export interface Question {
  readonly purpose: string;
  readonly caseNumber?: string;
  /** Of the custodian, for as many lines as there are in all */
  readonly ticket: string;
  readonly kind: Kind;
  readonly subjects: readonly { readonly lines: readonly QuestionLine[] }[];
}

export interface QuestionLine {
  readonly scheme: Scheme;
  /** Per live epoch a token of 32 bytes, base64url */
  readonly tokens: Readonly<Record<string, string>>;
}

export interface InquiryAnswer {
  readonly answers: readonly SubjectAnswer[];
  readonly coverage: Coverage;
  /** Policy version that decided */
  readonly policy: number;
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
  ) {}
}

interface Admitted {
  readonly asker: Party;
  readonly ticket: TicketToSpend;
  /** Per subject, tokens of all lines and epochs with their slots */
  readonly subjects: readonly { readonly tokens: readonly Buffer[]; readonly slots: readonly Buffer[] }[];
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
    const event = (outcome: 'done' | 'refused'): AuditEvent => eventOf(actor, question, copy, outcome);
    const refused = (code: string): PreparedRecord =>
      prepareRecord({ ...event('refused'), disclosed: { reason: code } }, this.grounds.auditKeys);
    const admitted = await recordingRefusal(this.recorder, refused, () => this.admit(actor, question, copy, now));
    const found = await this.lookup.find(admitted.subjects.map(({ slots }) => slots));
    const fresh = await this.grounds.catalogue.at(found.catalogue);
    const policy = await this.grounds.policies.inForce(found.catalogue, now);
    const { asker } = admitted;
    const weighed = found.subjects.map((rows) =>
      weigh(rows, { asker, actor, purpose: question.purpose, kind: question.kind }, policy, fresh, now),
    );
    const records = weighed.map((one, i) =>
      prepareRecord(
        {
          ...event('done'),
          subject: { kind: question.kind, tokens: admitted.subjects[i]?.tokens ?? [] },
          disclosed: { found: one.outcome, shown: one.contacts.length, policy: policy.version },
        },
        this.grounds.auditKeys,
        now,
      ),
    );
    const granted = await this.recorder.record(admitted.ticket, records, () => [refused('involvement.ticket-spent')]);
    if (!granted) throw problem('ticket-spent');
    const answers = weighed.map(({ contacts }, i) =>
      padded(contacts, (records[i] as PreparedRecord).receipt.toString('base64url')),
    );
    return { answers, coverage: coverageOf(fresh, now), policy: policy.version };
  }

  /** Purpose, department, lines, epochs and ticket: all or nothing, before anything is looked up. */
  private async admit(actor: Actor, question: Question, copy: CatalogueCopy, now: number): Promise<Admitted> {
    const department = copy.departments.get(actor.department);
    if (department === undefined) throw problem('department-unknown');
    const purpose = copy.purposes.get(question.purpose);
    if (purpose === undefined) throw problem('purpose-unknown');
    if (!purpose.domains.includes(department.domain)) throw problem('purpose-not-yours');
    if (!purpose.kinds.includes(question.kind)) throw problem('purpose-not-for-this-kind');
    if (question.caseNumber !== undefined) checkCaseNumber(question.caseNumber);
    const { live } = this.grounds.protocol.current();
    const subjects = question.subjects.map(({ lines }) => this.readLines(question.kind, lines, live));
    const count = question.subjects.reduce((sum, { lines }) => sum + lines.length, 0);
    const expected = { actor: actor.id, use: 'ask', kind: question.kind, count } as const;
    const ticket = await checkTicket(question.ticket, expected, this.grounds.protocol, now);
    return { asker: { department: department.code, domain: department.domain }, ticket, subjects };
  }

  private readLines(kind: Kind, lines: readonly QuestionLine[], live: readonly string[]): Admitted['subjects'][number] {
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

/** Codes of our own only: whatever else stood in the request does not get into the log. */
function eventOf(actor: Actor, question: Question, copy: CatalogueCopy, outcome: 'done' | 'refused'): AuditEvent {
  const { caseNumber } = question;
  const attributed = outcome === 'done' && caseNumber !== undefined ? { caseNumber } : {};
  return {
    happening: {
      action: 'inquiry',
      purpose: copy.purposes.has(question.purpose) ? question.purpose : 'unknown',
      department: copy.departments.has(actor.department) ? actor.department : 'unknown',
      outcome,
    },
    actor: { id: actor.id, roles: actor.roles, ...attributed },
    technical: { client: actor.client, node: 'index' },
  };
}
