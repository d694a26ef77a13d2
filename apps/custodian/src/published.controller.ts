import { Controller, Get, Header } from '@nestjs/common';
import { DataSource } from 'typeorm';
import document from '../../../docs/openapi-custodian.json';
import { InForce } from './in-force';
import { problem } from './problems';
import { Public } from './rights';

const OPENAPI = JSON.stringify(document);

/** What anybody may see: the documentation, the signed epoch document, and whether the process serves. */
@Controller()
export class PublishedController {
  constructor(
    private readonly inForce: InForce,
    private readonly database: DataSource,
  ) {}

  @Get('v1/epochs')
  @Public()
  @Header('content-type', 'application/jose')
  @Header('cache-control', 'public, max-age=60')
  epochs(): string {
    return this.inForce.now.custody.document;
  }

  /** Any page may read it (NL GOV API Design Rules, /core/publish-openapi), not only the web app. */
  @Get('v1/openapi.json')
  @Public()
  @Header('content-type', 'application/json')
  @Header('cache-control', 'public, max-age=60')
  @Header('access-control-allow-origin', '*')
  openapi(): string {
    return OPENAPI;
  }

  @Get('health/live')
  @Public()
  live(): { status: string } {
    return { status: 'live' };
  }

  @Get('health/ready')
  @Public()
  async ready(): Promise<{ status: string }> {
    const { custody, pool } = this.inForce.now;
    custody.checkCurrent();
    const answers = this.database.query('select 1').then(
      () => true,
      () => false,
    );
    if (!pool.ready || !(await answers)) throw problem('not-ready', { retryAfterSeconds: 2 });
    return { status: 'ready' };
  }
}
