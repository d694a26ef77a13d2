import type { AuditEvent } from '#accountability';
import type { Actor } from '#access';
import type { Party } from '#disclosure';
import { type CatalogueCopy, type Department, type PurposeVersion, fitsDomain, fitsRole, inForce } from '#organisation';
import { localDay } from '#platform';
import type { Kind } from '#tokens';
import { problem } from './problems';

/**
 * The purpose that somebody may ask for today, about these kinds of subject.
 * @throws Problem `involvement.purpose-unknown`, `purpose-not-in-force`, `purpose-not-for-your-role`, `purpose-not-yours`,
 *   `purpose-not-for-this-kind`
 */
export function admitPurpose(
  copy: CatalogueCopy,
  code: string,
  asker: { readonly roles: readonly string[]; readonly domain: string },
  kinds: readonly Kind[],
  now: number,
): PurposeVersion {
  const versions = copy.purposes.get(code);
  if (versions === undefined) throw problem('purpose-unknown');
  const purpose = inForce(versions, localDay(now));
  if (purpose === undefined) throw problem('purpose-not-in-force');
  if (!fitsRole(purpose, asker)) throw problem('purpose-not-for-your-role');
  if (!fitsDomain(purpose, asker)) throw problem('purpose-not-yours');
  if (!kinds.every((kind) => purpose.kinds.includes(kind))) throw problem('purpose-not-for-this-kind');
  return purpose;
}

/** @throws Problem `involvement.department-unknown` */
export function departmentOf(copy: CatalogueCopy, code: string): Department {
  const department = copy.departments.get(code);
  if (department === undefined) throw problem('department-unknown');
  return department;
}

export const partyOf = ({ code, domain }: Department): Party => ({ department: code, domain });

/** The record of a question. Codes of our own only: whatever else stood in the request does not get into the log. */
export const askingEvent = (
  action: 'inquiry' | 'practice',
  actor: Actor,
  purpose: string,
  copy: CatalogueCopy,
  outcome: 'done' | 'refused',
): AuditEvent => ({
  happening: {
    action,
    purpose: copy.purposes.has(purpose) ? purpose : 'unknown',
    department: copy.departments.has(actor.department) ? actor.department : 'unknown',
    outcome,
  },
  actor: { id: actor.id, roles: actor.roles },
  technical: { client: actor.client, node: 'index' },
});
