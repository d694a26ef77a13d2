import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

interface Holder {
  readonly pid: number;
  /** When that process began: a number alone may have gone to another process since. */
  readonly began: string;
  /** What the holder wants to tell, an address for instance */
  readonly note: string;
}

/** A folder that is held by a living process. */
export class Taken extends Error {
  override readonly name = 'Taken';
  constructor(readonly holder: Holder) {
    super(`held by process ${holder.pid}`);
  }
}

export interface Claim {
  /** Replaces what is told to the next one that comes. */
  tell(note: string): void;
  release(): void;
}

/**
 * Claims a file for this process. The claim of a process that is gone, however it ended, is taken over.
 * @throws Taken when a living process holds it
 */
export function claim(file: string): Claim {
  mkdirSync(dirname(file), { recursive: true });
  const mine = (note: string): string => JSON.stringify({ pid: process.pid, began: beganAt(process.pid), note });
  const aside = `${file}.${randomUUID()}`;
  for (;;) {
    writeFileSync(aside, mine(''), { mode: 0o600 });
    try {
      // A link appears with its contents, so nobody reads a claim half written.
      linkSync(aside, file);
      break;
    } catch (fault) {
      if ((fault as NodeJS.ErrnoException).code !== 'EEXIST') throw fault;
      const holder = holderOf(file);
      if (holder !== undefined) throw new Taken(holder);
      removeStale(file);
    } finally {
      rmSync(aside, { force: true });
    }
  }
  return {
    tell: (note) => {
      writeFileSync(aside, mine(note), { mode: 0o600 });
      renameSync(aside, file);
    },
    release: () => rmSync(file, { force: true }),
  };
}

/** The living process that holds the file, or undefined. */
export function holderOf(file: string): Holder | undefined {
  try {
    const holder = JSON.parse(readFileSync(file, 'utf8')) as Holder;
    return beganAt(holder.pid) === holder.began ? holder : undefined;
  } catch {
    return undefined;
  }
}

function removeStale(file: string): void {
  const away = `${file}.${randomUUID()}`;
  try {
    renameSync(file, away);
    // Another start took over between the look and the move: give it back.
    if (holderOf(away) !== undefined) linkSync(away, file);
  } catch (fault) {
    if (!['ENOENT', 'EEXIST'].includes((fault as NodeJS.ErrnoException).code ?? '')) throw fault;
  } finally {
    rmSync(away, { force: true });
  }
}

/** When a process began, as the system tells it; undefined when there is no such process. */
export function beganAt(pid: number): string | undefined {
  try {
    if (process.platform === 'linux') {
      // proc(5): the name in parentheses may hold anything, so fields count from the last one; `starttime` is field 22.
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
      return fields[0] === 'Z' ? undefined : fields[19];
    }
    if (process.platform === 'win32') return process.kill(pid, 0) ? 'running' : undefined;
    return (
      execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8', env: { LC_ALL: 'C' } }).trim() ||
      undefined
    );
  } catch {
    return undefined;
  }
}
