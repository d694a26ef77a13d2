import { Body, Controller, Get, HttpCode, Post, applyDecorators } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ArrayMaxSize, ArrayMinSize, IsArray, Matches } from 'class-validator';
import { type Actor, Requires, TheActor } from '#access';
import { MarkMistakes, type Mistakes, OwnInquiries, type OwnInquiryList } from '#involvement';
import { StrictBody } from '#platform';
import { problemsOf } from '#problem';
import { WhenPresent } from './registration-body';

const problem = problemsOf('index', {
  'one-of-both': {
    status: 400,
    title: 'This names questions in two ways, or in none',
    advice: 'Give either inquiries, as in GET /v1/own-inquiries, or receipts.',
  },
});

/** 16 bytes in base64url. */
const BYTES = /^[\w-]{21}[AQgw]$/;
/** As many as one question has subjects. */
const MOST = 100;

const Named = (): PropertyDecorator =>
  applyDecorators(WhenPresent(), IsArray(), ArrayMinSize(1), ArrayMaxSize(MOST), Matches(BYTES, { each: true }));

class MistakesBody {
  @Named() inquiries?: string[];
  @Named() receipts?: string[];
}

/** @throws Problem `index.one-of-both` */
function oneOf({ inquiries, receipts }: MistakesBody): Mistakes {
  if (inquiries !== undefined && receipts === undefined) return { inquiries };
  if (receipts !== undefined && inquiries === undefined) return { receipts };
  throw problem('one-of-both');
}

@Controller('v1')
export class OwnInquiriesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get('own-inquiries')
  @Requires('inquiry.list')
  list(@TheActor() actor: Actor): Promise<OwnInquiryList> {
    return this.queries.execute(new OwnInquiries(actor));
  }

  @Post('mistakes')
  @HttpCode(204)
  @Requires('inquiry.mark')
  async mark(@TheActor() actor: Actor, @Body(StrictBody) body: MistakesBody): Promise<void> {
    await this.commands.execute(new MarkMistakes(actor, oneOf(body)));
  }
}
