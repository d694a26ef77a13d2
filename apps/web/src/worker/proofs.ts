import type { LookDetail } from '#client/browser';
import type { Session } from './session';

/**
 * Proofs of the log, worked out in this browser. The code for it is fetched when somebody wants one: the worker starts
 * without it.
 */
export class Proofs {
  constructor(private readonly session: Session) {}

  /** Whether the log's key signed this head. @param note C2SP signed note */
  async head(note: string): Promise<boolean> {
    const { checks, log } = await this.#parts();
    return checks.isSignedHead(note, log);
  }

  /** That a record stands in the log as the officer was shown it. @throws Problem `client.proof-invalid` */
  async record(look: LookDetail): Promise<void> {
    const { checks, log } = await this.#parts();
    checks.proveRecord(look, log);
  }

  /**
   * That one's own question stands in the log.
   * @param receipt 22 characters base64url
   * @returns when it was asked, ISO 8601
   * @throws Problem `client.not-a-receipt`, `client.proof-not-published`, `client.proof-invalid`
   */
  async receipt(receipt: string): Promise<{ readonly time?: string; readonly purpose: string }> {
    const { checks, log } = await this.#parts();
    const { time, disclosed } = await checks.proofOf(this.session.client(), receipt, log);
    return { ...(time === undefined ? {} : { time }), purpose: String(disclosed['purpose'] ?? '') };
  }

  async #parts() {
    const [checks, log] = await Promise.all([import('./proof-checks'), this.session.configuration()]);
    return { checks, log };
  }
}
