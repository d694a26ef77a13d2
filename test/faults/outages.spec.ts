import { type OutageReport, PROMPT, runOutages } from './outage-rounds';
import { OUTAGES, type OutageName } from './outages';
import { outagesTable } from './tables';

/** A short sample, one round of each; `npm run test:faults -- --only outages` has many. */
let report: OutageReport;

beforeAll(async () => {
  report = await runOutages({
    seed: 20_261_126,
    rounds: 1,
    clients: 8,
    indexes: 1,
    lasting: [3_200, 3_400],
    inARow: 48,
    say: () => undefined,
  });
}, 240_000);

const WORDS: readonly (readonly [OutageName, string])[] = [
  ['paused', 'stands still'],
  ['slow', 'answers slowly'],
  ['connections', 'takes no more connections'],
  ['disk', 'has no room left on its disk'],
  ['commit', 'fails at the very commit'],
  ['read-only', 'can only be read'],
  ['silent-network', 'cannot be reached and nobody says so'],
  ['cut-network', 'is cut off'],
];

it.each(WORDS)('%s: when the database %s, requests are refused in time and nothing promised is lost', (name) => {
  const { rounds, requests, refused, slowest, lost, unrecorded, broken } = report.outages[name];
  expect({ rounds, lost, unrecorded, broken }).toEqual({ rounds: 1, lost: 0, unrecorded: 0, broken: 0 });
  expect(requests).toBeGreaterThan(20);
  expect(refused).toBeGreaterThan(0);
  expect(slowest).toBeLessThan(PROMPT);
});

it('afterwards the same processes serve with whole pools, and the whole log adds up', () => {
  expect(report.words).toEqual([]);
  expect(Object.keys(report.outages)).toEqual([...OUTAGES]);
  expect(WORDS.map(([name]) => name)).toEqual([...OUTAGES]);
  expect(Math.min(report.registrations, report.answers, report.evaluations)).toBeGreaterThan(200);
});

it('the table names each outage with its figures, and how the disk was made full', () => {
  const table = outagesTable(report, 1).split('\n');
  expect(table[0]).toMatch(/rounds +requests +refused 503 +slowest answer ms +good again ms +lost +unrecorded +broken/);
  expect(table.slice(1, 9).map((row) => row.split(/ {2,}| \(/)[0])).toEqual(
    OUTAGES.map((name) => (name === 'disk' ? 'disk full' : name)),
  );
  expect(table[4]).toMatch(/ENOSPC|EFBIG|by a trigger/);
});
