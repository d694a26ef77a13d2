import { hash } from 'node:crypto';
import { canonicalJson, groupDigest } from '#transparency';
import { randomFromPool } from '#platform';
import type { AuditKeys } from './audit-keys';

/** What a resident or an asker may be shown with a proof: when, what, why, which department, and whether it was let through. */
export interface Happening {
  readonly action: string;
  readonly purpose: string;
  readonly department: string;
  readonly outcome: 'done' | 'refused';
  /** Id of the event that this one is about, where it is about another */
  readonly about?: string;
}

/** One event that touches a subject or the log itself. Texts are codes of our own; tokens become tags here. */
export interface AuditEvent {
  readonly happening: Happening;
  readonly subject?: { readonly kind: string; readonly tokens: readonly Uint8Array[] };
  readonly actor: {
    readonly id: string;
    readonly roles: readonly string[];
    readonly caseNumber?: string;
    /** Ids of the tickets that paid for it, 16 bytes each: the custodian's ledger holds the same */
    readonly tickets?: readonly Uint8Array[];
  };
  readonly technical: { readonly client: string; readonly node: string };
  /** What really came out: officer only */
  readonly disclosed?: Readonly<Record<string, string | number | readonly string[]>>;
}

/** A record without its place: hashed and sealed, so that nothing slow happens under the lock. */
export interface PreparedRecord {
  readonly event: Buffer;
  readonly at: number;
  readonly day: number;
  readonly digests: {
    readonly W: Buffer;
    readonly S: Buffer;
    readonly A: Buffer;
    readonly X: Buffer;
    readonly D: Buffer;
  };
  readonly w: Buffer;
  readonly wSalt: Buffer;
  readonly x: Buffer;
  readonly xSalt: Buffer;
  readonly s: Buffer;
  readonly a: Buffer;
  readonly d: Buffer;
  readonly actorKey: Buffer;
  /** Search column: the first 16 bytes of each tag, which is keyed already */
  readonly tags: readonly Buffer[];
  /** 16 random bytes for the asker; the table keeps its digest only */
  readonly receipt: Buffer;
  readonly receiptDigest: Buffer;
}

const DAY = 86_400_000;
const text = (bytes: Buffer): string => bytes.toString('base64url');
const bytesOf = (group: object): Buffer => canonicalJson(group as never);

/** First 16 bytes of SHA-256: enough to find a random receipt, useless to make one. */
export const receiptDigestOf = (receipt: Uint8Array): Buffer => hash('sha256', receipt, 'buffer').subarray(0, 16);

const actorGroup = ({ id, roles, caseNumber, tickets }: AuditEvent['actor']): object => ({
  actor: id,
  roles: [...roles],
  ...(caseNumber === undefined ? {} : { caseNumber }),
  ...(tickets === undefined ? {} : { tickets: tickets.map((ticket) => Buffer.from(ticket).toString('base64url')) }),
});

/**
 * @param at milliseconds since 1970
 * @param receipt 16 bytes nobody can guess; random unless the event must give the same one again
 */
export function prepareRecord(
  event: AuditEvent,
  keys: AuditKeys,
  at: number = Date.now(),
  receipt: Buffer = randomFromPool(16),
): PreparedRecord {
  const year = new Date(at).getUTCFullYear();
  const id = randomFromPool(16);
  const [wSalt, sSalt, aSalt, xSalt, dSalt] = [0, 1, 2, 3, 4].map(() => randomFromPool(32)) as [
    Buffer,
    Buffer,
    Buffer,
    Buffer,
    Buffer,
  ];
  const tags = (event.subject?.tokens ?? []).map((token) => keys.tagOf(year, token));
  const receiptDigest = receiptDigestOf(receipt);
  // The digest binds the receipt to this record: who holds one cannot be shown another record in its place.
  const w = bytesOf({ ...event.happening, at, event: text(id), receipt: text(receiptDigest) });
  const s = bytesOf(
    event.subject === undefined ? {} : { kind: event.subject.kind, tagKey: String(year), tags: tags.map(text) },
  );
  const a = bytesOf(actorGroup(event.actor));
  const x = bytesOf(event.technical);
  const d = bytesOf(event.disclosed ?? {});
  return {
    event: id,
    at,
    day: Math.floor(at / DAY),
    digests: {
      W: groupDigest('W', wSalt, w),
      S: groupDigest('S', sSalt, s),
      A: groupDigest('A', aSalt, a),
      X: groupDigest('X', xSalt, x),
      D: groupDigest('D', dSalt, d),
    },
    w,
    wSalt,
    x,
    xSalt,
    s: keys.seal('S', year, id, sSalt, s),
    a: keys.seal('A', year, id, aSalt, a),
    d: keys.seal('D', year, id, dSalt, d),
    actorKey: keys.actorKey(event.actor.id),
    tags: tags.map((tag) => tag.subarray(0, 16)),
    receipt,
    receiptDigest,
  };
}
