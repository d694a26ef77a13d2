import { Body, Controller, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsIn,
  IsInt,
  IsObject,
  Matches,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { type Actor, Requires, TheActor } from '#access';
import {
  Catalogue,
  DOMAINS,
  type Domain,
  Heartbeat,
  PARTS,
  type Part,
  PutDepartment,
  PutTeam,
  dayOf,
  fitsDomain,
  fitsRole,
  inForce,
} from '#organisation';
import { StrictBody } from '#platform';
import { CODE, checkedCode } from './code';
import { WhenPresent } from './registration-body';

/** Counted like PostgreSQL counts, in characters, of which none is invisible or half (NUL, lone surrogates). */
const NAME = /^[^\p{C}]{1,120}$/u;

/** A pattern of our own: class-validator's IsEmail throws on half a surrogate pair. */
const EMAIL = /^(?=.{6,120}$)\w[\w.+-]{0,63}@([a-z\d][a-z\d-]{0,62}\.)+[a-z]{2,63}$/i;

class DepartmentBody {
  @Matches(NAME) name: string;
  @IsIn(DOMAINS) domain: Domain;
  @WhenPresent() @Matches(/^[A-Za-z0-9{}-]{3,40}$/) casePattern?: string;
}

class HoursBody {
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(7)
  @IsInt({ each: true })
  @Min(1, { each: true })
  @Max(7, { each: true })
  days: number[];
  @Matches(/^([01]\d|2[0-3]):[0-5]\d$/) from: string;
  @Matches(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/) to: string;
}

class ContactBody {
  @Matches(/^[+\d][\d ()-]{2,38}$/) phone: string;
  @Matches(EMAIL) email: string;
  @IsArray()
  @ArrayMaxSize(14)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => HoursBody)
  hours: HoursBody[];
  @WhenPresent() @Matches(CODE) instead?: string;
}

class TeamBody {
  @Matches(NAME) name: string;
  @Matches(CODE) department: string;
  @IsObject() @ValidateNested() @Type(() => ContactBody) contact: ContactBody;
  @WhenPresent() @IsIn(PARTS) part?: Part;
}

class HeartbeatBody {
  @WhenPresent() @Matches(/^[0-9A-Za-z][\w.-]{0,31}$/) epoch?: string;
}

@Controller('v1')
export class OrganisationController {
  constructor(
    private readonly commands: CommandBus,
    private readonly catalogue: Catalogue,
  ) {}

  @Get('purposes')
  @Requires('purpose.read')
  async purposes(@TheActor() actor: Actor) {
    const { purposes, departments } = await this.catalogue.fresh();
    const asker = { roles: actor.roles, domain: departments.get(actor.department)?.domain };
    const current = [...purposes.values()].flatMap((versions) => inForce(versions, dayOf(Date.now())) ?? []);
    return {
      purposes: current.map((purpose) => ({
        code: purpose.code,
        name: purpose.name,
        legalBasis: purpose.legalBasis,
        kinds: purpose.kinds,
        yours: fitsRole(purpose, asker) && fitsDomain(purpose, asker),
      })),
    };
  }

  @Get('teams')
  @Requires('involvement.read')
  async teams(@TheActor() actor: Actor) {
    const { teams } = await this.catalogue.fresh();
    const own = [...teams.values()].filter(({ code, department }) =>
      actor.roles.includes('connection') ? department === actor.department : actor.teams.includes(code),
    );
    return { teams: own.map(({ code, name, department }) => ({ code, name, department })) };
  }

  @Put('departments/:code')
  @HttpCode(204)
  @Requires('organisation.manage')
  putDepartment(
    @TheActor() actor: Actor,
    @Param('code') code: string,
    @Body(StrictBody) body: DepartmentBody,
  ): Promise<void> {
    return this.commands.execute(new PutDepartment(actor, checkedCode(code), body));
  }

  @Put('teams/:code')
  @HttpCode(204)
  @Requires('organisation.manage')
  putTeam(@TheActor() actor: Actor, @Param('code') code: string, @Body(StrictBody) body: TeamBody): Promise<void> {
    return this.commands.execute(new PutTeam(actor, checkedCode(code), body));
  }

  @Post('departments/:code/heartbeat')
  @HttpCode(204)
  @Requires('department.deliver')
  heartbeat(
    @TheActor() actor: Actor,
    @Param('code') code: string,
    @Body(StrictBody) { epoch }: HeartbeatBody,
  ): Promise<void> {
    return this.commands.execute(new Heartbeat(actor, checkedCode(code), epoch));
  }
}
