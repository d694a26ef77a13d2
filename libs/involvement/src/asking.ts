import { type CatalogueCopy, type PurposeVersion, dayOf, fitsDomain, fitsRole, inForce } from '#organisation';
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
  const purpose = inForce(versions, dayOf(now));
  if (purpose === undefined) throw problem('purpose-not-in-force');
  if (!fitsRole(purpose, asker)) throw problem('purpose-not-for-your-role');
  if (!fitsDomain(purpose, asker)) throw problem('purpose-not-yours');
  if (!kinds.every((kind) => purpose.kinds.includes(kind))) throw problem('purpose-not-for-this-kind');
  return purpose;
}
