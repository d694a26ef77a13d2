import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { Connection, Outcome, Profile } from '#connector';
import { readProfile, synchronise } from '#connector';
import { asConnection, asPerson, DEMO, loadOrganisation, type Stack, startStack, writeDemoExports } from '#local';
import { type Identifier, identifierOf } from '#tokens';
import { AMPLE_BUDGETS, AMPLE_INDEX_BUDGETS } from '../support/budgets';
import { QUIET_AUDIENCE } from '../support/quiet-audience';

// Exports through the real connector into the real processes, and back out again by asking.

const folder = mkdtempSync(join(tmpdir(), 'raakvlak-deliveries-'));
let stack: Stack;

beforeAll(async () => {
  stack = await startStack({
    folder: join(folder, 'stack'),
    budgets: AMPLE_BUDGETS,
    indexBudgets: AMPLE_INDEX_BUDGETS,
  });
  await loadOrganisation(stack);
});
afterAll(async () => {
  await stack.stop();
  rmSync(folder, { recursive: true, force: true });
});

interface Delivered {
  readonly department: string;
  readonly file: string;
  readonly profile: Profile;
  readonly bagFile?: string;
  readonly dryRun?: boolean;
  /** What is remembered between deliveries stands under this name */
  readonly state?: string;
}

/** One delivery in the name of a department's system. Everything unusual is approved. */
async function deliver(of: Delivered): Promise<Outcome> {
  const { department, file, profile, bagFile, dryRun = false, state = department } = of;
  const clientId = `koppeling-${department}`;
  const key = JSON.parse(
    readFileSync(join(stack.folder, 'identity', `connection-${clientId}.jwk.json`), 'utf8'),
  ) as Connection['key'];
  return synchronise({
    file,
    profile,
    dryRun,
    ...(bagFile === undefined ? {} : { bagFile }),
    connection: { clientId, department, key },
    stateFolder: join(folder, 'state', state),
    client: await asConnection(stack, clientId),
    rootKey: stack.configuration.rootKey,
    demo: true,
    audience: QUIET_AUDIENCE,
  });
}

describe("the demonstration's exports", () => {
  it('are read by the connector without one rejected line, to the last involvement', async () => {
    const exports = await writeDemoExports(join(folder, 'exports'));
    for (const { department, csv, profile, bag, rows, involvements } of exports) {
      const { plan, done } = await deliver({
        department,
        file: csv,
        profile: readProfile(profile),
        dryRun: true,
        state: `dry-${department}`,
        ...(bag === undefined ? {} : { bagFile: bag }),
      });
      expect([department, plan]).toEqual([
        department,
        expect.objectContaining({ lines: rows, rejected: 0, additions: involvements }),
      ]);
      expect(done.evaluations).toBe(0);
    }
    expect(exports.reduce((sum, { involvements }) => sum + involvements, 0)).toBe(3000);
  });
});

const directory = process.env['TEST_DATA_DIR'];
const described = directory ? describe : describe.skip;
const pathOf = (name: string): string => join(directory ?? '', name);

type Row = Readonly<Record<string, string>>;
interface Numbered {
  readonly line: number;
  readonly row: Row;
}
/** No cell of these files holds a line break: the first row stands on line 2. */
const rowsOf = (name: string): Numbered[] =>
  (parse(readFileSync(pathOf(name)), { bom: true, columns: true }) as Row[]).map((row, i) => ({ line: i + 2, row }));

const upper = (text = ''): string => text.toUpperCase();
/** Canonical value of an address in columns; a hyphen before an addition is the paper's, not the address's. */
const addressIn = (row: Row): string =>
  `${row['postcode']}/${row['huisnummer']}/${upper(row['huisletter'])}${upper(row['huisnummertoevoeging']).replace('-', '')}`;
const unique = (values: readonly string[]): string[] => [...new Set(values)];

const ADDRESS = { postcode: 'postcode', number: 'huisnummer', letter: 'huisletter', addition: 'huisnummertoevoeging' };
const given = { state: 'given' } as const;

/** Asks in lists of what fits; which values were not answered with the team. */
async function notFound(by: string, purpose: string, team: string, subjects: readonly Identifier[]): Promise<string[]> {
  const professional = await asPerson(stack, by);
  const name = DEMO.teams[team]?.name;
  const missed: string[] = [];
  // An address in parts is two lines: itself and its number.
  for (let at = 0; at < subjects.length; at += 50) {
    const list = subjects.slice(at, at + 50);
    const { answers } = await professional.ask({ purpose, subjects: list });
    list.forEach(({ value }, i) => {
      if (!answers[i]?.contacts.some((contact) => contact.team === name)) missed.push(value);
    });
  }
  return missed;
}

/** Lines of the file of rejected lines: number in the source and reason. */
function rejectedIn(file: string | undefined): [number, string][] {
  if (file === undefined) return [];
  const rows = parse(readFileSync(file), { bom: true, columns: true, delimiter: ';' }) as Row[];
  return rows.map(({ regel, reden }) => [Number(regel), reden ?? '']);
}

described('the official test persons, delivered (needs TEST_DATA_DIR; skipped without it)', () => {
  const team = 'wijkteam-soesterkwartier';
  const delivery = (): Delivered => ({
    department: 'sociaal-domein',
    file: pathOf('brp-test-persons.csv'),
    profile: { columns: { bsn: 'bsn', ...ADDRESS }, team, notice: given },
  });

  it('every person and every address stands in the index after one delivery, and no line is rejected', async () => {
    const persons = rowsOf('brp-test-persons.csv');
    const atAnAddress = persons.filter(({ row }) => row['postcode'] !== '');
    const { plan, done, rejectedFile } = await deliver(delivery());
    expect(rejectedFile).toBeUndefined();
    expect(plan).toMatchObject({ lines: 674, rejected: 0, additions: persons.length + atAnAddress.length });
    expect(done).toMatchObject({ registered: 674 + 589, ended: 0 });
    const numbers = persons.map(({ row }) => identifierOf('nl-bsn', row['bsn'] ?? ''));
    expect(await notFound('bilal', 'home-visit', team, numbers)).toEqual([]);
    const homes = unique(atAnAddress.map(({ row }) => addressIn(row)));
    expect(homes).toHaveLength(271);
    const addresses = homes.map((value) => identifierOf('nl-adres', value));
    expect(await notFound('bilal', 'home-visit', team, addresses)).toEqual([]);
  });

  it('somebody who is not in the file is not found', async () => {
    const strangers = ['000077501', '000093294'].map((value) => identifierOf('nl-bsn', value));
    expect(await notFound('bilal', 'home-visit', team, strangers)).toHaveLength(2);
  });

  it('the second delivery of the same file evaluates nothing and changes nothing', async () => {
    const { plan, done } = await deliver(delivery());
    expect(plan).toMatchObject({ stood: 1263, unchanged: 1263, additions: 0, ends: 0 });
    expect(done).toEqual({ registered: 0, renewed: 0, ended: 0, moved: 0, evaluations: 0 });
  });
});

described('addresses of the BAG, delivered (needs TEST_DATA_DIR; skipped without it)', () => {
  const file = (): string => pathOf('bag-addresses-sample.csv');

  it('by postcode: every one of them is found again, and what stands there more than once counts once', async () => {
    const delivery = {
      department: 'vergunningen',
      file: file(),
      profile: { columns: ADDRESS, team: 'vergunningenloket', notice: given },
    };
    const { plan, done } = await deliver(delivery);
    const values = unique(rowsOf('bag-addresses-sample.csv').map(({ row }) => addressIn(row)));
    expect(values).toHaveLength(294);
    expect(plan).toMatchObject({ lines: 300, rejected: 0, additions: 294 });
    expect(done.registered).toBe(294);
    const subjects = values.map((value) => identifierOf('nl-adres', value));
    expect(await notFound('ruud', 'planned-control', 'vergunningenloket', subjects)).toEqual([]);
    expect((await deliver(delivery)).done).toEqual({ registered: 0, renewed: 0, ended: 0, moved: 0, evaluations: 0 });
  });

  it('by BAG id: the extract gives the postcode; damaged and missing ids are rejected, each on its line with its reason', async () => {
    const rows = rowsOf('bag-addresses-sample.csv');
    // The case file of a system that knows ids alone, and the extract that the municipality took from the BAG.
    const source = join(folder, 'bag-ids.csv');
    const ids = rows.map(({ row }) => row['nummeraanduiding_id'] ?? '');
    writeFileSync(
      source,
      ['zaak;nummeraanduiding', ...ids.map((id, i) => `BT-2026-${String(i + 1).padStart(5, '0')};${id}`)].join('\r\n'),
    );
    const delivery = {
      department: 'bouw-en-woningtoezicht',
      file: source,
      bagFile: file(),
      profile: { columns: { caseNumber: 'zaak', bag: 'nummeraanduiding' }, team: 'toezicht-bewoning', notice: given },
    };
    const expected = rows.flatMap(({ line, row }): [number, string][] => {
      const id = (row['nummeraanduiding_id'] ?? '').trim();
      if (id === '') return [[line, 'connector.line-empty']];
      if (/^0+$/.test(id)) return [[line, 'tokens.all-zeros']];
      if (id.length !== 16) return [[line, 'tokens.bag-length']];
      return id.slice(4, 6) === '20' ? [] : [[line, 'tokens.bag-openbare-ruimte']];
    });
    expect(expected).toHaveLength(6);
    const { plan, done, first, rejectedFile } = await deliver(delivery);
    expect(rejectedIn(rejectedFile)).toEqual(expected);
    expect(first.map(({ line, problem }) => [line, problem.code])).toEqual(expected);
    expect(plan).toMatchObject({ lines: 300, rejected: 6, additions: 294 });
    expect(done.registered).toBe(294);
    const refused = new Set(expected.map(([line]) => line));
    const values = unique(rows.filter(({ line }) => !refused.has(line)).map(({ row }) => addressIn(row)));
    const subjects = values.map((value) => identifierOf('nl-adres', value));
    expect(await notFound('bilal', 'home-visit', 'toezicht-bewoning', subjects)).toEqual([]);
    expect((await deliver(delivery)).done).toEqual({ registered: 0, renewed: 0, ended: 0, moved: 0, evaluations: 0 });
  });

  it('a file of nothing but damaged lines changes nothing', async () => {
    mkdirSync(join(folder, 'damaged'), { recursive: true });
    const source = join(folder, 'damaged', 'export.csv');
    const damaged = rowsOf('bag-addresses-sample.csv').filter(({ row }) =>
      /^0+$/.test(row['nummeraanduiding_id'] ?? ''),
    );
    writeFileSync(source, ['nummeraanduiding', ...damaged.map(({ row }) => row['nummeraanduiding_id'])].join('\n'));
    const { plan, done } = await deliver({
      department: 'veiligheid',
      file: source,
      bagFile: file(),
      profile: { columns: { bag: 'nummeraanduiding' }, team: 'woonoverlast' },
    });
    expect(plan).toMatchObject({ lines: 1, rejected: 1, additions: 0 });
    expect(done.registered).toBe(0);
  });
});
