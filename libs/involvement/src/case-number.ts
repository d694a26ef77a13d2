import { DEFAULT_CASE_PATTERN, readCasePattern } from '#organisation';
import { mayBeCaseNumber } from '#tokens';
import { problem } from './problems';

/**
 * A case number of the asker's or the owner's own system: `WT-2026-00123`, after the pattern of her department. What could
 * be a citizen number, a postcode or prose is refused whatever the pattern says.
 * @throws Problem `involvement.case-number-refused`
 */
export function checkCaseNumber(text: string, pattern: string = DEFAULT_CASE_PATTERN): string {
  if (!mayBeCaseNumber(text) || !readCasePattern(pattern).test(text)) throw problem('case-number-refused');
  return text;
}
