import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { Problem } from '#problem';
import type { Kind } from '#tokens';
import { log } from '#platform';
import type { TokenKey } from './key-file';
import { problem } from './problems';
import { ELEMENT_BYTES } from './wire';
import type { EpochEvaluation, FromWorker, JobMessage, WorkerKeys } from './worker-messages';

export interface EvaluationJob {
  readonly kind: Kind;
  /** Epochs to evaluate for, in the order of the answer */
  readonly epochs: readonly string[];
  /** Blinded elements one after the other, 32 bytes each; handed over, do not use afterwards */
  readonly elements: Uint8Array<ArrayBuffer>;
}

interface Queued {
  readonly job: EvaluationJob;
  readonly cost: number;
  settled: boolean;
  done(evaluations: readonly EpochEvaluation[]): void;
  refuse(cause: Problem): void;
}

interface Lane {
  readonly queue: Queued[];
  /** Milliseconds of work let in and not answered yet */
  admitted: number;
  /** Milliseconds of work in the queue */
  waiting: number;
  /** Milliseconds of work handed to workers so far; the lane that had less goes first */
  served: number;
}

/** Batches up to this size are somebody waiting for a page; larger ones are a connector or a list. */
const LARGEST_SMALL = 8;
/** Estimated work per worker that a lane may hold, in milliseconds; with two lanes at equal shares nobody waits 3 s. */
const LANE_LIMIT = 1_400;
/** From evaluate() to the refusal, in milliseconds. */
const LONGEST_WAIT = 2_900;
/** Before a worker that did not even start is tried again, in milliseconds. */
const RESTART_PAUSE = 1_000;

/** Rough cost on one core: a proof, and a multiplication per element. Only the proportions matter. */
const costOf = (count: number, epochs: number): number => epochs * (0.5 + 0.35 * count);

/**
 * Evaluates outside the event loop, in worker threads that received the seeds at their start and nothing after it.
 * Two lanes with equal shares of the workers' time: a big batch cannot starve a single question, nor the other way
 * round. A worker that dies is replaced; the request it was serving gets a 503.
 */
export class EvaluationPool {
  readonly #idle: Worker[] = [];
  readonly #all = new Set<Worker>();
  readonly #serving = new Map<Worker, Queued>();
  readonly #lanes = { small: newLane(), large: newLane() };
  readonly #restarts = new Set<NodeJS.Timeout>();
  #closing = false;

  private constructor(
    private readonly keys: readonly TokenKey[],
    private readonly size: number,
    private readonly script: string,
  ) {}

  /**
   * Starts the workers and resolves when each has loaded its keys.
   * @param size number of workers, at least 1
   * @param script compiled worker; the one beside this file, or that of the build when this file runs from source
   */
  static async open(keys: readonly TokenKey[], size: number, script = workerScript()): Promise<EvaluationPool> {
    const pool = new EvaluationPool(keys, size, script);
    try {
      await Promise.all(Array.from({ length: size }, () => pool.#start()));
    } catch (cause) {
      await pool.close();
      throw cause;
    }
    return pool;
  }

  /** Whether at least one worker can serve. */
  get ready(): boolean {
    return !this.#closing && this.#idle.length + this.#serving.size > 0;
  }

  /** Estimated milliseconds until a worker has nothing to do; what is under way does not count. */
  get backlog(): number {
    const { small, large } = this.#lanes;
    return (small.waiting + large.waiting) / this.size;
  }

  /**
   * Keeps room for a batch while `work` runs, so that nothing is written down for a request that cannot be served.
   * @param count elements in the batch
   * @param epochs number of epochs it is evaluated for
   * @throws Problem custodian.busy (503)
   */
  async admit<T>(count: number, epochs: number, work: () => Promise<T>): Promise<T> {
    const lane = this.#laneOf(count);
    if (!this.ready || lane.admitted >= LANE_LIMIT * this.size) throw problem('busy', { retryAfterSeconds: 2 });
    const cost = costOf(count, epochs);
    lane.admitted += cost;
    try {
      return await work();
    } finally {
      lane.admitted -= cost;
    }
  }

  /**
   * @returns one evaluation per epoch of the job, in its order
   * @throws Problem tokens.element-refused (400), custodian.evaluation-interrupted (503), custodian.busy (503)
   */
  evaluate(job: EvaluationJob): Promise<readonly EpochEvaluation[]> {
    const count = job.elements.length / ELEMENT_BYTES;
    const lane = this.#laneOf(count);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => queued.refuse(problem('busy', { retryAfterSeconds: 2 })), LONGEST_WAIT);
      const settle = (finish: () => void): void => {
        clearTimeout(timer);
        queued.settled = true;
        finish();
      };
      const queued: Queued = {
        job,
        cost: costOf(count, job.epochs.length),
        settled: false,
        done: (evaluations) => settle(() => resolve(evaluations)),
        refuse: (cause) => settle(() => reject(cause)),
      };
      // A lane that was empty has no claim on the time it did not use.
      if (lane.queue.length === 0) lane.served = Math.max(lane.served, this.#otherLane(lane).served);
      lane.queue.push(queued);
      lane.waiting += queued.cost;
      this.#dispatch();
    });
  }

  /** Refuses what waits and ends the workers. */
  async close(): Promise<void> {
    this.#closing = true;
    for (const restart of this.#restarts) clearTimeout(restart);
    for (const { queue } of Object.values(this.#lanes)) {
      for (const { refuse } of queue.splice(0)) refuse(problem('busy', { retryAfterSeconds: 2 }));
    }
    await Promise.all([...this.#all].map((worker) => worker.terminate()));
  }

  #laneOf(count: number): Lane {
    return count <= LARGEST_SMALL ? this.#lanes.small : this.#lanes.large;
  }

  #otherLane(lane: Lane): Lane {
    return lane === this.#lanes.small ? this.#lanes.large : this.#lanes.small;
  }

  #next(): Queued | undefined {
    const { small, large } = this.#lanes;
    for (const lane of small.served <= large.served ? [small, large] : [large, small]) {
      for (let queued = lane.queue.shift(); queued !== undefined; queued = lane.queue.shift()) {
        lane.waiting -= queued.cost;
        if (queued.settled) continue;
        lane.served += queued.cost;
        return queued;
      }
    }
    return undefined;
  }

  #dispatch(): void {
    while (this.#idle.length > 0) {
      const queued = this.#next();
      if (queued === undefined) return;
      const worker = this.#idle.pop()!;
      this.#serving.set(worker, queued);
      const { kind, epochs, elements } = queued.job;
      worker.postMessage({ kind, epochs, elements } satisfies JobMessage, [elements.buffer]);
    }
  }

  /** Resolves when the worker has loaded its keys. */
  #start(): Promise<void> {
    return new Promise((resolve, reject) => {
      // No environment and no flags of the parent: a worker needs its keys and nothing besides.
      const worker = new Worker(this.script, {
        workerData: { keys: this.keys.map(({ kind, epoch, seed }) => ({ kind, epoch, seed })) } satisfies WorkerKeys,
        env: {},
        execArgv: [],
      });
      this.#all.add(worker);
      let started = false;
      worker.on('message', (message: FromWorker) => {
        if ('ready' in message) {
          started = true;
          resolve();
        } else this.#settle(worker, message);
        this.#idle.push(worker);
        this.#dispatch();
      });
      worker.on('error', (cause) => {
        log.error('evaluation worker failed', cause);
        reject(cause);
      });
      worker.on('exit', () => {
        reject(new Error('an evaluation worker ended before it was ready'));
        this.#bury(worker, started);
      });
    });
  }

  #settle(worker: Worker, message: Exclude<FromWorker, { ready: true }>): void {
    const queued = this.#serving.get(worker);
    this.#serving.delete(worker);
    if ('evaluations' in message) queued?.done(message.evaluations);
    else if ('refused' in message) queued?.refuse(new Problem(message.refused.code, message.refused.kind));
    else queued?.refuse(interrupted());
  }

  #bury(worker: Worker, hadStarted: boolean): void {
    this.#all.delete(worker);
    const at = this.#idle.indexOf(worker);
    if (at >= 0) this.#idle.splice(at, 1);
    this.#serving.get(worker)?.refuse(interrupted());
    this.#serving.delete(worker);
    if (this.#closing) return;
    log.warn('evaluation worker replaced', { hadStarted });
    const restart = setTimeout(
      () => {
        this.#restarts.delete(restart);
        // Its failure comes back here by the exit event.
        this.#start().catch(() => undefined);
      },
      hadStarted ? 0 : RESTART_PAUSE,
    );
    this.#restarts.add(restart);
  }
}

const newLane = (): Lane => ({ queue: [], admitted: 0, waiting: 0, served: 0 });

const interrupted = (): Problem => problem('evaluation-interrupted', { retryAfterSeconds: 1 });

/** A worker thread needs compiled code; a spec runs this file from source, so it takes the worker of the last build. */
function workerScript(): string {
  const beside = join(__dirname, 'worker.js');
  const script = existsSync(beside) ? beside : join(__dirname, '../../../dist/apps/custodian/src/worker.js');
  if (!existsSync(script)) throw new Error('The evaluation worker is not built: run "npx nest build" first');
  return script;
}
