/**
 * Heads of the log (C2SP tlog-checkpoint v1.0.0): three lines, origin, size and root, signed as a note.
 *
 * Extension lines are refused: the specification advises against them because nobody can audit what they say, and our
 * log writes none. A log never signs two heads of which one does not extend the other; that is the feeder's duty.
 */
import { COSIGNATURE, ED25519, type VerifierKey } from './key';
import { openNote, UntrustedNote } from './note';
import { decodeBase64, decodeDecimal, isWellFormed } from './text';
import { EMPTY_ROOT, isHash } from './tree';

/** The text is no checkpoint. */
export class MalformedCheckpoint extends Error {
  override readonly name = 'MalformedCheckpoint';
}

export interface Checkpoint {
  /** Identity of the log, by convention a URL without scheme; also the name of its key */
  readonly origin: string;
  /** Number of leaves */
  readonly size: number;
  /** Root of the tree over them, 32 bytes */
  readonly root: Uint8Array;
}

/** A checkpoint whose log signed it, and the witnesses that did. */
export interface TrustedCheckpoint extends Checkpoint {
  /** One for each known witness; `time` in seconds since 1970-01-01 UTC. How many are enough is for the caller */
  readonly cosignatures: readonly { readonly key: VerifierKey; readonly time: number }[];
}

/** The text to sign: `origin\nsize\nroot\n`. Throws `MalformedCheckpoint` on what `parseCheckpoint` would refuse. */
export function formatCheckpoint({ origin, size, root }: Checkpoint): string {
  const text = `${origin}\n${size}\n${Buffer.from(root).toString('base64')}\n`;
  parseCheckpoint(text);
  return text;
}

/** Reads exactly what `formatCheckpoint` writes. Proves nothing yet: `openCheckpoint` does. */
export function parseCheckpoint(text: string): Checkpoint {
  const [origin, decimal, base64, end, ...more] = text.split('\n');
  if (end !== '' || more.length > 0) throw new MalformedCheckpoint('A checkpoint has three lines.');
  if (!origin || !isWellFormed(origin)) throw new MalformedCheckpoint('A checkpoint starts with its origin.');
  const size = decodeDecimal(decimal ?? '');
  if (size === undefined) throw new MalformedCheckpoint('The size is a decimal number.');
  const root = decodeBase64(base64 ?? '');
  if (!isHash(root)) throw new MalformedCheckpoint('The root is the base64 of 32 bytes.');
  if (size === 0 && !EMPTY_ROOT.equals(root)) throw new MalformedCheckpoint('The empty tree has one root.');
  return { origin, size, root };
}

/**
 * A checkpoint of this origin, signed by this log: with a known key of type 0x01 that has the origin for its name (C2SP
 * tlog-checkpoint, Signatures). A witness alone cannot vouch for it.
 *
 * @param known the log's key or keys, and those of witnesses (type 0x04)
 * @throws MalformedNote, UntrustedNote, MalformedCheckpoint
 */
export function openCheckpoint(
  note: string | Uint8Array,
  known: readonly VerifierKey[],
  origin: string,
): TrustedCheckpoint {
  const { text, signatures } = openNote(note, known);
  const checkpoint = parseCheckpoint(text);
  const log = signatures.some(({ key }) => key.type === ED25519 && key.name === origin);
  if (checkpoint.origin !== origin || !log) throw new UntrustedNote('The log itself did not sign this checkpoint.');
  const cosignatures = signatures.flatMap(({ key, time }) =>
    key.type === COSIGNATURE && time !== undefined ? [{ key, time }] : [],
  );
  return { ...checkpoint, cosignatures };
}
