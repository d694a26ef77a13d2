import type { ProblemDetail } from '#problem';

/** What goes between the page and its worker: plain data, copied by the browser. */
export interface CallMessage {
  readonly id: number;
  /** Names from the desk to a method: `raakvlak.organisation.overview` */
  readonly path: readonly string[];
  readonly args: readonly unknown[];
  /** Whether the last argument was a function, to be told of progress */
  readonly progress: boolean;
}

export interface SentProblem {
  readonly code: string;
  readonly status: number;
  readonly title: string;
  readonly advice: string;
  readonly detail: ProblemDetail;
}

export type ReplyMessage =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly problem: SentProblem }
  | { readonly id: number; readonly told: readonly unknown[] };

/** The methods of an object on the other side: each gives a promise. */
export type Remote<T> = {
  readonly [
    K in keyof T as T[K] extends (...args: never[]) => unknown ? K : T[K] extends object ? K : never
  ]: T[K] extends (...args: infer A) => infer R ? (...args: A) => Promise<Awaited<R>> : Remote<T[K]>;
};
