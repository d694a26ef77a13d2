import { Client, escapeIdentifier, escapeLiteral } from 'pg';
import { setTimeout as wait } from 'node:timers/promises';

/** How long a template may still be in use: a closing pool needs a moment. */
const TEMPLATE_LIMIT = 5_000;

/** Runs statements as the superuser, one connection for all of them. */
export async function asSuperuser<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({
    connectionString: url,
    application_name: 'raakvlak-local',
    connectionTimeoutMillis: 5_000,
  });
  // A server that goes down ends this connection outside any query; the query under way reports it.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Makes a user and a database of its own, which nobody else may enter. What stands is kept; the password is set anew. */
export async function createDatabase(superuser: string, name: string, owner: string, password: string): Promise<void> {
  await asSuperuser(superuser, async (client) => {
    const role = escapeIdentifier(owner);
    const known = await client.query('select 1 from pg_roles where rolname = $1', [owner]);
    await client.query(
      `${known.rowCount === 0 ? 'create' : 'alter'} role ${role} login password ${escapeLiteral(password)}`,
    );
    const stands = await client.query('select 1 from pg_database where datname = $1', [name]);
    if (stands.rowCount === 0) await client.query(`create database ${escapeIdentifier(name)} owner ${role}`);
    await closeToOthers(client, name);
  });
}

/** Copies a database with its owner, contents and schema; the template must have no connections, which is waited for. */
export async function cloneDatabase(superuser: string, template: string, name: string): Promise<void> {
  await asSuperuser(superuser, async (client) => {
    const { rows } = await client.query<{ owner: string }>(
      'select pg_get_userbyid(datdba) as owner from pg_database where datname = $1',
      [template],
    );
    if (rows[0] === undefined) throw new Error(`there is no database ${template} to copy`);
    const copy = `create database ${escapeIdentifier(name)} template ${escapeIdentifier(template)} owner ${escapeIdentifier(rows[0].owner)}`;
    const until = Date.now() + TEMPLATE_LIMIT;
    for (;;) {
      try {
        await client.query(copy);
        break;
      } catch (fault) {
        // 55006 object_in_use
        if ((fault as { code?: string }).code !== '55006' || Date.now() > until) throw fault;
        await wait(50);
      }
    }
    await closeToOthers(client, name);
  });
}

/** Removes a database, connections included. */
export async function dropDatabase(superuser: string, name: string): Promise<void> {
  await asSuperuser(superuser, (client) =>
    client.query(`drop database if exists ${escapeIdentifier(name)} with (force)`),
  );
}

const closeToOthers = (client: Client, name: string) =>
  client.query(`revoke all on database ${escapeIdentifier(name)} from public`);
