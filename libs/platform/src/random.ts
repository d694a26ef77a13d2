import { randomFillSync } from 'node:crypto';

/** Random bytes from a refilled pool: a system call per record would show in the profile. */
const pool = Buffer.alloc(64 * 1024);
let used = pool.length;
export function randomFromPool(count: number): Buffer {
  if (used + count > pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const bytes = Buffer.from(pool.subarray(used, used + count));
  pool.fill(0, used, used + count);
  used += count;
  return bytes;
}
