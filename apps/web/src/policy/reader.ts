import { Problem } from '#problem';
import { DISCLOSURES, DOMAINS, KINDS, RUNGS } from './shapes';

/** Reads one thing of an answer, or throws: nothing is concluded from half an answer. */
export type Reader<T> = (value: unknown) => T;

export type Members<T> = { readonly [K in keyof T]-?: Reader<T[K]> };

/** As the client says it of a server that it does not understand. */
export const unexpected = (): Problem =>
  new Problem('client.unexpected-answer', { status: 502, title: '', advice: '' });

export function object(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw unexpected();
  return value as Record<string, unknown>;
}

/** Takes the members that it knows, and leaves out the optional ones that are not there. */
export const record =
  <T extends object>(members: Members<T>): Reader<T> =>
  (value) => {
    const given = object(value);
    const read = Object.entries<Reader<unknown>>(members).map(([name, member]) => [name, member(given[name])] as const);
    return Object.fromEntries(read.filter(([, found]) => found !== undefined)) as T;
  };

/** `null` is as good as nothing. */
export const optional =
  <T>(read: Reader<T>): Reader<T | undefined> =>
  (value) =>
    value === undefined || value === null ? undefined : read(value);

export const list =
  <T>(each: Reader<T>): Reader<T[]> =>
  (value) => {
    if (!Array.isArray(value)) throw unexpected();
    return value.map((item) => each(item));
  };

export function text(value: unknown): string {
  if (typeof value !== 'string' || value.length > 2000) throw unexpected();
  return value;
}

export function count(value: unknown): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) throw unexpected();
  return value;
}

export function flag(value: unknown): boolean {
  if (typeof value !== 'boolean') throw unexpected();
  return value;
}

export const among =
  <T extends string>(words: readonly T[]): Reader<T> =>
  (value) => {
    const found = words.find((word) => word === value);
    if (found === undefined) throw unexpected();
    return found;
  };

export const domain = among(DOMAINS);
export const disclosure = among(DISCLOSURES);
export const kind = among(KINDS);
export const rung = among(RUNGS);
