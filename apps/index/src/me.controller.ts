import { Controller, Get } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { type Actor, Requires, TheActor } from '#access';
import { type Me, WhoAmI } from '#organisation';
import { Demonstration } from './settings';

@Controller('v1/me')
export class MeController {
  constructor(
    private readonly queries: QueryBus,
    private readonly demonstration: Demonstration,
  ) {}

  @Get()
  @Requires('self.read')
  async me(@TheActor() actor: Actor): Promise<Me & { demo: boolean }> {
    return { ...(await this.queries.execute(new WhoAmI(actor))), demo: this.demonstration.demo };
  }
}
