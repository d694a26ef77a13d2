import type { Operation, Server } from '../support/openapi';

/**
 * Stands in everything that is generated where a mark belongs, and is replaced by the mark of the one request. Fits a
 * code, an epoch, the beginning of a token and a name, so that requests that are valid carry a mark as well.
 */
export const PLACE = 'zq0placeholder00';

/** What must come of a request. */
export type Expected =
  /** Whatever the document says of the operation, but not that the form was refused */
  | 'documented'
  /** A refusal that the document names, 4xx */
  | 'refused'
  /** A refusal of the credentials: 401 */
  | 'unauthorised'
  /** A refusal of the ticket or of something before it: 4xx */
  | 'ticket-refused'
  /** A refusal that belongs to no operation, 4xx */
  | 'no-request';

export interface Shot {
  readonly server: Server;
  /** Row of the table */
  readonly kind: string;
  /** For the report of a failure */
  readonly what: string;
  readonly operation: Operation | undefined;
  readonly expected: Expected;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | undefined;
  /** Bytes for the socket, in the place of all that */
  readonly raw?: Buffer;
}

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A piece of JSON text that JSON.stringify would not write: `1e400`, a member twice, 1,500 levels. */
export class Text {
  constructor(
    readonly text: string,
    /** Whether it makes the whole unreadable by the strict rules, although JSON.parse takes it */
    readonly forbidden = false,
  ) {}
}

/** JSON text of a value that may hold pieces of text. */
export function written(value: unknown): string {
  if (value instanceof Text) return value.text;
  if (Array.isArray(value)) return `[${value.map(written).join(',')}]`;
  if (isObject(value))
    return `{${Object.entries(value)
      .map(([name, inner]) =>
        inner instanceof Text && name === '' ? inner.text : `${JSON.stringify(name)}:${written(inner)}`,
      )
      .join(',')}}`;
  return value === undefined ? 'null' : JSON.stringify(value);
}

/** Whether a forbidden piece stands anywhere in it. */
export function isForbidden(value: unknown): boolean {
  if (value instanceof Text) return value.forbidden;
  return typeof value === 'object' && value !== null && Object.values(value).some(isForbidden);
}

export type Path = readonly string[];

/** Paths to everything inside, the whole first; lists by position. */
export function pathsIn(value: unknown): Path[] {
  const inner =
    typeof value !== 'object' || value === null || value instanceof Text
      ? []
      : Object.entries(value).flatMap(([name, one]) => pathsIn(one).map((path) => [name, ...path]));
  return [[], ...inner];
}

export const at = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>((found, name) => (found as Record<string, unknown> | undefined)?.[name], value);

export const REMOVE = Symbol('remove');

/** A copy with another value at the path, or without it. */
export function changed(value: unknown, [name, ...rest]: Path, to: unknown): unknown {
  if (name === undefined) return to === REMOVE ? null : to;
  const copy = (Array.isArray(value) ? [...(value as unknown[])] : { ...(value as object) }) as Record<string, unknown>;
  if (rest.length === 0 && to === REMOVE) {
    if (Array.isArray(copy)) copy.splice(Number(name), 1);
    else delete copy[name];
    return copy;
  }
  // Not by assignment: `__proto__` is to be a member like any other.
  Object.defineProperty(copy, name, {
    value: changed(copy[name], rest, to),
    enumerable: true,
    configurable: true,
    writable: true,
  });
  return copy;
}
