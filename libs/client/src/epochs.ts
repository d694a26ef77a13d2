import { type EpochDocument, fromBase64url, openEpochDocument } from '#tokens';
import { callForText, type Service } from './http';

/** However long a document is valid: a withdrawn key must be noticed by a running client too. */
const LONGEST_KEPT_SECONDS = 300;

const now = (): number => Math.floor(Date.now() / 1000);

/** The custodian's epoch document, checked under the pinned root key and kept for at most five minutes. */
export class Epochs {
  #document: EpochDocument | undefined;
  #fetchedAt = 0;
  #keptUntil = 0;
  #highestSerial = 0;
  #fetching: Promise<EpochDocument> | undefined;

  /**
   * @param rootKey Ed25519 public key of the custodian's offline root, 32 bytes base64url
   * @param demo whether this client belongs to a demonstration; the document must say the same
   */
  constructor(
    private readonly custodian: Service,
    private readonly rootKey: string,
    private readonly demo: boolean,
  ) {}

  /**
   * The document that is in force, from memory when it is fresh. Questions that come at once share one request.
   *
   * @throws Problem tokens.document-* when it is not the root key's, expired, or older than one seen before
   */
  async current(): Promise<EpochDocument> {
    if (this.#document !== undefined && now() < this.#keptUntil) return this.#document;
    this.#fetching ??= this.#fetch().finally(() => {
      this.#fetching = undefined;
    });
    return this.#fetching;
  }

  /**
   * Forgets the kept document, after a sign that the custodian has moved on.
   *
   * @param before Unix milliseconds; a document fetched later than this is no older than the sign, and stays
   * @returns whether something was forgotten, so that asking again makes sense
   */
  forget(before: number): boolean {
    if (this.#document === undefined || this.#fetchedAt >= before) return false;
    this.#document = undefined;
    return true;
  }

  async #fetch(): Promise<EpochDocument> {
    const jws = await callForText(this.custodian, { method: 'GET', path: '/v1/epochs' });
    const document = openEpochDocument(jws, fromBase64url(this.rootKey, 32), now(), {
      minSerial: this.#highestSerial,
      demo: this.demo,
    });
    this.#highestSerial = document.serial;
    this.#document = document;
    this.#fetchedAt = Date.now();
    this.#keptUntil = Math.min(document.expiresAt, now() + LONGEST_KEPT_SECONDS);
    return document;
  }
}
