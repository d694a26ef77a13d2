/**
 * transparency: what makes the audit log checkable by somebody who does not trust us.
 *
 * A Merkle tree in which nothing can be changed or left out afterwards (RFC 6962), short proofs that a record is in it
 * and that it only grew (RFC 9162), and heads signed in a form that any public witness understands (C2SP). Plus the one
 * thing that is ours: the form of an audit record as five separately salted commitments.
 *
 * Owns bytes and rules only. It stores nothing, knows no clock and no network, imports nothing but `node:crypto`, and
 * never repeats content in an error. Writer and verifier share this room and nothing else, so it is written to be read
 * in an hour: tree, proof, key, cosignature, note, checkpoint, tlog-proof, canonical, commitment.
 *
 * A page checks proofs with this very code: of `node:crypto` that takes `hash`, `verify` and `createPublicKey`, and of the
 * global `Buffer` what `apps/web/src/worker/node-buffer.ts` has. Nothing here needs more of either to check.
 *
 * Sizes, positions and times are safe integers (below 2^53); what is larger is refused.
 */
export {
  append,
  decodeFrontier,
  EMPTY_ROOT,
  emptyFrontier,
  encodeFrontier,
  HASH_BYTES,
  leafHash,
  MalformedTree,
  nodeHash,
  rootOf,
  type CompleteNode,
  type Frontier,
} from './tree';
export { consistencyProof, inclusionProof, verifyConsistency, verifyInclusion, type HashReader } from './proof';
export {
  COSIGNATURE,
  ED25519,
  generateSigningKey,
  MalformedKey,
  parseSigningKey,
  parseVerifierKey,
  signingKey,
  verifierKey,
  type KeyType,
  type SigningKey,
  type VerifierKey,
} from './key';
export { cosignatureLine } from './cosignature';
export {
  addSignatures,
  MalformedNote,
  openNote,
  signNote,
  UntrustedNote,
  type OpenedNote,
  type VerifiedSignature,
} from './note';
export {
  formatCheckpoint,
  MalformedCheckpoint,
  openCheckpoint,
  parseCheckpoint,
  type Checkpoint,
  type TrustedCheckpoint,
} from './checkpoint';
export {
  FalseProof,
  formatProof,
  MalformedProof,
  parseProof,
  verifyProof,
  type Leaf,
  type TlogProof,
} from './tlog-proof';
export { canonicalJson, NotCanonical, parseCanonicalJson, type CanonicalValue } from './canonical';
export {
  dayOf,
  entryOf,
  groupDigest,
  GROUPS,
  MalformedEntry,
  parseEntry,
  SALT_BYTES,
  type Entry,
  type Group,
} from './commitment';
