import { writeFileSync } from 'node:fs';
import type { Person } from '../support';
import { type CustodianHouse, elements, openCustodianHouse, question, ticketIn } from '../support/custodian-house';
import { connectionOf, memberOf } from '../support/town';

let house: CustodianHouse;

beforeAll(async () => {
  house = await openCustodianHouse({ budgets: {} });
});
afterAll(() => house?.stop());

const worker = memberOf('wijkteam-soesterkwartier', 'sanne');
const connection = connectionOf('sociaal-domein');
const office = (...args: string[]): string => house.office.office(...args);
const refuses = (...args: string[]) => house.office.officeRefuses(...args);
const lines = (text: string): Record<string, unknown>[] =>
  text === '' ? [] : text.split('\n').map((line) => JSON.parse(line) as Record<string, unknown>);
const send = async (who: Person, changes: Record<string, unknown> = {}) =>
  house.post(question(changes), await house.as(who));
const acts = async () =>
  (await house.database.query('select what, actor, level, caseload, name from office_act order by id')).rows;

describe('the office refuses', () => {
  it('a database that is not named, and says so with everything else that is wrong', async () => {
    const broken = await openBroken();
    expect(broken.code).toBe(1);
    expect(broken.words).toMatch(/DATABASE_URL is missing[\s\S]*BUDGETS_FILE names a file with faults/);
  });

  it.each([
    ['an actor without a bar', ['block', '--actor', 'sanne'], 'ISSUER|SUBJECT'],
    ['a caseload of nothing', ['enrol', '--actor', 'https://a.example|b', '--caseload', '0'], 'from 1 to 1000000'],
    ['a connection without a caseload', ['enrol', '--actor', 'https://a.example|b'], '--caseload'],
    ['a list that is not there', ['enrol', '--file', 'nothing.json'], 'cannot be read'],
    ['a level that does not exist', ['person', '--actor', 'https://a.example|b', '--level', 'high'], 'full, low'],
    ['a day that is none', ['ledger', '--from', 'yesterday', '--to', '2026-11-26'], '2026-11-26'],
    ['days in the wrong order', ['ledger', '--from', '2026-11-27', '--to', '2026-11-26'], 'before the first'],
  ])('%s', (_, args, words) => {
    const refused = refuses(...args);
    expect(refused.code).toBe(1);
    expect(refused.words).toContain(words);
    expect(refused.words).not.toMatch(/\n\s+at /);
  });

  it('a list with a wrong entry, whole, and names its place', async () => {
    const good = { actor: house.actor(connection), caseload: 100 };
    writeFileSync(house.file('list.json'), JSON.stringify([good, { ...good, caseload: '100' }, { ...good, more: 1 }]));
    expect(refuses('enrol', '--file', 'list.json').words).toContain('Entries 1, 2 of the list');
    writeFileSync(house.file('list.json'), JSON.stringify([good, good]));
    expect(refuses('enrol', '--file', 'list.json').words).toContain('names an actor twice');
    expect(office('list')).toBe('');
    expect(await acts()).toEqual([]);
  });
});

async function openBroken(): Promise<{ code: number | null; words: string }> {
  const { spawnSync } = await import('node:child_process');
  const { join } = await import('node:path');
  writeFileSync(house.file('wrong.json'), '{"people":{"ask":{"dog":1,"person":{"hour":-1}}}}');
  const program = join(__dirname, '../../dist/apps/custodian/src/office.js');
  const env = { PATH: process.env['PATH'], BUDGETS_FILE: house.file('wrong.json') };
  const { status, stderr } = spawnSync(process.execPath, [program, 'list'], { env, encoding: 'utf8' });
  expect(stderr).toMatch(/people\.ask\.dog is not known; people\.ask\.person\.hour must be a whole number/);
  return { code: status, words: stderr };
}

it('enrols many at once, and a second time changes nothing', async () => {
  const list = [
    { actor: house.actor(connection), caseload: 100, name: 'Zaaksysteem' },
    { actor: house.actor(connectionOf('veiligheid')), caseload: 20 },
  ];
  writeFileSync(house.file('list.json'), JSON.stringify(list));
  expect(office('enrol', '--file', 'list.json')).toBe('2 enrolled or changed, 0 as they were');
  expect(office('enrol', '--file', 'list.json')).toBe('0 enrolled or changed, 2 as they were');
  expect(office('enrol', '--actor', house.actor(connection), '--caseload', '150')).toContain('1 enrolled or changed');
  expect(await acts()).toHaveLength(3);
  expect(lines(office('list'))).toMatchObject([
    { actor: house.actor(connection), sort: 'connection', caseload: 150, name: 'Zaaksysteem', blocked: false },
    { actor: house.actor(connectionOf('veiligheid')), caseload: 20 },
  ]);
});

it('raises, lowers, blocks and unblocks; each change leaves an act, and what changed nothing leaves none', async () => {
  const before = (await acts()).length;
  const actor = house.actor(worker);
  expect(office('person', '--actor', actor, '--level', 'full')).toBe('full');
  expect(office('person', '--actor', actor, '--level', 'full')).toBe('full already');
  expect(office('block', '--actor', actor)).toBe('blocked');
  expect(office('unblock', '--actor', actor)).toBe('unblocked');
  expect(office('unblock', '--actor', actor)).toBe('unblocked already');
  expect((await acts()).slice(before)).toEqual([
    { what: 'level', actor, level: 'full', caseload: null, name: null },
    { what: 'block', actor, level: null, caseload: null, name: null },
    { what: 'unblock', actor, level: null, caseload: null, name: null },
  ]);
  expect(refuses('person', '--actor', house.actor(connection), '--level', 'low').words).toContain('is a connection');
});

it('an act of the office is never changed and never removed', async () => {
  for (const statement of ["update office_act set what = 'block'", 'delete from office_act', 'truncate office_act']) {
    await expect(house.database.query(statement)).rejects.toThrow('only added');
  }
});

it('shows what is spent against the budgets, and exports exactly what was evaluated', async () => {
  const asked: { ticket: string; actor: string; use: string; kind: string; count: number }[] = [];
  const evaluate = async (who: Person, use: string, kind: string, count: number): Promise<void> => {
    const answer = await send(who, { use, kind, blinded: elements(count) });
    asked.push({ ticket: ticketIn(answer).jti, actor: house.actor(who), use, kind, count });
  };
  await evaluate(worker, 'ask', 'person', 1);
  await evaluate(worker, 'ask', 'address', 30);
  await evaluate(connection, 'register', 'person', 120);
  expect((await send(worker, { blinded: elements(200) })).status).toBe(429);
  const readings = lines(office('meters'));
  expect(readings.slice(0, 2).every(({ actor }) => actor === '*')).toBe(true);
  const of = (who: Person, window: string, kind: string) =>
    readings.find(
      (reading) => reading.actor === house.actor(who) && reading.window === window && reading.kind === kind,
    );
  expect(of(worker, 'hour', 'address')).toMatchObject({ use: 'ask', spent: 30, budget: 120 });
  expect(of(connection, 'epoch', 'person')).toMatchObject({ period: '2026-1', spent: 120, budget: 450 });
  const today = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Amsterdam' });
  const [from, to] = [today.format(Date.now() - 86_400_000), today.format(Date.now())];
  const exported = lines(office('ledger', '--from', from, '--to', to));
  expect(
    exported.map(({ at, ...line }) => ({ ...line, recent: Date.now() - Date.parse(String(at)) < 60_000 })),
  ).toEqual(asked.map((line) => ({ ...line, recent: true })));
  expect(office('ledger', '--from', '2026-01-01', '--to', '2026-01-02')).toBe('');
});

it('exports a ledger of any length in pages, each row once', async () => {
  await house.database.query(
    `insert into evaluation (ticket, actor, use, kind, count, at)
     select decode(lpad(to_hex(n), 32, '0'), 'hex'), 'https://login.example|x', 'ask', 'person', 1,
       timestamptz '2026-03-29 00:00 Europe/Amsterdam' + (n / 4000) * interval '1 hour'
     from generate_series(1, 12345) as n`,
  );
  // A day of 23 hours: the clock goes forward.
  const tickets = lines(office('ledger', '--from', '2026-03-29', '--to', '2026-03-29')).map(({ ticket }) => ticket);
  expect(tickets).toHaveLength(12_345);
  expect(new Set(tickets).size).toBe(12_345);
  expect(office('ledger', '--from', '2026-03-30', '--to', '2026-03-30')).toBe('');
});
