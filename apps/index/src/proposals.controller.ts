import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsDateString, IsIn, Matches } from 'class-validator';
import { type Actor, Requires, TheActor } from '#access';
import {
  ASKING_ROLES,
  type AskingRole,
  Catalogue,
  DOMAINS,
  DecideProposal,
  type Domain,
  type Proposal,
  Proposals,
  ProposePurpose,
} from '#organisation';
import { StrictBody } from '#platform';
import { KINDS, type Kind } from '#tokens';
import { CODE } from './code';
import { InvolvementId, NothingBody, WhenPresent } from './registration-body';

const DAY = /^20\d\d-\d\d-\d\d$/;

class PurposeVersionBody {
  @Matches(CODE) code: string;
  @Matches(/^[^\p{C}]{1,120}$/u) name: string;
  @IsArray() @ArrayMinSize(1) @ArrayMaxSize(2) @ArrayUnique() @IsIn(ASKING_ROLES, { each: true }) roles: AskingRole[];
  @IsArray() @ArrayMinSize(1) @ArrayMaxSize(6) @ArrayUnique() @IsIn(DOMAINS, { each: true }) domains: Domain[];
  @IsArray() @ArrayMinSize(1) @ArrayMaxSize(4) @ArrayUnique() @IsIn(KINDS, { each: true }) kinds: Kind[];
  @Matches(/^[^\p{C}]{1,300}$/u) legalBasis: string;
  @Matches(/^[^\p{C}]{1,200}$/u) registerEntry: string;
  /** First day */
  @Matches(DAY) @IsDateString({ strict: true }) effectiveFrom: string;
  /** Last day */
  @WhenPresent() @Matches(DAY) @IsDateString({ strict: true }) effectiveUntil?: string;
}

const shown = ({ content: _, ...proposal }: Proposal) => ({
  ...proposal,
  effectiveFrom: proposal.effectiveFrom.toISOString(),
  proposedAt: proposal.proposedAt.toISOString(),
  decidedAt: proposal.decidedAt?.toISOString() ?? null,
});

/** What waits for a second pair of eyes. */
@Controller('v1')
export class ProposalsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly kept: Proposals,
    private readonly catalogue: Catalogue,
  ) {}

  @Get('purpose-versions')
  @Requires('policy.read')
  async purposes() {
    return { purposes: [...(await this.catalogue.fresh()).purposes.values()].flat() };
  }

  @Post('purpose-versions')
  @HttpCode(202)
  @Requires('policy.propose')
  async proposePurpose(@TheActor() actor: Actor, @Body(StrictBody) given: PurposeVersionBody) {
    return { proposal: await this.commands.execute(new ProposePurpose(actor, given)) };
  }

  /** Without what they say: each may hold a whole policy. */
  @Get('proposals')
  @Requires('proposal.read')
  async list() {
    return { proposals: (await this.kept.list()).map(shown) };
  }

  @Get('proposals/:id')
  @Requires('proposal.read')
  async read(@Param('id', InvolvementId) id: string) {
    const proposal = await this.kept.get(id);
    return { ...shown(proposal), content: proposal.content };
  }

  @Post('proposals/:id/approve')
  @HttpCode(204)
  @Requires('proposal.decide')
  approve(@TheActor() actor: Actor, @Param('id', InvolvementId) id: string, @Body(StrictBody) _: NothingBody) {
    return this.commands.execute(new DecideProposal(actor, id, 'approved'));
  }

  @Post('proposals/:id/reject')
  @HttpCode(204)
  @Requires('proposal.decide')
  reject(@TheActor() actor: Actor, @Param('id', InvolvementId) id: string, @Body(StrictBody) _: NothingBody) {
    return this.commands.execute(new DecideProposal(actor, id, 'rejected'));
  }
}
