import { Problem } from '#problem';
import { type ListLine, mendLine, readList } from './address-list';
import { recordsIn } from './list-file';
import { MOST_LINES } from './list-limits';

const bytes = (...parts: readonly (string | readonly number[])[]): Blob =>
  new Blob(parts.map((part) => (typeof part === 'string' ? part : Uint8Array.from(part))));
const utf16 = (text: string, swap = false): number[] =>
  [...text].flatMap((character) => {
    const code = character.charCodeAt(0);
    const pair = [code & 0xff, code >> 8];
    return swap ? pair.reverse() : pair;
  });
const codeOf = async (source: string | Blob): Promise<string> => {
  const fault: unknown = await readList(source).catch((caught: unknown) => caught);
  if (!(fault instanceof Problem)) throw new Error('nothing was refused');
  return fault.code;
};
const short = ({ line, subject, code }: ListLine): readonly [number, string] => [
  line,
  subject?.identifier.value ?? code ?? '',
];
const shortly = async (source: string | Blob) => (await readList(source)).map(short);

describe('what is no list of addresses is refused, in words of our own', () => {
  it.each([
    ['nothing', '', 'web.list-empty'],
    ['white space only', ' \r\n\t\r\n;;;\n', 'web.list-empty'],
    ['names of columns and nothing below', 'Postcode;Huisnummer\n', 'web.list-empty'],
    ['house numbers without a postcode', 'Naam;Huisnummer\nx;12\n', 'web.list-columns-missing'],
    ['two columns for the postcode', 'Postcode;Huisnummer;postcode\n3899ZZ;12;3899ZX\n', 'web.list-columns-twice'],
    ['a line more than a list may have', '3899 ZZ 1\n'.repeat(MOST_LINES + 1), 'web.list-too-long'],
    ['a megabyte of text', 'x'.repeat(1_000_001), 'web.list-too-large'],
    ['a file of a megabyte', bytes('x'.repeat(1_000_001)), 'web.list-too-large'],
    ['a workbook of today', bytes('PK', [3, 4, 20, 0], 'x'), 'web.list-workbook'],
    ['a workbook of the last century', bytes([0xd0, 0xcf, 0x11, 0xe0, 0xa1]), 'web.list-workbook'],
    ['a picture', bytes([0x89], 'PNG\r\n', [0, 1, 2]), 'web.list-not-text'],
    ['UTF-16 without its mark', bytes(utf16('3899ZZ 1')), 'web.list-not-text'],
  ])('%s', async (_, source, code) => expect(await codeOf(source)).toBe(code));

  it('and says how long it is and may be', async () => {
    const fault = (await readList('3899 ZZ 1\n'.repeat(612)).catch((caught: unknown) => caught)) as Problem;
    expect(fault.detail).toEqual({ lines: 612, most: 500 });
  });
});

it('a line that cannot be understood keeps its place, its text and a reason, and stops no other', async () => {
  const lines = await readList('3899 ZZ 1\nStadhuisplein 1\n\n=3899ZZ 1\n999993653\n3899 ZZ 2');
  expect(lines.map(short)).toEqual([
    [1, '3899ZZ/1/'],
    [2, 'tokens.postcode-missing'],
    [4, 'tokens.formula'],
    [5, 'tokens.postcode-form'],
    [6, '3899ZZ/2/'],
  ]);
  expect(lines[1]!.text).toBe('Stadhuisplein 1');
});

it('a line of ten kilobytes is cut and never read', async () => {
  const [line] = await readList(`3899 ZZ 1${' '.repeat(9)}${'\u202e<script>'.repeat(1_000)}`);
  expect(line!.code).toBe('web.list-line-long');
  expect(line!.text).toHaveLength(200);
});

it('a quotation mark that is never closed swallows no line', async () => {
  expect(await shortly('"3899 ZZ 1\n3899 ZZ 2\n3899 ZZ 3')).toEqual([
    [1, 'tokens.number-ambiguous'],
    [2, '3899ZZ/2/'],
    [3, '3899ZZ/3/'],
  ]);
});

it('a megabyte of quotation marks is read in no time', () => {
  const began = Date.now();
  for (const nasty of ['"'.repeat(1e6), '";'.repeat(5e5), '"\n'.repeat(5e5), '"a\n'.repeat(3e5), ';""x'.repeat(2e5)])
    recordsIn(nasty);
  expect(Date.now() - began).toBeLessThan(10_000);
});

it('addresses one per line, in every form that people write them', async () => {
  const text =
    '\ufeff3899zz12a\r\n 3899 ZZ , 12-B \rStadhuisplein 1, 3811 LM Amersfoort\n\t\n3899ZZ\t12\tC\nBAG-id: 0307200000123456';
  expect(await shortly(text)).toEqual([
    [1, '3899ZZ/12/A'],
    [2, '3899ZZ/12/B'],
    [3, '3811LM/1/'],
    [5, '3899ZZ/12/C'],
    [6, '0307200000123456'],
  ]);
});

describe('columns are found by their Dutch names, and the others are not read', () => {
  const expected = [
    [2, '3899ZZ/12/A'],
    [3, '3899ZZ/12/ABIS'],
  ];
  it.each([
    ['semicolons', 'Naam;Postcode;Huisnummer;Huisletter;Toevoeging\nJ;3899 ZZ;12;a;\nP;3899zz;12;A;bis\n'],
    [
      'commas and quotation marks',
      '"naam","postcode","huis-nummer","toevoeging"\n"J, jr","3899ZZ","12","A"\n"P ""x""",3899ZZ,12,"A-bis"',
    ],
    ['tabs', 'POSTCODE\tHUISNR\tHUISNUMMERTOEVOEGING\r\n3899ZZ\t12\ta\r\n3899ZZ\t12\tabis\r\n'],
    ['the number with its addition in one column', 'postcode|huisnummer|wie\n3899ZZ|12 A|J\n3899 ZZ|12-A-bis|P'],
    ['one column for the whole address', 'wie;adres\nJ;3899 ZZ 12 A\nP;Straatweg 12 A bis, 3899 ZZ Amersfoort'],
    ['street and number beside the postcode', 'Adres;Postcode\nStraatweg 12 A;3899 ZZ\nStraatweg 12 A bis;3899ZZ'],
  ])('%s', async (_, source) => {
    const lines = await readList(source);
    expect(lines.map(short)).toEqual(expected);
    expect(lines.map(({ text }) => text).join()).not.toMatch(/[JP]\b/);
  });

  it('below the line with which a spreadsheet names its separator', async () => {
    expect(await shortly('sep=;\npostcode;huisnummer\n3899ZZ;12\n')).toEqual([[3, '3899ZZ/12/']]);
  });

  it('and a cell with a line break does not shift the numbers of the lines', async () => {
    expect(await shortly('adres;wie\n"Straatweg 1\n3899 ZZ Amersfoort";x\n3899ZZ 2;y')).toEqual([
      [2, '3899ZZ/1/'],
      [4, '3899ZZ/2/'],
    ]);
  });

  it('a row that is too short, or whose parts are wrong, is a line to mend', async () => {
    const lines = await readList('postcode;huisnummer;toevoeging\n3899ZZ\n3899ZZ;012;\n;5;\n3899ZZ;5;links achter');
    expect(lines.map(short)).toEqual([
      [2, 'tokens.number-missing'],
      [3, 'tokens.number-range'],
      [4, 'tokens.postcode-missing'],
      [5, 'tokens.addition-form'],
    ]);
    expect(lines[3]!.text).toBe('3899ZZ 5 links achter');
  });
});

describe('the encoding is found', () => {
  const expected = [[2, '3899ZZ/12/']];
  const text = 'Straat;Postcode;Huisnummer\nCaféplein;3899ZZ;12\n';
  it.each([
    ['UTF-8', bytes(text)],
    ['UTF-8 with its mark', bytes([0xef, 0xbb, 0xbf], text)],
    ['UTF-16, little end first', bytes([0xff, 0xfe], utf16(text))],
    ['UTF-16, big end first', bytes([0xfe, 0xff], utf16(text, true))],
    ['Windows-1252', bytes(utf16(text).filter((_, place) => place % 2 === 0))],
  ])('%s', async (_, file) => expect(await shortly(file)).toEqual(expected));
});

it('a mended line is read like any other', () => {
  expect(mendLine(' 3899 zz 12-a ').subject?.identifier).toEqual({ scheme: 'nl-adres', value: '3899ZZ/12/A' });
  expect(mendLine('3899 ZZ')).toEqual({ code: 'tokens.number-missing' });
  expect(mendLine('')).toEqual({ code: 'tokens.empty' });
});

// The types of this folder are those of a browser; Jest runs on Node.
const { existsSync, readFileSync } = jest.requireActual<{
  existsSync: (path: string) => boolean;
  readFileSync: (path: string, encoding: 'utf8') => string;
}>('node:fs');
const { env } = (globalThis as unknown as { process: { env: Readonly<Record<string, string | undefined>> } }).process;
const cases = `${env['TEST_DATA_DIR'] ?? '.'}/address-input-cases.csv`;
(existsSync(cases) ? it : it.skip)('the official input cases, each pasted as a line of a list', async () => {
  const [names, ...rows] = recordsIn(readFileSync(cases, 'utf8').replace(/^\ufeff/, '')).map(({ cells }) => cells);
  const at = (name: string): number => names!.indexOf(name);
  for (const row of rows) {
    const cell = (name: string): string => row[at(name)] ?? '';
    // In a list each line is a line: an envelope of two lines comes in a quoted cell.
    const pasted = cell('invoer').includes('\n') ? `"${cell('invoer')}"` : cell('invoer');
    const lines = await readList(pasted);
    const expected = `${cell('postcode')}/${cell('huisnummer')}/${cell('huisletter')}${cell('huisnummertoevoeging')}`;
    const value = lines[0]!.subject?.identifier.value;
    expect([cell('opmerking'), lines.length, value]).toEqual([
      cell('opmerking'),
      1,
      cell('verwacht') === 'ok' ? expected : undefined,
    ]);
  }
});
