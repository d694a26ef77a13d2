import { caseloadIn, connectionFaults, NEW_CONNECTION } from './connections';

it('a connection without anything is refused field by field; teams are asked for once there is a department', () => {
  expect(connectionFaults(NEW_CONNECTION, [])).toEqual({
    code: 'code',
    name: 'name',
    department: 'department',
    caseload: 'caseload',
  });
  const fields = { code: 'koppeling-wmo', name: 'Koppeling', department: 'wmo', teams: [], caseload: '10' };
  expect(connectionFaults(fields, ['koppeling-wmo'])).toEqual({ code: 'taken', teams: 'teams' });
});

it.each([
  ['800', 800],
  [' 1.000.000 ', 1_000_000],
  ['12 500', 12_500],
  ['0', undefined],
  ['1.000.001', undefined],
  ['1,5', undefined],
  ['1.5', undefined],
  ['veel', undefined],
  ['', undefined],
])('a caseload is a whole number: %s', (text, caseload) => expect(caseloadIn(text)).toBe(caseload));
