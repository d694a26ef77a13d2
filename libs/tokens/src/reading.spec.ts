import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import fc from 'fast-check';

import { Problem } from '#problem';

import { identifierOf, lineOf } from './identifiers';
import { readAddress, readBagId, readBsn, readBusiness, readPerson, readVNumber } from './reading';
import { refusalOf } from './testing';

describe('reading a person', () => {
  it.each([
    ['', 'tokens.empty'],
    [' \u200b\n', 'tokens.empty'],
    ['BSN:', 'tokens.empty'],
    ['BSN 99999297O', 'tokens.unexpected-character'],
    ['９９９９９３６５３', 'tokens.unexpected-character'],
    ['999992971,', 'tokens.unexpected-character'],
    ['=999992971', 'tokens.unexpected-character'],
    ['-999992971', 'tokens.unexpected-character'],
    ['Jansen 999992971', 'tokens.unexpected-character'],
    ['99999297', 'tokens.bsn-length'],
    ['12774', 'tokens.bsn-length'],
    ['0999992971', 'tokens.bsn-length'],
    ['000.000.000', 'tokens.all-zeros'],
    ['999992917', 'tokens.bsn-check'],
    ['999992971 en 999990019', 'tokens.more-than-one'],
    ['999992971\n999990019', 'tokens.more-than-one'],
    ['999 992 971 999 990 019', 'tokens.more-than-one'],
    ['999992971999990019', 'tokens.more-than-one'],
  ])('refuses %j with %s', (text, code) => {
    expect(refusalOf(() => readPerson(text))).toBe(code);
  });

  it.each([
    '999992971',
    '999.992.971',
    '9999\u201392\u2011971',
    'bsn 999992971',
    'BSN-nummer: 999 992 971',
    'Burgerservicenummer: 999992971\r\n',
    '\u202a999992971\u202c',
    '\u00ad999\u202f992\u2009971',
  ])('reads %j as the nine digits that were meant', (text) => {
    expect(lineOf(readPerson(text))).toBe('nl-bsn:999992971');
  });

  it('never pads a short number, and never takes ten digits for a V-number unless the text says so', () => {
    expect(refusalOf(() => readPerson('1234567890'))).toBe('tokens.bsn-length');
    expect(lineOf(readPerson('V-nummer: 012 345 6789'))).toBe('nl-vnr:0123456789');
    expect(lineOf(readVNumber('0123456789'))).toBe('nl-vnr:0123456789');
    expect(refusalOf(() => readVNumber('123456789'))).toBe('tokens.vnr-length');
  });

  it('reads any spelling of a valid number with separators between the digits as that number', () => {
    const separators = fc.array(fc.constantFrom('', '', ' ', '.', '-', '\u00a0', '\u200b'), {
      minLength: 8,
      maxLength: 8,
    });
    fc.assert(
      fc.property(separators, (between) => {
        const text = [...'999992971'].map((digit, i) => digit + (between[i] ?? '')).join('');
        expect(lineOf(readBsn(text))).toBe('nl-bsn:999992971');
      }),
    );
  });
});

describe('reading a business or a BAG id', () => {
  it.each([
    ['123456789012', 'tokens.kvk-length'],
    ['1234567', 'tokens.kvk-length'],
    ['00000000', 'tokens.all-zeros'],
    ['12345678, 87654321', 'tokens.more-than-one'],
  ])('refuses %j as a KVK number with %s', (text, code) => {
    expect(refusalOf(() => readBusiness(text))).toBe(code);
  });

  it('reads a KVK number with its label and keeps leading zeros', () => {
    expect(lineOf(readBusiness('KvK-nummer: 0123 4567'))).toBe('nl-kvk:01234567');
    expect(lineOf(readBusiness('KVK 01234567'))).toBe('nl-kvk:01234567');
  });

  it('reads the BAG id of an address, and says which other object it was given', () => {
    expect(lineOf(readBagId('BAG-id: 0307 2000 0000 0001'))).toBe('nl-bag-na:0307200000000001');
    expect(refusalOf(() => readBagId('307200000000001'))).toBe('tokens.bag-length');
    expect(refusalOf(() => readBagId('0307100000000001'))).toBe('tokens.bag-pand');
  });
});

describe('reading an address', () => {
  it.each([
    ['', 'tokens.empty'],
    ['=1+1', 'tokens.formula'],
    ['+3811LM 12', 'tokens.formula'],
    ['\u200b@3811LM 12', 'tokens.formula'],
    ['Dorpsstraat 12', 'tokens.postcode-missing'],
    ['3811 12', 'tokens.postcode-form'],
    ['38111LM 12', 'tokens.postcode-form'],
    ['3811LMN 12', 'tokens.postcode-form'],
    ['0811LM 12', 'tokens.postcode-form'],
    ['3811 ss 12', 'tokens.postcode-not-issued'],
    ['3811LM', 'tokens.number-missing'],
    ['3811LM A', 'tokens.number-missing'],
    ['Dorpsstraat, 3811LM Amersfoort', 'tokens.number-missing'],
    ['3811LM 012', 'tokens.number-range'],
    ['3811LM 0', 'tokens.number-range'],
    ['3811LM 123456', 'tokens.number-range'],
    ['3811LM 12 appartement', 'tokens.addition-form'],
    ['3811LM 12 A 12345', 'tokens.addition-form'],
    ['3811LM 12, Amersfoort', 'tokens.addition-form'],
    ['3811LM 12 ß', 'tokens.addition-form'],
    ['3811LM 12 ı', 'tokens.addition-form'],
    ['3811LM 12.A', 'tokens.addition-form'],
    ['3811LM 12 en 14', 'tokens.more-than-one'],
    ['3811LM 12 t/m 14', 'tokens.more-than-one'],
    ['3811LM 12 & 14', 'tokens.more-than-one'],
    ['Dorpsstraat 12, 3811LM of Kerkstraat, 3812AB', 'tokens.more-than-one'],
    ['3811LM 12 3812AB 14', 'tokens.addition-form'],
    ['Plein 1944 5, 3811LM Amersfoort', 'tokens.number-ambiguous'],
    ['Dorpsstraat 12, 3811LM 14', 'tokens.number-ambiguous'],
    ['12, 3811LM Amersfoort', 'tokens.number-ambiguous'],
  ])('refuses %j with %s rather than guess', (text, code) => {
    expect(refusalOf(() => readAddress(text))).toBe(code);
  });

  it.each([
    ['3811LM12', 'nl-adres:3811LM/12/'],
    ['Postcode: 3811 LM 12', 'nl-adres:3811LM/12/'],
    ['3811\u00a0lm\u00a012\u00a0a', 'nl-adres:3811LM/12/A'],
    ['3811LM 12 -A', 'nl-adres:3811LM/12/A'],
    ['3811LM 12\u2013bis', 'nl-adres:3811LM/12/BIS'],
    ['3811LM;12;a;bis', 'nl-adres:3811LM/12/ABIS'],
    ['3811LM 12 t/o', 'nl-adres:3811LM/12/'],
    ['3811LM 12A to', 'nl-adres:3811LM/12/A'],
    ['3811AB 1000 ab', 'nl-adres:3811AB/1000/AB'],
    ['Dorpsstraat 12-A - 3811 LM AMERSFOORT', 'nl-adres:3811LM/12/A'],
    ['2e Dwarsstraat 12 bis\n3811 LM Amersfoort', 'nl-adres:3811LM/12/BIS'],
    ['A. de Vries\r\nGebouw 3, Dorpsstraat 12\r\n3811 LM  Amersfoort', 'nl-adres:3811LM/12/'],
    ['Plein 1944 nr. 12, 6811 CC Arnhem', 'tokens.more-than-one'],
  ])('reads %j as %s', (text, expected) => {
    const code = refusalOf(() => readAddress(text));
    expect(code === 'accepted' ? lineOf(readAddress(text)) : code).toBe(expected);
  });

  it('gives the parts that it read, so that a screen can show them', () => {
    expect(readAddress('3811 lm 12 a-bis').parts).toEqual({
      postcode: '3811LM',
      number: 12,
      letter: 'A',
      addition: 'BIS',
    });
  });
});

describe('every reader', () => {
  const readers = { readPerson, readVNumber, readBusiness, readBagId, readAddress };
  const pieces = fc.constantFrom(
    ...[
      '999992971',
      '3811LM',
      '3811 lm',
      '12',
      '0',
      'A',
      'bis',
      'ß',
      'ı',
      'ſ',
      '\u212a',
      'BSN:',
      'V-nummer',
      'KvK',
      '=',
      '\n',
    ],
    ...[
      ' ',
      ',',
      ';',
      '-',
      '/',
      '.',
      '\u00a0',
      '\u200b',
      '\ud800',
      'to',
      'Dorpsstraat',
      '0307200000000001',
      '01234567',
    ],
  );
  const typed = fc.oneof(
    fc.array(pieces, { maxLength: 7 }).map((parts) => parts.join('')),
    fc.string({ unit: 'binary' }),
  );

  it.each(Object.entries(readers))('%s gives canonical ASCII or a problem, whatever is typed', (_name, read) => {
    fc.assert(
      fc.property(typed, (text) => {
        if (refusalOf(() => read(text)) !== 'accepted') return;
        const identifier = read(text);
        expect(identifier.value).toMatch(/^[0-9A-Z/]+$/);
        expect(identifierOf(identifier.scheme, identifier.value).value).toBe(identifier.value);
      }),
      { numRuns: 1500 },
    );
  });

  it.each(Object.entries(readers))('%s never repeats in a problem what was typed', (_name, read) => {
    const texts = new Map<string, string>();
    fc.assert(
      fc.property(typed, (text) => {
        try {
          read(text);
        } catch (error) {
          if (!(error instanceof Problem)) throw error;
          const said = JSON.stringify([error.message, error.kind, error.detail]);
          expect(texts.get(error.code) ?? said).toBe(said);
          texts.set(error.code, said);
        }
      }),
      { numRuns: 1500 },
    );
    expect(texts.size).toBeGreaterThan(2);
  });

  it('reads an address the same way a second time, from the parts that it showed', () => {
    fc.assert(
      fc.property(typed, (text) => {
        if (refusalOf(() => readAddress(text)) !== 'accepted') return;
        const { parts, value } = readAddress(text);
        const unit = `${parts.letter} ${parts.addition}`.trim();
        // `TO` and `BY` as a real addition can only come from fields, never from typed text
        if (parts.addition === 'TO' || parts.addition === 'BY') return;
        expect(readAddress(`${parts.postcode} ${parts.number} ${unit}`).value).toBe(value);
      }),
      { numRuns: 3000 },
    );
  });
});

/** Comma-separated values with quotes and line breaks inside them (RFC 4180). */
function records(text: string): Record<string, string>[] {
  const rows: string[][] = [[]];
  for (const [, quoted, bare, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^,\r\n]*))(,|\r?\n|$)/g)) {
    rows.at(-1)!.push(quoted?.replaceAll('""', '"') ?? bare ?? '');
    if (end !== ',') rows.push([]);
  }
  const [header = [], ...body] = rows.filter((row) => row.length > 1);
  return body.map((row) => Object.fromEntries(header.map((name, i) => [name, row[i] ?? ''])));
}

const directory = process.env['TEST_DATA_DIR'];
const described = directory ? describe : describe.skip;

described('the input cases of the project (needs TEST_DATA_DIR; skipped without it)', () => {
  const cases = (name: string) => (directory ? records(readFileSync(join(directory, name), 'utf8')) : []);

  it('reads every row of bsn-input-cases.csv as it says', () => {
    const rows = cases('bsn-input-cases.csv');
    expect(rows.length).toBeGreaterThanOrEqual(20);
    for (const { invoer, bsn, verwacht } of rows) {
      const code = refusalOf(() => readPerson(invoer!));
      if (verwacht === 'fout') expect([invoer, code]).not.toEqual([invoer, 'accepted']);
      else expect([invoer, lineOf(readPerson(invoer!))]).toEqual([invoer, `nl-bsn:${bsn || invoer}`]);
    }
  });

  it('reads every row of address-input-cases.csv as it says', () => {
    const rows = cases('address-input-cases.csv');
    expect(rows.length).toBeGreaterThanOrEqual(29);
    for (const { invoer, postcode, huisnummer, huisletter, huisnummertoevoeging, verwacht } of rows) {
      const code = refusalOf(() => readAddress(invoer!));
      if (verwacht === 'fout') expect([invoer, code]).not.toEqual([invoer, 'accepted']);
      else {
        expect([invoer, readAddress(invoer!).parts]).toEqual([
          invoer,
          { postcode, number: Number(huisnummer), letter: huisletter, addition: huisnummertoevoeging },
        ]);
      }
    }
  });
});
