import { hash } from 'node:crypto';
import { closeSync, openSync, readFileSync, readdirSync, readSync } from 'node:fs';
import { join } from 'node:path';

interface Needle {
  readonly name: string;
  readonly bytes: Buffer;
}

const PREFIX = 3;
const SHORTEST = 6;

/** Finds any of many byte strings in one pass, however many there are. */
export class Needles {
  readonly #byPrefix = new Map<number, Needle[]>();
  readonly #prefixes = new Uint8Array(1 << 24);
  #longest = 0;
  #count = 0;

  get count(): number {
    return this.#count;
  }

  get longest(): number {
    return this.#longest;
  }

  /** @param name what a hit is reported as; never the bytes themselves */
  add(name: string, bytes: Uint8Array): void {
    if (bytes.length < SHORTEST) throw new Error(`${name} is too short to be told from chance`);
    const prefix = prefixAt(bytes, 0);
    this.#prefixes[prefix] = 1;
    const needles = this.#byPrefix.get(prefix) ?? [];
    needles.push({ name, bytes: Buffer.from(bytes) });
    this.#byPrefix.set(prefix, needles);
    this.#longest = Math.max(this.#longest, bytes.length);
    this.#count++;
  }

  /** Names of those that are in there, sorted. */
  in(haystack: Buffer): string[] {
    const found = new Set<string>();
    let prefix = haystack.length < PREFIX ? 0 : prefixAt(haystack, 0);
    for (let at = 0; at + PREFIX <= haystack.length; at++) {
      if (this.#prefixes[prefix] === 1) this.#compare(haystack, at, prefix, found);
      prefix = ((prefix << 8) | (haystack[at + PREFIX] ?? 0)) & 0xffffff;
    }
    return [...found].sort();
  }

  #compare(haystack: Buffer, at: number, prefix: number, found: Set<string>): void {
    for (const { name, bytes } of this.#byPrefix.get(prefix) ?? []) {
      const end = at + bytes.length;
      if (end <= haystack.length && haystack.compare(bytes, 0, bytes.length, at, end) === 0) found.add(name);
    }
  }
}

const prefixAt = (bytes: Uint8Array, at: number): number =>
  ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);

/** Every form in which a text could come to rest: as it is, in other encodings, and as a plain hash, which hides nothing. */
export function spellingsOf(text: string): readonly (readonly [form: string, bytes: Buffer])[] {
  const utf8 = Buffer.from(text, 'utf8');
  const utf16 = Buffer.from(text, 'utf16le');
  const forms: (readonly [string, Buffer])[] = [
    ['plain', utf8],
    ['UTF-16 LE', utf16],
    ['UTF-16 BE', Buffer.from(utf16).swap16()],
    ['URL-encoded', Buffer.from(encodeURIComponent(text))],
    ['as in a form', Buffer.from(new URLSearchParams({ x: text }).toString().slice(2))],
    ['hex', Buffer.from(utf8.toString('hex'))],
    ['HEX', Buffer.from(utf8.toString('hex').toUpperCase())],
  ];
  for (const encoding of ['base64', 'base64url'] as const)
    for (const shift of [0, 1, 2]) forms.push([`${encoding} at ${shift}`, insideBase64(utf8, shift, encoding)]);
  for (const algorithm of ['md5', 'sha1', 'sha256', 'sha512']) {
    const digest = hash(algorithm, utf8, 'buffer');
    for (const [form, bytes] of formsOfBytes(digest)) forms.push([`${algorithm} ${form}`, bytes]);
  }
  return forms.filter(([, bytes], i) => forms.findIndex(([, other]) => other.equals(bytes)) === i);
}

/** Raw bytes as they are and as text. */
export function formsOfBytes(bytes: Buffer): readonly (readonly [form: string, bytes: Buffer])[] {
  return [
    ['raw', bytes],
    ['hex', Buffer.from(bytes.toString('hex'))],
    ['HEX', Buffer.from(bytes.toString('hex').toUpperCase())],
    ['base64', Buffer.from(bytes.toString('base64').replace(/=+$/, ''))],
    ['base64url', Buffer.from(bytes.toString('base64url'))],
  ];
}

/** The characters that are sure when these bytes stand inside longer ones, `shift` bytes after a multiple of three. */
function insideBase64(bytes: Buffer, shift: number, encoding: 'base64' | 'base64url'): Buffer {
  const text = Buffer.concat([Buffer.alloc(shift), bytes]).toString(encoding);
  return Buffer.from(text.slice(Math.ceil((shift * 8) / 6), Math.floor(((shift + bytes.length) * 8) / 6)));
}

/** What of these is in any file of a folder, with the file's place in it. A file that is gone by then has nothing. */
export function inFolder(needles: Needles, folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .flatMap((entry) => {
      const file = join(entry.parentPath, entry.name);
      const bytes = bytesOf(file);
      const found = new Set(needles.in(bytes));
      if (/[/\\]pg_wal[/\\][0-9A-F]{24}$/.test(file)) for (const name of needles.in(recordsOf(bytes))) found.add(name);
      return [...found].map((name) => `${name} in ${file.slice(folder.length + 1)}`);
    });
}

const WAL_PAGE = 8_192;
const LONG_HEADER = 40;
const SHORT_HEADER = 24;

/** A segment without the headers of its pages, which stand in the middle of records (PostgreSQL, xlog_internal.h). */
function recordsOf(segment: Buffer): Buffer {
  const pages: Buffer[] = [];
  for (let at = 0; at < segment.length; at += WAL_PAGE)
    pages.push(segment.subarray(at + (at === 0 ? LONG_HEADER : SHORT_HEADER), at + WAL_PAGE));
  return Buffer.concat(pages);
}

function bytesOf(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (fault) {
    if ((fault as NodeJS.ErrnoException).code === 'ENOENT') return Buffer.alloc(0);
    throw fault;
  }
}

const PIECE = 8 * 1024 * 1024;

/**
 * What of these is in the memory of a running process (Linux, proc(5)): every region that it can write to, which is
 * where input ends up. @returns names and the number of bytes that were read
 */
export function inMemory(needles: Needles, pid: number): { found: string[]; bytes: number } {
  const found = new Set<string>();
  const piece = Buffer.alloc(PIECE + needles.longest);
  const memory = openSync(`/proc/${pid}/mem`, 'r');
  let bytes = 0;
  try {
    for (const { start, end } of regionsOf(pid)) {
      for (let at = start; at < end; at += PIECE) {
        const read = readAt(memory, piece, Math.min(piece.length, end - at), at);
        bytes += Math.min(read, PIECE);
        for (const name of needles.in(piece.subarray(0, read))) found.add(name);
      }
    }
  } finally {
    closeSync(memory);
  }
  return { found: [...found].sort(), bytes };
}

function regionsOf(pid: number): { start: number; end: number }[] {
  return readFileSync(`/proc/${pid}/maps`, 'utf8')
    .split('\n')
    .flatMap((line) => {
      const [, from, to] = /^([0-9a-f]+)-([0-9a-f]+) rw/.exec(line) ?? [];
      if (from === undefined || to === undefined || /\[v(var|syscall|dso)/.test(line)) return [];
      return [{ start: Number.parseInt(from, 16), end: Number.parseInt(to, 16) }];
    });
}

/** Pages that went away meanwhile have nothing in them. */
function readAt(file: number, into: Buffer, length: number, at: number): number {
  try {
    return readSync(file, into, 0, length, at);
  } catch {
    return 0;
  }
}
