import { appendFileSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Source, type SourceOptions } from './source';
import { fileWith, newFolder, refusalOf } from './testing';
import type { Row } from './text';

async function read(path: string, options?: SourceOptions): Promise<{ source: Source; rows: Row[] }> {
  const source = await Source.open(path, options);
  const rows: Row[] = [];
  for await (const row of source.rows()) rows.push(row);
  await source.close();
  return { source, rows };
}

const cellsOf = async (contents: string | Uint8Array, options?: SourceOptions): Promise<(readonly string[])[]> =>
  (await read(fileWith(contents), options)).rows.map(({ cells }) => cells);

describe('a file that is no export', () => {
  it.each([
    ['that is not there', join(newFolder(), 'none.csv'), 'connector.file-missing'],
    ['that is a folder', newFolder(), 'connector.file-missing'],
    ['that is empty', fileWith(''), 'connector.file-empty'],
    ['with nothing but empty lines', fileWith('\r\n\r\n;;\r\n'), 'connector.file-empty'],
    ['that is a workbook', fileWith('PK\x03\x04rest'), 'connector.file-is-workbook'],
    ['with zero bytes and no mark', fileWith(Buffer.from('BSN\r\n', 'utf16le')), 'connector.file-encoding'],
  ])('%s is refused with the reason', async (_what, path, code) => {
    expect(await refusalOf(() => Source.open(path))).toBe(code);
  });

  it('with a quotation mark that is never closed is refused with its line, and nothing of it is repeated', async () => {
    const path = fileWith('a;b\r\n1;2\r\n"secret value;4\r\n5;6\r\n');
    const fault = await read(path).catch((cause: unknown) => cause);
    expect(fault).toMatchObject({ code: 'connector.file-not-csv', detail: { line: 3 } });
    expect(JSON.stringify(fault)).not.toContain('secret');
  });
});

describe('the encoding', () => {
  const text = 'Naam;Plaats\r\nRöell;Café "Het Fust" – €5\r\n';
  const rows = [['Röell', 'Café "Het Fust" – €5']];
  const bom = (bytes: Buffer, ...mark: number[]): Buffer => Buffer.concat([Buffer.from(mark), bytes]);
  const windows = Buffer.from(text.replace('–', '\x96').replace('€', '\x80'), 'latin1');

  it.each([
    ['UTF-8', Buffer.from(text), 'utf-8'],
    ['UTF-8 with a mark', bom(Buffer.from(text), 0xef, 0xbb, 0xbf), 'utf-8'],
    ['UTF-16, little end first', bom(Buffer.from(text, 'utf16le'), 0xff, 0xfe), 'utf-16le'],
    ['UTF-16, big end first', bom(Buffer.from(text, 'utf16le').swap16(), 0xfe, 0xff), 'utf-16be'],
    ['Windows-1252', windows, 'windows-1252'],
  ])('%s is found out', async (_what, bytes, encoding) => {
    const found = await read(fileWith(bytes));
    expect(found.source.encoding).toBe(encoding);
    expect(found.source.header).toEqual(['Naam', 'Plaats']);
    expect(found.rows.map(({ cells }) => cells)).toEqual(rows);
  });

  it('is judged by the whole file: one letter at the end of a large one is enough', async () => {
    const bytes = Buffer.concat([Buffer.from(`Naam\n${'Jansen\n'.repeat(100_000)}`), Buffer.from([0xeb, 0x0a])]);
    const { source, rows: found } = await read(fileWith(bytes));
    expect(source.encoding).toBe('windows-1252');
    expect(found.at(-1)?.cells).toEqual(['ë']);
  });

  it('that is given wins', async () => {
    expect(await cellsOf(Buffer.from('a\nx\n', 'utf16le'), { encoding: 'utf-16le' })).toEqual([['x']]);
  });
});

describe('the delimiter', () => {
  it.each([';', ',', '\t', '|'])('%j is found out', async (delimiter) => {
    expect(await cellsOf(`a${delimiter}b\n1${delimiter}2\n`)).toEqual([['1', '2']]);
  });

  it('inside quotation marks does not count', async () => {
    expect(await cellsOf('"a, b, c, d";e\n1;2\n')).toEqual([['1', '2']]);
  });

  it('that the spreadsheet wrote above the names is taken, and lines keep their numbers', async () => {
    const { rows } = await read(fileWith('sep=|\r\na;x|b\r\n1|2\r\n'));
    expect(rows).toEqual([{ line: 3, cells: ['1', '2'] }]);
  });
});

describe('lines', () => {
  it('are counted as an editor counts them, also after quoted line breaks and empty lines', async () => {
    const { rows } = await read(fileWith('a;b\r\n1;"x\r\ny\nz"\r\n\r\n2;5" buis\r\n;;\r\n3;"say ""hi"""\r\n4'));
    expect(rows).toEqual([
      { line: 2, cells: ['1', 'x\ny\nz'] },
      { line: 6, cells: ['2', '5" buis'] },
      { line: 8, cells: ['3', 'say "hi"'] },
      { line: 9, cells: ['4'] },
    ]);
  });

  it('may end in carriage returns alone', async () => {
    expect(await cellsOf('a;b\r1;2\r3;4')).toEqual([
      ['1', '2'],
      ['3', '4'],
    ]);
  });
});

describe('a file that changes', () => {
  const large = (word: string): string => `a;b\n${`1;${word}\n`.repeat(200_000)}`;
  const readAgain = async (source: Source): Promise<number> => {
    let rows = 0;
    for await (const _row of source.rows()) rows += 1;
    return rows;
  };

  it.each([
    ['in its middle', (path: string) => writeFileSync(path, large('vijf').replace(/vijf\n$/, 'zeven\n'))],
    ['by growing', (path: string) => appendFileSync(path, '1;vijf\n')],
    ['by shrinking', (path: string) => writeFileSync(path, 'a;b\n')],
  ])('%s is noticed', async (_how, change) => {
    const path = fileWith(large('vijf'));
    const source = await Source.open(path);
    change(path);
    expect(await refusalOf(() => readAgain(source))).toBe('connector.file-changed');
    await source.close();
  });

  it('by another one under its name is still read as it was', async () => {
    const path = fileWith(large('vijf'));
    const source = await Source.open(path);
    const other = join(newFolder(), 'other.csv');
    writeFileSync(other, 'a;b\n');
    mkdirSync(join(newFolder(), 'x'));
    renameSync(other, path);
    expect(await readAgain(source)).toBe(200_000);
    await source.close();
  });
});
