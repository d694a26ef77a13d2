import { Body, Controller, Get, HttpCode, Param, Post, Put, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsInt,
  IsObject,
  Matches,
  Max,
  Min,
} from 'class-validator';
import type { FastifyReply } from 'fastify';
import { type Actor, Requires, TheActor } from '#access';
import { Connections, EndConnection, type ListedConnection, PutConnection } from '#organisation';
import { StrictBody } from '#platform';
import { CODE, checkedCode } from './code';
import { NAME } from './contact-body';
import { NothingBody, WhenPresent } from './registration-body';

class ConnectionBody {
  @Matches(NAME) name: string;
  @Matches(CODE) department: string;
  @IsArray() @ArrayMinSize(1) @ArrayMaxSize(100) @ArrayUnique() @Matches(CODE, { each: true }) teams: string[];
  @IsInt() @Min(1) @Max(1_000_000) caseload: number;
  /** Its members are looked at by the rule, which has words of its own for a private key */
  @IsObject() publicJwk: Record<string, unknown>;
  @WhenPresent() @IsBoolean() rolledOver?: boolean;
}

/** Departments' systems, as their manager keeps them. */
@Controller('v1/connections')
export class ConnectionsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @Requires('organisation.manage')
  async list(): Promise<{ connections: readonly ListedConnection[] }> {
    return { connections: await this.queries.execute(new Connections()) };
  }

  @Put(':code')
  @Requires('organisation.manage')
  async put(
    @TheActor() actor: Actor,
    @Param('code') code: string,
    @Body(StrictBody) body: ConnectionBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ListedConnection> {
    const { created, ...connection } = await this.commands.execute(new PutConnection(actor, checkedCode(code), body));
    void reply.status(created ? 201 : 200);
    return connection;
  }

  @Post(':code/end')
  @HttpCode(200)
  @Requires('organisation.manage')
  end(
    @TheActor() actor: Actor,
    @Param('code') code: string,
    @Body(StrictBody) _body: NothingBody,
  ): Promise<ListedConnection> {
    return this.commands.execute(new EndConnection(actor, checkedCode(code)));
  }
}
