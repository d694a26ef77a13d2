import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { type Actor, Requires, TheActor } from '#access';
import { type InquiryAnswer, type Question, WhoElseIsInvolved } from '#involvement';
import { StrictQuestion } from './question';

@Controller('v1/inquiries')
export class InquiriesController {
  constructor(private readonly queries: QueryBus) {}

  @Post()
  @HttpCode(200)
  @Requires('inquiry.ask')
  ask(@TheActor() actor: Actor, @Body(StrictQuestion) question: Question): Promise<InquiryAnswer> {
    return this.queries.execute(new WhoElseIsInvolved(actor, question));
  }
}
