import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const NONCE = 12;
const TAG = 16;

/** AES-256-GCM for the files of one connection; each chunk is bound to its file, its place and whether it is the last. */
export class Seal {
  readonly #key: Buffer;

  /** @param key 32 bytes; @param use tells files apart, so that a chunk of one is none of the other */
  constructor(key: Buffer, use: string) {
    this.#key = Buffer.from(hkdfSync('sha256', key, '', `raakvlak connector ${use}`, 32));
  }

  /** Length (4 bytes), nonce, ciphertext, tag. */
  close(plain: Buffer, place: number, last = false): Buffer {
    const nonce = randomBytes(NONCE);
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonce).setAAD(boundTo(place, last));
    const sealed = Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
    const length = Buffer.alloc(4);
    length.writeUInt32LE(sealed.length);
    return Buffer.concat([length, sealed]);
  }

  /** @returns nothing when it was not sealed by this key for this place */
  open(sealed: Buffer, place: number, last = false): Buffer | undefined {
    if (sealed.length < NONCE + TAG) return undefined;
    try {
      const decipher = createDecipheriv('aes-256-gcm', this.#key, sealed.subarray(0, NONCE))
        .setAAD(boundTo(place, last))
        .setAuthTag(sealed.subarray(sealed.length - TAG));
      return Buffer.concat([decipher.update(sealed.subarray(NONCE, sealed.length - TAG)), decipher.final()]);
    } catch {
      return undefined;
    }
  }
}

function boundTo(place: number, last: boolean): Buffer {
  const bound = Buffer.alloc(9);
  bound.writeBigUInt64LE(BigInt(place));
  bound[8] = last ? 1 : 0;
  return bound;
}
