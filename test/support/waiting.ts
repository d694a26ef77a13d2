/** Milliseconds a test waits for what will happen; long, since the machine may have other work for half a minute. */
export const PATIENCE = 120_000;

const TICK = 20;
let stalled = 0;
let last = 0;

/** Counts the time in which this process did not run, though it wanted to. */
function watch(): void {
  if (last !== 0) return;
  last = performance.now();
  setInterval(() => {
    const now = performance.now();
    stalled += Math.max(0, now - last - 2 * TICK);
    last = now;
  }, TICK).unref();
}

/**
 * Measures how long something takes, less the time in which this machine did not let even a timer of ours run.
 * @returns milliseconds so far
 */
export function stopwatch(): () => number {
  watch();
  const began = performance.now();
  const before = stalled;
  return () => performance.now() - began - (stalled - before) - Math.max(0, performance.now() - last - 2 * TICK);
}

/**
 * Asks again until it holds.
 * @param pause milliseconds between two times
 * @returns whether it did, within PATIENCE
 */
export async function until(holds: () => boolean | Promise<boolean>, pause = 50): Promise<boolean> {
  for (const end = Date.now() + PATIENCE; ;) {
    if (await holds()) return true;
    if (Date.now() > end) return false;
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}
