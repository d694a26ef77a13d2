import { read, withoutGaps } from './answers';
import type { Caller } from './http';
import { requireReceipt } from './own-words';
import { clientProblem } from './problems';
import { MOST_SUBJECTS } from './requests';

/** A question of one's own, as the log has it: one for each subject, and nothing of what came out. */
export interface OwnInquiry {
  /** 22 characters base64url; not the receipt */
  readonly id: string;
  /** ISO 8601; the same for all subjects of one question */
  readonly at: string;
  /** Code of the purpose */
  readonly purpose: string;
  /** Kind of subject; absent when the question was refused */
  readonly kind?: string;
  readonly outcome: 'done' | 'refused';
  /** Whether one said that it was a mistake */
  readonly mistake: boolean;
  readonly caseNumber?: string;
}

/** Questions by their ids, or by the receipts of their answers; at most 100. */
export type Mistakes = { readonly inquiries: readonly string[] } | { readonly receipts: readonly string[] };

/** What one asked oneself in the last 30 days. */
export class OwnInquiries {
  readonly #caller: Caller;

  constructor(caller: Caller) {
    this.#caller = caller;
  }

  /** Newest first, at most 500; `more` when there were more. Reading it leaves a record. */
  async list(): Promise<{ readonly inquiries: readonly OwnInquiry[]; readonly more: boolean }> {
    const { inquiries, more } = await this.#caller.call({ method: 'GET', path: '/v1/own-inquiries' });
    return { inquiries: read.list(inquiries).map(inquiryFrom), more: read.flag(more) };
  }

  /**
   * Says that questions of one's own were mistakes: all of them or none. The log keeps them. Again has no effect.
   * @throws Problem `involvement.question-unknown` also for those of others, and after 30 days
   */
  async markMistakes(mistakes: Mistakes): Promise<void> {
    const named = 'receipts' in mistakes ? mistakes.receipts : mistakes.inquiries;
    if (named.length === 0) return;
    if (named.length > MOST_SUBJECTS) throw clientProblem('too-many-subjects');
    const texts = named.map(requireReceipt);
    const body = 'receipts' in mistakes ? { receipts: texts } : { inquiries: texts };
    await this.#caller.callTwice({ method: 'POST', path: '/v1/mistakes', body });
  }
}

function inquiryFrom(value: unknown): OwnInquiry {
  const { id, at, purpose, kind, outcome, mistake, caseNumber } = read.object(value);
  return withoutGaps({
    id: read.text(id),
    at: read.text(at),
    purpose: read.text(purpose),
    kind: read.optionalText(kind),
    outcome: read.oneOf(outcome, ['done', 'refused']),
    mistake: mistake !== undefined && read.flag(mistake),
    caseNumber: read.optionalText(caseNumber),
  });
}
