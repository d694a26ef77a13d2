import { setTimeout as wait } from 'node:timers/promises';
import { poolOf } from '#platform';
import { startTestDatabase, type TestDatabase } from '../support';
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
