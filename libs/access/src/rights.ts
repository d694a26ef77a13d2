import { type Actor, ROLES, type Role } from './actor';

/** How far a right reaches: what is the actor's own, of her teams, of her department, or of anybody. */
export const REACHES = ['own', 'team', 'department', 'everywhere'] as const;
export type Reach = (typeof REACHES)[number];

export type Scope = 'raakvlak:ask' | 'raakvlak:register' | 'raakvlak:manage' | 'raakvlak:review';

export interface RightRule {
  /** What it is about, in words for docs/access.md */
  readonly on: string;
  readonly roles: Partial<Readonly<Record<Role, Reach>>>;
  /** OAuth scope that the access token must carry as well, so that a client can hold less than its user may; or any one */
  readonly scope: Scope | 'any';
}

const everybody = Object.fromEntries(ROLES.map((role) => [role, 'own'])) as Readonly<Record<Role, 'own'>>;

const askers = { professional: 'own', 'team-coordinator': 'own' } as const;
const registrants = { professional: 'team', 'team-coordinator': 'team', connection: 'department' } as const;
const reviewers = { 'privacy-officer': 'everywhere', 'data-protection-officer': 'everywhere' } as const;
const managers = { 'team-coordinator': 'team', 'application-manager': 'everywhere' } as const;

/** Which role may do what, on what, and how far. Read by the guard, by the rules, by the tests and by docs/access.md. */
export const RIGHTS = {
  'self.read': { on: 'oneself: roles, rights and teams', roles: everybody, scope: 'any' },
  'inquiry.ask': { on: 'a question', roles: askers, scope: 'raakvlak:ask' },
  'inquiry.practise': { on: 'a question about a made-up subject', roles: askers, scope: 'raakvlak:ask' },
  'proof.read': { on: 'the proof of one’s own question', roles: askers, scope: 'raakvlak:ask' },
  'inquiry.list': { on: 'the list of one’s own questions', roles: askers, scope: 'raakvlak:ask' },
  'inquiry.mark': { on: 'a question of one’s own that was a mistake', roles: askers, scope: 'raakvlak:ask' },
  'purpose.read': { on: 'purposes that one may ask for', roles: askers, scope: 'raakvlak:ask' },
  'involvement.register': { on: 'involvement of a team', roles: registrants, scope: 'raakvlak:register' },
  'involvement.read': { on: 'the list of a team’s involvement', roles: registrants, scope: 'raakvlak:register' },
  'involvement.hand-over': { on: 'involvement that goes to another team', roles: managers, scope: 'raakvlak:manage' },
  'collective-address.manage': {
    on: 'addresses of a list of collective addresses',
    roles: { 'application-manager': 'everywhere' },
    scope: 'raakvlak:register',
  },
  'event.read': {
    on: 'what a team is told',
    roles: { professional: 'team', 'team-coordinator': 'team' },
    scope: 'raakvlak:register',
  },
  'department.deliver': {
    on: 'a department’s sign of life',
    roles: { 'team-coordinator': 'department', connection: 'department' },
    scope: 'raakvlak:register',
  },
  'canary.plant': { on: 'decoys', roles: { connection: 'department' }, scope: 'raakvlak:register' },
  'contact.change': { on: 'a team’s contact point', roles: managers, scope: 'raakvlak:manage' },
  'team-name.read': {
    on: 'codes and names of teams, to hand over to or to call instead',
    roles: { 'team-coordinator': 'everywhere', 'application-manager': 'everywhere' },
    scope: 'raakvlak:manage',
  },
  'cover.manage': { on: 'cover for a colleague', roles: managers, scope: 'raakvlak:manage' },
  'organisation.manage': {
    on: 'departments, teams, their changes and connections',
    roles: { 'application-manager': 'everywhere' },
    scope: 'raakvlak:manage',
  },
  'account.read': { on: 'who used the service, and as what', roles: reviewers, scope: 'raakvlak:review' },
  'policy.read': {
    on: 'policy versions, their differences and the simulator; purposes',
    roles: { ...reviewers, 'data-owner': 'everywhere' },
    scope: 'raakvlak:review',
  },
  'policy.propose': {
    on: 'a new version of policy or of a purpose',
    roles: { 'privacy-officer': 'everywhere' },
    scope: 'raakvlak:review',
  },
  'proposal.read': {
    on: 'what waits for a second pair of eyes',
    roles: { ...reviewers, 'data-owner': 'everywhere' },
    scope: 'raakvlak:review',
  },
  'proposal.decide': {
    on: 'another person’s proposal',
    roles: { 'privacy-officer': 'everywhere', 'data-owner': 'everywhere' },
    scope: 'raakvlak:review',
  },
  'review.read': { on: 'events, review cases and alarms', roles: reviewers, scope: 'raakvlak:review' },
  'look.read': { on: 'the audit log: who did what, and why', roles: reviewers, scope: 'raakvlak:review' },
  'review.judge': {
    on: 'the verdict on a review case',
    roles: { 'privacy-officer': 'everywhere' },
    scope: 'raakvlak:review',
  },
} as const satisfies Record<string, RightRule>;

export type Right = keyof typeof RIGHTS;

/** Every scope that a right asks for. */
export const SCOPES: readonly Scope[] = [
  ...new Set(Object.values<RightRule>(RIGHTS).flatMap(({ scope }) => (scope === 'any' ? [] : [scope]))),
];

/** Scopes of which the access token must carry one. A token with none of ours opens nothing, not even what one is. */
export const scopesOf = (right: Right): readonly Scope[] => ACCEPTED[right];
const ACCEPTED = Object.fromEntries(
  Object.entries<RightRule>(RIGHTS).map(([right, { scope }]) => [right, scope === 'any' ? SCOPES : [scope]]),
) as Readonly<Record<Right, readonly Scope[]>>;

/** Whether one of the actor's roles carries the right and the token carries the scope; the guard's question. */
export function may(actor: Actor, right: Right): boolean {
  const { roles }: RightRule = RIGHTS[right];
  return (
    actor.roles.some((role) => roles[role] !== undefined) &&
    scopesOf(right).some((scope) => actor.scopes.includes(scope))
  );
}

/** All rights of the actor with this token. */
export const rightsOf = (actor: Actor): Right[] =>
  (Object.keys(RIGHTS) as Right[]).filter((right) => may(actor, right));

/** Where something belongs, as far as it is known. */
export interface Place {
  /** Id of the actor whose it is */
  readonly actor?: string;
  readonly team?: string;
  readonly department?: string;
}

/**
 * Whether the right of this actor reaches that far; the rules' question, after `may`. Roles of one person add up.
 * Scopes are the guard's: a rule that is asked about a right other than the route's names one of the same scope.
 */
export function reaches(actor: Actor, right: Right, { actor: whose, team, department }: Place): boolean {
  const { roles }: RightRule = RIGHTS[right];
  return actor.roles.some((role) => {
    switch (roles[role]) {
      case 'everywhere':
        return true;
      case 'department':
        return actor.department !== '' && department === actor.department;
      case 'team':
        return team !== undefined && actor.teams.includes(team);
      case 'own':
        return whose === actor.id;
      default:
        return false;
    }
  });
}
