import { createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { closeSync, fstatSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Notice } from '#client/node';
import { Problem } from '#problem';
import { readInto, replaceFile, writeAll } from './files';
import { ENTRY_BYTES, Involvements, KEY_BYTES, STATUS } from './involvements';
import { Journal } from './journal';
import { connectorProblem } from './problems';
import { Seal } from './sealing';

const MAGIC = Buffer.from('RVSTATE1');
const PER_CHUNK = 1024;
const LONGEST_CHUNK = 16 + PER_CHUNK * ENTRY_BYTES + 64;

/** Which connection at which Raakvlak a state belongs to; with another one everything in it would be wrong. */
export interface Belonging {
  readonly clientId: string;
  /** The custodian's root key */
  readonly rootKey: string;
}

interface Header extends Belonging {
  readonly version: 1;
  readonly generation: number;
  /** Names of the epochs, at the number that an involvement has */
  readonly epochs: readonly string[];
  /** Keyed hash of a file whose unusual figures somebody approved, until it is delivered */
  readonly approved?: string;
  /** All that the connection registered is being withdrawn; it must be finished before anything else */
  readonly startingOver?: boolean;
}

/**
 * What this machine remembers of its deliveries: a keyed hash of each registration with the id that the index knows it
 * by, and until when. No identifier and no token (decision 0019). Two files under a key in a third, all for their owner
 * only; what happened since the state was written stands in the journal.
 */
export class State {
  readonly table = new Involvements();
  #header: Header;
  #journal: Journal | undefined;
  readonly #names: Buffer;
  readonly #seals: { readonly state: Seal; readonly journal: Seal };

  readonly #key: Buffer;
  #folder: string;

  private constructor(folder: string, key: Buffer, belonging: Belonging) {
    this.#folder = folder;
    this.#key = key;
    this.#names = Buffer.from(hkdfSync('sha256', key, '', 'raakvlak connector names', 32));
    this.#seals = { state: new Seal(key, 'state'), journal: new Seal(key, 'journal') };
    this.#header = { version: 1, generation: 0, epochs: [], ...belonging };
  }

  /**
   * Opens the state of a folder, or begins an empty one.
   * @throws Problem `connector.state-refused`, `connector.state-damaged`, `connector.state-of-another`,
   *   `connector.state-not-kept`
   */
  static open(folder: string, belonging: Belonging): State {
    const state = new State(folder, keyOf(folder), belonging);
    state.#read();
    if (state.#header.clientId !== belonging.clientId || state.#header.rootKey !== belonging.rootKey) {
      throw connectorProblem('state-of-another');
    }
    Journal.replay(state.#path('journal'), state.#seals.journal, state.#header.generation, state.table);
    return state;
  }

  /** A state in memory that remembers nothing: to plan with when everything is to begin anew. */
  static forgotten(belonging: Belonging): State {
    return new State('', randomBytes(32), belonging);
  }

  /**
   * Replaces what is remembered in a folder, also when it cannot be read, by one that was planned with. That all of it
   * must be withdrawn is on the disk before the first is: a crash in between must not look like a state that stands.
   */
  static startOver(folder: string, planned: State): State {
    for (const name of ['state', 'journal', 'key']) rmSync(join(folder, name), { force: true });
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
    } catch {
      throw connectorProblem('state-not-kept');
    }
    const encoded = Buffer.from(`${planned.#key.toString('base64url')}\n`);
    replaceFile(join(folder, 'key'), (file) => writeAll(file, encoded));
    planned.#folder = folder;
    planned.#header = { ...planned.#header, startingOver: true };
    return planned;
  }

  get startingOver(): boolean {
    return this.#header.startingOver === true;
  }

  get epochs(): readonly string[] {
    return this.#header.epochs;
  }

  /** The number of an epoch; a new one gets the next number. */
  numberOf(epoch: string): number {
    const known = this.#header.epochs.indexOf(epoch);
    if (known >= 0) return known;
    this.#header = { ...this.#header, epochs: [...this.#header.epochs, epoch] };
    return this.#header.epochs.length - 1;
  }

  /**
   * Name of a registration: HMAC-SHA-256 under a key of this machine, 16 bytes. What differs in one member is another
   * registration.
   * @param owner canonical line of the person or business that an address belongs to
   */
  nameOf(team: string, subject: string, caseNumber: string | undefined, notice: Notice, owner: string): Buffer {
    const members = [team, subject, caseNumber ?? '', notice.state, notice.ground ?? '', notice.reviewOn ?? '', owner];
    return createHmac('sha256', this.#names).update(JSON.stringify(members)).digest().subarray(0, KEY_BYTES);
  }

  /** Whether somebody approved the unusual figures of this very file. @param digest of the file */
  isApproved(digest: Buffer): boolean {
    return this.#header.approved === this.#approvalOf(digest);
  }

  /** Remembers the approval until the delivery is done, so that it can go on unattended after a crash. */
  approve(digest: Buffer): void {
    this.#header = { ...this.#header, approved: this.#approvalOf(digest) };
  }

  /** The delivery is done: what was approved holds no longer. */
  finish(): void {
    const { approved: _approved, ...rest } = this.#header;
    this.#header = rest;
  }

  /** All that was registered before has been withdrawn. */
  startedOver(): void {
    const { startingOver: _startingOver, ...rest } = this.#header;
    this.#header = rest;
  }

  /** Where steps are written down. @throws Problem `connector.state-not-kept` */
  get journal(): Journal {
    if (this.#journal === undefined) throw connectorProblem('state-not-kept');
    return this.#journal;
  }

  /**
   * Writes the state as a whole and begins a new journal. A crash between the two leaves a journal of the generation
   * before, which is then ignored.
   */
  save(): void {
    const generation = this.#header.generation + 1;
    const header: Header = { ...this.#header, generation };
    replaceFile(this.#path('state'), (file) => this.#write(file, header));
    this.#header = header;
    this.#journal?.close();
    this.#journal = Journal.begin(this.#path('journal'), this.#seals.journal, generation);
  }

  close(): void {
    this.#journal?.close();
    this.#journal = undefined;
  }

  #path(name: 'state' | 'journal'): string {
    return join(this.#folder, name);
  }

  #approvalOf(digest: Buffer): string {
    return createHmac('sha256', this.#names).update('approved').update(digest).digest('base64url');
  }

  #write(file: number, header: Header): void {
    const kept = new Uint32Array(this.table.size);
    let count = 0;
    for (let place = 0; place < this.table.size; place++) {
      const status = this.table.statusOf(place);
      if (status === STATUS.uncertain || status === STATUS.standing) kept[place] = ++count;
    }
    writeAll(file, MAGIC);
    writeAll(file, this.#seals.state.close(Buffer.from(JSON.stringify(header)), 0, count === 0));
    let chunk: Buffer[] = [];
    let written = 0;
    let number = 1;
    for (let place = 0; place < this.table.size; place++) {
      if (kept[place] === 0) continue;
      chunk.push(this.table.entryAt(place, (owner) => kept[owner]! - 1));
      written += 1;
      if (chunk.length < PER_CHUNK && written < count) continue;
      writeAll(file, this.#seals.state.close(Buffer.concat(chunk), number++, written === count));
      chunk = [];
    }
  }

  #read(): void {
    let file: number;
    try {
      file = openSync(this.#path('state'), 'r');
    } catch (fault) {
      if ((fault as NodeJS.ErrnoException).code === 'ENOENT') return;
      throw connectorProblem('state-not-kept');
    }
    try {
      const chunks = this.#chunks(file);
      const header = JSON.parse(chunks.next().value?.toString('utf8') ?? '') as Header;
      for (const chunk of chunks) {
        for (let at = 0; at < chunk.length; at += ENTRY_BYTES) this.table.append(chunk.subarray(at, at + ENTRY_BYTES));
      }
      this.table.link();
      this.#header = header;
    } finally {
      closeSync(file);
    }
  }

  *#chunks(file: number): Generator<Buffer, undefined> {
    const { size } = fstatSync(file);
    const magic = Buffer.alloc(MAGIC.length);
    readInto(file, magic, 0);
    if (!magic.equals(MAGIC)) throw connectorProblem('state-damaged');
    const head = Buffer.alloc(4);
    for (let at = MAGIC.length, place = 0, last = false; !last; place++) {
      readInto(file, head, at);
      const length = head.readUInt32LE();
      last = at + 4 + length === size;
      if (length > LONGEST_CHUNK || at + 4 + length > size) throw connectorProblem('state-damaged');
      const sealed = Buffer.alloc(length);
      readInto(file, sealed, at + 4);
      const plain = this.#seals.state.open(sealed, place, last);
      if (plain === undefined) throw connectorProblem(place === 0 ? 'state-refused' : 'state-damaged');
      yield plain;
      at += 4 + length;
    }
    return undefined;
  }
}

/** The key of a folder: 32 random bytes in a file of its own, made when it is not there. */
function keyOf(folder: string): Buffer {
  const path = join(folder, 'key');
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const key = Buffer.from(readFileSync(path, 'utf8').trim(), 'base64url');
    if (key.length !== 32) throw connectorProblem('state-refused');
    return key;
  } catch (fault) {
    if (fault instanceof Problem) throw fault;
    if ((fault as NodeJS.ErrnoException).code !== 'ENOENT') throw connectorProblem('state-not-kept');
  }
  const key = randomBytes(32);
  replaceFile(path, (file) => writeAll(file, Buffer.from(`${key.toString('base64url')}\n`)));
  return key;
}
