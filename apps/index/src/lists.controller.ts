import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsObject,
  IsUUID,
  Matches,
  ValidateNested,
} from 'class-validator';
import { type Actor, Requires, TheActor } from '#access';
import {
  MOST_REGISTRATIONS,
  RegisterInvolvements,
  type Registered,
  type Renewal,
  RenewInvolvements,
  type TeamWithdrawn,
  type Withdrawal,
  WithdrawInvolvements,
  WithdrawTeam,
} from '#involvement';
import { StrictBody } from '#platform';
import { KINDS } from '#tokens';
import { checkedCode } from './code';
import { TICKET } from './question';
import { RegistrationItemBody, lowerCase } from './registration-body';

/** Renewals or withdrawals in one request. */
const MOST_CHANGES = 500;

class RegistrationsBody {
  @IsArray() @ArrayMinSize(1) @ArrayMaxSize(KINDS.length) @Matches(TICKET, { each: true }) tickets: string[];
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MOST_REGISTRATIONS)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => RegistrationItemBody)
  registrations: RegistrationItemBody[];
}

class IdsBody {
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MOST_CHANGES)
  @ArrayUnique()
  @IsUUID('all', { each: true })
  @Transform(({ value }: { value: unknown }) => (Array.isArray(value) ? value.map(lowerCase) : value))
  ids: string[];
}

class TeamWithdrawalBody {
  @IsIn(['connection', 'anyone']) registeredBy: 'connection' | 'anyone';
}

/** Many at once: what the connector sends. */
@Controller('v1')
export class ListsController {
  constructor(private readonly commands: CommandBus) {}

  @Post('registrations')
  @HttpCode(200)
  @Requires('involvement.register')
  async register(
    @TheActor() actor: Actor,
    @Body(StrictBody) { registrations, tickets }: RegistrationsBody,
  ): Promise<{ registrations: readonly Registered[] }> {
    const entered = await this.commands.execute(new RegisterInvolvements(actor, registrations, tickets));
    return { registrations: entered.map(({ id, expiresOn, receipt }) => ({ id, expiresOn, receipt })) };
  }

  @Post('renewals')
  @HttpCode(200)
  @Requires('involvement.register')
  async renew(@TheActor() actor: Actor, @Body(StrictBody) { ids }: IdsBody): Promise<{ renewals: readonly Renewal[] }> {
    return { renewals: await this.commands.execute(new RenewInvolvements(actor, ids)) };
  }

  @Post('withdrawals')
  @HttpCode(200)
  @Requires('involvement.register')
  async withdraw(
    @TheActor() actor: Actor,
    @Body(StrictBody) { ids }: IdsBody,
  ): Promise<{ withdrawals: readonly Withdrawal[] }> {
    return { withdrawals: await this.commands.execute(new WithdrawInvolvements(actor, ids)) };
  }

  @Post('teams/:code/withdrawals')
  @HttpCode(200)
  @Requires('involvement.register')
  withdrawTeam(
    @TheActor() actor: Actor,
    @Param('code') code: string,
    @Body(StrictBody) { registeredBy }: TeamWithdrawalBody,
  ): Promise<TeamWithdrawn> {
    return this.commands.execute(new WithdrawTeam(actor, checkedCode(code), registeredBy));
  }
}
