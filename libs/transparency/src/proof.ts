/**
 * Proofs about the tree: made from stored nodes, checked from nothing but hashes.
 *
 * The prover is the recursion of RFC 6962, 2.1.1 and 2.1.2, word for word; only where it needs the root of a complete
 * subtree does it go to the store, which keeps the leaves and every eighth level above them. The verifier is the loop of
 * RFC 9162, 2.1.3.2 and 2.1.4.2. Prover and verifier share `nodeHash` and nothing else, so that a mistake in one shows
 * in the other.
 */
import { EMPTY_ROOT, isHash, LEVEL_STEP, MalformedTree, nodeHash } from './tree';

/** What a store offers: hashes of complete nodes at the leaves (level 0) and at levels 8, 16, 24, … */
export interface HashReader {
  /** `count` (1 to 256) hashes of 32 bytes at `level`, from position `start` on; never beyond the size asked for */
  hashes(level: number, start: number, count: number): Promise<readonly Uint8Array[]>;
}

const TILE = 2 ** LEVEL_STEP;

/**
 * The audit path of a leaf in the tree of `size` leaves (RFC 6962, 2.1.1), from its sibling up. Reads at most two tiles
 * of 256 hashes a level.
 *
 * @throws MalformedTree when the leaf is not in that tree, or the reader does not deliver
 */
export async function inclusionProof(index: number, size: number, read: HashReader): Promise<Buffer[]> {
  if (!isCount(index) || !isCount(size) || index >= size) throw new MalformedTree('That leaf is not in that tree.');
  const root = storedRoots(size, read);
  const path = async (start: number, end: number): Promise<Buffer[]> => {
    if (end - start === 1) return [];
    const middle = start + split(end - start);
    return index < middle
      ? [...(await path(start, middle)), await root(middle, end)]
      : [...(await path(middle, end)), await root(start, middle)];
  };
  return path(0, size);
}

/**
 * Proof that the tree of `to` leaves begins with the tree of `from` leaves (RFC 6962, 2.1.2). Empty when they are equal,
 * and from the empty tree, with which everything begins. Reads at most two tiles of 256 hashes a level.
 *
 * @throws MalformedTree when `from` is larger than `to`, or the reader does not deliver
 */
export async function consistencyProof(from: number, to: number, read: HashReader): Promise<Buffer[]> {
  if (!isCount(from) || !isCount(to) || from > to) throw new MalformedTree('A tree only grows.');
  if (from === 0) return [];
  const root = storedRoots(to, read);
  // SUBPROOF(m, D[start:end], b): `known` is b, true as long as this subtree is the whole older tree.
  const subproof = async (start: number, end: number, known: boolean): Promise<Buffer[]> => {
    if (end === from) return known ? [] : [await root(start, end)];
    const middle = start + split(end - start);
    return from <= middle
      ? [...(await subproof(start, middle, known)), await root(middle, end)]
      : [...(await subproof(middle, end, false)), await root(start, middle)];
  };
  return subproof(0, to, true);
}

/**
 * Whether the leaf stands at `index` in the tree with this root (RFC 9162, 2.1.3.2). Never throws.
 *
 * Size and root must come together from a signed head: some neighbouring sizes give a path of the same shape.
 */
export function verifyInclusion(claim: {
  index: number;
  size: number;
  leafHash: Uint8Array;
  proof: readonly Uint8Array[];
  root: Uint8Array;
}): boolean {
  const { index, size, leafHash, proof, root } = claim;
  if (![index, size].every(isCount) || index >= size) return false;
  if (![leafHash, root, ...proof].every(isHash)) return false;
  let [fn, sn] = [index, size - 1];
  let r = leafHash;
  for (const p of proof) {
    if (sn === 0) return false;
    if (isOdd(fn) || fn === sn) {
      r = nodeHash(p, r);
      while (!isOdd(fn) && fn !== 0) [fn, sn] = [half(fn), half(sn)];
    } else {
      r = nodeHash(r, p);
    }
    [fn, sn] = [half(fn), half(sn)];
  }
  return sn === 0 && same(r, root);
}

/**
 * Whether the tree with `toRoot` begins with the tree with `fromRoot` (RFC 9162, 2.1.4.2). Never throws. Equal sizes need
 * equal roots and an empty proof. The empty tree, which has one root only, begins every tree without proof.
 */
export function verifyConsistency(claim: {
  from: number;
  to: number;
  fromRoot: Uint8Array;
  toRoot: Uint8Array;
  proof: readonly Uint8Array[];
}): boolean {
  const { from, to, fromRoot, toRoot, proof } = claim;
  if (![from, to].every(isCount) || from > to) return false;
  if (![fromRoot, toRoot, ...proof].every(isHash)) return false;
  if (from === to) return proof.length === 0 && same(fromRoot, toRoot);
  if (from === 0) return proof.length === 0 && same(fromRoot, EMPTY_ROOT);
  const roots = bothRoots(from, to, fromRoot, proof);
  return roots !== undefined && same(roots.from, fromRoot) && same(roots.to, toRoot);
}

/** Steps 2 to 6 of RFC 9162, 2.1.4.2, for 0 < from < to: the two roots that the proof leads to. */
function bothRoots(
  from: number,
  to: number,
  fromRoot: Uint8Array,
  proof: readonly Uint8Array[],
): { from: Uint8Array; to: Uint8Array } | undefined {
  // A complete older tree is itself a node of the newer one, so the proof leaves its root out.
  const [first, ...rest] = isPowerOfTwo(from) ? [fromRoot, ...proof] : proof;
  if (first === undefined) return undefined;
  let [fn, sn] = [from - 1, to - 1];
  while (isOdd(fn)) [fn, sn] = [half(fn), half(sn)];
  let [fr, sr] = [first, first];
  for (const c of rest) {
    if (sn === 0) return undefined;
    if (isOdd(fn) || fn === sn) {
      fr = nodeHash(c, fr);
      sr = nodeHash(c, sr);
      while (!isOdd(fn) && fn !== 0) [fn, sn] = [half(fn), half(sn)];
    } else {
      sr = nodeHash(sr, c);
    }
    [fn, sn] = [half(fn), half(sn)];
  }
  return sn === 0 ? { from: fr, to: sr } : undefined;
}

/** MTH(D[start:end]) from the store, for the ranges that the recursions of RFC 6962 cut; each tile is read once. */
function storedRoots(size: number, read: HashReader): (start: number, end: number) => Promise<Buffer> {
  const tiles = new Map<string, Promise<readonly Uint8Array[]>>();

  const readTile = async (level: number, tile: number): Promise<readonly Uint8Array[]> => {
    const start = tile * TILE;
    const count = Math.min(TILE, Math.floor(size / 2 ** level) - start);
    const hashes = await read.hashes(level, start, count);
    if (hashes.length !== count || !hashes.every(isHash)) throw new MalformedTree('The store lacks hashes.');
    return hashes;
  };

  const complete = async (start: number, width: number): Promise<Buffer> => {
    let level = 0;
    while (2 ** (level + LEVEL_STEP) <= width) level += LEVEL_STEP;
    const first = start / 2 ** level;
    const tile = Math.floor(first / TILE);
    const key = `${level}/${tile}`;
    const hashes = tiles.get(key) ?? readTile(level, tile);
    tiles.set(key, hashes);
    const offset = first - tile * TILE;
    return fold((await hashes).slice(offset, offset + width / 2 ** level));
  };

  const root = async (start: number, end: number): Promise<Buffer> => {
    if (isPowerOfTwo(end - start)) return complete(start, end - start);
    const middle = start + split(end - start);
    return nodeHash(await root(start, middle), await root(middle, end));
  };
  return root;
}

/** The root over 2^n hashes, level by level. */
function fold(hashes: readonly Uint8Array[]): Buffer {
  let level = hashes;
  while (level.length > 1) level = pairs(level);
  return Buffer.from(level[0] ?? []);
}

function pairs(hashes: readonly Uint8Array[]): Buffer[] {
  const parents: Buffer[] = [];
  for (let i = 0; i + 1 < hashes.length; i += 2) parents.push(nodeHash(hashes[i]!, hashes[i + 1]!));
  return parents;
}

/** k: the largest power of two smaller than n, for n > 1 (RFC 6962, 2.1). */
function split(n: number): number {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}

// Arithmetic instead of bit operators: those cut a number to 32 bits, and a log may outgrow them.
const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;
const isPowerOfTwo = (n: number): boolean => n === 1 || n === 2 * split(n);
const isOdd = (n: number): boolean => n % 2 === 1;
const half = (n: number): number => Math.floor(n / 2);
const same = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;
