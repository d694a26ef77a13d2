import { MOST_CASELOAD } from '#client/node';
import { connectorProblem } from './problems';

/** How an involvement stands, as far as this machine knows. */
export const STATUS = {
  /** No longer of interest */
  gone: 0,
  /** To be registered in this run */
  planned: 1,
  /** Sent, without an answer: the same id must be sent again, or withdrawn */
  uncertain: 2,
  /** The index said that it stands */
  standing: 3,
} as const;
export type Status = (typeof STATUS)[keyof typeof STATUS];

export const KEY_BYTES = 16;
export const ENTRY_BYTES = 48;
/** Involvements of one connection. */
export const MOST_INVOLVEMENTS = MOST_CASELOAD;

// key 16 · id 16 · expires 2 · period 2 · minute 2 · epoch 1 · flags 1 · owner 4 · next 4
const ID = 16;
const EXPIRES = 32;
const PERIOD = 34;
const MINUTE = 36;
const EPOCH = 38;
const FLAGS = 39;
const OWNER = 40;
const NEXT = 44;

const STATUS_BITS = 3;
const MARKS = { seen: 4, queued: 8, address: 16, superseded: 32 } as const;
export type Mark = keyof typeof MARKS;

const PER_SHEET = 4096;

/**
 * All involvements of a connection in plain memory: 48 bytes each in buffers, found by their key through open
 * addressing. Objects would take ten times as much, and half a million lines must fit beside everything else.
 *
 * An involvement is named by its place, which stays the same while it is here. Days are counted from 1970-01-01.
 */
export class Involvements {
  #sheets: Buffer[] = [];
  #count = 0;
  /** Place + 1 at the position of the key; 0 is free */
  #index = new Uint32Array(8192);

  get size(): number {
    return this.#count;
  }

  /** @param key 16 bytes; @returns the place, or -1 */
  find(key: Buffer, epoch: number): number {
    for (let slot = key.readUInt32LE(0) % this.#index.length; ; slot = (slot + 1) % this.#index.length) {
      const place = this.#index[slot]! - 1;
      if (place < 0) return -1;
      if (this.#is(place, key, epoch)) return place;
    }
  }

  /** Adds a planned involvement. @throws Problem `connector.too-many` */
  add(key: Buffer, epoch: number): number {
    // Twice as many for a change of epoch, where old and new stand beside each other.
    if (this.#count >= 2 * MOST_INVOLVEMENTS) throw connectorProblem('too-many');
    const entry = Buffer.alloc(ENTRY_BYTES);
    key.copy(entry, 0, 0, KEY_BYTES);
    entry[EPOCH] = epoch;
    entry[FLAGS] = STATUS.planned;
    return this.append(entry);
  }

  /** Takes over an entry as `entryAt` gave it. */
  append(entry: Buffer): number {
    const place = this.#count;
    if (place % PER_SHEET === 0) this.#sheets.push(Buffer.alloc(PER_SHEET * ENTRY_BYTES));
    this.#count += 1;
    entry.copy(this.#sheet(place), this.#at(place), 0, ENTRY_BYTES);
    if (this.#count * 2 > this.#index.length) this.#rebuild(this.#index.length * 2);
    else this.#enter(place);
    return place;
  }

  /**
   * A copy to be kept, without the marks of this run and the chain of addresses.
   * @param renumber gives the new place of an owner, or -1 when it is not kept
   */
  entryAt(place: number, renumber: (place: number) => number): Buffer {
    const entry = Buffer.from(this.#sheet(place).subarray(this.#at(place), this.#at(place) + ENTRY_BYTES));
    entry[FLAGS] = entry[FLAGS]! & (STATUS_BITS | MARKS.address);
    const owner = this.has(place, 'address') ? this.ownerOf(place) : -1;
    entry.writeUInt32LE(owner < 0 ? 0 : renumber(owner) + 1, OWNER);
    entry.writeUInt32LE(0, NEXT);
    return entry;
  }

  /** Makes the chains of addresses anew, after all entries were taken over. */
  link(): void {
    for (let place = 0; place < this.#count; place++) {
      const owner = this.has(place, 'address') ? this.ownerOf(place) : -1;
      if (owner < 0) continue;
      this.#sheet(place).writeUInt32LE(0, this.#at(place) + OWNER);
      this.give(place, owner);
    }
  }

  keyOf(place: number): Buffer {
    return this.#sheet(place).subarray(this.#at(place), this.#at(place) + KEY_BYTES);
  }

  /** 16 bytes of a UUID. */
  idOf(place: number): Buffer {
    return this.#sheet(place).subarray(this.#at(place) + ID, this.#at(place) + ID + 16);
  }

  setId(place: number, id: Buffer): void {
    id.copy(this.#sheet(place), this.#at(place) + ID, 0, 16);
  }

  epochOf(place: number): number {
    return this.#sheet(place)[this.#at(place) + EPOCH]!;
  }

  statusOf(place: number): Status {
    return (this.#sheet(place)[this.#at(place) + FLAGS]! & STATUS_BITS) as Status;
  }

  setStatus(place: number, status: Status): void {
    const at = this.#at(place) + FLAGS;
    const sheet = this.#sheet(place);
    sheet[at] = (sheet[at]! & ~STATUS_BITS) | status;
  }

  has(place: number, mark: Mark): boolean {
    return (this.#sheet(place)[this.#at(place) + FLAGS]! & MARKS[mark]) !== 0;
  }

  mark(place: number, mark: Mark): void {
    const at = this.#at(place) + FLAGS;
    const sheet = this.#sheet(place);
    sheet[at] = sheet[at]! | MARKS[mark];
  }

  unmark(place: number, mark: Mark): void {
    const at = this.#at(place) + FLAGS;
    const sheet = this.#sheet(place);
    sheet[at] = sheet[at]! & ~MARKS[mark];
  }

  /** Last day, and for how many days it was granted. */
  termOf(place: number): { readonly expires: number; readonly period: number } {
    const at = this.#at(place);
    return {
      expires: this.#sheet(place).readUInt16LE(at + EXPIRES),
      period: this.#sheet(place).readUInt16LE(at + PERIOD),
    };
  }

  setTerm(place: number, expires: number, period: number): void {
    const at = this.#at(place);
    this.#sheet(place).writeUInt16LE(expires, at + EXPIRES);
    this.#sheet(place).writeUInt16LE(period, at + PERIOD);
  }

  /** The minute in which it was sent, modulo 65536 (45 days). */
  minuteOf(place: number): number {
    return this.#sheet(place).readUInt16LE(this.#at(place) + MINUTE);
  }

  setMinute(place: number, minute: number): void {
    this.#sheet(place).writeUInt16LE(minute & 0xffff, this.#at(place) + MINUTE);
  }

  /** The person or business that an address belongs to, or -1. */
  ownerOf(address: number): number {
    return this.#sheet(address).readUInt32LE(this.#at(address) + OWNER) - 1;
  }

  /** Links an address to its person or business, once; an owner may have several. */
  give(address: number, owner: number): void {
    this.mark(address, 'address');
    if (this.ownerOf(address) === owner) return;
    this.#sheet(address).writeUInt32LE(owner + 1, this.#at(address) + OWNER);
    const first = this.#sheet(owner).readUInt32LE(this.#at(owner) + OWNER);
    this.#sheet(address).writeUInt32LE(first, this.#at(address) + NEXT);
    this.#sheet(owner).writeUInt32LE(address + 1, this.#at(owner) + OWNER);
  }

  /** The addresses of a person or business. */
  *addressesOf(owner: number): Generator<number> {
    let next = this.#sheet(owner).readUInt32LE(this.#at(owner) + OWNER);
    // An owner that is itself an address has none: the field then names its own owner.
    if (this.has(owner, 'address')) return;
    for (; next !== 0; next = this.#sheet(next - 1).readUInt32LE(this.#at(next - 1) + NEXT)) yield next - 1;
  }

  /** Places of everything that is not gone. */
  *places(): Generator<number> {
    for (let place = 0; place < this.#count; place++) if (this.statusOf(place) !== STATUS.gone) yield place;
  }

  readonly #sheet = (place: number): Buffer => this.#sheets[Math.floor(place / PER_SHEET)]!;
  readonly #at = (place: number): number => (place % PER_SHEET) * ENTRY_BYTES;

  #is(place: number, key: Buffer, epoch: number): boolean {
    const at = this.#at(place);
    const sheet = this.#sheet(place);
    return sheet[at + EPOCH] === epoch && key.compare(sheet, at, at + KEY_BYTES, 0, KEY_BYTES) === 0;
  }

  #enter(place: number): void {
    let slot = this.keyOf(place).readUInt32LE(0) % this.#index.length;
    while (this.#index[slot] !== 0) slot = (slot + 1) % this.#index.length;
    this.#index[slot] = place + 1;
  }

  #rebuild(length: number): void {
    this.#index = new Uint32Array(length);
    for (let place = 0; place < this.#count; place++) this.#enter(place);
  }
}
