import cluster, { type Worker } from 'node:cluster';
import { once } from 'node:events';
import { log } from '#platform';

/** A sibling that ended is replaced after this many milliseconds, so that a fault at start does not spin. */
const PAUSE = 500;
const STOP_LIMIT = 11_000;

/**
 * Runs the same program several times behind one port, one event loop per core. The siblings share nothing but the
 * database: the log's head row orders them, as it orders index processes on other machines. When this process dies they
 * end with it; when one of them dies, another takes its place.
 * @returns when all of them listen
 * @throws Error when one ends before it listened
 */
export async function openSiblings(count: number): Promise<{ port: number; close(): Promise<void> }> {
  let closing = false;
  cluster.on('exit', (worker) => {
    if (closing || !started.has(worker.id)) return;
    log.warn('an index process ended and is replaced');
    setTimeout(() => {
      if (!closing) started.add(cluster.fork().id);
    }, PAUSE);
  });
  const started = new Set<number>();
  // One after the other: with port 0 the first decides the port for all.
  let port = 0;
  for (let i = 0; i < count; i++) {
    const worker = cluster.fork();
    port = await listening(worker);
    started.add(worker.id);
  }
  return {
    port,
    close: async () => {
      closing = true;
      const alive = Object.values(cluster.workers ?? {}).flatMap((worker) =>
        worker?.isDead() === false ? [worker] : [],
      );
      const ended = alive.map((worker) => once(worker, 'exit'));
      for (const worker of alive) worker.process.kill('SIGTERM');
      const hard = setTimeout(() => alive.forEach((worker) => worker.process.kill('SIGKILL')), STOP_LIMIT);
      await Promise.all(ended);
      clearTimeout(hard);
    },
  };
}

function listening(worker: Worker): Promise<number> {
  return new Promise((resolve, reject) => {
    worker.once('listening', ({ port }) => resolve(port));
    worker.once('exit', () => reject(new Error('an index process did not start; its reason stands above')));
  });
}
