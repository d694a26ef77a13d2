import { problemsOf } from '#problem';

/** A list of 500 addresses with twenty other columns is a tenth of this. */
const MOST_BYTES = 1_000_000;

const problem = problemsOf('web', {
  'list-too-large': { status: 400, title: 'This is too large for a list of addresses', advice: 'Divide it.' },
  'list-workbook': {
    status: 400,
    title: 'This is a workbook',
    advice: 'Save it as CSV in the spreadsheet program and choose that file.',
  },
  'list-not-text': { status: 400, title: 'This is not a text file', advice: 'Choose a CSV or a text file.' },
});

/** One record of the text, which is several lines when a quoted cell holds line breaks. */
export interface ListRecord {
  /** Where it begins, counted from 1 */
  readonly line: number;
  readonly cells: readonly string[];
  /** All of it as one text, for lines that are no table */
  readonly whole: string;
}

/**
 * The text of a file, whatever program wrote it: UTF-8, UTF-16 with its mark, else Windows-1252.
 * @throws Problem `web.list-too-large`, `web.list-workbook`, `web.list-not-text`
 */
export async function textOf(source: string | Blob): Promise<string> {
  if (typeof source === 'string') {
    if (source.length > MOST_BYTES) throw problem('list-too-large');
    return tidy(source);
  }
  if (source.size > MOST_BYTES) throw problem('list-too-large');
  const bytes = new Uint8Array(await source.arrayBuffer());
  const starts = (...signature: readonly number[]): boolean => signature.every((byte, i) => bytes[i] === byte);
  // ZIP (xlsx, ods) and the older compound file (xls).
  if (starts(0x50, 0x4b, 0x03, 0x04) || starts(0xd0, 0xcf, 0x11, 0xe0)) throw problem('list-workbook');
  const text = decoded(bytes, starts(0xff, 0xfe) ? 'utf-16le' : starts(0xfe, 0xff) ? 'utf-16be' : undefined);
  // Programs, pictures and PDF have these; no list of addresses does.
  if (/\0/.test(text)) throw problem('list-not-text');
  return tidy(text);
}

function decoded(bytes: Uint8Array, marked: 'utf-16le' | 'utf-16be' | undefined): string {
  if (marked !== undefined) return new TextDecoder(marked).decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

const tidy = (text: string): string => text.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n');

const DELIMITERS = ['\t', ';', ',', '|'] as const;

/** All records that hold something. A quotation mark opens a cell at its beginning only, and only if it is closed. */
export function recordsIn(text: string): readonly ListRecord[] {
  // A line that spreadsheets write above the names: sep=;
  const [named, separator] = /^sep=(.)(?:\n|$)/i.exec(text) ?? [];
  const body = named === undefined ? text : text.slice(named.length);
  const delimiter = separator ?? delimiterOf(body);
  const records: ListRecord[] = [];
  for (let at = 0, line = named === undefined ? 1 : 2; at < body.length;) {
    const { cells, end, quoted } = recordAt(body, at, delimiter);
    const raw = body.slice(at, end);
    const whole = (quoted ? cells.join(' ') : raw).replace(/\s+/g, ' ').trim();
    if (cells.some((cell) => cell.trim() !== '')) records.push({ line, cells, whole });
    line += raw.split('\n').length;
    at = end + 1;
  }
  return records;
}

/** Cells from one place up to the end of their line. */
function recordAt(text: string, start: number, delimiter: string): { cells: string[]; end: number; quoted: boolean } {
  const cells: string[] = [];
  let quoted = false;
  for (let at = start; ;) {
    const found = quotedCell(text, at, delimiter);
    quoted ||= found !== undefined;
    const { cell, end } = found ?? bareCell(text, at, delimiter);
    cells.push(cell);
    if (text[end] !== delimiter) return { cells, end, quoted };
    at = end + 1;
  }
}

function bareCell(text: string, start: number, delimiter: string): { cell: string; end: number } {
  let end = start;
  while (end < text.length && text[end] !== delimiter && text[end] !== '\n') end++;
  return { cell: text.slice(start, end), end };
}

/** Longer than an envelope, or a remark: what is not closed by then was no quotation. */
const LONGEST_CELL = 2_000;

/** `"…"` with doubled marks inside, when what follows is the end of a cell. */
function quotedCell(text: string, start: number, delimiter: string): { cell: string; end: number } | undefined {
  if (text[start] !== '"') return undefined;
  let close = text.indexOf('"', start + 1);
  while (close >= 0 && close - start < LONGEST_CELL && text[close + 1] === '"') close = text.indexOf('"', close + 2);
  if (close < 0 || close - start >= LONGEST_CELL) return undefined;
  let end = close + 1;
  while (text[end] === ' ') end++;
  if (end < text.length && text[end] !== delimiter && text[end] !== '\n') return undefined;
  return { cell: text.slice(start + 1, close).replaceAll('""', '"'), end };
}

/** The delimiter that gives the first line the most cells. */
function delimiterOf(text: string): string {
  const first = text
    .slice(0, 5_000)
    .replace(/^\s+/, '')
    .split('\n', 1)[0]!
    .replace(/"[^"]*"/g, '');
  const count = (delimiter: string): number => first.split(delimiter).length;
  return DELIMITERS.reduce((best: string, one) => (count(one) > count(best) ? one : best), ';');
}
