import { randomUUID } from 'node:crypto';
import { StorageKey } from '#involvement';
import type { RunningProcess } from '#local';
import type { Person } from '../support';
import { type BareTown, startBareTown, tokenOf } from '../support/bare-town';
import { AMPLE_INDEX_BUDGETS } from '../support/budgets';
import { auc, aucError } from '../support/ranks';

/**
 * Whether somebody with a clock can tell a silent subject from nothing with all that she may ask in a year.
 *
 * One person's yearly budget at the custodian is 150 persons a day × 250 days = 37,500. She learns most from a list that
 * names one subject a hundred times over: what one subject costs more shows a hundredfold beside the noise of one request.
 * That makes 375 lists, of which she spends half on the subject and half on one of which she knows that nothing is there.
 * So 187 against 187 is the whole year, and is measured here. Single questions are measured too, 400 against 400.
 *
 * What is compared is ranks (AUC), never milliseconds. The three kinds are asked by turns in an order of chance, so that a
 * machine that is busy is so for all of them; `again` is a second subject without anything, and what it differs from
 * nothing is added to the bound. With 187 against 187 the standard error is 0.030: the bound of four of them (0.12) fails
 * one run in 16,000 by chance, and finds an effect of 0.16 (standardized: d = 0.57) nine times in ten. What is smaller
 * she could not establish within her year either: at one in 1,000 she needs a difference of 0.10.
 */
const LISTS = 187;
const SINGLES = 400;
const REPEATED = 100;
const BOUND = 4;

const ASKER: Person = {
  sub: 'klok',
  roles: ['professional'],
  department: 'noord',
  teams: ['noord-team'],
  scope: 'raakvlak:ask raakvlak:register',
};

let town: BareTown;
let index: RunningProcess;
beforeAll(async () => {
  town = await startBareTown();
  await town.organise(['noord', 'stil']);
  await town.database.query(`update department set domain = 'safety' where code = 'stil'`);
  index = await town.startIndex('index', AMPLE_INDEX_BUDGETS);
  await involve('silent', 1);
  await involve('crowded', 60);
  for (const name of ['silent', 'nothing', 'again', 'crowded']) await askedIn(name, 1);
});
afterAll(() => town?.stop());

/** As many silent registrations of one subject as given, written as the index would. */
async function involve(name: string, times: number): Promise<void> {
  const key = new StorageKey(town.storageKey);
  const slot = key.slotOf('nl-bsn', town.tickets.epoch, Buffer.from(tokenOf(name), 'base64url'));
  for (let i = 0; i < times; i++) {
    const [id, link] = [randomUUID(), randomUUID()];
    await town.database.query(
      `insert into involvement (id, team, registered_on, expires_on, notice, sealed)
       values ($1, 'stil-team', current_date, current_date + 90, 'given', '')`,
      [id],
    );
    await town.database.query('insert into link (id, slot, sealed) values ($1, $2, $3)', [
      link,
      slot,
      key.sealLink(slot, link, id, 'subject'),
    ]);
  }
}

/** How long the answer takes, as the asker's own clock has it. */
async function askedIn(name: string, times: number): Promise<number> {
  const subjects = Array.from({ length: times }, () => [name]);
  const json = town.body(ASKER, { purpose: 'crisis', kind: 'person', subjects });
  const begun = performance.now();
  const { status, text } = await town.request(index, 'POST', '/v1/inquiries', ASKER, json);
  const took = performance.now() - begun;
  if (status !== 200 || text.includes('"team"')) throw new Error(`${status} ${text.slice(0, 300)}`);
  return took;
}

async function measure(names: readonly string[], rounds: number, times: number): Promise<Map<string, number[]>> {
  const series = new Map<string, number[]>(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    const order = names.map((name) => ({ name, at: Math.random() })).sort((a, b) => a.at - b.at);
    for (const { name } of order) series.get(name)?.push(await askedIn(name, times));
  }
  return series;
}

interface Difference {
  /** From nothing, in AUC: 0 is none, 0.5 is always slower */
  readonly found: number;
  readonly bound: number;
}

/** How far a series is from `nothing`, and how far it may be: four standard errors, and what two nothings differ. */
function differenceOf(series: ReadonlyMap<string, number[]>, name: string): Difference {
  const of = (one: string): number[] => series.get(one) ?? [];
  const [nothing, again] = [of('nothing'), of('again')];
  const chance = Math.abs(auc(nothing, again) - 0.5);
  return {
    found: Math.abs(auc(nothing, of(name)) - 0.5),
    bound: BOUND * aucError(nothing.length, of(name).length) + chance,
  };
}

function expectSame({ found, bound }: Difference): void {
  expect(bound).toBeLessThan(0.4);
  expect(found).toBeLessThan(bound);
}

it('a year of lists that name one silent subject over and over does not tell it from nothing', async () => {
  expectSame(differenceOf(await measure(['nothing', 'again', 'silent'], LISTS, REPEATED), 'silent'));
});

it('nor do single questions', async () => {
  expectSame(differenceOf(await measure(['nothing', 'again', 'silent'], SINGLES, 1), 'silent'));
});

it('and the measurement would tell: sixty registrations of one subject, which take more openings, are found', async () => {
  const { found, bound } = differenceOf(await measure(['nothing', 'again', 'crowded'], 40, REPEATED), 'crowded');
  expect(found).toBeGreaterThan(bound);
});
