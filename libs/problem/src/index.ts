/**
 * problem: the one error class of the product.
 *
 * Libraries throw `Problem`; the edge of a process (HTTP filter, CLI) turns it into RFC 9457 problem details or a
 * sentence. A problem carries a stable code, a status and fixed texts. It never carries input: no identifier, token,
 * ticket or JSON fragment, so it may be logged and sent as it is.
 */

/** Extension members a problem may show: figures and names of fields that the product itself defined, never input. */
export type ProblemDetail = Readonly<Record<string, string | number | boolean | readonly string[]>>;

export interface ProblemKind {
  /** HTTP status, 400 to 599 */
  readonly status: number;
  /** Short fixed title */
  readonly title: string;
  /** What to do next, fixed text */
  readonly advice: string;
}

export class Problem extends Error {
  /**
   * @param code stable, `room.what-is-wrong`, for instance `involvement.not-your-team`
   * @param kind status, title and advice; all fixed texts
   * @param detail extension members: figures and known field names only
   */
  constructor(
    readonly code: string,
    readonly kind: ProblemKind,
    readonly detail: ProblemDetail = {},
  ) {
    super(`${code}: ${kind.title}`);
    this.name = 'Problem';
  }
}

/** Makes a room's list of problems: `const problems = problemsOf('involvement', { 'not-your-team': {…} })`. */
export function problemsOf<K extends string>(room: string, kinds: Readonly<Record<K, ProblemKind>>) {
  return (what: K, detail: ProblemDetail = {}): Problem => new Problem(`${room}.${what}`, kinds[what], detail);
}
