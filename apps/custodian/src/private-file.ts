import {
  closeSync,
  fchmodSync,
  fstatSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';

/**
 * Contents of a file with a secret.
 * @throws Error when it cannot be read, or when group or others may read it (POSIX); the message completes "NAME …"
 */
export function readPrivateFile(path: string): string {
  let descriptor: number;
  try {
    descriptor = openSync(path, 'r');
  } catch {
    throw new Error('cannot be read');
  }
  try {
    // Looked at through the descriptor that is read, so that the file cannot be exchanged in between.
    if (process.platform !== 'win32' && (fstatSync(descriptor).mode & 0o077) !== 0) {
      throw new Error('can be read by others than its owner: set its mode to 0600');
    }
    return readFileSync(descriptor, 'utf8');
  } finally {
    closeSync(descriptor);
  }
}

/**
 * Writes a secret with mode 0600, whole or not at all: a half-written key file would be a lost key.
 * @param replace false refuses to overwrite
 */
export function writePrivateFile(path: string, contents: string, replace: boolean): void {
  const temporary = replace ? `${path}.${process.pid}.new` : path;
  const descriptor = openSync(temporary, 'wx', 0o600);
  try {
    // The creation mode is subject to the umask, which may also take away the owner's own rights.
    fchmodSync(descriptor, 0o600);
    writeFileSync(descriptor, contents);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  if (replace) renameSync(temporary, path);
}
