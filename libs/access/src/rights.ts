import type { Actor, Role } from './actor';

interface RightRule {
  readonly roles: readonly Role[];
  /** OAuth scope that the access token must carry as well, so that a client can hold less than its user may */
  readonly scope: 'raakvlak:ask' | 'raakvlak:register' | 'raakvlak:manage';
}

const teamMembers: readonly Role[] = ['professional', 'team-coordinator'];

/** Which role may do what. Read by the guard, by the tests and by docs/access.md. */
export const RIGHTS = {
  'inquiry.ask': { roles: teamMembers, scope: 'raakvlak:ask' },
  'proof.read': { roles: teamMembers, scope: 'raakvlak:ask' },
  'purpose.read': { roles: teamMembers, scope: 'raakvlak:ask' },
  'involvement.register': { roles: [...teamMembers, 'connection'], scope: 'raakvlak:register' },
  'involvement.read': { roles: [...teamMembers, 'connection'], scope: 'raakvlak:register' },
  'department.deliver': {
    roles: ['team-coordinator', 'connection'],
    scope: 'raakvlak:register',
  },
  'organisation.manage': { roles: ['application-manager'], scope: 'raakvlak:manage' },
} as const satisfies Record<string, RightRule>;

export type Right = keyof typeof RIGHTS;

/** Whether one of the actor's roles carries the right and the token carries the scope. */
export function may(actor: Actor, right: Right): boolean {
  const { roles, scope }: RightRule = RIGHTS[right];
  return actor.roles.some((role) => roles.includes(role)) && actor.scopes.includes(scope);
}
