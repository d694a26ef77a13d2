import { setTimeout as wait } from 'node:timers/promises';
import type { Person } from '../support';
import { type CustodianHouse, elements, expectProblem, openCustodianHouse, question } from '../support/custodian-house';
import { accountFaults } from '../support/ledger';
import { connectionOf, memberOf } from '../support/town';

// The budgets that the product comes with, but for the whole office's on businesses.
const LOW = 20;
const FULL = 40;
const REGISTER = 60;
const OFFICE_BUSINESS = 20;

let house: CustodianHouse;
let person = 0;

beforeAll(async () => {
  house = await openCustodianHouse({ budgets: { office: { ask: { business: { hour: OFFICE_BUSINESS, day: 100 } } } } });
});
afterAll(() => house?.stop());

/** Somebody who was never here. */
const somebody = (): Person => memberOf('wijkteam-soesterkwartier', `medewerker-${person++}`);
const system = (sub: string): Person => ({ ...connectionOf('sociaal-domein'), sub });
const send = async (who: Person, changes: Record<string, unknown> = {}) =>
  house.post(question(changes), await house.as(who));
const list = (count: number) => ({ blinded: elements(count) });

async function spentBy(actor: string): Promise<number> {
  const { rows } = await house.database.query<{ spent: number }>(
    "select coalesce(sum(spent), 0)::integer as spent from meter where actor = $1 and span = 'hour'",
    [actor],
  );
  return rows[0]?.spent ?? -1;
}

/** An hour's budget is only counted exactly within one hour. */
async function awayFromTheTurnOfTheHour(): Promise<void> {
  const left = 3_600_000 - (Date.now() % 3_600_000);
  if (left < 40_000) await wait(left + 500);
}
beforeEach(awayFromTheTurnOfTheHour);

/** Keeps the lists of collective addresses at the index. */
const manager = (roles: readonly string[] = ['application-manager'], scope = 'raakvlak:register'): Person => ({
  ...somebody(),
  roles: [...roles],
  scope,
});
const MARKING = { use: 'register', kind: 'address' };

/** Single requests until the first that is refused; how many were answered. */
async function sweep(who: Person, changes: () => Record<string, unknown> = () => ({})): Promise<number> {
  for (let answered = 0; ; answered++) {
    const answer = await send(who, changes());
    if (answer.status === 200) continue;
    expectProblem(answer, 429, 'custodian.budget-spent');
    return answered;
  }
}

describe('who is refused', () => {
  it('a connection that the office did not enrol, until it does', async () => {
    const connection = system('koppeling-nieuw');
    expectProblem(await send(connection, { use: 'register' }), 403, 'custodian.not-enrolled');
    house.office.office('enrol', '--actor', house.actor(connection), '--caseload', '100');
    expect((await send(connection, { use: 'register' })).status).toBe(200);
  });

  it('somebody who comes in as a person under the name of a connection, and the other way round', async () => {
    house.office.office('enrol', '--actor', house.actor(system('koppeling-zorg')), '--caseload', '100');
    const posing = { ...somebody(), sub: 'koppeling-zorg' };
    expectProblem(await send(posing), 403, 'custodian.not-enrolled');
    const worker = somebody();
    expect((await send(worker)).status).toBe(200);
    expectProblem(await send({ ...worker, roles: ['professional', 'connection'] }), 403, 'custodian.not-enrolled');
  });

  it('somebody whom the office blocked, at once, also for a request that she was answered before', async () => {
    const worker = somebody();
    const body = question();
    expect((await house.post(body, await house.as(worker))).status).toBe(200);
    house.office.office('block', '--actor', house.actor(worker));
    expectProblem(await house.post(body, await house.as(worker)), 403, 'custodian.blocked');
    house.office.office('unblock', '--actor', house.actor(worker));
    expect((await send(worker)).status).toBe(200);
  });

  it('whoever asks more than fits: nothing is evaluated, debited or written, and she hears when and whom to call', async () => {
    const worker = somebody();
    const before = await house.rows();
    const answer = await send(worker, list(LOW + 1));
    expectProblem(answer, 429, 'custodian.budget-spent');
    expect(answer.body).toMatchObject({ window: 'hour', whose: 'yours', left: LOW });
    const { retryAfterSeconds, advice } = answer.body as { retryAfterSeconds: number; advice: string };
    expect(answer.headers.get('retry-after')).toBe(String(retryAfterSeconds));
    expect(retryAfterSeconds).toBeGreaterThan(0);
    expect(retryAfterSeconds).toBeLessThanOrEqual(3_600);
    expect(advice).toContain('calls the operator of the custodian');
    expect(await house.rows()).toBe(before);
    expect(await spentBy(house.actor(worker))).toBe(0);
    expect((await send(worker, list(LOW))).status).toBe(200);
  });

  it('an application manager who asks, or registers a person or a business, whatever her scopes', async () => {
    const before = await house.rows();
    const both = manager(['application-manager', 'broker'], 'raakvlak:ask raakvlak:register');
    for (const kind of ['person', 'business', 'address', 'building'])
      expectProblem(await send(both, { use: 'ask', kind }), 403, 'custodian.role-refused');
    for (const kind of ['person', 'business'])
      expectProblem(await send(both, { ...MARKING, kind }), 403, 'custodian.role-refused');
    expect(await house.rows()).toBe(before);
    for (const kind of ['address', 'building']) expect((await send(both, { ...MARKING, kind })).status).toBe(200);
    expect((await send(manager(['application-manager', 'professional'], both.scope))).status).toBe(200);
  });

  it('everybody while the meters cannot be had: 503, and no row', async () => {
    const before = await house.rows();
    const worker = somebody();
    for (const table of ['meter', 'enrolment']) {
      await house.database.query(`alter table ${table} rename to elsewhere`);
      try {
        expectProblem(await send(worker), 503, 'custodian.ledger-unavailable');
      } finally {
        await house.database.query(`alter table elsewhere rename to ${table}`);
      }
    }
    expect(await house.rows()).toBe(before);
    expect((await send(worker)).status).toBe(200);
  });
});

describe('a budget', () => {
  it('ends a sweep exactly, and somebody else still gets through', async () => {
    const [sweeper, colleague] = [somebody(), somebody()];
    expect(await sweep(sweeper)).toBe(LOW);
    expect(await spentBy(house.actor(sweeper))).toBe(LOW);
    expect((await send(colleague)).status).toBe(200);
    expect(await sweep(sweeper)).toBe(0);
  });

  it('is low for a new person until the office raises it, and low again when the office says so', async () => {
    const worker = somebody();
    expect(await sweep(worker)).toBe(LOW);
    house.office.office('person', '--actor', house.actor(worker), '--level', 'full');
    expect(await sweep(worker)).toBe(FULL - LOW);
    house.office.office('person', '--actor', house.actor(worker), '--level', 'low');
    expect(await sweep(worker)).toBe(0);
  });

  it('is full by itself after the first week', async () => {
    const worker = somebody();
    expect(await sweep(worker)).toBe(LOW);
    await house.database.query("update enrolment set enrolled_at = now() - interval '7 days' where actor = $1", [
      house.actor(worker),
    ]);
    expect(await sweep(worker)).toBe(FULL - LOW);
  });

  it('of an application manager stays low after the first week, until the office raises it', async () => {
    const anouk = manager();
    expect(await sweep(anouk, () => MARKING)).toBe(LOW);
    await house.database.query("update enrolment set enrolled_at = now() - interval '70 days' where actor = $1", [
      house.actor(anouk),
    ]);
    expect(await sweep(anouk, () => MARKING)).toBe(0);
    house.office.office('person', '--actor', house.actor(anouk), '--level', 'full');
    expect(await sweep(anouk, () => MARKING)).toBe(REGISTER - LOW);
  });

  it('is another one for asking and for registering, and for each kind', async () => {
    const worker = somebody();
    expect(await sweep(worker)).toBe(LOW);
    expect(await sweep(worker, () => ({ use: 'register' }))).toBe(LOW);
    expect(await sweep(worker, () => ({ kind: 'building' }))).toBe(LOW);
    expect((await send(worker, { kind: 'address' })).status).toBe(200);
    expectProblem(await send(worker), 429, 'custodian.budget-spent');
  });

  it('of a day outlasts the hour, and the longer wait is told', async () => {
    const worker = somebody();
    expect((await send(worker, list(LOW))).status).toBe(200);
    const { rows } = await house.database.query<{ period: string }>(
      "update meter set spent = 60 where actor = $1 and span = 'day' returning period",
      [house.actor(worker)],
    );
    expect(rows).toHaveLength(1);
    const answer = await send(worker);
    expect(answer.body).toMatchObject({ code: 'custodian.budget-spent', window: 'day', left: 0 });
    const midnight = Date.now() + 1_000 * (answer.body['retryAfterSeconds'] as number);
    const clock = new Intl.DateTimeFormat('nl-NL', { timeZone: 'Europe/Amsterdam', timeStyle: 'short' });
    expect(['00:00', '00:01']).toContain(clock.format(midnight + 1_000));
    await house.database.query('delete from meter where actor = $1', [house.actor(worker)]);
    await house.database.query('delete from evaluation where actor = $1', [house.actor(worker)]);
    await house.database.query(
      "update meter set spent = spent - 20 where actor = '*' and use = 'ask' and kind = 'person'",
    );
  });
});

describe('a connection', () => {
  const connection = system('koppeling-werk');
  const asks = { ...connection, scope: 'raakvlak:ask raakvlak:register' };
  const register = (count: number) => send(connection, { use: 'register', ...list(count) });

  it('may register its caseload and a fifth more, three times in an epoch, and ask nothing', async () => {
    house.office.office('enrol', '--actor', house.actor(connection), '--caseload', '100', '--name', 'Werk');
    expectProblem(await send(asks), 429, 'custodian.budget-spent');
    for (const time of ['first', 'second']) {
      expect({ time, status: (await register(120)).status }).toEqual({ time, status: 200 });
      expect((await register(1)).body).toMatchObject({ code: 'custodian.budget-spent', window: 'day', whose: 'yours' });
      // As if a day had passed.
      await house.database.query("delete from meter where actor = $1 and span <> 'epoch'", [house.actor(connection)]);
    }
    const refused = await register(61);
    expect(refused.body).toMatchObject({ code: 'custodian.budget-spent', window: 'epoch', left: 60 });
    expect((await register(60)).status).toBe(200);
    expect((await register(1)).body).toMatchObject({ window: 'epoch' });
    house.office.office('enrol', '--actor', house.actor(connection), '--caseload', '200');
    expect((await register(1)).status).toBe(200);
    await house.database.query('delete from meter where actor = $1', [house.actor(connection)]);
    await house.database.query('delete from evaluation where actor = $1', [house.actor(connection)]);
    await house.database.query(
      "update meter set spent = spent - 301 where actor = '*' and use = 'register' and kind = 'person'",
    );
  });
});

it("the office's budget stops lists first, then everything, and the operator reads it in the log", async () => {
  const ask = (who: Person, count: number) => send(who, { kind: 'business', ...list(count) });
  expect((await ask(somebody(), 16)).status).toBe(200);
  const stopped = await ask(somebody(), 9);
  expect(stopped.body).toMatchObject({ code: 'custodian.budget-spent', whose: 'office', window: 'hour' });
  expect(stopped.body).not.toHaveProperty('left');
  for (let spent = 16; spent < 2 * OFFICE_BUSINESS; spent += 8) expect((await ask(somebody(), 8)).status).toBe(200);
  expect((await ask(somebody(), 1)).body).toMatchObject({ code: 'custodian.budget-spent', whose: 'office' });
  const warnings = house.custodian
    .output()
    .split('\n')
    .filter((line) => line.includes('office budget'))
    .map((line) => JSON.parse(line) as Record<string, unknown>)
    .filter(({ window }) => window === 'hour');
  expect(warnings.map(({ msg }) => msg)).toEqual([
    'office budget: nearly spent',
    'office budget: lists stop',
    'office budget: everything stops',
  ]);
  expect(warnings[0]).toMatchObject({ use: 'ask', kind: 'business', spent: 16, budget: OFFICE_BUSINESS });
});

it('all the while the meters are the sum of the rows, and nobody stands in the log', async () => {
  expect(await accountFaults(house.database)).toEqual([]);
  const output = house.custodian.output();
  for (const name of ['medewerker-', 'koppeling-', house.issuer.url]) expect(output).not.toContain(name);
});
