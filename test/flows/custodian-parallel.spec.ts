import { setTimeout as wait } from 'node:timers/promises';
import type { Person } from '../support';
import type { RunningCustodian } from '../support/custodian';
import {
  type Answer,
  type CustodianHouse,
  elements,
  openCustodianHouse,
  question,
  ticketIn,
} from '../support/custodian-house';
import { accountFaults } from '../support/ledger';
import { memberOf } from '../support/town';

const BUDGET = 150;
const TIMES = 1_000;

let house: CustodianHouse;
let second: RunningCustodian;
let person = 0;

beforeAll(async () => {
  house = await openCustodianHouse({
    budgets: { people: { ask: { person: { hour: BUDGET, day: BUDGET } } }, newcomers: { share: 1 } },
  });
  await house.database.query("insert into meter values ('*', '2026-01-01', 'day', 'ask', 'person', '2026-01-02', 5)");
  second = await house.office.start();
});
afterAll(async () => {
  await second?.stop();
  await house?.stop();
});
beforeEach(async () => {
  const left = 3_600_000 - (Date.now() % 3_600_000);
  if (left < 150_000) await wait(left + 500);
});

const somebody = (): Person => memberOf('wijkteam-soesterkwartier', `medewerker-${person++}`);

/** All at once, each to one of the two processes. Whoever hears 503 sends the same again, as a client does. */
async function allAtOnce(who: Person, bodies: readonly unknown[]): Promise<Answer[]> {
  const headers = await house.as(who);
  const urls = [house.custodian.url, second.url];
  const send = async (body: unknown, turn: number): Promise<Answer> => {
    const answer = await house.post(body, headers, urls[turn % 2]);
    if (answer.status !== 503) return answer;
    await wait(500 + 1_000 * Math.random());
    return send(body, turn + 1);
  };
  return Promise.all(bodies.map(send));
}

const rowsOf = async (who: Person): Promise<{ rows: number; elements: number; spent: number }> => {
  const { rows } = await house.database.query<{ rows: number; elements: number; spent: number }>(
    `select count(*)::integer as rows, coalesce(sum(count), 0)::integer as elements,
       (select spent from meter where actor = $1 and span = 'hour') as spent from evaluation where actor = $1`,
    [house.actor(who)],
  );
  return rows[0]!;
};

it(`${TIMES} requests of one account at once, over two processes, never get more than its budget`, async () => {
  const worker = somebody();
  const points = elements(TIMES);
  const answers = await allAtOnce(
    worker,
    points.map((point) => question({ blinded: [point] })),
  );
  const answered = answers.filter(({ status }) => status === 200);
  expect(answered).toHaveLength(BUDGET);
  expect(new Set(answered.map((answer) => ticketIn(answer).jti)).size).toBe(BUDGET);
  expect(answers.filter(({ status }) => status === 429)).toHaveLength(TIMES - BUDGET);
  expect(await rowsOf(worker)).toEqual({ rows: BUDGET, elements: BUDGET, spent: BUDGET });
});

it('a list that does not fit any more is refused whole, while shorter ones fill the budget', async () => {
  const worker = somebody();
  const answers = await allAtOnce(
    worker,
    Array.from({ length: 24 }, (_, i) => question({ blinded: elements(i % 2 === 0 ? 16 : 7) })),
  );
  const counts = answers.map(({ status }, i) => (status === 200 ? (i % 2 === 0 ? 16 : 7) : 0));
  const sum = counts.reduce<number>((total, count) => total + count, 0);
  expect(sum).toBeLessThanOrEqual(BUDGET);
  expect(sum).toBeGreaterThan(BUDGET - 7);
  expect(await rowsOf(worker)).toMatchObject({ elements: sum, spent: sum });
});

it(`${TIMES} copies of one request at once, over two processes, are debited once and get one ticket`, async () => {
  const worker = somebody();
  const body = question({ blinded: elements(3) });
  const answers = await allAtOnce(
    worker,
    Array.from({ length: TIMES }, () => body),
  );
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(TIMES);
  expect(new Set(answers.map((answer) => JSON.stringify(ticketIn(answer)))).size).toBe(1);
  expect(await rowsOf(worker)).toEqual({ rows: 1, elements: 3, spent: 3 });
});

describe('the same request again', () => {
  it('is answered alike, with the ticket of the first time, also when the budget is spent meanwhile', async () => {
    const worker = somebody();
    const body = question();
    const first = await house.post(body, await house.as(worker));
    expect((await house.post(question({ blinded: elements(BUDGET - 1) }), await house.as(worker))).status).toBe(200);
    const again = await house.post(body, await house.as(worker), second.url);
    expect(again.status).toBe(200);
    expect(ticketIn(again)).toEqual(ticketIn(first));
    expect(elementsIn(again)).toEqual(elementsIn(first));
    expect(await rowsOf(worker)).toMatchObject({ rows: 2, spent: BUDGET });
    expect((await house.post(question(), await house.as(worker))).status).toBe(429);
  });

  it('by somebody else, for another use, in another order or of another kind is another request', async () => {
    const [worker, colleague] = [somebody(), somebody()];
    const blinded = elements(2);
    const bodies = [
      { blinded },
      { blinded: [...blinded].reverse() },
      { blinded, use: 'register' },
      { blinded, kind: 'address' },
    ];
    const tickets = new Set<string>();
    for (const body of bodies) tickets.add(ticketIn(await house.post(question(body), await house.as(worker))).jti);
    tickets.add(ticketIn(await house.post(question({ blinded }), await house.as(colleague))).jti);
    expect(tickets.size).toBe(5);
    expect((await rowsOf(colleague)).rows).toBe(1);
  });

  it('after five minutes is a new request', async () => {
    const worker = somebody();
    const body = question();
    const first = ticketIn(await house.post(body, await house.as(worker)));
    const setBack = (seconds: number) =>
      house.database.query(`update evaluation set at = at - interval '${seconds} seconds' where actor = $1`, [
        house.actor(worker),
      ]);
    await setBack(280);
    expect(ticketIn(await house.post(body, await house.as(worker))).jti).toBe(first.jti);
    await setBack(21);
    const next = ticketIn(await house.post(body, await house.as(worker)));
    expect(next.jti).not.toBe(first.jti);
    expect(ticketIn(await house.post(body, await house.as(worker), second.url))).toEqual(next);
    expect((await rowsOf(worker)).rows).toBe(2);
    // What was set back does not stand in the windows of its meters any more, and a full hour may have passed since.
    await house.database.query(
      `with gone as (delete from evaluation where ticket = $2 returning at + interval '301 seconds' as at)
       update meter set spent = spent - 1 from gone where actor = any($1) and use = 'ask' and kind = 'person' and period in
         (to_char(gone.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24'), to_char(gone.at at time zone 'Europe/Amsterdam', 'YYYY-MM-DD'))`,
      [[house.actor(worker), '*'], Buffer.from(first.jti, 'base64url')],
    );
  });
});

const elementsIn = ({ body }: Answer): unknown =>
  (body['evaluations'] as { epoch: string; elements: string[] }[]).map(({ epoch, elements }) => ({ epoch, elements }));

it('a process removes the meters of windows that are long past', async () => {
  const past = async (): Promise<number | null> =>
    (await house.database.query("select 1 from meter where period = '2026-01-01'")).rowCount;
  while ((await past()) !== 0) await wait(50);
});

it('afterwards the meters are the sum of the rows, and no request was debited twice', async () => {
  expect(await accountFaults(house.database)).toEqual([]);
});
