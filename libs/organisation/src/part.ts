import type { Transaction } from '#platform';
import { problemsOf } from '#problem';
import type { Part } from './entities';

const problem = problemsOf('organisation', {
  'part-in-use': {
    status: 409,
    title: 'This team is involved with somebody, or about to take over, so it stays what it is',
    advice: 'Make another team for the other part, or end the involvement or cancel the change of this one first.',
  },
});

/** Involvement of the team and of those that went up in it, and changes by which it would get or give some. */
const IN_USE = `select 1 where exists (
    select 1 from involvement i join team t on t.code = i.team where (t.code = $1 or t.merged_into = $1)
      and i.withdrawn_on is null and i.expires_on >= current_date)
  or exists (
    select 1 from team_change where (team = $1 or to_team = $1) and state in ('proposed', 'announced', 'under-way'))`;

/**
 * Makes a team a shield desk, a collective list or an ordinary team. Not while it is involved or will be: what it hid would
 * show all at once, or what it has would hide others. The lock on its row keeps registrations out meanwhile, whose foreign
 * key asks for it too; changes of teams wait for the lock of the organisation, which the caller holds.
 * @throws Problem `organisation.part-in-use`
 */
export async function setPart(transaction: Transaction, team: string, part: Part | undefined): Promise<void> {
  if (part === undefined) return;
  const { rows } = await transaction.query<{ part: Part }>('select part from team where code = $1 for update', [team]);
  if (rows[0]?.part === part) return;
  const { rowCount } = await transaction.query(IN_USE, [team]);
  if (rowCount !== 0) throw problem('part-in-use');
  await transaction.query('update team set part = $2 where code = $1', [team, part]);
}
