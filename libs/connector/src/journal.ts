import { closeSync, fdatasyncSync, fstatSync, openSync } from 'node:fs';
import { readInto, replaceFile, writeAll } from './files';
import { type Involvements, KEY_BYTES, STATUS } from './involvements';
import { connectorProblem } from './problems';
import type { Seal } from './sealing';

// What happened since the state was written, one sealed record per step:
//   intent   ids that will be sent; on the disk before anything is sent
//   stands   the index said that they stand, and until when
//   ended    withdrawn, or not there
// A record is bound to its place, the first one to the generation of the state. So a journal of an older state, a hole
// and an exchange are found; a last record that a crash cut short counts as never written. Its length stands there twice,
// the second time inverted: a damaged length must not look like a record that was cut short, and hide all that follows.
const INTENT = 1;
const STANDS = 2;
const ENDED = 3;

const NAME = KEY_BYTES + 1;
const INTENT_BYTES = NAME + 16 + 2 + 1 + NAME;
const STANDS_BYTES = NAME + 4;
const MAGIC = Buffer.from('RVJOURN2');
const HEAD = 8;
const LONGEST_RECORD = 1024 * 1024;
/** What a disk writes at once. */
const SECTOR = 512;

export class Journal {
  #place = 1;
  #broken = false;

  private constructor(
    private readonly file: number,
    private readonly seal: Seal,
  ) {}

  /** Begins an empty journal that belongs to a state. @throws Problem `connector.state-not-kept` */
  static begin(path: string, seal: Seal, generation: number): Journal {
    replaceFile(path, (file) =>
      writeAll(file, Buffer.concat([MAGIC, framed(seal.close(generationBytes(generation), 0))])),
    );
    try {
      return new Journal(openSync(path, 'a'), seal);
    } catch {
      throw connectorProblem('state-not-kept');
    }
  }

  /**
   * Applies what a journal says to the table.
   * @throws Problem `connector.state-damaged`
   */
  static replay(path: string, seal: Seal, generation: number, table: Involvements): void {
    let file: number;
    try {
      file = openSync(path, 'r');
    } catch (fault) {
      // Only before the second state there may be none: the crash came before the first journal.
      if ((fault as NodeJS.ErrnoException).code === 'ENOENT' && generation <= 1) return;
      throw connectorProblem('state-damaged');
    }
    try {
      for (const [place, record] of recordsOf(file, seal)) {
        if (place > 0) apply(record, table);
        else if (record.readBigUInt64LE() > generation) throw connectorProblem('state-damaged');
        // Of a state before this one: the crash came between the two renames, and all of it is in the state.
        else if (record.readBigUInt64LE() < generation) return;
      }
    } finally {
      closeSync(file);
    }
  }

  /** These ids will be sent. On the disk when this returns. @throws Problem `connector.state-not-kept` */
  intend(table: Involvements, places: readonly number[]): void {
    const record = Buffer.alloc(1 + places.length * INTENT_BYTES);
    record[0] = INTENT;
    places.forEach((place, i) => {
      const at = 1 + i * INTENT_BYTES;
      const owner = table.has(place, 'address') ? table.ownerOf(place) : -1;
      name(table, place, record, at);
      table.idOf(place).copy(record, at + NAME);
      record.writeUInt16LE(table.minuteOf(place), at + NAME + 16);
      record[at + NAME + 18] = (table.has(place, 'address') ? 1 : 0) | (owner < 0 ? 0 : 2);
      if (owner >= 0) name(table, owner, record, at + NAME + 19);
    });
    this.#write(record, true);
  }

  /** These stand, until the day that the table has. */
  stands(table: Involvements, places: readonly number[]): void {
    const record = Buffer.alloc(1 + places.length * STANDS_BYTES);
    record[0] = STANDS;
    places.forEach((place, i) => {
      const at = 1 + i * STANDS_BYTES;
      const { expires, period } = table.termOf(place);
      name(table, place, record, at);
      record.writeUInt16LE(expires, at + NAME);
      record.writeUInt16LE(period, at + NAME + 2);
    });
    // Not synced: when it is lost, the same ids are sent again, which has no second effect.
    this.#write(record, false);
  }

  /** These are there no longer. */
  ended(table: Involvements, places: readonly number[]): void {
    const record = Buffer.alloc(1 + places.length * NAME);
    record[0] = ENDED;
    places.forEach((place, i) => name(table, place, record, 1 + i * NAME));
    this.#write(record, false);
  }

  close(): void {
    closeSync(this.file);
  }

  #write(record: Buffer, sync: boolean): void {
    // Behind half a record nothing could be read any more.
    if (this.#broken) throw connectorProblem('state-not-kept');
    try {
      writeAll(this.file, framed(this.seal.close(record, this.#place)));
      if (sync) fdatasyncSync(this.file);
      this.#place += 1;
    } catch {
      this.#broken = true;
      throw connectorProblem('state-not-kept');
    }
  }
}

function generationBytes(generation: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(generation));
  return bytes;
}

function name(table: Involvements, place: number, record: Buffer, at: number): void {
  table.keyOf(place).copy(record, at);
  record[at + KEY_BYTES] = table.epochOf(place);
}

function* recordsOf(file: number, seal: Seal): Generator<[place: number, record: Buffer]> {
  const { size } = fstatSync(file);
  const magic = Buffer.alloc(MAGIC.length);
  readInto(file, magic, 0);
  if (!magic.equals(MAGIC)) throw connectorProblem('state-damaged');
  let at = MAGIC.length;
  for (let place = 0; at < size; place++) {
    const head = Buffer.alloc(HEAD);
    const whole = readInto(file, head, at) === HEAD;
    const length = head.readUInt32LE();
    const end = at + HEAD + length;
    const damaged = whole && (head.readUInt32LE(4) !== ~length >>> 0 || length > LONGEST_RECORD);
    const rest = (): Buffer => bytesOf(file, at, size);
    // Cut short by a crash, or room that was given out and never written to.
    if (place > 0 && (!whole || (damaged ? isZero(rest()) : end > size))) return;
    if (damaged || end > size) throw connectorProblem('state-damaged');
    const record = seal.open(bytesOf(file, at + HEAD, end), place);
    if (record === undefined) {
      if (place > 0 && end === size && hasUnwrittenSector(rest(), at)) return;
      throw connectorProblem('state-damaged');
    }
    yield [place, record];
    at = end;
  }
}

/** A sealed record with its length twice. */
function framed(sealed: Buffer): Buffer {
  const inverted = Buffer.alloc(4);
  inverted.writeUInt32LE(~sealed.readUInt32LE() >>> 0);
  return Buffer.concat([sealed.subarray(0, 4), inverted, sealed.subarray(4)]);
}

function bytesOf(file: number, from: number, to: number): Buffer {
  const bytes = Buffer.alloc(to - from);
  readInto(file, bytes, from);
  return bytes;
}

const isZero = (bytes: Buffer): boolean => bytes.every((byte) => byte === 0);

/** A power cut may leave a file its full length with a part never written. A flipped byte looks otherwise. */
function hasUnwrittenSector(bytes: Buffer, at: number): boolean {
  for (let from = 0; from < bytes.length;) {
    const to = Math.min(bytes.length, from + SECTOR - ((at + from) % SECTOR));
    if (isZero(bytes.subarray(from, to))) return true;
    from = to;
  }
  return false;
}

const find = (table: Involvements, record: Buffer, at: number): number =>
  table.find(record.subarray(at, at + KEY_BYTES), record[at + KEY_BYTES]!);

function apply(record: Buffer, table: Involvements): void {
  const entries = (length: number): number[] =>
    Array.from({ length: (record.length - 1) / length }, (_, i) => 1 + i * length);
  switch (record[0]) {
    case INTENT:
      return entries(INTENT_BYTES).forEach((at) => applyIntent(record, at, table));
    case STANDS:
      return entries(STANDS_BYTES).forEach((at) => {
        const place = find(table, record, at);
        if (place < 0) throw connectorProblem('state-damaged');
        table.setStatus(place, STATUS.standing);
        table.setTerm(place, record.readUInt16LE(at + NAME), record.readUInt16LE(at + NAME + 2));
      });
    case ENDED:
      return entries(NAME).forEach((at) => {
        const place = find(table, record, at);
        if (place >= 0) table.setStatus(place, STATUS.gone);
      });
    default:
      throw connectorProblem('state-damaged');
  }
}

function applyIntent(record: Buffer, at: number, table: Involvements): void {
  const known = find(table, record, at);
  const place = known >= 0 ? known : table.add(record.subarray(at, at + KEY_BYTES), record[at + KEY_BYTES]!);
  table.setId(place, record.subarray(at + NAME, at + NAME + 16));
  table.setMinute(place, record.readUInt16LE(at + NAME + 16));
  table.setStatus(place, STATUS.uncertain);
  const flags = record[at + NAME + 18]!;
  if ((flags & 1) !== 0) table.mark(place, 'address');
  const owner = (flags & 2) === 0 ? -1 : find(table, record, at + NAME + 19);
  if (owner >= 0) table.give(place, owner);
}
