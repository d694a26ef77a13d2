import { Controller, Get } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { OpenToAll } from '#access';
import { ProtocolState } from '#involvement';

@Controller('health')
export class HealthController {
  constructor(
    private readonly database: DataSource,
    private readonly protocol: ProtocolState,
  ) {}

  @Get('live')
  @OpenToAll('for the supervisor; says only that the process runs')
  live() {
    return { status: 'ok' };
  }

  /** 503 by the filter when the database or the epoch document is not there. */
  @Get('ready')
  @OpenToAll('for the proxy; says only whether questions can be served')
  async ready() {
    this.protocol.current();
    await this.database.query('select 1');
    return { status: 'ok' };
  }
}
