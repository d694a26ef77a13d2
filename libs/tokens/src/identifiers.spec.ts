import fc from 'fast-check';

import { addressOf, identifierOf, kindOf, lineOf, parseLine, requireTestRange, SCHEMES } from './identifiers';
import { refusalOf } from './testing';

/** Passes the eleven-test; put together here, so that no number outside the reserved range stands in the sources. */
const OUTSIDE_THE_RANGE = ['1111', '11110'].join('');

describe('canonical lines', () => {
  it.each([
    ['', 'tokens.line-form'],
    ['999993653', 'tokens.line-form'],
    [':999993653', 'tokens.line-form'],
    ['nl-rsin:999993653', 'tokens.scheme-unknown'],
    ['NL-BSN:999993653', 'tokens.scheme-unknown'],
    [' nl-bsn:999993653', 'tokens.scheme-unknown'],
    ['constructor:999993653', 'tokens.scheme-unknown'],
    ['nl-bsn: 999993653', 'tokens.bsn-length'],
    ['nl-bsn:999993653\n', 'tokens.bsn-length'],
    ['nl-bsn:９９９９９３６５３', 'tokens.bsn-length'],
    ['nl-bsn:99999297', 'tokens.bsn-length'],
    ['nl-bsn:000000000', 'tokens.all-zeros'],
    ['nl-bsn:999992972', 'tokens.bsn-check'],
    ['nl-bsn:999992917', 'tokens.bsn-check'],
    ['nl-vnr:123456789', 'tokens.vnr-length'],
    ['nl-vnr:0000000000', 'tokens.all-zeros'],
    ['nl-kvk:1234567', 'tokens.kvk-length'],
    ['nl-kvk:123456789012', 'tokens.kvk-length'],
    ['nl-kvk:00000000', 'tokens.all-zeros'],
    ['nl-adres:3811LM/12', 'tokens.line-form'],
    ['nl-adres:3811 LM/12/', 'tokens.line-form'],
    ['nl-adres:3811lm/12/', 'tokens.postcode-form'],
    ['nl-adres:0811LM/12/', 'tokens.postcode-form'],
    ['nl-adres:3811SS/12/', 'tokens.postcode-not-issued'],
    ['nl-adres:3811LM/012/', 'tokens.line-form'],
    ['nl-adres:3811LM/0/', 'tokens.line-form'],
    ['nl-adres:3811LM/100000/', 'tokens.line-form'],
    ['nl-adres:3811LM/12/a', 'tokens.line-form'],
    ['nl-adres:3811LM/12/A/', 'tokens.line-form'],
    ['nl-adres:3811LM/12/12345', 'tokens.line-form'],
    ['nl-adres:3811LM/12/A12345', 'tokens.line-form'],
    ['nl-adres-nummer:3811LM/12/', 'tokens.line-form'],
    ['nl-adres-nummer:3811LM/12A', 'tokens.line-form'],
    ['nl-bag-na:030720000000001', 'tokens.bag-length'],
    ['nl-bag-na:0000000000000000', 'tokens.all-zeros'],
    ['nl-bag-na:0307010000000001', 'tokens.bag-verblijfsobject'],
    ['nl-bag-na:0307020000000001', 'tokens.bag-ligplaats'],
    ['nl-bag-na:0307030000000001', 'tokens.bag-standplaats'],
    ['nl-bag-na:0307100000000001', 'tokens.bag-pand'],
    ['nl-bag-na:0307300000000001', 'tokens.bag-openbare-ruimte'],
    ['nl-bag-na:0307990000000001', 'tokens.bag-not-an-address'],
  ])('refuses %j with %s', (line, code) => {
    expect(refusalOf(() => parseLine(line))).toBe(code);
  });

  it.each([
    ['nl-bsn:999993653', 'person'],
    ['nl-bsn:000009830', 'person'],
    [`nl-bsn:${OUTSIDE_THE_RANGE}`, 'person'],
    ['nl-vnr:0000000001', 'person'],
    ['nl-kvk:00000001', 'business'],
    ['nl-adres:3811LM/12/', 'address'],
    ['nl-adres:3811LM/12/A', 'address'],
    ['nl-adres:3811LM/99999/ABIS2', 'address'],
    ['nl-adres-nummer:3811LM/12', 'building'],
    ['nl-bag-na:0307200000000001', 'address'],
  ])('reads %s as a subject of kind %s and writes it back unchanged', (line, kind) => {
    const identifier = parseLine(line);
    expect(kindOf(identifier.scheme)).toBe(kind);
    expect(lineOf(identifier)).toBe(line);
  });

  it('checks again before it writes, for a record may come from anywhere', () => {
    expect(refusalOf(() => lineOf({ scheme: 'nl-bsn', value: '999992972' }))).toBe('tokens.bsn-check');
    expect(refusalOf(() => identifierOf('toString' as 'nl-bsn', '999993653'))).toBe('tokens.scheme-unknown');
  });

  it('accepts nothing outside ASCII, and accepts a line in one form only', () => {
    const value = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 18 }),
      fc.stringMatching(/^[0-9]{8,16}$/),
      fc.stringMatching(/^[0-9]{4}[A-Za-zſıß]{2}\/[0-9]{1,6}\/[0-9A-Za-zſıß]{0,6}$/),
    );
    fc.assert(
      fc.property(fc.constantFrom(...SCHEMES), value, (scheme, text) => {
        const line = `${scheme}:${text}`;
        if (refusalOf(() => parseLine(line)) !== 'accepted') return;
        expect(line).toMatch(/^[\x21-\x7e]+$/);
        expect(lineOf(parseLine(line))).toBe(line);
      }),
      { numRuns: 3000 },
    );
  });

  it('accepts one in eleven nine-digit numbers as a BSN, by the sum of the eleven-test', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 999_999_999 }), (number) => {
        const digits = String(number).padStart(9, '0');
        const sum = [9, 8, 7, 6, 5, 4, 3, 2, -1].reduce((total, weight, i) => total + weight * Number(digits[i]), 0);
        const expected = sum % 11 === 0 ? 'accepted' : 'tokens.bsn-check';
        expect(refusalOf(() => parseLine(`nl-bsn:${digits}`))).toBe(expected);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('an address from the fields of a source', () => {
  it.each([
    [{ postcode: '3811 LM', number: 12 }, 'tokens.postcode-form'],
    [{ postcode: '3811lm', number: 12 }, 'tokens.postcode-form'],
    [{ postcode: '3811SA', number: 12 }, 'tokens.postcode-not-issued'],
    [{ postcode: '3811LM', number: 0 }, 'tokens.number-range'],
    [{ postcode: '3811LM', number: 12.5 }, 'tokens.number-range'],
    [{ postcode: '3811LM', number: 1e21 }, 'tokens.number-range'],
    [{ postcode: '3811LM', number: '012' }, 'tokens.number-range'],
    [{ postcode: '3811LM', number: '12A' }, 'tokens.number-range'],
    [{ postcode: '3811LM', number: 12, letter: 'AB' }, 'tokens.letter-form'],
    [{ postcode: '3811LM', number: 12, letter: '1' }, 'tokens.letter-form'],
    [{ postcode: '3811LM', number: 12, addition: 'ABCDE' }, 'tokens.addition-form'],
    [{ postcode: '3811LM', number: 12, addition: '1-2' }, 'tokens.addition-form'],
    [{ postcode: '3811LM', number: 12, addition: 'ß' }, 'tokens.addition-form'],
  ])('refuses %j with %s', (source, code) => {
    expect(refusalOf(() => addressOf(source))).toBe(code);
  });

  it('folds case only, and gives letter and addition one place in the key', () => {
    expect(lineOf(addressOf({ postcode: '3811LM', number: '12', letter: 'a', addition: 'bis' }))).toBe(
      'nl-adres:3811LM/12/ABIS',
    );
    expect(lineOf(addressOf({ postcode: '3811LM', number: 12, letter: null, addition: null }))).toBe(
      'nl-adres:3811LM/12/',
    );
    const asLetter = addressOf({ postcode: '3811LM', number: 12, letter: 'H' });
    const asAddition = addressOf({ postcode: '3811LM', number: 12, addition: 'h' });
    expect(lineOf(asLetter)).toBe(lineOf(asAddition));
  });
});

describe('the test range', () => {
  it.each([OUTSIDE_THE_RANGE])('keeps BSN %s out of a demonstration and lets production have it', (value) => {
    const identifier = identifierOf('nl-bsn', value);
    expect(refusalOf(() => requireTestRange(identifier, true))).toBe('tokens.not-a-test-number');
    expect(refusalOf(() => requireTestRange(identifier, false))).toBe('accepted');
  });

  it.each(['999993653', '999990019', '000009830'])('keeps test BSN %s out of production', (value) => {
    const identifier = identifierOf('nl-bsn', value);
    expect(refusalOf(() => requireTestRange(identifier, false))).toBe('tokens.test-number');
    expect(refusalOf(() => requireTestRange(identifier, true))).toBe('accepted');
  });

  it('says nothing about schemes without a test range', () => {
    const address = addressOf({ postcode: '3811LM', number: 12 });
    expect(refusalOf(() => requireTestRange(address, true))).toBe('accepted');
    expect(refusalOf(() => requireTestRange(address, false))).toBe('accepted');
  });
});
