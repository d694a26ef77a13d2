import { Command, CommandHandler, type ICommandHandler, type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Actor } from '#access';
import {
  type AuditEvent,
  AuditKeys,
  type GroupContents,
  LockedLog,
  MISTAKE,
  type PreparedRecord,
  Recorder,
  type StoredRecord,
  mistakeReceipt,
  mistaken,
  namedOwnRecords,
  ownRecords,
  prepareRecord,
  readGroup,
  recordingRefusal,
  soundOnes,
  textOf,
} from '#accountability';
import { managementEvent, recordChange, refusedRecord } from '#organisation';
import { DAY, UnitOfWork } from '#platform';
import { problem } from './problems';

/** A question of one's own. Nothing in it depends on what was found. */
export interface OwnInquiry {
  /** Of the event, base64url of 16 bytes; one for each subject of a question */
  readonly id: string;
  /** ISO 8601; the same for all subjects of a question */
  readonly at: string;
  readonly purpose: string;
  /** Of the subject; absent when the question was refused */
  readonly kind?: string;
  readonly outcome: 'done' | 'refused';
  readonly mistake?: true;
  readonly caseNumber?: string;
}

export interface OwnInquiryList {
  /** Newest first */
  readonly inquiries: readonly OwnInquiry[];
  /** Whether there were more in these days */
  readonly more: boolean;
}

/** How long one sees one's questions back, and may say that one was a mistake. */
const REMEMBERED = 30 * DAY;
const SHOWN = 500;

const ownOf = ({ id }: Actor) => ({ actor: id, action: 'inquiry', since: Date.now() - REMEMBERED });

/** What I asked lately. It opens sealed groups of the log, so reading it leaves a record, like every other such read. */
export class OwnInquiries extends Query<OwnInquiryList> {
  constructor(readonly actor: Actor) {
    super();
  }
}

@QueryHandler(OwnInquiries)
export class OwnInquiriesHandler implements IQueryHandler<OwnInquiries> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly keys: AuditKeys,
  ) {}

  execute({ actor }: OwnInquiries): Promise<OwnInquiryList> {
    return this.unitOfWork.run(async (transaction) => {
      const rows = await ownRecords(transaction, this.keys, ownOf(actor), SHOWN + 1);
      const shown = rows.slice(0, SHOWN);
      const marked = await mistaken(
        transaction,
        this.keys,
        shown.map(({ event }) => event),
      );
      // A purpose that is not in the catalogue was refused before it could be one.
      const sound = soundOnes(shown, (row) => this.read(row, marked));
      const inquiries = sound.filter(({ purpose }) => purpose !== 'unknown');
      const read = { inquiries: inquiries.length };
      await recordChange(transaction, this.keys, managementEvent(actor, 'own-inquiries-read', read));
      return { inquiries, more: rows.length > SHOWN };
    });
  }

  private read(row: StoredRecord, marked: ReadonlySet<string>): OwnInquiry {
    const [w, s, a] = (['W', 'S', 'A'] as const).map((group) => readGroup(group, row, this.keys)) as Groups;
    const id = textOf(row.event);
    return {
      id,
      at: row.at.toISOString(),
      purpose: String(w['purpose']),
      ...(s['kind'] === undefined ? {} : { kind: String(s['kind']) }),
      outcome: w['outcome'] === 'done' ? 'done' : 'refused',
      ...(marked.has(id) ? { mistake: true } : {}),
      ...(a['caseNumber'] === undefined ? {} : { caseNumber: String(a['caseNumber']) }),
    };
  }
}

type Groups = [GroupContents, GroupContents, GroupContents];

/** Questions, by their ids of the list, or by the receipts that came with the answers: base64url of 16 bytes. */
export type Mistakes = { readonly inquiries: readonly string[] } | { readonly receipts: readonly string[] };

/**
 * Says of questions of one's own that they were mistakes: all of them or none. The log keeps what it has; a record that
 * names the question stands beside it, once, however often it is said.
 */
export class MarkMistakes extends Command<void> {
  constructor(
    readonly actor: Actor,
    readonly mistakes: Mistakes,
  ) {
    super();
  }
}

const bytesOf = (texts: readonly string[]): Buffer[] =>
  [...new Set(texts)].map((text) => Buffer.from(text, 'base64url'));

@CommandHandler(MarkMistakes)
export class MarkMistakesHandler implements ICommandHandler<MarkMistakes> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly recorder: Recorder,
    private readonly keys: AuditKeys,
  ) {}

  execute(command: MarkMistakes): Promise<void> {
    const refused = (reason: string): PreparedRecord => refusedRecord(command.actor, MISTAKE, reason, this.keys);
    return recordingRefusal(this.recorder, refused, () => this.mark(command));
  }

  private mark({ actor, mistakes }: MarkMistakes): Promise<void> {
    const named =
      'receipts' in mistakes ? { receipts: bytesOf(mistakes.receipts) } : { events: bytesOf(mistakes.inquiries) };
    return this.unitOfWork.run(async (transaction) => {
      const rows = await namedOwnRecords(transaction, this.keys, ownOf(actor), named);
      const marks = new Map(soundOnes(rows, (row) => this.recordOf(actor, row)));
      if (marks.size < (named.receipts ?? named.events).length) throw problem('question-unknown');
      // From here on nobody else marks, so that what is not there yet is not there when it is written.
      const locked = await LockedLog.take(transaction, []);
      const marked = await mistaken(transaction, this.keys, [...marks.keys()]);
      const fresh = [...marks].filter(([event]) => !marked.has(textOf(event))).map(([, mark]) => mark);
      if (fresh.length > 0) await locked.append(fresh);
    });
  }

  /** Group W names the question, so that whoever is shown it can be shown, with a proof, that it was called a mistake. */
  private recordOf(actor: Actor, row: StoredRecord): [Buffer, PreparedRecord] {
    const { purpose, department } = readGroup('W', row, this.keys) as { purpose: string; department: string };
    const event: AuditEvent = {
      happening: { action: MISTAKE, purpose, department, outcome: 'done', about: textOf(row.event) },
      actor: { id: actor.id, roles: actor.roles },
      technical: { client: actor.client, node: 'index' },
      disclosed: { inquiry: Number(row.seq) },
    };
    return [row.event, prepareRecord(event, this.keys, Date.now(), mistakeReceipt(this.keys, row.event))];
  }
}
