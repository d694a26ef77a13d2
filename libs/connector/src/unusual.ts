/** What a delivery will do. */
export interface Plan {
  /** Lines with something on them */
  readonly lines: number;
  readonly rejected: number;
  /** What stood before, as far as it had not run out */
  readonly stood: number;
  /** Of these, what stays */
  readonly unchanged: number;
  /** In the file and not before */
  readonly additions: number;
  /** Before and not in the file */
  readonly ends: number;
  /** Of what stays: runs out within half of its period */
  readonly renewals: number;
  /** Registered again in the new epoch */
  readonly rotating: number;
  /** Sent before without an answer, or run out meanwhile: registered again */
  readonly again: number;
}

/** The figures that ask for somebody's approval: strictly more than a fifth. */
export const UNUSUAL_SHARE = 5;

export type Unusual = 'additions' | 'ends' | 'rejected';

/**
 * What is more than a fifth: additions and ends of what stood, rejected lines of all lines. A first delivery always is,
 * also one without a line: an export that failed must not say that a department is up to date.
 */
export function unusual({ additions, ends, rejected, stood, lines }: Plan): Unusual[] {
  const found: Unusual[] = [];
  if (additions * UNUSUAL_SHARE > stood || (stood === 0 && lines === 0)) found.push('additions');
  if (ends * UNUSUAL_SHARE > stood) found.push('ends');
  if (rejected * UNUSUAL_SHARE > lines) found.push('rejected');
  return found;
}
