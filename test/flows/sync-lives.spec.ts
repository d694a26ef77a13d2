import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { asPerson, program, runToEnd } from '#local';
import { identifierOf, readAddress } from '#tokens';
import { DEPARTMENT, Depot, type Ended, numbers, TEAM } from '../support/deliveries';

// What becomes of involvements from one delivery to the next.

let depot: Depot;
const people = numbers(24);
const addressOf = (i: number): string => `3899 ZX ${i + 1}`;
/** Persons, every second one at an address: 24 and 12 involvements. */
const lines = people.map((bsn, i) => `${bsn};${i % 2 === 0 ? addressOf(i) : ''};WT-2026-${10_000 + i}`);

beforeAll(async () => {
  depot = await Depot.open();
  depot.export(lines);
  expect(await depot.sync('--approve')).toMatchObject({ code: 0, json: { registered: 36 } });
});
afterAll(() => depot?.close());

async function found(asked: string): Promise<number> {
  const bilal = await asPerson(depot.stack, 'bilal');
  const subject = asked.includes(' ') ? readAddress(asked) : identifierOf('nl-bsn', asked);
  const { answers } = await bilal.ask({ purpose: 'home-visit', subjects: [subject] });
  return answers[0]?.contacts.length ?? -1;
}

/** A delivery so many days from now, as the connector's clock has it; the servers' clocks stay right. */
function syncInDays(days: number): Promise<Ended> {
  const clock = depot.write(
    'clock.cjs',
    `const days = require(${JSON.stringify(program('libs/connector/src/days'))});
     const today = days.today;
     days.today = () => today() + ${days};`,
  );
  return depot.start(['sync', 'export.csv', '--team', TEAM, '--json'], clock).ended;
}

it('somebody who moved is found at the new address and no longer at the old one, and stays the same person', async () => {
  depot.export([lines[0]!.replace('3899 ZX 1;', '3899 ZW 71;'), ...lines.slice(1)]);
  const { code, json } = await depot.sync();
  expect([code, json]).toEqual([
    0,
    expect.objectContaining({ registered: 1, ended: 1, moved: 1, renewed: 0, evaluations: 2 }),
  ]);
  expect([await found('3899 ZX 1'), await found('3899 ZW 71'), await found(people[0]!)]).toEqual([0, 1, 1]);
  expect([await depot.standing(), await depot.ended()]).toEqual([36, 1]);
  depot.export(lines);
  expect((await depot.sync()).json).toMatchObject({ moved: 1 });
});

it('another case number is another case: the new one is registered before the old one ends', async () => {
  depot.export([...lines.slice(0, -1), `${people[23]};;WT-2026-99999`]);
  const before = await depot.ended();
  const { code, json } = await depot.sync();
  expect([code, json]).toEqual([0, expect.objectContaining({ registered: 1, ended: 1, moved: 0 })]);
  expect([await depot.standing(), await depot.ended(), await found(people[23]!)]).toEqual([36, before + 1, 1]);
  depot.export(lines);
  expect((await depot.sync()).code).toBe(0);
});

describe('when half of the period is over', () => {
  let period = 0;

  /** Days for which they were granted: an address for fewer than a person. */
  async function granted(which: 'min' | 'max'): Promise<number> {
    const { rows } = await depot.database.query<{ days: number }>(
      `select ${which}(expires_on - current_date)::int as days from involvement where team = $1 and withdrawn_on is null`,
      [TEAM],
    );
    return rows[0]?.days ?? 0;
  }

  it('of the addresses alone, those are renewed and those of persons are not', async () => {
    depot.export([...lines, '3899 ZV 1', '3899 ZV 3'].map((line) => (line.includes(';') ? line : `;${line};`)));
    expect((await depot.sync()).json).toMatchObject({ registered: 2, unchanged: 36 });
    const { json } = await syncInDays(Math.ceil((await granted('min')) / 2));
    expect(json).toMatchObject({ renewed: 2, registered: 0, ended: 0, evaluations: 0, unchanged: 38 });
  });

  it('all of them are renewed at once, without any evaluation', async () => {
    depot.export(people.map((bsn, i) => `${bsn};;WT-2026-${10_000 + i}`));
    expect((await depot.sync('--approve')).json).toMatchObject({ ended: 14 });
    period = await granted('max');
    const half = Math.ceil(period / 2);
    expect((await syncInDays(half - 1)).json).toMatchObject({ renewed: 0, unchanged: 24 });
    await depot.database.query(
      'update involvement set registered_on = registered_on - $1::int, expires_on = expires_on - $1::int',
      [half],
    );
    const evaluated = await depot.evaluations();
    const { code, json } = await syncInDays(half);
    expect([code, json]).toEqual([
      0,
      expect.objectContaining({ renewed: 24, registered: 0, ended: 0, evaluations: 0, unchanged: 24 }),
    ]);
    expect(await depot.evaluations()).toBe(evaluated);
    expect(await granted('min')).toBe(period);
  });

  it('what a colleague ended by hand meanwhile is registered anew, since the source says that it stands', async () => {
    const jeroen = await asPerson(depot.stack, 'jeroen');
    const { rows } = await depot.database.query<{ id: string }>(
      'select id from involvement where team = $1 and withdrawn_on is null order by id limit 1',
      [TEAM],
    );
    await jeroen.withdraw(rows[0]?.id ?? '');
    expect(await depot.standing()).toBe(23);
    // Not due yet: nobody asks the index about it.
    expect((await depot.sync()).json).toMatchObject({ registered: 0, renewed: 0 });
    const { code, json } = await syncInDays(period - 1);
    expect([code, json]).toEqual([0, expect.objectContaining({ registered: 1, renewed: 23, ended: 0 })]);
    expect(await depot.standing()).toBe(24);
    expect((await depot.sync()).json).toMatchObject({ registered: 0, ended: 0, unchanged: 24 });
  });
});

describe('a new epoch of the custodian', () => {
  beforeAll(async () => {
    depot.export(lines);
    expect(await depot.sync('--approve')).toMatchObject({ code: 0, json: { registered: 12 } });
    const folder = join(depot.stack.folder, 'custodian');
    const files = ['--keys', join(folder, 'token.keys'), '--document', join(folder, 'epochs.json')];
    const ceremony = (...args: string[]): Promise<void> =>
      runToEnd('ceremony', program('apps/custodian/src/ceremony'), {}, { logFile: depot.path('ceremony.log'), args });
    await ceremony('epoch', '--id', '2026-2', ...files, '--kek', join(folder, 'kek.key'));
    await ceremony('state', '--id', '2026-2', '--to', 'active', ...files);
    const signing = ['--document', join(folder, 'epochs.json'), '--root', join(folder, 'root.key')];
    await ceremony('sign', ...signing, '--out', join(folder, 'epochs.jws'), '--days', '100');
    await depot.stack.restart('custodian');
    await depot.stack.restart('index');
  });

  it('has everything registered again under it, unattended, and the old registrations withdrawn', async () => {
    const before = await depot.ended();
    const old = await depot.count('link');
    const { code, json } = await depot.sync();
    expect([code, json]).toEqual([0, expect.objectContaining({ registered: 36, ended: 36, renewed: 0 })]);
    expect(json['plan']).toMatchObject({ rotating: 36, stood: 36, additions: 0, ends: 0 });
    expect([await depot.standing(), await depot.ended(), await depot.count('link')]).toEqual([36, before + 36, old]);
    expect([await found(people[3]!), await found(addressOf(2))]).toEqual([1, 1]);
  });

  it('is named in the heartbeat, and after that there is nothing more to do', async () => {
    const named = await depot.count("department where code = $1 and last_epoch = '2026-2'", [DEPARTMENT]);
    expect(named).toBe(1);
    expect((await depot.sync()).json).toMatchObject({ registered: 0, ended: 0, evaluations: 0, unchanged: 36 });
  });
});

describe('starting over, when what was remembered is lost', () => {
  const byHand = numbers(1, 999_995_000)[0]!;

  it('asks first, and then withdraws what the connection registered and leaves what a person of the team did', async () => {
    const jeroen = await asPerson(depot.stack, 'jeroen');
    await jeroen.register({ team: TEAM, identifier: identifierOf('nl-bsn', byHand), notice: { state: 'given' } });
    const before = await depot.ended();
    rmSync(depot.state, { recursive: true });
    const asked = await depot.sync('--start-over');
    expect([asked.code, asked.json['code']]).toEqual([6, 'connector.approval-needed']);
    expect([await depot.standing(), await depot.ended()]).toEqual([37, before]);
    const { code, json } = await depot.sync('--start-over', '--approve');
    expect([code, json]).toEqual([0, expect.objectContaining({ registered: 36 })]);
    expect([await depot.standing(), await depot.ended()]).toEqual([37, before + 36]);
    expect([await found(byHand), await found(people[3]!)]).toEqual([1, 1]);
    expect((await depot.sync()).json).toMatchObject({ registered: 0, ended: 0, unchanged: 36 });
  });
});
