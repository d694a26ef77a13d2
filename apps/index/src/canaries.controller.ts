import { Body, Controller, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsObject, Matches, ValidateNested } from 'class-validator';
import { type Actor, Requires, TheActor } from '#access';
import { OurCanaries, type OwnCanary, PlantCanary, WithdrawCanary } from '#oversight';
import { StrictBody } from '#platform';
import { TICKET } from './question';
import { InvolvementId, LineBody, NothingBody } from './registration-body';

class CanaryBody {
  @IsArray() @ArrayMinSize(1) @ArrayMaxSize(2) @Matches(TICKET, { each: true }) tickets: string[];
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(2)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => LineBody)
  lines: LineBody[];
}

/** Decoys: what a department's system plants so that a sweep gives itself away. */
@Controller('v1/canaries')
export class CanariesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @Requires('canary.plant')
  async ours(@TheActor() actor: Actor): Promise<{ canaries: readonly OwnCanary[] }> {
    return { canaries: await this.queries.execute(new OurCanaries(actor)) };
  }

  @Put(':id')
  @HttpCode(204)
  @Requires('canary.plant')
  plant(
    @TheActor() actor: Actor,
    @Param('id', InvolvementId) id: string,
    @Body(StrictBody) { lines, tickets }: CanaryBody,
  ): Promise<void> {
    return this.commands.execute(new PlantCanary(actor, id, lines, tickets));
  }

  @Post(':id/withdraw')
  @HttpCode(204)
  @Requires('canary.plant')
  withdraw(
    @TheActor() actor: Actor,
    @Param('id', InvolvementId) id: string,
    @Body(StrictBody) _body: NothingBody,
  ): Promise<void> {
    return this.commands.execute(new WithdrawCanary(actor, id));
  }
}
