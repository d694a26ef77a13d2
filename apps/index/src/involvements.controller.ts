import { Body, Controller, Get, HttpCode, Param, Post, Put, Query, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { type Actor, Requires, TheActor } from '#access';
import {
  MoveInvolvement,
  type Moved,
  type NewAddress,
  OurInvolvement,
  type OwnInvolvements,
  RegisterInvolvement,
  type Registered,
  RenewInvolvement,
  type Renewed,
  WithdrawInvolvement,
  type Withdrawn,
} from '#involvement';
import { StrictBody } from '#platform';
import { InvolvementId, MoveBody, NothingBody, RegistrationBody } from './registration-body';

@Controller('v1/involvements')
export class InvolvementsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Put(':id')
  @Requires('involvement.register')
  async register(
    @TheActor() actor: Actor,
    @Param('id', InvolvementId) id: string,
    @Body(StrictBody) body: RegistrationBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Registered> {
    const { tickets, ...registration } = body;
    const command = new RegisterInvolvement(actor, { id, ...registration }, tickets);
    const { created, ...registered } = await this.commands.execute(command);
    void reply.status(created ? 201 : 200);
    return registered;
  }

  @Post(':id/renew')
  @HttpCode(200)
  @Requires('involvement.register')
  renew(
    @TheActor() actor: Actor,
    @Param('id', InvolvementId) id: string,
    @Body(StrictBody) _body: NothingBody,
  ): Promise<Renewed> {
    return this.commands.execute(new RenewInvolvement(actor, id));
  }

  @Post(':id/withdraw')
  @HttpCode(200)
  @Requires('involvement.register')
  withdraw(
    @TheActor() actor: Actor,
    @Param('id', InvolvementId) id: string,
    @Body(StrictBody) _body: NothingBody,
  ): Promise<Withdrawn> {
    return this.commands.execute(new WithdrawInvolvement(actor, id));
  }

  @Post(':id/moves')
  @HttpCode(200)
  @Requires('involvement.register')
  move(
    @TheActor() actor: Actor,
    @Param('id', InvolvementId) id: string,
    @Body(StrictBody) { to }: MoveBody,
  ): Promise<Moved> {
    return this.commands.execute(new MoveInvolvement(actor, id, ...addressAndTickets(to)));
  }

  @Get()
  @Requires('involvement.read')
  ours(@TheActor() actor: Actor, @Query('team') team: unknown): Promise<OwnInvolvements> {
    return this.queries.execute(new OurInvolvement(actor, typeof team === 'string' ? team : ''));
  }
}

function addressAndTickets(to: MoveBody['to']): [NewAddress | undefined, readonly string[]] {
  if (to === undefined) return [undefined, []];
  const { tickets, ...address } = to;
  return [address, tickets];
}
