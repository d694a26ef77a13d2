import {
  type ArgumentMetadata,
  Body,
  Controller,
  Get,
  HttpCode,
  Injectable,
  Param,
  ParseUUIDPipe,
  Post,
  Put,
  Query,
  Res,
} from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsDateString,
  IsIn,
  IsObject,
  Length,
  Matches,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import type { FastifyReply } from 'fastify';
import { type Actor, Requires, TheActor } from '#access';
import {
  NOTICE_STATES,
  type NoticeState,
  OurInvolvement,
  type OwnInvolvement,
  RegisterInvolvement,
  type Registered,
  RenewInvolvement,
  type Renewed,
  WithdrawInvolvement,
  type Withdrawn,
} from '#involvement';
import { StrictBody } from '#platform';
import { KINDS, type Kind, NOTICE_GROUNDS, type NoticeGround, type Rung, SCHEMES, type Scheme } from '#tokens';
import { TOKEN } from './question';

/** `@IsOptional()` lets null through; this does not. */
const WhenPresent = (): PropertyDecorator => ValidateIf((_, value) => value !== undefined);

class LineBody {
  @IsIn(KINDS) kind: Kind;
  @IsIn(SCHEMES) scheme: Scheme;
  @Length(1, 40) epoch: string;
  @Matches(TOKEN) token: string;
}

class NoticeBody {
  @IsIn(NOTICE_STATES) state: NoticeState;
  @WhenPresent() @IsIn(NOTICE_GROUNDS) ground?: NoticeGround;
  /** ISO 8601 also has week dates, which PostgreSQL does not read. */
  @WhenPresent() @Matches(/^20\d\d-\d\d-\d\d$/) @IsDateString({ strict: true }) reviewOn?: string;
}

class RegistrationBody {
  @Matches(/^[a-z][a-z0-9-]{1,49}$/) team: string;
  @IsIn(['unit', 'number', 'subject']) rung: Rung;
  @IsArray() @ArrayMinSize(1) @ArrayMaxSize(2) @Length(1, 1500, { each: true }) tickets: string[];
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(2)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => LineBody)
  lines: LineBody[];
  @WhenPresent() @Length(1, 30) caseNumber?: string;
  @IsObject() @ValidateNested() @Type(() => NoticeBody) notice: NoticeBody;
}

class NothingBody {}

/** Receipts are made from the id as text, so one spelling of it counts (RFC 9562, 4: lower case in output). */
@Injectable()
class InvolvementId extends ParseUUIDPipe {
  override async transform(value: string, metadata: ArgumentMetadata): Promise<string> {
    return String(await super.transform(value, metadata)).toLowerCase();
  }
}

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
  ): Promise<Omit<Registered, 'created'>> {
    const { created, ...registered } = await this.commands.execute(new RegisterInvolvement(actor, id, body));
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

  @Get()
  @Requires('involvement.read')
  async ours(
    @TheActor() actor: Actor,
    @Query('team') team: unknown,
  ): Promise<{ involvements: readonly OwnInvolvement[] }> {
    return {
      involvements: await this.queries.execute(new OurInvolvement(actor, typeof team === 'string' ? team : '')),
    };
  }
}
