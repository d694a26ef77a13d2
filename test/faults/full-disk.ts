import { execFileSync, spawnSync } from 'node:child_process';
import { chownSync, closeSync, mkdirSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Client } from 'pg';
import { DATABASES, type DatabaseName, type TownOnLines, withDatabase } from './town';

/**
 * How a disk is made full. `mount`: the tables lie on a small file system that is filled up, so that PostgreSQL meets a
 * real ENOSPC; needs root. `limit`: the kernel refuses its processes larger files (EFBIG), as a quota would; needs
 * `prlimit`. `trigger`: a trigger raises what PostgreSQL would, where neither can be had.
 */
export const DISK_METHODS = ['mount', 'limit', 'trigger'] as const;
export type DiskMethod = (typeof DISK_METHODS)[number];

export interface FullDisk {
  /** With nobody at work: from here on there is little room left. */
  prepare(): Promise<void>;
  fill(): Promise<void>;
  empty(): Promise<void>;
  /** With nobody at work: as it was. */
  clear(): Promise<void>;
}

/** Tables that grow with every request. */
export const GROWING: Readonly<Record<DatabaseName, readonly string[]>> = {
  index: ['audit.record', 'audit.batch', 'involvement', 'link', 'spent_ticket'],
  custodian: ['evaluation'],
};

const MEGABYTE = 1024 * 1024;
/** One segment of the WAL, which must stay writable: PostgreSQL gives up altogether without it. */
const LIMIT = 16 * MEGABYTE;

/** The most real one that this machine and this user allow. */
export function bestMethod(): DiskMethod {
  if (process.platform !== 'linux') return 'trigger';
  if (process.getuid?.() === 0 && spawnSync('mount', ['--version']).status === 0 && mayMount()) return 'mount';
  return spawnSync('prlimit', ['--version']).status === 0 ? 'limit' : 'trigger';
}

/** Root in a container often may not; asked of a mount name space of its own, so that nothing is left of the question. */
const mayMount = (): boolean =>
  spawnSync('unshare', ['--mount', 'mount', '-t', 'tmpfs', '-o', 'size=1m', 'question', '/mnt']).status === 0;

export function fullDisk(method: DiskMethod, town: TownOnLines): FullDisk {
  if (method === 'mount') return new SmallFileSystem(town);
  return method === 'limit' ? new SmallFiles(town) : new FullByWord(town);
}

const inEach = async (
  town: TownOnLines,
  work: (client: Client, name: DatabaseName) => Promise<void>,
): Promise<void> => {
  for (const name of Object.keys(DATABASES) as DatabaseName[])
    await withDatabase(town.postgres.url(DATABASES[name]), (client) => work(client, name));
};

class SmallFileSystem implements FullDisk {
  readonly #place: string;

  constructor(private readonly town: TownOnLines) {
    this.#place = join(town.postgres.folder, 'small');
  }

  async prepare(): Promise<void> {
    const { uid, gid } = statSync(this.town.postgres.dataFolder);
    let bytes = 8 * MEGABYTE;
    await inEach(this.town, async (client, name) => {
      const { rows } = await client.query<{ n: string }>(
        'select sum(pg_table_size(t::regclass)) as n from unnest($1::text[]) t',
        [GROWING[name]],
      );
      bytes += Number(rows[0]?.n);
    });
    mkdirSync(this.#place, { recursive: true });
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${bytes},mode=0700,uid=${uid},gid=${gid}`, 'small', this.#place]);
    // PostgreSQL wants the whole of a directory to itself; the filling lies beside it.
    const tables = join(this.#place, 'tables');
    mkdirSync(tables, { mode: 0o700 });
    chownSync(tables, uid, gid);
    await withDatabase(this.town.postgres.superuserUrl, async (client) => {
      await client.query(`create tablespace small location '${tables}'`);
      await client.query('grant create on tablespace small to public');
    });
    await this.#moveTo('small');
  }

  fill(): Promise<void> {
    const filling = openSync(join(this.#place, 'filling'), 'w');
    try {
      for (const size of [MEGABYTE, 4_096]) {
        try {
          for (;;) writeSync(filling, Buffer.alloc(size, 1));
        } catch (fault) {
          if ((fault as NodeJS.ErrnoException).code !== 'ENOSPC') throw fault;
        }
      }
    } finally {
      closeSync(filling);
    }
    return Promise.resolve();
  }

  empty(): Promise<void> {
    rmSync(join(this.#place, 'filling'), { force: true });
    return Promise.resolve();
  }

  async clear(): Promise<void> {
    try {
      await this.#moveTo('pg_default');
      await withDatabase(this.town.postgres.superuserUrl, async (client) => {
        await client.query('checkpoint');
        await client.query('drop tablespace small');
      });
    } finally {
      // Lazily: backends at rest may still hold descriptors of the files that went away.
      execFileSync('umount', ['--lazy', this.#place]);
    }
    rmSync(this.#place, { recursive: true, force: true });
  }

  #moveTo(space: 'small' | 'pg_default'): Promise<void> {
    return inEach(this.town, async (client, name) => {
      for (const table of GROWING[name]) await client.query(`alter table ${table} set tablespace ${space}`);
    });
  }
}

class SmallFiles implements FullDisk {
  constructor(private readonly town: TownOnLines) {}

  /** Rows that were never committed make the files as large as they may become. */
  prepare(): Promise<void> {
    return inEach(this.town, async (client, name) => {
      const { table, junk } = FILLED[name];
      const large = async (): Promise<boolean> => {
        const { rows } = await client.query<{ n: string }>('select pg_relation_size($1) as n', [table]);
        return Number(rows[0]?.n) >= LIMIT;
      };
      await client.query(`alter table ${table} set (autovacuum_enabled = false)`);
      await client.query('begin');
      while (!(await large())) await client.query(junk);
      await client.query('rollback');
      await client.query('checkpoint');
    });
  }

  fill = (): Promise<void> => this.#limit(String(LIMIT));
  empty = (): Promise<void> => this.#limit('unlimited');

  async clear(): Promise<void> {
    await inEach(this.town, async (client, name) => {
      await client.query(`alter table ${FILLED[name].table} reset (autovacuum_enabled)`);
      await client.query(`vacuum ${FILLED[name].table}`);
    });
  }

  /** For the processes that serve connections, and for the one that starts them; not for those that write the WAL. */
  async #limit(size: string): Promise<void> {
    const backends = await withDatabase(this.town.postgres.superuserUrl, async (client) => {
      const { rows } = await client.query<{ pid: number }>(
        "select pid from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()",
      );
      return rows.map(({ pid }) => pid);
    });
    // In the name of its owner, since root of a container may not; and only the soft limit, which may be raised again.
    const { uid, gid } = statSync(this.town.postgres.dataFolder);
    const owner = process.getuid?.() === 0 ? { uid, gid } : {};
    const limited = [this.town.postgres.pid, ...backends].filter(
      (pid) => spawnSync('prlimit', ['--pid', String(pid), `--fsize=${size}:`], owner).status === 0,
    );
    // A backend may have ended meanwhile; the postmaster has not.
    if (limited[0] !== this.town.postgres.pid) throw new Error('prlimit may not limit PostgreSQL on this machine');
  }
}

/** Tables that are filled up, and rows of about two megabytes for each. */
const FILLED: Readonly<Record<DatabaseName, { readonly table: string; readonly junk: string }>> = {
  index: {
    table: 'audit.record',
    junk: `insert into audit.record (seq, event, entry, w, w_salt, x, x_salt, s, a, d, at, actor_key, receipt_digest)
      select 1000000000000 + (random() * 1e12)::bigint, '', '', decode(repeat('00', 1500), 'hex'), '', '', '', '', '', '', now(), '',
        decode(replace(gen_random_uuid()::text, '-', ''), 'hex') from generate_series(1, 1300)`,
  },
  custodian: {
    table: 'evaluation',
    junk: `insert into evaluation (ticket, actor, use, kind, count, at)
      select decode(replace(gen_random_uuid()::text, '-', ''), 'hex'), 'junk|' || repeat('x', 900), 'ask', 'person', 1, now()
      from generate_series(1, 2000)`,
  },
};

class FullByWord implements FullDisk {
  constructor(private readonly town: TownOnLines) {}

  prepare = (): Promise<void> => Promise.resolve();
  clear = (): Promise<void> => Promise.resolve();

  fill(): Promise<void> {
    return inEach(this.town, async (client, name) => {
      await client.query(`create function disk_is_full() returns trigger language plpgsql as $$
        begin raise exception 'could not extend file: No space left on device' using errcode = '53100'; end $$`);
      for (const table of GROWING[name])
        await client.query(
          `create trigger disk_is_full before insert on ${table} for each row execute function disk_is_full()`,
        );
    });
  }

  empty(): Promise<void> {
    return inEach(this.town, async (client) => void (await client.query('drop function disk_is_full() cascade')));
  }
}
