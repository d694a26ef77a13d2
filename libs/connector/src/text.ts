import { connectorProblem } from './problems';

export const ENCODINGS = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'] as const;
export type Encoding = (typeof ENCODINGS)[number];

export const DELIMITERS = [';', ',', '\t', '|'] as const;

/** Longer than any line of an export: a quotation mark that is not closed must not fill the memory. */
export const LONGEST_ROW = 1024 * 1024;

/** One line of the file, which is several of them when a quoted field holds line breaks. */
export interface Row {
  /** Where it begins, counted from 1 */
  readonly line: number;
  readonly cells: readonly string[];
}

const begins = (start: Uint8Array, ...signature: readonly number[]): boolean =>
  signature.every((byte, place) => start[place] === byte);

/**
 * The encoding of a file, by its first bytes and by what was seen in all of it.
 * @throws Problem `connector.file-empty`, `connector.file-is-workbook`, `connector.file-encoding`
 */
export function encodingOf(
  start: Uint8Array,
  { utf8, nul }: { readonly utf8: boolean; readonly nul: boolean },
  given: Encoding | undefined,
): Encoding {
  if (start.length === 0) throw connectorProblem('file-empty');
  if (begins(start, 0x50, 0x4b, 0x03, 0x04)) throw connectorProblem('file-is-workbook');
  const encoding = given ?? markOf(start) ?? (utf8 ? 'utf-8' : 'windows-1252');
  if (nul && !encoding.startsWith('utf-16')) throw connectorProblem('file-encoding');
  return encoding;
}

/** The encoding that a byte order mark tells. */
function markOf(start: Uint8Array): Encoding | undefined {
  if (begins(start, 0xff, 0xfe)) return 'utf-16le';
  if (begins(start, 0xfe, 0xff)) return 'utf-16be';
  return begins(start, 0xef, 0xbb, 0xbf) ? 'utf-8' : undefined;
}

/** Makes every line break `\n`, so that lines are counted the same way inside and outside of quotation marks. */
export function lineBreaks(): (text: string) => string {
  let half = false;
  return (text) => {
    const rest = half && text.startsWith('\n') ? text.slice(1) : text;
    half = text === '' ? half : text.endsWith('\r');
    return rest.replace(/\r\n?/g, '\n');
  };
}

/** How a file divides its lines. @param start its beginning, at least the names of the columns */
export function divisionOf(
  start: string,
  given: string | undefined,
): { readonly delimiter: string; /** Lines before the names */ readonly skipped: number } {
  // A line that spreadsheets write above the names: sep=;
  const [, separator] = /^sep=(.)(?:\n|$)/i.exec(start) ?? [];
  const names = separator === undefined ? start : start.slice(start.indexOf('\n') + 1);
  return { delimiter: given ?? separator ?? delimiterOf(names), skipped: separator === undefined ? 0 : 1 };
}

/** The delimiter that gives the first line the most columns; a semicolon when there is but one. */
function delimiterOf(text: string): string {
  const counts = new Map<string, number>(DELIMITERS.map((delimiter) => [delimiter, 0]));
  let quoted = false;
  for (const character of text.replace(/^\n+/, '')) {
    if (character === '"') quoted = !quoted;
    if (character === '\n' && !quoted) break;
    const count = counts.get(character);
    if (!quoted && count !== undefined) counts.set(character, count + 1);
  }
  return [...counts].reduce((best, one) => (one[1] > best[1] ? one : best))[0];
}
