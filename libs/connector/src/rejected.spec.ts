import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { connectorProblem } from './problems';
import { Rejected } from './rejected';
import { newFolder } from './testing';

const reason = connectorProblem('line-empty');

/** Cells of the file of rejected lines, as somebody with another delimiter would see them too. */
function rejecting(rows: readonly string[][], delimiter = ';', header = ['A', 'B']): { path: string; text: string } {
  const rejected = new Rejected(newFolder(), header, delimiter, () => 'Niets ingevuld.');
  rows.forEach((cells, i) => rejected.add({ line: i + 2, cells }, reason));
  rejected.end();
  return { path: rejected.path!, text: readFileSync(rejected.path!, 'utf8') };
}
const cellsOf = (text: string, delimiter: string): string[][] =>
  parse(text, { bom: true, delimiter, relax_column_count: true, relax_quotes: true });

describe('the file of rejected lines', () => {
  it('is not made when nothing was rejected, and the one of before is removed', () => {
    const folder = newFolder();
    for (const name of ['afgekeurd-2026-01-01-10-00-00.csv', 'afgekeurd.csv']) writeFileSync(join(folder, name), 'x');
    const rejected = new Rejected(folder, ['A'], ';', () => '');
    rejected.end();
    expect([rejected.path, rejected.count, readdirSync(folder)]).toEqual([undefined, 0, ['afgekeurd.csv']]);
  });

  it('is for its owner only, and holds the line, the reason and the line number', () => {
    const { path, text } = rejecting([['1', 'a;"b"\nc']]);
    if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(cellsOf(text, ';')).toEqual([
      ['A', 'B', 'reden', 'regel'],
      ['1', 'a;"b"\nc', 'Niets ingevuld.', '2'],
    ]);
  });

  it.each([';', ',', '\t', '|'])(
    'has no cell that a spreadsheet would run, wherever it divides: written with %j',
    (own) => {
      const hostile = [
        '=1+1',
        '+31',
        '-2',
        '@SUM(A1)',
        ' =1',
        '\t=1',
        'x;=1',
        'x,@A1',
        'x\t+1',
        'x|-1',
        'x\n=1',
        '"=1',
        'x;"=1',
      ];
      const { text } = rejecting(
        hostile.map((cell) => [cell, 'after']),
        own,
        ['=A', 'B'],
      );
      for (const delimiter of [';', ',', '\t', '|']) {
        const naive = text.split(/\r?\n/).flatMap((line) => line.split(delimiter));
        const cells = [...cellsOf(text, own).flat(), ...naive].map((cell) => cell.replace(/^[\ufeff\s"]*/, ''));
        expect(cells.filter((cell) => /^[=+\-@]/.test(cell))).toEqual([]);
      }
    },
  );

  it('tells the first twenty on the screen, and writes all of them', () => {
    const rejected = new Rejected(newFolder(), ['A'], ';', () => 'Reden.');
    for (let line = 2; line < 1_202; line++) rejected.add({ line, cells: ['x'] }, reason);
    rejected.end();
    expect([rejected.first.length, rejected.first.at(-1)?.line, rejected.count]).toEqual([20, 21, 1_200]);
    expect(cellsOf(readFileSync(rejected.path!, 'utf8'), ';')).toHaveLength(1_201);
  });
});
