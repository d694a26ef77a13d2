import { Controller, Get, Header } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Custody } from './custody';
import { EvaluationPool } from './evaluation-pool';
import { problem } from './problems';
import { Public } from './rights';

/** What anybody may see: the signed epoch document, and whether the process serves. */
@Controller()
export class PublishedController {
  constructor(
    private readonly custody: Custody,
    private readonly pool: EvaluationPool,
    private readonly database: DataSource,
  ) {}

  @Get('v1/epochs')
  @Public()
  @Header('content-type', 'application/jose')
  @Header('cache-control', 'public, max-age=60')
  epochs(): string {
    return this.custody.document;
  }

  @Get('health/live')
  @Public()
  live(): { status: string } {
    return { status: 'live' };
  }

  @Get('health/ready')
  @Public()
  async ready(): Promise<{ status: string }> {
    this.custody.checkCurrent();
    const answers = this.database.query('select 1').then(
      () => true,
      () => false,
    );
    if (!this.pool.ready || !(await answers)) throw problem('not-ready', { retryAfterSeconds: 2 });
    return { status: 'ready' };
  }
}
