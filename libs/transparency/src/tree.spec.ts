import fc from 'fast-check';
import {
  append,
  decodeFrontier,
  EMPTY_ROOT,
  emptyFrontier,
  encodeFrontier,
  type Frontier,
  leafHash,
  MalformedTree,
  nodeHash,
  rootOf,
} from './tree';
import vectors from './vectors.json';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** MTH of RFC 6962, 2.1, as it stands there. */
function naiveRoot(leafHashes: readonly Buffer[]): Buffer {
  if (leafHashes.length === 0) return EMPTY_ROOT;
  if (leafHashes.length === 1) return leafHashes[0]!;
  const k = 2 ** Math.ceil(Math.log2(leafHashes.length) - 1);
  return nodeHash(naiveRoot(leafHashes.slice(0, k)), naiveRoot(leafHashes.slice(k)));
}

const manyLeaves = Array.from({ length: 3_000 }, (_, i) => leafHash(Buffer.from(`entry ${i}`)));
const grown = (leaves: readonly Buffer[]): Frontier => append(emptyFrontier(), leaves).frontier;

describe('The tree of RFC 6962', () => {
  test('A hash of another length is never taken for a node', () => {
    const good = Buffer.alloc(32);
    for (const bad of [Buffer.alloc(31), Buffer.alloc(33), Buffer.alloc(0)]) {
      expect(() => nodeHash(good, bad)).toThrow(MalformedTree);
      expect(() => nodeHash(bad, good)).toThrow(MalformedTree);
      expect(() => append(emptyFrontier(), [good, bad])).toThrow(MalformedTree);
    }
  });

  test('Leaves and nodes hash as in the Certificate Transparency reference', () => {
    const leaves = vectors.leaves.map((leaf) => leafHash(Buffer.from(leaf, 'hex')));
    let level: Buffer[] = leaves;
    for (const nodes of vectors.nodes) {
      expect(level.map(hex)).toEqual(nodes);
      level = level.flatMap((left, i) => (i % 2 === 0 && level[i + 1] ? [nodeHash(left, level[i + 1]!)] : []));
    }
    expect(hex(leafHash(Buffer.from('L123456')))).toBe(
      '395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56',
    );
  });

  test('The roots of the first eight trees are those of the Certificate Transparency reference', () => {
    const leaves = vectors.leaves.map((leaf) => leafHash(Buffer.from(leaf, 'hex')));
    expect(vectors.roots.map((_, size) => hex(rootOf(grown(leaves.slice(0, size)))))).toEqual(vectors.roots);
  });

  test('A leaf that looks like two nodes is no node', () => {
    const [left, right] = [leafHash(Buffer.from('Hello')), leafHash(Buffer.from('World'))];
    expect(nodeHash(left, right)).not.toEqual(leafHash(Buffer.concat([left, right])));
    expect(nodeHash(left, right)).not.toEqual(nodeHash(right, left));
  });
});

describe('The frontier', () => {
  test('Growing in any portions gives the root of the whole', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 600 }), { maxLength: 5 }), (portions) => {
        let frontier = emptyFrontier();
        for (const portion of portions) {
          frontier = append(frontier, manyLeaves.slice(frontier.size, frontier.size + portion)).frontier;
        }
        expect(hex(rootOf(frontier))).toBe(hex(naiveRoot(manyLeaves.slice(0, frontier.size))));
      }),
      { numRuns: 60 },
    );
  });

  test('Each node at level 8 is handed out once, when its last leaf arrives, in any portions', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 512 }), { minLength: 1, maxLength: 6 }), (portions) => {
        let frontier = emptyFrontier();
        const completed = portions.flatMap((portion) => {
          const grownBy = append(frontier, manyLeaves.slice(frontier.size, frontier.size + portion));
          frontier = grownBy.frontier;
          return grownBy.completed;
        });
        const expected = Array.from({ length: Math.floor(frontier.size / 256) }, (_, index) => ({
          level: 8,
          index,
          hash: hex(naiveRoot(manyLeaves.slice(index * 256, (index + 1) * 256))),
        }));
        expect(completed.map(({ level, index, hash }) => ({ level, index, hash: hex(hash) }))).toEqual(expected);
      }),
      { numRuns: 40 },
    );
  });

  test('A node at level 16 is the root over 256 nodes of level 8', () => {
    const leaf = leafHash(Buffer.from('the same entry'));
    const { completed } = append(emptyFrontier(), Array<Buffer>(2 * 65_536 + 300).fill(leaf));
    const at = (level: number) => completed.filter((node) => node.level === level);
    expect(at(8).map(({ index }) => index)).toEqual(Array.from({ length: 513 }, (_, i) => i));
    expect(at(16).map(({ index }) => index)).toEqual([0, 1]);
    const tile = at(8).slice(256, 512);
    expect(hex(at(16)[1]!.hash)).toBe(hex(naiveRoot(tile.map(({ hash }) => hash))));
  });

  test('Growing leaves the earlier frontier as it was', () => {
    const before = grown(manyLeaves.slice(0, 7));
    const bytes = encodeFrontier(before);
    append(before, manyLeaves.slice(7, 300));
    expect(encodeFrontier(before)).toEqual(bytes);
  });

  test('A stored frontier of a wrong length or size is refused', () => {
    const bytes = encodeFrontier(grown(manyLeaves.slice(0, 11)));
    const otherSize = (size: bigint): Buffer => {
      const copy = Buffer.from(bytes);
      copy.writeBigUInt64BE(size);
      return copy;
    };
    const refused = [
      Buffer.alloc(0),
      bytes.subarray(0, 7),
      bytes.subarray(0, 8),
      bytes.subarray(0, -1),
      bytes.subarray(0, -32),
      Buffer.concat([bytes, Buffer.alloc(1)]),
      Buffer.concat([bytes, Buffer.alloc(32)]),
      otherSize(0n),
      otherSize(10n),
      otherSize(15n),
      otherSize(2n ** 63n),
      otherSize(2n ** 53n + 2n ** 60n),
    ];
    for (const bad of refused) expect(() => decodeFrontier(bad)).toThrow(MalformedTree);
    expect(() => append({ size: 3, hashes: [] }, manyLeaves.slice(0, 1))).toThrow(MalformedTree);
  });

  test('A frontier survives storage and grows on from there', () => {
    fc.assert(
      fc.property(fc.nat({ max: 1_500 }), fc.nat({ max: 1_500 }), (first, second) => {
        const stored = decodeFrontier(encodeFrontier(grown(manyLeaves.slice(0, first))));
        const whole = append(stored, manyLeaves.slice(first, first + second)).frontier;
        expect(hex(rootOf(whole))).toBe(hex(rootOf(grown(manyLeaves.slice(0, first + second)))));
      }),
      { numRuns: 40 },
    );
  });
});
