import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Case, demoCases } from './caseloads';
import { FORMATS, type Format, bagIdOf } from './formats';
import { profileOf } from './profiles';
import { Chance, type Home } from './town';

/** One department's caseload as its system exports it, and how the connector reads that. */
export interface DemoExport {
  /** Department code */
  readonly department: string;
  /** Paths of the files that were written */
  readonly csv: string;
  readonly profile: string;
  /** Extract of the BAG, where the export names addresses by their BAG id */
  readonly bag?: string;
  /** Lines below the header */
  readonly rows: number;
  /** What the lines come to: a person at an address is two */
  readonly involvements: number;
}

/**
 * Writes the exports of all departments: `<department>.csv`, `<department>.json` and, for one, `<department>.bag.csv`.
 * The same bytes at every call.
 * @param folder made when it is not there
 */
export function writeDemoExports(folder: string): Promise<DemoExport[]> {
  mkdirSync(folder, { recursive: true });
  const all = demoCases();
  const written = Object.entries(FORMATS).map(([department, format]): DemoExport => {
    const cases = all.filter((one) => one.department === department);
    const csv = join(folder, `${department}.csv`);
    const profile = join(folder, `${department}.json`);
    const bag = join(folder, `${department}.bag.csv`);
    writeFileSync(csv, encoded(tableOf(format, cases), format.encoding));
    writeFileSync(profile, `${JSON.stringify(profileOf(format), null, 2)}\n`);
    if (format.read.bagId !== undefined) writeFileSync(bag, extractOf(cases));
    return {
      department,
      csv,
      profile,
      ...(format.read.bagId === undefined ? {} : { bag }),
      rows: cases.length,
      involvements: cases.reduce((sum, { bsn, home }) => sum + (bsn ? 1 : 0) + (home ? 1 : 0), 0),
    };
  });
  return Promise.resolve(written);
}

function tableOf(format: Format, cases: readonly Case[]): string {
  const chance = new Chance(cases.length);
  const cells = Object.values(format.columns);
  return linesOf(format.delimiter, format.newline, [
    Object.keys(format.columns),
    ...cases.map((one) => cells.map((cell) => cell(one, chance, format))),
  ]);
}

/** What the municipality would take from the BAG for its own area; also numbers that no case lies at. */
function extractOf(cases: readonly Case[]): string {
  const homes = new Map<string, Home>();
  for (const { home } of cases) {
    for (const one of home ? [home, { ...home, number: home.number + 1000, letter: '', addition: '' }] : [])
      homes.set(bagIdOf(one), one);
  }
  return linesOf(',', '\n', [
    ['nummeraanduiding_id', 'postcode', 'huisnummer', 'huisletter', 'huisnummertoevoeging', 'woonplaats'],
    ...[...homes].map(([id, { postcode, number, letter, addition }]) => [
      id,
      postcode,
      String(number),
      letter,
      addition,
      'Amersfoort',
    ]),
  ]);
}

/** Cells that hold the delimiter, a quote or a line break stand in quotes (RFC 4180, 2). */
function linesOf(delimiter: string, newline: string, rows: readonly (readonly string[])[]): string {
  const quoted = (cell: string): string =>
    /["\r\n]/.test(cell) || cell.includes(delimiter) ? `"${cell.replaceAll('"', '""')}"` : cell;
  return rows.map((row) => `${row.map(quoted).join(delimiter)}${newline}`).join('');
}

/** The two characters of Windows-1252 in these exports that Latin-1 does not have. */
const WINDOWS_ONLY: Readonly<Record<string, number>> = { '€': 0x80, '–': 0x96 };

function encoded(text: string, encoding: Format['encoding']): Buffer {
  if (encoding === 'utf-8') return Buffer.from(text, 'utf8');
  if (encoding === 'utf-8-bom') return Buffer.from(`\ufeff${text}`, 'utf8');
  return Buffer.from([...text].map((character) => WINDOWS_ONLY[character] ?? character.charCodeAt(0)));
}
