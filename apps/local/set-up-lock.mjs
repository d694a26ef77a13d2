/**
 * One set-up at a time in one folder, across processes.
 *
 * A file holds the lock and its holder touches it every second. A holder that was killed stops touching, so after
 * `STALE` the next one takes over. A process number is not used: it means nothing across containers on one folder.
 */
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import { clearInterval, setInterval } from 'node:timers';
import { setTimeout as wait } from 'node:timers/promises';

const STALE = 10_000;

/**
 * Runs `work` while holding the lock.
 * @param {string} file path of the lock
 * @param {() => void} waiting called once when another holds it
 * @param {() => Promise<void>} work
 */
export async function withLock(file, waiting, work) {
  const mine = randomUUID();
  let told = false;
  while (!take(file, mine)) {
    if (!told) waiting();
    told = true;
    removeWhenStale(file);
    await wait(200);
  }
  const touch = setInterval(() => holds(file, mine) && fs.utimesSync(file, new Date(), new Date()), 1_000);
  try {
    await work();
  } finally {
    clearInterval(touch);
    if (holds(file, mine)) fs.rmSync(file, { force: true });
  }
}

function take(file, mine) {
  try {
    fs.writeFileSync(file, mine, { flag: 'wx' });
    return true;
  } catch (fault) {
    if (fault.code === 'EEXIST') return false;
    throw fault;
  }
}

function holds(file, mine) {
  try {
    return fs.readFileSync(file, 'utf8') === mine;
  } catch {
    return false;
  }
}

/** Two may find the same stale lock: each moves it away under its own name first, and only one move succeeds. */
function removeWhenStale(file) {
  try {
    if (Date.now() - fs.statSync(file).mtimeMs < STALE) return;
    const aside = `${file}.${randomUUID()}`;
    fs.renameSync(file, aside);
    // Someone took it over between the look and the move: give it back.
    if (Date.now() - fs.statSync(aside).mtimeMs < STALE) fs.linkSync(aside, file);
    fs.rmSync(aside, { force: true });
  } catch (fault) {
    if (!['ENOENT', 'EEXIST'].includes(fault.code)) throw fault;
  }
}
