/**
 * connector/file-check: what is wrong with an export, found out without delivering anything and without Node.
 *
 * It reads a whole file that somebody holds already with the very rules of a delivery: encoding, columns, profile, lines.
 * A page shows this to whoever connects a department, before its first delivery.
 *
 * It opens no file and no connection and keeps nothing. What comes out holds places and reasons: never a value of the
 * file, and not the name of one of its columns.
 */
import { columnsOf } from './columns';
import { rowsOf } from './csv';
import { LineReader, type LineRules, type PartKind, type Understood } from './line';
import { connectorProblem } from './problems';
import type { Field, Profile } from './profile';
import { divisionOf, type Encoding, encodingOf, lineBreaks } from './text';
import { UNUSUAL_SHARE } from './unusual';

export { type Field, type Profile, profileIn } from './profile';
export type { Encoding } from './text';

export interface CheckRules extends Pick<LineRules, 'teams' | 'demo'> {
  readonly profile: Profile;
}

/** What a first delivery of this file would do. */
export interface FileCheck {
  readonly encoding: Encoding;
  readonly delimiter: string;
  /** Field and place of its column, counted from 1 */
  readonly columns: readonly { readonly field: Field; readonly place: number }[];
  readonly otherColumns: number;
  /** Lines with something on them, without the names of the columns */
  readonly lines: number;
  /** Lines that say only what lines before them said */
  readonly doubles: number;
  /** Involvements that would be registered, by kind */
  readonly involvements: Readonly<Record<PartKind, number>>;
  readonly rejected: readonly RejectedAt[];
  /** More than a fifth is rejected: the command asks for approval of that */
  readonly manyRejected: boolean;
}

/** @param line where it begins in the file, counted from 1. @param code of a problem */
export interface RejectedAt {
  readonly line: number;
  readonly code: string;
}

/** Of the file, in hundredths. */
const STEP = 0.01;

/**
 * Reads every line.
 * @param bytes the whole file
 * @param progress told the share of the file that was read, from 0 to 1
 * @throws Problem `connector.file-*`, `connector.columns-*`, `connector.no-identifier-column`, `connector.no-team`,
 *   `connector.not-your-team`
 */
export function checkFile(
  bytes: Uint8Array,
  { profile, teams, demo }: CheckRules,
  progress: (share: number) => void = () => undefined,
): FileCheck {
  const { text, encoding } = decoded(bytes, profile.encoding);
  const { delimiter, skipped } = divisionOf(text, profile.delimiter);
  const rows = rowsOf(text, delimiter, skipped);
  const names = rows.next();
  if (names.done === true) throw connectorProblem('file-empty');
  const columns = columnsOf(names.value.cells, profile);
  const reader = new LineReader({ columns, profile, teams, demo });

  const counting = new Counting();
  let [read, told] = [0, 0];
  for (const { line, cells } of rows) {
    counting.add(line, reader.understand(cells));
    read += cells.reduce((sum, cell) => sum + cell.length + 1, 0);
    const share = Math.min(1, read / text.length);
    if (share - told < STEP) continue;
    told = share;
    progress(share);
  }
  return {
    encoding,
    delimiter,
    columns: [...columns.of].map(([field, place]) => ({ field, place: place + 1 })),
    otherColumns: columns.count - columns.of.size,
    ...counting.figures(),
  };
}

class Counting {
  readonly #known = new Set<string>();
  readonly #involvements = { person: 0, business: 0, address: 0 };
  readonly #rejected: RejectedAt[] = [];
  #lines = 0;
  #doubles = 0;

  add(line: number, { problem, team, caseNumber, notice, parts }: Understood): void {
    this.#lines += 1;
    if (problem !== undefined) {
      this.#rejected.push({ line, code: problem.code });
      return;
    }
    const owner = parts.find(({ kind }) => kind !== 'address')?.subject ?? '';
    const before = this.#known.size;
    for (const { kind, subject } of parts) {
      // As State.nameOf tells one registration from another.
      const name = JSON.stringify([team, subject, caseNumber, notice, kind === 'address' ? owner : '']);
      if (this.#known.has(name)) continue;
      this.#known.add(name);
      this.#involvements[kind] += 1;
    }
    if (this.#known.size === before) this.#doubles += 1;
  }

  figures(): Pick<FileCheck, 'lines' | 'doubles' | 'involvements' | 'rejected' | 'manyRejected'> {
    return {
      lines: this.#lines,
      doubles: this.#doubles,
      involvements: this.#involvements,
      rejected: this.#rejected,
      manyRejected: this.#rejected.length * UNUSUAL_SHARE > this.#lines,
    };
  }
}

function decoded(bytes: Uint8Array, given: Encoding | undefined): { text: string; encoding: Encoding } {
  const strict = utf8In(bytes);
  const encoding = encodingOf(bytes.subarray(0, 4), { utf8: strict !== undefined, nul: bytes.includes(0) }, given);
  const text = encoding === 'utf-8' && strict !== undefined ? strict : new TextDecoder(encoding).decode(bytes);
  return { text: lineBreaks()(text), encoding };
}

function utf8In(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
