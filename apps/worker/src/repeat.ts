/** Does the work at once and then every so many seconds, one after the other, until `stop` is aborted. */
export async function repeat(seconds: number, stop: AbortSignal, work: () => Promise<void>): Promise<void> {
  while (!stop.aborted) {
    await work();
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
