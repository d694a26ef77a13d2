/** The list, or the form of one rule or stand-in; without a place it is a new one. */
export type Stage =
  ListStage | { readonly at: 'rule'; readonly place?: number } | { readonly at: 'stand-in'; readonly place?: number };

interface ListStage {
  readonly at: 'list';
  /** Id of what gets the focus */
  readonly land?: string;
}
