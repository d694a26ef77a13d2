import fc from 'fast-check';
import { canonicalJson, type CanonicalValue, NotCanonical, parseCanonicalJson } from './canonical';
import vectors from './vectors.json';

const refuse = (value: unknown): void => {
  expect(() => canonicalJson(value as CanonicalValue)).toThrow(NotCanonical);
};

const scalar = fc.oneof(fc.string({ unit: 'binary' }), fc.maxSafeInteger(), fc.boolean(), fc.constant(null));
const { value: anyValue } = fc.letrec<{ value: CanonicalValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    scalar,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.string({ unit: 'binary' }), tie('value'), { maxKeys: 4 }),
  ),
}));

describe('Canonical JSON', () => {
  test('Values that have no single spelling are refused, at any depth', () => {
    const sparse: unknown[] = [1];
    sparse[2] = 3;
    const deep = Array.from({ length: 40 }).reduce<unknown>((inner) => [inner], 1);
    const circular: unknown[] = [];
    circular.push(circular);
    for (const bad of [
      1.5,
      NaN,
      Infinity,
      2 ** 53,
      -(2 ** 53),
      1n,
      undefined,
      Symbol('s'),
      () => 1,
      new Date(0),
      new Map(),
      Buffer.from('x'),
      new (class Record {})(),
      { [Symbol('s')]: 1 },
      '\ud800',
      'a\udc00b',
      '\udc00\ud800',
      sparse,
      deep,
      circular,
    ]) {
      refuse(bad);
      refuse({ a: [bad] });
    }
    refuse({ '\ud800': 1 });
    refuse({ toJSON: () => 'other' });
  });

  test('The test data of RFC 8785 comes out as there, whatever the order of the names', () => {
    for (const { input, output } of vectors.canonical as { input: object; output: string }[]) {
      const reversed = Object.fromEntries(Object.entries(input).reverse());
      expect(canonicalJson(input as CanonicalValue).toString()).toBe(output);
      expect(canonicalJson(reversed as CanonicalValue).toString()).toBe(output);
    }
  });

  test('Strings are escaped as RFC 8785 says, and nothing more', () => {
    expect(canonicalJson('\u20ac$\u000f\nA\'B"\\\\"/\u007f\u2028').toString()).toBe(
      '"\u20ac$\\u000f\\nA\'B\\"\\\\\\\\\\"/\u007f\u2028"',
    );
    expect(canonicalJson([-0, 0, 9_007_199_254_740_991, true, null]).toString()).toBe(
      '[0,0,9007199254740991,true,null]',
    );
  });

  test('A value survives, and has one spelling', () => {
    fc.assert(
      fc.property(anyValue, (value) => {
        const bytes = canonicalJson(value);
        expect(canonicalJson(parseCanonicalJson(bytes))).toEqual(bytes);
        expect(JSON.parse(bytes.toString())).toEqual(JSON.parse(JSON.stringify(value)));
      }),
      { numRuns: 500 },
    );
  });

  test('Bytes with any other spelling are refused, and the error does not repeat them', () => {
    for (const bad of [
      '',
      ' {}',
      '{} ',
      '{"a":1, "b":2}',
      '{"b":1,"a":2}',
      '{"a":1,"a":1}',
      '{"a":1,"a":2}',
      '"\\u0041"',
      '"\\/"',
      '1.0',
      '1e3',
      '-0',
      '01',
      '1.5',
      '9007199254740993',
      '"\\ud800"',
      '{"secret":',
      '\ufeff{}',
    ]) {
      expect(() => parseCanonicalJson(Buffer.from(bad))).toThrow(NotCanonical);
    }
    expect(() => parseCanonicalJson(Buffer.of(0x22, 0xff, 0x22))).toThrow(NotCanonical);
    expect(() => parseCanonicalJson(Buffer.from('{"secret"'))).toThrow(/^Not JSON\.$/);
  });
});
