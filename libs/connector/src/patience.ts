import { Problem } from '#problem';

/** Waits before each new attempt when a server is away or busy, seconds; together about two minutes. */
const PAUSES = [1, 2, 4, 8, 15, 30, 60] as const;
const LONGEST_PAUSE = 60;

export type Pause = (milliseconds: number) => Promise<void>;

export const pause: Pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Whether waiting a little may help: a server that is away or busy, not one that says no. */
function isPassing(fault: unknown): fault is Problem {
  if (!(fault instanceof Problem)) return false;
  return fault.kind.status === 503 || fault.kind.status === 504 || fault.code.endsWith('-unreachable');
}

/**
 * Does work that may safely be done twice until it succeeds, a bounded number of times.
 * @param waiting told before each pause, in seconds
 */
export async function patiently<T>(
  work: () => Promise<T>,
  waiting: (seconds: number) => void,
  wait: Pause = pause,
): Promise<T> {
  for (const seconds of PAUSES) {
    try {
      return await work();
    } catch (fault) {
      if (!isPassing(fault)) throw fault;
      const asked = fault.detail.retryAfterSeconds;
      const pauseFor = Math.min(Math.max(seconds, typeof asked === 'number' ? asked : 0), LONGEST_PAUSE);
      waiting(pauseFor);
      await wait(pauseFor * 1000);
    }
  }
  return work();
}
