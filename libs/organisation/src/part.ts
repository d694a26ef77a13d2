import type { Transaction } from '#platform';
import { problemsOf } from '#problem';
import type { Part } from './entities';

const problem = problemsOf('organisation', {
  'part-in-use': {
    status: 409,
    title: 'This team is involved with somebody, so it stays what it is',
    advice: 'Make another team for the other part, or end the involvement of this one first.',
  },
});

/**
 * Makes a team a shield desk, a collective list or an ordinary team. Not while it is involved: what it hid would show all at
 * once, or what it has would hide others. The lock on its row keeps registrations out meanwhile, whose foreign key asks
 * for it too.
 * @throws Problem `organisation.part-in-use`
 */
export async function setPart(transaction: Transaction, team: string, part: Part | undefined): Promise<void> {
  if (part === undefined) return;
  const { rows } = await transaction.query<{ part: Part }>('select part from team where code = $1 for update', [team]);
  if (rows[0]?.part === part) return;
  const { rowCount } = await transaction.query(
    `select 1 from involvement where team = $1 and withdrawn_on is null and expires_on >= current_date limit 1`,
    [team],
  );
  if (rowCount !== 0) throw problem('part-in-use');
  await transaction.query('update team set part = $2 where code = $1', [team, part]);
}
