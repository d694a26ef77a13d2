import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Actor } from '#access';
import { AuditKeys, Recorder, recordingRefusal } from '#accountability';
import { refusedRecord } from './change';
import { type Proposal, Proposals } from './proposals';

/** The second pair of eyes: carries a proposal out, or turns it down. */
export class DecideProposal extends Command<void> {
  constructor(
    readonly actor: Actor,
    readonly id: string,
    readonly decision: Exclude<Proposal['state'], 'open'>,
  ) {
    super();
  }
}

@CommandHandler(DecideProposal)
export class DecideProposalHandler implements ICommandHandler<DecideProposal> {
  constructor(
    private readonly proposals: Proposals,
    private readonly recorder: Recorder,
    private readonly keys: AuditKeys,
  ) {}

  execute({ actor, id, decision }: DecideProposal): Promise<void> {
    const action = decision === 'approved' ? 'approve' : 'reject';
    const refused = (reason: string) => refusedRecord(actor, action, reason, this.keys);
    return recordingRefusal(this.recorder, refused, () => this.proposals.decide(actor, id, decision));
  }
}
