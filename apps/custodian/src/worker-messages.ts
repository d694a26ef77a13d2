import type { ProblemKind } from '#problem';
import type { Kind } from '#tokens';
import type { TokenKey } from './key-file';

export interface EpochEvaluation {
  readonly epoch: string;
  /** Evaluated elements one after the other, 32 bytes each, in the order of the request */
  readonly elements: Uint8Array;
  /** 64 bytes, one proof for the whole batch (RFC 9497, 2.2) */
  readonly proof: Uint8Array;
}

/** What a worker receives at its start, and never again. */
export interface WorkerKeys {
  readonly keys: readonly TokenKey[];
}

/** One batch at a time; the next one follows when the answer is there. */
export interface JobMessage {
  readonly kind: Kind;
  readonly epochs: readonly string[];
  readonly elements: Uint8Array<ArrayBuffer>;
}

export type FromWorker =
  | { readonly ready: true }
  | { readonly evaluations: readonly EpochEvaluation[] }
  | { readonly refused: { readonly code: string; readonly kind: ProblemKind } }
  | { readonly failed: string };
