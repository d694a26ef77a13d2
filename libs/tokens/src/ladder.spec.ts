import fc from 'fast-check';

import { addressOf, parseLine } from './identifiers';
import { linesToAsk, linesToAskBuilding, linesToRegister, rungOf, type Line } from './ladder';
import { refusalOf } from './testing';

const text = (lines: readonly Line[]) => lines.map(({ kind, line }) => `${kind} ${line}`);

describe('the address ladder', () => {
  it('refuses to register or ask for all units at a number as if it were one address', () => {
    const building = parseLine('nl-adres-nummer:3811LM/12');
    expect(refusalOf(() => linesToRegister(building))).toBe('tokens.not-a-subject');
    expect(refusalOf(() => linesToAsk(building))).toBe('tokens.not-a-subject');
    expect(refusalOf(() => rungOf(building))).toBe('tokens.not-a-subject');
  });

  it.each(['nl-bsn:999993653', 'nl-kvk:01234567', 'nl-bag-na:0307200000000001'])(
    'refuses to ask about all units at %s, which has no number',
    (line) => {
      expect(refusalOf(() => linesToAskBuilding(parseLine(line)))).toBe('tokens.not-an-address');
    },
  );

  it('refuses an identifier that was not checked', () => {
    expect(refusalOf(() => linesToAsk({ scheme: 'nl-adres', value: '3811LM/12/a' }))).toBe('tokens.line-form');
  });

  it('registers a unit at its own address and at its number', () => {
    const unit = parseLine('nl-adres:3811LM/12/A');
    expect(rungOf(unit)).toBe('unit');
    expect(text(linesToRegister(unit))).toEqual(['address nl-adres:3811LM/12/A', 'building nl-adres-nummer:3811LM/12']);
  });

  it('asks for a unit and for what stands on the bare number', () => {
    expect(text(linesToAsk(parseLine('nl-adres:3811LM/12/A')))).toEqual([
      'address nl-adres:3811LM/12/A',
      'address nl-adres:3811LM/12/',
    ]);
  });

  it('registers and asks for a bare number once', () => {
    const number = parseLine('nl-adres:3811LM/12/');
    expect(rungOf(number)).toBe('number');
    expect(text(linesToRegister(number))).toEqual([
      'address nl-adres:3811LM/12/',
      'building nl-adres-nummer:3811LM/12',
    ]);
    expect(text(linesToAsk(number))).toEqual(['address nl-adres:3811LM/12/']);
  });

  it.each(['nl-bsn:999993653', 'nl-vnr:0000000001', 'nl-kvk:01234567', 'nl-bag-na:0307200000000001'])(
    'gives %s one line, to register and to ask',
    (line) => {
      const subject = parseLine(line);
      expect(rungOf(subject)).toBe('subject');
      expect(linesToRegister(subject).map((one) => one.line)).toEqual([line]);
      expect(linesToAsk(subject)).toEqual(linesToRegister(subject));
    },
  );

  const units = fc.stringMatching(/^[0-9A-Z]{0,4}$/);
  const numbers = fc.integer({ min: 1, max: 99_999 });
  const at = (number: number, addition: string) => addressOf({ postcode: '3811LM', number, addition });

  it('finds a registration from its own address, from a unit of its bare number and never from a neighbour', () => {
    fc.assert(
      fc.property(numbers, units, units, (number, registered, asked) => {
        const written = new Set(linesToRegister(at(number, registered)).map(({ line }) => line));
        const found = linesToAsk(at(number, asked)).some(({ line }) => written.has(line));
        expect(found).toBe(asked === registered || registered === '');
      }),
    );
  });

  it('finds every unit at a number from the building, and nothing at another number', () => {
    fc.assert(
      fc.property(numbers, numbers, units, units, (registered, asked, unit, seen) => {
        const written = new Set(linesToRegister(at(registered, unit)).map(({ line }) => line));
        const [building, ...more] = linesToAskBuilding(at(asked, seen));
        expect(more).toEqual([]);
        expect(building!.kind).toBe('building');
        expect(written.has(building!.line)).toBe(asked === registered);
      }),
    );
  });
});
