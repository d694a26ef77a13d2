import type { JWTPayload } from 'jose';
import { file, type Setting } from './configuration';
import { isPrintable, isRecord, refused } from './token-refusal';
import { hasRepeatedMember } from './token-text';

/** One place in a token where something about somebody stands. */
export interface ClaimSource {
  /** Names from the top of the token inwards: `['realm_access', 'roles']` */
  readonly path: readonly string[];
  /** What each word of the provider stands for here; what is not in it gives nothing. Left out: the words are ours already */
  readonly values?: ReadonlyMap<string, readonly string[]>;
}

/** Where a provider says who somebody is and what she may do. */
export interface Claims {
  /**
   * `at+jwt` (RFC 9068). `api-only-audience` is for providers that cannot set it, such as Entra ID: the audience then
   * belongs to this API alone and ID tokens are told apart by what they carry and lack.
   */
  readonly tokenType: 'at+jwt' | 'api-only-audience';
  /** Claim that names the subject; Entra ID needs `oid`, since its `sub` differs per API */
  readonly subject: 'sub' | 'oid';
  /** What several places say adds up */
  readonly roles: readonly ClaimSource[];
  readonly department: readonly ClaimSource[];
  readonly teams: readonly ClaimSource[];
  /** Left out: `scope`, or `scp` where there is none */
  readonly scopes?: readonly ClaimSource[];
}

/** What every provider is asked for unless a file says otherwise. */
export const STANDARD_CLAIMS: Claims = {
  tokenType: 'at+jwt',
  subject: 'sub',
  roles: [{ path: ['roles'] }],
  department: [{ path: ['department'] }],
  teams: [{ path: ['teams'] }],
};

/** What a token says of somebody, in our words. */
export interface Standing {
  readonly scopes: readonly string[];
  readonly roles: readonly string[];
  readonly department: string | undefined;
  readonly teams: readonly string[];
}

/** @throws Problem `access.token-refused` with reason `claims`, `groups-elsewhere` or `several-departments` */
export function standingIn(payload: JWTPayload, claims: Claims): Standing {
  refuseGroupsElsewhere(payload, claims);
  return {
    scopes: claims.scopes === undefined ? standardScopes(payload) : union(payload, claims.scopes, wordsOfScope),
    roles: union(payload, claims.roles, listed),
    department: departmentIn(payload, claims),
    teams: union(payload, claims.teams, listed),
  };
}

/**
 * Entra ID leaves groups out of the token of somebody who is in more than it holds, and says where to ask for them: in
 * `_claim_names` (OpenID Connect Core, 5.6.2), or by `hasgroups`. Read as "no groups" it would take somebody's rights
 * without a word, or her department; nobody is asked on her behalf either, since that needs a credential of our own.
 */
function refuseGroupsElsewhere(payload: JWTPayload, { roles, department, teams, scopes = [] }: Claims): void {
  const { _claim_names: elsewhere, hasgroups } = payload;
  const read = [...roles, ...department, ...teams, ...scopes].map(({ path: [first] }) => first);
  if (elsewhere !== undefined && !isRecord(elsewhere)) throw refused('claims');
  const missing = Object.keys(elsewhere ?? {});
  if (hasgroups !== undefined && hasgroups !== false && hasgroups !== 'false') missing.push('groups');
  if (missing.some((name) => read.includes(name))) throw refused('groups-elsewhere');
}

/** Two departments would be two answers to the question what somebody may see: nobody guesses which. */
function departmentIn(payload: JWTPayload, claims: Claims): string | undefined {
  if (claims.department === STANDARD_CLAIMS.department) {
    const { department } = payload;
    if (department !== undefined && !isPrintable(department)) throw refused('claims');
    return department;
  }
  const found = union(payload, claims.department, (value, most) =>
    listed(typeof value === 'string' ? [value] : value, most),
  );
  if (found.length > 1) throw refused('several-departments');
  return found[0];
}

function union(
  payload: JWTPayload,
  sources: readonly ClaimSource[],
  wordsOf: (value: unknown, most?: Bound) => readonly string[],
): readonly string[] {
  const found = new Set<string>();
  for (const { path, values } of sources) {
    const words = wordsOf(valueAt(payload, path), values === undefined ? OWN_WORDS : PROVIDERS_WORDS);
    for (const word of words)
      for (const own of values === undefined ? [word] : (values.get(word) ?? [])) found.add(own);
  }
  return Object.freeze([...found]);
}

/** What is missing on the way gives nothing; what is there and has another shape is refused. */
function valueAt(payload: JWTPayload, path: readonly string[]): unknown {
  let value: unknown = payload;
  for (const name of path) {
    if (value === undefined) return undefined;
    if (!isRecord(value)) throw refused('claims');
    value = Object.hasOwn(value, name) ? value[name] : undefined;
  }
  return value;
}

interface Bound {
  readonly items: number;
  readonly characters: number;
}

const OWN_WORDS: Bound = { items: 100, characters: 100 };
/** Somebody may be in many groups that say nothing here; the length of the whole token is limited anyway. */
const PROVIDERS_WORDS: Bound = { items: 1_000, characters: 255 };

function listed(value: unknown, { items, characters }: Bound = OWN_WORDS): readonly string[] {
  if (value === undefined) return Object.freeze([]);
  if (!Array.isArray(value) || value.length > items) throw refused('claims');
  const texts = value.filter((item): item is string => isPrintable(item) && item.length <= characters);
  if (texts.length !== value.length) throw refused('claims');
  return Object.freeze(texts);
}

const wordsOfScope = (value: unknown, most?: Bound): readonly string[] =>
  listed(typeof value === 'string' ? value.split(' ').filter((name) => name !== '') : value, most);

const standardScopes = ({ scope, scp }: JWTPayload): readonly string[] => wordsOfScope(scope ?? scp);

// ---- a file that says otherwise ----

/** Words that our side of a mapping may have; a list that is left out takes any. */
export interface Vocabulary {
  readonly roles?: readonly string[];
  readonly scopes?: readonly string[];
}

const CODE = /^[a-z][a-z0-9-]{1,49}$/;
const MEMBERS = ['tokenType', 'subject', 'roles', 'department', 'teams', 'scopes'];
const TOKEN_TYPES = ['at+jwt', 'api-only-audience'] as const;
const SUBJECTS = ['sub', 'oid'] as const;

/** Names a file with a mapping of claims; `STANDARD_CLAIMS` when not set. */
export const claimsFile =
  (vocabulary: Vocabulary = {}): Setting<Claims> =>
  (given) =>
    given === undefined || given === '' ? STANDARD_CLAIMS : claimsIn(file(given).toString('utf8'), vocabulary);

/**
 * @param contents JSON; what it leaves out is as in STANDARD_CLAIMS
 * @throws Error that names every member that is unknown or wrong, by its place; its message completes "NAME …"
 */
export function claimsIn(contents: string, { roles, scopes }: Vocabulary = {}): Claims {
  let given: unknown;
  try {
    given = JSON.parse(contents);
  } catch {
    throw new Error('names a file that is not JSON');
  }
  if (!isRecord(given)) throw new Error('names a file that is not an object');
  const reading = new Reading();
  if (hasRepeatedMember(contents)) reading.faults.push('a member stands twice');
  reading.known(given, MEMBERS, '');
  const one = (words: readonly string[] | undefined) => (word: string) => words === undefined || words.includes(word);
  const isCode = (word: string): boolean => CODE.test(word);
  const sources = (name: string, fits: (word: string) => boolean, most?: number) =>
    given[name] === undefined ? undefined : reading.sources(given[name], name, fits, most);
  const scopesGiven = sources('scopes', one(scopes));
  const claims: Claims = {
    tokenType: reading.oneOf(given.tokenType, 'tokenType', TOKEN_TYPES),
    subject: reading.oneOf(given.subject, 'subject', SUBJECTS),
    roles: sources('roles', one(roles)) ?? STANDARD_CLAIMS.roles,
    department: sources('department', isCode, 1) ?? STANDARD_CLAIMS.department,
    teams: sources('teams', isCode) ?? STANDARD_CLAIMS.teams,
    ...(scopesGiven === undefined ? {} : { scopes: scopesGiven }),
  };
  if (reading.faults.length > 0) throw new Error(`names a file with faults: ${reading.faults.join('; ')}`);
  return claims;
}

/** Collects faults by the place of the member, which is ours; what stands there is the operator's and is not repeated. */
class Reading {
  readonly faults: string[] = [];

  known(value: Record<string, unknown>, members: readonly string[], at: string): void {
    const strange = Object.keys(value).filter((name) => !members.includes(name)).length;
    if (strange === 0) return;
    const where = at === '' ? 'the whole' : at;
    this.faults.push(`${where} has ${strange} member${strange > 1 ? 's' : ''} besides ${members.join(', ')}`);
  }

  oneOf<T extends string>(value: unknown, at: string, allowed: readonly [T, ...T[]]): T {
    if (value === undefined) return allowed[0];
    const found = allowed.find((one) => one === value);
    if (found === undefined) this.faults.push(`${at} must be one of ${allowed.join(', ')}`);
    return found ?? allowed[0];
  }

  /** One source, or a list of at most ten. */
  sources(value: unknown, at: string, fits: (word: string) => boolean, most?: number): readonly ClaimSource[] {
    if (!Array.isArray(value)) return [this.source(value, at, fits, most)];
    if (value.length === 0 || value.length > 10) this.faults.push(`${at} must have 1 to 10 places`);
    return value.map((one: unknown, i) => this.source(one, `${at}[${i}]`, fits, most));
  }

  private source(value: unknown, at: string, fits: (word: string) => boolean, most = 50): ClaimSource {
    if (!isRecord(value)) {
      this.faults.push(`${at} must be an object with claim and, if need be, values`);
      return { path: [] };
    }
    this.known(value, ['claim', 'values'], at);
    const path = this.path(value.claim, `${at}.claim`);
    return value.values === undefined ? { path } : { path, values: this.values(value.values, at, fits, most) };
  }

  /** `realm_access.roles`, or a list of names where a name has a dot of its own. */
  private path(value: unknown, at: string): readonly string[] {
    const names: unknown[] = typeof value === 'string' ? value.split('.') : Array.isArray(value) ? value : [];
    if (names.length > 0 && names.length <= 5 && names.every(isPrintable)) return names;
    this.faults.push(`${at} must be a name, names joined by dots, or a list of 1 to 5 names`);
    return [];
  }

  private values(
    value: unknown,
    at: string,
    fits: (word: string) => boolean,
    most: number,
  ): ReadonlyMap<string, readonly string[]> {
    const found = new Map<string, readonly string[]>();
    const entries = isRecord(value) ? Object.entries(value) : [];
    if (entries.length === 0) this.faults.push(`${at}.values must be an object that is not empty`);
    entries.forEach(([word, given], i) => {
      const ours: unknown[] = Array.isArray(given) ? given : [given];
      const good = ours.filter((one): one is string => typeof one === 'string' && fits(one));
      if (good.length !== ours.length || ours.length === 0 || ours.length > most || !isPrintable(word))
        this.faults.push(
          `${at}.values, entry ${i + 1}, must map a word to ${most === 1 ? 'one' : `1 to ${most}`} of ours`,
        );
      found.set(word, good);
    });
    return found;
  }
}
