import { log } from '#platform';

/**
 * Does the work at once and then every so many seconds, one after the other, until `stop` is aborted. Work that fails is
 * said in the log as `failing`, and done again at its next turn.
 */
export async function repeat(
  seconds: number,
  stop: AbortSignal,
  failing: string,
  work: () => Promise<void>,
): Promise<void> {
  while (!stop.aborted) {
    try {
      await work();
    } catch (cause) {
      log.error(failing, cause);
    }
    if (stop.aborted) return;
    await new Promise<void>((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        stop.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, seconds * 1000);
      stop.addEventListener('abort', done);
    });
  }
}
