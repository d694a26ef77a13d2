import type { PurposeVersion } from './entities';

/**
 * The version that counts on a day: the newest whose first day has come, as long as its own last day has not gone. What
 * was decided last wins, also over an older version that was planned for a later day.
 * @param versions newest first
 * @param day YYYY-MM-DD
 */
export function inForce(versions: readonly PurposeVersion[], day: string): PurposeVersion | undefined {
  const newest = versions.find(({ effectiveFrom }) => effectiveFrom <= day);
  const ended = newest?.effectiveUntil !== null && newest !== undefined && newest.effectiveUntil < day;
  return ended ? undefined : newest;
}

/** What a purpose asks of its asker. */
export interface AskerFit {
  readonly roles: readonly string[];
  readonly domain: string | undefined;
}

export const fitsRole = ({ roles }: PurposeVersion, asker: AskerFit): boolean =>
  asker.roles.some((role) => (roles as readonly string[]).includes(role));

export const fitsDomain = ({ domains }: PurposeVersion, asker: AskerFit): boolean =>
  (domains as readonly (string | undefined)[]).includes(asker.domain);
