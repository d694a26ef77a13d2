import { sha256 } from '@noble/hashes/sha2.js';
import {
  type CanonicalValue,
  entryOf,
  groupDigest,
  parseCanonicalJson,
  parseVerifierKey,
  verifyProof,
  type VerifierKey,
} from '#transparency';
import { fromBase64url, toBase64url } from '#tokens';
import { read } from './answers';
import type { LookDetail } from './looks';
import { clientProblem } from './problems';

/** The log that must have signed, as the configuration pins it. */
export interface LogIdentity {
  /** C2SP vkey of the log, `<name>+<key id>+<base64>` */
  readonly logKey?: string;
  /** First line of its checkpoints */
  readonly logOrigin?: string;
}

/** What was proved, on this machine and from nothing but the record, the proof and the pinned key. */
export interface ProvedLook {
  readonly verified: true;
  /** Group W of the record: time, action, purpose, department, answered or refused */
  readonly disclosed: Readonly<Record<string, CanonicalValue>>;
  /** Position in the log, from 0 */
  readonly seq: number;
  /** When the look was recorded, YYYY-MM-DD (UTC), as bound in the entry */
  readonly day: string;
  /** The moment according to group W, when it has one */
  readonly time?: string;
  readonly checkpoint: {
    readonly origin: string;
    /** Number of records under the signed head */
    readonly size: number;
    /** base64 of the root, to compare with what others saw */
    readonly root: string;
    /** Names of the known witnesses that cosigned; none when the configuration knows no witness */
    readonly witnesses: readonly string[];
  };
}

/**
 * Follows the whole chain: receipt → W → digest → entry → leaf → root → signed head. A server that changes one byte of
 * what it shows, shows a record that is not in the log, or another record than the receipt's own, ends here.
 *
 * @param receipt as it came with the answer, base64url of 16 bytes
 * @param body the answer of `POST /v1/proofs`
 * @throws Problem `client.no-log-key`, `client.proof-invalid`, `client.unexpected-answer`
 */
export function proveLook(receipt: string, body: Record<string, unknown>, log: LogIdentity): ProvedLook {
  const proved = proveEntry(body, log);
  if (proved.disclosed.receipt !== digestOf(receipt)) throw clientProblem('proof-invalid');
  return proved;
}

/** What stands in the open, in both forms of a record. */
const SHOWN = ['action', 'purpose', 'department', 'outcome'] as const;

/**
 * The same for a record that somebody who watches over the log looked at: it stands where it is said to stand, and says
 * what is shown of its group W.
 * @throws Problem also `client.proof-not-published` while no head over the record is signed
 */
export function proveRecord(look: LookDetail, log: LogIdentity): ProvedLook {
  const { seq, at, evidence } = look;
  if (evidence === undefined) throw clientProblem('proof-invalid');
  if (evidence.proof === undefined) throw clientProblem('proof-not-published');
  const proved = proveEntry(evidence, log);
  const same = SHOWN.every((name) => proved.disclosed[name] === look[name]) && proved.time === at;
  if (proved.seq !== seq || !same) throw clientProblem('proof-invalid');
  return proved;
}

function proveEntry(body: Readonly<Record<string, unknown>>, log: LogIdentity): ProvedLook {
  const { key, origin } = pinnedLog(log);
  const record = read.object(body.record);
  const shown = read.object(record.w);
  const proof = read.longText(body.proof);
  try {
    const bytes = base64url(shown.bytes);
    const seq = Number(read.text(record.seq));
    const day = read.count(record.day);
    const { s, a, x, d } = read.object(record.digests);
    const digests = {
      W: groupDigest('W', base64url(shown.salt), bytes),
      S: base64url(s),
      A: base64url(a),
      X: base64url(x),
      D: base64url(d),
    };
    const { index, checkpoint } = verifyProof({ entry: entryOf({ seq, day, digests }) }, proof, [key], origin);
    // The entry binds its own position; a proof for another place would be a proof of another record.
    if (index !== seq) throw clientProblem('proof-invalid');
    const disclosed = groupOf(parseCanonicalJson(bytes));
    return {
      verified: true,
      disclosed,
      seq,
      day: new Date(day * 86_400_000).toISOString().slice(0, 10),
      ...momentOf(disclosed),
      checkpoint: {
        origin: checkpoint.origin,
        size: checkpoint.size,
        root: base64(checkpoint.root),
        witnesses: checkpoint.cosignatures.map(({ key: witness }) => witness.name),
      },
    };
  } catch {
    // Whatever did not fit: what was shown is not proved. The causes of #transparency carry no code of their own.
    throw clientProblem('proof-invalid');
  }
}

/** What group W says of a receipt: the first 16 bytes of SHA-256, base64url. */
const digestOf = (receipt: string): string => toBase64url(sha256(fromBase64url(receipt)).subarray(0, 16));

function pinnedLog({ logKey, logOrigin }: LogIdentity): { key: VerifierKey; origin: string } {
  if (logKey === undefined || logOrigin === undefined) throw clientProblem('no-log-key');
  try {
    return { key: parseVerifierKey(logKey), origin: logOrigin };
  } catch {
    throw clientProblem('no-log-key');
  }
}

/** Strict, and never empty. */
function base64url(value: unknown): Uint8Array {
  if (typeof value !== 'string' || value === '') throw clientProblem('proof-invalid');
  return fromBase64url(value);
}

function base64(bytes: Uint8Array): string {
  const text = toBase64url(bytes).replaceAll('-', '+').replaceAll('_', '/');
  return text.padEnd(Math.ceil(text.length / 4) * 4, '=');
}

function groupOf(value: CanonicalValue): Readonly<Record<string, CanonicalValue>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw clientProblem('proof-invalid');
  return value as Readonly<Record<string, CanonicalValue>>;
}

/** Group W carries its moment as `at`, Unix milliseconds. */
function momentOf({ at }: Readonly<Record<string, CanonicalValue>>): { time?: string } {
  return typeof at === 'number' && Math.abs(at) <= 8.64e15 ? { time: new Date(at).toISOString() } : {};
}
