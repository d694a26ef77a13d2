import { type KeyObject, createCipheriv, createDecipheriv, createHmac, createSecretKey, hkdfSync } from 'node:crypto';
import { OWN_DISCLOSURES, type OwnDisclosure, type Rung, type Scheme } from '#tokens';
import { randomFromPool } from '#platform';
import { problem } from './problems';

const NONCE = 12;
const TAG = 16;
const RUNGS: readonly Rung[] = ['unit', 'number', 'subject'];
/** The rung is in the lower two bits of a link's byte, what its owner asks for in the two above: none, then OWN_DISCLOSURES. */
const RUNG_BITS = 0b11;
const OWN_SHIFT = 2;
/** Sealed notes are padded to a multiple of this, so that their length does not tell a person from an address. */
const BLOCK = 512;

export interface OpenLink {
  /** 16 bytes */
  readonly involvement: Buffer;
  readonly rung: Rung;
  /** What the owner asks for in this case; absent when the rules alone decide */
  readonly atLeast?: OwnDisclosure;
}

/** What an involvement remembers about itself, readable with the storage key only. */
export interface InvolvementNote {
  /** Ids of its links, as UUID */
  readonly links: readonly string[];
  readonly kind: string;
  readonly caseNumber?: string;
  /** As in its links; a move takes it along */
  readonly atLeast?: OwnDisclosure;
  /** Of the request that made it: the same request again has no effect, another under the same id is refused */
  readonly fingerprint: string;
  /** Who registered it: a department's own system or a person; absent in what was registered before this was kept */
  readonly by?: 'connection' | 'person';
  /** Ids of the other parts of the same case: of a person her addresses, of an address its people */
  readonly with?: readonly string[];
}

const byteOf = (rung: Rung, atLeast?: OwnDisclosure): number =>
  RUNGS.indexOf(rung) | ((atLeast === undefined ? 0 : 1 + OWN_DISCLOSURES.indexOf(atLeast)) << OWN_SHIFT);

/** Links of before this was kept have zeros there. What no version wrote is closed: it must not show more than was meant. */
function readByte(byte: number): Pick<OpenLink, 'rung' | 'atLeast'> {
  const rung = RUNGS[byte & RUNG_BITS] ?? 'subject';
  const own = byte >> OWN_SHIFT;
  return own === 0 ? { rung } : { rung, atLeast: OWN_DISCLOSURES[own - 1] ?? 'closed' };
}

/** The 16 bytes of a UUID. */
export const uuidBytes = (id: string): Buffer => Buffer.from(id.replaceAll('-', ''), 'hex');

/** Makes stored links meaningless without this key, which is held by the index and by no administrator of its database. */
export class StorageKey {
  private readonly slotKey: KeyObject;
  private readonly linkKey: KeyObject;
  private readonly noteKey: KeyObject;

  /** @param secret 32 bytes, from a file */
  constructor(secret: Buffer) {
    if (secret.length !== 32) throw new Error('the storage key has 32 bytes');
    const derive = (purpose: string): KeyObject =>
      createSecretKey(Buffer.from(hkdfSync('sha256', secret, '', `raakvlak-storage/1|${purpose}`, 32)));
    this.slotKey = derive('slot');
    this.linkKey = derive('link');
    this.noteKey = derive('note');
  }

  /** Where links of a token stand: HMAC-SHA-256 over length-prefixed scheme and epoch, and the token. 32 bytes. */
  slotOf(scheme: Scheme, epoch: string, token: Uint8Array): Buffer {
    const head = Buffer.from(`\0${scheme}\0${epoch}`, 'ascii');
    head[0] = scheme.length;
    head[1 + scheme.length] = epoch.length;
    return createHmac('sha256', this.slotKey).update(head).update(token).digest();
  }

  /** AES-256-GCM under a key of this slot alone (HKDF-Expand, RFC 5869, 2.3), bound to the row's id. 45 bytes. */
  sealLink(slot: Buffer, linkId: string, involvementId: string, rung: Rung, atLeast?: OwnDisclosure): Buffer {
    const nonce = randomFromPool(NONCE);
    const cipher = createCipheriv('aes-256-gcm', this.keyOf(slot), nonce).setAAD(uuidBytes(linkId));
    const plain = Buffer.concat([uuidBytes(involvementId), Buffer.of(byteOf(rung, atLeast))]);
    return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  }

  /**
   * @param key `keyOf` the slot, which all its links share
   * @param linkId 16 bytes
   * @throws Problem `involvement.seal-broken`: another key, a moved row or changed bytes; never read as "nobody"
   */
  openLink(key: Buffer, linkId: Buffer, sealed: Buffer): OpenLink {
    try {
      const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE));
      decipher.setAAD(linkId).setAuthTag(sealed.subarray(-TAG));
      const plain = decipher.update(sealed.subarray(NONCE, -TAG));
      decipher.final();
      return { involvement: plain.subarray(0, 16), ...readByte(plain[16] ?? 0) };
    } catch {
      throw problem('seal-broken');
    }
  }

  /** The key of one slot's links. */
  keyOf(slot: Buffer): Buffer {
    return createHmac('sha256', this.linkKey).update(slot).update('\x01').digest();
  }

  sealNote(involvementId: string, note: InvolvementNote): Buffer {
    const json = Buffer.from(JSON.stringify(note));
    const plain = Buffer.alloc(Math.ceil(json.length / BLOCK) * BLOCK, ' ');
    json.copy(plain);
    const nonce = randomFromPool(NONCE);
    const cipher = createCipheriv('aes-256-gcm', this.noteKey, nonce).setAAD(uuidBytes(involvementId));
    return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  }

  /** @throws Problem `involvement.seal-broken` */
  openNote(involvementId: string, sealed: Buffer): InvolvementNote {
    try {
      const decipher = createDecipheriv('aes-256-gcm', this.noteKey, sealed.subarray(0, NONCE));
      decipher.setAAD(uuidBytes(involvementId)).setAuthTag(sealed.subarray(-TAG));
      const plain = Buffer.concat([decipher.update(sealed.subarray(NONCE, -TAG)), decipher.final()]);
      return JSON.parse(plain.toString('utf8')) as InvolvementNote;
    } catch {
      throw problem('seal-broken');
    }
  }

  /** Keyed digest of a request, to recognise its repetition. */
  fingerprint(text: string): string {
    return createHmac('sha256', this.noteKey).update('fingerprint\0').update(text).digest('base64url');
  }
}
