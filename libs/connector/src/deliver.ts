import { randomUUID } from 'node:crypto';
import { MOST_CHANGES, MOST_REGISTRATIONS, type RegistrationItem } from '#client/node';
import { Problem } from '#problem';
import { activeEpoch, linesToRegister } from '#tokens';
import { dayOf, thisMinute, today } from './days';
import { STATUS } from './involvements';
import type { LineReader, Part, Understood } from './line';
import type { DeliveryLock } from './lock';
import { type Pause, patiently } from './patience';
import { type Places, placesOf } from './plan';
import { connectorProblem } from './problems';
import type { DeliveryClient } from './sdk';
import type { Source } from './source';
import type { State } from './state';

/** What was done; figures only. */
export interface Done {
  registered: number;
  renewed: number;
  ended: number;
  /** Of registered and ended: an address that took the place of another */
  moved: number;
  /** Elements that the custodian was asked to evaluate */
  evaluations: number;
}

export type Phase = 'renewing' | 'sending' | 'withdrawing';

export interface DeliveryParts {
  readonly client: DeliveryClient;
  readonly state: State;
  readonly source: Source;
  readonly reader: LineReader;
  readonly lock: DeliveryLock;
  /** Name and number of the active epoch */
  readonly epoch: { readonly id: string; readonly number: number };
  readonly progress: (phase: Phase, done: number, total: number) => void;
  /** Told when a server is away and the delivery waits, in seconds */
  readonly waiting: (seconds: number) => void;
  readonly pause?: Pause;
}

/** Requests under way at once: while one is stored at the index, the next is evaluated and stretched. */
const AT_ONCE = 2;
/** A request that was under way when a delivery was killed cannot arrive later than this: its ticket has ended. */
const LATE_MINUTES = 10;

/** A registration to send, with the place that it has in the table and its line in the file. */
interface Item {
  readonly place: number;
  readonly line: number;
  readonly owner: number;
  readonly item: Omit<RegistrationItem, 'id' | 'with'>;
}

/**
 * The second pass: renews, registers what is planned, ends what vanished, in this order, so that nothing that stays is
 * ever missing. Each id is on the disk before it is sent. Whenever it stops, the table tells what is known.
 */
export class Delivery {
  readonly done: Done = { registered: 0, renewed: 0, ended: 0, moved: 0, evaluations: 0 };
  readonly #parts: DeliveryParts;
  readonly #flights = new Set<Promise<void>>();
  #failure: unknown;
  #batch: Item[] = [];
  #total = 0;

  constructor(parts: DeliveryParts) {
    this.#parts = parts;
  }

  async run(): Promise<void> {
    await this.#renew();
    // Once more for a person who turned out to have ended when her new address was to be linked.
    for (let turn = 0; turn < TURNS && this.#countToSend() > 0; turn++) await this.#register();
    await this.#withdraw();
  }

  // ---- renewals ----

  async #renew(): Promise<void> {
    const { state } = this.#parts;
    const due = [...this.#dueForRenewal()];
    for (let at = 0; at < due.length; at += MOST_CHANGES) {
      const places = due.slice(at, at + MOST_CHANGES);
      const answers = await this.#patiently(() => this.#parts.client.renewAll(places.map((place) => this.#id(place))));
      const renewed: number[] = [];
      places.forEach((place, i) => {
        const answer = answers[i];
        if (answer?.state === 'renewed' && answer.expiresOn !== undefined) {
          this.#setTerm(place, answer.expiresOn);
          renewed.push(place);
        } else if (answer !== undefined) {
          // Ended behind our back: the source says that it stands, so it is registered anew.
          state.table.setStatus(place, STATUS.planned);
        }
      });
      state.journal.stands(state.table, renewed);
      this.done.renewed += renewed.length;
      this.#parts.progress('renewing', Math.min(at + MOST_CHANGES, due.length), due.length);
    }
  }

  *#dueForRenewal(): Generator<number> {
    const { table } = this.#parts.state;
    const now = today();
    for (const place of table.places()) {
      if (table.statusOf(place) !== STATUS.standing || !table.has(place, 'seen') || table.has(place, 'superseded'))
        continue;
      const { expires, period } = table.termOf(place);
      if ((expires - now) * 2 <= period) yield place;
    }
  }

  // ---- registrations ----

  async #register(): Promise<void> {
    const { source, reader } = this.#parts;
    try {
      for await (const row of source.rows()) {
        const line = reader.understand(row.cells);
        if (line.problem === undefined) await this.#takeLine(line, row.line);
        if (this.#failure !== undefined) break;
      }
      if (this.#failure === undefined) await this.#flush();
    } finally {
      await this.#landed();
    }
    if (this.#failure !== undefined) throw this.#failure;
  }

  #countToSend(): number {
    let count = 0;
    for (const place of this.#parts.state.table.places()) if (this.#isToSend(place)) count += 1;
    this.#total = this.done.registered + count;
    return count;
  }

  /** Unseen uncertain ones are withdrawn, not sent. */
  #isToSend(place: number): boolean {
    const { table } = this.#parts.state;
    const status = table.statusOf(place);
    const wanted = status === STATUS.planned || status === STATUS.uncertain;
    return wanted && table.has(place, 'seen') && !table.has(place, 'superseded') && !table.has(place, 'queued');
  }

  async #takeLine(line: Understood, number: number): Promise<void> {
    const { state, epoch } = this.#parts;
    const places = placesOf(line, state, epoch.number, () => -1);
    // Every line was planned in the first pass, and the file is the same.
    if (places.some(({ place }) => place < 0)) throw connectorProblem('file-changed');
    // All parts of a line go in one request, so that the address finds its person there.
    if (this.#batch.length + places.length > MOST_REGISTRATIONS) await this.#flush();
    const owner = ownerIn(places);
    for (const [i, { kind, place }] of places.entries()) {
      if (!this.#isToSend(place)) continue;
      const part = line.parts[i]!;
      const item = itemOf(line, part);
      if (kind === 'address' && owner >= 0 && (await this.#move(place, owner, item, number))) continue;
      await this.#queue({ place, line: number, owner: kind === 'address' ? owner : -1, item });
    }
  }

  /** Puts one in the request that is being filled. */
  async #queue(item: Item): Promise<void> {
    const { table } = this.#parts.state;
    const waits = item.owner >= 0 && table.statusOf(item.owner) !== STATUS.standing;
    // Its person is in a request that has not been answered yet.
    if (waits && !this.#batch.some(({ place }) => place === item.owner)) await this.#landed();
    table.mark(item.place, 'queued');
    this.#batch.push(item);
  }

  /** Sends what was gathered; waits only when as many as allowed are under way. */
  async #flush(): Promise<void> {
    const batch = this.#batch;
    this.#batch = [];
    if (batch.length === 0) return;
    while (this.#flights.size >= AT_ONCE) await Promise.race(this.#flights);
    if (this.#failure !== undefined) return;
    await this.#requireSameEpoch();
    const flight = this.#send(batch).catch((fault: unknown) => {
      this.#failure ??= fault;
    });
    const tracked = flight.finally(() => this.#flights.delete(tracked));
    this.#flights.add(tracked);
  }

  async #landed(): Promise<void> {
    await Promise.all(this.#flights);
  }

  async #send(batch: readonly Item[]): Promise<void> {
    const { state } = this.#parts;
    const unnamed = batch.filter(({ place }) => state.table.statusOf(place) === STATUS.planned);
    this.#name(unnamed);
    this.#intend(batch);
    const { sent, registered } = await this.#sendPast(batch, new Set(unnamed.map(({ place }) => place)));
    sent.forEach(({ place }, i) => {
      this.#setTerm(place, registered[i]!.expiresOn);
      state.table.setStatus(place, STATUS.standing);
    });
    state.journal.stands(
      state.table,
      sent.map(({ place }) => place),
    );
    this.done.registered += sent.length;
    this.#tellSent();
  }

  /**
   * Registers, past what the index does not take for a reason that can be mended here.
   * @param fresh places whose ids were made just now, so that nothing can stand under them
   */
  async #sendPast(
    batch: readonly Item[],
    fresh: Set<number>,
  ): Promise<{ sent: readonly Item[]; registered: readonly { readonly expiresOn: string }[] }> {
    let sent = batch;
    // Each item can be in the way twice: by its own id, then by what it is linked with.
    for (let attempt = 0; sent.length > 0; attempt++) {
      try {
        return { sent, registered: await this.#registerAll(sent) };
      } catch (fault) {
        const wrong = sent[positionIn(fault)];
        if (wrong === undefined || attempt > 2 * batch.length) throw fault;
        sent = await this.#mend(sent, wrong, fault, fresh);
      }
    }
    return { sent, registered: [] };
  }

  #registerAll(items: readonly Item[]): Promise<readonly { readonly expiresOn: string }[]> {
    return this.#patiently(() => {
      this.done.evaluations += items.reduce((sum, { item }) => sum + linesToRegister(item.identifier).length, 0);
      return this.#parts.client.registerAll(items.map((one) => this.#withIds(one)));
    });
  }

  /** What to send instead. @throws the fault itself, with the line in the file, when nothing helps */
  async #mend(sent: readonly Item[], wrong: Item, fault: unknown, fresh: Set<number>): Promise<readonly Item[]> {
    const code = fault instanceof Problem ? fault.code : '';
    const { table } = this.#parts.state;
    if (ID_SPENT.has(code) && !fresh.has(wrong.place)) {
      // What an earlier attempt may have left under the old id must not be forgotten.
      await this.#patiently(() => this.#parts.client.withdrawAll([this.#id(wrong.place)]));
      this.#name([wrong]);
      this.#intend([wrong]);
      fresh.add(wrong.place);
      return sent;
    }
    if (code === TOO_MANY_PARTS && wrong.owner >= 0) {
      return sent.map((one) => (one === wrong ? { ...wrong, owner: -1 } : one));
    }
    if (NOT_THERE.has(code) && wrong.owner >= 0 && table.statusOf(wrong.owner) === STATUS.standing) {
      // Its person ended behind our back: both are sent in the next turn. Nothing was stored under this id.
      for (const place of [wrong.owner, wrong.place]) table.setStatus(place, STATUS.planned);
      table.unmark(wrong.place, 'queued');
      table.unmark(wrong.owner, 'queued');
      return sent.filter((one) => one !== wrong);
    }
    throw withLine(fault, wrong.line);
  }

  #withIds({ place, owner, item }: Item): RegistrationItem {
    return { id: this.#id(place), ...item, ...(owner < 0 ? {} : { with: this.#id(owner) }) };
  }

  #name(items: readonly Item[]): void {
    const { table } = this.#parts.state;
    for (const { place } of items) table.setId(place, Buffer.from(randomUUID().replaceAll('-', ''), 'hex'));
  }

  /** On the disk before anything is sent. */
  #intend(items: readonly Item[]): void {
    const { state, lock } = this.#parts;
    lock.requireHeld();
    for (const { place } of items) {
      state.table.setMinute(place, thisMinute());
      state.table.setStatus(place, STATUS.uncertain);
    }
    state.journal.intend(
      state.table,
      items.map(({ place }) => place),
    );
  }

  // ---- moves ----

  /** When the person stands and another address of this case vanished, the one takes the place of the other. */
  async #move(place: number, owner: number, item: Item['item'], line: number): Promise<boolean> {
    const { state, client, epoch } = this.#parts;
    const { table } = state;
    if (table.statusOf(owner) !== STATUS.standing) return false;
    const before = [...table.addressesOf(owner)].find(
      (one) =>
        table.statusOf(one) === STATUS.standing && !table.has(one, 'seen') && table.epochOf(one) === epoch.number,
    );
    if (before === undefined) return false;
    await this.#requireSameEpoch();
    const sent: Item = { place, line, owner, item };
    if (table.statusOf(place) === STATUS.planned) this.#name([sent]);
    this.#intend([sent]);
    try {
      const { registered } = await this.#patiently(() => {
        this.done.evaluations += linesToRegister(item.identifier).length;
        const { identifier, caseNumber, notice } = item;
        const to = { id: this.#id(place), identifier, notice, ...(caseNumber === undefined ? {} : { caseNumber }) };
        return client.moved(this.#id(before), to);
      });
      if (registered === undefined) throw connectorProblem('state-refused');
      this.#setTerm(place, registered.expiresOn);
    } catch (fault) {
      // The old one ended behind our back: then there is nothing to move from.
      if (fault instanceof Problem && NOT_THERE.has(fault.code)) return false;
      throw withLine(fault, line);
    }
    table.setStatus(place, STATUS.standing);
    table.setStatus(before, STATUS.gone);
    state.journal.stands(table, [place]);
    state.journal.ended(table, [before]);
    this.done.registered += 1;
    this.done.ended += 1;
    this.done.moved += 1;
    this.#tellSent();
    return true;
  }

  // ---- ends ----

  async #withdraw(): Promise<void> {
    const { state, client, progress } = this.#parts;
    const { table } = state;
    const going = [...table.places()].filter((place) => this.#isToEnd(place));
    for (let at = 0; at < going.length; at += MOST_CHANGES) {
      const places = going.slice(at, at + MOST_CHANGES);
      const answers = await this.#patiently(() => client.withdrawAll(places.map((place) => this.#id(place))));
      const ended = places.filter((place, i) => answers[i]?.state === 'withdrawn' || !this.#mayStillArrive(place));
      this.done.ended += places.filter((place) => table.statusOf(place) === STATUS.standing).length;
      for (const place of ended) table.setStatus(place, STATUS.gone);
      state.journal.ended(table, ended);
      progress('withdrawing', Math.min(at + MOST_CHANGES, going.length), going.length);
    }
  }

  #isToEnd(place: number): boolean {
    const { table } = this.#parts.state;
    const status = table.statusOf(place);
    if (status !== STATUS.standing && status !== STATUS.uncertain) return false;
    return table.has(place, 'superseded') || !table.has(place, 'seen');
  }

  /** Sent by a delivery that was killed a moment ago: "unknown" may be too early. It is asked again next time. */
  #mayStillArrive(place: number): boolean {
    const { table } = this.#parts.state;
    if (table.statusOf(place) !== STATUS.uncertain) return false;
    return ((thisMinute() - table.minuteOf(place)) & 0xffff) < LATE_MINUTES;
  }

  // ---- small parts ----

  #id(place: number): string {
    const hex = this.#parts.state.table.idOf(place).toString('hex');
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
  }

  #setTerm(place: number, expiresOn: string): void {
    const expires = dayOf(expiresOn);
    this.#parts.state.table.setTerm(place, expires, Math.max(0, expires - today()));
  }

  #tellSent(): void {
    this.#parts.progress('sending', this.done.registered, this.#total);
  }

  /** The table says under which epoch a registration stands: it must be the one that the SDK uses. */
  async #requireSameEpoch(): Promise<void> {
    const document = await this.#patiently(() => this.#parts.client.epochs());
    if (activeEpoch(document).id !== this.#parts.epoch.id) throw connectorProblem('epoch-changed');
  }

  #patiently<T>(work: () => Promise<T>): Promise<T> {
    return patiently(work, this.#parts.waiting, this.#parts.pause);
  }
}

/** The id was used by something that ended or that differs: this registration needs another one. */
const ID_SPENT = new Set(['involvement.involvement-ended', 'involvement.id-in-use']);
/** Somebody else ended it. */
const NOT_THERE = new Set(['involvement.involvement-ended', 'involvement.involvement-unknown']);

/** A case has a limited number of parts. */
const TOO_MANY_PARTS = 'involvement.parts-do-not-fit';
/** Passes over the file to send: the second only for what the first found to have ended. */
const TURNS = 3;

const ownerIn = (places: Places): number => places.find(({ kind }) => kind !== 'address')?.place ?? -1;

const itemOf = ({ team, caseNumber, notice }: Understood, { identifier }: Part): Item['item'] => ({
  team,
  identifier,
  notice,
  ...(caseNumber === undefined ? {} : { caseNumber }),
});

function positionIn(fault: unknown): number {
  const position = fault instanceof Problem ? fault.detail.position : undefined;
  return typeof position === 'number' ? position : -1;
}

/** Tells where in the file the refused registration stands; the position in a request means nothing to anybody. */
function withLine(fault: unknown, line: number): unknown {
  if (!(fault instanceof Problem)) return fault;
  return new Problem(fault.code, fault.kind, { ...fault.detail, line });
}
