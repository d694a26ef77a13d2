import { FEWEST_CASE_DIGITS, MOST_CASE_CHARACTERS, MOST_CASE_DIGITS, MOST_CASE_LETTERS } from '#tokens';
import { problemsOf } from '#problem';

const problem = problemsOf('organisation', {
  'case-pattern-refused': {
    status: 422,
    title: 'This pattern of case numbers is not safe',
    advice:
      'Use capitals and hyphens, {letters}, {year}, {5} or {3-6}, in this order: at most 4 letters and 6 digits besides the year, which stands apart and has letters before it.',
  },
});

/** Two to four capitals, a year, a number: what holds until a department says otherwise. */
export const DEFAULT_CASE_PATTERN = '{letters}-{year}-{3-6}';

interface Piece {
  readonly kind: 'letters' | 'year' | 'digits' | 'hyphen';
  readonly fewest: number;
  readonly most: number;
  readonly source: string;
}

const PIECE = /\{year\}|\{letters\}|\{([1-6])(?:-([1-6]))?\}|[A-Z]|-/y;
/** Letters, then a year, then numbers. */
const ORDER = { letters: 0, year: 1, digits: 2, hyphen: 3 } as const;
const LONGEST = 40;

const known = new Map<string, RegExp>();

/**
 * Reads a pattern: capitals and hyphens stand for themselves, `{letters}` for two to four capitals, `{year}` for a year
 * from 2000 on, `{5}` and `{3-6}` for that many digits. The expression that comes of it is made of bounded pieces only, so
 * that no text is slow to match.
 * @throws Problem `organisation.case-pattern-refused`
 */
export function readCasePattern(pattern: string): RegExp {
  const read = known.get(pattern) ?? compile(pattern);
  if (known.size > 1_000) known.clear();
  known.set(pattern, read);
  return read;
}

function compile(pattern: string): RegExp {
  const pieces = piecesOf(pattern);
  if (!isSafe(pieces)) throw problem('case-pattern-refused');
  return new RegExp(`^${pieces.map(({ source }) => source).join('')}$`);
}

function piecesOf(pattern: string): Piece[] {
  const pieces: Piece[] = [];
  if (pattern.length > LONGEST) throw problem('case-pattern-refused');
  for (let at = 0; at < pattern.length; at = PIECE.lastIndex) {
    PIECE.lastIndex = at;
    const found = PIECE.exec(pattern);
    if (found === null) throw problem('case-pattern-refused');
    pieces.push(pieceOf(found));
  }
  return pieces;
}

function pieceOf([text, from, to]: RegExpExecArray): Piece {
  if (text === '{year}') return { kind: 'year', fewest: 4, most: 4, source: '20[0-3]\\d' };
  if (text === '{letters}') return { kind: 'letters', fewest: 2, most: 4, source: '[A-Z]{2,4}' };
  if (text === '-') return { kind: 'hyphen', fewest: 1, most: 1, source: '-' };
  if (from === undefined) return { kind: 'letters', fewest: 1, most: 1, source: text };
  const [fewest, most] = [Number(from), Number(to ?? from)];
  if (most < fewest) throw problem('case-pattern-refused');
  return { kind: 'digits', fewest, most, source: `\\d{${fewest},${most}}` };
}

function isSafe(pieces: readonly Piece[]): boolean {
  const of = (kind: Piece['kind']): readonly Piece[] => pieces.filter((one) => one.kind === kind);
  const sum = (some: readonly Piece[], what: 'fewest' | 'most'): number =>
    some.reduce((total, one) => total + one[what], 0);
  const inOrder = pieces
    .filter(({ kind }) => kind !== 'hyphen')
    .every(({ kind }, i, all) => i === 0 || ORDER[all[i - 1]?.kind ?? 'letters'] <= ORDER[kind]);
  const year = pieces.findIndex(({ kind }) => kind === 'year');
  const letters = pieces.findIndex(({ kind }) => kind === 'letters');
  const apart = year < 0 || (pieces[year + 1]?.kind === 'hyphen' && letters >= 0 && letters < year);
  return (
    inOrder &&
    apart &&
    of('year').length <= 1 &&
    sum(of('letters'), 'most') <= MOST_CASE_LETTERS &&
    sum(of('digits'), 'fewest') >= FEWEST_CASE_DIGITS &&
    sum(of('digits'), 'most') <= MOST_CASE_DIGITS &&
    sum(pieces, 'most') <= MOST_CASE_CHARACTERS
  );
}
