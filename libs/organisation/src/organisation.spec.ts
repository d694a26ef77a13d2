import { localDay } from '#platform';
import { coverageOf } from './coverage';
import type { CatalogueCopy } from './catalogue';
import { calledInstead, dialled, leadsTo } from './contact';
import type { Department, OpeningHours, Team } from './entities';
import { hoursInWords, reachableAt } from './hours';
import { currentTeams } from './merged';

const office: OpeningHours[] = [{ days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00' }];
const open = { hours: office, closures: [] };
const at = (text: string): number => Date.parse(text);

describe('reachable now', () => {
  it('is no before opening, at closing time, at the weekend and without hours', () => {
    expect(reachableAt(open, at('2026-11-23T07:59:00Z'))).toBe(false);
    expect(reachableAt(open, at('2026-11-23T16:00:00Z'))).toBe(false);
    expect(reachableAt(open, at('2026-11-22T12:00:00Z'))).toBe(false);
    expect(reachableAt({ hours: [], closures: [] }, at('2026-11-23T12:00:00Z'))).toBe(false);
  });

  it('follows the clock in Amsterdam, in winter and in summer', () => {
    expect(reachableAt(open, at('2026-11-23T08:00:00Z'))).toBe(true);
    expect(reachableAt(open, at('2026-07-20T07:00:00Z'))).toBe(true);
    expect(reachableAt(open, at('2026-07-20T06:59:00Z'))).toBe(false);
    expect(reachableAt(open, at('2026-11-23T07:00:00Z'))).toBe(false);
  });
});

describe('closed days', () => {
  const closed = { hours: office, closures: [{ from: '2026-11-23', to: '2026-11-24' }] };

  it('nobody answers from the first to the last of them, also within hours', () => {
    for (const [day, reachable] of [
      ['20', true],
      ['23', false],
      ['24', false],
      ['25', true],
    ] as const)
      expect([day, reachableAt(closed, at(`2026-11-${day}T10:00:00Z`))]).toEqual([day, reachable]);
  });

  it('are days in Amsterdam, which begin before those of Greenwich', () => {
    const always = { hours: [{ days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '24:00' }], closures: closed.closures };
    expect(reachableAt(always, at('2026-11-22T22:59:00Z'))).toBe(true);
    expect(reachableAt(always, at('2026-11-22T23:00:00Z'))).toBe(false);
    expect(reachableAt(always, at('2026-11-24T22:59:00Z'))).toBe(false);
    expect(reachableAt(always, at('2026-11-24T23:00:00Z'))).toBe(true);
    expect(localDay(at('2026-12-31T23:00:00Z'))).toBe('2027-01-01');
  });
});

describe('whom to call instead', () => {
  const now = at('2026-11-23T10:00:00Z');
  const team = (code: string, instead: string | null, hours: OpeningHours[] = [], mergedInto: string | null = null) =>
    [code, { code, hours, closures: [], instead, mergedInto } as unknown as Team] as const;

  it('is the first in the chain who answers, else the first, and nobody where the chain ends', () => {
    const teams = new Map([team('a', 'b'), team('b', 'c'), team('c', null, office), team('d', 'e'), team('e', null)]);
    const called = (code: string): string | undefined => calledInstead(teams.get(code) as Team, teams, now)?.code;
    expect([called('a'), called('d'), called('e')]).toEqual(['c', 'e', undefined]);
  });

  it('is the team in which it went up, and a chain that loops comes to an end', () => {
    const teams = new Map([team('a', 'b'), team('b', null, [], 'c'), team('c', 'a')]);
    expect(calledInstead(teams.get('a') as Team, teams, now)?.code).toBe('c');
    expect(leadsTo('b', 'x', new Map([team('a', 'b'), team('b', 'a')]))).toBe(false);
  });

  it('codes of merged teams stand for the team that goes on as well, and others for themselves alone', () => {
    const teams = new Map([team('a', null, [], 'b'), team('b', null)]);
    const codes = ['b', 'x'];
    expect(currentTeams(codes, teams)).toBe(codes);
    expect(currentTeams(['a', 'x'], teams)).toEqual(['a', 'x', 'b']);
  });
});

it('a telephone number is the same one however it is written', () => {
  for (const text of ['033-469 55 55', '+31 33 469 5555', '0031 (33) 4695555', '033 4695555'])
    expect(dialled(text)).toBe('0334695555');
  expect(dialled('14 033')).toBe('14033');
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
