import { inOrder, type ManagedTeam, NEW_TEAM, type PlanFields, planFaults, takersOf, teamFaults } from './teams';

const team = (code: string, more: Partial<ManagedTeam> = {}): ManagedTeam => ({
  code,
  name: code,
  department: 'wmo',
  part: 'ordinary',
  contact: { phone: '', email: '', hours: [] },
  ...more,
});
const [TODAY, LAST] = ['2026-11-27', '2027-11-27'];
const PLAN: PlanFields = { kind: 'merge', newName: '', to: 'noord', on: TODAY };

it('a team without a code, a name or a department is refused field by field', () => {
  expect(teamFaults({ ...NEW_TEAM, code: 'Noord' }, [])).toEqual({
    code: 'code',
    name: 'name',
    department: 'department',
  });
  expect(teamFaults({ ...NEW_TEAM, code: 'noord', name: 'Noord', department: 'wmo' }, ['noord'])).toEqual({
    code: 'taken',
  });
});

it('a change needs what belongs to its kind, and a day of the coming year', () => {
  expect(planFaults({ ...PLAN, kind: '', on: '' }, TODAY, LAST)).toEqual({ kind: 'kind', on: 'on' });
  expect(planFaults({ ...PLAN, kind: 'rename' }, TODAY, LAST)).toEqual({ 'new-name': 'name' });
  expect(planFaults({ ...PLAN, kind: 'hand-over', to: '' }, TODAY, LAST)).toEqual({ to: 'to' });
  expect(planFaults({ ...PLAN, on: '2026-11-26' }, TODAY, LAST)).toEqual({ on: 'on' });
  expect(planFaults({ ...PLAN, on: '2027-11-28' }, TODAY, LAST)).toEqual({ on: 'on' });
  expect(planFaults(PLAN, TODAY, LAST)).toEqual({});
});

it('only a team that goes on and stands for the same can take over', () => {
  const shelter = team('opvang', { part: 'collective-list' });
  const teams = [team('noord'), team('zuid'), shelter, team('oud', { ended: { on: TODAY, into: 'noord' } })];
  expect(takersOf(team('noord'), teams).map(({ code }) => code)).toEqual(['zuid']);
  expect(takersOf(shelter, teams)).toEqual([]);
});

it('teams are listed by department and name, those that have ended last', () => {
  const teams = [
    team('a', { ended: { on: TODAY, into: 'b' } }),
    team('z', { department: 'bouw' }),
    team('c'),
    team('b'),
  ];
  expect(inOrder(teams, (code) => code).map(({ code }) => code)).toEqual(['z', 'b', 'c', 'a']);
});
