/**
 * The sweep that the budgets must stop: fifty valid accounts, a script, the addresses of a whole town. The custodian, whose
 * own budgets stop it as well, has its test in custodian-meters.spec.ts; here its tickets are taken as given.
 */
import type { RunningProcess } from '#local';
import { type BareTown, startBareTown } from '../support/bare-town';
import type { Person } from '../support';
import { expectProblem } from './index-routes';

const ADDRESSES = 75_000;
const ACCOUNTS = 50;
const LIST = 100;
/** The default budgets of a day, all of them open within one hour, so that the test has a whole day's sweep in a minute. */
const WHOLE_DAY = {
  person: { address: { hour: 120 } },
  team: { address: { hour: 400 } },
  department: { address: { hour: 1_000 } },
  office: { address: { hour: 2_000 } },
};
const DEPARTMENTS = ['noord', 'zuid', 'oost', 'west', 'midden'];

let town: BareTown;
let indexes: RunningProcess[];
beforeAll(async () => {
  town = await startBareTown();
  await town.organise(DEPARTMENTS);
  indexes = [await town.startIndex('index-1', WHOLE_DAY), await town.startIndex('index-2', WHOLE_DAY)];
  await town.startDetector('detector', WHOLE_DAY);
});
afterAll(() => town?.stop());

const account = (i: number): Person => {
  const department = DEPARTMENTS[i % DEPARTMENTS.length] as string;
  const teams = [`${department}-team-${i % 2}`];
  return { sub: `account-${i}`, roles: ['professional'], department, teams, scope: 'raakvlak:ask' };
};
/** In the team of some who sweep, and beside it. */
const HONEST: Person = { ...account(0), sub: 'ingrid' };
const BESIDE: Person = { ...HONEST, sub: 'bilal', teams: ['noord-team'] };
const PIETER: Person = { ...HONEST, sub: 'pieter', roles: ['privacy-officer'], scope: 'raakvlak:review' };

let next = 0;
/** An address with an addition asks for itself and for its number. */
const take = (count: number): string[][] =>
  Array.from({ length: Math.min(count, ADDRESSES - next) }, () => [`unit-${next}`, `number-${next++}`]);

/** As much as this account gets: lists, then one at a time under a purpose that goes on longest. */
async function sweep(i: number): Promise<number> {
  let answered = 0;
  for (const size of [LIST, 1])
    for (let refused = 0; refused < 3;) {
      const subjects = take(size);
      const question = { purpose: 'home-visit', kind: 'address', subjects } as const;
      const { status } = await town.ask(indexes[i % 2] as RunningProcess, account(i), question);
      if (status === 200) answered += subjects.length;
      else if (status === 429) refused++;
      else throw new Error(`the sweep was answered ${status}`);
    }
  return answered;
}

async function alarmKinds(wanted: readonly string[]): Promise<string[]> {
  for (let second = 0; second < 60; second++) {
    const { body } = await town.request(indexes[0] as RunningProcess, 'GET', '/v1/alarms', PIETER);
    const kinds = (body['alarms'] as { kind: string }[]).map(({ kind }) => kind);
    if (wanted.every((kind) => kinds.includes(kind))) return kinds;
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
  throw new Error('no alarm within a minute');
}

it('a sweep over a town by fifty valid accounts stops within a twentieth, is reported, and keeps nobody from the door', async () => {
  const answered = (await Promise.all(Array.from({ length: ACCOUNTS }, (_, i) => sweep(i)))).reduce((a, b) => a + b);
  expect(answered).toBeLessThanOrEqual(ADDRESSES / 20);
  // Not stopped by something else.
  expect(answered).toBeGreaterThan(2_000);

  const ask = (who: Person, purpose: string, count: number) =>
    town.ask(indexes[1] as RunningProcess, who, { purpose, kind: 'address', subjects: take(count) });
  for (const who of [HONEST, BESIDE]) expect((await ask(who, 'home-visit', 1)).status).toBe(200);
  expectProblem(await ask(HONEST, 'home-visit', 2), 429, 'involvement.budget-spent');
  const list = await ask(BESIDE, 'home-visit', 2);
  expect([list.status, list.body['whose']]).toEqual([429, 'office']);
  expectProblem(await ask(BESIDE, 'intake', 1), 429, 'involvement.budget-spent');

  await alarmKinds(['office-nearly-spent', 'office-spent', 'many-subjects', 'low-hit-rate', 'budget-refusals']);
});
