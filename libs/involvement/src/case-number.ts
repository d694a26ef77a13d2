import { problem } from './problems';

const PATTERN = /^[A-Z]{2,6}-20\d{2}-\d{3,6}$/;

/** Eight or nine digits that pass the eleven-test could be a citizen number, whatever stands between them. */
function couldBeBsn(text: string): boolean {
  const digits = text.replace(/\D/g, '');
  if (digits.length < 8 || digits.length > 9) return false;
  const padded = digits.padStart(9, '0');
  const sum = [...padded].reduce((total, digit, i) => total + Number(digit) * (i < 8 ? 9 - i : -1), 0);
  return sum % 11 === 0;
}

/**
 * A case number of the asker's own system: `WT-2026-00123`. The pattern leaves no room for prose, names or postcodes.
 * @throws Problem `involvement.case-number-refused`
 */
export function checkCaseNumber(text: string): string {
  if (!PATTERN.test(text) || couldBeBsn(text)) throw problem('case-number-refused');
  return text;
}
