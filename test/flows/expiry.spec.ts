import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { randomBytes } from 'node:crypto';
import { AuditKeys } from '#accountability';
import type { RunningProcess } from '#local';
import { type ListItem, type Lists, listsOf } from '../support/lists';
import { type TeamCode, type Town, connectionOf, memberOf, startTown } from '../support/town';
import { expectProblem } from './index-routes';
import { until } from '../support/waiting';

const system = connectionOf('sociaal-domein');
const inspector = memberOf('bouwtoezicht-midden');
const TEAM: TeamCode = 'wijkteam-soesterkwartier';

let town: Town;
let lists: Lists;

beforeAll(async () => {
  town = await startTown();
  lists = listsOf(town);
});
afterAll(() => town?.stop());

async function put(items: readonly ListItem[]): Promise<string[]> {
  for (let at = 0; at < items.length; at += 100) {
    const json = lists.body(system, items.slice(at, at + 100));
    const { status, text } = await town.request('POST', '/v1/registrations', { as: system, json });
    if (status !== 200) throw new Error(text);
  }
  return items.map(({ id }) => id);
}
const persons = (count: number): ListItem[] => Array.from({ length: count }, () => lists.person(TEAM));
const addresses = (count: number): ListItem[] => Array.from({ length: count }, () => lists.address(TEAM));
const expiredDaysAgo = (ids: readonly string[], days: number) =>
  town.database.query('update involvement set expires_on = current_date - $2::int where id = any($1)', [ids, days]);
const withdrawnDaysAgo = (ids: readonly string[], days: number) =>
  town.database.query('update involvement set withdrawn_on = current_date - $2::int where id = any($1)', [ids, days]);
const withdraw = (ids: readonly string[]) => town.request('POST', '/v1/withdrawals', { as: system, json: { ids } });
const count = async (from: string): Promise<number> =>
  (await town.database.query<{ n: number }>(`select count(*)::int as n from ${from}`)).rows[0]?.n ?? -1;
const place = async (): Promise<number> => (await town.happenings()).length;
const expiries = async (since: number): Promise<number> =>
  (await town.happenings(since)).filter(({ action, outcome }) => action === 'expire' && outcome === 'done').length;

/** Runs a worker of that duty until it has done what `done` waits for, and ends it. */
async function whileWorking(done: () => Promise<boolean>, workers = 1): Promise<void> {
  const running: RunningProcess[] = [];
  for (let i = 0; i < workers; i++) running.push(await town.startWorker({ DUTIES: 'expire', EXPIRE_SECONDS: '1' }));
  await until(done);
  await wait(200);
  for (const worker of running) await worker.stop();
  expect(await done()).toBe(true);
}

it('what stands, and what was withdrawn this week, stays', async () => {
  const [standing, withdrawn, lastDay] = [await put(persons(3)), await put(persons(2)), await put(persons(1))];
  await withdraw(withdrawn);
  await withdrawnDaysAgo(withdrawn, 7);
  await expiredDaysAgo(lastDay, 0);
  const [over] = await put(persons(1));
  await expiredDaysAgo([over as string], 1);
  const [links, since] = [await count('link'), await place()];
  await whileWorking(async () => (await expiries(since)) === 1);
  expect(await count('involvement')).toBe(standing.length + withdrawn.length + lastDay.length);
  expect(await count('link')).toBe(links - 1);
});

it('what expired is gone with its links, and each has its record: by the worker, for the department', async () => {
  const items = [...persons(3), ...addresses(2)];
  const ids = await put(items);
  await expiredDaysAgo(ids, 1);
  const [rows, links, since] = [await count('involvement'), await count('link'), await place()];
  await whileWorking(async () => (await expiries(since)) >= 5);
  expect([await count('involvement'), await count('link')]).toEqual([rows - 5, links - 7]);
  const records = await town.happenings(since);
  expect(records).toEqual(
    Array.from({ length: 5 }, () =>
      expect.objectContaining({
        action: 'expire',
        purpose: 'involvement',
        department: 'sociaal-domein',
        outcome: 'done',
      }),
    ),
  );
  const keys = new AuditKeys(Buffer.from(readFileSync(join(town.folder, 'audit.key'), 'utf8').trim(), 'base64url'));
  const { rows: actors } = await town.database.query<{ actor_key: Buffer }>(
    'select distinct actor_key from audit.record where seq >= $1',
    [since],
  );
  expect(actors.map(({ actor_key }) => actor_key)).toEqual([keys.actorKey('worker')]);
});

it('what was withdrawn more than a week ago is cleared, without another record', async () => {
  const ids = await put([...persons(2), ...addresses(1)]);
  await withdraw(ids);
  await withdrawnDaysAgo(ids, 8);
  const since = await place();
  const gone = async (): Promise<boolean> => (await count(`involvement where id in ('${ids.join("','")}')`)) === 0;
  await whileWorking(gone);
  expect(await expiries(since)).toBe(0);
});

it('the request that made something comes again after it was cleared, and does not bring it back', async () => {
  const items = persons(2);
  const json = lists.body(system, items);
  await town.request('POST', '/v1/registrations', { as: system, json });
  await expiredDaysAgo(
    items.map(({ id }) => id),
    1,
  );
  const since = await place();
  await whileWorking(async () => (await expiries(since)) === 2);
  const again = await town.request('POST', '/v1/registrations', { as: system, json });
  expectProblem(again, 409, 'involvement.involvement-ended');
  const [{ id, ...alone }] = items as [ListItem, ListItem];
  const put1 = { ...alone, tickets: [lists.ticket(system, 'register', 'person', 1)] };
  const single = await town.request('PUT', `/v1/involvements/${id}`, { as: system, json: put1 });
  expectProblem(single, 409, 'involvement.involvement-ended');
  const json2 = { purpose: 'home-visit', ...lists.part(inspector, items) };
  const { body } = await town.request('POST', '/v1/inquiries', { as: inspector, json: json2 });
  expect((body['answers'] as { contacts: unknown[] }[]).map(({ contacts }) => contacts)).toEqual([[], []]);
});

it('tickets that expired more than a day ago are forgotten, and one of them is still refused for its age', async () => {
  await town.database.query(
    `insert into spent_ticket (id, expires_at)
     select substring(sha256(n::text::bytea) for 16), now() - make_interval(hours => case when n <= 1200 then 25 else 23 end)
     from generate_series(1, 1300) n`,
  );
  const others = await count('spent_ticket');
  await whileWorking(async () => (await count('spent_ticket')) === others - 1200);
});

it('three workers at once clear away thousands, each once', async () => {
  const ids = await put([...persons(1_100), ...addresses(300)]);
  await expiredDaysAgo(ids, 2);
  const since = await place();
  await whileWorking(async () => (await expiries(since)) >= 1_400, 3);
  expect(await expiries(since)).toBe(1_400);
  expect(await count(`involvement where expires_on < current_date and withdrawn_on is null`)).toBe(0);
});

it('a note that does not open stays, raises an alarm and does not keep the others', async () => {
  const ids = await put(persons(20));
  await expiredDaysAgo(ids, 3);
  const broken = ids.slice(0, 2);
  await town.database.query('update involvement set sealed = $2 where id = any($1)', [broken, randomBytes(540)]);
  const since = await place();
  await whileWorking(async () => (await expiries(since)) === 18);
  const left = await town.database.query<{ id: string }>(
    'select id from involvement where expires_on < current_date and withdrawn_on is null order by id',
  );
  expect(left.rows.map(({ id }) => id)).toEqual([...broken].sort());
  expect(town.logs()).toContain('alarm: notes of ended involvement do not open');
  for (const id of broken) expect(town.logs()).not.toContain(id);
  await town.database.query('delete from involvement where id = any($1)', [broken]);
});

describe('the duties of a worker', () => {
  it('without its keys it does not start, and says which are missing', async () => {
    const none = { LOG_KEY_FILE: '', LOG_ORIGIN: '', STORAGE_KEY_FILE: '', AUDIT_KEY_FILE: '' };
    const complaint = async (duties: string): Promise<string[]> => {
      const fault = await town.startWorker({ ...none, DUTIES: duties }).catch((cause: Error) => cause);
      // All workers of this town share a log; the last words are those of this one.
      const [, ...lines] = (fault as Error).message.split('worker: ').at(-1)?.split('\n') ?? [];
      return lines.map((line) => line.trim());
    };
    const missing = (...names: string[]): string[] => names.map((name) => `- ${name} is missing`);
    expect(await complaint('')).toEqual(missing(...Object.keys(none)));
    expect(await complaint('sign')).toEqual(missing('LOG_KEY_FILE', 'LOG_ORIGIN'));
    expect(await complaint('expire')).toEqual(missing('STORAGE_KEY_FILE', 'AUDIT_KEY_FILE'));
    expect(await complaint('follow-up')).toEqual(missing('AUDIT_KEY_FILE'));
    expect(await complaint('organise')).toEqual(missing('STORAGE_KEY_FILE', 'AUDIT_KEY_FILE'));
    expect(await complaint('sweep')).toEqual([
      '- DUTIES must be a list, joined by commas, of sign, expire, detect, follow-up, organise',
    ]);
  });

  it('to sign takes the log key alone, and clears nothing away', async () => {
    const [id] = await put(persons(1));
    await expiredDaysAgo([id as string], 1);
    const worker = await town.startWorker({
      DUTIES: 'sign',
      STORAGE_KEY_FILE: '',
      AUDIT_KEY_FILE: '',
      EXPIRE_SECONDS: '1',
    });
    await until(async () => (await count('audit.checkpoint')) > 0);
    await wait(1_500);
    await worker.stop();
    expect(await count('audit.checkpoint')).toBeGreaterThan(0);
    expect(await count(`involvement where id = '${id}'`)).toBe(1);
  });
});
