import { CODE, LINE } from './rules';
import {
  DOMAINS,
  type Domain,
  KINDS,
  type Kind,
  type PurposeGiven,
  type PurposeVersion,
  ROLES,
  type Role,
} from './shapes';

const AMSTERDAM = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Amsterdam', dateStyle: 'short' });

/** A day of the law, which is that of Amsterdam: YYYY-MM-DD. */
export const dayOf = (at: number): string => AMSTERDAM.format(at);

/** The days of a moment that begins one: what takes effect at midnight in Amsterdam is of that day. */
export const dayOfMoment = (iso: string): string => dayOf(Date.parse(iso));

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

/** What stands in the form of a version. */
export interface PurposeFields {
  readonly code: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly domains: readonly Domain[];
  readonly kinds: readonly Kind[];
  readonly legalBasis: string;
  readonly registerEntry: string;
  readonly effectiveFrom: string;
  readonly effectiveUntil: string;
}

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
