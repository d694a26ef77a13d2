import fc, { type Arbitrary } from 'fast-check';
import { type Hints, type Schemas, faultIn, valuesOf } from '../support/json-schema';
import type { Operation } from '../support/openapi';
import { PLACE, type Path, REMOVE, Text, at, changed, isForbidden, isObject, pathsIn, written } from './shot';

export interface Body {
  readonly what: string;
  readonly value: unknown;
}

/** Bodies that the schema describes: generated ones, and good ones that stand for something. */
export function validBodies(operation: Operation, schemas: Schemas, hints: Hints, good: readonly unknown[]) {
  const generated = valuesOf(operation.body ?? {}, schemas, hints);
  return good.length === 0
    ? generated
    : fc.oneof({ weight: 3, arbitrary: generated }, { weight: 1, arbitrary: fc.constantFrom(...good) });
}

/**
 * Whether the document allows this body. Two things it says in words only: parts of a household are of different kinds,
 * and have at most 100 subjects in all.
 */
export function isValid(value: unknown, operation: Operation, schemas: Schemas): boolean {
  if (isForbidden(value)) return false;
  let read: unknown;
  try {
    read = JSON.parse(written(value));
  } catch {
    return false;
  }
  if (hasReservedName(read) || faultIn(read, operation.body ?? {}, schemas) !== undefined) return false;
  const parts = (read as { parts?: readonly { kind: string; subjects: unknown[] }[] }).parts ?? [];
  const subjects = parts.reduce((sum, part) => sum + part.subjects.length, 0);
  return new Set(parts.map(({ kind }) => kind)).size === parts.length && subjects <= 100;
}

/** Of a prototype: refused wherever it stands (StrictBody and the reader of bodies). */
const hasReservedName = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (Object.keys(value).some((name) => name === '__proto__' || name === 'constructor') ||
    Object.values(value).some(hasReservedName));

const HUGE = 'x'.repeat(6_000);
const NUL = '\u0000';

/** Values that belong hardly anywhere. */
const STRANGE: readonly unknown[] = [
  null,
  true,
  false,
  0,
  1,
  -1,
  1.5,
  2 ** 53,
  -(2 ** 31) - 1,
  new Text('-0'),
  new Text('1e400'),
  new Text('-1e400'),
  new Text('1e-400'),
  new Text('0.1e-2147483649'),
  new Text(`1${'0'.repeat(400)}`),
  new Text('1E+0000000000001'),
  '',
  ' ',
  PLACE,
  `${PLACE}${NUL}`,
  `${NUL}${PLACE}`,
  `${PLACE}\ud800`,
  `\udfff${PLACE}`,
  `\u202e${PLACE}`,
  `${PLACE}\u200b`,
  `\ufeff${PLACE}`,
  `${PLACE}\u2028`,
  `${PLACE}\n`,
  `${PLACE}\r\nset-cookie: a=${PLACE}`,
  `' or 1=1 -- ${PLACE}`,
  `\${jndi:ldap://${PLACE}}`,
  `<script>${PLACE}</script>`,
  `../../${PLACE}`,
  `${PLACE}%00`,
  'é'.repeat(40) + PLACE,
  HUGE,
  [],
  {},
  [[]],
  [[[]]],
  [PLACE],
  [null],
  { [PLACE]: PLACE },
  { length: 1, 0: PLACE },
  { $ne: null },
  { '@instanceof': 'FindOperator', value: PLACE },
  { toJSON: PLACE },
  'constructor',
  '__proto__',
  'toString',
  'null',
  'undefined',
  'NaN',
  '[object Object]',
  'person',
  'building',
  'nl-vnr',
  'nl-bsn-2',
  'unit',
  'exempt',
  'register',
  '2026-02-29',
  '2026-W01-1',
  '0000-00-00',
  '2026-1',
  '2031-9',
  '24:00',
  '00000000-0000-0000-0000-000000000000',
];

const NAMES = [
  'extra',
  'constructor',
  '__proto__',
  'toString',
  'valueOf',
  'hasOwnProperty',
  'length',
  'prototype',
  '',
  'ID',
  'Team',
  'caseNumber ',
  PLACE,
  `${PLACE}\ud800`,
  `${NUL}`,
];

export interface Change {
  readonly where: number;
  readonly how: string;
  readonly name: string;
  readonly value: unknown;
  readonly by: number;
}

type Spoiler = (old: unknown, change: Change) => unknown;

/** What is done to one place of a body, by name. */
const HOW: Readonly<Record<string, Spoiler>> = {
  replace: (_, { value }) => value,
  'replace again': (_, { value }) => value,
  remove: () => REMOVE,
  add: (old, { name, value }) => (isPlain(old) ? changed(old, [name], value) : value),
  repeat: (old, { value }) => withRepeated(old, value),
  break: (old, { value, by }) => (typeof old === 'string' ? broken(old, by) : value),
  longer: (old, { by }) => longer(old, by),
  more: (old, { value, by }) => {
    if (!Array.isArray(old)) return [old, old];
    const [first = value] = old as unknown[];
    return Array.from({ length: old.length + sizeOf(by) }, () => first);
  },
  fewer: (old, { value }) => (Array.isArray(old) ? (old as unknown[]).slice(1) : value),
  wrap: (old, { name }) => ({ [name]: old }),
  object: (old) => (Array.isArray(old) ? { ...(old as unknown[]) } : [old]),
  list: (old) => [old],
};

const isPlain = (value: unknown): value is Record<string, unknown> => isObject(value) && !(value instanceof Text);

const change: Arbitrary<Change> = fc.record({
  where: fc.nat(),
  how: fc.constantFrom(...Object.keys(HOW)),
  name: fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...NAMES) }, { weight: 1, arbitrary: fc.string() }),
  value: fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom(...STRANGE) },
    { weight: 1, arbitrary: fc.string({ unit: 'binary' }).map((text) => text + PLACE) },
    { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 2 }) },
  ),
  by: fc.nat(1_000),
});

/** Bodies with one to three things changed. Whether that made them wrong is for `isValid` to say. */
export const changedBodies = (valid: Arbitrary<unknown>): Arbitrary<Body> =>
  fc.tuple(valid, fc.array(change, { minLength: 1, maxLength: 3 })).map(([body, changes]) => ({
    what: changes.map(({ how }) => how).join('+'),
    value: changes.reduce(spoilt, body),
  }));

function spoilt(value: unknown, change: Change): unknown {
  const paths = pathsIn(value);
  const path: Path = paths[change.where % paths.length] ?? [];
  return changed(value, path, (HOW[change.how] as Spoiler)(at(value, path), change));
}

/** An object with its first member twice, spelled in two ways as it may be. */
function withRepeated(old: unknown, strange: unknown): unknown {
  if (!isPlain(old)) return [old, old];
  const [first] = Object.entries(old);
  const text = written(old);
  if (first === undefined) return new Text('{"a":1,"a":1}', true);
  const [name, inner] = first;
  const again =
    name === ''
      ? '""'
      : `"\\u${name.charCodeAt(0).toString(16).padStart(4, '0')}${JSON.stringify(name.slice(1)).slice(1)}`;
  const twice = `${again}:${written(typeof strange === 'string' ? strange : inner)}`;
  return new Text(`${text.slice(0, -1)},${twice}}`, true);
}

const WRONG_CHARACTERS = ['!', ' ', '=', '+', '/', 'é', NUL, '\ud800', '\u202e', '.', '-', '_', 'A', 'ａ', '٣'];

function broken(text: string, by: number): string {
  const place = by % (text.length + 1);
  return text.slice(0, place) + (WRONG_CHARACTERS[by % WRONG_CHARACTERS.length] ?? '!') + text.slice(place + 1);
}

/** One step over the edge, or many. */
function longer(old: unknown, by: number): unknown {
  if (typeof old === 'string') return by % 3 === 0 ? old.slice(0, -1) : old + (by % 3 === 1 ? 'a' : HUGE);
  if (typeof old === 'number') return by % 2 === 0 ? old + 7 : old - 8;
  return old;
}

const sizeOf = (by: number): number => [1, 2, 4, 100, 256, 500][by % 6] ?? 1;
