import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';

const PAUSE_MS = 50;
/** A renewal takes two calls of at most ten seconds each. */
const ABANDONED_MS = 30_000;

/**
 * Does the work while no other process does work under the same lock. What a crash leaves behind is noticed: the holder
 * is gone, or holds it longer than any work takes.
 *
 * @param path of the lock file; its folder must be there
 * @param cannot what to throw when the file cannot be made
 */
export async function alone<T>(path: string, work: () => Promise<T>, cannot: () => Error): Promise<T> {
  while (!take(path, cannot)) {
    if (isAbandoned(path)) rmSync(path, { force: true });
    else await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
  try {
    return await work();
  } finally {
    rmSync(path, { force: true });
  }
}

function take(path: string, cannot: () => Error): boolean {
  try {
    writeFileSync(path, String(process.pid), { mode: 0o600, flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw cannot();
  }
}

function isAbandoned(path: string): boolean {
  try {
    if (Date.now() - statSync(path).mtimeMs > ABANDONED_MS) return true;
    const holder = Number(readFileSync(path, 'utf8'));
    // Empty for the moment between making and writing it.
    if (!Number.isSafeInteger(holder) || holder <= 0) return false;
    process.kill(holder, 0);
    return false;
  } catch (error) {
    // ESRCH: the holder is gone. Anything else: the lock has just been released, or belongs to somebody who lives.
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}
