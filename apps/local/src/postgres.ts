import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import {
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type Claim, Taken, beganAt, claim } from './claim';
import { LocalFault, tail } from './place';
import { freePort } from './ports';
import { type Account, type Home, settle } from './postgres-binaries';
import * as databases from './postgres-databases';

const SUPERUSER = 'postgres';
/** Recovery after a power cut reads the log back; that may take a while on a slow disk. */
const START_LIMIT = 60_000;
const STOP_LIMIT = 10_000;

export interface PostgresOptions {
  /** Holds data, log and password. Root may be given another place instead; see `folder` of the handle. */
  readonly folder: string;
  /** 0 or absent: a free one */
  readonly port?: number;
  /** Extra server settings, by their PostgreSQL names */
  readonly settings?: Readonly<Record<string, string | number>>;
  /** Told what a person should know, in Dutch */
  readonly say?: (line: string) => void;
}

/** A running PostgreSQL of our own. */
export interface Postgres {
  readonly port: number;
  readonly pid: number;
  /** The folder in use */
  readonly folder: string;
  /** `data` inside the folder: what PostgreSQL wrote */
  readonly dataFolder: string;
  readonly logFile: string;
  readonly superuserUrl: string;
  /** Settles when the server ended, however that came about. */
  readonly exited: Promise<void>;
  url(database: string, user?: string, password?: string): string;
  /** A database with an owner of its own; what stands already is kept. */
  createDatabase(name: string, owner: string, password: string): Promise<void>;
  cloneDatabase(template: string, name: string): Promise<void>;
  dropDatabase(name: string): Promise<void>;
  /** Ends it cleanly within ten seconds; `remove` deletes the folder with everything in it. */
  stop(options?: { remove?: boolean }): Promise<void>;
  /** SIGKILL, for tests of what a crash leaves. Start again with the same folder. */
  kill(): Promise<void>;
}

/** Durable as in production, and nothing of a statement or its parameters in the log. */
const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: 100,
  shared_buffers: '128MB',
  fsync: 'on',
  synchronous_commit: 'on',
  timezone: 'UTC',
  log_timezone: 'UTC',
  password_encryption: 'scram-sha-256',
  log_error_verbosity: 'terse',
  log_min_error_statement: 'panic',
  log_parameter_max_length: 0,
  log_parameter_max_length_on_error: 0,
  log_checkpoints: 'off',
};

/**
 * Starts the PostgreSQL that came with the packages, as it would run in production: fsync on, password on TCP, loopback
 * only. Data are made at the first start and kept. After a crash of the server, or of whoever started it, the next
 * start recovers what was committed.
 * @throws LocalFault when the person at the keyboard must do something
 */
export async function startPostgres({
  folder,
  port = 0,
  settings = {},
  say = () => undefined,
}: PostgresOptions): Promise<Postgres> {
  const home = settle(folder, say);
  const held = hold(home.folder);
  try {
    checkOwner(home);
    const password = passwordOf(home.folder);
    if (!existsSync(dataOf(home))) initialise(home);
    await endLeftBehind(dataOf(home));
    return await launch(home, { port, password, settings: { ...SETTINGS, ...settings } }, held);
  } catch (fault) {
    held.release();
    throw fault;
  }
}

const dataOf = (home: { folder: string }): string => join(home.folder, 'data');

function hold(folder: string): Claim {
  try {
    return claim(join(folder, 'starter'));
  } catch (fault) {
    if (fault instanceof Taken)
      throw new LocalFault(`De PostgreSQL in ${folder} is in gebruik door proces ${fault.holder.pid}.`);
    if ((fault as NodeJS.ErrnoException).code === 'EACCES') throw foreign(folder);
    throw fault;
  }
}

function checkOwner({ folder, account }: Home): void {
  const data = join(folder, 'data');
  if (existsSync(data) && process.getuid !== undefined && statSync(data).uid !== (account.uid ?? process.getuid()))
    throw foreign(folder);
}

const foreign = (folder: string): LocalFault =>
  new LocalFault(
    `De map ${folder} is van een andere gebruiker (eerder als root gestart?). Start weer als die gebruiker, of verwijder de map met alle gegevens: sudo rm -rf "${folder}"`,
  );

/** Password of the superuser: random, made once, in a file for its owner only. */
function passwordOf(folder: string): string {
  const file = join(folder, 'password');
  if (existsSync(file)) return readFileSync(file, 'utf8');
  if (existsSync(join(folder, 'data')))
    throw new LocalFault(`In ${folder} ontbreekt het bestand password. Zet het terug, of verwijder de hele map.`);
  const password = randomBytes(24).toString('base64url');
  writeFileSync(file, password, { mode: 0o600 });
  return password;
}

/** What initdb made half is never taken for a database: it works under another name and is renamed when done. */
function initialise(home: Home): void {
  for (const name of readdirSync(home.folder)) {
    if (name.startsWith('new-')) rmSync(join(home.folder, name), { recursive: true, force: true });
  }
  const fresh = join(home.folder, `new-${randomUUID()}`);
  const secret = `${fresh}.password`;
  mkdirSync(fresh, { mode: 0o700 });
  writeFileSync(secret, passwordOf(home.folder), { mode: 0o600 });
  give(home.account, fresh, secret);
  const made = spawnSync(
    join(home.native, 'bin', 'initdb'),
    [
      '-D',
      fresh,
      '-U',
      SUPERUSER,
      '--auth=scram-sha-256',
      `--pwfile=${secret}`,
      '--encoding=UTF8',
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
    ],
    { ...home.account, cwd: fresh, env: environment(), encoding: 'utf8' },
  );
  rmSync(secret, { force: true });
  if (made.status !== 0) {
    rmSync(fresh, { recursive: true, force: true });
    throw new Error(`initdb did not succeed: ${made.error?.message ?? made.stderr}`);
  }
  renameSync(fresh, dataOf(home));
}

function give({ uid, gid }: Account, ...places: string[]): void {
  if (uid !== undefined && gid !== undefined) for (const place of places) chownSync(place, uid, gid);
}

const environment = (): NodeJS.ProcessEnv => ({ PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' });

/**
 * Ends a server on this data folder whose starter is gone. Its keeper normally does so at once (see `keep`), so mostly
 * this waits for a shutdown under way. Nobody else can be using it: we hold the claim.
 */
async function endLeftBehind(data: string): Promise<void> {
  const file = join(data, 'postmaster.pid');
  const until = Date.now() + STOP_LIMIT + 2_000;
  for (let turn = 0; existsSync(file); turn++) {
    const pid = Number(readFileSync(file, 'utf8').split('\n')[0]);
    if (!isPostmaster(pid, data)) {
      // The number went to another program, after a reboot for instance; PostgreSQL would take that for a server.
      if (beganAt(pid) !== undefined) rmSync(file, { force: true });
      return;
    }
    if (Date.now() > until)
      throw new LocalFault(`Er draait nog een PostgreSQL (proces ${pid}) op ${data} die niet stopt.`);
    if (turn === 0) process.kill(pid, 'SIGINT');
    await wait(50);
  }
}

function isPostmaster(pid: number, data: string): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 1 || beganAt(pid) === undefined) return false;
  if (process.platform !== 'linux')
    return spawnSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8' }).stdout.includes(data);
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(data);
  } catch {
    return false;
  }
}

interface Launch {
  readonly port: number;
  readonly password: string;
  readonly settings: Readonly<Record<string, string | number>>;
}

/** Starts the server, again when somebody took the port meanwhile or when backends of a killed one are still ending. */
async function launch(home: Home, how: Launch, held: Claim): Promise<Postgres> {
  const logFile = join(home.folder, 'postgres.log');
  const until = Date.now() + START_LIMIT;
  for (;;) {
    const port = await freePort(how.port);
    if (how.port !== 0 && port !== how.port) throw new Error(`port ${how.port} is in use`);
    const before = existsSync(logFile) ? statSync(logFile).size : 0;
    const server = run(home, port, how.settings, logFile);
    const superuserUrl = urlTo(port, 'postgres', SUPERUSER, how.password);
    if (await answers(superuserUrl, server, until)) return handle(home, { port, server, logFile, superuserUrl, held });
    const said = readFileSync(logFile).subarray(before).toString('utf8');
    const passing = /Address already in use|pre-existing shared memory block|lock file .* already exists/.test(said);
    if (!passing || Date.now() > until)
      throw new Error(`PostgreSQL did not start. Its log (${logFile}) ends:\n${tail(logFile)}`);
    await wait(200);
  }
}

function run(home: Home, port: number, settings: Launch['settings'], logFile: string): ChildProcess {
  const all = Object.entries({ ...settings, port }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const log = openSync(logFile, 'a', 0o600);
  try {
    // A session of its own: Ctrl-C in the terminal reaches whoever started us, who then ends things in order.
    return spawn(join(home.native, 'bin', 'postgres'), ['-D', dataOf(home), ...all], {
      ...home.account,
      cwd: dataOf(home),
      env: environment(),
      detached: true,
      stdio: ['ignore', log, log],
    });
  } finally {
    closeSync(log);
  }
}

async function answers(url: string, server: ChildProcess, until: number): Promise<boolean> {
  let gone = server.pid === undefined;
  server.once('error', () => (gone = true));
  server.once('exit', () => (gone = true));
  while (!gone && Date.now() < until) {
    try {
      await databases.asSuperuser(url, (client) => client.query('select 1'));
      return !gone;
    } catch (fault) {
      // 28P01 invalid_password: waiting will not help
      if ((fault as { code?: string }).code === '28P01') {
        server.kill('SIGINT');
        throw new LocalFault(
          'Het wachtwoord in het bestand password past niet bij deze database. Zet het oude terug, of verwijder de hele map.',
        );
      }
      await wait(30);
    }
  }
  if (!gone) server.kill('SIGQUIT');
  return false;
}

/**
 * A shell that waits for our end: when this process is killed without a chance to stop anything, its standard input
 * closes and it ends the server. Only if the server still is the one of that data folder.
 */
function keep(home: Home, pid: number): ChildProcess | undefined {
  if (process.platform === 'win32') return undefined;
  const script = 'cat >/dev/null; [ "$(head -n 1 "$2/postmaster.pid" 2>/dev/null)" = "$1" ] && kill -INT "$1"';
  const keeper = spawn('/bin/sh', ['-c', script, 'keeper', String(pid), dataOf(home)], {
    ...home.account,
    cwd: '/',
    env: environment(),
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  keeper.on('error', () => undefined);
  keeper.unref();
  (keeper.stdin as unknown as { unref?: () => void }).unref?.();
  return keeper;
}

const urlTo = (port: number, database: string, user: string, password: string): string =>
  `postgresql://${encodeURIComponent(user)}:${encodeURIComponent(password)}@127.0.0.1:${port}/${encodeURIComponent(database)}`;

interface Running {
  readonly port: number;
  readonly server: ChildProcess;
  readonly logFile: string;
  readonly superuserUrl: string;
  readonly held: Claim;
}

function handle(home: Home, { port, server, logFile, superuserUrl, held }: Running): Postgres {
  const pid = server.pid as number;
  const keeper = keep(home, pid);
  const exited = new Promise<void>((resolve) => {
    if (server.exitCode !== null || server.signalCode !== null) resolve();
    else server.once('exit', () => resolve());
  });
  void exited.then(() => keeper?.kill('SIGKILL'));
  void exited.then(() => held.release());
  const password = passwordOf(home.folder);
  return {
    port,
    pid,
    folder: home.folder,
    dataFolder: dataOf(home),
    logFile,
    superuserUrl,
    exited,
    url: (database, user = SUPERUSER, secret = password) => urlTo(port, database, user, secret),
    createDatabase: (name, owner, secret) => databases.createDatabase(superuserUrl, name, owner, secret),
    cloneDatabase: (template, name) => databases.cloneDatabase(superuserUrl, template, name),
    dropDatabase: (name) => databases.dropDatabase(superuserUrl, name),
    stop: async ({ remove = false } = {}) => {
      for (const [signal, limit] of [
        ['SIGINT', STOP_LIMIT],
        ['SIGQUIT', 2_000],
        ['SIGKILL', 2_000],
      ] as const) {
        server.kill(signal);
        if (await within(exited, limit)) break;
      }
      if (remove) for (const place of [home.folder, home.wanted]) rmSync(place, { recursive: true, force: true });
    },
    kill: async () => {
      server.kill('SIGKILL');
      await exited;
    },
  };
}

/** Whether `event` came to pass within so many milliseconds. */
export async function within(event: Promise<unknown>, limit: number): Promise<boolean> {
  const timer = new AbortController();
  const late = wait(limit, false, { signal: timer.signal }).catch(() => false);
  try {
    return await Promise.race([event.then(() => true), late]);
  } finally {
    timer.abort();
  }
}
