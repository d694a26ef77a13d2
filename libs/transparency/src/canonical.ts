/**
 * One spelling for one value: RFC 8785 (JCS), without the numbers that need care.
 *
 * A digest binds bytes, so a record must have only one way to be written. Strings, integers, booleans, null, lists and
 * plain objects are enough for a record; floats, dates and absent values are refused rather than rewritten.
 */
import { decodeUtf8, isWellFormed } from './text';

/** A value that has no place in a record, or bytes that are not the canonical form of what they say. */
export class NotCanonical extends Error {
  override readonly name = 'NotCanonical';
}

export type CanonicalValue =
  string | number | boolean | null | readonly CanonicalValue[] | { readonly [name: string]: CanonicalValue };

const MAX_DEPTH = 32;

/** The bytes of RFC 8785, UTF-8. Throws `NotCanonical` on floats, undefined, halves of surrogate pairs and objects of a class. */
export function canonicalJson(value: CanonicalValue): Buffer {
  return Buffer.from(write(value, 0));
}

/** Reads canonical bytes. Throws `NotCanonical` on any other spelling, hence also on a name that stands twice. */
export function parseCanonicalJson(bytes: Uint8Array): CanonicalValue {
  const value = readJson(decodeUtf8(bytes));
  if (Buffer.compare(canonicalJson(value), bytes) !== 0) throw new NotCanonical('Not the canonical form.');
  return value;
}

function write(value: unknown, depth: number): string {
  if (depth > MAX_DEPTH) throw new NotCanonical('A record is not that deep.');
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return writeString(value);
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) throw new NotCanonical('Numbers in a record are integers.');
    return String(value);
  }
  // Array.from also visits the holes, as undefined.
  if (Array.isArray(value)) return `[${Array.from(value, (item) => write(item, depth + 1)).join(',')}]`;
  if (!isPlain(value)) throw new NotCanonical('A record holds plain values only.');
  // The default order of sort() is that of UTF-16 code units, which RFC 8785, 3.2.3 asks for.
  const members = Object.keys(value)
    .sort()
    .map((name) => `${writeString(name)}:${write(value[name], depth + 1)}`);
  return `{${members.join(',')}}`;
}

/** For well-formed text JSON.stringify escapes just as RFC 8785, 3.2.2.2 wants: that section was taken from ECMAScript. */
function writeString(text: string): string {
  if (!isWellFormed(text)) throw new NotCanonical('Half of a surrogate pair is no character.');
  return JSON.stringify(text);
}

function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  const plain = prototype === null || Object.getPrototypeOf(prototype) === null;
  return plain && Object.getOwnPropertySymbols(value).length === 0;
}

function readJson(text: string | undefined): CanonicalValue {
  try {
    return JSON.parse(text ?? '') as CanonicalValue;
  } catch {
    // The message of JSON.parse quotes its input.
    throw new NotCanonical('Not JSON.');
  }
}
