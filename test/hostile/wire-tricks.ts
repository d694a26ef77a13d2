import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import fc, { type Arbitrary } from 'fast-check';
import type { Operation } from '../support/openapi';
import { PLACE, type Shot, Text, changed, pathsIn, written } from './shot';

type Sent = Pick<Shot, 'what' | 'body'> & {
  readonly headers?: Readonly<Record<string, string>>;
  /** To be judged by the document; else it must be refused */
  readonly value?: unknown;
};

const JSON_TYPE = { 'content-type': 'application/json' };
const bytes = (text: string): Buffer => Buffer.from(text, 'utf8');
const refused = (
  what: string,
  body: Buffer | string | undefined,
  headers: Record<string, string> = JSON_TYPE,
): Sent => ({
  what,
  body: typeof body === 'string' ? bytes(body) : body,
  headers,
});

/** Bytes in the middle of the first text of a JSON. */
function withBytes(text: string, wrong: readonly number[]): Buffer {
  const place = text.indexOf('":"') + 3;
  return Buffer.concat([bytes(text.slice(0, place)), Buffer.from(wrong), bytes(text.slice(place))]);
}

const nested = (depth: number, open: string, close: string): Text =>
  new Text(`${open.repeat(depth)}"${PLACE}"${close.repeat(depth)}`);

const NOT_UTF8: readonly (readonly number[])[] = [
  [0xff],
  [0xfe, 0xff],
  [0xc0, 0x80],
  [0xed, 0xa0, 0x80],
  [0xed, 0xb0, 0x80],
  [0xf0, 0x9f, 0x8f],
  [0xf5, 0x80, 0x80, 0x80],
  [0x80],
  [0xe2, 0x28, 0xa1],
];

const CHARSETS = [
  'utf-7',
  'utf-16',
  'utf-16le',
  'utf-32',
  'iso-8859-1',
  'windows-1252',
  'us-ascii',
  'x-user-defined',
  PLACE,
];

const TYPES = [
  'text/plain',
  'text/html',
  'application/xml',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'application/octet-stream',
  'application/json-patch+json',
  'application/jsonp',
  'application/x-ndjson',
  'text/json',
  'json',
  '',
  ' ',
  `application/${PLACE}`,
  PLACE,
  '*/*',
  'application/json/x',
  'application//json',
];

const LIMITS = [101, 257, 501, 10_000];

/** Ten megabytes of blanks. */
const BOMB = gzipSync(Buffer.alloc(10_000_000, 0x20));

/** What is done to the text of a good body, by name. */
const TRICKS: Readonly<Record<string, (value: unknown, by: number) => Sent>> = {
  'nested 1,500 deep': (value, by) => {
    const paths = pathsIn(value);
    const depth = [13, 1_500, 1_500, 40_000][by % 4] ?? 1_500;
    const [open, close] = by % 2 === 0 ? ['[', ']'] : ['{"a":', '}'];
    return refused(
      `${depth} levels`,
      written(changed(value, paths[by % paths.length] ?? [], nested(depth, open as string, close as string))),
    );
  },
  'an unknown field nested 1,500 deep': (value, by) =>
    refused(
      'deep extra',
      written({ ...(value as object), extra: nested(1_500, by % 2 ? '[' : '{"a":', by % 2 ? ']' : '}') }),
    ),
  'cut short': (value, by) => {
    const text = written(value);
    return refused(`cut at ${by % text.length}`, text.slice(0, by % text.length));
  },
  'more than one text': (value) => refused('two texts', `${written(value)}${written(value)}`),
  'not quite JSON': (value, by) => {
    const text = written(value);
    const wrongs = [
      `${text},`,
      `[${text}`,
      `\ufeff\ufeff${text}`,
      `/* ${PLACE} */${text}`,
      textWith(value).replaceAll('"', "'"),
      `${text.slice(0, -1)},}`,
      `${text.slice(0, -1)},"a":NaN}`,
      `${text.slice(0, -1)},"a":Infinity}`,
      `${text.slice(0, -1)},"a":0x10}`,
      `${text.slice(0, -1)},"a":01}`,
      `${text.slice(0, -1)},"a":.5}`,
      `${text.slice(0, -1)},"a":"\\x41"}`,
      `${text.slice(0, -1)},"a":"\\u12"}`,
      `)]}',\n${text}`,
      `callback(${text})`,
      `\u00a0${text}`,
      PLACE,
      `"${PLACE}"`,
      'null',
      '0',
      'true',
      '[]',
      `["${PLACE}"]`,
      '',
      ' ',
    ];
    return refused(`not quite JSON ${by % wrongs.length}`, wrongs[by % wrongs.length] ?? '');
  },
  'NUL and other control bytes': (value, by) => refused('control byte', withBytes(textWith(value), [by % 32])),
  'no UTF-8': (value, by) => refused('no UTF-8', withBytes(textWith(value), NOT_UTF8[by % NOT_UTF8.length] ?? [0xff])),
  'UTF-16 and UTF-32': (value, by) => {
    const text = textWith(value);
    const body = by % 2 === 0 ? Buffer.from(text, 'utf16le') : Buffer.from(`\ufeff${text}`, 'utf16le').swap16();
    return refused('UTF-16', body);
  },
  'another charset': (value, by) =>
    refused('charset', written(value), {
      'content-type': `application/json; charset=${CHARSETS[by % CHARSETS.length]}`,
    }),
  'another content type': (value, by) =>
    refused('type', written(value), { 'content-type': TYPES[by % TYPES.length] ?? '' }),
  'no content type': (value) => refused('no type', written(value), {}),
  'no body': () => refused('no body', undefined, {}),
  packed: (value, by) => {
    const text = bytes(written(value));
    const [coding, body] = [
      ['gzip', gzipSync(text)],
      ['gzip', text],
      ['deflate', deflateSync(text)],
      ['br', brotliCompressSync(text)],
      ['identity, gzip', text],
      [PLACE, text],
    ][by % 6] as [string, Buffer];
    return refused(`packed as ${coding}`, body, { ...JSON_TYPE, 'content-encoding': coding });
  },
  'a bomb': () => refused('bomb', BOMB, { ...JSON_TYPE, 'content-encoding': 'gzip' }),
  'a huge batch': (value, by) => {
    const lists = pathsIn(value).filter((path) => Array.isArray(found(value, path)));
    const path = lists[by % Math.max(1, lists.length)];
    if (path === undefined)
      return refused('large', `${written(value).slice(0, -1)},"${PLACE}":"${'x'.repeat(270_000)}"}`);
    const item = written((found(value, path) as unknown[])[0] ?? PLACE);
    const count = LIMITS[by % LIMITS.length] ?? 101;
    const items = Array.from({ length: count }, () => item).join(',');
    const batch = changed(value, path, new Text(`[${items}]`));
    return { ...refused(`${count} items`, written(batch)), value: batch };
  },
  'above 256 kB': (value, by) => {
    const text = written(value);
    const blanks = ' '.repeat(256 * 1024 + 1 + (by % 7) * 9_000);
    return refused('large', by % 2 === 0 ? text + blanks : `${blanks}${text}`);
  },
};

const found = (value: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>((one, name) => (one as Record<string, unknown>)[name], value);

/** With a text inside, for what has none of its own. */
const textWith = (value: unknown): string => {
  const text = written(value);
  return text.includes('":"') ? text : '{"extra":"a"}';
};

export const WIRE_KINDS = Object.keys(TRICKS);

export const wireTricks = (good: Arbitrary<unknown>): Arbitrary<Sent & { readonly kind: string }> =>
  fc
    .tuple(fc.constantFrom(...WIRE_KINDS), good, fc.nat(100_000))
    .map(([kind, value, by]) => ({ kind, ...(TRICKS[kind] as (v: unknown, by: number) => Sent)(value, by) }));

const METHODS = [
  'DELETE',
  'PATCH',
  'OPTIONS',
  'TRACE',
  'PROPFIND',
  'SEARCH',
  'LINK',
  'PURGE',
  'MKCOL',
  'REPORT',
  'M-SEARCH',
];

const spoilPath: readonly ((path: string, operation: Operation) => string)[] = [
  (path) => `${path}/`,
  (path) => `${path}/${PLACE}`,
  (path) => `/${PLACE}${path}`,
  (path) => path.replace('/', '//'),
  (path) => path.replace(/\/([^/]*)$/, '//$1'),
  (path) => path.toUpperCase(),
  (path) => path.replace('/v1', '/V1'),
  (path) => path.replace('/v1', '/v2'),
  (path) => path.replace('/v1', ''),
  (path) => `${path};${PLACE}=1`,
  (path) => `${path}%00`,
  (path) => `${path}%`,
  (path) => `${path}%zz`,
  (path) => `${path}%c0%af`,
  (path) => `${path}%2f..%2f${PLACE}`,
  (path) => `${path}/../${PLACE}`,
  (path) => `${path}.json`,
  (path) => `${path}%20`,
  (path) => `/.${path}`,
  (path) => `${path}${'/a'.repeat(2_000)}`,
  () => `/${'a'.repeat(9_000)}${PLACE}`,
  () => '/',
  () => '/metrics',
  () => '/.env',
  () => `/%E2%80%AE${PLACE}`,
  () => '/v1',
  () => '/health',
  (_, { path }) => path.replace(/\{\w+\}/, '%00'),
  (_, { path }) => path.replace(/\{\w+\}/, `${PLACE}%0d%0aset-cookie:%20a`),
  (_, { path }) => path.replace(/\{\w+\}/, 'a'.repeat(300)),
  (_, { path }) => path.replace(/\{\w+\}/, '..'),
  (_, { path }) => path.replace(/\{\w+\}/, '__proto__'),
  (_, { path }) => path.replace(/\{\w+\}/, '%F0%9F%8F%A0'),
];

/** Paths and methods that no operation has, with what a good request would bring. */
export const strayRequests = (
  operation: Operation,
  path: Arbitrary<string>,
): Arbitrary<{ what: string; method: string; path: string }> =>
  fc.tuple(path, fc.nat(10_000)).map(([good, by]) => {
    if (by % 4 === 0) {
      const method = METHODS[by % METHODS.length] ?? 'DELETE';
      return { what: `method ${method}`, method, path: good };
    }
    const stray = (spoilPath[by % spoilPath.length] ?? spoilPath[0])?.(good, operation) ?? '/';
    // An operation without parameters in its path is left as it is by some of them.
    return {
      what: `path ${by % spoilPath.length}`,
      method: operation.method,
      path: stray === good ? `${good}/${PLACE}` : stray,
    };
  });

const head = (lines: readonly string[], body = ''): Buffer =>
  Buffer.from(`${lines.join('\r\n')}\r\n\r\n${body}`, 'latin1');
const HOST = 'Host: localhost';
const TYPE = 'Content-Type: application/json';

/** Bytes that are no proper HTTP, or two requests that look like one. */
export const RAW: Readonly<Record<string, (path: string, authorization: string) => Buffer>> = {
  'both lengths': (path, a) =>
    head(
      [`POST ${path} HTTP/1.1`, HOST, a, TYPE, 'Content-Length: 2', 'Transfer-Encoding: chunked'],
      `0\r\n\r\n${PLACE}`,
    ),
  'two lengths': (path, a) =>
    head([`POST ${path} HTTP/1.1`, HOST, a, TYPE, 'Content-Length: 2', 'Content-Length: 3'], '{}x'),
  'a negative length': (path, a) => head([`POST ${path} HTTP/1.1`, HOST, a, TYPE, 'Content-Length: -1'], '{}'),
  'a length in words': (path, a) => head([`POST ${path} HTTP/1.1`, HOST, a, TYPE, `Content-Length: ${PLACE}`], '{}'),
  'an endless length': (path, a) =>
    head([`POST ${path} HTTP/1.1`, HOST, a, TYPE, `Content-Length: ${'9'.repeat(40)}`], '{}'),
  'an unknown coding': (path, a) => head([`POST ${path} HTTP/1.1`, HOST, a, TYPE, `Transfer-Encoding: ${PLACE}`], '{}'),
  'chunked in disguise': (path, a) =>
    head([`POST ${path} HTTP/1.1`, HOST, a, TYPE, 'Transfer-Encoding: xchunked, chunked, identity'], '0\r\n\r\n'),
  'a space before the colon': (path, a) =>
    head([`POST ${path} HTTP/1.1`, HOST, a, TYPE, 'Transfer-Encoding : chunked'], '0\r\n\r\n'),
  'a chunk of no number': (path, a) =>
    head([`POST ${path} HTTP/1.1`, HOST, a, TYPE, 'Transfer-Encoding: chunked'], `${PLACE}\r\n{}\r\n0\r\n\r\n`),
  'a chunk too long': (path, a) =>
    head([`POST ${path} HTTP/1.1`, HOST, a, TYPE, 'Transfer-Encoding: chunked'], `ffffffffffffffffff\r\n{}\r\n`),
  'a NUL in a header': (path, a) => head([`GET ${path} HTTP/1.1`, HOST, a, `x-a: ${PLACE}\u0000`]),
  'a header without a colon': (path, a) => head([`GET ${path} HTTP/1.1`, HOST, a, PLACE]),
  'a header without a name': (path, a) => head([`GET ${path} HTTP/1.1`, HOST, a, `: ${PLACE}`]),
  'a folded header': (path, a) => head([`GET ${path} HTTP/1.1`, HOST, a, 'x-a: b', ` ${PLACE}`]),
  'a header of 20 kB': (path, a) => head([`GET ${path} HTTP/1.1`, HOST, a, `x-a: ${PLACE.repeat(1_300)}`]),
  'an access token of 100 kB': (path) =>
    head([`GET ${path} HTTP/1.1`, HOST, `Authorization: Bearer ${PLACE.repeat(6_400)}`]),
  'two thousand headers': (path, a) =>
    head([`GET ${path} HTTP/1.1`, HOST, a, ...Array.from({ length: 2_000 }, (_, i) => `x-${i}: ${PLACE}`)]),
  'a space in the path': (path, a) => head([`GET ${path} ${PLACE} HTTP/1.1`, HOST, a]),
  'high bytes in the path': (path, a) => head([`GET ${path}\u00ff${PLACE} HTTP/1.1`, HOST, a]),
  'another protocol': (path, a) => head([`GET ${path} HTTP/9.9`, HOST, a, `x-a: ${PLACE}`]),
  'no protocol': (path) => head([`GET ${path}?${PLACE}`]),
  'an expectation that nobody meets': (path, a) =>
    head([`POST ${path} HTTP/1.1`, HOST, a, TYPE, `Expect: ${PLACE}`, 'Content-Length: 2'], '{}'),
  'no host': (path, a) => head([`GET ${path} HTTP/1.1`, a, `x-a: ${PLACE}`]),
  'an unknown method': (path, a) => head([`${PLACE.toUpperCase()} ${path} HTTP/1.1`, HOST, a]),
  'a method in lower case': (path, a) => head([`post ${path} HTTP/1.1`, HOST, a, `x-a: ${PLACE}`]),
  'the beginning of TLS': () => Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xfc, 0x03, 0x03]),
  'the preface of HTTP/2': () => Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'),
  'no HTTP at all': () => Buffer.from(`${PLACE}\r\n\r\n`),
  'line feeds alone': (path, a) => Buffer.from(`GET ${path}/${PLACE} HTTP/1.1\n${HOST}\n${a}\n\n`),
};
