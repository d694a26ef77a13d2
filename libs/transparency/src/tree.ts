/**
 * The Merkle tree of RFC 6962, 2.1, and its right edge.
 *
 * A log of n leaves is remembered by the roots of its complete subtrees, one for every 1 in the binary form of n. That
 * frontier (a compact range in the words of transparency-dev) is all a writer needs to grow the tree: 32 bytes for each
 * of at most 53 levels, however large the log.
 */
import { hash } from 'node:crypto';

/** Wrong lengths, positions outside the tree, or a frontier or reader that contradicts itself. */
export class MalformedTree extends Error {
  override readonly name = 'MalformedTree';
}

export interface Frontier {
  /** Number of leaves */
  readonly size: number;
  /** Roots of the complete subtrees, the largest (leftmost) first; 32 bytes each */
  readonly hashes: readonly Uint8Array[];
}

/** A node over 2^level leaves that will never change: leaves index * 2^level up to (index + 1) * 2^level. */
export interface CompleteNode {
  readonly level: number;
  readonly index: number;
  readonly hash: Buffer;
}

/** The levels that a store keeps are multiples of this, as in C2SP tlog-tiles: proofs read tiles of 2^8 hashes. */
export const LEVEL_STEP = 8;

export const HASH_BYTES = 32;

/** MTH({}) = SHA-256(): the root of the log before its first record (RFC 6962, 2.1). */
export const EMPTY_ROOT: Buffer = hash('sha256', '', 'buffer');

export const isHash = (value: unknown): value is Uint8Array =>
  value instanceof Uint8Array && value.length === HASH_BYTES;

const LEAF_PREFIX = Buffer.of(0x00);

/** SHA-256(0x00 || entry). The prefix keeps a leaf from ever passing for a node (RFC 6962, 2.1). */
export function leafHash(entry: Uint8Array): Buffer {
  return hash('sha256', Buffer.concat([LEAF_PREFIX, entry]), 'buffer');
}

// One buffer for every node: the one-shot hash over a filled buffer is 1.7 times as fast as three updates.
const nodeInput = Buffer.alloc(1 + 2 * HASH_BYTES, 0x01);

/** SHA-256(0x01 || left || right) of two hashes of 32 bytes (RFC 6962, 2.1). Throws `MalformedTree`. */
export function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  if (!isHash(left) || !isHash(right)) throw new MalformedTree('A node has two hashes of 32 bytes.');
  nodeInput.set(left, 1);
  nodeInput.set(right, 1 + HASH_BYTES);
  return hash('sha256', nodeInput, 'buffer');
}

export const emptyFrontier = (): Frontier => ({ size: 0, hashes: [] });

/**
 * The frontier after these leaves, and the nodes at levels 8, 16, 24, … that they completed, in order of completion.
 *
 * @param leafHashes results of `leafHash`, 32 bytes each, in the order of the log
 * @throws MalformedTree on another length; the frontier that was given stays as it was
 */
export function append(
  frontier: Frontier,
  leafHashes: readonly Uint8Array[],
): { frontier: Frontier; completed: CompleteNode[] } {
  if (!leafHashes.every(isHash)) throw new MalformedTree('A leaf hash has 32 bytes.');
  if (frontier.hashes.length !== subtreesOf(frontier.size)) throw new MalformedTree(ONE_HASH_A_SUBTREE);
  const hashes = [...frontier.hashes];
  const completed: CompleteNode[] = [];
  let size = frontier.size;
  for (const leaf of leafHashes) {
    let node = leaf;
    // Like a carry in addition: every 1 at the end of the size is a left half that was waiting for this right half.
    for (let level = 1, rest = size; rest % 2 === 1; level++) {
      const merged = nodeHash(hashes.pop()!, node);
      rest = (rest - 1) / 2;
      if (level % LEVEL_STEP === 0) completed.push({ level, index: rest, hash: merged });
      node = merged;
    }
    hashes.push(node);
    size++;
  }
  return { frontier: { size, hashes }, completed };
}

/** The root over all leaves so far: the unfinished right edge folded from the smallest subtree up (RFC 6962, 2.1). */
export function rootOf(frontier: Frontier): Buffer {
  const root = frontier.hashes.reduceRight<Uint8Array | undefined>(
    (right, left) => (right === undefined ? left : nodeHash(left, right)),
    undefined,
  );
  return Buffer.from(root ?? EMPTY_ROOT);
}

/** uint64be size || the hashes, the largest subtree first. */
export function encodeFrontier(frontier: Frontier): Buffer {
  const size = Buffer.alloc(8);
  size.writeBigUInt64BE(BigInt(frontier.size));
  return Buffer.concat([size, ...frontier.hashes]);
}

/** Reads `encodeFrontier`. Throws `MalformedTree` unless there is exactly one hash for every 1 in the size. */
export function decodeFrontier(bytes: Uint8Array): Frontier {
  const buffer = Buffer.from(bytes);
  const size = buffer.length < 8 ? -1 : Number(buffer.readBigUInt64BE());
  if (!Number.isSafeInteger(size) || size < 0) throw new MalformedTree('A frontier starts with its size.');
  const subtrees = subtreesOf(size);
  if (buffer.length !== 8 + subtrees * HASH_BYTES) throw new MalformedTree(ONE_HASH_A_SUBTREE);
  const hashes = Array.from({ length: subtrees }, (_, i) =>
    buffer.subarray(8 + i * HASH_BYTES, 8 + (i + 1) * HASH_BYTES),
  );
  return { size, hashes };
}

const ONE_HASH_A_SUBTREE = 'A frontier has one hash for every 1 in its size.';

const subtreesOf = (size: number): number => size.toString(2).replaceAll('0', '').length;
