import type { DataSource } from 'typeorm';
import { formatProof, inclusionProof, parseEntry } from '#transparency';
import { problemsOf } from '#problem';
import type { AuditKeys } from './audit-keys';
import { type Queries, treeReader } from './log-reader';
import { receiptDigestOf } from './record';
import type { StoredRecord } from './stored-record';

const problem = problemsOf('accountability', {
  'receipt-unknown': {
    status: 404,
    title: 'This receipt is not known, or not yours',
    advice: 'Check the receipt. A proof is given to the person who asked the question only.',
  },
  'proof-not-published': {
    status: 409,
    title: 'The proof is not published yet',
    advice: 'Proofs run against heads that are published at fixed times. Ask again later.',
  },
});

/** What an asker may hold: group W in the open, the others as digests, and the way to a signed head. */
export interface RecordProof {
  readonly record: {
    readonly seq: string;
    readonly day: number;
    readonly w: { readonly salt: string; readonly bytes: string };
    readonly digests: { readonly s: string; readonly a: string; readonly x: string; readonly d: string };
  };
  /** C2SP tlog-proof */
  readonly proof: string;
}

/** As `RecordProof`, for a record that may still wait for a signed head. */
export type Evidence = Pick<RecordProof, 'record'> & Partial<Pick<RecordProof, 'proof'>>;

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');

/**
 * Proof for one's own receipt, against the newest published head. Heads are published at fixed times and not after each
 * batch, so that sizes do not tell an asker what others did meanwhile.
 * @throws Problem `accountability.receipt-unknown`, `accountability.proof-not-published`
 */
export async function proveReceipt(
  database: DataSource,
  keys: AuditKeys,
  actor: string,
  receipt: Uint8Array,
  secondsToNextHead: number,
): Promise<RecordProof> {
  const [row] = await database.query<Provable[]>(
    'select seq, entry, w, w_salt from audit.record where receipt_digest = $1 and actor_key = $2',
    [receiptDigestOf(receipt), keys.actorKey(actor)],
  );
  if (row === undefined) throw problem('receipt-unknown');
  const [head] = await database.query<Head[]>(
    'select size, note from audit.checkpoint where published and size > $1 order by size limit 1',
    [row.seq],
  );
  if (head === undefined) throw problem('proof-not-published', { retryAfterSeconds: secondsToNextHead });
  return { record: shownOf(row), proof: await proofOf(database, row, head) };
}

/** The newest signed head, published or not. */
export interface SignedHead {
  /** C2SP signed note of the checkpoint */
  readonly note: string;
  readonly size: number;
  readonly signedAt: Date;
}

export async function newestHead(database: Queries): Promise<SignedHead | undefined> {
  const [head] = await database.query<(Head & { signed_at: Date })[]>(
    'select size, note, signed_at from audit.checkpoint order by size desc limit 1',
  );
  return head === undefined ? undefined : { note: head.note, size: Number(head.size), signedAt: head.signed_at };
}

/**
 * What shows those who watch over the log that a record stands in it. They see sizes anyway, so the newest head will do.
 * @returns without a proof while no head over the record is signed
 */
export async function evidenceOf(database: Queries, row: Provable): Promise<Evidence> {
  const head = await newestHead(database);
  const record = shownOf(row);
  return head === undefined || head.size <= Number(row.seq)
    ? { record }
    : { record, proof: await proofOf(database, row, head) };
}

type Provable = Pick<StoredRecord, 'seq' | 'entry' | 'w' | 'w_salt'>;

interface Head {
  readonly size: string | number;
  readonly note: string;
}

function shownOf({ seq, entry, w, w_salt }: Provable): RecordProof['record'] {
  const { day, digests } = parseEntry(entry);
  return {
    seq,
    day,
    w: { salt: text(w_salt), bytes: text(w) },
    digests: { s: text(digests.S), a: text(digests.A), x: text(digests.X), d: text(digests.D) },
  };
}

async function proofOf(database: Queries, { seq }: Provable, { size, note }: Head): Promise<string> {
  const index = Number(seq);
  const proof = await inclusionProof(index, Number(size), treeReader(database));
  return formatProof({ index, proof, checkpoint: note });
}
