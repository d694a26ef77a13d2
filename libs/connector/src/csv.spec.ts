import fc from 'fast-check';
import { rowsOf } from './csv';
import { Source } from './source';
import { fileWith, refusalOf } from './testing';
import type { Row } from './text';

const bySource = async (text: string): Promise<Row[]> => {
  const source = await Source.open(fileWith(text), { delimiter: ';' });
  const rows: Row[] = [];
  try {
    for await (const row of source.rows()) rows.push(row);
  } finally {
    await source.close();
  }
  return rows;
};

it('a quotation mark that is never closed is refused with its line, and nothing of it is repeated', () => {
  const read = (): unknown => [...rowsOf('a;b\n1;2\n"secret value;4\n5;6\n', ';', 0)];
  expect(read).toThrow(expect.objectContaining({ code: 'connector.file-not-csv', detail: { line: 3 } }));
});

it('one row of a megabyte is refused', async () => {
  expect(await refusalOf(() => [...rowsOf(`a;${'x'.repeat(2_000_000)}`, ';', 0)])).toBe('connector.file-not-csv');
});

it('quotation marks hold delimiters, line breaks and marks; a line above the names is left out', () => {
  const text = 'sep=;\na;b\n\n"1;2";"x\ny ""z"""\n; \n3;4" wide\n"5"th;6';
  expect([...rowsOf(text, ';', 1)]).toEqual([
    { line: 2, cells: ['a', 'b'] },
    { line: 4, cells: ['1;2', 'x\ny "z"'] },
    { line: 7, cells: ['3', '4" wide'] },
    { line: 8, cells: ['"5"th', '6'] },
  ]);
});

it('a browser reads the same lines as the command', async () => {
  const piece = fc.constantFrom('a', '"', '""', ';', '\n', ' ', 'é', '\n"', '";', '"\n');
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 25 }), async (pieces) => {
      const text = `naam;plaats\n${pieces.join('')}`;
      const read = (): Row[] => [...rowsOf(text, ';', 0)];
      const refused = await refusalOf(() => bySource(text));
      expect(await refusalOf(read)).toBe(refused);
      if (refused === 'accepted') expect(read().slice(1)).toEqual(await bySource(text));
    }),
    { numRuns: 300 },
  );
});
