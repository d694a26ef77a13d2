import { Problem } from '#problem';
import { addressOf, type Identifier, identifierOf } from '#tokens';
import { connectorProblem } from './problems';
import { Source } from './source';

/** One place of the table: id 8 bytes, postcode 6, number 4, letter with addition 5, state 1. */
const SLOT = 24;
const FREE = 0;
const NEEDED = 1;
const WITH_POSTCODE = 2;
const WITHOUT_POSTCODE = 3;
const DAMAGED = 4;

const COLUMNS = ['nummeraanduiding_id', 'postcode', 'huisnummer', 'huisletter', 'huisnummertoevoeging'] as const;

/**
 * Addresses of BAG ids, from a local extract: a public geocoder would learn whom one asks about. Only the ids that the
 * delivery needs are kept, 24 bytes each in one buffer, so that an extract of the whole country may be given.
 */
export class BagExtract {
  #places = Buffer.alloc(1024 * SLOT);
  #count = 0;

  /** An id that will be looked up. @param id sixteen digits, checked */
  need(id: string): void {
    if ((this.#count + 1) * 2 > this.#places.length / SLOT) this.#grow();
    const at = this.#find(this.#places, BigInt(id));
    if (this.#places[at + 23] !== FREE) return;
    this.#places.writeBigUInt64LE(BigInt(id), at);
    this.#places[at + 23] = NEEDED;
    this.#count += 1;
  }

  /** How many ids are needed. */
  get size(): number {
    return this.#count;
  }

  /**
   * Reads the extract and keeps what is needed.
   * @throws Problem as `Source.open`, and `connector.bag-columns`
   */
  async load(path: string, progress: (bytes: number, size: number) => void = () => undefined): Promise<void> {
    const source = await Source.open(path);
    try {
      const places = COLUMNS.map((name) => source.header.findIndex((column) => column.trim().toLowerCase() === name));
      if (places.includes(-1)) throw connectorProblem('bag-columns');
      const [id, ...rest] = places as [number, number, number, number, number];
      for await (const { cells } of source.rows((bytes) => progress(bytes, source.size))) {
        const value = (cells[id] ?? '').trim();
        if (/^\d{16}$/.test(value)) this.#fill(value, rest.map((place) => (cells[place] ?? '').trim()) as Parts);
      }
    } finally {
      await source.close();
    }
  }

  /**
   * @returns the address in its postcode form; for an address without a postcode the BAG id itself; nothing when the
   *   extract does not have it
   * @throws Problem tokens.* when the extract has it in a damaged form
   */
  addressOf(id: string): Identifier | undefined {
    const at = this.#find(this.#places, BigInt(id));
    const state = this.#places[at + 23];
    if (state === WITHOUT_POSTCODE) return identifierOf('nl-bag-na', id);
    if (state === DAMAGED) throw connectorProblem('bag-unknown');
    if (state !== WITH_POSTCODE) return undefined;
    const text = (from: number, to: number): string => this.#places.toString('latin1', at + from, at + to).trimEnd();
    return identifierOf('nl-adres', `${text(8, 14)}/${this.#places.readUInt32LE(at + 14)}/${text(18, 23)}`);
  }

  #fill(id: string, [postcode, number, letter, addition]: Parts): void {
    const at = this.#find(this.#places, BigInt(id));
    if (this.#places[at + 23] === FREE) return;
    if (postcode === '') {
      this.#places[at + 23] = WITHOUT_POSTCODE;
      return;
    }
    try {
      const { parts } = addressOf({ postcode: postcode.replace(/\s/g, '').toUpperCase(), number, letter, addition });
      this.#places.write(parts.postcode, at + 8, 'latin1');
      this.#places.writeUInt32LE(parts.number, at + 14);
      this.#places.write(`${parts.letter}${parts.addition}`.padEnd(5), at + 18, 'latin1');
      this.#places[at + 23] = WITH_POSTCODE;
    } catch (fault) {
      if (!(fault instanceof Problem)) throw fault;
      this.#places[at + 23] = DAMAGED;
    }
  }

  /** Where the id stands, or the free place where it would. */
  #find(places: Buffer, id: bigint): number {
    const count = places.length / SLOT;
    // Ids of one municipality follow each other: spread them (Knuth's multiplicative hash over 64 bits).
    let slot = Number(BigInt.asUintN(64, id * 0x9e3779b97f4a7c15n) >> 32n) % count;
    while (places[slot * SLOT + 23] !== FREE && places.readBigUInt64LE(slot * SLOT) !== id) slot = (slot + 1) % count;
    return slot * SLOT;
  }

  #grow(): void {
    const wider = Buffer.alloc(this.#places.length * 2);
    for (let at = 0; at < this.#places.length; at += SLOT) {
      if (this.#places[at + 23] === FREE) continue;
      this.#places.copy(wider, this.#find(wider, this.#places.readBigUInt64LE(at)), at, at + SLOT);
    }
    this.#places = wider;
  }
}

type Parts = [postcode: string, number: string, letter: string, addition: string];
