/**
 * What a case number may be whatever a department's pattern says: the rule that client and index share. It goes to the
 * index in the clear, so that what could be a citizen number, a postcode, a name or prose is none.
 */

export const MOST_CASE_LETTERS = 4;
/** Besides a year. */
export const MOST_CASE_DIGITS = 6;
export const FEWEST_CASE_DIGITS = 3;
export const MOST_CASE_CHARACTERS = 20;

/** Letters before digits, so that no postcode fits; nothing but capitals, digits and hyphens, so that no prose does. */
const SHAPE = /^[A-Z-]*\d[\d-]*$/;
const YEAR = /^20[0-3]\d$/;

/**
 * At most six digits besides a year from 2000 on that stands apart and first, with letters before it: nine digits that pass
 * the eleven test have no place in it in any grouping, unless somebody puts letters in front of them (docs/decisions/0034).
 */
export function mayBeCaseNumber(text: string): boolean {
  if (text.length > MOST_CASE_CHARACTERS || !SHAPE.test(text)) return false;
  const runs = text.match(/\d+/g) ?? [];
  const named = /^-*[A-Z]/.test(text);
  const digits = (named && YEAR.test(runs[0] ?? '') ? runs.slice(1) : runs).join('').length;
  const letters = text.replace(/[^A-Z]/g, '').length;
  return letters <= MOST_CASE_LETTERS && digits >= FEWEST_CASE_DIGITS && digits <= MOST_CASE_DIGITS;
}
