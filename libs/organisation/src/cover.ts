/** Somebody acts for a team that her token does not name, on these days and no longer. */
export interface Cover {
  readonly id: string;
  /** `issuer|subject` */
  readonly actor: string;
  readonly team: string;
  /** First and last day on which it counts, YYYY-MM-DD in Amsterdam */
  readonly from: string;
  readonly until: string;
}

/** Longest cover, in days after its first. */
export const LONGEST_COVER = 42;
