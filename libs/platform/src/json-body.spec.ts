import fc from 'fast-check';
import { Problem } from '#problem';
import { checkEncoding, readJsonBody } from './json-body';

const bytes = (text: string): Buffer => Buffer.from(text, 'utf8');
const codeOf = (read: () => unknown): string => {
  try {
    read();
  } catch (cause) {
    if (cause instanceof Problem) return cause.code;
    throw cause;
  }
  return 'read';
};

it.each([
  ['{"a":1,"a":2}', 'platform.member-repeated'],
  ['{"a":1,"\\u0061":2}', 'platform.member-repeated'],
  ['[{"b":{"a":":\\\\","a":1}}]', 'platform.member-repeated'],
  ['{"__proto__":{}}', 'platform.bad-request'],
  ['{"\\u005f_proto__":1}', 'platform.bad-request'],
  ['{"a":[{"constructor":1}]}', 'platform.bad-request'],
  ['{"a":', 'platform.bad-request'],
  ['', 'platform.bad-request'],
  ['['.repeat(13) + ']'.repeat(13), 'platform.too-deep'],
  ['['.repeat(100_000) + ']'.repeat(100_000), 'platform.too-deep'],
])('refuses %.30s as %s', (text, code) => {
  expect(codeOf(() => readJsonBody(bytes(text)))).toBe(code);
});

it('bytes that are no UTF-8 are refused, not repaired', () => {
  for (const wrong of [[0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf0, 0x9f, 0x8f]]) {
    const body = Buffer.concat([bytes('{"a":"'), Buffer.from(wrong), bytes('"}')]);
    expect(codeOf(() => readJsonBody(body))).toBe('platform.bad-request');
  }
});

it('whatever has no member twice is read as it was written', () => {
  const written = fc
    .jsonValue({ maxDepth: 6 })
    .filter((value) => !/"(__proto__|constructor)":/.test(JSON.stringify(value)));
  fc.assert(
    fc.property(written, (value) => {
      const text = JSON.stringify(value);
      expect(readJsonBody(bytes(text))).toEqual(JSON.parse(text));
    }),
  );
  expect(readJsonBody(bytes('{"a":"\\":","b":["c:\\\\"]}'))).toEqual({ a: '":', b: ['c:\\'] });
  expect(readJsonBody(bytes('['.repeat(12) + ']'.repeat(12)))).toBeInstanceOf(Array);
});

it.each([
  ['application/json', undefined, 'read'],
  ['application/json; charset=UTF-8', 'identity', 'read'],
  ['application/json;charset="utf-8"', undefined, 'read'],
  ['application/json; charset=utf-7', undefined, 'platform.not-json'],
  ['application/json; charset=utf-16le', undefined, 'platform.not-json'],
  ['application/json', 'gzip', 'platform.not-json'],
])('%s packed as %s: %s', (type, packed, code) => {
  const headers = { 'content-type': type, ...(packed === undefined ? {} : { 'content-encoding': packed }) };
  expect(codeOf(() => checkEncoding(headers))).toBe(code);
});
