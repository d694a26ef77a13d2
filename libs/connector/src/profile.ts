import type { Notice } from '#client/node';
import { NOTICE_GROUNDS } from '#tokens';
import { isCode } from './code';
import { connectorProblem } from './problems';
import { DELIMITERS, type Encoding, ENCODINGS } from './text';

/** What a column may hold. */
export const FIELDS = [
  'bsn',
  'vnr',
  'kvk',
  'postcode',
  'number',
  'letter',
  'addition',
  'address',
  'bag',
  'caseNumber',
  'team',
  'notice',
] as const;
export type Field = (typeof FIELDS)[number];

/** How one source writes its exports. Every member may be left out; options of the command line win. */
export interface Profile {
  /** One of `;` `,` tab `|` */
  readonly delimiter?: string;
  readonly encoding?: Encoding;
  /** Names of columns as they stand in the first line; when given, no column is recognised by its name */
  readonly columns?: Readonly<Partial<Record<Field, string>>>;
  /** One team code for every line, or the source's own names with the code of each */
  readonly team?: string | { readonly values: Readonly<Record<string, string>> };
  /** One notice for every line, or the source's own words with the notice of each */
  readonly notice?: Notice | { readonly values: Readonly<Record<string, Notice>> };
  /** What to do with a case number of another form: reject the line (default), or deliver without it */
  readonly caseNumber?: 'reject' | 'leave-out';
}

const STATES = ['given', 'pending', 'delayed', 'exempt'] as const;

type Json = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

/**
 * Reads the text of a profile.
 * @throws Problem `connector.profile-unreadable`, `connector.profile-refused` (detail `fields`)
 */
export function profileIn(text: string): Profile {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch {
    throw connectorProblem('profile-unreadable');
  }
  return profileFrom(value);
}

/** Checks every member; all that is wrong is named at once. @throws Problem as `profileIn` */
export function profileFrom(value: unknown): Profile {
  if (!isObject(value)) throw connectorProblem('profile-unreadable');
  const checks: Readonly<Record<keyof Profile, (given: unknown) => boolean>> = {
    delimiter: (given) => (DELIMITERS as readonly unknown[]).includes(given),
    encoding: (given) => (ENCODINGS as readonly unknown[]).includes(given),
    columns: (given) =>
      isObject(given) && Object.keys(given).every(isField) && Object.values(given).every(isText) && hasNoTwins(given),
    team: (given) => isCode(given) || (isMap(given) && Object.values(given.values).every(isCode)),
    notice: (given) => (isMap(given) ? Object.values(given.values) : [given]).every((one) => isNotice(one)),
    caseNumber: (given) => given === 'reject' || given === 'leave-out',
  };
  const wrong = Object.entries(value).filter(([name, given]) => {
    const check = Object.hasOwn(checks, name) ? checks[name as keyof Profile] : undefined;
    return check === undefined || !check(given);
  });
  if (wrong.length > 0) throw connectorProblem('profile-refused', { fields: wrong.map(([name]) => named(name)) });
  return {
    ...(value as Profile),
    ...(value.notice === undefined ? {} : { notice: noticesFrom(value.notice) }),
  };
}

const isField = (name: string): boolean => (FIELDS as readonly string[]).includes(name);
const isMap = (given: unknown): given is { values: Json } => isObject(given) && isObject(given.values);
const hasNoTwins = (columns: Json): boolean => new Set(Object.values(columns)).size === Object.keys(columns).length;
/** A member that is not one of ours is told by its place only: it may have been pasted. */
const named = (name: string): string => (/^[A-Za-z]{1,20}$/.test(name) ? name : 'a member of another name');

function isNotice(given: unknown): boolean {
  const notice = typeof given === 'string' ? { state: given } : given;
  if (!isObject(notice) || !(STATES as readonly unknown[]).includes(notice.state)) return false;
  const { state, ground, reviewOn } = notice;
  const groundFits = (NOTICE_GROUNDS as readonly unknown[]).includes(ground);
  if (state === 'delayed') return groundFits && typeof reviewOn === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(reviewOn);
  if (state === 'exempt') return groundFits && reviewOn === undefined;
  return ground === undefined && reviewOn === undefined;
}

const noticeFrom = (given: unknown): Notice =>
  (typeof given === 'string' ? { state: given } : (given as Notice)) as Notice;

function noticesFrom(given: unknown): Profile['notice'] {
  if (!isMap(given)) return noticeFrom(given);
  const values = Object.entries(given.values).map(([word, notice]) => [word, noticeFrom(notice)] as const);
  return { values: Object.fromEntries(values) };
}
