import { Body, Controller, Get, HttpCode, Param, Post, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { IsDateString, Matches } from 'class-validator';
import type { FastifyReply } from 'fastify';
import { type Actor, Requires, TheActor } from '#access';
import {
  type CoverMade,
  CoversToManage,
  EndCover,
  GiveCover,
  type ListedCover,
  type WhoMayWhat,
  WhoMayWhatList,
} from '#organisation';
import { StrictBody } from '#platform';
import { ACTOR, CODE, DAY } from './code';
import { InvolvementId, NothingBody, WhenPresent } from './registration-body';

class CoverBody {
  @Matches(ACTOR) actor: string;
  @Matches(CODE) team: string;
  @WhenPresent() @Matches(DAY) @IsDateString({ strict: true }) from?: string;
  @Matches(DAY) @IsDateString({ strict: true }) until: string;
}

@Controller('v1')
export class AccessController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly list: WhoMayWhatList,
  ) {}

  @Get('accounts')
  @Requires('account.read')
  accounts(@TheActor() actor: Actor): Promise<WhoMayWhat> {
    return this.list.read(actor);
  }

  @Get('covers')
  @Requires('cover.manage')
  async covers(@TheActor() actor: Actor): Promise<{ covers: readonly ListedCover[] }> {
    return { covers: await this.queries.execute(new CoversToManage(actor)) };
  }

  @Post('covers')
  @Requires('cover.manage')
  async give(
    @TheActor() actor: Actor,
    @Body(StrictBody) body: CoverBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Omit<CoverMade, 'created'>> {
    const { created, ...cover } = await this.commands.execute(new GiveCover(actor, body));
    void reply.status(created ? 201 : 200);
    return cover;
  }

  @Post('covers/:id/end')
  @HttpCode(204)
  @Requires('cover.manage')
  end(
    @TheActor() actor: Actor,
    @Param('id', InvolvementId) id: string,
    @Body(StrictBody) _body: NothingBody,
  ): Promise<void> {
    return this.commands.execute(new EndCover(actor, id));
  }
}
