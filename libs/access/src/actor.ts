import type { VerifiedToken } from '#platform';

export const ROLES = [
  'professional',
  'team-coordinator',
  'broker',
  'connection',
  'application-manager',
  'privacy-officer',
  'data-protection-officer',
  'data-owner',
] as const;
export type Role = (typeof ROLES)[number];

/** Who acts: a person or a machine, as the identity provider vouches for it. */
export interface Actor {
  /** `issuer|subject`, the same form as in a ticket */
  readonly id: string;
  readonly roles: readonly Role[];
  /** Codes as in the organisation; empty when the token names none */
  readonly department: string;
  readonly teams: readonly string[];
  readonly scopes: readonly string[];
  readonly client: string;
}

const isRole = (role: string): role is Role => (ROLES as readonly string[]).includes(role);

const known = new WeakMap<VerifiedToken, Actor>();

/**
 * Roles that the product does not know are left out: they give no right. The same token gives the same actor object, so
 * that what is worked out about an actor can be kept with it.
 */
export function actorOf(token: VerifiedToken): Actor {
  let actor = known.get(token);
  if (actor === undefined) {
    actor = {
      id: `${token.issuer}|${token.subject}`,
      roles: token.roles.filter(isRole),
      department: token.department ?? '',
      teams: token.teams,
      scopes: token.scopes,
      client: token.clientId,
    };
    known.set(token, actor);
  }
  return actor;
}
