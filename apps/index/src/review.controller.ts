import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { IsIn } from 'class-validator';
import { type Actor, Requires, TheActor } from '#access';
import {
  EventsForReview,
  JudgeReviewCase,
  OurEvents,
  type ReviewCase,
  ReviewCases,
  type ToldEvent,
  VERDICTS,
  type Verdict,
} from '#oversight';
import { StrictBody } from '#platform';
import { InvolvementId } from './registration-body';

class VerdictBody {
  @IsIn(VERDICTS) verdict: Verdict;
}

@Controller('v1')
export class ReviewController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get('events')
  @Requires('event.read')
  async ours(@TheActor() actor: Actor): Promise<{ events: readonly ToldEvent[] }> {
    return { events: await this.queries.execute(new OurEvents(actor)) };
  }

  @Get('review-events')
  @Requires('review.read')
  async events(@TheActor() actor: Actor): Promise<{ events: readonly ToldEvent[] }> {
    return { events: await this.queries.execute(new EventsForReview(actor)) };
  }

  @Get('review-cases')
  @Requires('review.read')
  async cases(@TheActor() actor: Actor): Promise<{ cases: readonly ReviewCase[] }> {
    return { cases: await this.queries.execute(new ReviewCases(actor)) };
  }

  @Post('review-cases/:id/verdict')
  @HttpCode(204)
  @Requires('review.judge')
  judge(
    @TheActor() actor: Actor,
    @Param('id', InvolvementId) id: string,
    @Body(StrictBody) { verdict }: VerdictBody,
  ): Promise<void> {
    return this.commands.execute(new JudgeReviewCase(actor, id, verdict));
  }
}
