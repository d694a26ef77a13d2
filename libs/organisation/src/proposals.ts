import { randomUUID } from 'node:crypto';
import type { Actor } from '#access';
import { AuditKeys } from '#accountability';
import { type Transaction, UnitOfWork } from '#platform';
import { problemsOf } from '#problem';
import { managementEvent, recordChange } from './change';

const problem = problemsOf('organisation', {
  'proposal-unknown': {
    status: 404,
    title: 'This proposal is not known',
    advice: 'GET /v1/proposals lists what waits for a decision.',
  },
  'proposal-decided': {
    status: 409,
    title: 'This proposal was decided before',
    advice: 'A decision stands. Make a new proposal to change what came of it.',
  },
  'own-proposal': {
    status: 403,
    title: 'You made this proposal yourself',
    advice: 'A second person decides: another privacy officer, or the data owner.',
  },
});

export interface Proposal {
  readonly id: string;
  readonly kind: string;
  readonly content: Readonly<Record<string, unknown>>;
  readonly effectiveFrom: Date;
  readonly proposedBy: string;
  readonly proposedAt: Date;
  readonly state: 'open' | 'approved' | 'rejected';
  readonly decidedBy: string | null;
  readonly decidedAt: Date | null;
}

/** What becomes of an approved proposal of one kind, in the transaction of the approval. */
export type Carry = (transaction: Transaction, proposal: Proposal & { readonly decidedBy: string }) => Promise<void>;

/**
 * Four eyes: what widens what can be seen is proposed by one person and decided by another. It is the person that counts
 * and not the role: whoever proposed it cannot decide in another role either.
 */
export class Proposals {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly keys: AuditKeys,
    private readonly kinds: Readonly<Record<string, Carry>>,
  ) {}

  /** @param content checked by the caller, and again by whatever carries it out. @returns its id */
  propose(
    actor: Actor,
    kind: string,
    content: Readonly<Record<string, unknown>>,
    effectiveFrom: Date,
  ): Promise<string> {
    if (!Object.hasOwn(this.kinds, kind)) throw new Error(`nothing carries out a proposal of kind ${kind}`);
    const id = randomUUID();
    return this.unitOfWork.run(async (transaction) => {
      await transaction.query(
        'insert into proposal (id, kind, content, effective_from, proposed_by) values ($1, $2, $3, $4, $5)',
        [id, kind, JSON.stringify(content), effectiveFrom, actor.id],
      );
      await recordChange(transaction, this.keys, managementEvent(actor, 'propose', { proposal: id, kind }));
      return id;
    });
  }

  /** @throws Problem `organisation.proposal-unknown`, `proposal-decided`, `own-proposal`, or what carrying it out throws */
  decide(actor: Actor, id: string, decision: 'approved' | 'rejected'): Promise<void> {
    return this.unitOfWork.run(async (transaction) => {
      const { rows } = await transaction.query<ProposalRow>(`${SELECT} where id = $1 for update`, [id]);
      const [row] = rows;
      if (row === undefined) throw problem('proposal-unknown');
      const proposal = proposalOf(row);
      if (proposal.state !== 'open') throw problem('proposal-decided');
      if (proposal.proposedBy === actor.id) throw problem('own-proposal');
      await transaction.query('update proposal set state = $2, decided_by = $3, decided_at = now() where id = $1', [
        id,
        decision,
        actor.id,
      ]);
      const carry = this.kinds[proposal.kind];
      if (decision === 'approved') await carry?.(transaction, { ...proposal, decidedBy: actor.id });
      await recordChange(
        transaction,
        this.keys,
        managementEvent(actor, decision === 'approved' ? 'approve' : 'reject', { proposal: id, kind: proposal.kind }),
      );
    });
  }

  find(id: string): Promise<Proposal | undefined> {
    return this.unitOfWork.run(async (transaction) => {
      const { rows } = await transaction.query<ProposalRow>(`${SELECT} where id = $1`, [id]);
      return rows.map(proposalOf)[0];
    });
  }

  /** @throws Problem `organisation.proposal-unknown` */
  async get(id: string): Promise<Proposal> {
    const found = await this.find(id);
    if (found === undefined) throw problem('proposal-unknown');
    return found;
  }

  /** Newest first. @param state all of them when left out */
  async list(state?: Proposal['state']): Promise<Proposal[]> {
    return this.unitOfWork.run(async (transaction) => {
      const { rows } = await transaction.query<ProposalRow>(
        `${SELECT} where $1::text is null or state = $1 order by proposed_at desc limit 200`,
        [state ?? null],
      );
      return rows.map(proposalOf);
    });
  }
}

interface ProposalRow {
  id: string;
  kind: string;
  content: Record<string, unknown>;
  effective_from: Date;
  proposed_by: string;
  proposed_at: Date;
  state: Proposal['state'];
  decided_by: string | null;
  decided_at: Date | null;
}

const SELECT = `select id, kind, content, effective_from, proposed_by, proposed_at, state, decided_by, decided_at
  from proposal`;

const proposalOf = (row: ProposalRow): Proposal => ({
  id: row.id,
  kind: row.kind,
  content: row.content,
  effectiveFrom: row.effective_from,
  proposedBy: row.proposed_by,
  proposedAt: row.proposed_at,
  state: row.state,
  decidedBy: row.decided_by,
  decidedAt: row.decided_at,
});
