import { appendFileSync, existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { makeConnection } from '#connector';
import { CLIENT_ID, DEPARTMENT, Depot, type Ended, numbers, TEAM } from '../support/deliveries';

// What `raakvlak sync` does not deliver, and what it says then.

let depot: Depot;
beforeAll(async () => {
  depot = await Depot.open();
});
afterAll(() => depot?.close());

const people = numbers(40);
const lines = people.map((bsn) => `${bsn};;`);
const refusal = ({ code, json }: Ended): unknown[] => [json['code'], code];
const nothingStands = async (): Promise<void> => expect(await depot.standing()).toBe(0);

describe('who may not deliver', () => {
  beforeAll(() => depot.export(lines));
  afterEach(nothingStands);

  it('a machine without a connection file', async () => {
    expect(refusal(await depot.sync('--connection', 'none.json'))).toEqual(['connector.connection-missing', 2]);
  });

  it('a connection file that the group or others can read', async () => {
    const text = readFileSync(depot.path('connection.json'), 'utf8');
    for (const mode of [0o640, 0o604]) {
      rmSync(depot.path('open.json'), { force: true });
      depot.write('open.json', text, mode);
      expect(refusal(await depot.sync('--connection', 'open.json'))).toEqual([
        'connector.connection-open-to-others',
        2,
      ]);
    }
  });

  it.each([
    ['a connection that the identity provider does not know', 'koppeling-onbekend'],
    ['a known connection with a key that is not the registered one', CLIENT_ID],
  ])('%s', async (_who, clientId) => {
    const about = { clientId, name: 'Koppeling', department: DEPARTMENT, teams: [TEAM], caseload: 100 };
    const { privateFile } = makeConnection(depot.path(`new-${clientId}`), about);
    const ended = await depot.sync('--connection', privateFile);
    expect(refusal(ended)).toEqual(['client.sign-in-refused', 4]);
    // Not even a folder for what is remembered.
    expect(existsSync(join(depot.path(`new-${clientId}`), `${clientId}.state`))).toBe(false);
  });

  it('a team of another department, also when a profile leads to it', async () => {
    expect(refusal(await depot.sync('--team', 'openbare-orde', '--approve'))).toEqual(['connector.not-your-team', 4]);
    depot.write('profile.json', JSON.stringify({ team: { values: { OO: 'openbare-orde' } } }));
    const words = ['sync', 'export.csv', '--profile', 'profile.json', '--approve', '--json'];
    expect(refusal(await depot.run(...words))).toEqual(['connector.not-your-team', 4]);
  });
});

describe('what is no delivery', () => {
  afterEach(nothingStands);

  it.each([
    ['an empty file', '', 'connector.file-empty'],
    ['a workbook', 'PK\x03\x04 and so on', 'connector.file-is-workbook'],
    [
      'a file with a quotation mark that stays open',
      `BSN\r\n"${people[0]}\r\n${people[1]}\r\n`,
      'connector.file-not-csv',
    ],
    [
      'a file without names above the columns',
      `${people[0]};x\r\n${people[1]};y\r\n`,
      'connector.no-identifier-column',
    ],
    ['a file with columns that say nothing about whom', 'Naam;Zaaknummer\r\nx;y\r\n', 'connector.no-identifier-column'],
    ['a file with two columns for the same', 'BSN;Burgerservicenummer\r\n;\r\n', 'connector.columns-twice'],
  ])('%s', async (_what, contents, code) => {
    depot.write('export.csv', contents);
    const ended = await depot.sync('--approve');
    expect(refusal(ended)).toEqual([code, 2]);
    for (const bsn of people.slice(0, 2)) expect(ended.out + ended.remarks).not.toContain(bsn);
  });

  it('a file without the column that the profile names; the field is said, never the name', async () => {
    depot.export(lines);
    depot.write('profile.json', JSON.stringify({ columns: { bsn: 'Klantnummer' } }));
    const ended = await depot.sync('--profile', 'profile.json', '--approve');
    expect(refusal(ended)).toEqual(['connector.columns-missing', 2]);
    expect(ended.json).toMatchObject({ fields: ['bsn'] });
  });

  it('a file that is not there', async () => {
    const ended = await depot.run('sync', 'none.csv', '--team', TEAM, '--json');
    expect(refusal(ended)).toEqual(['connector.file-missing', 2]);
  });

  it('names above the columns and not one line, unless somebody says that it is right', async () => {
    depot.export([]);
    expect(refusal(await depot.sync())).toEqual(['connector.approval-needed', 6]);
  });
});

describe('what must be looked at first', () => {
  it('a trial run reads everything, changes nothing and has nothing evaluated', async () => {
    depot.export(lines);
    const { code, json } = await depot.sync('--dry-run');
    expect(code).toBe(6);
    expect(json).toMatchObject({ dryRun: true, plan: { lines: 40, additions: 40 }, registered: 0, evaluations: 0 });
    expect([await depot.standing(), await depot.evaluations()]).toEqual([0, 0]);
    expect(readdirSync(depot.state).filter((name) => name === 'state' || name === 'lock')).toEqual([]);
  });

  it('a first delivery without --approve changes nothing, and the figures are said', async () => {
    const { code, json } = await depot.sync();
    expect([code, json]).toEqual([
      6,
      expect.objectContaining({ code: 'connector.approval-needed', additions: 40, ends: 0, stood: 0 }),
    ]);
    const { remarks } = await depot.run('sync', 'export.csv', '--team', TEAM);
    expect(remarks).toContain('40 nieuwe betrokkenheden; er stond nog niets');
    expect([await depot.standing(), await depot.evaluations()]).toEqual([0, 0]);
    const approved = await depot.sync('--approve');
    expect([approved.code, approved.json]).toEqual([0, expect.objectContaining({ registered: 40 })]);
    expect(await depot.standing()).toBe(40);
  });

  it('exactly 20 percent gone goes on unattended; one more asks, and nothing changes', async () => {
    depot.export(lines.slice(8));
    expect((await depot.sync()).code).toBe(0);
    expect(await depot.standing()).toBe(32);
    depot.export(lines.slice(15));
    const { code, json } = await depot.sync();
    expect([code, json]).toEqual([6, expect.objectContaining({ ends: 7, stood: 32 })]);
    expect(await depot.standing()).toBe(32);
    const { remarks } = await depot.run('sync', 'export.csv', '--team', TEAM);
    expect(remarks).toContain('7 van de 32 betrokkenheden verdwijnen: meer dan 20 procent');
  });

  it('more than 20 percent of the lines rejected', async () => {
    depot.export([...lines.slice(8), ...Array.from({ length: 9 }, () => '123;;')]);
    const { code, json } = await depot.sync();
    expect([code, json]).toEqual([6, expect.objectContaining({ rejected: 9 })]);
  });
});

describe('a file with lines that cannot be delivered', () => {
  // One digit too many, an address that is none, a formula, and a name where the case number belongs.
  const wrong = [
    `${people[30]}1;;`,
    `${people[31]};Nergens;`,
    `${people[32]};=3899 ZZ 1;`,
    `${people[33]};;+De heer X`,
  ];

  it('is delivered without them; the terminal says their lines and nothing of what stands there', async () => {
    depot.export([...lines.slice(8, 30), ...wrong, ...lines.slice(34)]);
    const { code, out, remarks } = await depot.run('sync', 'export.csv', '--team', TEAM);
    expect(code).toBe(8);
    expect(remarks).toMatch(/Regel 24: /);
    for (const line of [24, 25, 26, 27]) expect(remarks).toContain(`Regel ${line}: `);
    const said = out + remarks;
    for (const value of [...people, 'Nergens', '3899', 'De heer X'])
      expect(said.toLowerCase()).not.toContain(value.toLowerCase());
    expect(out).toContain('Afgekeurd:     4');
    // Two of the four are recognised and stay as they were. A wrong number and a wrong case number are of nobody we know.
    expect(await depot.standing()).toBe(30);
  });

  it('leaves them in a file for its owner, with the reason, and no cell begins a formula', () => {
    const [name, ...more] = readdirSync(depot.state).filter((one) => one.startsWith('afgekeurd'));
    expect(more).toEqual([]);
    const path = join(depot.state, name ?? '');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const rows = readFileSync(path, 'utf8')
      .replace('\ufeff', '')
      .trim()
      .split('\r\n')
      .map((row) => row.split(';'));
    expect(rows[0]).toEqual(['BSN', 'Adres', 'Zaaknummer', 'reden', 'regel']);
    expect(rows.slice(1).map((row) => row.at(-1))).toEqual(['24', '25', '26', '27']);
    expect(
      rows
        .slice(1)
        .map((row) => row.at(-2))
        .filter((reason) => (reason ?? '').length < 10),
    ).toEqual([]);
    expect(rows.flat().filter((cell) => /^\s*[=+\-@]/.test(cell))).toEqual([]);
  });

  it('has that file taken away by the next delivery', async () => {
    depot.export(lines.slice(8));
    expect((await depot.sync()).code).toBe(0);
    expect(readdirSync(depot.state).filter((one) => one.startsWith('afgekeurd'))).toEqual([]);
  });
});

it('a file that changes while it is sent stops the delivery; what was sent stays, and the next one ends exactly', async () => {
  // Some megabytes of a column that is not used: the end is read long after the beginning was sent.
  const wide = (bsn: string): string => `${bsn};;;${'x'.repeat(16_000)}`;
  const many = numbers(250, 999_992_000);
  const file = depot.export(many.map(wide), 'BSN;Adres;Zaaknummer;Toelichting');
  const delivery = depot.start(['sync', file, '--team', TEAM, '--json', '--approve']);
  await depot.underWay(delivery);
  appendFileSync(file, `${wide(numbers(1, 999_999_000)[0]!)}\r\n`);
  expect(refusal(await delivery.ended)).toEqual(['connector.file-changed', 1]);
  expect(await depot.standing()).toBeGreaterThan(0);
  expect((await depot.sync('--approve')).code).toBe(0);
  expect(await depot.standing()).toBe(251);
});
