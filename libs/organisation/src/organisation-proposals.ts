import type { Actor } from '#access';
import type { Transaction } from '#platform';
import { lockOrganisation, teamsIn } from './change';
import { requireGoingOn } from './contact';
import { tell } from './events';
import { problem } from './problems';
import type { Carry, Proposals } from './proposals';
import { CHANGE_COLUMNS, type TeamChangeRow, changeOf, tellTeams } from './team-changes';

/** Kinds of proposal about the organisation: each widens what can be seen, or by whom. */
export const ORGANISATION_KINDS = ['department-domain', 'team-department', 'team-merge', 'hand-over'] as const;

/** What came of a change: done, or waiting for a second person. */
export interface Proposed {
  /** Id of the proposal */
  readonly proposal?: string;
}

/** Proposes, unless the same person proposed the same before and it is still open: a repeated request is one proposal. */
export async function proposeOnce(
  proposals: Proposals,
  actor: Actor,
  kind: (typeof ORGANISATION_KINDS)[number],
  content: Readonly<Record<string, string>>,
): Promise<{ proposal: string }> {
  const same = (other: Readonly<Record<string, unknown>>): boolean =>
    Object.keys(other).length === Object.keys(content).length &&
    Object.entries(content).every(([name, value]) => other[name] === value);
  const open = await proposals.list('open');
  const before = open.find((one) => one.kind === kind && one.proposedBy === actor.id && same(one.content));
  return { proposal: before?.id ?? (await proposals.propose(actor, kind, content, new Date())) };
}

/** What becomes of an approved proposal about the organisation, for the one `Proposals` of the process. */
export function organisationCarries(): Record<(typeof ORGANISATION_KINDS)[number], Carry> {
  return {
    'department-domain': async (transaction, { content }) => {
      await lockOrganisation(transaction);
      const { rowCount } = await transaction.query('update department set domain = $2 where code = $1', [
        content['department'],
        content['domain'],
      ]);
      if (rowCount === 0) throw problem('unknown-department');
    },
    'team-department': async (transaction, { content }) => {
      await lockOrganisation(transaction);
      const { team, department } = content as { team: string; department: string };
      const known = (await teamsIn(transaction)).get(team);
      if (known === undefined) throw problem('unknown-team');
      requireGoingOn(known);
      await transaction.query('update team set department = $2 where code = $1', [team, department]);
      await tell(transaction, [{ to: { team }, kind: 'team-moved', detail: { team, department } }]);
    },
    'team-merge': (transaction, { content }) => announceApproved(transaction, content['change']),
    'hand-over': (transaction, { content }) => announceApproved(transaction, content['change']),
  };
}

/** It is carried out on its day by the worker's duty `organise`: thousands of rows do not fit in this transaction. */
async function announceApproved(transaction: Transaction, id: unknown): Promise<void> {
  const { rows } = await transaction.query<TeamChangeRow>(
    `update team_change set state = 'announced', approved = true where id = $1 and state = 'proposed'
     returning ${CHANGE_COLUMNS}`,
    [id],
  );
  const [row] = rows;
  if (row === undefined) throw problem('change-over');
  await tellTeams(transaction, changeOf(row), 'team-change-announced');
}
