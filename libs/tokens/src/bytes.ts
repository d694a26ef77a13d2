import { problem } from './problems';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const VALUE = new Map([...ALPHABET].map((character, value) => [character, value]));

/** Bytes as base64url without padding (RFC 4648, section 5). Own code: this room also runs in browsers without Buffer. */
export function toBase64url(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const word = (bytes[i]! << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    const characters = Math.min(bytes.length - i, 3) + 1;
    for (let j = 0; j < characters; j++) text += ALPHABET[(word >> (18 - 6 * j)) & 63];
  }
  return text;
}

/**
 * Strict base64url: no padding, no white space, unused bits zero, so that a value has one spelling only.
 * @param length expected number of bytes, checked when given
 * @throws Problem tokens.encoding-refused
 */
export function fromBase64url(text: string, length?: number): Uint8Array<ArrayBuffer> {
  const size = Math.floor((text.length * 3) / 4);
  if (text.length % 4 === 1 || (length !== undefined && size !== length)) throw problem('encoding-refused');
  const bytes = new Uint8Array(size);
  let word = 0;
  let bits = 0;
  let at = 0;
  for (const character of text) {
    const value = VALUE.get(character);
    if (value === undefined) throw problem('encoding-refused');
    word = ((word << 6) | value) & 0xffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes[at++] = (word >> bits) & 255;
    }
  }
  if ((word & ((1 << bits) - 1)) !== 0) throw problem('encoding-refused');
  return bytes;
}

/** UTF-8 bytes of a text. */
export function utf8(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

/** Not constant time: for public values only. */
export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
