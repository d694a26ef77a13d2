import { type ArgumentMetadata, Injectable, ValidationPipe } from '@nestjs/common';
import { problem } from './problems';

/** The body as its class describes it: no field more, no text of the request in the refusal. */
@Injectable()
export class StrictBody extends ValidationPipe {
  constructor() {
    super({ whitelist: true, forbidNonWhitelisted: true, exceptionFactory: () => problem('request-refused') });
  }

  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    // class-validator lets an own property `constructor` pass unseen (Nest issue 16050).
    if (typeof value !== 'object' || value === null || Array.isArray(value) || Object.hasOwn(value, 'constructor')) {
      throw problem('request-refused');
    }
    return super.transform(value, metadata) as Promise<unknown>;
  }
}
