import { Controller, Get, Header } from '@nestjs/common';
import { OpenToAll } from '#access';
import document from '../../../docs/openapi.json';

const TEXT = JSON.stringify(document);

@Controller('v1/openapi.json')
export class OpenApiController {
  /** Any page may read it (NL GOV API Design Rules, /core/publish-openapi). */
  @Get()
  @OpenToAll('documentation of this server')
  @Header('content-type', 'application/json')
  @Header('cache-control', 'public, max-age=60')
  @Header('access-control-allow-origin', '*')
  openapi(): string {
    return TEXT;
  }
}
