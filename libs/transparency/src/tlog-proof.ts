/**
 * A proof in one text (C2SP tlog-proof): where the record stands, the path to the root, and the signed head. Whoever has
 * it and the record needs only the keys of the log and the witnesses: no database, no network, no us.
 *
 *     c2sp.org/tlog-proof@v1
 *     extra <base64>               (not always; nobody signed it)
 *     index <decimal>
 *     <base64 of a hash>           (none or more, from the leaf's sibling up)
 *                                  (an empty line, then the checkpoint as it was signed)
 */
import { openCheckpoint, type TrustedCheckpoint } from './checkpoint';
import type { VerifierKey } from './key';
import { verifyInclusion } from './proof';
import { decodeBase64, decodeDecimal } from './text';
import { isHash, leafHash } from './tree';

/** The text is no proof. */
export class MalformedProof extends Error {
  override readonly name = 'MalformedProof';
}

/** A proof with a signed head, but the record is not where it says. */
export class FalseProof extends Error {
  override readonly name = 'FalseProof';
}

export interface TlogProof {
  /** Position of the record, from 0 */
  readonly index: number;
  /** Inclusion proof, hashes of 32 bytes */
  readonly proof: readonly Uint8Array[];
  /** The signed note, with cosignatures */
  readonly checkpoint: string;
  /** Data of the application that no signature covers; not empty */
  readonly extra?: Uint8Array;
}

/** What to look for: the record itself, or its leaf hash. */
export type Leaf = { readonly entry: Uint8Array } | { readonly leafHash: Uint8Array };

const HEADER = 'c2sp.org/tlog-proof@v1';
const EXTRA = 'extra ';
const INDEX = 'index ';

/** No tree has more levels: C2SP tlog-witness allows 63 hashes too. */
const MAX_HASHES = 63;

/** Writes a proof as text. Throws `MalformedProof` on what `parseProof` would refuse. */
export function formatProof({ index, proof, checkpoint, extra }: TlogProof): string {
  const lines = [HEADER, ...(extra === undefined ? [] : [EXTRA + base64(extra)]), INDEX + index, ...proof.map(base64)];
  const text = `${lines.join('\n')}\n\n${checkpoint}`;
  parseProof(text);
  return text;
}

/** Reads a proof without verifying anything. Throws `MalformedProof`. */
export function parseProof(text: string): TlogProof {
  // Neither the header lines nor the hashes can be empty, so the first empty line ends them.
  const end = text.indexOf('\n\n');
  const [header, ...lines] = text.slice(0, Math.max(end, 0)).split('\n');
  if (header !== HEADER) throw new MalformedProof('A proof starts with c2sp.org/tlog-proof@v1.');

  const [first] = lines;
  const extra = first?.startsWith(EXTRA) ? readExtra(first) : undefined;
  if (extra) lines.shift();

  const line = lines.shift();
  const index = line?.startsWith(INDEX) ? decodeDecimal(line.slice(INDEX.length)) : undefined;
  if (index === undefined) throw new MalformedProof('The index is a decimal number.');

  const proof: (Uint8Array | undefined)[] = lines.map(decodeBase64);
  if (!proof.every(isHash) || proof.length > MAX_HASHES) throw new MalformedProof('A path is at most 63 hashes.');

  const checkpoint = text.slice(end + 2);
  if (checkpoint === '') throw new MalformedProof('A proof ends with the checkpoint.');
  return { index, proof, checkpoint, ...(extra && { extra }) };
}

/**
 * Verifies a proof from nothing but itself, the record and the keys (C2SP tlog-proof, Verifying a tlog proof).
 *
 * @param known the log's key or keys, and those of witnesses
 * @param origin the log that must have signed
 * @returns what was proved; how many cosignatures are enough, and how old, is for the caller
 * @throws MalformedProof, MalformedNote, MalformedCheckpoint the form is wrong
 * @throws UntrustedNote the head is not signed by this log, or a known signature does not hold
 * @throws FalseProof the record is not in the tree of that head at that position
 */
export function verifyProof(
  leaf: Leaf,
  text: string,
  known: readonly VerifierKey[],
  origin: string,
): { readonly index: number; readonly checkpoint: TrustedCheckpoint; readonly extra?: Uint8Array } {
  const { index, proof, checkpoint: note, extra } = parseProof(text);
  const checkpoint = openCheckpoint(note, known, origin);
  const { size, root } = checkpoint;
  const hash = 'entry' in leaf ? leafHash(leaf.entry) : leaf.leafHash;
  if (!verifyInclusion({ index, size, leafHash: hash, proof, root })) {
    throw new FalseProof('The record is not there in the tree of that head.');
  }
  return { index, checkpoint, ...(extra && { extra }) };
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

function readExtra(line: string): Buffer {
  const bytes = decodeBase64(line.slice(EXTRA.length));
  if (bytes === undefined || bytes.length === 0) throw new MalformedProof('The extra data is base64.');
  return bytes;
}
