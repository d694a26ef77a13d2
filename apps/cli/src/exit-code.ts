import type { Problem } from '#problem';

/** Exit codes of every command; the table in --help is made from this. */
export const EXIT = {
  done: 0,
  other: 1,
  usage: 2,
  nothingFound: 3,
  notAllowed: 4,
  unreachable: 5,
  /** `sync`: more would change than is usual; nothing was changed */
  approvalNeeded: 6,
  /** `sync`: the custodian's budget is spent; what was sent stays, and the next run goes on from there */
  budgetSpent: 7,
  /** `sync`: delivered, but for the lines that were rejected */
  linesRejected: 8,
  /** 128 + SIGINT, as shells expect it */
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Codes whose status alone would lead a script astray. */
const BY_CODE: Readonly<Record<string, ExitCode>> = {
  'client.proof-not-published': EXIT.other,
  'tokens.no-active-epoch': EXIT.unreachable,
  'custodian.budget-spent': EXIT.budgetSpent,
  'connector.approval-needed': EXIT.approvalNeeded,
  'connector.already-running': EXIT.other,
  'connector.epoch-changed': EXIT.other,
  'connector.file-changed': EXIT.other,
  'connector.state-refused': EXIT.other,
  'connector.state-damaged': EXIT.other,
  'connector.state-of-another': EXIT.other,
};

export function exitCodeOf({ code, kind: { status } }: Problem): ExitCode {
  const special = BY_CODE[code];
  if (special !== undefined) return special;
  if (status === 401 || status === 403 || status === 429) return EXIT.notAllowed;
  if (status === 503 || status === 504 || code.endsWith('-unreachable')) return EXIT.unreachable;
  return status < 500 ? EXIT.usage : EXIT.other;
}
