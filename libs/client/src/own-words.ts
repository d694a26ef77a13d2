import { EMERGENCY_REASONS, type EmergencyReason, mayBeCaseNumber, NOTICE_GROUNDS, type NoticeGround } from '#tokens';
import { clientProblem } from './problems';

/**
 * The few members of a request that people write themselves. They go to the index in the clear, so what looks like an
 * identifier is stopped here, before it leaves the machine (design section 7, promise 1).
 */

const CODE = /^[a-z][a-z0-9-]{1,49}$/;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
/** What the log calls what was done; the name of a right has a dot */
const ACTION = /^[a-z][a-z-]{1,49}(\.[a-z-]{1,49})?$/;
const ACTOR = /^https?:\/\/[\w.:/~%-]{1,250}\|[\x21-\x7e]{1,255}$/;
/** 16 bytes base64url: the last character carries four unused bits */
const RECEIPT = /^[\w-]{21}[AQgw]$/;

/** @throws Problem `client.not-a-code` */
export function requireCode(text: string): string {
  if (!CODE.test(text)) throw clientProblem('not-a-code');
  return text;
}

/** Of what was done, in the log. @throws Problem `client.not-a-code` */
export function requireAction(text: string): string {
  if (!ACTION.test(text)) throw clientProblem('not-a-code');
  return text;
}

/** Of an account, `issuer|subject`. @throws Problem `client.not-an-account` */
export function requireActor(text: string): string {
  if (!ACTOR.test(text)) throw clientProblem('not-an-account');
  return text;
}

/** The ground for not telling a resident, or not yet: one of a list. @throws Problem `client.not-a-ground` */
export function requireGround(text: string): NoticeGround {
  const ground = NOTICE_GROUNDS.find((known) => known === text);
  if (ground === undefined) throw clientProblem('not-a-ground', { grounds: NOTICE_GROUNDS });
  return ground;
}

/** Why it is an emergency: one of a list. @throws Problem `client.not-an-emergency` */
export function requireEmergencyReason(text: string): EmergencyReason {
  const reason = EMERGENCY_REASONS.find((known) => known === text);
  if (reason === undefined) throw clientProblem('not-an-emergency', { reasons: EMERGENCY_REASONS });
  return reason;
}

/** Each department has a pattern of its own, which the index knows. @throws Problem `client.not-a-case-number` */
export function requireCaseNumber(text: string): string {
  if (!mayBeCaseNumber(text)) throw clientProblem('not-a-case-number');
  return text;
}

/** @throws Problem `client.not-an-involvement-id` */
export function requireInvolvementId(text: string): string {
  const id = text.toLowerCase();
  if (!UUID.test(id)) throw clientProblem('not-an-involvement-id');
  return id;
}

/** @throws Problem `client.not-a-cover-id` */
export function requireCoverId(text: string): string {
  const id = text.toLowerCase();
  if (!UUID.test(id)) throw clientProblem('not-a-cover-id');
  return id;
}

/** @throws Problem `client.not-a-receipt` */
export function requireReceipt(text: string): string {
  if (!RECEIPT.test(text)) throw clientProblem('not-a-receipt');
  return text;
}
