import { DOMAINS } from '#organisation';
import { KINDS } from '#tokens';
import { DISCLOSURES, type PolicyContent, type Rule, type StandIn } from './decide';

type Check = (value: unknown) => boolean;

const CODE = /^[a-z][a-z0-9-]{1,49}$/;
/** Neutral words for people: counted in characters, of which none is invisible. */
export const LABEL = /^[^\p{C}]{1,120}$/u;
export const RUNGS = ['unit', 'number', 'subject'] as const;

const code: Check = (value) => typeof value === 'string' && CODE.test(value);
const label: Check = (value) => typeof value === 'string' && LABEL.test(value);
const among =
  (words: readonly string[]): Check =>
  (value) =>
    words.some((word) => word === value);

/** An object with these members and no others. */
const shaped =
  (optional: Readonly<Record<string, Check>>, required: Readonly<Record<string, Check>> = {}): Check =>
  (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
    const checks = { ...optional, ...required };
    return (
      Object.keys(required).every((name) => Object.hasOwn(value, name)) &&
      Object.entries(value).every(([name, member]) => Object.hasOwn(checks, name) && checks[name]?.(member) === true)
    );
  };

const owner = shaped({ domain: among(DOMAINS), department: code, team: code });
const asker = shaped({ domain: among(DOMAINS), department: code });
const rule = shaped(
  { owner, asker, purpose: code, kind: among(KINDS), rung: among(RUNGS), broker: code, label },
  { id: code, disclosure: among(DISCLOSURES) },
);
const standIn = shaped({}, { owner, team: code, label });

/**
 * Rules and stand-ins as they were stored. One with a field or a word that this version of the product does not know is
 * not guessed at, and neither is the rest of its policy.
 * @throws Error
 */
export function readContent(rules: unknown, brokers: unknown): PolicyContent {
  const readable = Array.isArray(rules) && Array.isArray(brokers) && rules.every(rule) && brokers.every(standIn);
  if (!readable) throw new Error('a stored disclosure policy cannot be read');
  const complete = (rules as Rule[]).every(
    (one) => one.disclosure !== 'mediated' || (one.broker !== undefined && one.label !== undefined),
  );
  if (!complete) throw new Error('a stored disclosure rule cannot be carried out');
  return { rules: rules as Rule[], brokers: brokers as StandIn[] };
}
