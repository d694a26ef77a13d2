import { type ArgumentMetadata, Injectable, ValidationPipe } from '@nestjs/common';
import { problemsOf } from '#problem';

const problem = problemsOf('platform', {
  'fields-refused': {
    status: 400,
    title: 'The body has missing, wrong or unknown fields',
    advice: 'Send exactly the fields that the API documentation names for this request.',
  },
});

interface Fault {
  readonly property: string;
  readonly constraints?: Record<string, string>;
  readonly children?: readonly Fault[];
}

/** Names of fields that our own class declares; the name of an unknown field is input and stays out. */
const declared = (faults: readonly Fault[]): string[] =>
  faults.filter(({ constraints }) => constraints?.whitelistValidation === undefined).map(({ property }) => property);

/** The body as its class describes it: no field more, and of what was sent nothing comes back. */
@Injectable()
export class StrictBody extends ValidationPipe {
  constructor() {
    super({
      whitelist: true,
      forbidNonWhitelisted: true,
      transform: true,
      exceptionFactory: (faults: readonly Fault[]) => problem('fields-refused', { fields: declared(faults) }),
    });
  }

  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    if (metadata.type !== 'body') return value;
    const plain = typeof value === 'object' && value !== null && !Array.isArray(value);
    if (!plain || namesInherited(value)) throw problem('fields-refused', { fields: [] });
    return super.transform(value, metadata) as Promise<unknown>;
  }
}

/**
 * class-validator lets own properties pass unseen when they are named like one that every object inherits, `constructor`
 * and `toString` among them (Nest issue 16050); Nest itself drops `prototype` before it looks. At any depth.
 */
function namesInherited(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return (
    Object.keys(value).some((name) => name in Object.prototype || name === 'prototype') ||
    Object.values(value).some(namesInherited)
  );
}
