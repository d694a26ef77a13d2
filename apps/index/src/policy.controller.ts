import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsDateString,
  IsIn,
  IsObject,
  Matches,
  ValidateNested,
} from 'class-validator';
import { type Actor, Requires, TheActor } from '#access';
import {
  type Cell,
  DISCLOSURES,
  type Difference,
  type Disclosure,
  IN_FORCE,
  LABEL,
  PolicyShelf,
  ProposePolicy,
  RUNGS,
  cellsOf,
  differenceOf,
} from '#disclosure';
import { type Simulation, Simulate } from '#involvement';
import { ASKING_ROLES, type AskingRole, Catalogue, DOMAINS, type Domain } from '#organisation';
import { StrictBody, localDay, startOfDay } from '#platform';
import { KINDS, type Kind, type Rung } from '#tokens';
import { CODE, checkedCode } from './code';
import { WhenPresent } from './registration-body';

/** `in-force`, `v3`, or the id of a proposal. */
const POLICY = /^(in-force|v[1-9]\d{0,8}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;
/** In one policy. */
const MOST_RULES = 480;
const MOST_STAND_INS = 20;

class OwnerBody {
  @WhenPresent() @IsIn(DOMAINS) domain?: Domain;
  @WhenPresent() @Matches(CODE) department?: string;
  @WhenPresent() @Matches(CODE) team?: string;
}

class AskerBody {
  @WhenPresent() @IsIn(DOMAINS) domain?: Domain;
  @WhenPresent() @Matches(CODE) department?: string;
}

class RuleBody {
  @Matches(CODE) id: string;
  @WhenPresent() @IsObject() @ValidateNested() @Type(() => OwnerBody) owner?: OwnerBody;
  @WhenPresent() @IsObject() @ValidateNested() @Type(() => AskerBody) asker?: AskerBody;
  @WhenPresent() @Matches(CODE) purpose?: string;
  @WhenPresent() @IsIn(KINDS) kind?: Kind;
  @WhenPresent() @IsIn(RUNGS) rung?: Rung;
  @IsIn(DISCLOSURES) disclosure: Disclosure;
  @WhenPresent() @Matches(CODE) broker?: string;
  @WhenPresent() @Matches(LABEL) label?: string;
}

class StandInBody {
  @IsObject() @ValidateNested() @Type(() => OwnerBody) owner: OwnerBody;
  @Matches(CODE) team: string;
  @Matches(LABEL) label: string;
}

class PolicyBody {
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MOST_RULES)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => RuleBody)
  rules: RuleBody[];
  @IsArray()
  @ArrayMaxSize(MOST_STAND_INS)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => StandInBody)
  brokers: StandInBody[];
  /** First day in Amsterdam, from midnight UTC on */
  @WhenPresent() @Matches(/^20\d\d-\d\d-\d\d$/) @IsDateString({ strict: true }) effectiveFrom?: string;
}

class DifferenceBody {
  @Matches(POLICY) from: string;
  @Matches(POLICY) to: string;
}

class SimulatedAskerBody {
  @Matches(CODE) department: string;
  @IsIn(ASKING_ROLES) role: AskingRole;
}

class SimulationBody {
  @IsObject() @ValidateNested() @Type(() => SimulatedAskerBody) asker: SimulatedAskerBody;
  @Matches(CODE) purpose: string;
  @IsIn(KINDS) kind: Kind;
  @IsIn(RUNGS) rung: Rung;
  @WhenPresent() @IsArray() @ArrayMinSize(1) @ArrayMaxSize(200) @Matches(CODE, { each: true }) owners?: string[];
  @WhenPresent() @Matches(POLICY) policy?: string;
  @WhenPresent() @IsBoolean() emergency?: boolean;
}

const named = (name: string): string => (POLICY.test(name) ? name : checkedCode(name));

/** What the policy was, is and would be. */
@Controller('v1')
export class PolicyController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly shelf: PolicyShelf,
    private readonly catalogue: Catalogue,
  ) {}

  @Get('policies')
  @Requires('policy.read')
  async list() {
    const policies = await this.shelf.list(Date.now());
    return {
      policies: policies.map(({ version, effectiveFrom, state, policy, proposedBy, approvedBy }) => ({
        version,
        effectiveFrom: effectiveFrom.toISOString(),
        state,
        rules: policy?.rules.length ?? 0,
        proposedBy,
        approvedBy,
      })),
    };
  }

  @Get('policies/:code')
  @Requires('policy.read')
  async read(@Param('code') code: string) {
    const { version, effectiveFrom, rules, brokers } = await this.shelf.get(named(code), Date.now());
    return { version, effectiveFrom: effectiveFrom.toISOString(), rules, brokers };
  }

  /** Everything that it decides, for the DPIA. */
  @Get('policies/:code/cells')
  @Requires('policy.read')
  async cells(@Param('code') code: string): Promise<{ cells: readonly Cell[] }> {
    const policy = await this.shelf.get(named(code), Date.now());
    return { cells: cellsOf(policy, await this.catalogue.fresh(), localDay(Date.now())) };
  }

  /** Whom a rule can name, in the words that people know them by. */
  @Get('policy-parties')
  @Requires('policy.read')
  async parties() {
    const { departments, teams } = await this.catalogue.fresh();
    return {
      departments: [...departments.values()].map(({ code, name, domain }) => ({ code, name, domain })),
      teams: [...teams.values()].map(({ code, name, department, endedOn }) => ({
        code,
        name,
        department,
        ended: endedOn !== null,
      })),
    };
  }

  @Post('policies')
  @HttpCode(202)
  @Requires('policy.propose')
  async propose(@TheActor() actor: Actor, @Body(StrictBody) { rules, brokers, effectiveFrom }: PolicyBody) {
    const from = effectiveFrom === undefined ? undefined : new Date(startOfDay(effectiveFrom));
    return { proposal: await this.commands.execute(new ProposePolicy(actor, { rules, brokers }, from)) };
  }

  @Post('policy-differences')
  @HttpCode(200)
  @Requires('policy.read')
  async difference(@Body(StrictBody) { from, to }: DifferenceBody): Promise<Difference> {
    const now = Date.now();
    const [old, fresh] = [await this.shelf.get(from, now), await this.shelf.get(to, now)];
    return differenceOf(old, fresh, await this.catalogue.fresh(), localDay(now));
  }

  @Post('simulations')
  @HttpCode(200)
  @Requires('policy.read')
  simulate(@Body(StrictBody) { policy = IN_FORCE, ...question }: SimulationBody): Promise<Simulation> {
    return this.queries.execute(new Simulate({ ...question, policy }));
  }
}
