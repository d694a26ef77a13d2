import { Client } from 'pg';
import type { Chance } from './chance';
import { type DiskMethod, fullDisk } from './full-disk';
import { DATABASES, type DatabaseName, type TownOnLines, withDatabase } from './town';

/** What can be the matter with a database that is not killed. */
export const OUTAGES = [
  'paused',
  'slow',
  'connections',
  'disk',
  'commit',
  'read-only',
  'silent-network',
  'cut-network',
] as const;
export type OutageName = (typeof OUTAGES)[number];

/** One outage, made once and undone once. */
export interface Outage {
  /** What was drawn, in words */
  readonly what: string;
  /** With nobody at work */
  prepare?(): Promise<void>;
  begin(): Promise<void>;
  end(): Promise<void>;
  /** With nobody at work */
  clear?(): Promise<void>;
}

interface Making {
  readonly town: TownOnLines;
  readonly chance: Chance;
  readonly disk: DiskMethod;
}

/** Draws how exactly; nothing happens before `begin`. */
export const outageOf = (name: OutageName, making: Making): Outage => MAKERS[name](making);

const MAKERS: Readonly<Record<OutageName, (making: Making) => Outage>> = {
  paused: ({ town }) => paused(town),
  slow: (making) => onLines(making, 'slow'),
  connections: ({ town }) => withoutConnections(town),
  disk: ({ town, disk }) => ({
    what: { mount: 'ENOSPC on a small file system', limit: 'EFBIG by a limit', trigger: '53100 by a trigger' }[disk],
    ...methodsOf(fullDisk(disk, town)),
  }),
  commit: failingCommits,
  'read-only': ({ town }) => readOnly(town),
  'silent-network': (making) => onLines(making, 'silence'),
  'cut-network': (making) => onLines(making, 'cut'),
};

const methodsOf = (disk: ReturnType<typeof fullDisk>) => ({
  prepare: () => disk.prepare(),
  begin: () => disk.fill(),
  end: () => disk.empty(),
  clear: () => disk.clear(),
});

const superuser = <T>(town: TownOnLines, work: (client: Client) => Promise<T>): Promise<T> =>
  withDatabase(town.postgres.superuserUrl, work);

/** Every process of PostgreSQL stops where it is, as on a machine that swaps or a virtual one that is moved. */
function paused(town: TownOnLines): Outage {
  const stopped: number[] = [];
  const signal = (pid: number, name: 'SIGSTOP' | 'SIGCONT'): void => {
    try {
      process.kill(pid, name);
    } catch (fault) {
      if ((fault as NodeJS.ErrnoException).code !== 'ESRCH') throw fault;
    }
  };
  return {
    what: 'SIGSTOP of all its processes',
    async begin() {
      const { rows } = await superuser(town, (client) =>
        client.query<{ pid: number }>('select pid from pg_stat_activity where pid <> pg_backend_pid()'),
      );
      stopped.push(town.postgres.pid, ...rows.map(({ pid }) => pid));
      for (const pid of stopped) signal(pid, 'SIGSTOP');
    },
    end() {
      for (const pid of stopped) signal(pid, 'SIGCONT');
      return Promise.resolve();
    },
  };
}

/** The way to one of the databases or to both. */
function onLines({ town, chance }: Making, mood: 'slow' | 'silence' | 'cut'): Outage {
  const drawn = chance.next();
  const names: DatabaseName[] = drawn < 0.5 ? ['index', 'custodian'] : drawn < 0.8 ? ['index'] : ['custodian'];
  const least = chance.between(100, 900);
  const delay = [least, least + 600] as const;
  const how = { slow: `each packet ${delay.join(' to ')} ms late`, silence: 'bytes swallowed', cut: 'reset' }[mood];
  return {
    what: `${how}, to ${names.join(' and ')}`,
    begin() {
      for (const name of names) {
        const line = town.lines[name];
        if (mood === 'slow') line.slow(delay, chance);
        else line[mood]();
      }
      return Promise.resolve();
    },
    end() {
      for (const name of names) town.lines[name].restore();
      return Promise.resolve();
    },
  };
}

/** Somebody else holds every slot that is not the superuser's; the connections that the servers had are ended. */
function withoutConnections(town: TownOnLines): Outage {
  const taken: Client[] = [];
  const { host, username, password } = new URL(town.stack.databases.index);
  const direct = `postgresql://${username}:${password}@${host.split(':')[0]}:${town.postgres.port}/${DATABASES.index}`;
  /** Until PostgreSQL refuses; others may be as quick as we are. */
  const take = async (): Promise<void> => {
    for (;;) {
      const client = new Client({ connectionString: direct, application_name: 'faults' });
      client.on('error', () => undefined);
      try {
        await client.connect();
        taken.push(client);
      } catch (fault) {
        // 53300 too_many_connections
        if ((fault as { code?: string }).code === '53300') return;
        throw fault;
      }
    }
  };
  return {
    what: 'all slots taken by others',
    async begin() {
      await superuser(town, async (client) => {
        for (let turn = 0; turn < 40; turn++) {
          await take();
          const { rowCount } = await client.query(
            `select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'raakvlak-%'`,
          );
          if (rowCount === 0) return;
        }
      });
    },
    end: async () => void (await Promise.all(taken.map((client) => client.end()))),
  };
}

/** What a deferred constraint, a full disk or a clash of transactions may raise when all statements went well. */
const AT_COMMIT = ['23503', '23505', '23514', '40001', '40P01', '53100', '57014', '58030', 'P0001', 'XX000'] as const;
const RECORDS: Readonly<Record<DatabaseName, readonly string[]>> = {
  index: ['audit.record', 'involvement'],
  custodian: ['evaluation'],
};

/** Every statement goes well, and then a share of the transactions fails at the very COMMIT. */
function failingCommits({ town, chance }: Making): Outage {
  const code = chance.pick(AT_COMMIT);
  const share = chance.pick([0.3, 0.6, 1]);
  const each = async (work: (client: Client, name: DatabaseName) => Promise<void>): Promise<void> => {
    for (const name of Object.keys(RECORDS) as DatabaseName[])
      await withDatabase(town.postgres.url(DATABASES[name]), (client) => work(client, name));
  };
  return {
    what: `${code} at ${share * 100} % of commits`,
    begin: () =>
      each(async (client, name) => {
        await client.query(`create function fails_at_commit() returns trigger language plpgsql as $$ begin
          if random() < ${share} then raise exception 'not today' using errcode = '${code}'; end if; return null; end $$`);
        for (const table of RECORDS[name])
          await client.query(`create constraint trigger fails_at_commit after insert or update on ${table}
            deferrable initially deferred for each row execute function fails_at_commit()`);
      }),
    end: () => each(async (client) => void (await client.query('drop function fails_at_commit() cascade'))),
  };
}

/** As after a change of primary, or by a hand that wanted to be careful. */
function readOnly(town: TownOnLines): Outage {
  const change = (statement: string): Promise<void> =>
    superuser(town, async (client) => {
      await client.query(statement);
      await client.query('select pg_reload_conf()');
    });
  return {
    what: 'default_transaction_read_only',
    begin: () => change('alter system set default_transaction_read_only = on'),
    end: () => change('alter system reset default_transaction_read_only'),
  };
}
