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
  const department = (code: string, lastDeliveredOn: string | null): [string, Department] => [
    code,
    Object.assign({ code, name: code.toUpperCase(), domain: 'care' as const, lastDeliveredOn }),
  ];
  const copy = (...departments: [string, Department][]): CatalogueCopy => ({
    version: 1,
    departments: new Map(departments),
    teams: new Map(),
    purposes: new Map(),
  });

  it('names who never delivered and who is more than a week behind, and counts the rest', () => {
    const some = copy(
      department('a', '2026-11-23'),
      department('b', '2026-11-16'),
      department('c', '2026-11-15'),
      department('d', null),
    );
    expect(coverageOf(some, at('2026-11-23T10:00:00Z'))).toEqual({
      departments: 4,
      connected: 3,
      behind: [
        { department: 'C', lastDelivered: '2026-11-15' },
        { department: 'D', lastDelivered: null },
      ],
    });
  });

  it('changes with the day and with the catalogue, not only at the first question', () => {
    const one = copy(department('a', '2026-11-16'));
    expect(coverageOf(one, at('2026-11-23T23:59:00Z')).behind).toEqual([]);
    expect(coverageOf(one, at('2026-11-24T00:00:00Z')).behind).toHaveLength(1);
    expect(coverageOf(copy(department('a', null)), at('2026-11-24T00:00:00Z')).connected).toBe(0);
  });
});
