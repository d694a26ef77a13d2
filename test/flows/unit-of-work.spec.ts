import type { DataSource } from 'typeorm';
import { UnitOfWork, openDatabase } from '#platform';
import { type TestDatabase, startTestDatabase } from '../support';
import { stopwatch } from '../support/waiting';

let test: TestDatabase;
let database: DataSource;
let unitOfWork: UnitOfWork;

beforeAll(async () => {
  test = await startTestDatabase();
  database = await test.open(2);
  unitOfWork = new UnitOfWork(database);
  await database.query(
    'create table note (id int primary key, parent int references note (id) deferrable initially deferred)',
  );
});
afterAll(() => test.stop());

const count = async (): Promise<number> =>
  Number((await database.query<{ n: string }[]>('select count(*) as n from note'))[0]?.n);
const unavailable = expect.objectContaining({ code: 'platform.storage-unavailable' });

it('TypeORM itself acknowledges a write that was rolled back: the reason for a unit of work of our own', async () => {
  const before = await count();
  const acknowledged = await database.transaction(async (manager) => {
    await manager.query('insert into note values (1)');
    await manager.query('insert into note values (1)').catch(() => undefined);
    return 'ACK';
  });
  expect(acknowledged).toBe('ACK');
  expect(await count()).toBe(before);
});

it('a swallowed error is refused instead of acknowledged, and nothing is stored', async () => {
  const before = await count();
  const work = unitOfWork.run(async (transaction) => {
    await transaction.query('insert into note values (2)');
    await transaction.query('insert into note values (2)').catch(() => undefined);
    return 'ACK';
  });
  await expect(work).rejects.toEqual(unavailable);
  expect(await count()).toBe(before);
});

it('an entity saved through TypeORM stands or falls with the unit', async () => {
  const before = await count();
  const work = unitOfWork.run(async (transaction) => {
    await transaction.manager.query('insert into note values (3)');
    await transaction.manager.transaction((inner) => inner.query('insert into note values (4)'));
    throw new Error('changed my mind');
  });
  await expect(work).rejects.toThrow('changed my mind');
  expect(await count()).toBe(before);
});

it('a commit that the database refuses at the last moment is said to have stored nothing, and the connection goes on being good', async () => {
  const before = await count();
  await expect(unitOfWork.run((transaction) => transaction.query('insert into note values (5, 999)'))).rejects.toEqual(
    unavailable,
  );
  await unitOfWork.run((transaction) => transaction.query('insert into note values (6)'));
  expect(await count()).toBe(before + 1);
});

it.each(['40001', '40P01', '53100', '58030', 'XX000'])(
  'a statement that fails with %s, which is about the database and not about the request, is answered as an outage',
  async (code) => {
    const work = unitOfWork.run((transaction) =>
      transaction.query(`do $$ begin raise exception 'not today' using errcode = '${code}'; end $$`),
    );
    await expect(work).rejects.toEqual(unavailable);
  },
);

it('when the connection is lost at the commit itself, nobody says that nothing was stored', async () => {
  await database.query(`create function ends_its_connection() returns trigger language plpgsql as
    'begin perform pg_terminate_backend(pg_backend_pid()); return null; end'`);
  await database.query(`create constraint trigger ends_its_connection after insert on note deferrable initially deferred
    for each row when (new.id = 700) execute function ends_its_connection()`);
  await expect(
    unitOfWork.run((transaction) => transaction.query('insert into note values (700)')),
  ).rejects.toMatchObject({ code: 'platform.outcome-unknown' });
});

it('a slow statement is ended by the server, and the next write on the same pool is kept', async () => {
  const single = await openDatabase({ url: test.url, name: 'single', connections: 1 }).initialize();
  const slow = new UnitOfWork(single);
  await expect(
    slow.run(async (transaction) => {
      await transaction.query("set local statement_timeout = '100ms'");
      await transaction.query('select pg_sleep(2)');
    }),
  ).rejects.toEqual(unavailable);
  await slow.run((transaction) => transaction.query('insert into note values (7)'));
  await single.destroy();
  expect(await database.query('select 1 from note where id = 7')).toHaveLength(1);
});

it('a unit that takes longer than three seconds is given up, its connection thrown away, and the pool serves on', async () => {
  const single = await openDatabase({ url: test.url, name: 'single', connections: 1 }).initialize();
  const stuck = new UnitOfWork(single);
  const took = stopwatch();
  await expect(
    stuck.run(async (transaction) => {
      await transaction.query('insert into note values (8)');
      await new Promise((resolve) => setTimeout(resolve, 20_000).unref());
    }),
  ).rejects.toEqual(unavailable);
  expect(took()).toBeLessThan(10_000);
  await stuck.run((transaction) => transaction.query('insert into note values (9)'));
  await single.destroy();
  const kept = await database.query<{ id: number }[]>('select id from note where id in (8, 9)');
  expect(kept.map(({ id }) => id)).toEqual([9]);
});

it('a backend killed half-way loses nothing that was acknowledged, and the next unit runs', async () => {
  await expect(
    unitOfWork.run(async (transaction) => {
      await transaction.query('insert into note values (10)');
      const { rows } = await transaction.query<{ pid: number }>('select pg_backend_pid() as pid');
      await database.query('select pg_terminate_backend($1)', [rows[0]?.pid]);
      await transaction.query('insert into note values (11)');
    }),
  ).rejects.toEqual(unavailable);
  await unitOfWork.run((transaction) => transaction.query('insert into note values (12)'));
  const kept = await database.query<{ id: number }[]>('select id from note where id between 10 and 12');
  expect(kept.map(({ id }) => id)).toEqual([12]);
});
