import type { PurposeGiven, PurposeVersion } from './shapes';

const AMSTERDAM = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Amsterdam', dateStyle: 'short' });

/** A day of the law, which is that of Amsterdam: YYYY-MM-DD. */
export const dayOf = (at: number): string => AMSTERDAM.format(at);

export type PurposeState = 'in-force' | 'planned' | 'ended';

/** All versions of one purpose. */
export interface Purpose {
  readonly code: string;
  /** Newest first */
  readonly versions: readonly PurposeVersion[];
  /** The one that counts today, else the newest */
  readonly shown: PurposeVersion;
  readonly state: PurposeState;
}

/**
 * What counts on a day is the newest version whose first day has come, as long as its last day has not gone.
 * @param day YYYY-MM-DD
 */
export function purposesOf(versions: readonly PurposeVersion[], day: string): Purpose[] {
  const codes = [...new Set(versions.map(({ code }) => code))];
  return codes
    .map((code): Purpose => {
      const own = versions.filter((one) => one.code === code).sort((a, b) => b.version - a.version);
      const begun = own.find(({ effectiveFrom }) => effectiveFrom <= day);
      const ended = begun?.effectiveUntil !== undefined && begun.effectiveUntil < day;
      const state = begun === undefined ? 'planned' : ended ? 'ended' : 'in-force';
      return { code, versions: own, shown: begun ?? own[0]!, state };
    })
    .sort((a, b) => a.shown.name.localeCompare(b.shown.name, 'nl'));
}

/** How one version stands on that day, beside the others. */
export function stateOf(version: PurposeVersion, { shown, state }: Purpose, day: string): PurposeState {
  if (version === shown) return state;
  return version.effectiveFrom > day && version.version > shown.version ? 'planned' : 'ended';
}

/** Whether somebody of a domain may ask for it in a role. */
export const fits = ({ roles, domains }: PurposeGiven, role: string, domain: string | undefined): boolean =>
  roles.some((one) => one === role) && domains.some((one) => one === domain);
