import { DOMAINS, KINDS, type PurposeGiven, type PurposeVersion, ROLES } from './shapes';
import { CODE, LINE } from './spelling';

/** What stands in the form of a version; without a last day an empty text. */
export type PurposeFields = Required<PurposeGiven>;

const NONE: PurposeFields = {
  code: '',
  name: '',
  roles: [],
  domains: [],
  kinds: [],
  legalBasis: '',
  registerEntry: '',
  effectiveFrom: '',
  effectiveUntil: '',
};

/** A new version begins on a day of its own. */
export const purposeFields = (from?: PurposeVersion): PurposeFields => ({
  ...NONE,
  ...from,
  effectiveFrom: '',
  effectiveUntil: from?.effectiveUntil ?? '',
});

export type PurposeFault = 'code' | 'taken' | 'missing' | 'day' | 'until';
export type PurposeFaults = Readonly<Partial<Record<keyof PurposeFields, PurposeFault>>>;

const DAY = /^20\d\d-\d\d-\d\d$/;

/** @param taken codes of other purposes, that a new one may not have. @param today YYYY-MM-DD */
export function purposeOf(
  fields: PurposeFields,
  taken: readonly string[],
  today: string,
): { readonly given: PurposeGiven } | { readonly faults: PurposeFaults } {
  const { code, effectiveFrom: from, effectiveUntil: until } = fields;
  const texts = {
    name: [fields.name, 120],
    legalBasis: [fields.legalBasis, 300],
    registerEntry: [fields.registerEntry, 200],
  } as const;
  const faults: Partial<Record<keyof PurposeFields, PurposeFault>> = {};
  if (!CODE.test(code)) faults.code = 'code';
  else if (taken.includes(code)) faults.code = 'taken';
  for (const [name, [value, most]] of Object.entries(texts) as [keyof typeof texts, readonly [string, number]][])
    if (!LINE(most).test(value.trim())) faults[name] = 'missing';
  for (const name of ['roles', 'domains', 'kinds'] as const) if (fields[name].length === 0) faults[name] = 'missing';
  if (!DAY.test(from)) faults.effectiveFrom = 'day';
  if (until !== '' && (!DAY.test(until) || until < from || until < today)) faults.effectiveUntil = 'until';
  if (Object.keys(faults).length > 0) return { faults };
  return {
    given: {
      code,
      name: fields.name.trim(),
      roles: ROLES.filter((one) => fields.roles.includes(one)),
      domains: DOMAINS.filter((one) => fields.domains.includes(one)),
      kinds: KINDS.filter((one) => fields.kinds.includes(one)),
      legalBasis: fields.legalBasis.trim(),
      registerEntry: fields.registerEntry.trim(),
      effectiveFrom: from,
      ...(until === '' ? {} : { effectiveUntil: until }),
    },
  };
}
