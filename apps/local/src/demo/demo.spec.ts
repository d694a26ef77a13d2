import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addressOf, lineOf, requireTestRange } from '#tokens';
import { CASELOADS, type Case, demoCases } from './caseloads';
import { FORMATS, bagIdOf } from './formats';
import { DEMO, writeDemoExports } from '.';

const folder = mkdtempSync(join(tmpdir(), 'raakvlak-demo-'));
afterAll(() => rmSync(folder, { recursive: true }));

const cases = demoCases();
const lineOfHome = ({ home }: Case): string | undefined =>
  home && lineOf(addressOf({ ...home, addition: home.addition }));
const subjectsOf = (one: Case): string[] =>
  [one.bsn && `nl-bsn:${one.bsn}`, lineOfHome(one)].filter((line) => line !== undefined && line !== '') as string[];

/** Eleven-test, written out once more here so that the set is not checked by what it is read with. */
const passes = (digits: string): boolean => {
  const [a, b, c, d, e, f, g, h, i] = [...digits].map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  return (9 * a + 8 * b + 7 * c + 6 * d + 5 * e + 4 * f + 3 * g + 2 * h - i) % 11 === 0;
};

describe('the organisation of the demonstration', () => {
  it('has at least sixteen teams in eight departments of six domains', () => {
    expect(Object.keys(DEMO.teams).length).toBeGreaterThanOrEqual(16);
    expect(Object.keys(DEMO.departments)).toHaveLength(8);
    expect(new Set(Object.values(DEMO.departments).map(({ domain }) => domain)).size).toBe(6);
    for (const { department } of Object.values(DEMO.teams)) expect(DEMO.departments).toHaveProperty([department]);
  });

  it('gives no team a telephone number or mail address that anybody could have', () => {
    const contacts = Object.values(DEMO.teams).map(({ contact }) => contact);
    expect(contacts.filter(({ phone }) => !/^033-000 00 \d\d$/.test(phone))).toEqual([]);
    expect(contacts.filter(({ email }) => !/^[a-z-]+@amersfoort\.example$/.test(email ?? ''))).toEqual([]);
    expect(new Set(contacts.map(({ phone }) => phone)).size).toBe(contacts.length);
  });

  it('has a connection for every department, for all teams of its export and with room for its caseload', () => {
    const file = join(__dirname, '../../../identity/people.json');
    const { connections } = JSON.parse(readFileSync(file, 'utf8')) as {
      connections: { clientId: string; department: string; teams: string[]; caseload: number }[];
    };
    expect(connections.map(({ department }) => department).sort()).toEqual(Object.keys(DEMO.departments).sort());
    for (const { clientId, department, teams, caseload } of connections) {
      expect(clientId).toBe(`koppeling-${department}`);
      expect(teams.sort()).toEqual(Object.keys(FORMATS[department]?.teams ?? {}).sort());
      expect(caseload).toBeGreaterThan(CASELOADS[department] as number);
    }
  });
});

describe('the list of collective addresses', () => {
  it('has addresses that do not exist and that no caseload or colleague has, for a team that is such a list', () => {
    const marked = DEMO.collective.map(({ address }) => lineOf(address()));
    expect(marked.length).toBeGreaterThan(0);
    expect(marked.filter((line) => !line.startsWith('nl-adres:3899ZZ/'))).toEqual([]);
    const others = [...cases.flatMap(subjectsOf), ...DEMO.involvements.map(({ subject }) => lineOf(subject()))];
    expect(marked.filter((line) => others.includes(line))).toEqual([]);
    for (const { team } of DEMO.collective) expect(DEMO.teams[team]?.part).toBe('collective-list');
  });
});

describe('the caseloads of the demonstration', () => {
  it('are three thousand involvements, of every team but those that register by hand, none of them twice', () => {
    const all = cases.flatMap((one) => subjectsOf(one).map((subject) => `${one.team} ${one.bsn} ${subject}`));
    expect(all).toHaveLength(3000);
    expect(new Set(all).size).toBe(3000);
    const byHand = ['bemiddeling-sociaal-domein', 'onderzoek-schijnrelaties', 'verzameladressen'];
    const teams = Object.keys(DEMO.teams).filter((team) => !byHand.includes(team));
    expect([...new Set(cases.map(({ team }) => team))].sort()).toEqual(teams.sort());
    expect(cases.filter(({ team, department }) => DEMO.teams[team]?.department !== department)).toEqual([]);
  });

  it('are about nobody: every citizen number is valid and of the range that is reserved for tests', () => {
    const numbers = [...new Set(cases.flatMap(({ bsn }) => bsn ?? []))];
    expect(numbers.length).toBeGreaterThan(1000);
    expect(numbers.filter((digits) => !/^(99999\d{4}|0000\d{5})$/.test(digits) || !passes(digits))).toEqual([]);
    for (const value of numbers) requireTestRange({ scheme: 'nl-bsn', value }, true);
  });

  it('are at no address that exists: an invented postcode, or a house number that no public building has', () => {
    const homes = cases.flatMap(({ home }) => home ?? []);
    const invented = homes.filter(({ postcode }) => postcode.startsWith('3899Z'));
    expect(invented.length).toBeGreaterThan(0.9 * homes.length);
    const beside = homes.filter((home) => !invented.includes(home));
    expect(beside.length).toBeGreaterThan(10);
    const wrong = beside.filter(
      ({ postcode, number }) => !['3811LM', '3811BD', '3818EW'].includes(postcode) || number < 9001,
    );
    expect(wrong).toEqual([]);
  });

  it('overlap as in a town: many are known to two teams or more, some to four, and households live together', () => {
    const teamsOf = new Map<string, Set<string>>();
    for (const one of cases)
      for (const subject of subjectsOf(one)) teamsOf.set(subject, (teamsOf.get(subject) ?? new Set()).add(one.team));
    const known = (by: number): number => [...teamsOf.values()].filter(({ size }) => size >= by).length;
    expect(known(2)).toBeGreaterThan(300);
    expect(known(4)).toBeGreaterThan(10);
    const units = new Map<string, Set<string>>();
    for (const { home } of cases)
      if (home) {
        const number = `${home.postcode} ${home.number}`;
        units.set(number, (units.get(number) ?? new Set()).add(home.letter + home.addition));
      }
    expect([...units.values()].filter(({ size }) => size >= 3).length).toBeGreaterThan(30);
  });

  it('know the woman of the incident at her room, by a team that nobody gets to see', () => {
    const hers = cases.filter((one) => one.bsn === '999993653' || lineOfHome(one) === 'nl-adres:3899ZZ/12/A');
    expect(hers.map(({ team, bsn }) => [team, bsn])).toEqual([['aanpak-mensenhandel', '999993653']]);
  });

  it('have case numbers of a form that no citizen number or postcode fits in, each once', () => {
    const numbers = cases.map(({ caseNumber }) => caseNumber);
    expect(numbers.filter((number) => !/^[A-Z]{2,3}-2026-\d{5}$/.test(number))).toEqual([]);
    expect(new Set(numbers).size).toBe(numbers.length);
    expect(new Set(cases.map(({ told }) => told))).toEqual(new Set(['given', 'pending', 'delayed', 'exempt']));
  });

  it('use a BAG id of their own for every address', () => {
    const ids = new Map(cases.flatMap((one) => (one.home ? [[bagIdOf(one.home), lineOfHome(one)]] : [])));
    expect(ids.size).toBe(new Set(cases.flatMap((one) => lineOfHome(one) ?? [])).size);
    expect([...ids.keys()].filter((id) => !/^0307209\d{9}$/.test(id ?? ''))).toEqual([]);
  });
});

describe('the exports of the demonstration', () => {
  const digests = (of: string): string[] =>
    readdirSync(of)
      .sort()
      .map(
        (name) =>
          `${name} ${createHash('sha256')
            .update(readFileSync(join(of, name)))
            .digest('hex')}`,
      );

  it('are the same bytes at every call', async () => {
    await writeDemoExports(join(folder, 'one'));
    await writeDemoExports(join(folder, 'two'));
    expect(digests(join(folder, 'one'))).toEqual(digests(join(folder, 'two')));
    expect(digests(join(folder, 'one'))).toHaveLength(17);
  });

  it('tell how many lines and involvements they hold', async () => {
    const exports = await writeDemoExports(join(folder, 'one'));
    expect(Object.fromEntries(exports.map(({ department, involvements }) => [department, involvements]))).toEqual(
      CASELOADS,
    );
    for (const { csv, rows } of exports)
      expect(readFileSync(csv, 'latin1').trimEnd().split('\n')).toHaveLength(rows + 1);
  });

  it('differ as real systems do: in delimiter, encoding, line ends and the names of columns', async () => {
    const exports = await writeDemoExports(join(folder, 'one'));
    const bytes = exports.map(({ csv }) => readFileSync(csv));
    const headers = bytes.map((file) => file.subarray(0, file.indexOf('\n')).toString('latin1'));
    for (const delimiter of [';', ',', '\t']) expect(headers.some((header) => header.includes(delimiter))).toBe(true);
    expect(bytes.filter((file) => file.subarray(0, 3).equals(Buffer.from([0xef, 0xbb, 0xbf])))).toHaveLength(3);
    const strict = new TextDecoder('utf-8', { fatal: true });
    const windows = exports.filter((_, i) => {
      try {
        return strict.decode(bytes[i]) === '';
      } catch {
        return true;
      }
    });
    expect(windows.map(({ department }) => department).sort()).toEqual(['vergunningen', 'wmo']);
    expect(new Set(headers.map((header) => header.trim())).size).toBe(8);
  });
});

const directory = process.env['TEST_DATA_DIR'];
(directory ? describe : describe.skip)('beside the public test data (needs TEST_DATA_DIR; skipped without it)', () => {
  const columnsOf = (name: string): string[][] =>
    readFileSync(join(directory as string, name), 'utf8')
      .split('\n')
      .map((line) => line.split(','));

  it('few of the made-up people have a number of the official test set, and none of the addresses is in the sample', () => {
    const official = new Set(columnsOf('brp-test-persons.csv').map((row) => row[1]));
    const ours = new Set(cases.flatMap(({ bsn }) => bsn ?? []));
    const shared = [...ours].filter((digits) => official.has(digits)).length;
    expect(shared).toBeLessThan(0.15 * ours.size);
    const sample = new Set(
      columnsOf('bag-addresses-sample.csv').map(([postcode, number, letter, addition]) =>
        `nl-adres:${postcode}/${number}/${letter}${addition}`.toUpperCase(),
      ),
    );
    const inside = cases.filter((one) => sample.has(lineOfHome(one)?.toUpperCase() ?? ''));
    expect(inside).toEqual([]);
    const ids = new Set(columnsOf('bag-addresses-sample.csv').map((row) => row[6]));
    expect(cases.filter(({ home }) => home && ids.has(bagIdOf(home)))).toEqual([]);
  });
});
