import { AuditKeys, type FollowUp, prepareFollowUp } from '#accountability';
import type { Actor } from '#access';
import { type EmergencyReason, type Kind, MOST_IN_EMERGENCY } from '#tokens';
import type { Weighed } from './answer';
import { problem } from './problems';
import type { Question } from './question';

/** The one purpose that an emergency goes with. */
export const EMERGENCY_PURPOSE = 'crisis';
/** What was opened is for now: the client forgets it, and asking again is another emergency. */
const VALID_FOR = 30 * 60_000;

export interface EmergencyAnswer {
  /** Teams that the asker does not see call her, if there are any. She reads it in every case. */
  readonly sentence: 'hidden-teams-call-you';
  /** ISO 8601 */
  readonly validUntil: string;
}

/** What the worker reads: codes of our own, and who asked. Never a token. */
export interface EmergencyNote {
  readonly reason: EmergencyReason;
  readonly asker: string;
  readonly department: string;
  /** The first team that her token names: whom to call */
  readonly team?: string;
  /** ISO 8601 */
  readonly at: string;
  readonly validUntil: string;
  readonly subjects: number;
  /** Codes of teams that are to call at once, and of those that are told who asked */
  readonly call: readonly string[];
  readonly tell: readonly string[];
  /** Teams for which there was no room */
  readonly left: number;
}

interface Asked extends Pick<Question, 'purpose'> {
  readonly parts: readonly { readonly kind: Kind; readonly subjects: readonly unknown[] }[];
}

/** @throws Problem `involvement.emergency-not-for-this-purpose`, `emergency-too-wide` */
export function checkEmergency({ purpose, parts }: Asked): void {
  if (purpose !== EMERGENCY_PURPOSE) throw problem('emergency-not-for-this-purpose');
  const subjects = parts.reduce((sum, part) => sum + part.subjects.length, 0);
  if (subjects > MOST_IN_EMERGENCY || parts.some(({ kind }) => kind === 'building'))
    throw problem('emergency-too-wide');
}

export const emergencyAnswer = (now: number): EmergencyAnswer => ({
  sentence: 'hidden-teams-call-you',
  validUntil: validUntil(now),
});

const validUntil = (now: number): string => new Date(now + VALID_FOR).toISOString();

/** The one item of this question, in whose block those that must call come first. */
export function followUpOf(
  keys: AuditKeys,
  { actor, reason, now, weighed }: { actor: Actor; reason: EmergencyReason; now: number; weighed: readonly Weighed[] },
): FollowUp {
  const call = [...new Set(weighed.flatMap((one) => one.call))].sort();
  const tell = [...new Set(weighed.flatMap((one) => one.tell))].filter((code) => !call.includes(code)).sort();
  const [team] = actor.teams;
  const note = (room: number): EmergencyNote => ({
    reason,
    asker: actor.id,
    department: actor.department,
    ...(team === undefined ? {} : { team }),
    at: new Date(now).toISOString(),
    validUntil: validUntil(now),
    subjects: weighed.length,
    call: call.slice(0, room),
    tell: tell.slice(0, Math.max(0, room - call.length)),
    left: Math.max(0, call.length + tell.length - room),
  });
  let room = call.length + tell.length;
  while (room > 0 && Buffer.byteLength(JSON.stringify(note(room))) > AuditKeys.roomFor('follow-up')) room--;
  return prepareFollowUp(keys, note(room));
}
