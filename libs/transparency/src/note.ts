/**
 * Signed notes (C2SP signed-note v1.0.0): a text, an empty line, and lines `— <key name> <base64(key id || signature)>`.
 *
 * The text counts for nothing until a signature of a key that the reader already knew has been verified. Signatures of
 * unknown keys are passed over, which is what lets witnesses and new keys be added; a known key whose signature does not
 * hold makes the whole note worthless.
 */
import { sign, verify } from 'node:crypto';
import { COSIGNATURE, ED25519, MalformedKey, type SigningKey, type VerifierKey } from './key';
import { verifiedTime } from './cosignature';
import { readSignatureLine, signatureLine, type SignatureLine } from './signature-line';
import { decodeUtf8, isWellFormed } from './text';

/** The bytes are no note. */
export class MalformedNote extends Error {
  override readonly name = 'MalformedNote';
}

/** A note, but not one that a known key vouches for. */
export class UntrustedNote extends Error {
  override readonly name = 'UntrustedNote';
}

/** A signature that was verified. */
export interface VerifiedSignature {
  readonly key: VerifierKey;
  /** Of a cosignature (type 0x04): seconds since 1970-01-01 UTC, by the clock of the witness */
  readonly time?: number;
}

export interface OpenedNote {
  /** What was signed, with its final newline */
  readonly text: string;
  /** One for each known key that signed, in the order of the note */
  readonly signatures: readonly VerifiedSignature[];
}

/** A checkpoint is about 300 bytes and a post-quantum cosignature 5 kB; C2SP asks room for at least 16. */
const MAX_SIGNATURES = 64;
const MAX_CHARACTERS = 1_000_000;

/** A note with one signature. The text ends in a newline and has no other control characters. Throws `MalformedNote`. */
export function signNote(text: string, key: SigningKey): string {
  if (key.verifier.type !== ED25519) throw new MalformedKey('A note is signed with a key of type 0x01.');
  if (!text.endsWith('\n')) throw new MalformedNote('The text of a note ends in a newline.');
  const note = `${text}\n${signatureLine(key.verifier, sign(null, Buffer.from(text), key.privateKey))}`;
  parseNote(note);
  return note;
}

/** The note with signature lines of others behind its own, each ending in a newline. Throws `MalformedNote`. */
export function addSignatures(note: string, lines: string): string {
  const { text, signatures } = parseNote(note);
  const longer = parseNote(note + lines);
  if (longer.text !== text || longer.signatures.length <= signatures.length) {
    throw new MalformedNote('Only signature lines can be added to a note.');
  }
  return note + lines;
}

/**
 * The text of a note, once its known signatures have been verified.
 *
 * @param known keys trusted beforehand; who must have signed is for the caller to see from the result
 * @throws MalformedNote the form is wrong
 * @throws UntrustedNote no known key signed, or one signed something else
 */
export function openNote(note: string | Uint8Array, known: readonly VerifierKey[]): OpenedNote {
  const { text, signatures } = parseNote(note);
  const verified = new Map<string, VerifiedSignature>();
  for (const line of signatures) {
    for (const key of known.filter(({ name, id }) => name === line.name && id === line.id)) {
      const signature = verifySignature(text, key, line.signature);
      if (!signature) throw new UntrustedNote('The signature of a known key does not hold.');
      if (!verified.has(key.text)) verified.set(key.text, signature);
    }
  }
  if (verified.size === 0) throw new UntrustedNote('No known key signed this note.');
  return { text, signatures: [...verified.values()] };
}

function verifySignature(text: string, key: VerifierKey, signature: Buffer): VerifiedSignature | undefined {
  if (key.type === COSIGNATURE) {
    const time = verifiedTime(text, key, signature);
    return time === undefined ? undefined : { key, time };
  }
  return verify(null, Buffer.from(text), key.publicKey, signature) ? { key } : undefined;
}

function parseNote(note: string | Uint8Array): { text: string; signatures: SignatureLine[] } {
  if (note.length > MAX_CHARACTERS) throw new MalformedNote('A note is not that long.');
  const all = typeof note === 'string' ? note : decodeUtf8(note);
  if (all === undefined || !isWellFormed(all)) throw new MalformedNote('A note is UTF-8.');
  if (hasControlCharacter(all)) throw new MalformedNote('A note has no control characters but newlines.');
  // A text may itself hold empty lines: the last one parts it from the signatures.
  const end = all.lastIndexOf('\n\n');
  if (end < 0 || !all.endsWith('\n')) throw new MalformedNote('A note has a text and signatures.');
  const lines = all.slice(end + 2, -1).split('\n');
  if (lines.length > MAX_SIGNATURES) throw new MalformedNote('A note has at most 64 signatures.');
  const signatures = lines.map(readSignatureLine);
  if (!signatures.every((line) => line !== undefined)) throw new MalformedNote('That is no signature line.');
  return { text: all.slice(0, end + 1), signatures };
}

/** Those below U+0020 other than newline (C2SP signed-note, Format). */
function hasControlCharacter(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x20 && code !== 0x0a) return true;
  }
  return false;
}
