import { type ChildProcess, spawn } from 'node:child_process';
import { type WriteStream, chmodSync, createWriteStream, existsSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { tail } from './place';
import { within } from './postgres';

/** Long: on a machine that has other work as well, what loads in a second may take half a minute. */
const START_LIMIT = 120_000;
const STOP_LIMIT = 12_000;
/** A log larger than this is put aside at the next start, replacing the one put aside before. */
const LOG_LIMIT = 10 * 1024 * 1024;

/** What a process inherits: nothing that could configure it behind our back, such as DATABASE_URL. */
const INHERITED = [
  'PATH',
  'HOME',
  'LANG',
  'TZ',
  'TMPDIR',
  'NODE_OPTIONS',
  'NODE_EXTRA_CA_CERTS',
  'SSL_CERT_FILE',
  'HTTPS_PROXY',
  'HTTP_PROXY',
  'NO_PROXY',
];

export type Environment = Readonly<Record<string, string>>;

export interface ProcessOptions {
  /** Receives standard output and errors, appended */
  readonly logFile: string;
  readonly args?: readonly string[];
  /** Milliseconds until it must be ready */
  readonly limit?: number;
  /** Ends a program that runs to its end before that, with SIGTERM */
  readonly signal?: AbortSignal;
}

/** A process of the product that said it is ready. */
export interface RunningProcess {
  readonly name: string;
  readonly pid: number;
  /** What it told when ready: `{ ready: true, process, port? }` */
  readonly ready: Readonly<Record<string, unknown>>;
  /** Where it listens; 0 when it does not */
  readonly port: number;
  readonly logFile: string;
  /** Settles when it ended, with its exit code; null when a signal ended it. */
  readonly exited: Promise<number | null>;
  /** SIGTERM, and SIGKILL when that takes longer than twelve seconds. */
  stop(): Promise<number | null>;
  /** SIGKILL */
  kill(): Promise<void>;
}

/**
 * Starts a compiled program and waits for its line `{"ready":true,…}` on standard output. The process ends by itself
 * when this one ends, however that happens: it holds the other end of its standard input.
 * @param environment its whole configuration; of ours it inherits only what every program needs (path, certificates)
 * @throws Error with the last lines of its log when it stops or stays silent
 */
export async function startProcess(
  name: string,
  script: string,
  environment: Environment,
  options: ProcessOptions,
): Promise<RunningProcess> {
  const log = openLog(options.logFile);
  const child = launch(script, environment, ['--with-parent', ...(options.args ?? [])]);
  child.stdin?.on('error', () => undefined);
  child.stdout?.pipe(log, { end: false });
  child.stderr?.pipe(log, { end: false });
  const exited = endOf(child, log);
  try {
    const ready = await readyOf(child, exited, options.limit ?? START_LIMIT);
    return running(name, child, exited, ready, options.logFile);
  } catch (fault) {
    child.kill('SIGKILL');
    await exited;
    throw new Error(
      `${name} ${(fault as Error).message}. Its log (${options.logFile}) ends:\n${tail(options.logFile)}`,
      { cause: fault },
    );
  }
}

/**
 * Runs a compiled program to its end, a migration for instance.
 * @throws Error with the last lines of its log when it does not succeed
 */
export async function runToEnd(
  name: string,
  script: string,
  environment: Environment,
  options: ProcessOptions,
): Promise<void> {
  options.signal?.throwIfAborted();
  const log = openLog(options.logFile);
  const child = launch(script, environment, options.args ?? []);
  child.stdin?.end();
  child.stdout?.pipe(log, { end: false });
  child.stderr?.pipe(log, { end: false });
  const end = (): void => void child.kill('SIGTERM');
  options.signal?.addEventListener('abort', end, { once: true });
  const code = await endOf(child, log);
  options.signal?.removeEventListener('abort', end);
  if (code !== 0)
    throw new Error(
      `${name} stopped with ${code ?? 'a signal'}. Its log (${options.logFile}) ends:\n${tail(options.logFile)}`,
    );
}

function launch(script: string, environment: Environment, args: readonly string[]): ChildProcess {
  const inherited = Object.fromEntries(
    INHERITED.flatMap((key) => (process.env[key] === undefined ? [] : [[key, process.env[key]]])),
  );
  // A session of its own: Ctrl-C in the terminal reaches us alone, and we end things in order.
  return spawn(process.execPath, ['--enable-source-maps', script, ...args], {
    env: { ...inherited, ...environment },
    detached: process.platform !== 'win32',
    stdio: ['pipe', 'pipe', 'pipe'],
    windowsHide: true,
  });
}

function openLog(file: string): WriteStream {
  mkdirSync(dirname(file), { recursive: true });
  if (existsSync(file) && statSync(file).size > LOG_LIMIT) renameSync(file, `${file}.1`);
  const log = createWriteStream(file, { flags: 'a', mode: 0o600 });
  log.on('open', () => chmodSync(file, 0o600));
  log.on('error', () => process.stderr.write(`${basename(file)} cannot be written\n`));
  return log;
}

/** Settles after the output is in the log as well, so that whoever reads the log then sees all of it. */
function endOf(child: ChildProcess, log: WriteStream): Promise<number | null> {
  return new Promise((resolve) => {
    child.once('error', (cause) => log.end(`${cause.message}\n`, () => resolve(null)));
    child.once('close', (code) => log.end(() => resolve(code)));
  });
}

async function readyOf(child: ChildProcess, exited: Promise<unknown>, limit: number): Promise<Record<string, unknown>> {
  if (child.stdout === null) throw new Error('could not start');
  const lines = createInterface({ input: child.stdout });
  let ready: Record<string, unknown> | undefined;
  const said = new Promise<void>((resolve) => {
    lines.on('line', (line) => {
      ready ??= readyLine(line);
      if (ready !== undefined) resolve();
    });
  });
  const inTime = await within(Promise.race([said, exited]), limit);
  lines.close();
  // Closing the line reader pauses the stream below it; the log still wants the rest.
  child.stdout.resume();
  if (ready !== undefined) return ready;
  throw new Error(inTime ? 'stopped before it was ready' : `was not ready within ${limit / 1000} s`);
}

function readyLine(line: string): Record<string, unknown> | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    const said = JSON.parse(line) as Record<string, unknown>;
    return said['ready'] === true ? said : undefined;
  } catch {
    return undefined;
  }
}

function running(
  name: string,
  child: ChildProcess,
  exited: Promise<number | null>,
  ready: Record<string, unknown>,
  logFile: string,
): RunningProcess {
  const port = typeof ready['port'] === 'number' ? ready['port'] : 0;
  return {
    name,
    pid: child.pid as number,
    ready,
    port,
    logFile,
    exited,
    stop: async () => {
      child.kill('SIGTERM');
      if (!(await within(exited, STOP_LIMIT))) child.kill('SIGKILL');
      return exited;
    },
    kill: async () => {
      child.kill('SIGKILL');
      await exited;
    },
  };
}
