import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Client } from 'pg';
import { beganAt } from './claim';
import { type Postgres, startPostgres } from './postgres';

const newFolder = (): string => mkdtempSync(join(tmpdir(), 'raakvlak postgres '));

async function ask<T>(url: string, sql: string): Promise<T[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows as T[];
  } finally {
    await client.end();
  }
}

describe('the embedded PostgreSQL', () => {
  const folder = newFolder();
  let postgres: Postgres;

  beforeAll(async () => {
    postgres = await startPostgres({ folder, settings: { work_mem: '5MB' } });
  });
  afterAll(async () => {
    await postgres.stop({ remove: true });
  });

  it('refuses a wrong password and a user of another database', async () => {
    await postgres.createDatabase('first', 'first_owner', 'first-password');
    await postgres.createDatabase('second', 'second_owner', 'second-password');
    await expect(ask(postgres.url('first', 'first_owner', 'not it'), 'select 1')).rejects.toMatchObject({
      code: '28P01',
    });
    await expect(ask(postgres.url('second', 'first_owner', 'first-password'), 'select 1')).rejects.toMatchObject({
      code: '42501',
    });
  });

  it('refuses a second start in a folder that is in use', async () => {
    await expect(startPostgres({ folder })).rejects.toThrow(/in gebruik door proces/);
    await expect(ask(postgres.superuserUrl, 'select 1')).resolves.toHaveLength(1);
  });

  it('refuses a port that somebody else listens on', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as { port: number };
    const elsewhere = newFolder();
    await expect(startPostgres({ folder: elsewhere, port })).rejects.toThrow(`port ${port} is in use`);
    other.close();
    rmSync(elsewhere, { recursive: true });
  });

  it('is durable, takes settings and keeps statements and parameters out of its log', async () => {
    const rows = await ask<{ name: string; setting: string }>(
      postgres.superuserUrl,
      'select name, setting from pg_settings',
    );
    const settings = Object.fromEntries(rows.map(({ name, setting }) => [name, setting]));
    expect(settings).toMatchObject({ fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on', work_mem: '5120' });
    expect(settings).toMatchObject({ listen_addresses: '127.0.0.1', unix_socket_directories: '' });
    await ask(postgres.superuserUrl, "select 'not-in-the-log'::text from nowhere").catch(() => undefined);
    await ask(postgres.superuserUrl, 'create table once (line text unique)');
    await ask(postgres.superuserUrl, "insert into once values ('not-in-the-log')");
    await expect(ask(postgres.superuserUrl, "insert into once values ('not-in-the-log')")).rejects.toMatchObject({
      code: '23505',
    });
    const log = readFileSync(postgres.logFile, 'utf8');
    expect(log).toContain('duplicate key value');
    expect(log).not.toContain('not-in-the-log');
  });

  it('keeps its password and its data from other users of the machine', () => {
    expect(statSync(join(postgres.folder, 'password')).mode & 0o777).toBe(0o600);
    expect(statSync(postgres.dataFolder).mode & 0o777).toBe(0o700);
  });

  it('keeps a database that stands and gives its owner the new password', async () => {
    await postgres.createDatabase('kept', 'kept_owner', 'old');
    await ask(postgres.url('kept', 'kept_owner', 'old'), 'create table note as select 1 as line');
    await postgres.createDatabase('kept', 'kept_owner', 'new');
    await expect(ask(postgres.url('kept', 'kept_owner', 'new'), 'select line from note')).resolves.toEqual([
      { line: 1 },
    ]);
  });

  it('copies a template as soon as its last connection is gone, and drops the copy with its connections', async () => {
    await postgres.createDatabase('template', 'template_owner', 'secret');
    const url = postgres.url('template', 'template_owner', 'secret');
    const holder = new Client({ connectionString: url });
    await holder.connect();
    await holder.query('create table subject as select 7 as line');
    const copying = postgres.cloneDatabase('template', 'copy');
    await wait(200);
    await holder.end();
    await copying;
    const inside = new Client({ connectionString: postgres.url('copy', 'template_owner', 'secret') });
    const ended = new Promise((resolve) => inside.on('error', resolve));
    await inside.connect();
    expect((await inside.query('select line from subject')).rows).toEqual([{ line: 7 }]);
    await postgres.dropDatabase('copy');
    await ended;
    await expect(postgres.cloneDatabase('no such template', 'copy')).rejects.toThrow('there is no database');
  });
});

describe('after a crash', () => {
  const folder = newFolder();
  const started: Postgres[] = [];
  const start = async (): Promise<Postgres> => {
    const postgres = await startPostgres({ folder });
    started.push(postgres);
    return postgres;
  };

  afterAll(async () => {
    await started.at(-1)?.stop({ remove: true });
  });

  it('keeps what was committed when the server is killed', async () => {
    const first = await start();
    await ask(first.superuserUrl, 'create table counted (line int)');
    const writer = new Client({ connectionString: first.superuserUrl });
    writer.on('error', () => undefined);
    await writer.connect();
    await writer.query('insert into counted select generate_series(1, 1000)');
    await first.kill();
    const second = await start();
    await expect(ask(second.superuserUrl, 'select count(*)::int as lines from counted')).resolves.toEqual([
      { lines: 1000 },
    ]);
  });

  it('starts although the process number of the killed server went to another program', async () => {
    const last = started.at(-1) as Postgres;
    await last.kill();
    const other = spawn('sleep', ['60'], { stdio: 'ignore' });
    const file = join(last.dataFolder, 'postmaster.pid');
    writeFileSync(file, readFileSync(file, 'utf8').replace(/^\d+/, String(other.pid)));
    const next = await start();
    await expect(ask(next.superuserUrl, 'select 1 as line')).resolves.toEqual([{ line: 1 }]);
    other.kill();
  });

  it('ends by itself when whoever started it is killed, and starts again', async () => {
    await started.at(-1)?.stop();
    const starter = startElsewhere(folder);
    const pid = await firstLine(starter);
    starter.kill('SIGKILL');
    await once(starter, 'exit');
    const next = await start();
    expect(beganAt(Number(pid))).toBeUndefined();
    await expect(ask(next.superuserUrl, 'select count(*)::int as lines from counted')).resolves.toEqual([
      { lines: 1000 },
    ]);
  });

  it('leaves nothing behind when it is told to remove itself', async () => {
    const last = started.at(-1) as Postgres;
    await last.stop({ remove: true });
    expect(existsSync(last.folder)).toBe(false);
    expect(beganAt(last.pid)).toBeUndefined();
  });
});

/** Another process that starts the database and then does nothing, from the sources by way of the compiler in Jest. */
function startElsewhere(folder: string): ChildProcess {
  const script = `
    const { transformSync } = require('@swc/core');
    const fs = require('node:fs');
    require.extensions['.ts'] = (module, file) =>
      module._compile(transformSync(fs.readFileSync(file, 'utf8'), { filename: file, jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' } }).code, file);
    require(${JSON.stringify(join(__dirname, 'postgres.ts'))})
      .startPostgres({ folder: ${JSON.stringify(folder)} })
      .then(({ pid }) => console.log(pid));
  `;
  return spawn(process.execPath, ['-e', script], { cwd: __dirname, stdio: ['ignore', 'pipe', 'inherit'] });
}

const firstLine = (child: ChildProcess): Promise<string> =>
  new Promise((resolve, reject) => {
    child.stdout?.once('data', (line: Buffer) => resolve(line.toString().trim()));
    child.once('exit', () => reject(new Error('the other process did not start the database')));
  });
