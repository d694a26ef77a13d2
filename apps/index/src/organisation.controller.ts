import { Body, Controller, Get, HttpCode, Param, Post, Put, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { Type } from 'class-transformer';
import { IsIn, IsObject, Matches, ValidateNested } from 'class-validator';
import type { FastifyReply } from 'fastify';
import { type Actor, Requires, TheActor } from '#access';
import {
  Catalogue,
  ChangeContact,
  DOMAINS,
  type Domain,
  Heartbeat,
  type ManagedTeam,
  ManagedTeams,
  Organisation,
  type OrganisationOverview,
  PARTS,
  type Part,
  type Proposed,
  PutDepartment,
  PutTeam,
  type TeamAndContact,
  TeamContact,
  type TeamName,
  TeamNames,
  fitsDomain,
  fitsRole,
  inForce,
  ownTeams,
} from '#organisation';
import { StrictBody, localDay } from '#platform';
import { CODE, checkedCode } from './code';
import { ContactBody, NAME, doneOr } from './contact-body';
import { WhenPresent } from './registration-body';

class DepartmentBody {
  @Matches(NAME) name: string;
  @IsIn(DOMAINS) domain: Domain;
  @WhenPresent() @Matches(/^[A-Za-z0-9{}-]{3,40}$/) casePattern?: string;
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
    private readonly queries: QueryBus,
    private readonly catalogue: Catalogue,
  ) {}

  @Get('purposes')
  @Requires('purpose.read')
  async purposes(@TheActor() actor: Actor) {
    const { purposes, departments } = await this.catalogue.fresh();
    const asker = { roles: actor.roles, domain: departments.get(actor.department)?.domain };
    const current = [...purposes.values()].flatMap((versions) => inForce(versions, localDay(Date.now())) ?? []);
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
    const own = ownTeams(actor, await this.catalogue.fresh());
    return { teams: own.map(({ code, name, department }) => ({ code, name, department })) };
  }

  @Get('managed-teams')
  @Requires('contact.change')
  async managedTeams(@TheActor() actor: Actor): Promise<{ teams: readonly ManagedTeam[] }> {
    return { teams: await this.queries.execute(new ManagedTeams(actor)) };
  }

  @Get('team-names')
  @Requires('team-name.read')
  async teamNames(@TheActor() actor: Actor): Promise<{ teams: readonly TeamName[] }> {
    return { teams: await this.queries.execute(new TeamNames(actor)) };
  }

  @Get('organisation')
  @Requires('organisation.manage')
  organisation(): Promise<OrganisationOverview> {
    return this.queries.execute(new Organisation());
  }

  @Put('departments/:code')
  @HttpCode(204)
  @Requires('organisation.manage')
  async putDepartment(
    @TheActor() actor: Actor,
    @Param('code') code: string,
    @Body(StrictBody) body: DepartmentBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Proposed | undefined> {
    return doneOr(reply, await this.commands.execute(new PutDepartment(actor, checkedCode(code), body)));
  }

  @Put('teams/:code')
  @HttpCode(204)
  @Requires('organisation.manage')
  async putTeam(
    @TheActor() actor: Actor,
    @Param('code') code: string,
    @Body(StrictBody) body: TeamBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Proposed | undefined> {
    return doneOr(reply, await this.commands.execute(new PutTeam(actor, checkedCode(code), body)));
  }

  @Get('teams/:code/contact')
  @Requires('contact.change')
  contact(@TheActor() actor: Actor, @Param('code') code: string): Promise<TeamAndContact> {
    return this.queries.execute(new TeamContact(actor, checkedCode(code)));
  }

  @Put('teams/:code/contact')
  @HttpCode(204)
  @Requires('contact.change')
  changeContact(
    @TheActor() actor: Actor,
    @Param('code') code: string,
    @Body(StrictBody) body: ContactBody,
  ): Promise<void> {
    return this.commands.execute(new ChangeContact(actor, checkedCode(code), body));
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
