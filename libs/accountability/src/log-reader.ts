import type { EntityManager } from 'typeorm';
import type { HashReader } from '#transparency';

const HASH = 32;

/** The database, or a transaction of it. */
export type Queries = Pick<EntityManager, 'query'>;

/** Leaf hashes [from, to) as stored per batch. */
export async function leafHashes(database: Queries, from: number, to: number): Promise<Buffer[]> {
  const rows = await database.query<{ first_seq: string; leaf_hashes: Buffer }[]>(
    'select first_seq, leaf_hashes from audit.batch where first_seq < $2 and size_after > $1 order by first_seq',
    [from, to],
  );
  const leaves: Buffer[] = [];
  for (const { first_seq, leaf_hashes } of rows) {
    const first = Number(first_seq);
    const last = Math.min(to, first + leaf_hashes.length / HASH);
    for (let seq = Math.max(from, first); seq < last; seq++)
      leaves.push(leaf_hashes.subarray((seq - first) * HASH, (seq - first + 1) * HASH));
  }
  return leaves;
}

/** Reads the tree out of the database for proofs. */
export const treeReader = (database: Queries): HashReader => ({
  async hashes(level, start, count) {
    if (level === 0) return leafHashes(database, start, start + count);
    const rows = await database.query<{ hash: Buffer }[]>(
      'select hash from audit.node where level = $1 and index >= $2 and index < $3 order by index',
      [level, start, start + count],
    );
    return rows.map(({ hash }) => hash);
  },
});
