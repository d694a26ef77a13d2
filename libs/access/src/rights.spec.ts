import { type Actor, ROLES, type Role } from './actor';
import { RIGHTS, type Right, may } from './rights';

const actor = (roles: readonly Role[], scopes: readonly string[]): Actor => ({
  id: 'issuer|anna',
  roles,
  department: 'sociaal-domein',
  teams: ['wijkteam'],
  scopes,
  client: 'test',
});
const all = Object.keys(RIGHTS) as Right[];
const everyScope = ['raakvlak:ask', 'raakvlak:register', 'raakvlak:manage'];

it('without a role nothing is allowed, whatever the scopes', () => {
  expect(all.filter((right) => may(actor([], everyScope), right))).toEqual([]);
});

it('without a scope nothing is allowed, whatever the roles', () => {
  expect(all.filter((right) => may(actor([...ROLES], []), right))).toEqual([]);
});

it.each([
  ['professional', ['inquiry.ask', 'proof.read', 'purpose.read', 'involvement.register', 'involvement.read']],
  [
    'team-coordinator',
    ['inquiry.ask', 'proof.read', 'purpose.read', 'involvement.register', 'involvement.read', 'department.deliver'],
  ],
  ['connection', ['involvement.register', 'involvement.read', 'department.deliver']],
  ['application-manager', ['organisation.manage']],
  ['broker', []],
  ['privacy-officer', []],
  ['data-protection-officer', []],
] as const)('a %s may do exactly this: %j', (role, rights) => {
  expect(all.filter((right) => may(actor([role], everyScope), right))).toEqual(rights);
});

it('a machine that delivers never asks, also when its token says it may', () => {
  expect(may(actor(['connection'], everyScope), 'inquiry.ask')).toBe(false);
});
