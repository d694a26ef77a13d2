import { hoursText, readClosure, readDay, readHours } from './hours';

const code = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (fault) {
    return (fault as { code?: unknown }).code;
  }
};

it.each([
  '2026-13-01',
  '2026-1-1',
  '31-12-2026',
  'morgen',
  '2026-12-26/2026-12-25',
  '2026-12-24/2026-12-25/2026-12-26',
  '',
])('closed days like %j are not understood', (text) => {
  expect(code(() => readClosure(text))).toBe('cli.not-a-date');
});

it('closed days are one day, or the first and the last', () => {
  expect(readClosure('2026-12-24')).toEqual({ from: '2026-12-24', to: '2026-12-24' });
  expect(readClosure(' 2026-12-25/2026-12-26 ')).toEqual({ from: '2026-12-25', to: '2026-12-26' });
  expect(readDay('2027-01-01')).toBe('2027-01-01');
});

it.each(['ma-vr 09:00-17:00', 'di+do 13:00-16:30', 'ma-zo 00:00-24:00', 'za 10:00-12:00'])(
  'hours are shown as they are typed: %s',
  (text) => {
    expect(hoursText(readHours(text))).toBe(text);
  },
);
