import type { DataSource } from 'typeorm';
import { formatProof, inclusionProof, parseEntry } from '#transparency';
import { problemsOf } from '#problem';
import type { AuditKeys } from './audit-keys';
import { treeReader } from './log-reader';
import { receiptDigestOf } from './record';

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
  const [row] = await database.query<{ seq: string; entry: Buffer; w: Buffer; w_salt: Buffer }[]>(
    'select seq, entry, w, w_salt from audit.record where receipt_digest = $1 and actor_key = $2',
    [receiptDigestOf(receipt), keys.actorKey(actor)],
  );
  if (row === undefined) throw problem('receipt-unknown');
  const seq = Number(row.seq);
  const [head] = await database.query<{ size: string; note: string }[]>(
    'select size, note from audit.checkpoint where published and size > $1 order by size limit 1',
    [seq],
  );
  if (head === undefined) throw problem('proof-not-published', { retryAfterSeconds: secondsToNextHead });
  const proof = await inclusionProof(seq, Number(head.size), treeReader(database));
  const { day, digests } = parseEntry(row.entry);
  return {
    record: {
      seq: String(seq),
      day,
      w: { salt: text(row.w_salt), bytes: text(row.w) },
      digests: { s: text(digests.S), a: text(digests.A), x: text(digests.X), d: text(digests.D) },
    },
    proof: formatProof({ index: seq, proof, checkpoint: head.note }),
  };
}
