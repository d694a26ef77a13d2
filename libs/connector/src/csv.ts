import { connectorProblem } from './problems';
import { LONGEST_ROW, type Row } from './text';

/**
 * All rows of a text with something on them, the way that `Source` reads a file (csv.spec.ts holds both together). A file
 * may be larger than the memory and is read by a parser that streams; a browser has the text whole, and needs no more.
 * @param text its line breaks are `\n`
 * @param skipped lines before the first row
 * @throws Problem `connector.file-not-csv` (detail `line`)
 */
export function* rowsOf(text: string, delimiter: string, skipped: number): Generator<Row> {
  let at = 0;
  let line = 1;
  let ended = 0;
  for (; line <= skipped; line++) {
    const end = text.indexOf('\n', at);
    at = end < 0 ? text.length : end + 1;
  }
  while (at < text.length) {
    const start = at;
    const cells: string[] = [];
    do {
      const { cell, end } = cellAt(text, at, delimiter);
      if (end < 0 || end - start > LONGEST_ROW) throw connectorProblem('file-not-csv', { line: ended + 1 });
      cells.push(cell);
      at = end + 1;
    } while (text[at - 1] === delimiter);
    const breaks = cells.reduce((sum, cell) => sum + breaksIn(cell), 0);
    if (cells.some((cell) => cell.trim() !== '')) {
      yield { line, cells };
      ended = line + breaks;
    }
    line += breaks + 1;
  }
}

function breaksIn(cell: string): number {
  let breaks = 0;
  for (let at = cell.indexOf('\n'); at >= 0; at = cell.indexOf('\n', at + 1)) breaks++;
  return breaks;
}

/** The cell that begins here, and where its end stands; -1 when a quotation mark is not closed. */
function cellAt(text: string, start: number, delimiter: string): { cell: string; end: number } {
  if (text[start] !== '"') return bare(text, start, start, delimiter);
  let cell = '';
  for (let at = start + 1; ;) {
    const mark = text.indexOf('"', at);
    if (mark < 0) return { cell, end: -1 };
    cell += text.slice(at, mark);
    const next = text[mark + 1];
    if (next === undefined || next === delimiter || next === '\n') return { cell, end: mark + 1 };
    if (next !== '"') {
      // It closed nothing: the marks are part of the text, and what follows is not quoted any more.
      const rest = bare(text, mark, mark + 1, delimiter);
      return { cell: `"${cell}${rest.cell}`, end: rest.end };
    }
    cell += '"';
    at = mark + 2;
  }
}

/** Up to the next delimiter or line break. @param from where to look for it */
function bare(text: string, start: number, from: number, delimiter: string): { cell: string; end: number } {
  let end = from;
  while (end < text.length && text[end] !== delimiter && text[end] !== '\n') end++;
  return { cell: text.slice(start, end), end };
}
