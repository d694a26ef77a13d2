import type { DataSource } from 'typeorm';
import { type Actor, SCOPES } from '#access';
import { Catalogue, Department, Duty, PurposeVersion, Sightings, Team } from '#organisation';
import { openDatabase } from '#platform';
import { type TestDatabase, startTestDatabase } from '../support';
import { until } from '../support/waiting';

const SANNE: Actor = {
  id: 'https://login.example|sanne',
  roles: ['professional'],
  department: 'sociaal-domein',
  teams: ['wijkteam-een'],
  scopes: SCOPES,
  client: 'test',
};

let test: TestDatabase;
let database: DataSource;
let now = 0;
let duty: Duty;

beforeAll(async () => {
  test = await startTestDatabase();
  database = await openDatabase({
    url: test.url,
    name: 'test',
    entities: [Department, Team, PurposeVersion],
  }).initialize();
  await database.query(
    `insert into department (code, name, domain) values ('sociaal-domein', 'Sociaal domein', 'care')`,
  );
  for (const code of ['wijkteam-een', 'wijkteam-twee'])
    await database.query(
      `insert into team (code, department, name, phone, email, hours)
       values ($1, 'sociaal-domein', $1, '033-000 00 01', 'team@amersfoort.example', '[]')`,
      [code],
    );
  await database.query(
    `insert into account values ($1, '{professional}', 'sociaal-domein', '{wijkteam-een}', '2027-01-01', '2027-01-01')`,
    [SANNE.id],
  );
  await database.query(
    `insert into cover (id, actor, team, from_on, until_on, given_by) values (gen_random_uuid(), $1, 'wijkteam-twee',
       '2099-07-01', '2099-07-14', 'https://login.example|carla')`,
    [SANNE.id],
  );
  duty = new Duty(new Catalogue(database), () => now);
});
afterAll(async () => {
  await database?.destroy();
  await test?.stop();
});

const on = async (time: string, actor = SANNE): Promise<readonly string[]> => {
  now = Date.parse(time);
  return (await duty.of(actor, 'involvement.register')).teams;
};

it('a cover counts from its first day to its last, by the clock in Amsterdam, and ends by itself', async () => {
  expect(await on('2099-06-30T21:59:00Z')).toEqual(['wijkteam-een']);
  expect(await on('2099-06-30T22:01:00Z')).toEqual(['wijkteam-een', 'wijkteam-twee']);
  expect(await on('2099-07-14T21:59:00Z')).toEqual(['wijkteam-een', 'wijkteam-twee']);
  expect(await on('2099-07-14T22:01:00Z')).toEqual(['wijkteam-een']);
});

it('somebody else covers nothing, and whoever manages manages her own teams only', async () => {
  now = Date.parse('2099-07-05T12:00:00Z');
  const other = { ...SANNE, id: 'https://login.example|bram' };
  expect(await duty.of(other, 'involvement.register')).toBe(other);
  expect(duty.of({ ...SANNE, roles: ['team-coordinator'] }, 'cover.manage')).toMatchObject({ teams: SANNE.teams });
});

it('a question waits for nothing once there is a copy, and one actor stays one object', async () => {
  now = Date.parse('2099-07-05T12:00:00Z');
  await duty.of(SANNE, 'inquiry.ask');
  const asked = duty.of(SANNE, 'inquiry.ask');
  expect(asked).not.toBeInstanceOf(Promise);
  expect(asked).toMatchObject({ teams: ['wijkteam-een', 'wijkteam-twee'] });
  expect(duty.of(SANNE, 'inquiry.ask')).toBe(asked);
});

it('the database keeps a cover to six weeks, never to oneself, ended once and otherwise unchanged', async () => {
  const put = (until_on: string, by: string): Promise<unknown> =>
    database.query(
      `insert into cover (id, actor, team, from_on, until_on, given_by)
       values (gen_random_uuid(), $1, 'wijkteam-twee', '2099-01-01', $2, $3)`,
      [SANNE.id, until_on, by],
    );
  await expect(put('2099-02-13', 'carla')).rejects.toThrow('check constraint');
  await expect(put('2099-01-02', SANNE.id)).rejects.toThrow('check constraint');
  await expect(database.query(`update cover set until_on = until_on + 1`)).rejects.toThrow('never changed');
  await expect(database.query(`delete from cover`)).rejects.toThrow('never changed');
});

it('whoever asks for a version of the catalogue never gets a copy that was begun before it', async () => {
  const catalogue = new Catalogue(database);
  const other = await openDatabase({ url: test.url, name: 'other' }).initialize();
  const runner = other.createQueryRunner();
  await runner.startTransaction();
  await runner.query('lock table cover in access exclusive mode');
  // It has read the version and the teams, and waits for the covers.
  const begun = catalogue.fresh();
  await until(async () => {
    const rows: unknown = await other.query(`select 1 from pg_stat_activity where wait_event_type = 'Lock'`);
    return (rows as unknown[]).length > 0;
  });
  await database.query(`update team set name = 'Nieuwe naam' where code = 'wijkteam-twee'`);
  const later = catalogue.fresh();
  // Until the later one has read the version, too, and joined what is under way.
  await until(async () => {
    const rows: unknown = await other.query(
      `select 1 from pg_stat_activity where state = 'idle' and query = 'select version from catalogue'`,
    );
    return (rows as unknown[]).length > 0;
  });
  await runner.commitTransaction();
  expect((await begun).teams.get('wijkteam-twee')?.name).toBe('wijkteam-twee');
  expect((await later).teams.get('wijkteam-twee')?.name).toBe('Nieuwe naam');
  await runner.release();
  await other.destroy();
});

it('who was seen is written once a day and for each change, and a database that is away delays nobody', async () => {
  const sightings = new Sightings(database);
  const bram: Actor = { ...SANNE, id: 'https://login.example|bram' };
  const stored = async (): Promise<unknown> =>
    (await database.query(`select roles, teams, xmin::text from account where actor = $1`, [bram.id]))[0];
  sightings.see(bram);
  await until(async () => (await stored()) !== undefined);
  const first = await stored();
  for (const again of [bram, { ...bram }]) sightings.see(again);
  sightings.see({ ...bram, teams: ['wijkteam-twee'] });
  await until(async () => ((await stored()) as { teams: string[] }).teams[0] === 'wijkteam-twee');
  expect(first).toMatchObject({ roles: ['professional'], teams: ['wijkteam-een'] });
  const gone = await openDatabase({ url: test.url, name: 'gone' }).initialize();
  await gone.destroy();
  expect(new Sightings(gone).see(bram)).toBeUndefined();
});
