import type { Client } from 'pg';
import type { AuditKeys } from '#accountability';
import {
  append,
  type CompleteNode,
  emptyFrontier,
  entryOf,
  type Frontier,
  type Group,
  groupDigest,
  GROUPS,
  leafHash,
  openCheckpoint,
  parseCanonicalJson,
  parseEntry,
  parseVerifierKey,
  rootOf,
} from '#transparency';

/** What a record says in the open, by the digest of its receipt. */
export interface Recorded {
  readonly action: string;
  readonly outcome: string;
  readonly actorKey: string;
}

interface Row {
  seq: string;
  event: Buffer;
  entry: Buffer;
  w: Buffer;
  w_salt: Buffer;
  x: Buffer;
  x_salt: Buffer;
  s: Buffer;
  a: Buffer;
  d: Buffer;
  at: Date;
  actor_key: Buffer;
  receipt_digest: Buffer;
}

const STRIDE = 5_000;
const HASH = 32;

/**
 * Reads the log from its first record on and believes nothing: positions, entries, leaves, nodes, root and signed heads
 * are worked out anew. A second call goes on where the first one ended, so a log that changed below that shows as well.
 */
export class LogReading {
  readonly byReceipt = new Map<string, Recorded>();
  /** Answered subjects, and done registrations */
  readonly counts = { inquiry: 0, register: 0, withdraw: 0 };
  #frontier: Frontier = emptyFrontier();
  #nodes: CompleteNode[] = [];
  readonly #roots = new Map<number, Buffer>();

  constructor(
    private readonly keys: AuditKeys,
    private readonly log: { readonly key: string; readonly origin: string },
  ) {}

  get size(): number {
    return this.#frontier.size;
  }

  /** @returns what does not add up, in words; in the transaction of `client` */
  async advance(client: Client): Promise<string[]> {
    const faults: string[] = [];
    const [head] = (await client.query<{ size: string; root: Buffer }>('select size, root from audit.head')).rows;
    const size = Number(head?.size);
    if (size < this.size) return [`the log shrank from ${this.size} to ${size}`];
    const heads = await this.#signedHeads(client);
    const sizes = new Set(heads.map((one) => one.size));
    for (let from = this.size; from < size; from += STRIDE) {
      const to = Math.min(size, from + STRIDE);
      const leaves = await leavesOf(client, from, to);
      const { rows } = await client.query<Row>('select * from audit.record where seq >= $1 and seq < $2 order by seq', [
        from,
        to,
      ]);
      if (rows.length !== to - from || leaves.length !== to - from)
        return [...faults, `records ${from} to ${to} have gaps`];
      for (const [i, row] of rows.entries()) {
        faults.push(...this.#take(row, from + i, leaves[i] as Buffer));
        if (sizes.has(this.size)) this.#roots.set(this.size, rootOf(this.#frontier));
      }
    }
    const { n } = (await client.query<{ n: string }>('select count(*) as n from audit.record')).rows[0] as {
      n: string;
    };
    if (Number(n) !== size) faults.push(`the head counts ${size} records, the table ${n}`);
    if (head === undefined || !rootOf(this.#frontier).equals(head.root)) faults.push('the root does not follow');
    faults.push(...(await this.#checkNodes(client)));
    for (const one of heads) {
      // Below where this reading began the root was compared before.
      const root = this.#roots.get(one.size);
      if (one.size > size || (root !== undefined && !root.equals(one.root)))
        faults.push(`the signed head of ${one.size} records contradicts the log`);
    }
    return faults;
  }

  #take(row: Row, seq: number, leaf: Buffer): string[] {
    const entry = parseEntry(row.entry);
    const { frontier, completed } = append(this.#frontier, [leafHash(row.entry)]);
    this.#frontier = frontier;
    this.#nodes.push(...completed);
    const w = parseCanonicalJson(row.w) as { action: string; outcome: string };
    const { action, outcome } = w;
    this.byReceipt.set(row.receipt_digest.toString('base64'), {
      action,
      outcome,
      actorKey: row.actor_key.toString('base64'),
    });
    if (outcome === 'done' && action in this.counts) this.counts[action as keyof typeof this.counts]++;
    const whole =
      Number(row.seq) === seq &&
      entry.seq === seq &&
      leaf.equals(leafHash(row.entry)) &&
      entryOf({ seq, day: Math.floor(row.at.getTime() / 86_400_000), digests: this.#digests(row) }).equals(row.entry);
    return whole ? [] : [`record ${seq} does not fit its leaf`];
  }

  /** Over the groups as they are stored, the sealed ones opened. */
  #digests(row: Row): Record<Group, Buffer> {
    const year = row.at.getUTCFullYear();
    const sealed = { S: row.s, A: row.a, D: row.d };
    const open = { W: { salt: row.w_salt, bytes: row.w }, X: { salt: row.x_salt, bytes: row.x } };
    const contents = (group: Group): { salt: Buffer; bytes: Buffer } =>
      group === 'W' || group === 'X' ? open[group] : this.keys.open(group, year, row.event, sealed[group]);
    const digest = (group: Group): Buffer => {
      const { salt, bytes } = contents(group);
      return groupDigest(group, salt, bytes);
    };
    return Object.fromEntries(GROUPS.map((group) => [group, digest(group)])) as Record<Group, Buffer>;
  }

  async #checkNodes(client: Client): Promise<string[]> {
    const { rows } = await client.query<{ level: number; index: string; hash: Buffer }>(
      'select level, index, hash from audit.node order by level, index',
    );
    const stored = rows.map(({ level, index, hash }) => `${level} ${index} ${hash.toString('base64')}`);
    const ours = this.#nodes
      .toSorted((a, b) => a.level - b.level || a.index - b.index)
      .map(({ level, index, hash }) => `${level} ${index} ${hash.toString('base64')}`);
    return stored.join('\n') === ours.join('\n') ? [] : ['the stored nodes are not those of the tree'];
  }

  async #signedHeads(client: Client): Promise<{ size: number; root: Buffer }[]> {
    const verifier = parseVerifierKey(this.log.key);
    const { rows } = await client.query<{ note: string }>('select note from audit.checkpoint');
    return rows.map(({ note }) => {
      const { size, root } = openCheckpoint(note, [verifier], this.log.origin);
      return { size, root: Buffer.from(root) };
    });
  }
}

async function leavesOf(client: Client, from: number, to: number): Promise<Buffer[]> {
  const { rows } = await client.query<{ first_seq: string; leaf_hashes: Buffer }>(
    'select first_seq, leaf_hashes from audit.batch where first_seq < $2 and size_after > $1 order by first_seq',
    [from, to],
  );
  const leaves: Buffer[] = [];
  for (const { first_seq, leaf_hashes } of rows) {
    const first = Number(first_seq);
    for (let i = 0; i < leaf_hashes.length / HASH; i++)
      if (first + i === from + leaves.length && first + i < to)
        leaves.push(leaf_hashes.subarray(i * HASH, (i + 1) * HASH));
  }
  return leaves;
}
