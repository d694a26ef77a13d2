import type { Notice, OwnDisclosure } from '#client/browser';
import { isDay } from './days';

/** What is filled in about a case, beside whom it is about. */
export interface CaseDraft {
  readonly caseNumber: string;
  /** Empty while nothing is chosen */
  readonly state: Notice['state'] | '';
  readonly ground: string;
  readonly reviewOn: string;
  /** Empty: as the rules say */
  readonly disclosure: OwnDisclosure | '';
}

export const NO_CASE: CaseDraft = { caseNumber: '', state: '', ground: '', reviewOn: '', disclosure: '' };

export interface CaseGiven {
  readonly caseNumber?: string;
  readonly notice: Notice;
  readonly disclosure?: OwnDisclosure;
}

export const CASE_NUMBER = 'case-number';
export const NOTICE = 'notice';
export const GROUND = 'ground';
export const REVIEW = 'review-on';

/** What is missing or wrong, by the id of its field. */
export type CaseFaults = Readonly<
  Partial<
    Record<
      typeof NOTICE | typeof GROUND | typeof REVIEW,
      'noticeMissing' | 'groundMissing' | 'reviewMissing' | 'reviewPast'
    >
  >
>;

export const wantsGround = (state: CaseDraft['state']): boolean => state === 'delayed' || state === 'exempt';

/** What can be known here; the pattern of case numbers is the index's affair. @param today 2026-11-27 */
export function checkCase(draft: CaseDraft, today: string): { faults: CaseFaults; given?: CaseGiven } {
  const { state, ground, reviewOn } = draft;
  if (state === '') return { faults: { [NOTICE]: 'noticeMissing' } };
  const delayed = state === 'delayed';
  const faults: CaseFaults = {
    ...(wantsGround(state) && ground === '' ? { [GROUND]: 'groundMissing' as const } : {}),
    ...(delayed && !isDay(reviewOn) ? { [REVIEW]: 'reviewMissing' as const } : {}),
    ...(delayed && isDay(reviewOn) && reviewOn <= today ? { [REVIEW]: 'reviewPast' as const } : {}),
  };
  if (Object.keys(faults).length > 0) return { faults };
  const caseNumber = draft.caseNumber.trim();
  return {
    faults,
    given: {
      ...(caseNumber === '' ? {} : { caseNumber }),
      ...(draft.disclosure === '' ? {} : { disclosure: draft.disclosure }),
      notice: { state, ...(wantsGround(state) ? { ground } : {}), ...(delayed ? { reviewOn } : {}) },
    },
  };
}
