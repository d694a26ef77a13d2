import { type Actor, ROLES, type Role } from './actor';
import { RIGHTS, type Right, type RightRule, SCOPES, may, reaches, rightsOf } from './rights';

const actor = (roles: readonly Role[], scopes: readonly string[]): Actor => ({
  id: 'issuer|anna',
  roles,
  department: 'sociaal-domein',
  teams: ['wijkteam'],
  scopes,
  client: 'test',
});
const all = Object.keys(RIGHTS) as Right[];
const everyScope = ['raakvlak:ask', 'raakvlak:register', 'raakvlak:manage', 'raakvlak:review'];

it('the scopes are these four', () => {
  expect([...SCOPES].sort()).toEqual([...everyScope].sort());
});

it('without a role nothing is allowed, whatever the scopes', () => {
  expect(all.filter((right) => may(actor([], everyScope), right))).toEqual([]);
});

it('without a scope nothing is allowed, whatever the roles', () => {
  expect(all.filter((right) => may(actor([...ROLES], []), right))).toEqual([]);
});

it('a scope that is not ours counts for none, also where any will do', () => {
  const scopes = ['openid', 'any', 'raakvlak', 'raakvlak:*', 'RAAKVLAK:ASK'];
  expect(rightsOf(actor([...ROLES], scopes))).toEqual([]);
});

it.each(everyScope)('with %s alone everybody reads what she is, and nothing of another scope', (scope) => {
  for (const role of ROLES) {
    const rights = rightsOf(actor([role], [scope]));
    expect(rights).toContain('self.read');
    expect(rights.filter((right) => ![scope, 'any'].includes(RIGHTS[right].scope))).toEqual([]);
  }
});

it.each([
  [
    'professional',
    [
      'self.read',
      'inquiry.ask',
      'inquiry.practise',
      'proof.read',
      'inquiry.list',
      'inquiry.mark',
      'purpose.read',
      'involvement.register',
      'involvement.read',
      'event.read',
    ],
  ],
  [
    'team-coordinator',
    [
      'self.read',
      'inquiry.ask',
      'inquiry.practise',
      'proof.read',
      'inquiry.list',
      'inquiry.mark',
      'purpose.read',
      'involvement.register',
      'involvement.read',
      'involvement.hand-over',
      'event.read',
      'department.deliver',
      'contact.change',
      'team-name.read',
      'cover.manage',
    ],
  ],
  ['connection', ['self.read', 'involvement.register', 'involvement.read', 'department.deliver', 'canary.plant']],
  [
    'application-manager',
    [
      'self.read',
      'involvement.hand-over',
      'collective-address.manage',
      'contact.change',
      'team-name.read',
      'cover.manage',
      'organisation.manage',
    ],
  ],
  ['broker', ['self.read']],
  [
    'privacy-officer',
    [
      'self.read',
      'account.read',
      'policy.read',
      'policy.propose',
      'proposal.read',
      'proposal.decide',
      'review.read',
      'look.read',
      'review.judge',
    ],
  ],
  [
    'data-protection-officer',
    ['self.read', 'account.read', 'policy.read', 'proposal.read', 'review.read', 'look.read'],
  ],
  ['data-owner', ['self.read', 'policy.read', 'proposal.read', 'proposal.decide']],
] as const)('a %s may do exactly this: %j', (role, rights) => {
  expect(all.filter((right) => may(actor([role], everyScope), right))).toEqual(rights);
});

it('whoever may review may not ask, register or manage with the same role', () => {
  for (const { roles, scope } of Object.values<RightRule>(RIGHTS))
    if (scope !== 'raakvlak:review' && scope !== 'any')
      for (const role of ['privacy-officer', 'data-protection-officer', 'data-owner'] as const)
        expect(roles[role]).toBeUndefined();
});

describe('how far a right reaches', () => {
  const [anna, coordinator] = [actor(['professional'], everyScope), actor(['team-coordinator'], everyScope)];
  const connection = actor(['connection'], everyScope);
  const manager = actor(['application-manager'], everyScope);
  const [own, beside, far] = [
    { team: 'wijkteam', department: 'sociaal-domein' },
    { team: 'wijkteam-noord', department: 'sociaal-domein' },
    { team: 'inspectie', department: 'toezicht' },
  ];

  it.each([
    ['a professional registers for her own teams', anna, 'involvement.register', [true, false, false]],
    ['a connection registers for its department', connection, 'involvement.register', [true, true, false]],
    ['a coordinator changes the contact points of her teams', coordinator, 'contact.change', [true, false, false]],
    ['a manager changes all contact points', manager, 'contact.change', [true, true, true]],
    ['a professional changes none', anna, 'contact.change', [false, false, false]],
  ] as const)('%s', (_, who, right, reached) => {
    expect([own, beside, far].map((place) => reaches(who, right, place))).toEqual(reached);
  });

  it('what is one’s own is nobody else’s', () => {
    expect(
      [anna.id, 'issuer|bram', undefined].map((whose) =>
        reaches(anna, 'proof.read', { ...(whose === undefined ? {} : { actor: whose }) }),
      ),
    ).toEqual([true, false, false]);
  });

  it('an actor without a department or teams reaches nothing that has none either', () => {
    const nobody = { ...actor([...ROLES], everyScope), department: '', teams: [] };
    for (const right of ['department.deliver', 'involvement.register'] as const)
      expect(reaches(nobody, right, { department: '', team: '' })).toBe(false);
  });
});

it('a machine that delivers never asks, also when its token says it may', () => {
  expect(may(actor(['connection'], everyScope), 'inquiry.ask')).toBe(false);
});
