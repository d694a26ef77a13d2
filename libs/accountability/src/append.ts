import { append as grow, decodeFrontier, encodeFrontier, entryOf, leafHash, rootOf } from '#transparency';
import { type Transaction, bigintArray, byteaArray } from '#platform';
import { problemsOf } from '#problem';
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

interface HeadRow {
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
      on conflict do nothing returning id)
    select frontier, root, (select array_agg(id) from spent) as spent from head`,
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
  ) {}

  /**
   * Locks the head and spends tickets, in this order, so that two writers never wait for each other crosswise.
   * @throws Problem `accountability.log-damaged` when the stored frontier does not give the stored root
   */
  static async take(transaction: Transaction, tickets: readonly TicketToSpend[]): Promise<LockedLog> {
    const ids = byteaArray(tickets.map(({ id }) => id));
    const expiries = bigintArray(tickets.map(({ expiresAt }) => Math.floor(expiresAt.getTime() / 1000)));
    const { rows } = await transaction.query<HeadRow>({ ...LOCK_AND_SPEND, values: [ids, expiries] });
    const head = rows[0];
    if (head === undefined) throw problem('log-damaged');
    const frontier = decodeFrontier(head.frontier);
    if (!rootOf(frontier).equals(head.root)) throw problem('log-damaged');
    return new LockedLog(transaction, frontier, new Set((head.spent ?? []).map((id) => id.toString('base64url'))));
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

  /** Tickets that nobody claimed are not spent after all: their request was refused for another one of its tickets. */
  async release(): Promise<void> {
    if (this.spent.size === 0) return;
    const ids = byteaArray([...this.spent].map((id) => Buffer.from(id, 'base64url')));
    await this.transaction.query('delete from spent_ticket where id = any($1::bytea[])', [ids]);
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
