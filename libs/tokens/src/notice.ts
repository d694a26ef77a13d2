/**
 * Why a resident was not told of a registration, or not yet: the words that client and index share. A closed list, since
 * a free word could be a name (article 14 lid 5 AVG; article 41 UAVG for a delay).
 */
export const NOTICE_GROUNDS = [
  'already-informed',
  'impossible-or-disproportionate',
  'laid-down-by-law',
  'professional-secrecy',
  'safety-of-persons',
  'ongoing-investigation',
] as const;
export type NoticeGround = (typeof NOTICE_GROUNDS)[number];
