import type { Judged } from './lines';
import type { Answered } from './run';

/** Spreadsheets run a cell that begins so; behind an apostrophe it stays text. */
const FORMULA = /^\s*[=+\-@|%]/;
const NEEDS_MARKS = /[";,\t\r\n]|^\s|\s$/;

function cellOf(text: string): string {
  // No line breaks, and no characters that turn a text round: one row is one line.
  const calm = text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ');
  const harmless = FORMULA.test(calm) ? `'${calm}` : calm;
  return NEEDS_MARKS.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** A CSV as Dutch spreadsheets open it by themselves: UTF-8 with its mark, semicolons, CRLF (RFC 4180). */
export const csvOf = (rows: readonly (readonly string[])[]): string =>
  `\ufeff${rows.map((cells) => `${cells.map(cellOf).join(';')}\r\n`).join('')}`;

export interface DownloadWords {
  /** Names of the columns */
  readonly line: string;
  readonly address: string;
  readonly outcome: string;
  readonly askedAt: string;
  readonly complete: string;
  /** There is somebody to call first */
  readonly callFirst: string;
  /** As on the screen: never that nobody is involved */
  readonly nothingToSee: string;
  readonly notAsked: string;
}

interface Download {
  readonly judged: readonly Judged[];
  readonly answered: readonly Answered[];
  readonly words: DownloadWords;
  /** What the answers cover, in words: part of every row, since rows get sorted and cut */
  readonly coverage: string;
  readonly moment: (at: number) => string;
  readonly withAddresses: boolean;
}

/**
 * Which addresses to announce first, for the inspector's own planning: each line of the list, without teams, telephone
 * numbers or how many there are. A line that was not understood is named by its number alone: who knows what it held.
 */
export function downloadRows(download: Download): readonly (readonly string[])[] {
  const { judged, answered, words, coverage, moment, withAddresses } = download;
  const found = new Map(answered.flatMap((row) => row.lines.map((line) => [line, row] as const)));
  const rows = judged.map(({ entry: { line }, address }) => {
    const row = found.get(line);
    const outcome =
      row === undefined ? words.notAsked : row.answer.contacts.length > 0 ? words.callFirst : words.nothingToSee;
    const rest = row === undefined ? ['', ''] : [moment(row.at), coverage];
    return [String(line), ...(withAddresses ? [address] : []), outcome, ...rest];
  });
  const names = [words.line, ...(withAddresses ? [words.address] : []), words.outcome, words.askedAt, words.complete];
  return [names, ...rows];
}
