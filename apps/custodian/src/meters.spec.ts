import { localDay, startOfDay } from '#platform';
import { budgetsIn, DEFAULT_BUDGETS } from './budgets';
import { allowanceOf, type Enrolment, inTheWay, windowsAt } from './meters';

const at = Date.parse('2026-11-26T11:20:00Z');
const person: Enrolment = { sort: 'person', level: 'new', caseload: 0, blocked: false, enrolledAt: at };
const connection: Enrolment = { ...person, sort: 'connection', level: 'full', caseload: 1_000 };
const DAY = 86_400_000;

describe('a file with other budgets', () => {
  it.each([
    ['that is no JSON', 'x', 'is not JSON'],
    ['that is a list', '[]', 'the whole must be an object'],
    ['with a name that nobody knows', '{"people":{"aks":{}}}', 'people.aks is not known'],
    ['with a name that every object has', '{"constructor":{}}', 'constructor is not known'],
    ['with a text', '{"people":{"ask":{"person":{"hour":"40"}}}}', 'people.ask.person.hour must be a whole number'],
    ['with half an element', '{"people":{"ask":{"person":{"hour":0.5}}}}', 'people.ask.person.hour must be a whole'],
    ['with less than nothing', '{"connections":{"factor":-1}}', 'connections.factor must be a number'],
    ['with null', '{"office":null}', 'office must be an object'],
  ])('%s is refused', (_, contents, words) => {
    expect(() => budgetsIn(contents)).toThrow(words);
  });

  it('is refused with every fault of it', () => {
    expect(() => budgetsIn('{"a":1,"newcomers":{"days":"7","share":2000000000}}')).toThrow(
      /a is not known; newcomers\.days must .*; newcomers\.share must/,
    );
  });

  it('changes what it names and nothing else', () => {
    const { people, ...others } = budgetsIn('{"people":{"ask":{"person":{"day":300}}}}');
    expect(people.ask.person).toEqual({ hour: 40, day: 300 });
    expect(people.ask.address).toEqual(DEFAULT_BUDGETS.people.ask.address);
    expect(others).toMatchObject({ office: DEFAULT_BUDGETS.office, connections: DEFAULT_BUDGETS.connections });
    expect(budgetsIn('{}')).toEqual(DEFAULT_BUDGETS);
  });
});

describe('windows', () => {
  it.each([
    ['in winter', '2026-11-26T22:59:59.999Z', '2026-11-26', '2026-11-26T23:00:00.000Z'],
    ['in winter after midnight there', '2026-11-26T23:00:00.000Z', '2026-11-27', '2026-11-27T23:00:00.000Z'],
    ['in summer', '2026-07-01T21:59:59.999Z', '2026-07-01', '2026-07-01T22:00:00.000Z'],
    ['on the day of 23 hours', '2026-03-29T12:00:00.000Z', '2026-03-29', '2026-03-29T22:00:00.000Z'],
    ['on the day of 25 hours', '2026-10-25T12:00:00.000Z', '2026-10-25', '2026-10-25T23:00:00.000Z'],
    ['on the last day of a year', '2026-12-31T12:00:00.000Z', '2026-12-31', '2026-12-31T23:00:00.000Z'],
  ])('a day ends at midnight in Amsterdam, %s', (_, moment, day, ends) => {
    const windows = windowsAt(Date.parse(moment), '2026-1');
    expect(windows.day).toEqual({ span: 'day', period: day, ends: Date.parse(ends) });
    expect(localDay(startOfDay(day))).toBe(day);
    expect(localDay(startOfDay(day) - 1)).not.toBe(day);
    expect(windows.hour.period).toBe(moment.slice(0, 13));
    expect((windows.hour.ends as number) - Date.parse(moment)).toBeGreaterThan(0);
  });
});

describe('the allowance', () => {
  const of = (enrolment: Enrolment, use: 'ask' | 'register' = 'ask', when = at) =>
    allowanceOf(enrolment, use, 'person', when, DEFAULT_BUDGETS);

  it('of a new person is low for seven days, and enough for a first day', () => {
    expect(of(person)).toEqual({ hour: 20, day: 60 });
    expect(of(person, 'ask', at + 7 * DAY - 1)).toEqual({ hour: 20, day: 60 });
    expect(of(person, 'ask', at + 7 * DAY)).toEqual({ hour: 40, day: 150 });
    expect(allowanceOf(person, 'ask', 'address', at, DEFAULT_BUDGETS)).toEqual({ hour: 30, day: 100 });
  });

  it('stays as the office decided', () => {
    expect(of({ ...person, level: 'full' })).toEqual({ hour: 40, day: 150 });
    expect(of({ ...person, level: 'low' }, 'ask', at + 30 * DAY)).toEqual({ hour: 20, day: 60 });
  });

  it('of a newcomer is never above the full one', () => {
    const tight = budgetsIn('{"people":{"ask":{"person":{"hour":5,"day":10}}}}');
    expect(allowanceOf(person, 'ask', 'person', at, tight)).toEqual({ hour: 5, day: 10 });
  });

  it('of a connection follows its caseload, and it never asks', () => {
    expect(of(connection)).toEqual({ hour: 0, day: 0 });
    expect(of(connection, 'register')).toEqual({ hour: 1_200, day: 1_200, epoch: 3_000 });
    expect(of({ ...connection, caseload: 1 }, 'register')).toEqual({ hour: 50, day: 50, epoch: 150 });
  });
});

describe('a request', () => {
  const windows = windowsAt(at, '2026-1');
  const base = { count: 1, at, windows, allowance: { hour: 10, day: 20 }, office: { hour: 100, day: 200 } };
  const spentOf =
    (yours: number, office = 0) =>
    (whose: string) =>
      whose === 'yours' ? yours : office;

  it.each([
    ['fits to the last element', { spent: spentOf(9) }, undefined],
    ['of one more does not', { spent: spentOf(10) }, { whose: 'yours', window: 'hour', left: 0 }],
    ['that is too long tells what would fit', { count: 5, spent: spentOf(8) }, { whose: 'yours', left: 2 }],
    ['hears the longest wait', { spent: spentOf(20) }, { whose: 'yours', window: 'day' }],
    ['of eight goes on when lists stop', { allowance: {}, count: 8, spent: spentOf(0, 100) }, undefined],
    ['of nine is a list', { allowance: {}, count: 9, spent: spentOf(0, 92) }, { whose: 'office', window: 'hour' }],
    ['of one stops at twice the budget', { spent: spentOf(0, 200) }, { whose: 'office', window: 'hour' }],
    ['of an epoch that is spent waits a day', { allowance: { epoch: 0 }, spent: spentOf(0) }, { window: 'epoch' }],
  ])('%s', (_, changes, expected) => {
    const found = inTheWay({ ...base, ...changes });
    if (expected === undefined) expect(found).toBeUndefined();
    else expect(found).toMatchObject(expected);
  });

  it('hears the seconds to the end of the window', () => {
    expect(inTheWay({ ...base, spent: spentOf(10) })?.retryAfterSeconds).toBe(40 * 60);
    expect(inTheWay({ ...base, allowance: { epoch: 0 }, spent: spentOf(0) })?.retryAfterSeconds).toBe(86_400);
  });
});
