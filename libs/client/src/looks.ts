import { read, withoutGaps } from './answers';
import type { Caller } from './http';
import { requireAction, requireActor, requireCode } from './own-words';

/** What somebody did, as the log has it: never about whom, and not what came out. */
export interface ListedLook {
  /** Place in the log, from 0 */
  readonly seq: number;
  /** ISO 8601 */
  readonly at: string;
  readonly broken: false;
  readonly action: string;
  readonly purpose: string;
  readonly department: string;
  readonly outcome: 'done' | 'refused';
  /** Of the subject; absent when there is none */
  readonly kind?: string;
  /** `issuer|subject` */
  readonly actor: string;
  /** Whoever asked says that it was one */
  readonly mistake: boolean;
}

/** A record that is not what the log is committed to, or does not open: something for the privacy officer to find out. */
export interface BrokenLook {
  readonly seq: number;
  readonly at: string;
  readonly broken: true;
}

/** All that are left out count for nothing. */
export interface LookFilters {
  /** First and last day in Amsterdam, YYYY-MM-DD */
  readonly from?: string;
  readonly to?: string;
  readonly department?: string;
  readonly purpose?: string;
  readonly action?: string;
  readonly outcome?: 'done' | 'refused';
  readonly kind?: string;
  /** `issuer|subject`, exactly */
  readonly actor?: string;
}

export interface LookPage {
  /** Newest first; may be empty though there is more */
  readonly looks: readonly (ListedLook | BrokenLook)[];
  /** Where to go on: `before` of the next step; absent at the end */
  readonly next?: number;
}

export interface LookDetail {
  readonly seq: number;
  readonly at: string;
  /** What it says in group W; absent when that is broken */
  readonly action?: string;
  readonly purpose?: string;
  readonly department?: string;
  readonly outcome?: 'done' | 'refused';
  readonly mistake: boolean;
  readonly subject?: { readonly kind: string; readonly tags: number };
  readonly actor?: {
    readonly id: string;
    readonly roles: readonly string[];
    readonly caseNumber?: string;
    readonly tickets: number;
  };
  readonly technical?: { readonly client: string; readonly node: string };
  /** What really came out: codes and figures */
  readonly disclosed?: Readonly<Record<string, string | number | readonly string[]>>;
  /** Groups that are not what the log is committed to */
  readonly broken: readonly string[];
  /** For `proveRecord` of the door `proofs`; without a proof while no head over the record is signed */
  readonly evidence?: { readonly record: Readonly<Record<string, unknown>>; readonly proof?: string };
}

export interface LogHead {
  /** Records in the log */
  readonly size: number;
  readonly head?: { readonly note: string; readonly signedAt: string; readonly size: number };
}

/** The audit log, for those who watch over it. Reading a list or a record leaves a record. */
export class Looks {
  readonly #caller: Caller;

  constructor(caller: Caller) {
    this.#caller = caller;
  }

  /**
   * One step backwards through the log.
   * @param before where to begin: `next` of the step before
   * @param limit 1 to 200
   * @throws Problem `client.not-a-code`, `client.not-an-account`: before anything is sent
   */
  async search(filters: LookFilters = {}, { before, limit }: { before?: number; limit?: number } = {}) {
    const { department, purpose, action, actor } = filters;
    const body = {
      ...filters,
      department: department === undefined ? undefined : requireCode(department),
      purpose: purpose === undefined ? undefined : requireCode(purpose),
      action: action === undefined ? undefined : requireAction(action),
      actor: actor === undefined ? undefined : requireActor(actor),
      before,
      limit,
    };
    return pageFrom(await this.#caller.call({ method: 'POST', path: '/v1/look-searches', body }));
  }

  /** One record, opened. @throws Problem `oversight.look-unknown` */
  async closely(seq: number): Promise<LookDetail> {
    return detailFrom(await this.#caller.call({ method: 'GET', path: `/v1/looks/${read.count(seq)}` }));
  }

  /** How far the log is, and its newest signed head. */
  async head(): Promise<LogHead> {
    const { size, head } = await this.#caller.call({ method: 'GET', path: '/v1/log-head' });
    if (head === undefined) return { size: read.count(size) };
    const signed = read.object(head);
    return {
      size: read.count(size),
      head: { note: read.longText(signed.note), signedAt: read.text(signed.signedAt), size: read.count(signed.size) },
    };
  }
}

type Json = Record<string, unknown>;

const OUTCOMES = ['done', 'refused'] as const;
const flagged = (value: unknown): boolean => value !== undefined && read.flag(value);

function pageFrom({ looks, next }: Json): LookPage {
  return withoutGaps({
    looks: read.list(looks).map(lookFrom),
    next: next === undefined ? undefined : read.count(next),
  });
}

function lookFrom(value: unknown): ListedLook | BrokenLook {
  const one = read.object(value);
  const place = { seq: read.count(one.seq), at: read.text(one.at) };
  if (flagged(one.broken)) return { ...place, broken: true };
  return withoutGaps({
    ...place,
    broken: false as const,
    action: read.text(one.action),
    purpose: read.text(one.purpose),
    department: read.text(one.department),
    outcome: read.oneOf(one.outcome, OUTCOMES),
    kind: read.optionalText(one.kind),
    actor: read.text(one.actor),
    mistake: flagged(one.mistake),
  });
}

const part = <T>(value: unknown, from: (part: Json) => T): T | undefined =>
  value === undefined ? undefined : from(read.object(value));

function detailFrom(one: Json): LookDetail {
  return withoutGaps({
    seq: read.count(one.seq),
    at: read.text(one.at),
    action: read.optionalText(one.action),
    purpose: read.optionalText(one.purpose),
    department: read.optionalText(one.department),
    outcome: one.outcome === undefined ? undefined : read.oneOf(one.outcome, OUTCOMES),
    mistake: flagged(one.mistake),
    subject: part(one.subject, ({ kind, tags }) => ({ kind: read.text(kind), tags: read.count(tags) })),
    actor: part(one.actor, ({ id, roles, caseNumber, tickets }) =>
      withoutGaps({
        id: read.text(id),
        roles: read.list(roles).map(read.text),
        caseNumber: read.optionalText(caseNumber),
        tickets: read.count(tickets),
      }),
    ),
    technical: part(one.technical, ({ client, node }) => ({ client: read.text(client), node: read.text(node) })),
    disclosed: part(one.disclosed, figuresFrom),
    broken: one.broken === undefined ? [] : read.list(one.broken).map(read.text),
    evidence: part(one.evidence, ({ record, proof }) =>
      withoutGaps({ record: read.object(record), proof: proof === undefined ? undefined : read.longText(proof) }),
    ),
  });
}

function figuresFrom(disclosed: Json): NonNullable<LookDetail['disclosed']> {
  const figures = Object.entries(disclosed).map(([name, value]) => {
    if (typeof value === 'number') return [name, value] as const;
    return [name, Array.isArray(value) ? value.map(read.text) : read.text(value)] as const;
  });
  return Object.fromEntries(figures);
}
