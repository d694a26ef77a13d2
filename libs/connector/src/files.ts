import { closeSync, fsyncSync, openSync, readSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { connectorProblem } from './problems';

/** Writes all of it, also when the disk takes it in pieces. */
export function writeAll(file: number, bytes: Buffer): void {
  for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
}

/** Fills the buffer as far as the file goes. @returns how many bytes */
export function readInto(file: number, buffer: Buffer, from: number): number {
  let filled = 0;
  while (filled < buffer.length) {
    const read = readSync(file, buffer, filled, buffer.length - filled, from + filled);
    if (read === 0) break;
    filled += read;
  }
  return filled;
}

/**
 * Replaces a file as a whole: written under another name, on the disk, then renamed. A crash leaves the old or the new
 * one, readable by its owner only.
 * @throws Problem `connector.state-not-kept`
 */
export function replaceFile(path: string, write: (file: number) => void): void {
  const fresh = `${path}.new`;
  try {
    rmSync(fresh, { force: true });
    const file = openSync(fresh, 'wx', 0o600);
    try {
      write(file);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(fresh, path);
    syncFolder(dirname(path));
  } catch {
    rmSync(fresh, { force: true });
    throw connectorProblem('state-not-kept');
  }
}

/** Makes a rename last. Windows has no way to do so, and does not need one. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
