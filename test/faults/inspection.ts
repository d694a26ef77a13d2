import type { Client } from 'pg';
import { receiptDigestOf } from '#accountability';
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

const newLog = ({ auditKeys, stack: { configuration } }: Town): LogReading =>
  new LogReading(auditKeys, { key: configuration.logKey, origin: configuration.logOrigin });

/** Compares what stands in both databases with what was promised. Only while nothing is under way. */
export class Inspection {
  #log: LogReading;
  #answers = 0;
  #handed = 0;

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
      await this.#totals(client);
      await client.query('commit');
    });
    this.#recordsOfAnswers();
    await withDatabase(databases.custodian, (client) => this.#ledger(client));
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
    check('spent tickets', totals.spent, counts.inquiry - this.oracle.listed + lines);
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
