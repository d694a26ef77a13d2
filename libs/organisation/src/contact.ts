import type { Closure, OpeningHours, Team } from './entities';
import { reachableAt } from './hours';
import { currentCode } from './merged';
import { problem } from './problems';

/** How a team wants to be reached. */
export interface ContactGiven {
  readonly phone: string;
  readonly email: string;
  readonly hours: readonly OpeningHours[];
  /** Left out: stays as it is */
  readonly closures?: readonly Closure[];
  /** Code of the team to call when this one cannot be reached; left out: none */
  readonly instead?: string;
}

/** As it is kept. */
export interface ContactShown extends ContactGiven {
  readonly closures: readonly Closure[];
}

export const contactOf = ({ phone, email, hours, closures, instead }: Team): ContactShown => ({
  phone,
  email,
  hours,
  closures,
  ...(instead === null ? {} : { instead }),
});

type Teams = ReadonlyMap<string, Team>;

/** One telephone number has many spellings: `+31 33 469 5555`, `033-469 55 55`. The digits as they are dialled here. */
export const dialled = (phone: string): string => phone.replace(/[^\d+]/g, '').replace(/^(\+|00)310?/, '0');

/**
 * Whoever changes a contact point into that of another department answers its telephone in the eyes of every asker. Teams
 * of one department may share a number.
 * @param teams as they are in this transaction, which holds the lock on changes of the organisation
 * @throws Problem `organisation.contact-taken` (says not whose), `unknown-team`, `team-ended`, `instead-loops`,
 *   `closure-refused`
 */
export function checkContact(code: string, department: string, contact: ContactGiven, teams: Teams): void {
  const { phone, email, closures = [], instead } = contact;
  if (closures.some(({ from, to }) => to < from)) throw problem('closure-refused');
  const [number, address] = [dialled(phone), email.toLowerCase()];
  for (const other of teams.values()) {
    if (other.code === code || other.department === department || other.endedOn !== null) continue;
    if (dialled(other.phone) === number || other.email.toLowerCase() === address) throw problem('contact-taken');
  }
  if (instead === undefined) return;
  const next = teams.get(instead);
  if (next === undefined) throw problem('unknown-team');
  requireGoingOn(next);
  if (leadsTo(instead, code, teams)) throw problem('instead-loops');
}

/** @throws Problem `organisation.team-ended`, which names the team that goes on */
export function requireGoingOn({ endedOn, mergedInto }: Pick<Team, 'endedOn' | 'mergedInto'>): void {
  if (endedOn !== null) throw problem('team-ended', mergedInto === null ? {} : { into: mergedInto });
}

/** Whether somebody who calls `from`, and then each team that is named instead, comes to `code`. */
export function leadsTo(from: string, code: string, teams: ReadonlyMap<string, Pick<Team, 'instead'>>): boolean {
  const seen = new Set<string>();
  for (let at: string | null | undefined = from; at && !seen.has(at); at = teams.get(at)?.instead) {
    if (at === code) return true;
    seen.add(at);
  }
  return false;
}

/**
 * Whom to call for a team that cannot be reached: the first in the chain who can be, else the first.
 * @param now milliseconds since 1970
 */
export function calledInstead(team: Team, teams: Teams, now: number): Team | undefined {
  const chain: Team[] = [];
  for (let next = followed(team, teams); next !== undefined && !chain.includes(next); next = followed(next, teams)) {
    if (reachableAt(next, now)) return next;
    chain.push(next);
  }
  return chain[0];
}

const followed = ({ instead }: Team, teams: Teams): Team | undefined =>
  instead === null ? undefined : teams.get(currentCode(instead, teams));
