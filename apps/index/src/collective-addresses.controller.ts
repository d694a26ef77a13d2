import { Body, Controller, Get, HttpCode, Param, Post, Put, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsIn, IsObject, Length, Matches, ValidateNested } from 'class-validator';
import type { FastifyReply } from 'fastify';
import { type Actor, Requires, TheActor } from '#access';
import {
  type CollectiveAddresses,
  MARKERS_NOTICE,
  OurCollectiveAddresses,
  RegisterInvolvement,
  type Registered,
  RenewInvolvement,
  type Renewed,
  WithdrawInvolvement,
  type Withdrawn,
} from '#involvement';
import { StrictBody } from '#platform';
import type { Rung } from '#tokens';
import { CODE } from './code';
import { TICKET } from './question';
import { InvolvementId, LineBody, NothingBody, WhenPresent } from './registration-body';

class CollectiveAddressBody {
  @Matches(CODE) team: string;
  @IsIn(['unit', 'number', 'subject']) rung: Rung;
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(2)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => LineBody)
  lines: LineBody[];
  @IsArray() @ArrayMinSize(1) @ArrayMaxSize(2) @Matches(TICKET, { each: true }) tickets: string[];
  @WhenPresent() @Length(1, 30) caseNumber?: string;
}

/** Lists of addresses where many live, kept by hand. The rules are those of any involvement. */
@Controller('v1/collective-addresses')
export class CollectiveAddressesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @Requires('collective-address.manage')
  list(@TheActor() actor: Actor): Promise<CollectiveAddresses> {
    return this.queries.execute(new OurCollectiveAddresses(actor));
  }

  @Put(':id')
  @Requires('collective-address.manage')
  async register(
    @TheActor() actor: Actor,
    @Param('id', InvolvementId) id: string,
    @Body(StrictBody) { tickets, ...address }: CollectiveAddressBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Registered> {
    const command = new RegisterInvolvement(actor, { id, ...address, notice: MARKERS_NOTICE }, tickets);
    const { created, ...registered } = await this.commands.execute(command);
    void reply.status(created ? 201 : 200);
    return registered;
  }

  @Post(':id/renew')
  @HttpCode(200)
  @Requires('collective-address.manage')
  renew(
    @TheActor() actor: Actor,
    @Param('id', InvolvementId) id: string,
    @Body(StrictBody) _body: NothingBody,
  ): Promise<Renewed> {
    return this.commands.execute(new RenewInvolvement(actor, id));
  }

  @Post(':id/withdraw')
  @HttpCode(200)
  @Requires('collective-address.manage')
  withdraw(
    @TheActor() actor: Actor,
    @Param('id', InvolvementId) id: string,
    @Body(StrictBody) _body: NothingBody,
  ): Promise<Withdrawn> {
    return this.commands.execute(new WithdrawInvolvement(actor, id));
  }
}
