import { clientProblem } from './problems';

/** A team that may be named, and how to reach it. Never case content. */
export interface Contact {
  readonly team: string;
  readonly department: string;
  readonly phone?: string;
  readonly email?: string;
  /** Opening hours in words, as the team wrote them */
  readonly hours?: string;
  /** Whether the team can be called at this moment */
  readonly reachable: boolean;
  /** Whom to call when the team cannot be reached now */
  readonly instead?: { readonly team: string; readonly phone?: string };
  /** `broker`: the contact brings teams together and does not say which team is involved */
  readonly via: 'team' | 'broker';
  /** Which rung of the address ladder matched; `subject` for persons and businesses */
  readonly matched: 'unit' | 'number' | 'subject';
}

export interface Answer {
  readonly contacts: readonly Contact[];
  /** Proves this look later on; 22 characters base64url */
  readonly receipt: string;
}

/** What the answer does not cover. An answer is never shown without it (design section 7, promise 10). */
export interface Coverage {
  readonly connected: number;
  readonly departments: number;
  readonly behind: readonly { readonly department: string; readonly lastDelivered: string | null }[];
}

export interface Inquiry {
  /** One per subject, in the order of the question */
  readonly answers: readonly Answer[];
  readonly coverage: Coverage;
  /** Version of the disclosure policy that decided */
  readonly policy: number;
}

export interface Registered {
  readonly id: string;
  /** YYYY-MM-DD */
  readonly expiresOn: string;
  readonly receipt: string;
}

export interface OwnInvolvement {
  readonly id: string;
  /** YYYY-MM-DD */
  readonly registeredOn: string;
  readonly expiresOn: string;
  /** Kind of subject: person, business, address */
  readonly kind?: string;
  readonly notice: Notice;
  readonly caseNumber?: string;
}

/** State of the notice to the resident (art. 14 AVG). */
export interface Notice {
  readonly state: 'given' | 'pending' | 'delayed' | 'exempt';
  readonly ground?: string;
  /** YYYY-MM-DD */
  readonly reviewOn?: string;
}

/** A purpose from the catalogue. */
export interface Purpose {
  readonly code: string;
  readonly name: string;
  /** Kinds of subject that it may ask about: person, business, address, building */
  readonly kinds?: readonly string[];
  readonly legalBasis?: string;
  /** Whether it is for one's own department; absent when the index does not say */
  readonly yours?: boolean;
}

export interface Team {
  readonly code: string;
  readonly name: string;
  /** Code of its department */
  readonly department: string;
}

type Json = Record<string, unknown>;

/** Reads members of a server's answer; anything of another shape is `client.unexpected-answer`, never a guess. */
export const read = {
  object(value: unknown): Json {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw clientProblem('unexpected-answer');
    return value as Json;
  },
  list(value: unknown): readonly unknown[] {
    if (!Array.isArray(value)) throw clientProblem('unexpected-answer');
    return value;
  },
  text(value: unknown): string {
    if (typeof value !== 'string' || value.length > 2000) throw clientProblem('unexpected-answer');
    return value;
  },
  optionalText(value: unknown): string | undefined {
    return value === undefined || value === null ? undefined : read.text(value);
  },
  count(value: unknown): number {
    if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0)
      throw clientProblem('unexpected-answer');
    return value;
  },
  flag(value: unknown): boolean {
    if (typeof value !== 'boolean') throw clientProblem('unexpected-answer');
    return value;
  },
  oneOf<T extends string>(value: unknown, choices: readonly T[]): T {
    const found = choices.find((choice) => choice === value);
    if (found === undefined) throw clientProblem('unexpected-answer');
    return found;
  },
};

/** Leaves out members without a value, so that `--json` and comparisons do not meet `undefined`. */
const withoutGaps = <T extends object>(value: T): T =>
  Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as T;

/** @param count number of subjects asked about: fewer or more answers is an error, never "nobody" */
export function inquiryFrom(body: Json, count: number): Inquiry {
  const answers = read.list(body.answers).map(answerFrom);
  if (answers.length !== count) throw clientProblem('unexpected-answer');
  return { answers, coverage: coverageFrom(read.object(body.coverage)), policy: read.count(body.policy) };
}

function answerFrom(value: unknown): Answer {
  const answer = read.object(value);
  return { contacts: read.list(answer.contacts).map(contactFrom), receipt: read.text(answer.receipt) };
}

function contactFrom(value: unknown): Contact {
  const contact = read.object(value);
  return withoutGaps({
    team: read.text(contact.team),
    department: read.text(contact.department),
    phone: read.optionalText(contact.phone),
    email: read.optionalText(contact.email),
    hours: read.optionalText(contact.hours),
    reachable: read.flag(contact.reachable),
    instead: insteadFrom(contact.instead),
    via: read.oneOf(contact.via, ['team', 'broker']),
    matched: read.oneOf(contact.matched, ['unit', 'number', 'subject']),
  });
}

function insteadFrom(value: unknown): Contact['instead'] {
  if (value === undefined || value === null) return undefined;
  const instead = read.object(value);
  return withoutGaps({ team: read.text(instead.team), phone: read.optionalText(instead.phone) });
}

function coverageFrom(coverage: Json): Coverage {
  return {
    connected: read.count(coverage.connected),
    departments: read.count(coverage.departments),
    behind: read.list(coverage.behind).map((item) => {
      const { department, lastDelivered } = read.object(item);
      return { department: read.text(department), lastDelivered: read.optionalText(lastDelivered) ?? null };
    }),
  };
}

export function registeredFrom(body: Json): Registered {
  return { id: read.text(body.id), expiresOn: read.text(body.expiresOn), receipt: read.text(body.receipt) };
}

export function ownInvolvementFrom(value: unknown): OwnInvolvement {
  const row = read.object(value);
  return withoutGaps({
    id: read.text(row.id),
    registeredOn: read.text(row.registeredOn),
    expiresOn: read.text(row.expiresOn),
    kind: read.optionalText(row.kind),
    notice: noticeFrom(row.notice),
    caseNumber: read.optionalText(row.caseNumber),
  });
}

function noticeFrom(value: unknown): Notice {
  const { state, ground, reviewOn } = read.object(value);
  return withoutGaps({
    state: read.oneOf(state, ['given', 'pending', 'delayed', 'exempt']),
    ground: read.optionalText(ground),
    reviewOn: read.optionalText(reviewOn),
  });
}

export function purposeFrom(value: unknown): Purpose {
  const { code, name, kinds, legalBasis, yours } = read.object(value);
  return withoutGaps({
    code: read.text(code),
    name: read.text(name),
    kinds: kinds === undefined ? undefined : read.list(kinds).map(read.text),
    legalBasis: read.optionalText(legalBasis),
    yours: yours === undefined ? undefined : read.flag(yours),
  });
}

export function teamFrom(value: unknown): Team {
  const { code, name, department } = read.object(value);
  return { code: read.text(code), name: read.text(name), department: read.text(department) };
}
