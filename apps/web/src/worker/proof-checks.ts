import { type LogIdentity } from '#client/proofs';
import { openCheckpoint, parseVerifierKey } from '#transparency';

export { proofOf, proveRecord } from '#client/proofs';

/** Whether the pinned key of the log signed this head (C2SP tlog-checkpoint). Without a pinned key nothing is signed. */
export function isSignedHead(note: string, { logKey = '', logOrigin = '' }: LogIdentity): boolean {
  try {
    openCheckpoint(note, [parseVerifierKey(logKey)], logOrigin);
    return true;
  } catch {
    return false;
  }
}
