import type { RunningProcess } from '#local';
import { type BareTown, startBareTown } from '../support/bare-town';
import type { Person } from '../support';
import { expectProblem } from './index-routes';

const most = (hour: number, day = hour) => ({ hour, day });
/** Small, so that a test can reach each of them. */
const BUDGETS = {
  person: { person: most(100), address: most(20) },
  team: { address: most(30) },
  department: { address: most(45) },
  office: { address: most(60) },
  urgent: { reserve: 5 },
};
const PARALLEL = 1_000;

let town: BareTown;
let indexes: [RunningProcess, RunningProcess];
beforeAll(async () => {
  town = await startBareTown();
  await town.organise(['noord', 'zuid', 'oost', 'west']);
  indexes = [await town.startIndex('index-1', BUDGETS), await town.startIndex('index-2', BUDGETS)];
});
afterAll(() => town?.stop());

const memberOf = (department: string, sub: string): Person => ({
  sub,
  roles: ['professional'],
  department,
  teams: [`${department}-team`, 'another-team'],
  scope: 'raakvlak:ask',
});
let asked = 0;
const addresses = (count: number, purpose = 'intake') => ({
  purpose,
  kind: 'address' as const,
  subjects: Array.from({ length: count }, () => [`unit-${asked++}`, `number-${asked}`]),
});
const ask = (person: Person, count: number, purpose?: string, via = 0) =>
  town.ask(indexes[via] as RunningProcess, person, addresses(count, purpose));
const spentTickets = async (): Promise<number> =>
  Number((await town.database.query<{ n: string }>('select count(*) as n from spent_ticket')).rows[0]?.n);
const meterOf = async (name: string): Promise<unknown> => {
  const { rows } = await town.database.query<{ day_spent: number }>('select day_spent from meter where id = $1', [
    town.auditKeys.meter(name).id,
  ]);
  return rows[0]?.day_spent;
};
/** Refused without a glance at what was spent before it, since this process has not seen it. */
const inOrder = async <T>(works: readonly (() => Promise<T>)[]): Promise<T[]> => {
  const done: T[] = [];
  for (const work of works) done.push(await work());
  return done;
};

describe('an account that has spent its budget', () => {
  const anna = memberOf('noord', 'anna');

  it('is refused a list that does not fit, whole, and told what does and when to come back', async () => {
    expect((await ask(anna, 12)).status).toBe(200);
    const before = await spentTickets();
    const refused = await ask(anna, 9);
    expectProblem(refused, 429, 'involvement.budget-spent');
    expect(refused.body).toMatchObject({ whose: 'yours', pool: 'address', window: 'day', left: 8 });
    expect(Number(refused.headers['retry-after'])).toBe(refused.body['retryAfterSeconds']);
    expect(Date.parse(String(refused.body['until']))).toBeGreaterThan(Date.now());
    expect(await spentTickets()).toBe(before);
    expect(await meterOf(`person|${town.actorOf(anna)}|address`)).toBe(12);
  });

  it('hears the same from a process that has not seen her before, and her ticket stays unspent there too', async () => {
    const before = await spentTickets();
    const [early, late] = await inOrder([() => ask(anna, 9), () => ask(anna, 9, 'intake', 1)]);
    const told = ({ body: { retryAfterSeconds: _seconds, ...others } }: Awaited<ReturnType<typeof ask>>) => others;
    expect(told(late!)).toEqual(told(early!));
    expect(await spentTickets()).toBe(before);
    expect((await ask(anna, 8, 'intake', 1)).status).toBe(200);
    expect(await meterOf(`person|${town.actorOf(anna)}|address`)).toBe(20);
  });

  it('each refusal stands in the log', async () => {
    const { rows } = await town.database.query<{ w: Buffer }>('select w from audit.record order by seq');
    const outcomes = rows.map(({ w }) => (JSON.parse(w.toString('utf8')) as { outcome: string }).outcome);
    expect(outcomes.filter((outcome) => outcome === 'refused')).toHaveLength(3);
  });

  it('is not let through for a home visit, but asks about people as before', async () => {
    expectProblem(await ask(anna, 1, 'home-visit'), 429, 'involvement.budget-spent');
    const person = { purpose: 'home-visit', kind: 'person' as const, subjects: [['somebody']] };
    expect((await town.ask(indexes[0], anna, person)).status).toBe(200);
  });
});

describe('what is shared', () => {
  it('a team’s budget stops its lists and goes on for single home visits, up to the reserve', async () => {
    const bert = memberOf('noord', 'bert');
    expect((await ask(bert, 10)).status).toBe(200);
    const list = await ask(bert, 2, 'home-visit');
    expectProblem(list, 429, 'involvement.budget-spent');
    expect(list.body).toMatchObject({ whose: 'team' });
    expect(list.body).not.toHaveProperty('left');
    expectProblem(await ask(bert, 1, 'intake'), 429, 'involvement.budget-spent');
    const visits = await inOrder(Array.from({ length: 6 }, (_, i) => () => ask(bert, 1, 'home-visit', i % 2)));
    expect(visits.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 429]);
  });

  it('a department’s counts all of its teams', async () => {
    const other: Person = { ...memberOf('noord', 'cor'), teams: ['noord-ander'] };
    expect((await ask(other, 10)).status).toBe(200);
    expect((await ask(other, 1)).body).toMatchObject({ whose: 'department' });
  });

  it('the office’s stops the lists of everybody', async () => {
    const dora = memberOf('zuid', 'dora');
    expect((await ask(dora, 15)).status).toBe(200);
    expect((await ask(dora, 1)).body).toMatchObject({ whose: 'office' });
    expect((await ask(memberOf('oost', 'els'), 2, 'home-visit')).body).toMatchObject({ whose: 'office' });
    expect((await ask(memberOf('oost', 'els'), 1, 'home-visit')).status).toBe(200);
  });
});

it('a thousand questions at once over two processes never exceed a budget, and the meter says what was answered', async () => {
  const fenna = memberOf('west', 'fenna');
  const replies = await Promise.all(
    Array.from({ length: PARALLEL }, (_, i) =>
      town.ask(indexes[i % 2] as RunningProcess, fenna, {
        purpose: 'home-visit',
        kind: 'person',
        subjects: [[`person-${i}`]],
      }),
    ),
  );
  const answered = replies.filter(({ status }) => status === 200).length;
  expect(answered).toBe(BUDGETS.person.person.day);
  expect(replies.filter(({ status }) => status === 429)).toHaveLength(PARALLEL - answered);
  expect(await meterOf(`person|${town.actorOf(fenna)}|person`)).toBe(answered);
});

it('the table of meters names nobody', async () => {
  const { rows } = await town.database.query('select * from meter');
  const text = JSON.stringify(rows, (_, value: unknown) =>
    typeof value === 'object' && value !== null && 'data' in value
      ? Buffer.from(value.data as number[]).toString('latin1')
      : value,
  );
  for (const name of ['anna', 'noord', 'office', 'address']) expect(text).not.toContain(name);
});
