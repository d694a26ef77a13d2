import { Command, CommandHandler, type ICommandHandler, type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Actor } from '#access';
import { type AuditEvent, AuditKeys, Recorder, prepareRecord, recordingRefusal } from '#accountability';
import type { EmergencyNote } from '#involvement';
import { managementEvent, recordChange } from '#organisation';
import { type Transaction, UnitOfWork } from '#platform';
import { problemsOf } from '#problem';
import { rowId } from './alarms';
import { reviewKeyOf } from './review-key';

const problem = problemsOf('oversight', {
  'case-unknown': {
    status: 404,
    title: 'This review case is not known',
    advice: 'Check the id against GET /v1/review-cases.',
  },
  'own-emergency': {
    status: 403,
    title: 'Nobody judges an emergency of her own',
    advice: 'Ask another privacy officer to judge it.',
  },
  'case-closed': {
    status: 409,
    title: 'This review case was judged before',
    advice: 'A verdict stands. GET /v1/review-cases shows it.',
  },
});

export const VERDICTS = ['justified', 'not-justified'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** An emergency that somebody has to judge, or has judged. */
export interface ReviewCase extends EmergencyNote {
  readonly id: string;
  /** ISO 8601 */
  readonly openedAt: string;
  readonly verdict?: Verdict;
  readonly judgedBy?: string;
  readonly closedAt?: string;
}

/** Newest closed ones that are shown; open ones all are. */
const SHOWN = 200;

interface CaseRow {
  id: string;
  opened_at: Date;
  sealed: Buffer;
  verdict: Verdict | null;
  judged_by: string | null;
  judged_key: Buffer | null;
  asker_key: Buffer;
  closed_at: Date | null;
}

/** Which emergencies there were: open ones first, the oldest of them on top. Reading it leaves a record. */
export class ReviewCases extends Query<readonly ReviewCase[]> {
  constructor(readonly actor: Actor) {
    super();
  }
}

@QueryHandler(ReviewCases)
export class ReviewCasesHandler implements IQueryHandler<ReviewCases> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly keys: AuditKeys,
  ) {}

  execute({ actor }: ReviewCases): Promise<readonly ReviewCase[]> {
    return this.unitOfWork.run(async (transaction) => {
      const { rows: open } = await transaction.query<CaseRow>(
        'select * from review_case where closed_at is null order by opened_at, id',
      );
      const { rows: closed } = await transaction.query<CaseRow>(
        `select * from review_case where closed_at is not null order by opened_at desc, id limit ${SHOWN}`,
      );
      const cases = [...open, ...closed].map((row) => this.read(row));
      await recordChange(transaction, this.keys, managementEvent(actor, 'review-cases-read', { cases: cases.length }));
      return cases;
    });
  }

  private read({ id, opened_at, sealed, verdict, judged_by, closed_at }: CaseRow): ReviewCase {
    return {
      id,
      openedAt: opened_at.toISOString(),
      ...(this.keys.openNote('review-case', rowId(id), sealed) as EmergencyNote),
      ...(verdict === null || judged_by === null || closed_at === null
        ? {}
        : { verdict, judgedBy: judged_by, closedAt: closed_at.toISOString() }),
    };
  }
}

/** Closes a review case: a verdict, once, by somebody else than the asker. The database holds the same rules. */
export class JudgeReviewCase extends Command<void> {
  constructor(
    readonly actor: Actor,
    readonly id: string,
    readonly verdict: Verdict,
  ) {
    super();
  }
}

@CommandHandler(JudgeReviewCase)
export class JudgeReviewCaseHandler implements ICommandHandler<JudgeReviewCase> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly recorder: Recorder,
    private readonly keys: AuditKeys,
  ) {}

  execute(judgement: JudgeReviewCase): Promise<void> {
    const refused = (reason: string) => prepareRecord(refusalOf(judgement.actor, reason), this.keys);
    return recordingRefusal(this.recorder, refused, () =>
      this.unitOfWork.run((transaction) => this.judge(transaction, judgement)),
    );
  }

  private async judge(transaction: Transaction, { actor, id, verdict }: JudgeReviewCase): Promise<void> {
    const { rows } = await transaction.query<CaseRow>('select * from review_case where id = $1 for update', [id]);
    const [row] = rows;
    const judge = reviewKeyOf(this.keys, actor.id);
    if (row === undefined) throw problem('case-unknown');
    if (row.asker_key.equals(judge)) throw problem('own-emergency');
    if (row.closed_at !== null) {
      // The same again, after an answer got lost, has no effect.
      if (row.verdict === verdict && row.judged_key?.equals(judge) === true) return;
      throw problem('case-closed');
    }
    await transaction.query(
      'update review_case set verdict = $2, judged_by = $3, judged_key = $4, closed_at = now() where id = $1',
      [id, verdict, actor.id, judge],
    );
    await recordChange(transaction, this.keys, managementEvent(actor, 'review-verdict', { case: id, verdict }));
  }
}

function refusalOf(actor: Actor, reason: string): AuditEvent {
  const event = managementEvent(actor, 'review-verdict', { reason });
  return { ...event, happening: { ...event.happening, outcome: 'refused' } };
}
