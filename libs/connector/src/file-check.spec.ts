import { checkFile, type CheckRules } from './file-check';
import { refusalOf } from './testing';

const RULES: CheckRules = {
  teams: [
    { code: 'wijkteam-noord', name: 'Wijkteam Noord' },
    { code: 'wijkteam-zuid', name: 'Wijkteam Zuid' },
  ],
  demo: true,
  profile: { team: 'wijkteam-noord' },
};
const check = (text: string | Uint8Array, more: Partial<CheckRules> = {}) =>
  checkFile(typeof text === 'string' ? new TextEncoder().encode(text) : text, { ...RULES, ...more });

it.each([
  ['that is empty', '', 'connector.file-empty'],
  ['with nothing but empty lines', '\n;;\n', 'connector.file-empty'],
  ['that is a workbook', 'PK\x03\x04rest', 'connector.file-is-workbook'],
  ['with zero bytes and no mark', 'B\0S\0N\0', 'connector.file-encoding'],
  ['without a column for anybody', 'Naam;Plaats\nx;y\n', 'connector.no-identifier-column'],
  ['with a column twice', 'BSN;Burgerservicenummer\n', 'connector.columns-twice'],
  ['with a quotation mark that stays open', 'BSN\n"x\n', 'connector.file-not-csv'],
])('a file %s is refused with the reason', async (_what, text, code) => {
  expect(await refusalOf(() => check(text))).toBe(code);
});

it('a file that does not say the team is refused when there are several', async () => {
  expect(await refusalOf(() => check('BSN\n999993653\n', { profile: {} }))).toBe('connector.no-team');
});

it('lines are counted by what they would do, and what is wrong is told by place and reason alone', () => {
  const text = [
    'BSN;Postcode;Huisnummer;Zaaknummer;Naam',
    '999993653;3899 ZZ;12;WT-2026-00123;Jansen',
    '999993653;3899 ZZ;12;WT-2026-00123;"Jansen\nde Vries"',
    '999992971;;;;x',
    '123456789;;;;geheim',
    '999993653;3899 ZZ;12',
    ';;;WT-2026-00123;x',
  ].join('\r\n');
  const found = check(text);
  expect(found).toEqual({
    encoding: 'utf-8',
    delimiter: ';',
    columns: [
      { field: 'bsn', place: 1 },
      { field: 'postcode', place: 2 },
      { field: 'number', place: 3 },
      { field: 'caseNumber', place: 4 },
    ],
    otherColumns: 1,
    lines: 6,
    doubles: 1,
    involvements: { person: 2, business: 0, address: 1 },
    rejected: [
      { line: 6, code: expect.stringMatching(/^tokens\./) },
      { line: 7, code: 'connector.line-columns' },
      { line: 8, code: 'connector.line-empty' },
    ],
    manyRejected: true,
  });
  expect(JSON.stringify(found)).not.toMatch(/geheim|Jansen|99999|3899/);
});

it('what Windows wrote is read as such', () => {
  const bytes = Buffer.from('BSN;Naam\n999993653;Röell\n', 'latin1');
  expect(check(bytes)).toMatchObject({ encoding: 'windows-1252', lines: 1, rejected: [] });
  expect(check(Buffer.from('\ufeffBSN\n999993653\n', 'utf16le'))).toMatchObject({ encoding: 'utf-16le', lines: 1 });
});

it('a profile names columns and teams as the source has them', () => {
  const profile = { columns: { bsn: 'Klant', team: 'Wijk' }, team: { values: { N: 'wijkteam-noord' } } };
  const { rejected, involvements } = check('Klant;Wijk\n999993653;n\n999993653;O\n', { profile });
  expect(involvements.person).toBe(1);
  expect(rejected).toEqual([{ line: 3, code: 'connector.team-unknown' }]);
});

it('whoever waits is told how far it is', () => {
  const told: number[] = [];
  checkFile(new TextEncoder().encode(`BSN\n${'999993653\n'.repeat(1_000)}`), RULES, (share) => told.push(share));
  expect(told.length).toBeGreaterThan(50);
  expect(told.length).toBeLessThan(101);
  expect(told.every((share, i) => share <= 1 && share > (told[i - 1] ?? 0))).toBe(true);
});
