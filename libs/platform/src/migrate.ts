import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';

/** Any number, the same for every process that migrates. */
const LOCK = 7_312_026;

/**
 * Brings a database up to date with a folder of numbered SQL files, each in a transaction of its own. Several processes
 * may start at once: an advisory lock lets one do the work.
 * @returns names of the files applied now
 */
export async function migrate(databaseUrl: string, folder: string): Promise<string[]> {
  const client = new Client({ connectionString: databaseUrl, application_name: 'raakvlak-migrate' });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [LOCK]);
    await client.query(
      'create table if not exists migration (name text primary key, applied_at timestamptz not null default now())',
    );
    const { rows } = await client.query<{ name: string }>('select name from migration');
    const applied = new Set(rows.map(({ name }) => name));
    const pending = readdirSync(folder)
      .filter((name) => name.endsWith('.sql') && !applied.has(name))
      .sort();
    for (const name of pending) await apply(client, name, readFileSync(join(folder, name), 'utf8'));
    return pending;
  } finally {
    await client.end();
  }
}

async function apply(client: Client, name: string, sql: string): Promise<void> {
  await client.query('begin');
  try {
    await client.query(sql);
    await client.query('insert into migration (name) values ($1)', [name]);
    await client.query('commit');
  } catch (cause) {
    await client.query('rollback');
    throw new Error(`migration ${name} was refused`, { cause });
  }
}
