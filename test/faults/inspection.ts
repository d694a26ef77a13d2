import type { Client } from 'pg';
import { receiptDigestOf, ticketUses } from '#accountability';
import { uuidBytes } from '#involvement';
import { accountFaults } from '../support/ledger';
import { LogReading } from './log-reading';
import type { Oracle, Registration } from './oracle';
import { type Town, withDatabase } from './town';

interface InvolvementRow {
  id: string;
  team: string;
  sealed: Buffer;
  withdrawn: boolean;
}

interface LinkRow {
  id: string;
  slot: Buffer;
  sealed: Buffer;
}

const STRIDE = 2_000;

const linesOf = (some: readonly Registration[]): number => some.reduce((sum, { lines }) => sum + lines.length, 0);

/** One ticket for each kind of line in a request, whether it holds one registration or a list. */
function ticketsFor(some: readonly Registration[]): number {
  const requests = new Set(some.flatMap(({ id, list, lines }) => lines.map(({ kind }) => `${list ?? id} ${kind}`)));
  return requests.size;
}

const newLog = ({ auditKeys, stack: { configuration } }: Town): LogReading =>
  new LogReading(auditKeys, { key: configuration.logKey, origin: configuration.logOrigin });

/** Compares what stands in both databases with what was promised. Only while nothing is under way. */
export class Inspection {
  #log: LogReading;
  #answers = 0;
  #handed = 0;
  /** Records whose tickets were counted */
  #counted = 0;
  /** How many granted records name each ticket, and what for */
  #uses = new Map<string, { records: number; action: string }>();

  constructor(
    private readonly town: Town,
    private readonly oracle: Oracle,
  ) {
    this.#log = newLog(town);
  }

  get records(): number {
    return this.#log.size;
  }

  /** What was added or touched since the last time. */
  async sinceLast(): Promise<void> {
    const touched = [...this.oracle.touched];
    this.oracle.touched.clear();
    await this.#inspect(touched);
  }

  /** Everything from the first record on. */
  async whole(): Promise<void> {
    this.#log = newLog(this.town);
    this.#answers = 0;
    this.#handed = 0;
    this.#counted = 0;
    this.#uses = new Map();
    await this.#inspect([...this.oracle.registrations.values()]);
  }

  async #inspect(registrations: readonly Registration[]): Promise<void> {
    const { databases } = this.town.stack;
    await withDatabase(databases.index, async (client) => {
      // One snapshot: the worker goes on signing meanwhile.
      await client.query('begin isolation level repeatable read read only');
      for (const fault of await this.#log.advance(client)) this.oracle.broken.add(fault);
      for (let at = 0; at < registrations.length; at += STRIDE)
        await this.#registrations(client, registrations.slice(at, at + STRIDE));
      this.#wholeLists();
      await this.#totals(client);
      await this.#countTickets(client);
      await client.query('commit');
    });
    this.#recordsOfAnswers();
    await withDatabase(databases.custodian, async (client) => {
      await this.#ledger(client);
      await this.#paid(client);
    });
  }

  // ---- registrations ----

  async #registrations(client: Client, some: readonly Registration[]): Promise<void> {
    const involvements = await client.query<InvolvementRow>(
      `select id, team, sealed, withdrawn_on is not null as withdrawn from involvement where id = any($1::uuid[])`,
      [some.map(({ id }) => id)],
    );
    const rows = new Map(involvements.rows.map((row) => [row.id, row]));
    const links = await client.query<LinkRow>('select id, slot, sealed from link where slot = any($1::bytea[])', [
      some.flatMap((one) => this.#slots(one)),
    ]);
    const bySlot = new Map(links.rows.map((row) => [row.slot.toString('base64'), row]));
    if (bySlot.size !== links.rows.length) this.oracle.broken.add('a registration has one of its links twice');
    for (const one of some) this.#registration(one, rows.get(one.id), bySlot);
  }

  #slots({ lines }: Registration): Buffer[] {
    return lines.map(({ scheme, token }) => this.town.storageKey.slotOf(scheme, this.town.epoch, token));
  }

  #registration(one: Registration, row: InvolvementRow | undefined, links: ReadonlyMap<string, LinkRow>): void {
    const { oracle } = this;
    one.present = row !== undefined;
    one.ended = row?.withdrawn === true;
    const found = this.#slots(one).flatMap((slot) => links.get(slot.toString('base64')) ?? []);
    const registered = this.#recordOf(`register|${one.id}`);
    if (one.receipt !== undefined) {
      if (row === undefined) oracle.lost.add(`registration ${one.id}`);
      if (registered?.outcome !== 'done') oracle.unrecorded.add(`registration ${one.id}`);
      if (one.receipt !== this.#receipt(`register|${one.id}`))
        oracle.broken.add(`registration ${one.id} has another receipt than its record`);
    }
    if (one.toldNotStored && row !== undefined)
      oracle.broken.add(`registration ${one.id} stands although "nothing was stored" was answered`);
    if (row === undefined) {
      if (found.length > 0 || registered !== undefined) oracle.broken.add(`registration ${one.id} is there by half`);
      return;
    }
    this.#wholeRow(one, row, found);
  }

  #wholeRow(one: Registration, row: InvolvementRow, found: readonly LinkRow[]): void {
    const { oracle, town } = this;
    const recorded = this.#recordOf(`register|${one.id}`)?.action === 'register';
    const withdrawalRecorded = this.#recordOf(`withdraw|${one.id}`)?.action === 'withdraw';
    const note = town.storageKey.openNote(one.id, row.sealed);
    const expected = row.withdrawn ? 0 : one.lines.length;
    const linked =
      found.length === expected &&
      note.links.length === one.lines.length &&
      found.every((link) => {
        const { involvement } = town.storageKey.openLink(
          town.storageKey.keyOf(link.slot),
          uuidBytes(link.id),
          link.sealed,
        );
        return note.links.includes(link.id) && involvement.toString('hex') === one.id.replaceAll('-', '');
      });
    const whole = recorded && linked && row.team === one.by.team && row.withdrawn === withdrawalRecorded;
    if (!whole) oracle.broken.add(`registration ${one.id} is there by half`);
    if (row.withdrawn ? one.withdrawal === 'none' : one.withdrawal === 'acknowledged')
      oracle.lost.add(`withdrawal of ${one.id}, or it was never asked for`);
  }

  readonly #receipt = (event: string): string => this.town.auditKeys.receiptOf(event).toString('base64url');
  readonly #recordOf = (event: string) =>
    this.#log.byReceipt.get(receiptDigestOf(this.town.auditKeys.receiptOf(event)).toString('base64'));

  /** Nothing stands that nobody sent, and each record and each registration cost the tickets that it must. */
  async #totals(client: Client): Promise<void> {
    const { rows } = await client.query<Record<'involvements' | 'open' | 'links' | 'spent' | 'tags', number>>(
      `select (select count(*) from involvement)::int as involvements,
         (select count(*) from involvement where withdrawn_on is null)::int as open,
         (select count(*) from link)::int as links, (select count(*) from spent_ticket)::int as spent,
         (select count(*) from audit.subject_tag)::int as tags`,
    );
    const totals = rows[0] ?? { involvements: -1, open: -1, links: -1, spent: -1, tags: -1 };
    const present = [...this.oracle.registrations.values()].filter((one) => one.present === true);
    const lines = linesOf(present);
    const withdrawnLines = linesOf(present.filter(({ ended }) => ended === true));
    const { counts } = this.#log;
    const check = (what: string, is: number, should: number): void => {
      if (is !== should) this.oracle.broken.add(`${what}: ${is} instead of ${should}`);
    };
    check('involvements', totals.involvements, present.length);
    check('records of registrations', counts.register, totals.involvements);
    check('records of withdrawals', counts.withdraw, totals.involvements - totals.open);
    check('subject tags', totals.tags, counts.inquiry + lines);
    check('links', totals.links, lines - withdrawnLines);
    check('spent tickets', totals.spent, counts.inquiry - this.oracle.listed + ticketsFor(present));
  }

  #wholeLists(): void {
    const lists = new Map<string, Set<boolean>>();
    for (const { list, present } of this.oracle.registrations.values())
      if (list !== undefined && present !== undefined) lists.set(list, (lists.get(list) ?? new Set()).add(present));
    for (const [list, states] of lists)
      if (states.size > 1) this.oracle.broken.add(`the list ${list} is there by half`);
  }

  // ---- answers and evaluations ----

  #recordsOfAnswers(): void {
    const { answers } = this.oracle;
    for (; this.#answers < answers.length; this.#answers++) {
      const { receipt, actor } = answers[this.#answers] as (typeof answers)[number];
      const digest = receiptDigestOf(Buffer.from(receipt, 'base64url')).toString('base64');
      const record = this.#log.byReceipt.get(digest);
      const actorKey = this.town.auditKeys.actorKey(actor).toString('base64');
      if (record?.action !== 'inquiry' || record.outcome !== 'done' || record.actorKey !== actorKey)
        this.oracle.unrecorded.add(`answer with receipt ${receipt}`);
    }
  }

  /** From group A of each granted record that needs a ticket: which one paid for it. */
  async #countTickets(client: Client): Promise<void> {
    const uses = await ticketUses(client, this.town.auditKeys, this.#counted, this.#log.size);
    this.#counted = this.#log.size;
    for (const { seq, action, outcome, tickets } of uses) {
      if (outcome !== 'done' || !['inquiry', 'register'].includes(action)) continue;
      if (tickets.length === 0) this.oracle.broken.add(`record ${seq} names no ticket`);
      for (const ticket of tickets)
        this.#uses.set(ticket, { records: (this.#uses.get(ticket)?.records ?? 0) + 1, action });
    }
  }

  /**
   * The two ledgers agree: what was granted was paid for with a ticket of the custodian's ledger (or one that this test
   * made under its key), and no ticket paid for more than it was for, so for one request.
   */
  async #paid(client: Client): Promise<void> {
    const foreign = [...this.#uses.keys()].filter((ticket) => !this.town.made.has(ticket));
    const { rows } = await client.query<{ ticket: Buffer; use: string; count: number }>(
      'select ticket, use, count from evaluation where ticket = any($1::bytea[])',
      [foreign.map((ticket) => Buffer.from(ticket, 'base64url'))],
    );
    const ledger = new Map(rows.map(({ ticket, ...row }) => [ticket.toString('base64url'), row]));
    for (const [ticket, { records, action }] of this.#uses) {
      const row = ledger.get(ticket);
      const count = this.town.made.get(ticket) ?? row?.count;
      if (count === undefined) this.oracle.broken.add(`ticket ${ticket} is in no ledger`);
      else if (records > count) this.oracle.broken.add(`ticket ${ticket} for ${count} paid for ${records}`);
      if (row !== undefined && row.use !== (action === 'inquiry' ? 'ask' : 'register'))
        this.oracle.broken.add(`ticket ${ticket} to ${row.use} paid for an action ${action}`);
    }
  }

  /** Row first, ticket second: every ticket that left the custodian has its row, and the meters add up. */
  async #ledger(client: Client): Promise<void> {
    const fresh = this.oracle.handed.slice(this.#handed);
    this.#handed = this.oracle.handed.length;
    const { rows } = await client.query<{ ticket: Buffer; line: string }>(
      `select ticket, concat_ws(' ', actor, use, kind, count) as line from evaluation where ticket = any($1::bytea[])`,
      [fresh.map(({ id }) => id)],
    );
    const lines = new Map(rows.map(({ ticket, line }) => [ticket.toString('base64'), line]));
    for (const { id, actor, use, kind, count } of fresh) {
      if (lines.get(id.toString('base64')) !== `${actor} ${use} ${kind} ${count}`)
        this.oracle.unrecorded.add(`evaluation with ticket ${id.toString('base64url')}`);
    }
    for (const fault of await accountFaults(client)) this.oracle.broken.add(fault);
  }
}
