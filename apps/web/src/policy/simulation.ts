import { ABOUT, aboutKey } from './about';
import type { Directory } from './parties';
import type { Purpose } from './purposes';
import type { Role, Simulation } from './shapes';

/** What stands in the form of a trial. */
export interface Asked {
  /** `v3`, or the id of a proposal */
  readonly policy: string;
  readonly department: string;
  readonly role: Role;
  readonly purpose: string;
  /** Kind and rung: `address:unit` */
  readonly about: string;
  /** Empty: every team; `department:…` or `team:…` */
  readonly owners: string;
  readonly emergency: boolean;
}

export const firstAsked = (policy: string): Asked => ({
  policy,
  department: '',
  role: 'professional',
  purpose: '',
  about: 'person:subject',
  owners: '',
  emergency: false,
});

/** The one purpose that an emergency goes with. */
export const EMERGENCY_PURPOSE = 'crisis';

/** What can be asked about for a purpose, in this app's order. */
export const aboutFor = (purpose: Purpose | undefined) =>
  ABOUT.filter(({ kind }) => purpose === undefined || purpose.shown.kinds.includes(kind));

/** The form after a change: what does not go together any more is put right. */
export function askedOf(asked: Asked, purposes: readonly Purpose[]): Asked {
  const abouts = aboutFor(purposes.find(({ code }) => code === asked.purpose)).map(aboutKey);
  return {
    ...asked,
    about: abouts.includes(asked.about) ? asked.about : (abouts[0] ?? asked.about),
    emergency: asked.emergency && asked.purpose === EMERGENCY_PURPOSE,
  };
}

/** As the index takes it. */
export function bodyOf({ policy, department, role, purpose, about, owners, emergency }: Asked, directory: Directory) {
  const [kind = '', rung = ''] = about.split(':');
  const [what, code = ''] = owners.split(':');
  const teams = what === 'department' ? directory.teams(code).map((team) => team.code) : [code];
  return {
    asker: { department, role },
    purpose,
    kind,
    rung,
    policy,
    ...(owners === '' ? {} : { owners: teams }),
    ...(emergency ? { emergency } : {}),
  };
}

/** How often an asker sees a team, a broker, nothing. */
export function countsOf({ owners }: Simulation): { contact: number; broker: number; nothing: number } {
  const counts = { contact: 0, broker: 0, nothing: 0 };
  for (const { sees } of owners)
    counts[sees[0] === undefined ? 'nothing' : sees[0].via === 'broker' ? 'broker' : 'contact']++;
  return counts;
}
