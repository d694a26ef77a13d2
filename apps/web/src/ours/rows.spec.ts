import {
  countsOf,
  EVERYTHING,
  filtered,
  hasEnded,
  inParts,
  leftOpen,
  partsOf,
  type Row,
  runsOutSoon,
  sorted,
} from './rows';

const TODAY = '2026-11-27';

const row = (id: string, more: Partial<Row> = {}): Row => ({
  id,
  registeredOn: '2026-06-01',
  expiresOn: '2027-05-01',
  kind: 'person',
  notice: { state: 'given' },
  ...more,
});
const ids = (rows: readonly Row[]): string => rows.map(({ id }) => id).join('');

it('what ended yesterday does not run out any more, and what ends today or in 30 days does', () => {
  const days = ['2026-11-26', '2026-11-27', '2026-12-27', '2026-12-28'];
  const rows = days.map((expiresOn, i) => row(String(i), { expiresOn }));
  expect(rows.map((one) => runsOutSoon(one, TODAY))).toEqual([false, true, true, false]);
  expect(rows.map((one) => hasEnded(one, TODAY))).toEqual([true, false, false, false]);
});

const ROWS = [
  row('a', { caseNumber: 'WT-2026-00010', expiresOn: '2026-12-01', registeredBy: 'hand', with: ['b'] }),
  row('b', { kind: 'address', caseNumber: 'WT-2026-00010', registeredBy: 'connection', with: ['a'] }),
  row('c', { kind: 'business', notice: { state: 'pending' }, registeredBy: 'hand' }),
  row('d', { caseNumber: 'WT-2026-00002', registeredOn: '2026-01-01' }),
];

it('without a filter everything is there', () => {
  expect(ids(filtered(ROWS, EVERYTHING, TODAY))).toBe('abcd');
});

it('filters keep what fits all of them', () => {
  const by = (filter: Partial<typeof EVERYTHING>): string => ids(filtered(ROWS, { ...EVERYTHING, ...filter }, TODAY));
  expect(by({ soon: true })).toBe('a');
  // What is older than this was kept counts as neither.
  expect(by({ byHand: true })).toBe('ac');
  expect(by({ withoutNumber: true })).toBe('c');
  expect(by({ kind: 'address' })).toBe('b');
  expect(by({ search: ' wt-2026-0001 ' })).toBe('ab');
  expect(by({ byHand: true, kind: 'person' })).toBe('a');
  expect(by({ search: 'WT', withoutNumber: true })).toBe('');
});

it('is counted as it is filtered', () => {
  const { soon, byHand, withoutNumber, kinds } = countsOf([...ROWS, row('e', { kind: undefined })], TODAY);
  expect({ soon, byHand, withoutNumber }).toEqual({ soon: 1, byHand: 2, withoutNumber: 2 });
  expect([...kinds]).toEqual([
    ['person', 2],
    ['address', 1],
    ['business', 1],
  ]);
});

it('what has no value stands at the end in both directions', () => {
  expect(ids(sorted(ROWS, { key: 'case', direction: 'ascending' }))).toBe('dabc');
  expect(ids(sorted(ROWS, { key: 'case', direction: 'descending' }))).toBe('abdc');
});

it('case numbers are sorted as people count', () => {
  const rows = [row('x', { caseNumber: 'WT-100' }), row('y', { caseNumber: 'WT-20' })];
  expect(ids(sorted(rows, { key: 'case', direction: 'ascending' }))).toBe('yx');
});

it('an order that nobody knows changes nothing, and neither does sorting change the list itself', () => {
  expect(ids(sorted(ROWS, { key: 'constructor', direction: 'ascending' }))).toBe('abcd');
  sorted(ROWS, { key: 'registeredOn', direction: 'ascending' });
  expect(ids(ROWS)).toBe('abcd');
});

it('parts of a case find each other', () => {
  expect(ids(partsOf(ROWS[0]!, ROWS))).toBe('b');
  expect(ids(partsOf(ROWS[2]!, ROWS))).toBe('');
});

it('an address stays open when the person ends, and not when it ends itself', () => {
  expect(ids(leftOpen([ROWS[0]!], ROWS))).toBe('b');
  expect(ids(leftOpen([ROWS[0]!, ROWS[1]!], ROWS))).toBe('');
  expect(ids(leftOpen([ROWS[1]!], ROWS))).toBe('');
});

it('a long list goes in parts', () => {
  expect(inParts([1, 2, 3, 4, 5], 2)).toEqual([[1, 2], [3, 4], [5]]);
  expect(inParts([], 2)).toEqual([]);
});
