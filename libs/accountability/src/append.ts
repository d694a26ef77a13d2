import { append as grow, decodeFrontier, encodeFrontier, entryOf, leafHash, rootOf } from '#transparency';
import { type Transaction, bigintArray, byteaArray } from '#platform';
import { problemsOf } from '#problem';
import { type Debit, type DebitedRow, MeterSums, columnsOf } from './meter-sums';
import type { PreparedRecord } from './record';

const problem = problemsOf('accountability', {
  'log-damaged': {
    status: 503,
    title: 'The log does not add up',
    advice: 'Nothing was stored or disclosed. The application manager must run the log verification.',
  },
});

/** A ticket to be spent in the same transaction; what the custodian signed was checked before. */
export interface TicketToSpend {
  /** 16 bytes */
  readonly id: Buffer;
  readonly expiresAt: Date;
}

interface HeadRow extends DebitedRow {
  frontier: Buffer;
  root: Buffer;
  spent: Buffer[] | null;
}

const LOCK_AND_SPEND = {
  name: 'audit-lock-and-spend',
  text: `with head as (select frontier, root from audit.head for update),
    spent as (
      insert into spent_ticket (id, expires_at)
      select t.id, to_timestamp(t.expires) from head, unnest($1::bytea[], $2::bigint[]) as t (id, expires)
      on conflict do nothing returning id),
    debited as (
      insert into meter as m (id, day, hour, day_spent, hour_spent, urgent_spent)
      select d.id, $3::date, $4::int, d.spent, d.spent, d.urgent
      from head, unnest($5::bytea[], $6::bigint[], $7::bigint[]) as d (id, spent, urgent)
      on conflict (id) do update set
        day = greatest(m.day, excluded.day),
        hour = greatest(m.hour, excluded.hour),
        day_spent = case when m.day >= excluded.day then m.day_spent else 0 end + excluded.day_spent,
        urgent_spent = case when m.day >= excluded.day then m.urgent_spent else 0 end + excluded.urgent_spent,
        hour_spent = case when m.hour >= excluded.hour then m.hour_spent else 0 end + excluded.hour_spent
      returning id, day_spent, hour_spent, urgent_spent)
    select frontier, root, (select array_agg(id) from spent) as spent, sums.*
    from head, (select array_agg(id) as meters, array_agg(day_spent) as day_spent,
      array_agg(hour_spent) as hour_spent, array_agg(urgent_spent) as urgent_spent from debited) as sums`,
};

const RELEASE = {
  name: 'audit-release',
  text: `with tickets as (delete from spent_ticket where id = any($1::bytea[]))
    update meter as m set day_spent = m.day_spent - r.spent, hour_spent = m.hour_spent - r.spent,
      urgent_spent = m.urgent_spent - r.urgent
    from unnest($2::bytea[], $3::bigint[], $4::bigint[]) as r (id, spent, urgent) where m.id = r.id`,
};

const APPEND = {
  name: 'audit-append',
  text: `with batch as (
      insert into audit.batch (first_seq, size_after, leaf_hashes) values ($1, $2, $3)),
    nodes as (
      insert into audit.node (level, index, hash) select * from unnest($4::bigint[], $5::bigint[], $6::bytea[])),
    records as (
      insert into audit.record (seq, event, entry, w, w_salt, x, x_salt, s, a, d, at, actor_key, receipt_digest)
      select $1 + n - 1, event, entry, w, w_salt, x, x_salt, s, a, d, to_timestamp(at / 1000.0), actor_key, receipt_digest
      from unnest($7::bytea[], $8::bytea[], $9::bytea[], $10::bytea[], $11::bytea[], $12::bytea[], $13::bytea[],
        $14::bytea[], $15::bytea[], $16::bigint[], $17::bytea[], $18::bytea[]) with ordinality
        as r (event, entry, w, w_salt, x, x_salt, s, a, d, at, actor_key, receipt_digest, n)),
    tags as (
      insert into audit.subject_tag (tag, seq) select * from unnest($19::bytea[], $20::bigint[]))
    update audit.head set size = $2, frontier = $21, root = $22`,
};

/** Takes the head: from here to the commit this transaction alone grows the log. */
export class LockedLog {
  private constructor(
    private readonly transaction: Transaction,
    private readonly frontier: ReturnType<typeof decodeFrontier>,
    private readonly spent: Set<string>,
    /** What the meters of this transaction say as its requests come to their turn */
    readonly sums: MeterSums,
  ) {}

  /**
   * Locks the head, then spends tickets and meters, so that two writers never wait for each other crosswise. All of
   * `debits` is spent at once: the statement's snapshot is older than the lock, so that a plain read would miss what
   * others spent meanwhile, and an upsert does not. What is refused afterwards comes back with `release`.
   * @throws Problem `accountability.log-damaged` when the stored frontier does not give the stored root
   */
  static async take(
    transaction: Transaction,
    tickets: readonly TicketToSpend[],
    debits: readonly Debit[] = [],
  ): Promise<LockedLog> {
    const asked = MeterSums.of(debits);
    const ids = byteaArray(tickets.map(({ id }) => id));
    const expiries = bigintArray(tickets.map(({ expiresAt }) => Math.floor(expiresAt.getTime() / 1000)));
    const { rows } = await transaction.query<HeadRow>({
      ...LOCK_AND_SPEND,
      values: [ids, expiries, ...asked.parameters()],
    });
    const head = rows[0];
    if (head === undefined) throw problem('log-damaged');
    const frontier = decodeFrontier(head.frontier);
    if (!rootOf(frontier).equals(head.root)) throw problem('log-damaged');
    const spent = new Set((head.spent ?? []).map((id) => id.toString('base64url')));
    return new LockedLog(transaction, frontier, spent, asked.read(head));
  }

  /**
   * Whether this transaction spent all of them; true once per ticket. When one of them was spent before, none is taken,
   * so that another request of this transaction may still have the rest.
   */
  claim(tickets: readonly TicketToSpend[]): boolean {
    const ids = tickets.map(({ id }) => id.toString('base64url'));
    if (!ids.every((id) => this.spent.has(id))) return false;
    return ids.every((id) => this.spent.delete(id));
  }

  /** What nobody claimed is not spent after all: its request was refused for another ticket, or for a budget. */
  async release(): Promise<void> {
    const back = this.sums.unclaimed();
    if (this.spent.size === 0 && back.length === 0) return;
    const ids = byteaArray([...this.spent].map((id) => Buffer.from(id, 'base64url')));
    await this.transaction.query({ ...RELEASE, values: [ids, ...columnsOf(back)] });
    this.spent.clear();
  }

  /** Gives the records their places and writes them; call once. Returns the position of the first. */
  async append(records: readonly PreparedRecord[]): Promise<number> {
    const first = this.frontier.size;
    const entries = records.map(({ day, digests }, i) => entryOf({ seq: first + i, day, digests }));
    const leaves = entries.map((entry) => leafHash(entry));
    const { frontier, completed } = grow(this.frontier, leaves);
    const tags = records.flatMap((record, i) => record.tags.map((tag) => ({ tag, seq: first + i })));
    const column = (pick: (record: PreparedRecord) => Buffer): Buffer => byteaArray(records.map(pick));
    await this.transaction.query({
      ...APPEND,
      values: [
        first,
        frontier.size,
        Buffer.concat(leaves),
        bigintArray(completed.map(({ level }) => level)),
        bigintArray(completed.map(({ index }) => index)),
        byteaArray(completed.map(({ hash }) => hash)),
        column(({ event }) => event),
        byteaArray(entries),
        column(({ w }) => w),
        column(({ wSalt }) => wSalt),
        column(({ x }) => x),
        column(({ xSalt }) => xSalt),
        column(({ s }) => s),
        column(({ a }) => a),
        column(({ d }) => d),
        bigintArray(records.map(({ at }) => at)),
        column(({ actorKey }) => actorKey),
        column(({ receiptDigest }) => receiptDigest),
        byteaArray(tags.map(({ tag }) => tag)),
        bigintArray(tags.map(({ seq }) => seq)),
        encodeFrontier(frontier),
        rootOf(frontier),
      ],
    });
    return first;
  }
}
