import { randomUUID } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { connectorProblem } from './problems';

const TOUCH_MS = 5_000;
/** A holder that lives touches its lock; after this it is taken for gone, also where process numbers mean nothing. */
const ABANDONED_MS = 60_000;

/**
 * One delivery at a time in one folder. It does not wait: a second one would find nothing to do, or a changed file.
 * What a killed process left is noticed at once: its number is no longer there.
 */
export class DeliveryLock {
  readonly #mine = `${process.pid} ${randomUUID()}`;
  readonly #touching: NodeJS.Timeout;

  private constructor(private readonly path: string) {
    this.#touching = setInterval(() => this.#touch(), TOUCH_MS);
    this.#touching.unref();
  }

  /** @throws Problem `connector.already-running`, `connector.state-not-kept` */
  static take(path: string): DeliveryLock {
    const lock = new DeliveryLock(path);
    for (let attempt = 0; attempt < 3; attempt++) {
      if (lock.#write()) return lock;
      const found = contentsOf(path);
      if (found !== undefined && !isAbandoned(path, found)) break;
      if (found !== undefined) putAside(path, found);
    }
    clearInterval(lock.#touching);
    throw connectorProblem('already-running');
  }

  /** @throws Problem `connector.already-running` when somebody took this one for abandoned */
  requireHeld(): void {
    if (contentsOf(this.path) !== this.#mine) throw connectorProblem('already-running');
  }

  release(): void {
    clearInterval(this.#touching);
    if (contentsOf(this.path) === this.#mine) rmSync(this.path, { force: true });
  }

  #write(): boolean {
    try {
      writeFileSync(this.path, this.#mine, { mode: 0o600, flag: 'wx' });
      return true;
    } catch (fault) {
      if ((fault as NodeJS.ErrnoException).code === 'EEXIST') return false;
      clearInterval(this.#touching);
      throw connectorProblem('state-not-kept');
    }
  }

  #touch(): void {
    try {
      if (contentsOf(this.path) === this.#mine) utimesSync(this.path, new Date(), new Date());
    } catch {
      // Gone in between: requireHeld finds out before anything is sent.
    }
  }
}

function contentsOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function isAbandoned(path: string, contents: string): boolean {
  try {
    if (Date.now() - statSync(path).mtimeMs > ABANDONED_MS) return true;
    const holder = Number(contents.split(' ')[0]);
    // Empty for the moment between making and writing it.
    if (!Number.isSafeInteger(holder) || holder <= 0) return false;
    process.kill(holder, 0);
    return false;
  } catch (fault) {
    return (fault as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

/** Two may find the same lock abandoned: each moves it away first, and gives back what another took meanwhile. */
function putAside(path: string, abandoned: string): void {
  const aside = `${path}.${randomUUID()}`;
  try {
    renameSync(path, aside);
    if (contentsOf(aside) !== abandoned) linkSync(aside, path);
  } catch {
    // Another was quicker.
  }
  rmSync(aside, { force: true });
}
