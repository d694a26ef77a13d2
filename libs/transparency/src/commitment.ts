/**
 * The audit record as the tree sees it: a position, a day and five digests, `raakvlak-audit/1`.
 *
 * The record's groups each have their own audience and their own term, so each is committed to under a salt of its own:
 * one can be shown with its proof, or destroyed with its salt, while the others stay provable and closed. Without the
 * salt a digest tells nothing, also not about values of which there are few, like employees. Hence 32 random bytes for
 * every group of every record, never derived from one another.
 */
import { hash } from 'node:crypto';
import { HASH_BYTES, isHash } from './tree';

/**
 * The groups, in the order of the entry: W what, when and why; S subject; A actor; X technical; D true outcome and what
 * was disclosed.
 */
export const GROUPS = ['W', 'S', 'A', 'X', 'D'] as const;
export type Group = (typeof GROUPS)[number];

/** No entry of this version. A verifier that meets one stops: it cannot know what was recorded. */
export class MalformedEntry extends Error {
  override readonly name = 'MalformedEntry';
}

export interface Entry {
  /** Position in the log, from 0; bound here, so that a record keeps its place when its contents have expired */
  readonly seq: number;
  /** Days since 1970-01-01 UTC: as coarse as its term allows, for it outlives the record */
  readonly day: number;
  /** 32 bytes for each group */
  readonly digests: Readonly<Record<Group, Uint8Array>>;
}

export const SALT_BYTES = 32;

const VERSION = Buffer.from('raakvlak-audit/1');
const HEAD_BYTES = VERSION.length + 1 + 8 + 4;
const ENTRY_BYTES = HEAD_BYTES + GROUPS.length * HASH_BYTES;
const MAX_DAY = 0xffff_ffff;

/**
 * SHA-256("raakvlak-audit/1" || group || salt || bytes). Name and salt have a fixed length, so that no two groups or
 * salts can give the same input. Throws `MalformedEntry` on another salt length.
 *
 * @param bytes of `canonicalJson`, exactly as stored
 */
export function groupDigest(group: Group, salt: Uint8Array, bytes: Uint8Array): Buffer {
  if (salt.length !== SALT_BYTES) throw new MalformedEntry('A salt has 32 bytes.');
  return hash('sha256', Buffer.concat([VERSION, Buffer.from(group), salt, bytes]), 'buffer');
}

/**
 * The bytes that go into the tree: "raakvlak-audit/1" || 0x00 || uint64be seq || uint32be day || digests of W, S, A, X, D.
 *
 * @throws MalformedEntry on a position, day or digest that does not fit
 */
export function entryOf(record: { seq: bigint | number; day: number; digests: Entry['digests'] }): Buffer {
  const { day, digests } = record;
  const seq = Number(record.seq);
  if (!Number.isSafeInteger(seq) || seq < 0) throw new MalformedEntry('A position is an integer from 0 on.');
  if (!Number.isInteger(day) || day < 0 || day > MAX_DAY) throw new MalformedEntry('A day is an integer from 0 on.');
  const inOrder = GROUPS.map((group) => digests[group]);
  if (!inOrder.every(isHash)) throw new MalformedEntry('Each group has a digest of 32 bytes.');
  const head = Buffer.alloc(HEAD_BYTES);
  VERSION.copy(head);
  head.writeBigUInt64BE(BigInt(seq), VERSION.length + 1);
  head.writeUInt32BE(day, VERSION.length + 9);
  return Buffer.concat([head, ...inOrder]);
}

/** Reads `entryOf`. Throws `MalformedEntry` on another version, length or position. */
export function parseEntry(bytes: Uint8Array): Entry {
  const entry = Buffer.from(bytes);
  const version = entry.subarray(0, VERSION.length);
  if (entry.length !== ENTRY_BYTES || !version.equals(VERSION) || entry[VERSION.length] !== 0) {
    throw new MalformedEntry('Not an entry of raakvlak-audit/1.');
  }
  const seq = Number(entry.readBigUInt64BE(VERSION.length + 1));
  if (!Number.isSafeInteger(seq)) throw new MalformedEntry('A position is an integer from 0 on.');
  const day = entry.readUInt32BE(VERSION.length + 9);
  const digest = (group: Group): Buffer => {
    const start = HEAD_BYTES + GROUPS.indexOf(group) * HASH_BYTES;
    return entry.subarray(start, start + HASH_BYTES);
  };
  const digests = { W: digest('W'), S: digest('S'), A: digest('A'), X: digest('X'), D: digest('D') };
  return { seq, day, digests };
}

/** The day of a moment, for `entryOf`: days since 1970-01-01 UTC. */
export const dayOf = (moment: Date): number => Math.floor(moment.getTime() / 86_400_000);
