/**
 * Strict readers for the text formats. Every value has exactly one spelling, so that nobody can make a second text that
 * means the same: what does not come back unchanged when it is written again, is refused with `undefined`.
 */

/** Standard base64 with padding (RFC 4648, 4). Node's own decoder skips what it does not understand. */
export function decodeBase64(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : undefined;
}

/** ASCII decimal without sign or leading zeroes, up to 2^53 - 1. */
export function decodeDecimal(text: string): number | undefined {
  const value = /^(0|[1-9][0-9]*)$/.test(text) ? Number(text) : NaN;
  return Number.isSafeInteger(value) ? value : undefined;
}

/** UTF-8 to text; refuses what is no UTF-8 and keeps a byte order mark as the character that it is. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** Half of a surrogate pair has no UTF-8: writing it would quietly turn it into another character. */
export const isWellFormed = (text: string): boolean => !/\p{Surrogate}/u.test(text);
