import type { Me } from '#client/browser';
import type { PageName } from '../shell/router';

/** Who is welcomed, each with three steps of her own; the texts are named alike. */
export const WELCOMES = ['visitor', 'inspector', 'coordinator', 'manager', 'officer', 'owner', 'broker'] as const;
export type Welcome = (typeof WELCOMES)[number];

export interface Step {
  readonly page: PageName;
  /** Topic of the help page */
  readonly topic?: string;
}

/** Where the three steps lead. Whoever asks practises in the third. */
export const STEPS: Readonly<Record<Welcome, readonly [Step, Step, Step]>> = {
  visitor: [{ page: 'ask' }, { page: 'help', topic: 'answer' }, { page: 'practice' }],
  inspector: [{ page: 'list' }, { page: 'help', topic: 'address' }, { page: 'practice' }],
  coordinator: [{ page: 'ours' }, { page: 'contact' }, { page: 'practice' }],
  manager: [{ page: 'departments' }, { page: 'connections' }, { page: 'fileCheck' }],
  officer: [{ page: 'log' }, { page: 'policy' }, { page: 'proposals' }],
  owner: [{ page: 'policy' }, { page: 'simulator' }, { page: 'proposals' }],
  broker: [{ page: 'help', topic: 'broker' }, { page: 'help', topic: 'answer' }, { page: 'privacy' }],
};

const BY_ROLE: readonly (readonly [role: string, welcome: Welcome])[] = [
  ['team-coordinator', 'coordinator'],
  ['application-manager', 'manager'],
  ['privacy-officer', 'officer'],
  ['data-protection-officer', 'officer'],
  ['data-owner', 'owner'],
  ['broker', 'broker'],
];

/**
 * The welcomes of somebody's roles, what she does most first.
 * @param buildings whether one of her purposes is about buildings
 */
export function welcomesOf({ roles }: Pick<Me, 'roles'>, buildings: boolean): readonly Welcome[] {
  const asker: Welcome[] = roles.includes('professional') ? [buildings ? 'inspector' : 'visitor'] : [];
  return [...new Set([...asker, ...BY_ROLE.filter(([role]) => roles.includes(role)).map(([, welcome]) => welcome)])];
}
