import { coverageOf } from './coverage';
import type { CatalogueCopy } from './catalogue';
import type { Department, OpeningHours } from './entities';
import { hoursInWords, reachableAt } from './hours';

const office: OpeningHours[] = [{ days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00' }];
const at = (text: string): number => Date.parse(text);

describe('reachable now', () => {
  it('is no before opening, at closing time, at the weekend and without hours', () => {
    expect(reachableAt(office, at('2026-11-23T07:59:00Z'))).toBe(false);
    expect(reachableAt(office, at('2026-11-23T16:00:00Z'))).toBe(false);
    expect(reachableAt(office, at('2026-11-22T12:00:00Z'))).toBe(false);
    expect(reachableAt([], at('2026-11-23T12:00:00Z'))).toBe(false);
  });

  it('follows the clock in Amsterdam, in winter and in summer', () => {
    expect(reachableAt(office, at('2026-11-23T08:00:00Z'))).toBe(true);
    expect(reachableAt(office, at('2026-07-20T07:00:00Z'))).toBe(true);
    expect(reachableAt(office, at('2026-07-20T06:59:00Z'))).toBe(false);
    expect(reachableAt(office, at('2026-11-23T07:00:00Z'))).toBe(false);
  });
});

it('hours are written as people read them', () => {
  expect(hoursInWords(office)).toBe('ma-vr 09:00-17:00');
  expect(hoursInWords([{ days: [4, 2], from: '10:00', to: '12:00' }])).toBe('di, do 10:00-12:00');
  expect(hoursInWords([])).toBe('');
});

describe('coverage', () => {
  const department = (
    code: string,
    lastDeliveredOn: string | null,
    lastEpoch: string | null = null,
  ): [string, Department] => [
    code,
    Object.assign({
      code,
      name: code.toUpperCase(),
      domain: 'care' as const,
      lastDeliveredOn,
      lastEpoch,
      casePattern: '',
    }),
  ];
  const copy = (...departments: [string, Department][]): CatalogueCopy => ({
    version: 1,
    departments: new Map(departments),
    teams: new Map(),
    purposes: new Map(),
    covers: new Map(),
  });

  const live = ['2026-1'];

  it('tells who never delivered, who is more than a week behind and who delivered for a key that is gone', () => {
    const some = copy(
      department('a', '2026-11-23', '2026-1'),
      department('b', '2026-11-16'),
      department('c', '2026-11-15', '2026-1'),
      department('d', null),
      department('e', '2026-11-23', '2025-1'),
      department('f', '2025-11-23', '2025-1'),
    );
    const { connected, departments } = coverageOf(some, at('2026-11-23T10:00:00Z'), live);
    expect(connected).toBe(5);
    expect(departments.map(({ department: name, lastDelivered, state }) => [name, lastDelivered, state])).toEqual([
      ['A', '2026-11-23', 'current'],
      ['B', '2026-11-16', 'current'],
      ['C', '2026-11-15', 'behind'],
      ['D', null, 'never'],
      ['E', '2026-11-23', 'rotating'],
      ['F', '2025-11-23', 'rotating'],
    ]);
  });

  it('changes with the day, the catalogue and the epochs, not only at the first question', () => {
    const one = copy(department('a', '2026-11-16', '2026-1'));
    const state = (when: string, epochs = live): unknown => coverageOf(one, at(when), epochs).departments[0]?.state;
    expect(state('2026-11-23T23:59:00Z')).toBe('current');
    expect(state('2026-11-24T00:00:00Z')).toBe('behind');
    expect(state('2026-11-24T00:00:00Z', ['2026-2'])).toBe('rotating');
    expect(coverageOf(copy(department('a', null)), at('2026-11-24T00:00:00Z'), live).connected).toBe(0);
  });
});
