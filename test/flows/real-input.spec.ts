import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import {
  addressOf,
  identifierOf,
  lineOf,
  linesToRegister,
  readAddress,
  readBagId,
  readPerson,
  requireTestRange,
} from '#tokens';

// The official test persons, addresses of the BAG, and what people type: every line has one expected outcome, derived
// here from its columns and never by the code under test, and every category is counted, so that none is passed over.

type Row = Readonly<Record<string, string>>;

const directory = process.env['TEST_DATA_DIR'];
const described = directory ? describe : describe.skip;
const rowsOf = (name: string): Row[] =>
  directory ? parse(readFileSync(join(directory, name)), { bom: true, columns: true, skip_empty_lines: true }) : [];

/** The canonical line, or the code of the refusal. */
function outcomeOf(read: () => Parameters<typeof lineOf>[0]): string {
  try {
    return lineOf(read());
  } catch (fault) {
    return (fault as { code?: string }).code ?? String(fault);
  }
}

/** How many rows fall into each category; fails on the first that has another outcome than was expected. */
function tally(rows: readonly Row[], judge: (row: Row) => { category: string; expected: string; actual: string }) {
  const counts: Record<string, number> = {};
  for (const row of rows) {
    const { category, expected, actual } = judge(row);
    expect({ row, outcome: actual }).toEqual({ row, outcome: expected });
    counts[category] = (counts[category] ?? 0) + 1;
  }
  return counts;
}

const fields = (row: Row) => ({
  postcode: row['postcode'] ?? '',
  number: row['huisnummer'] ?? '',
  letter: row['huisletter'] ?? '',
  addition: row['huisnummertoevoeging'] ?? '',
});
const upper = (text: string): string => text.replace(/[a-z]/g, (one) => String.fromCharCode(one.charCodeAt(0) - 32));

/** What an address in separate columns must come to, from the columns alone. */
function expectedAddress(row: Row): { category: string; expected: string } {
  const { postcode, number, letter, addition } = fields(row);
  if (postcode === '') {
    const described = (row['locatiebeschrijving'] ?? '') !== '';
    return { category: described ? 'described, no postcode' : 'no address', expected: 'tokens.postcode-form' };
  }
  // The BAG knows letters and digits only; a hyphen is how somebody wrote it down, and dropping it would be a guess.
  if (addition.startsWith('-')) return { category: 'addition with a hyphen', expected: 'tokens.addition-form' };
  const expected = `nl-adres:${postcode}/${number}/${upper(letter)}${upper(addition)}`;
  const designation = (row['aanduiding_bij_huisnummer'] ?? '') !== '';
  if (designation) return { category: 'opposite or beside a number', expected };
  const form = [letter && 'letter', addition && 'addition'].filter((part) => part !== '').join(' and ');
  return { category: form || 'number only', expected };
}

described('the 674 official test persons (needs TEST_DATA_DIR; skipped without it)', () => {
  const persons = rowsOf('brp-test-persons.csv');

  it('every citizen number is read as it stands, all of them in the range that is reserved for tests', () => {
    const counts = tally(persons, ({ bsn = '' }) => {
      requireTestRange(identifierOf('nl-bsn', bsn), true);
      return { category: bsn.slice(0, 4), expected: `nl-bsn:${bsn}`, actual: outcomeOf(() => readPerson(bsn)) };
    });
    expect(counts).toEqual({ '9999': 661, '0000': 13 });
  });

  it('every address comes to its canonical line, or to the refusal that its columns deserve', () => {
    const counts = tally(persons, (row) => ({
      ...expectedAddress(row),
      actual: outcomeOf(() => addressOf(fields(row))),
    }));
    expect(counts).toEqual({
      'number only': 525,
      letter: 44,
      addition: 11,
      'letter and addition': 4,
      'opposite or beside a number': 4,
      'addition with a hyphen': 1,
      'no address': 83,
      'described, no postcode': 2,
    });
  });

  it('streets in another alphabet or with damaged letters change nothing: a street is no part of it', () => {
    const strange = persons.filter((row) => /[^\x20-\x7e]/.test(`${row['straatnaam']}${row['openbare_ruimte']}`));
    expect(strange.length).toBe(43);
    for (const row of strange) expect(outcomeOf(() => addressOf(fields(row)))).toBe(expectedAddress(row).expected);
  });
});

described('the 300 addresses of the BAG (needs TEST_DATA_DIR; skipped without it)', () => {
  const addresses = rowsOf('bag-addresses-sample.csv');

  it('every address comes to its canonical line, also in the way that people write it', () => {
    const counts = tally(addresses, (row) => ({
      ...expectedAddress(row),
      actual: outcomeOf(() => addressOf(fields(row))),
    }));
    expect(counts).toEqual({ 'number only': 211, letter: 40, addition: 44, 'letter and addition': 5 });
    for (const row of addresses) {
      const { postcode, number, letter, addition } = fields(row);
      const written = `${postcode.slice(0, 4)} ${postcode.slice(4)} ${[number, letter, addition].filter((part) => part !== '').join('-')}`;
      expect({ row, outcome: outcomeOf(() => readAddress(written)) }).toEqual({
        row,
        outcome: expectedAddress(row).expected,
      });
    }
  });

  it('every unit is registered on its number as well', () => {
    for (const row of addresses) {
      const { postcode, number } = fields(row);
      const lines = linesToRegister(addressOf(fields(row))).map(({ line }) => line);
      expect(lines).toEqual([expectedAddress(row).expected, `nl-adres-nummer:${postcode}/${number}`]);
    }
  });

  /** What the id of a number designation must come to; the damaged ones each in their own way. */
  const expectedId = (id: string): { category: string; expected: string } => {
    if (id === '') return { category: 'no id', expected: 'tokens.bag-length' };
    if (/^0+$/.test(id)) return { category: 'zeros', expected: 'tokens.all-zeros' };
    if (!/^\d{16}$/.test(id)) return { category: 'wrong length or a space', expected: 'tokens.bag-length' };
    if (id.slice(4, 6) === '30') return { category: 'a street', expected: 'tokens.bag-openbare-ruimte' };
    return { category: 'whole', expected: `nl-bag-na:${id}` };
  };

  it('every id of an address is taken as it is, and every damaged one is refused for what is wrong with it', () => {
    const counts = tally(addresses, (row) => {
      const id = row['nummeraanduiding_id'] ?? '';
      const { category, expected } = expectedId(id);
      // The source itself marks the damaged ones.
      expect(category === 'whole' || category === 'no id').toBe(row['kwaliteit'] !== 'testset-id-beschadigd');
      return { category, expected, actual: outcomeOf(() => identifierOf('nl-bag-na', id)) };
    });
    expect(counts).toEqual({ whole: 293, 'no id': 2, zeros: 1, 'wrong length or a space': 3, 'a street': 1 });
  });

  it('a space before an id is forgiven when it is typed, and nothing else is', () => {
    const damaged = addresses.filter((row) => row['kwaliteit'] === 'testset-id-beschadigd');
    const read = damaged.map((row) => outcomeOf(() => readBagId(row['nummeraanduiding_id'] ?? '')));
    expect(read.filter((outcome) => outcome.startsWith('nl-bag-na:'))).toHaveLength(1);
    expect(read.filter((outcome) => outcome.startsWith('tokens.'))).toHaveLength(4);
  });

  it('the id of the object behind an address is refused by the name of what it is', () => {
    const names: Record<string, string> = { '01': 'verblijfsobject', '02': 'ligplaats', '03': 'standplaats' };
    const counts = tally(
      addresses.filter((row) => /^\d{4}0[123]\d{10}$/.test(row['adresseerbaar_object_id'] ?? '')),
      (row) => {
        const id = row['adresseerbaar_object_id'] ?? '';
        const name = names[id.slice(4, 6)] ?? '';
        return { category: name, expected: `tokens.bag-${name}`, actual: outcomeOf(() => readBagId(id)) };
      },
    );
    expect(Object.keys(counts).sort()).toEqual(['ligplaats', 'standplaats', 'verblijfsobject']);
  });
});

described('what people type and paste (needs TEST_DATA_DIR; skipped without it)', () => {
  /** Typed text → why it is refused. What is not listed here is read. */
  const REFUSED: Readonly<Record<string, string>> = {
    '3811LM': 'number-missing',
    'Stadhuisplein 1 Amersfoort': 'postcode-missing',
    '0811LM 1': 'postcode-form',
    '3811L 1': 'postcode-form',
    '3811SA 1': 'postcode-not-issued',
    '3811LM 0': 'number-range',
    '3811LM 100000': 'number-range',
    '3811LM 1 ABCDE': 'addition-form',
    '=3811LM 1': 'formula',
    '9830': 'bsn-length',
    '999993635': 'bsn-check',
    '999993654': 'bsn-check',
    '99999365': 'bsn-length',
    '9999936530': 'bsn-length',
    '000000000': 'all-zeros',
    '': 'empty',
    '99999365O': 'unexpected-character',
    '999993653 999990639': 'more-than-one',
  };
  const refusalOf = (typed: string): string => `tokens.${REFUSED[typed] ?? 'not expected'}`;

  it('every line of the address cases is read, or refused for its own reason', () => {
    const counts = tally(rowsOf('address-input-cases.csv'), (row) => {
      const { postcode, number, letter, addition } = fields(row);
      const read = row['verwacht'] === 'ok';
      const expected = read ? `nl-adres:${postcode}/${number}/${letter}${addition}` : refusalOf(row['invoer'] ?? '');
      return {
        category: row['verwacht'] ?? '',
        expected,
        actual: outcomeOf(() => readAddress(row['invoer'] ?? '')),
      };
    });
    expect(counts).toEqual({ ok: 21, fout: 9 });
  });

  it('every line of the number cases is read, or refused for its own reason', () => {
    const counts = tally(rowsOf('bsn-input-cases.csv'), ({ invoer = '', bsn = '', verwacht = '' }) => ({
      category: verwacht,
      expected: verwacht === 'fout' ? refusalOf(invoer) : `nl-bsn:${bsn || invoer}`,
      actual: outcomeOf(() => readPerson(invoer)),
    }));
    expect(counts).toEqual({ ok: 10, fout: 9, 'let op': 1 });
  });

  it('a valid number that is not reserved for tests stops at the door of a demonstration', () => {
    const rows = rowsOf('bsn-input-cases.csv').filter(({ verwacht }) => verwacht === 'let op');
    for (const { invoer = '' } of rows)
      expect(() => requireTestRange(readPerson(invoer), true)).toThrow(
        expect.objectContaining({ code: 'tokens.not-a-test-number' }),
      );
    expect(rows).toHaveLength(1);
  });
});
