import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { program, startProcess } from '#local';
import { openDatabase, poolOf } from '#platform';
import { startTestDatabase, type TestDatabase } from '../support';
import { startLine } from './line';
import { withDatabase } from './town';

let test: TestDatabase;

beforeAll(async () => {
  test = await startTestDatabase();
});
afterAll(() => test.stop());

/** Ends all connections of the pool from the server's side, as a crash of PostgreSQL does. */
const endConnections = (): Promise<number | null> =>
  withDatabase(test.postgres.superuserUrl, async (client) => {
    const { rowCount } = await client.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'test'",
    );
    return rowCount;
  });

it('a connection that the server ends while nobody listens to it does not end the process', async () => {
  const database = await test.open(2);
  const handedOut = await poolOf(database).connect();
  expect(await endConnections()).toBeGreaterThan(0);
  await wait(200);
  await expect(handedOut.query('select 1')).rejects.toThrow();
  handedOut.release(true);
  expect(await database.query('select 1 as one')).toEqual([{ one: 1 }]);
});

it('connections over a network that swallowed a statement do not take up the pool for ever, nor wait for a goodbye', async () => {
  const line = await startLine(test.postgres.port);
  const url = new URL(test.url);
  url.port = String(line.port);
  const database = await openDatabase({ url: url.href, name: 'test-line', connections: 3 }).initialize();
  try {
    const [atRest, ...others] = await Promise.all([1, 2, 3].map(() => poolOf(database).connect()));
    for (const one of others) one.release();
    line.silence();
    const asked = ['select 1', 'select 2'].map((statement) => database.query(statement));
    for (const one of await Promise.allSettled(asked)) expect(one.status).toBe('rejected');
    const gone = new Promise<void>((resolve) => atRest?.once('end', () => resolve()));
    atRest?.release(true);
    await gone;
    line.restore();
    const again = await Promise.all([1, 2, 3, 4, 5, 6].map(() => database.query('select 1 as one')));
    expect(again).toEqual(Array(6).fill([{ one: 1 }]));
  } finally {
    await database.destroy();
    await line.stop();
  }
});

it('when one connection fell silent, those at rest beside it cost nobody a refusal', async () => {
  const line = await startLine(test.postgres.port);
  const url = new URL(test.url);
  url.port = String(line.port);
  const database = await openDatabase({ url: url.href, name: 'test-line', connections: 5 }).initialize();
  try {
    const handedOut = await Promise.all([1, 2, 3, 4, 5].map(() => poolOf(database).connect()));
    for (const one of handedOut) one.release();
    line.silence();
    await expect(database.query('select 1')).rejects.toThrow();
    line.restore();
    await wait(50);
    for (let turn = 0; turn < 5; turn++) expect(await database.query('select 1 as one')).toEqual([{ one: 1 }]);
  } finally {
    await database.destroy();
    await line.stop();
  }
});

it('a process that cannot close its connections ends all the same when it is told to', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'raakvlak-closing-'));
  try {
    const script = join(folder, 'closes-never.js');
    writeFileSync(
      script,
      `require(${JSON.stringify(program('libs/platform/src/index'))}).runProcess('closes never', async () => ({
        close: () => new Promise(() => setInterval(() => undefined, 1000)),
      }));`,
    );
    const running = await startProcess('closes never', script, {}, { logFile: join(folder, 'log') });
    process.kill(running.pid, 'SIGTERM');
    // By itself: the signal that nobody can refuse would leave no exit code.
    expect(await running.exited).toBe(1);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
