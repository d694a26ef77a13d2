import { type LogIdentity, proveLook } from '#client/proofs';
import {
  append,
  canonicalJson,
  emptyFrontier,
  entryOf,
  groupDigest,
  leafHash,
  openNote,
  parseCanonicalJson,
  parseEntry,
  parseVerifierKey,
  rootOf,
  verifyConsistency,
  verifyInclusion,
} from '#transparency';

// For the spec beside it: the same checks in Node and in a page, and what came out of each. For tests only.

export interface Vectors {
  readonly leaves: readonly string[];
  readonly roots: readonly string[];
  readonly inclusion: readonly { index: number; size: number; proof: string[] }[];
  readonly consistency: readonly { from: number; to: number; proof: string[] }[];
  readonly notes: readonly { text: string; signatures: string; keys: string[] }[];
  readonly keys: readonly string[];
  readonly canonical: readonly { input: never; output: string }[];
  readonly answers: readonly { receipt: string; body: Record<string, unknown>; log: LogIdentity }[];
}

const fromHex = (text: string): Uint8Array => Buffer.from(text, 'hex');
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** What it gives, or the name or code of what it throws. */
function outcome(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    const { code, name } = error as { code?: string; name: string };
    return code ?? name;
  }
}

/** The text with another character at each place in turn, and cut off there. */
const spoilt = (text: string): string[] =>
  [...text].flatMap((character, i) => [
    `${text.slice(0, i)}${String.fromCharCode(character.charCodeAt(0) + 1)}${text.slice(i + 1)}`,
    text.slice(0, i),
  ]);

const flipped = (bytes: Uint8Array): Uint8Array[] =>
  Array.from(bytes, (byte, i) => Uint8Array.from(bytes, (old, j) => (i === j ? byte ^ 1 : old)));

export function outcomesOf(vectors: Vectors): Readonly<Record<string, unknown>> {
  const leaves = vectors.leaves.map((leaf) => leafHash(fromHex(leaf)));
  const roots = vectors.roots.map(fromHex);
  return {
    tree: vectors.roots.map((_, size) => hex(rootOf(append(emptyFrontier(), leaves.slice(0, size)).frontier))),
    inclusion: vectors.inclusion.map(({ index, size, proof }) => {
      const claim = { index, size, leafHash: leaves[index]!, proof: proof.map(fromHex), root: roots[size]! };
      const wrong = [
        ...[index + 1, index - 1, index ^ 2].map((other) => ({ ...claim, index: other })),
        ...[size + 1, size - 1, size * 2].map((other) => ({ ...claim, size: other })),
        ...flipped(claim.root).map((root) => ({ ...claim, root })),
        ...claim.proof.map((_, i) => ({ ...claim, proof: claim.proof.toSpliced(i, 1) })),
        ...claim.proof.map((_, i) => ({ ...claim, proof: claim.proof.with(i, claim.root) })),
      ];
      return [verifyInclusion(claim), ...wrong.map(verifyInclusion)];
    }),
    consistency: vectors.consistency.map(({ from, to, proof }) => {
      const claim = { from, to, fromRoot: roots[from]!, toRoot: roots[to]!, proof: proof.map(fromHex) };
      const wrong = [
        { ...claim, from: to, to: from },
        { ...claim, to: to + 1 },
        ...flipped(claim.toRoot).map((toRoot) => ({ ...claim, toRoot })),
        ...claim.proof.map((_, i) => ({ ...claim, proof: claim.proof.toSpliced(i, 1) })),
      ];
      return [verifyConsistency(claim), ...wrong.map(verifyConsistency)];
    }),
    notes: vectors.notes.map(({ text, signatures, keys }) => {
      const known = keys.map(parseVerifierKey);
      const open = (note: string | Uint8Array): unknown =>
        outcome(() => {
          const opened = openNote(note, known);
          return [opened.text, opened.signatures.map(({ key, time }) => [key.text, time ?? null])];
        });
      const note = `${text}\n${signatures}`;
      return [open(note), ...spoilt(note).map(open), ...flipped(Buffer.from(note)).map(open)];
    }),
    keys: vectors.keys.map((key) =>
      [key, ...spoilt(key)].map((text) => outcome(() => Object.values(parseVerifierKey(text)).slice(0, 3))),
    ),
    canonical: vectors.canonical.map(({ input, output }) => [
      canonicalJson(input).toString(),
      ...[output, ` ${output}`, output.slice(1)].map((text) =>
        outcome(() => canonicalJson(parseCanonicalJson(Buffer.from(text))).toString('hex')),
      ),
    ]),
    records: [0, 7, 2 ** 32 + 5, 2 ** 53 - 1, -1].map((seq) =>
      outcome(() => {
        const digest = (group: 'W' | 'S' | 'A' | 'X' | 'D') => groupDigest(group, leaves[0]!, Buffer.from('{}'));
        const digests = { W: digest('W'), S: digest('S'), A: digest('A'), X: digest('X'), D: digest('D') };
        const entry = entryOf({ seq, day: 20_000, digests });
        return [hex(entry), parseEntry(entry).seq, hex(parseEntry(entry).digests.D)];
      }),
    ),
    answers: vectors.answers.map(({ receipt, body, log }) => outcome(() => proveLook(receipt, body, log))),
  };
}
