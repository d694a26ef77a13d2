import type { ListLine } from '../worker/address-list';
import type { Subject } from '../worker/reader';

/** A line on the screen: as it was read, or as it was mended since. */
export interface Entry extends ListLine {
  /** It has a field to mend it in */
  readonly open: boolean;
}

/** A line with what becomes of it. */
export interface Judged {
  readonly entry: Entry;
  /** How what will be asked is shown; empty when nothing will */
  readonly address: string;
  /** Why it cannot be asked */
  readonly code?: string;
  /** The earlier line that asks the same */
  readonly double?: number;
}

/** One address that is asked, for one or more lines. */
export interface Question {
  readonly subject: Subject;
  readonly address: string;
  /** In their order; more than one where the list has it twice */
  readonly lines: readonly number[];
}

/** As somebody would write it on an envelope; of a whole house number no unit. */
export function shownAddress({ identifier, parts }: Subject, building: boolean): string {
  if (parts === undefined) return identifier.value;
  const { postcode, number, letter, addition } = parts;
  const units = building ? [] : [letter, addition].filter((part) => part !== '');
  return [postcode.slice(0, 4), postcode.slice(4), number, ...units].join(' ');
}

/** @param building whether all units at each number are asked about: then 12-A and 12-B are one question */
export function judge(entries: readonly Entry[], building: boolean): readonly Judged[] {
  const seen = new Map<string, number>();
  return entries.map((entry) => {
    const { subject, line } = entry;
    const code = wrongWith(entry, building);
    if (subject === undefined || code !== undefined) return { entry, address: '', code: code ?? 'tokens.empty' };
    const address = shownAddress(subject, building);
    const key = keyOf(subject, building);
    const double = seen.get(key);
    if (double === undefined) seen.set(key, line);
    return { entry, address, ...(double === undefined ? {} : { double }) };
  });
}

function wrongWith({ subject, code }: Entry, building: boolean): string | undefined {
  // A number of the BAG says nothing about the other units at its house number.
  return building && subject?.form === 'bag' ? 'tokens.not-an-address' : code;
}

const keyOf = ({ identifier, parts }: Subject, building: boolean): string =>
  building && parts !== undefined ? `${parts.postcode}/${parts.number}` : `${identifier.scheme}:${identifier.value}`;

/** Each address once, in the order of the list. */
export function questionsIn(judged: readonly Judged[]): readonly Question[] {
  const doubles = (line: number): number[] =>
    judged.flatMap(({ double, entry }) => (double === line ? [entry.line] : []));
  return judged.flatMap(({ entry: { subject, line }, address, code, double }) =>
    subject === undefined || code !== undefined || double !== undefined
      ? []
      : [{ subject, address, lines: [line, ...doubles(line)] }],
  );
}
