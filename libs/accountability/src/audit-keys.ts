import { type KeyObject, createCipheriv, createDecipheriv, createHmac, createSecretKey, hkdfSync } from 'node:crypto';
import { randomFromPool } from '#platform';

export type SealedGroup = 'S' | 'A' | 'D';

/** Sealed groups are padded to a multiple of this, so that a stolen table does not tell a hit from a miss by its length. */
const BLOCK: Readonly<Record<SealedGroup, number>> = { S: 128, A: 256, D: 512 };
const NONCE = 12;
const TAG = 16;
const SALT = 32;
/** Search columns of actors that are kept at hand. */
const ACTORS = 5_000;

const hmac = (key: KeyObject, ...parts: (string | Uint8Array)[]): Buffer => {
  const mac = createHmac('sha256', key);
  for (const part of parts) mac.update(part);
  return mac.digest();
};

/**
 * All keys of the log, derived from one secret that is not in the database: sealing keys and the subject-tag key per
 * year, and the keys of the search columns.
 */
export class AuditKeys {
  private readonly derived = new Map<string, KeyObject>();
  private readonly actors = new Map<string, Buffer>();

  /** @param secret 32 bytes, from a file */
  constructor(private readonly secret: Buffer) {
    if (secret.length !== 32) throw new Error('the audit key has 32 bytes');
  }

  private key(purpose: string): KeyObject {
    let key = this.derived.get(purpose);
    if (key === undefined) {
      key = createSecretKey(Buffer.from(hkdfSync('sha256', this.secret, '', `raakvlak-audit/1|${purpose}`, 32)));
      this.derived.set(purpose, key);
    }
    return key;
  }

  /** Subject tag: who holds the year's key and a token can find the records about it; nobody can go back. 32 bytes. */
  tagOf(year: number, token: Uint8Array): Buffer {
    return hmac(this.key(`tag|${year}`), token);
  }

  /** Search column of an actor. 16 bytes. */
  actorKey(actor: string): Buffer {
    let key = this.actors.get(actor);
    if (key === undefined) {
      key = hmac(this.key('actor'), actor).subarray(0, 16);
      if (this.actors.size >= ACTORS) this.actors.clear();
      this.actors.set(actor, key);
    }
    return key;
  }

  /** The receipt of an event that may be repeated: the same each time, and a secret of whoever made the event. 16 bytes. */
  receiptOf(event: string): Buffer {
    return hmac(this.key('receipt'), event).subarray(0, 16);
  }

  /** Seals salt and bytes of a group, bound to its record. */
  seal(group: SealedGroup, year: number, event: Buffer, salt: Buffer, bytes: Buffer): Buffer {
    const block = BLOCK[group];
    const length = Math.ceil((SALT + 4 + bytes.length) / block) * block;
    const plain = Buffer.alloc(length);
    salt.copy(plain, 0);
    plain.writeUInt32BE(bytes.length, SALT);
    bytes.copy(plain, SALT + 4);
    const nonce = randomFromPool(NONCE);
    const cipher = createCipheriv('aes-256-gcm', this.key(`seal|${group}|${year}`), nonce);
    cipher.setAAD(event);
    const sealed = cipher.update(plain);
    cipher.final();
    return Buffer.concat([nonce, sealed, cipher.getAuthTag()]);
  }

  /**
   * @throws Error when the seal does not open: another key, or changed bytes
   */
  open(group: SealedGroup, year: number, event: Buffer, sealed: Buffer): { salt: Buffer; bytes: Buffer } {
    const decipher = createDecipheriv('aes-256-gcm', this.key(`seal|${group}|${year}`), sealed.subarray(0, NONCE));
    decipher.setAAD(event);
    decipher.setAuthTag(sealed.subarray(-TAG));
    const plain = Buffer.concat([decipher.update(sealed.subarray(NONCE, -TAG)), decipher.final()]);
    const length = plain.readUInt32BE(SALT);
    return { salt: plain.subarray(0, SALT), bytes: plain.subarray(SALT + 4, SALT + 4 + length) };
  }
}
