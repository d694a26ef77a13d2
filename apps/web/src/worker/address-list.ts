import { Problem, problemsOf } from '#problem';
import { addressOf, readAddress, readBagId } from '#tokens';
import { recordsIn, textOf } from './list-file';
import { MOST_LINES } from './list-limits';
import type { Subject } from './reader';

/** Longer than any address, and than an envelope on one line. */
const LONGEST_LINE = 200;

const listProblem = problemsOf('web', {
  'list-empty': { status: 400, title: 'There is no line in this list', advice: 'Give an address on each line.' },
  'list-too-long': { status: 400, title: 'Too many lines in this list', advice: 'Divide it into shorter lists.' },
  'list-columns-twice': {
    status: 400,
    title: 'Two columns have the same meaning',
    advice: 'Leave one of them out, so that it is clear which holds the address.',
  },
  'list-columns-missing': {
    status: 400,
    title: 'There is a column for the house number but none for the postcode',
    advice: 'Add a column postcode, or one that holds the whole address.',
  },
});

/** One line of a list, understood or not. Nothing of other columns is in it. */
export interface ListLine {
  /** Where it stands in the text or the file, counted from 1 */
  readonly line: number;
  /** What was read as an address, to be mended in place */
  readonly text: string;
  readonly subject?: Subject;
  /** Why it was not understood: a code of the room `tokens`, or `web.list-line-long` */
  readonly code?: string;
}

/** Columns of an address, as Dutch systems call them; without case, spaces, accents and hyphens. */
const NAMES = {
  postcode: ['postcode'],
  number: ['huisnummer', 'huisnr'],
  letter: ['huisletter'],
  addition: ['toevoeging', 'huisnummertoevoeging', 'huisnrtoevoeging'],
  address: ['adres', 'adressen', 'volledigadres'],
  bag: ['nummeraanduiding', 'nummeraanduidingid', 'bagid', 'bagnummer', 'bagnummeraanduiding', 'bagnummeraanduidingid'],
} as const;
type Field = keyof typeof NAMES;
type Columns = ReadonlyMap<Field, number>;

/**
 * All lines in their order, those that were not understood among them.
 * @throws Problem `web.list-empty`, `web.list-too-long` (detail `lines`, `most`), `web.list-columns-twice`,
 *   `web.list-columns-missing`, and of files `web.list-too-large`, `web.list-workbook`, `web.list-not-text`
 */
export async function readList(source: string | Blob): Promise<readonly ListLine[]> {
  const [first, ...rest] = recordsIn(await textOf(source));
  if (first === undefined) throw listProblem('list-empty');
  const columns = columnsIn(first.cells);
  const records = columns === undefined ? [first, ...rest] : rest;
  if (records.length === 0) throw listProblem('list-empty');
  if (records.length > MOST_LINES) throw listProblem('list-too-long', { lines: records.length, most: MOST_LINES });
  return records.map(({ line, cells, whole }) => {
    const read = columns === undefined ? fromText(whole) : fromColumns(cells, columns);
    return { line, ...read };
  });
}

/** What one line means after it was mended. */
export function mendLine(text: string): Pick<ListLine, 'subject' | 'code'> {
  const { subject, code } = fromText(text);
  return subject === undefined ? { code } : { subject };
}

type Read = Omit<ListLine, 'line'>;

function understood(text: string, read: () => Subject): Read {
  if (text.length > LONGEST_LINE) return { text: text.slice(0, LONGEST_LINE), code: 'web.list-line-long' };
  try {
    return { text, subject: read() };
  } catch (fault) {
    if (!(fault instanceof Problem)) throw fault;
    return { text, code: fault.code };
  }
}

const fromText = (text: string): Read => understood(text.trim(), () => subjectIn(text));

/** Sixteen digits and nothing else are the number of an address in the BAG. */
const BAG = /^\D{0,30}\d{16}\s*$/;

function subjectIn(text: string): Subject {
  if (BAG.test(text)) return { form: 'bag', identifier: readBagId(text) };
  return addressSubject(readAddress(text));
}

function addressSubject({ scheme, value, parts }: ReturnType<typeof addressOf>): Subject {
  return { form: 'address', identifier: { scheme, value }, parts };
}

function fromColumns(cells: readonly string[], columns: Columns): Read {
  const cell = (field: Field): string => (cells[columns.get(field) ?? -1] ?? '').trim();
  const [postcode, number, letter, addition] = [cell('postcode'), cell('number'), cell('letter'), cell('addition')];
  const whole = cell('address');
  if (postcode !== '' && columns.has('number')) {
    const text = [postcode, number, letter, addition].filter((part) => part !== '').join(' ');
    // "12 A" in the column of the number, and nothing in those of letter and addition.
    if (letter === '' && addition === '' && !/^\d+$/.test(number)) return fromText(text);
    return understood(text, () =>
      addressSubject(
        addressOf({
          postcode: postcode.replace(/\s/g, '').toUpperCase(),
          number,
          letter,
          addition: addition.replace(/[\s/-]/g, ''),
        }),
      ),
    );
  }
  // A column of its own with street, number and perhaps the postcode.
  if (whole !== '') return fromText(postcode === '' ? whole : `${whole}, ${postcode}`);
  return fromText(postcode || cell('bag') || number);
}

const plain = (name: string): string =>
  name
    .normalize('NFD')
    .replace(/[\p{M}\p{Cf}]/gu, '')
    .toLowerCase()
    .replace(/[\s_.\-/:()]/g, '');

/**
 * Which column holds what, when the first line has names of columns; undefined when it is an address itself.
 * @throws Problem `web.list-columns-twice`, `web.list-columns-missing`
 */
function columnsIn(header: readonly string[]): Columns | undefined {
  const names = header.map(plain);
  const columns = new Map<Field, number>();
  for (const field of Object.keys(NAMES) as Field[]) {
    const places = names.flatMap((name, place) => ((NAMES[field] as readonly string[]).includes(name) ? [place] : []));
    if (places.length > 1) throw listProblem('list-columns-twice');
    if (places[0] !== undefined) columns.set(field, places[0]);
  }
  if (columns.size === 0) return undefined;
  if (!columns.has('postcode') && !columns.has('address') && !columns.has('bag'))
    throw listProblem('list-columns-missing');
  return columns;
}
