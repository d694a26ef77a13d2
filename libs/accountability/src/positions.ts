import type { Transaction } from '#platform';

/**
 * Records take their places in the order of their commits and their moments before that, by the clocks of several
 * processes: neighbours may be out of order by a few seconds, never by this much. Milliseconds.
 */
export const DISORDER = 60_000;

/** How many records the log has. */
export async function sizeOfLog(transaction: Transaction): Promise<number> {
  const { rows } = await transaction.query<{ size: string }>('select size from audit.head');
  return Number(rows[0]?.size ?? 0);
}

/**
 * A position before which everything is older than `at`. Found by halving over the primary key: there is no index over
 * moments that could give it.
 * @param at Unix milliseconds @param size records in the log, which is the answer when all are older
 */
export async function positionOf(transaction: Transaction, at: number, size: number): Promise<number> {
  let [low, high] = [0, size];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const { rows } = await transaction.query<{ seq: string; at: Date }>({
      name: 'audit-moment',
      text: 'select seq, at from audit.record where seq >= $1 order by seq limit 1',
      values: [middle],
    });
    const [row] = rows;
    if (row === undefined || row.at.getTime() >= at) high = middle;
    else low = Number(row.seq) + 1;
  }
  return low;
}
