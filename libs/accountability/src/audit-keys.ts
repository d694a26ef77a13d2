import { type KeyObject, createCipheriv, createDecipheriv, createHmac, createSecretKey, hkdfSync } from 'node:crypto';
import { randomFromPool } from '#platform';

export type SealedGroup = 'S' | 'A' | 'D';
/** What is kept beside the log for those who oversee it. */
export type SealedNote = 'alarm' | 'canary' | 'follow-up' | 'review-case';

/** Sealed groups are padded to a multiple of this, so that a stolen table does not tell a hit from a miss by its length. */
const BLOCK: Readonly<Record<SealedGroup | SealedNote, number>> = {
  S: 128,
  A: 256,
  D: 512,
  alarm: 512,
  canary: 1024,
  'follow-up': 4096,
  'review-case': 4096,
};
const NONCE = 12;
const TAG = 16;
const SALT = 32;
/** Search columns of actors that are kept at hand. */
const ACTORS = 5_000;
/** Meters that are kept at hand: a few for each actor. */
const METERS = 20_000;

/** Where something is counted; its name is keyed. */
export interface Meter {
  /** 16 bytes */
  readonly id: Buffer;
  /** The same as text, for maps */
  readonly key: string;
}

export const keyOfMeter = (id: Buffer): string => id.toString('latin1');

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
  private readonly meters = new Map<string, Meter>();

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

  /** @param name `person|…`, `team|…`, `department|…` or `office`, with what is counted */
  meter(name: string): Meter {
    let meter = this.meters.get(name);
    if (meter === undefined) {
      const id = hmac(this.key('meter'), name).subarray(0, 16);
      meter = { id, key: keyOfMeter(id) };
      if (this.meters.size >= METERS) this.meters.clear();
      this.meters.set(name, meter);
    }
    return meter;
  }

  /** Bytes that a note may have and still fit one block. */
  static roomFor(what: SealedNote): number {
    return BLOCK[what] - SALT - 4;
  }

  /** A mark by which the same thing is known again and nothing else. 16 bytes. */
  markOf(what: string): Buffer {
    return hmac(this.key('mark'), what).subarray(0, 16);
  }

  /** The receipt of an event that may be repeated: the same each time, and a secret of whoever made the event. 16 bytes. */
  receiptOf(event: string): Buffer {
    return hmac(this.key('receipt'), event).subarray(0, 16);
  }

  /** Seals a note of a row. @param id of the row, 16 bytes */
  sealNote(what: SealedNote, id: Buffer, note: object): Buffer {
    return this.sealUnder(what, what, id, randomFromPool(SALT), Buffer.from(JSON.stringify(note)));
  }

  /** @throws Error when the seal does not open: another key, another row, or changed bytes */
  openNote(what: SealedNote, id: Buffer, sealed: Buffer): unknown {
    return JSON.parse(this.openUnder(what, id, sealed).bytes.toString('utf8'));
  }

  /** Seals salt and bytes of a group, bound to its record. */
  seal(group: SealedGroup, year: number, event: Buffer, salt: Buffer, bytes: Buffer): Buffer {
    return this.sealUnder(group, `${group}|${year}`, event, salt, bytes);
  }

  private sealUnder(group: SealedGroup | SealedNote, name: string, event: Buffer, salt: Buffer, bytes: Buffer): Buffer {
    const block = BLOCK[group];
    const length = Math.ceil((SALT + 4 + bytes.length) / block) * block;
    const plain = Buffer.alloc(length);
    salt.copy(plain, 0);
    plain.writeUInt32BE(bytes.length, SALT);
    bytes.copy(plain, SALT + 4);
    const nonce = randomFromPool(NONCE);
    const cipher = createCipheriv('aes-256-gcm', this.key(`seal|${name}`), nonce);
    cipher.setAAD(event);
    const sealed = cipher.update(plain);
    cipher.final();
    return Buffer.concat([nonce, sealed, cipher.getAuthTag()]);
  }

  /**
   * @throws Error when the seal does not open: another key, or changed bytes
   */
  open(group: SealedGroup, year: number, event: Buffer, sealed: Buffer): { salt: Buffer; bytes: Buffer } {
    return this.openUnder(`${group}|${year}`, event, sealed);
  }

  private openUnder(name: string, event: Buffer, sealed: Buffer): { salt: Buffer; bytes: Buffer } {
    const decipher = createDecipheriv('aes-256-gcm', this.key(`seal|${name}`), sealed.subarray(0, NONCE));
    decipher.setAAD(event);
    decipher.setAuthTag(sealed.subarray(-TAG));
    const plain = Buffer.concat([decipher.update(sealed.subarray(NONCE, -TAG)), decipher.final()]);
    const length = plain.readUInt32BE(SALT);
    return { salt: plain.subarray(0, SALT), bytes: plain.subarray(SALT + 4, SALT + 4 + length) };
  }
}
