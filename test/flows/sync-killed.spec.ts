import { statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { asPerson } from '#local';
import { identifierOf, readAddress } from '#tokens';
import { Depot, type Running, TEAM, testNumbers } from '../support/deliveries';

// `raakvlak sync` as a process of its own, killed without warning and started again, until a delivery is through.

let depot: Depot;

beforeAll(async () => {
  depot = await Depot.open();
});
afterAll(() => depot?.close());

interface Household {
  readonly bsn: string;
  /** Postcode and number, or nothing */
  readonly address?: string;
}

const write = (households: readonly Household[]): string =>
  depot.export(
    households.map(({ bsn, address }) => `${bsn};${address ?? ''}`),
    'BSN;Adres',
  );
const sync = (): Running => depot.start(['sync', 'export.csv', '--team', TEAM, '--approve', '--json']);
const links = (): Promise<number> => depot.count('link');

/** Something that grows with the work: the moment to kill is chosen by it, and not by a clock alone. */
const journalSize = (): number => statSync(join(depot.state, 'journal'), { throwIfNoEntry: false })?.size ?? 0;

/** Ids are on the disk, and their request is on its way or just answered; or the delivery is over. */
async function untilUnderWay(isOver: () => boolean): Promise<void> {
  let least = journalSize();
  for (let size = least; size <= least && !isOver(); size = journalSize()) {
    // A delivery begins with a new journal, shorter than the one of the delivery before.
    least = Math.min(least, size);
    await wait(5);
  }
}

/** Kills deliveries at moments further and further on, until one is done before it is killed. @returns how many died */
async function untilDelivered(moments: readonly number[]): Promise<number> {
  let killed = 0;
  for (const moment of moments) {
    const { child, ended } = sync();
    let over = false;
    void ended.then(() => (over = true));
    await untilUnderWay(() => over);
    await wait(moment);
    child.kill('SIGKILL');
    if ((await ended).code !== null) break;
    killed++;
  }
  expect((await sync().ended).code).toBe(0);
  return killed;
}

/** Who of these is not found by a question of another department, or is found twice. */
async function wrong(households: readonly Household[], found: boolean): Promise<string[]> {
  const asker = await asPerson(depot.stack, 'bilal');
  const persons = households.map(({ bsn }) => identifierOf('nl-bsn', bsn));
  const faults: string[] = [];
  for (let at = 0; at < persons.length; at += 100) {
    const list = persons.slice(at, at + 100);
    const { answers } = await asker.ask({ purpose: 'home-visit', subjects: list });
    list.forEach(({ value }, i) => {
      if ((answers[i]?.contacts.length ?? 0) !== (found ? 1 : 0)) faults.push(value);
    });
  }
  return faults;
}

async function addressesFound(addresses: readonly string[]): Promise<number> {
  const asker = await asPerson(depot.stack, 'bilal');
  let count = 0;
  for (let at = 0; at < addresses.length; at += 50) {
    const subjects = addresses.slice(at, at + 50).map(readAddress);
    const { answers } = await asker.ask({ purpose: 'home-visit', subjects });
    count += answers.filter(({ contacts }) => contacts.length > 0).length;
  }
  return count;
}

const numbers = testNumbers();
const household = (i: number): Household => {
  const bsn = numbers.next().value;
  return i % 2 === 0 ? { bsn } : { bsn, address: `3899 ZX ${i + 1}` };
};
const first = Array.from({ length: 240 }, (_, i) => household(i));

it('a first delivery that is killed again and again ends with each involvement once, and all of them found', async () => {
  write(first);
  const killed = await untilDelivered([0, 40, 150, 5, 400, 90, 700, 20, 1_000, 250]);
  expect(killed).toBeGreaterThan(3);
  expect(await depot.standing()).toBe(240 + 120);
  // A person has one link, an address two: itself and its number.
  expect(await links()).toBe(240 + 2 * 120);
  expect(await wrong(first, true)).toEqual([]);
  expect(await addressesFound(first.flatMap(({ address }) => address ?? []))).toBe(120);
});

it('delivering the same file again changes nothing and has nothing evaluated', async () => {
  const [evaluated, standing] = [await depot.evaluations(), await depot.standing()];
  const { code, json } = await sync().ended;
  expect(code).toBe(0);
  expect(json).toMatchObject({ registered: 0, ended: 0, evaluations: 0, unchanged: 360 });
  expect([await depot.evaluations(), await depot.standing()]).toEqual([evaluated, standing]);
});

it('a difference of everything (new, gone, moved) that is killed half-way ends exactly where the file says', async () => {
  const gone = first.slice(0, 30);
  const moved = first.slice(30, 90).map(({ bsn, address }, i) => ({
    bsn,
    ...(address === undefined ? {} : { address: `3899 ZW ${i + 1}` }),
  }));
  const added = Array.from({ length: 40 }, (_, i) => household(2 * i));
  const now = [...moved, ...first.slice(90), ...added];
  write(now);
  const killed = await untilDelivered([0, 100, 10, 300, 50]);
  expect(killed).toBeGreaterThan(1);
  expect(await depot.standing()).toBe(210 + 105 + 40);
  expect(await links()).toBe(250 + 2 * 105);
  expect(await wrong(gone, false)).toEqual([]);
  expect(await wrong(now, true)).toEqual([]);
  expect(await addressesFound(now.flatMap(({ address }) => address ?? []))).toBe(105);
  const old = first.slice(0, 90).flatMap(({ address }) => address ?? []);
  expect(await addressesFound(old)).toBe(0);
});

it('two deliveries of one connection at once: the second says that one is under way', async () => {
  write(first);
  const one = sync();
  while (!statSync(join(depot.state, 'lock'), { throwIfNoEntry: false })) await wait(10);
  const two = await sync().ended;
  expect(two.json).toMatchObject({ code: 'connector.already-running' });
  expect(two.code).toBe(1);
  expect((await one.ended).code).toBe(0);
  expect(await depot.standing()).toBe(240 + 120);
});
