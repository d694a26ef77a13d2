import { Problem } from '#problem';
import type { Arithmetic, Stretch } from '#tokens';
import { requireReceipt } from './own-words';
import { clientProblem } from './problems';
import { type LogIdentity, type ProvedLook, proveLook } from './proof';
import { type AccessTokens, type Deployment, Raakvlak } from './raakvlak';

/**
 * Fetches the proof that a look of one's own stands in the audit log, and checks it on this machine.
 *
 * @param receipt as it came with the answer, 22 characters base64url
 * @throws Problem `client.proof-not-published` (409, detail `retryAfterSeconds`), `client.proof-invalid`,
 *   `client.not-a-receipt`, `client.no-log-key`
 */
export async function proofOf(client: Raakvlak, receipt: string, log: LogIdentity): Promise<ProvedLook> {
  try {
    return proveLook(receipt, await client.uncheckedProof(requireReceipt(receipt)), log);
  } catch (error) {
    if (!(error instanceof Problem) || error.kind.status !== 409) throw error;
    const { retryAfterSeconds } = error.detail;
    throw clientProblem('proof-not-published', retryAfterSeconds === undefined ? {} : { retryAfterSeconds });
  }
}

/** The client with what checks a proof of the audit log. */
export class RaakvlakWithProofs extends Raakvlak {
  readonly #log: LogIdentity;

  constructor(parts: {
    configuration: Deployment & LogIdentity;
    tokens: AccessTokens;
    stretch: Stretch;
    arithmetic?: Arithmetic;
  }) {
    super(parts);
    this.#log = parts.configuration;
  }

  /** As `proofOf`, with the log of the configuration. */
  proof(receipt: string): Promise<ProvedLook> {
    return proofOf(this, receipt, this.#log);
  }
}
