/**
 * The key-encryption key (KEK) that the token keys are sealed under.
 *
 * It comes from a private file, or from a program that fetches it where it is kept (a KMS, an HSM, a password safe). It
 * is held while the key file is opened and overwritten afterwards. It never comes from the environment, which leaks into
 * process lists, dumps and the configuration of whoever starts the process.
 */
import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import { readPrivateFile } from './private-file';

const KEK_BYTES = 32;
/** From its start to its end, in milliseconds. */
const COMMAND_LIMIT = 30_000;
/** A KEK is 43 characters; more than this is something else. */
const MOST_OUTPUT = 1_024;

export interface Kek {
  /** First 8 bytes of a digest, base64url: tells which KEK a file needs and nothing about it */
  readonly id: string;
  readonly key: Buffer;
}

/** What a program that fetches the KEK gets to see of the environment. */
export interface CommandEnvironment {
  readonly PATH: string | undefined;
  readonly HOME: string | undefined;
}

/** A new KEK as it stands in a file, and its id. */
export function newKek(): { readonly text: string; readonly id: string } {
  const key = randomBytes(KEK_BYTES);
  const kek = { text: key.toString('base64url'), id: idOf(key) };
  key.fill(0);
  return kek;
}

/** @throws Error whose message completes "NAME …", without anything of the file */
export function readKekFile(path: string): Kek {
  const kek = kekIn(readPrivateFile(path));
  if (kek === undefined) throw new Error(`does not hold a KEK: ${KEK_BYTES} bytes in base64url`);
  return kek;
}

/**
 * Runs a program without shell and arguments, and takes the KEK from its standard output. What it says on standard error
 * is thrown away: nobody knows what it would say there.
 * @param path of an executable
 * @param limit milliseconds; then it is killed with all that it started
 * @throws Error whose message completes "NAME …", without anything that the program printed
 */
export async function runKekCommand(
  path: string,
  { PATH, HOME }: CommandEnvironment,
  limit = COMMAND_LIMIT,
): Promise<Kek> {
  const environment = Object.entries({ PATH, HOME }).filter(([, value]) => value !== undefined);
  const { code, output, ended } = await outputOf(resolve(path), Object.fromEntries(environment), limit);
  if (ended === 'not-run') throw new Error('names a program that cannot be run');
  if (ended === 'too-long') throw new Error(`names a program that gave no KEK within ${limit / 1_000} seconds`);
  if (ended === 'too-much') throw new Error('names a program that prints more than a KEK');
  if (code !== 0) {
    throw new Error(`names a program that failed (${code ?? 'by a signal'}): run it by hand to see why`);
  }
  const kek = kekIn(output.toString('latin1'));
  output.fill(0);
  if (kek === undefined) throw new Error(`names a program that did not print ${KEK_BYTES} bytes in base64url`);
  return kek;
}

interface Ended {
  readonly code: number | null;
  readonly output: Buffer;
  readonly ended: 'itself' | 'not-run' | 'too-long' | 'too-much';
}

function outputOf(program: string, env: Record<string, string | undefined>, limit: number): Promise<Ended> {
  return new Promise((done) => {
    const own = process.platform !== 'win32';
    // A process group of its own, so that what a script started ends with it.
    const child = spawn(program, [], { env, shell: false, detached: own, stdio: ['ignore', 'pipe', 'ignore'] });
    const parts: Buffer[] = [];
    let size = 0;
    const settle = (code: number | null, ended: Ended['ended']): void => {
      clearTimeout(timer);
      if (ended === 'too-long' || ended === 'too-much') kill();
      done({ code, output: Buffer.concat(parts), ended });
      for (const part of parts) part.fill(0);
    };
    const kill = (): void => {
      child.stdout.destroy();
      try {
        if (own) process.kill(-(child.pid as number), 'SIGKILL');
        else child.kill('SIGKILL');
      } catch {
        // It ended at this very moment.
      }
    };
    const timer = setTimeout(() => settle(null, 'too-long'), limit);
    child.stdout.on('data', (part: Buffer) => {
      parts.push(part);
      size += part.length;
      if (size > MOST_OUTPUT) settle(null, 'too-much');
    });
    child.on('error', () => settle(null, 'not-run'));
    child.on('close', (code) => settle(code, 'itself'));
  });
}

function kekIn(text: string): Kek | undefined {
  const trimmed = text.trim();
  const key = Buffer.from(trimmed, 'base64url');
  const whole = key.length === KEK_BYTES && key.toString('base64url') === trimmed;
  return whole ? { id: idOf(key), key } : undefined;
}

const idOf = (key: Buffer): string =>
  createHash('sha256').update('raakvlak-kek\0').update(key).digest().subarray(0, 8).toString('base64url');
