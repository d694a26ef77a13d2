import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { canonicalJson } from './canonical';
import { dayOf, type Entry, entryOf, groupDigest, GROUPS, MalformedEntry, parseEntry } from './commitment';

const salt = Buffer.alloc(32, 7);
const digests = {
  W: Buffer.alloc(32, 1),
  S: Buffer.alloc(32, 2),
  A: Buffer.alloc(32, 3),
  X: Buffer.alloc(32, 4),
  D: Buffer.alloc(32, 5),
};
const digest = fc.uint8Array({ minLength: 32, maxLength: 32 });

describe('Commitments to groups', () => {
  test('A salt of another length is refused', () => {
    for (const length of [0, 16, 31, 33]) {
      expect(() => groupDigest('W', Buffer.alloc(length), Buffer.alloc(0))).toThrow(MalformedEntry);
    }
  });

  test('A digest is SHA-256 over version, group, salt and bytes, in that order', () => {
    const bytes = canonicalJson({ role: 'professional' });
    const expected = createHash('sha256').update('raakvlak-audit/1').update('A').update(salt).update(bytes).digest();
    expect(groupDigest('A', salt, bytes)).toEqual(expected);
  });

  test('The same bytes under another group or salt give another digest', () => {
    const bytes = canonicalJson({ role: 'professional' });
    const all = GROUPS.map((group) => groupDigest(group, salt, bytes).toString('hex'));
    all.push(groupDigest('W', Buffer.alloc(32, 8), bytes).toString('hex'));
    expect(new Set(all).size).toBe(6);
  });
});

describe('Entries', () => {
  test('What does not fit in an entry is refused', () => {
    for (const wrong of [
      { seq: -1 },
      { seq: 1.5 },
      { seq: NaN },
      { seq: 2n ** 53n },
      { seq: 2n ** 64n },
      { day: -1 },
      { day: 1.5 },
      { day: NaN },
      { day: 2 ** 32 },
      { digests: { ...digests, S: Buffer.alloc(31) } },
      { digests: { ...digests, D: undefined as unknown as Buffer } },
    ]) {
      expect(() => entryOf({ seq: 1, day: 1, digests, ...wrong })).toThrow(MalformedEntry);
    }
  });

  test('Bytes of another version, length or position are refused', () => {
    const entry = entryOf({ seq: 1, day: 20_780, digests });
    const changed = (at: number, value: number): Buffer => {
      const copy = Buffer.from(entry);
      copy[at] = value;
      return copy;
    };
    for (const bad of [
      Buffer.alloc(0),
      entry.subarray(0, -1),
      entry.subarray(1),
      Buffer.concat([entry, Buffer.alloc(1)]),
      changed(15, 0x32),
      changed(16, 1),
      changed(17, 0xff),
      changed(18, 0x20),
    ]) {
      expect(() => parseEntry(bad)).toThrow(MalformedEntry);
    }
  });

  test('An entry has the bytes that were agreed', () => {
    const expected = Buffer.concat([
      Buffer.from('raakvlak-audit/1\0'),
      Buffer.from('0000000000000102', 'hex'),
      Buffer.from('0000512c', 'hex'),
      ...GROUPS.map((group) => digests[group]),
    ]);
    expect(entryOf({ seq: 258n, day: 20_780, digests })).toEqual(expected);
    expect(expected).toHaveLength(189);
  });

  test('An entry reads back as it was written', () => {
    fc.assert(
      fc.property(
        fc.maxSafeNat(),
        fc.nat({ max: 0xffff_ffff }),
        fc.record({ W: digest, S: digest, A: digest, X: digest, D: digest }),
        (seq, day, five) => {
          const read: Entry = parseEntry(entryOf({ seq, day, digests: five }));
          expect([read.seq, read.day]).toEqual([seq, day]);
          for (const group of GROUPS) expect(Buffer.compare(read.digests[group], five[group])).toBe(0);
        },
      ),
      { numRuns: 200 },
    );
  });

  test('A day starts at midnight UTC', () => {
    expect(dayOf(new Date('1970-01-01T23:59:59.999Z'))).toBe(0);
    expect(dayOf(new Date('2026-11-23T00:00:00Z'))).toBe(20_780);
    expect(dayOf(new Date('2026-11-22T23:59:59Z'))).toBe(20_779);
  });
});
