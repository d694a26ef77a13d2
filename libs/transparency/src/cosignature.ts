/**
 * Cosignatures of witnesses, `cosignature/v1` (C2SP tlog-cosignature, Ed25519).
 *
 * A witness says: at this time, the largest head that I have seen of this log, and that extends all earlier ones, is
 * this. The signature in the note is uint64be time || 64 bytes of Ed25519 over two header lines and the note's text.
 * The message does not hold the witness's name, so a witness never uses one key under two names.
 */
import { sign, verify } from 'node:crypto';
import { COSIGNATURE, MalformedKey, type SigningKey, type VerifierKey } from './key';
import { signatureLine } from './signature-line';

const TIME_BYTES = 8;
const ED25519_BYTES = 64;

/** `time` in seconds since 1970-01-01 UTC; `text` is the note's text with its final newline. */
const message = (time: number, text: string): Buffer => Buffer.from(`cosignature/v1\ntime ${time}\n${text}`);

/**
 * The line that a witness adds to a note. The caller has checked, and durably stored, that this head extends the one it
 * cosigned before; this function cannot know.
 *
 * @param text of the checkpoint, without signatures
 * @param time seconds since 1970-01-01 UTC
 */
export function cosignatureLine(text: string, key: SigningKey, time: number): string {
  if (key.verifier.type !== COSIGNATURE) throw new MalformedKey('A witness has a key of type 0x04.');
  const stamp = Buffer.alloc(TIME_BYTES);
  stamp.writeBigUInt64BE(BigInt(time));
  return signatureLine(key.verifier, Buffer.concat([stamp, sign(null, message(time, text), key.privateKey)]));
}

/** The time in a cosignature over this text, in seconds since 1970-01-01 UTC; `undefined` when it does not hold. */
export function verifiedTime(text: string, key: VerifierKey, signature: Buffer): number | undefined {
  if (signature.length !== TIME_BYTES + ED25519_BYTES) return undefined;
  const time = Number(signature.readBigUInt64BE());
  if (!Number.isSafeInteger(time)) return undefined;
  return verify(null, message(time, text), key.publicKey, signature.subarray(TIME_BYTES)) ? time : undefined;
}
