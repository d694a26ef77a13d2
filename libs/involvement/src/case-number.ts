import { problem } from './problems';

/**
 * Letters, year, number: at most six digits stand together after a year from 2000 on, so a citizen number has no place
 * in it, and neither has a postcode, a name or prose.
 */
const PATTERN = /^[A-Z]{2,4}-20\d{2}-\d{3,6}$/;

/**
 * A case number of the asker's own system: `WT-2026-00123`.
 * @throws Problem `involvement.case-number-refused`
 */
export function checkCaseNumber(text: string): string {
  if (!PATTERN.test(text)) throw problem('case-number-refused');
  return text;
}
