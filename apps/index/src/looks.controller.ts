import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { IsDateString, IsIn, IsInt, Matches, Max, Min } from 'class-validator';
import { type Actor, Requires, TheActor } from '#access';
import { HeadOfLog, type LogHead, LookClosely, type LookDetail, type LookPage, SearchLooks } from '#oversight';
import { StrictBody } from '#platform';
import { problemsOf } from '#problem';
import { KINDS, type Kind } from '#tokens';
import { ACTOR, CODE, DAY } from './code';
import { WhenPresent } from './registration-body';

const problem = problemsOf('index', {
  'place-refused': {
    status: 400,
    title: 'This is not a place in the log',
    advice: 'Places are whole numbers from 0 on, as in POST /v1/look-searches.',
  },
});

/** Of a record: `inquiry`, `looks-read`; a right that was refused has a dot, `policy.read`. */
const ACTION = /^[a-z][a-z-]{1,49}(\.[a-z-]{1,49})?$/;
/** In one page. */
const MOST_LOOKS = 200;

class LookSearchBody {
  @WhenPresent() @Matches(DAY) @IsDateString({ strict: true }) from?: string;
  @WhenPresent() @Matches(DAY) @IsDateString({ strict: true }) to?: string;
  @WhenPresent() @Matches(CODE) department?: string;
  @WhenPresent() @Matches(CODE) purpose?: string;
  @WhenPresent() @Matches(ACTION) action?: string;
  @WhenPresent() @IsIn(['done', 'refused']) outcome?: string;
  @WhenPresent() @IsIn(KINDS) kind?: Kind;
  @WhenPresent() @Matches(ACTOR) actor?: string;
  @WhenPresent() @IsInt() @Min(0) @Max(Number.MAX_SAFE_INTEGER) before?: number;
  @WhenPresent() @IsInt() @Min(1) @Max(MOST_LOOKS) limit?: number;
}

/** @throws Problem `index.place-refused` */
function placeIn(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw problem('place-refused');
  return Number(text);
}

/** The audit log, for those who watch over it. */
@Controller('v1')
export class LooksController {
  constructor(private readonly queries: QueryBus) {}

  @Post('look-searches')
  @HttpCode(200)
  @Requires('look.read')
  search(@TheActor() actor: Actor, @Body(StrictBody) { before, limit, ...filters }: LookSearchBody): Promise<LookPage> {
    return this.queries.execute(new SearchLooks(actor, filters, { before, limit }));
  }

  @Get('looks/:seq')
  @Requires('look.read')
  async closely(@TheActor() actor: Actor, @Param('seq') seq: string): Promise<LookDetail> {
    return this.queries.execute(new LookClosely(actor, placeIn(seq)));
  }

  @Get('log-head')
  @Requires('look.read')
  head(): Promise<LogHead> {
    return this.queries.execute(new HeadOfLog());
  }
}
