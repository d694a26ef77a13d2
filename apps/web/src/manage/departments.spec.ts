import type { ListedConnection } from '#client/browser';
import { departmentFaults, exampleOf, NEW_DEPARTMENT, stateOf } from './departments';

it('a department without a code, a name or a domain is refused field by field', () => {
  expect(departmentFaults({ ...NEW_DEPARTMENT, casePattern: '{naam}' }, [])).toEqual({
    code: 'code',
    name: 'name',
    domain: 'domain',
    pattern: 'pattern',
  });
});

it('a code that is in use is refused for a new department, and is not looked at for one that is there', () => {
  const fields = { ...NEW_DEPARTMENT, code: 'sport', name: 'Sport', domain: 'care' };
  expect(departmentFaults(fields, ['sport'])).toEqual({ code: 'taken' });
  expect(departmentFaults(fields, undefined)).toEqual({});
});

it.each([
  ['{letters}-{year}-{5}', 'WT-2026-00123'],
  ['{letters}-{year}-{3-6}', 'WT-2026-123'],
  ['ZK-{6}', 'ZK-000123'],
  ['{letters}{9}', undefined],
  ['wt-{5}', undefined],
  ['.*', undefined],
  ['{5', undefined],
])('a pattern is shown by an example: %s', (pattern, example) => expect(exampleOf(pattern)).toBe(example));

it('a department’s deliveries stand as its connection says, else only whether there was one', () => {
  const department = { code: 'wmo', name: 'Wmo', domain: 'care', casePattern: '' };
  const delivered = { ...department, delivered: { on: '2026-11-26' } };
  const of = (state: string, code = 'wmo') => ({ department: code, state }) as unknown as ListedConnection;
  expect(stateOf(department, [of('never-seen')])).toBe('never');
  expect(stateOf(delivered, [])).toBe('delivered');
  expect(stateOf(delivered, [of('ended'), of('behind', 'jeugd')])).toBe('delivered');
  expect(stateOf(delivered, [of('ended'), of('behind')])).toBe('behind');
});
