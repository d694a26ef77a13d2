import { Body, Controller, Get, HttpCode, Param, Post, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { Transform } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsDateString,
  IsIn,
  IsUUID,
  Matches,
  ValidateIf,
} from 'class-validator';
import type { FastifyReply } from 'fastify';
import { type Actor, Requires, TheActor } from '#access';
import { PlanTeamChange, type Planned } from '#involvement';
import { CancelTeamChange, type TeamChange, TeamChanges } from '#organisation';
import { StrictBody } from '#platform';
import { CODE, checkedCode } from './code';
import { DAY, NAME } from './contact-body';
import { InvolvementId, NothingBody, WhenPresent, lowerCase } from './registration-body';

/** Cases that are named in one request; all of a team may be more. */
const MOST_CASES = 500;

class TeamChangeBody {
  @IsIn(['rename', 'merge']) kind: 'rename' | 'merge';
  @Matches(CODE) team: string;
  /** A name; of a merge the code of a team, which is checked below */
  @Matches(NAME) to: string;
  @WhenPresent() @Matches(DAY) @IsDateString({ strict: true }) on?: string;
}

class HandOverBody {
  @ValidateIf(({ cases }: HandOverBody) => cases !== 'all')
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MOST_CASES)
  @ArrayUnique()
  @IsUUID('all', { each: true })
  @Transform(({ value }: { value: unknown }) => (Array.isArray(value) ? value.map(lowerCase) : value))
  cases: 'all' | string[];
  @Matches(CODE) to: string;
  @WhenPresent() @Matches(DAY) @IsDateString({ strict: true }) on?: string;
}

/** Changes of teams that have a day. */
@Controller('v1')
export class TeamChangesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get('team-changes')
  @Requires('organisation.manage')
  async list(): Promise<{ changes: readonly TeamChange[] }> {
    return { changes: await this.queries.execute(new TeamChanges()) };
  }

  @Post('team-changes')
  @Requires('organisation.manage')
  async plan(
    @TheActor() actor: Actor,
    @Body(StrictBody) body: TeamChangeBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Planned> {
    if (body.kind === 'merge') checkedCode(body.to);
    return planned(reply, await this.commands.execute(new PlanTeamChange(actor, body)));
  }

  @Post('team-changes/:id/cancel')
  @HttpCode(204)
  @Requires('organisation.manage')
  cancel(
    @TheActor() actor: Actor,
    @Param('id', InvolvementId) id: string,
    @Body(StrictBody) _body: NothingBody,
  ): Promise<void> {
    return this.commands.execute(new CancelTeamChange(actor, id));
  }

  @Post('teams/:code/hand-overs')
  @Requires('involvement.hand-over')
  async handOver(
    @TheActor() actor: Actor,
    @Param('code') code: string,
    @Body(StrictBody) body: HandOverBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Planned> {
    const given = { ...body, kind: 'hand-over', team: checkedCode(code) } as const;
    return planned(reply, await this.commands.execute(new PlanTeamChange(actor, given)));
  }
}

/** 201 for what is planned or done; 202 for what a second person decides. */
function planned(reply: FastifyReply, change: Planned): Planned {
  void reply.status(change.proposal === undefined ? 201 : 202);
  return change;
}
