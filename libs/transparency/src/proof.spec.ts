import fc from 'fast-check';
import { consistencyProof, type HashReader, inclusionProof, verifyConsistency, verifyInclusion } from './proof';
import { append, EMPTY_ROOT, emptyFrontier, leafHash, MalformedTree, nodeHash, rootOf } from './tree';
import vectors from './vectors.json';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const fromHex = (text: string): Buffer => Buffer.from(text, 'hex');
const split = (n: number): number => 2 ** Math.ceil(Math.log2(n) - 1);

// The definitions of RFC 6962, 2.1, over plain lists.
function naiveRoot(d: readonly Buffer[]): Buffer {
  if (d.length === 0) return EMPTY_ROOT;
  if (d.length === 1) return d[0]!;
  const k = split(d.length);
  return nodeHash(naiveRoot(d.slice(0, k)), naiveRoot(d.slice(k)));
}
function naivePath(m: number, d: readonly Buffer[]): Buffer[] {
  if (d.length === 1) return [];
  const k = split(d.length);
  return m < k
    ? [...naivePath(m, d.slice(0, k)), naiveRoot(d.slice(k))]
    : [...naivePath(m - k, d.slice(k)), naiveRoot(d.slice(0, k))];
}
function naiveSubproof(m: number, d: readonly Buffer[], b: boolean): Buffer[] {
  if (m === d.length) return b ? [] : [naiveRoot(d)];
  const k = split(d.length);
  return m <= k
    ? [...naiveSubproof(m, d.slice(0, k), b), naiveRoot(d.slice(k))]
    : [...naiveSubproof(m - k, d.slice(k), false), naiveRoot(d.slice(0, k))];
}

/** Checks proofs by walking the recursion of RFC 6962 backwards, so by another way than the loop of RFC 9162. */
function rootByRecursion(index: number, size: number, leaf: Buffer, proof: Buffer[]): Buffer | undefined {
  if (index >= size) return undefined;
  if (size === 1) return proof.length === 0 ? leaf : undefined;
  const [k, last] = [split(size), proof.at(-1)];
  if (last === undefined) return undefined;
  const [i, n] = index < k ? [index, k] : [index - k, size - k];
  const below = rootByRecursion(i, n, leaf, proof.slice(0, -1));
  return below && (index < k ? nodeHash(below, last) : nodeHash(last, below));
}
function rootsByRecursion(m: number, n: number, proof: Buffer[], known?: Buffer): [Buffer, Buffer] | undefined {
  if (m > n) return undefined;
  if (m === n) {
    const hash = known ?? proof[0];
    return hash && proof.length === (known ? 0 : 1) ? [hash, hash] : undefined;
  }
  const [k, last] = [split(n), proof.at(-1)];
  if (last === undefined) return undefined;
  if (m <= k) {
    const below = rootsByRecursion(m, k, proof.slice(0, -1), known);
    return below && [below[0], nodeHash(below[1], last)];
  }
  const below = rootsByRecursion(m - k, n - k, proof.slice(0, -1));
  return below && [nodeHash(last, below[0]), nodeHash(last, below[1])];
}

/** A store in memory: leaves, and whatever `append` said to keep. Counts what proofs read from it. */
function store(leaves: readonly Buffer[]) {
  const levels = new Map<number, Buffer[]>([[0, [...leaves]]]);
  for (const { level, index, hash } of append(emptyFrontier(), leaves).completed) {
    const nodes = levels.get(level) ?? [];
    nodes[index] = hash;
    levels.set(level, nodes);
  }
  const read = { calls: 0, hashes: 0 };
  const reader: HashReader = {
    hashes: (level, start, count) => {
      read.calls++;
      read.hashes += count;
      return Promise.resolve((levels.get(level) ?? []).slice(start, start + count));
    },
  };
  return { reader, read };
}

const leaves = Array.from({ length: 1_100 }, (_, i) => leafHash(Buffer.from(`entry ${i}`)));
const { reader } = store(leaves);
const roots = Array.from({ length: leaves.length + 1 }, (_, n) =>
  rootOf(append(emptyFrontier(), leaves.slice(0, n)).frontier),
);
const rootAt = (size: number): Buffer => roots[size] ?? Buffer.alloc(32);
const stranger = leafHash(Buffer.from('never logged'));

/** Every way to spoil a list of hashes: cut, extended, swapped, one bit flipped, a hash of another length. */
function* spoilt(proof: Buffer[], ...strange: Buffer[]): Generator<Buffer[]> {
  for (const hash of [...strange, ...proof.slice(0, 1), Buffer.alloc(0), Buffer.alloc(31)]) {
    yield [...proof, hash];
    yield [hash, ...proof];
  }
  if (proof.length > 0) {
    yield proof.slice(0, -1);
    yield proof.slice(1);
    yield [];
  }
  for (let i = 0; i < proof.length; i++) {
    const flipped = Buffer.from(proof[i]!);
    flipped[i % 32]! ^= 1 << (i % 8);
    yield proof.with(i, flipped);
    yield proof.with(i, proof[i]!.subarray(1));
    yield proof.with(i, stranger);
    if (i > 0) yield proof.with(i, proof[i - 1]!).with(i - 1, proof[i]!);
  }
}

describe('Inclusion', () => {
  test('The paths of the Certificate Transparency reference hold, and are what the prover makes', async () => {
    const ct = vectors.leaves.map((leaf) => leafHash(fromHex(leaf)));
    for (const { index, size, proof } of vectors.inclusion) {
      const claim = { index, size, leafHash: ct[index]!, root: fromHex(vectors.roots[size]!) };
      expect(verifyInclusion({ ...claim, proof: proof.map(fromHex) })).toBe(true);
      expect((await inclusionProof(index, size, store(ct).reader)).map(hex)).toEqual(proof);
    }
  });

  test('No proof can be asked for a record that is not there', async () => {
    for (const [index, size] of [
      [0, 0],
      [1, 1],
      [8, 7],
      [-1, 5],
      [0.5, 5],
      [NaN, 5],
      [0, Infinity],
    ] as const) {
      await expect(inclusionProof(index, size, reader)).rejects.toThrow(MalformedTree);
    }
  });

  test('Impossible places and hashes are refused without a proof', () => {
    const hash = leaves[0]!;
    const whole = { index: 0, size: 1, leafHash: hash, proof: [], root: hash };
    expect(verifyInclusion(whole)).toBe(true);
    const empty = Buffer.alloc(0);
    for (const wrong of [
      { index: 0, size: 0 },
      { index: 1, size: 0 },
      { index: 1, size: 1 },
      { index: 2, size: 1 },
      { index: -1, size: 1 },
      { index: 0.5, size: 1 },
      { size: 1.5 },
      { size: NaN },
      { size: 2 ** 53 },
      { leafHash: empty },
      { root: empty },
      { leafHash: empty, root: empty },
      { leafHash: hash.subarray(1), root: hash.subarray(1) },
      { root: EMPTY_ROOT },
    ]) {
      expect(verifyInclusion({ ...whole, ...wrong })).toBe(false);
    }
  });

  test('In every tree up to 70 leaves each proof is that of the definition and holds, and every spoilt one is refused', async () => {
    let refused = 0;
    for (let size = 1; size <= 70; size++) {
      for (let index = 0; index < size; index++) {
        const proof = await inclusionProof(index, size, reader);
        expect(proof.map(hex)).toEqual(naivePath(index, leaves.slice(0, size)).map(hex));
        const claim = { index, size, leafHash: leaves[index]!, proof, root: rootAt(size) };
        expect(verifyInclusion(claim)).toBe(true);
        const wrong = [
          ...[...spoilt(proof, claim.root, leaves[index]!, stranger)].map((bad) => ({ ...claim, proof: bad })),
          { ...claim, root: stranger },
          { ...claim, root: EMPTY_ROOT },
          { ...claim, root: rootAt(size + 1) },
          { ...claim, leafHash: stranger },
          { ...claim, leafHash: leaves[index + 1]! },
          ...[index - 1, index + 1, index ^ 2].map((other) => ({ ...claim, index: other })),
          ...[size * 2, Math.floor(size / 2)].map((other) => ({ ...claim, size: other })),
        ];
        const accepted = wrong.filter(verifyInclusion).length;
        refused += wrong.length - accepted;
        if (accepted !== 0) throw new Error(`${accepted} spoilt proofs held at ${index} of ${size}`);
      }
    }
    expect(refused).toBeGreaterThan(100_000);
  });

  test('On a claim about any other place or size, loop and recursion agree', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 200 }).chain((size) => fc.tuple(fc.constant(size), fc.nat({ max: size - 1 }))),
        fc.integer({ min: -2, max: 2 }),
        fc.integer({ min: -2, max: 2 }),
        ([size, index], otherIndex, otherSize) => {
          const proof = naivePath(index, leaves.slice(0, size));
          const [i, n] = [Math.max(0, index + otherIndex), Math.max(0, size + otherSize)];
          const expected = rootByRecursion(i, n, leaves[index]!, proof)?.equals(rootAt(size)) ?? false;
          expect(verifyInclusion({ index: i, size: n, leafHash: leaves[index]!, proof, root: rootAt(size) })).toBe(
            expected,
          );
        },
      ),
      { numRuns: 1_500 },
    );
  });
});

describe('Consistency', () => {
  test('The proofs of the Certificate Transparency reference hold, and are what the prover makes', async () => {
    const ct = vectors.leaves.map((leaf) => leafHash(fromHex(leaf)));
    for (const { from, to, proof } of vectors.consistency) {
      const claim = { from, to, fromRoot: fromHex(vectors.roots[from]!), toRoot: fromHex(vectors.roots[to]!) };
      expect(verifyConsistency({ ...claim, proof: proof.map(fromHex) })).toBe(true);
      expect((await consistencyProof(from, to, store(ct).reader)).map(hex)).toEqual(proof);
    }
  });

  test('A tree never shrinks', async () => {
    for (const [from, to] of [
      [1, 0],
      [9, 8],
      [-1, 3],
      [1.5, 3],
      [1, NaN],
    ] as const) {
      await expect(consistencyProof(from, to, reader)).rejects.toThrow(MalformedTree);
      const claim = { from, to, fromRoot: EMPTY_ROOT, toRoot: EMPTY_ROOT, proof: [] };
      expect(verifyConsistency(claim)).toBe(false);
    }
  });

  test('Equal sizes need equal roots and no proof, and the empty tree has its own root', () => {
    const [a, b] = [rootAt(1), rootAt(2)];
    const holds = (from: number, to: number, fromRoot: Buffer, toRoot: Buffer, proof: Buffer[]): boolean =>
      verifyConsistency({ from, to, fromRoot, toRoot, proof });
    expect(holds(1, 1, a, b, [])).toBe(false);
    expect(holds(1, 1, a, a, [b])).toBe(false);
    expect(holds(0, 0, EMPTY_ROOT, a, [])).toBe(false);
    expect(holds(0, 2, a, b, [])).toBe(false);
    expect(holds(0, 2, EMPTY_ROOT, b, [a])).toBe(false);
    expect(holds(1, 2, a, b, [])).toBe(false);
    expect(holds(1, 1, a, a, [])).toBe(true);
    expect(holds(0, 0, EMPTY_ROOT, EMPTY_ROOT, [])).toBe(true);
    expect(holds(0, 2, EMPTY_ROOT, b, [])).toBe(true);
  });

  test('Between all trees up to 48 leaves each proof is that of the definition and holds, and every spoilt one is refused', async () => {
    let refused = 0;
    for (let to = 1; to <= 48; to++) {
      for (let from = 1; from < to; from++) {
        const proof = await consistencyProof(from, to, reader);
        expect(proof.map(hex)).toEqual(naiveSubproof(from, leaves.slice(0, to), true).map(hex));
        const claim = { from, to, fromRoot: rootAt(from), toRoot: rootAt(to), proof };
        expect(verifyConsistency(claim)).toBe(true);
        const wrong = [
          ...[...spoilt(proof, claim.fromRoot, claim.toRoot, stranger)].map((bad) => ({ ...claim, proof: bad })),
          { ...claim, fromRoot: claim.toRoot, toRoot: claim.fromRoot },
          { ...claim, fromRoot: stranger },
          { ...claim, toRoot: stranger },
          { ...claim, fromRoot: EMPTY_ROOT },
          { ...claim, toRoot: rootAt(to + 1) },
          { ...claim, fromRoot: claim.fromRoot.subarray(1) },
          { ...claim, from: to, to: from },
          { ...claim, to: to * 2 },
          { ...claim, from: 0 },
        ];
        const accepted = wrong.filter(verifyConsistency).length;
        refused += wrong.length - accepted;
        if (accepted !== 0) throw new Error(`${accepted} spoilt proofs held from ${from} to ${to}`);
      }
    }
    expect(refused).toBeGreaterThan(40_000);
  });

  test('On a claim about any other two sizes, loop and recursion agree', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 200 }).chain((to) => fc.tuple(fc.integer({ min: 1, max: to - 1 }), fc.constant(to))),
        fc.integer({ min: -2, max: 2 }),
        fc.integer({ min: -2, max: 2 }),
        ([from, to], otherFrom, otherTo) => {
          const proof = naiveSubproof(from, leaves.slice(0, to), true);
          const [m, n] = [Math.max(1, from + otherFrom), Math.max(1, to + otherTo)];
          const [fromRoot, toRoot] = [rootAt(from), rootAt(to)];
          const found = rootsByRecursion(m, n, proof, fromRoot);
          const expected = m <= n && found !== undefined && found[0].equals(fromRoot) && found[1].equals(toRoot);
          expect(verifyConsistency({ from: m, to: n, fromRoot, toRoot, proof })).toBe(expected);
        },
      ),
      { numRuns: 1_500 },
    );
  });

  test('A log that changed one old record can prove nothing from its old head', async () => {
    const changed = leaves.with(17, stranger);
    const forged = store(changed).reader;
    const toRoot = naiveRoot(changed.slice(0, 300));
    for (const from of [18, 20, 64, 255, 256, 299]) {
      const proof = await consistencyProof(from, 300, forged);
      expect(verifyConsistency({ from, to: 300, fromRoot: rootAt(from), toRoot, proof })).toBe(false);
    }
  });
});

describe('Reading from a large store', () => {
  const size = 140_003;
  const large = Array.from({ length: size }, (_, i) => leafHash(Buffer.from(String(i))));
  const { reader: stored, read } = store(large);
  const rootOfFirst = (n: number): Buffer => rootOf(append(emptyFrontier(), large.slice(0, n)).frontier);

  test('Proofs over more than 65,536 records hold and read at most two tiles a level', async () => {
    const root = rootOfFirst(size);
    for (const index of [0, 255, 256, 65_535, 65_536, 70_001, 131_072, 139_999, size - 1]) {
      Object.assign(read, { calls: 0, hashes: 0 });
      const proof = await inclusionProof(index, size, stored);
      expect(verifyInclusion({ index, size, leafHash: large[index]!, proof, root })).toBe(true);
      expect(verifyInclusion({ index: index ^ 1, size, leafHash: large[index]!, proof, root })).toBe(false);
      expect(read.calls).toBeLessThanOrEqual(6);
      expect(read.hashes).toBeLessThanOrEqual(3 * 512);
    }
    for (const from of [1, 255, 256, 300, 65_535, 65_536, 65_537, 131_073, size - 1]) {
      Object.assign(read, { calls: 0, hashes: 0 });
      const proof = await consistencyProof(from, size, stored);
      expect(verifyConsistency({ from, to: size, fromRoot: rootOfFirst(from), toRoot: root, proof })).toBe(true);
      expect(read.calls).toBeLessThanOrEqual(6);
      expect(read.hashes).toBeLessThanOrEqual(3 * 512);
    }
  });

  test('An older head can still be proved against after the store has grown', async () => {
    const older = 66_000;
    const proof = await inclusionProof(65_999, older, stored);
    const claim = { index: 65_999, size: older, leafHash: large[65_999]!, proof };
    expect(verifyInclusion({ ...claim, root: rootOfFirst(older) })).toBe(true);
    expect(verifyInclusion({ ...claim, root: rootOfFirst(size) })).toBe(false);
  });

  test('A store that lacks hashes or hands out others gives an error or a proof that does not hold', async () => {
    const short: HashReader = { hashes: async (...at) => (await stored.hashes(...at)).slice(1) };
    await expect(inclusionProof(5, size, short)).rejects.toThrow(MalformedTree);
    const long: HashReader = {
      hashes: async (...at) => (await stored.hashes(...at)).map((h) => Buffer.concat([h, h])),
    };
    await expect(consistencyProof(5, size, long)).rejects.toThrow(MalformedTree);
    const shifted: HashReader = {
      hashes: (level, start, count) => stored.hashes(level, Math.max(0, start - 1), count),
    };
    const proof = await inclusionProof(100_000, size, shifted);
    const claim = { index: 100_000, size, leafHash: large[100_000]!, proof, root: rootOfFirst(size) };
    expect(verifyInclusion(claim)).toBe(false);
  });

  test('Sizes far beyond 2^32 are computed without losing bits', async () => {
    // One marked leaf among equal ones: any node of this tree can be computed, however large the tree is.
    const plain = [leafHash(Buffer.from('the same entry'))];
    for (let level = 0; level < 50; level++) plain.push(nodeHash(plain[level]!, plain[level]!));
    for (const [index, total] of [
      [2 ** 32 + 5, 2 ** 33 + 12_345],
      [2 ** 40 - 1, 2 ** 40],
      [2 ** 44 + 2 ** 31 + 7, 2 ** 45 - 1],
    ] as const) {
      const node = (level: number, i: number): Buffer => {
        if (Math.floor(index / 2 ** level) !== i) return plain[level]!;
        return level === 0 ? stranger : nodeHash(node(level - 1, 2 * i), node(level - 1, 2 * i + 1));
      };
      const rootOver = (start: number, end: number): Buffer => {
        const level = Math.log2(end - start);
        if (Number.isInteger(level)) return node(level, start / 2 ** level);
        const middle = start + split(end - start);
        return nodeHash(rootOver(start, middle), rootOver(middle, end));
      };
      const sparse: HashReader = {
        hashes: (level, start, count) =>
          Promise.resolve(Array.from({ length: count }, (_, i) => node(level, start + i))),
      };
      const root = rootOver(0, total);
      const proof = await inclusionProof(index, total, sparse);
      expect(verifyInclusion({ index, size: total, leafHash: stranger, proof, root })).toBe(true);
      expect(verifyInclusion({ index: index - 2 ** 32, size: total, leafHash: stranger, proof, root })).toBe(false);
      for (const from of [index, index + 1, 2 ** 32 + 3]) {
        const grew = await consistencyProof(from, total, sparse);
        const claim = { from, to: total, fromRoot: rootOver(0, from), toRoot: root, proof: grew };
        expect(verifyConsistency(claim)).toBe(true);
        expect(verifyConsistency({ ...claim, fromRoot: plain[32]! })).toBe(false);
      }
    }
  });
});
