import { OWN_DISCLOSURES, type OwnDisclosure } from '#tokens';
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

/**
 * How far a department's involvement is in the index. `current`: delivered within a week; `behind`: longer ago;
 * `never`: not connected; `rotating`: delivered under a key that has gone since, so nothing of it is found until it
 * delivers again.
 */
export const DELIVERY_STATES = ['current', 'behind', 'never', 'rotating'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

export interface DepartmentCoverage {
  /** Its name */
  readonly department: string;
  /** Day of its last full delivery, YYYY-MM-DD */
  readonly lastDelivered: string | null;
  readonly state: DeliveryState;
}

/** What the answer covers, and what not. An answer is never shown without it (design section 7, promise 10). */
export interface Coverage {
  /** Departments that ever delivered */
  readonly connected: number;
  /** All departments of the municipality that are known to the index */
  readonly departments: readonly DepartmentCoverage[];
}

export interface Inquiry {
  /** One per subject, in the order of the question */
  readonly answers: readonly Answer[];
  readonly coverage: Coverage;
  /** Version of the disclosure policy that decided */
  readonly policy: number;
  /** With an emergency: hidden teams call, if there are any. It reads the same in every case */
  readonly emergency?: { readonly sentence: string; readonly validUntil: string };
}

/** An answer about a made-up subject: of the same shape, and it says itself that it is practice. */
export interface Practice extends Inquiry {
  readonly practice: true;
}

export interface Registered {
  readonly id: string;
  /** YYYY-MM-DD */
  readonly expiresOn: string;
  readonly receipt: string;
}

/** What became of one involvement of a list that was to run on. */
export interface Renewal {
  readonly id: string;
  /** `unknown` also when it is not one's own */
  readonly state: 'renewed' | 'ended' | 'unknown';
  /** YYYY-MM-DD, when it was renewed */
  readonly expiresOn?: string;
}

/** What became of one involvement of a list that was to end; `withdrawn` also when it was so before. */
export interface Withdrawal {
  readonly id: string;
  readonly state: 'withdrawn' | 'unknown';
}

/** A single withdrawal. */
export interface Withdrawn {
  readonly id: string;
  readonly receipt: string;
  /** Ids of address parts of the same case that are still open, for somebody to decide about */
  readonly linked: readonly string[];
}

export interface Moved {
  /** Ids of the address parts that ended */
  readonly ended: readonly string[];
  /** The new address part */
  readonly registered?: Registered;
}

const REGISTRANTS = ['connection', 'hand'] as const;

export interface OwnInvolvement {
  readonly id: string;
  /** YYYY-MM-DD */
  readonly registeredOn: string;
  readonly expiresOn: string;
  /** Kind of subject: person, business, address */
  readonly kind?: string;
  readonly notice: Notice;
  readonly caseNumber?: string;
  /** A connection registers again what is still in its next export. Absent in what is older than this was kept */
  readonly registeredBy?: (typeof REGISTRANTS)[number];
  /** Ids of the other parts of the same case that are in the list too: of a person her addresses, of an address its people */
  readonly with?: readonly string[];
  /** This case is shown no more than this, whatever the rules say */
  readonly disclosure?: OwnDisclosure;
}

export interface OwnInvolvements {
  /** What runs out first comes first */
  readonly involvements: readonly OwnInvolvement[];
  /** Whether there are more than fit */
  readonly more: boolean;
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
  /** A proof or a signed note: longer than what people read */
  longText(value: unknown): string {
    if (typeof value !== 'string' || value.length > 100_000) throw clientProblem('unexpected-answer');
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
export const withoutGaps = <T extends object>(value: T): T =>
  Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as T;

/** @param count number of subjects asked about: fewer or more answers is an error, never "nobody" */
export function inquiryFrom(body: Json, count: number): Inquiry {
  const answers = read.list(body.answers).map(answerFrom);
  if (answers.length !== count) throw clientProblem('unexpected-answer');
  const emergency = body.emergency === undefined ? {} : { emergency: emergencyFrom(read.object(body.emergency)) };
  const coverage = coverageFrom(read.object(body.coverage));
  return { answers, coverage, policy: read.count(body.policy), ...emergency };
}

/** An answer that does not say that it is practice is none, lest a made-up one be taken for real or the other way round. */
export function practiceFrom(body: Json): Practice {
  if (body.practice !== true) throw clientProblem('unexpected-answer');
  return { ...inquiryFrom(body, 1), practice: true };
}

const emergencyFrom = ({ sentence, validUntil }: Json): NonNullable<Inquiry['emergency']> => ({
  sentence: read.text(sentence),
  validUntil: read.text(validUntil),
});

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
    departments: read.list(coverage.departments).map((item) => {
      const { department, lastDelivered, state } = read.object(item);
      return {
        department: read.text(department),
        lastDelivered: read.optionalText(lastDelivered) ?? null,
        state: read.oneOf(state, DELIVERY_STATES),
      };
    }),
  };
}

export function registeredFrom(body: Json): Registered {
  return { id: read.text(body.id), expiresOn: read.text(body.expiresOn), receipt: read.text(body.receipt) };
}

/** @param ids as they were sent: an answer about others, or in another order, is an error */
export function renewalsFrom(body: Json, ids: readonly string[]): readonly Renewal[] {
  return inOrder(body.renewals, ids).map(({ id, state, expiresOn }) =>
    withoutGaps({
      id: read.text(id),
      state: read.oneOf(state, ['renewed', 'ended', 'unknown']),
      expiresOn: read.optionalText(expiresOn),
    }),
  );
}

/** @param ids as in `renewalsFrom` */
export function withdrawalsFrom(body: Json, ids: readonly string[]): readonly Withdrawal[] {
  return inOrder(body.withdrawals, ids).map(({ id, state }) => ({
    id: read.text(id),
    state: read.oneOf(state, ['withdrawn', 'unknown']),
  }));
}

/** @param ids as in `renewalsFrom` */
export function registrationsFrom(body: Json, ids: readonly string[]): readonly Registered[] {
  return inOrder(body.registrations, ids).map(registeredFrom);
}

function inOrder(value: unknown, ids: readonly string[]): readonly Json[] {
  const items = read.list(value).map(read.object);
  const same = items.length === ids.length && items.every(({ id }, i) => id === ids[i]);
  if (!same) throw clientProblem('unexpected-answer');
  return items;
}

export function withdrawnFrom(body: Json): Withdrawn {
  const linked = body.linked === undefined ? [] : read.list(body.linked).map(read.text);
  return { id: read.text(body.id), receipt: read.text(body.receipt), linked };
}

export function movedFrom(body: Json): Moved {
  const { registered } = body;
  return withoutGaps({
    ended: read.list(body.ended).map(read.text),
    registered: registered === undefined ? undefined : registeredFrom(read.object(registered)),
  });
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
    registeredBy: row.registeredBy === undefined ? undefined : read.oneOf(row.registeredBy, REGISTRANTS),
    with: row.with === undefined ? undefined : read.list(row.with).map(read.text),
    disclosure: row.disclosure === undefined ? undefined : read.oneOf(row.disclosure, OWN_DISCLOSURES),
  });
}

export const ownInvolvementsFrom = ({ involvements, more }: Json): OwnInvolvements => ({
  involvements: read.list(involvements).map(ownInvolvementFrom),
  more: read.flag(more),
});

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
