/**
 * client/proofs: checking proofs of the audit log, on the machine of whoever wants to know.
 *
 * A door of its own, so that a page loads this code when somebody checks a proof and not before. It owns the way from
 * what the index shows to the signed head: own questions by their receipt, and records that an officer looks at.
 *
 * It trusts the pinned key of the log and nothing that a server says. In Node it runs as it is. A page gives it two
 * things that `#transparency` takes for granted there, `node:crypto` and `Buffer`, as far as checking needs them.
 */
export { type LogIdentity, type ProvedLook, proveLook, proveRecord } from './proof';
export { proofOf, RaakvlakWithProofs } from './with-proofs';
