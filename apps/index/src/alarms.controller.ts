import { Controller, Get } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { type Actor, Requires, TheActor } from '#access';
import { type StoredAlarm, WhatWasNoticed } from '#oversight';

@Controller('v1/alarms')
export class AlarmsController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @Requires('review.read')
  async noticed(@TheActor() actor: Actor): Promise<{ alarms: readonly StoredAlarm[] }> {
    return { alarms: await this.queries.execute(new WhatWasNoticed(actor)) };
  }
}
