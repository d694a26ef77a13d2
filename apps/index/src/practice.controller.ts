import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { IsIn, Matches } from 'class-validator';
import { type Actor, Requires, TheActor } from '#access';
import { Practise, type PractiseAnswer } from '#involvement';
import { StrictBody } from '#platform';
import { KINDS, type Kind } from '#tokens';
import { CODE } from './code';

class PracticeBody {
  @Matches(CODE) purpose: string;
  @IsIn(KINDS) kind: Kind;
}

@Controller('v1/practice')
export class PracticeController {
  constructor(private readonly queries: QueryBus) {}

  @Post()
  @HttpCode(200)
  @Requires('inquiry.practise')
  practise(@TheActor() actor: Actor, @Body(StrictBody) question: PracticeBody): Promise<PractiseAnswer> {
    return this.queries.execute(new Practise(actor, question));
  }
}
