/**
 * platform: what every server process needs once.
 *
 * Owns configuration, the database connection and the unit of work, the access-token check, the HTTP edge (Fastify
 * under Nest, body limits, security headers, RFC 9457 filter, shutdown) and the log. It knows no subject of the
 * product: no involvement, no audit record, no rights. It never prints an unknown error object, because database
 * errors carry parameters.
 */
export * from './access-token';
export * from './binary-array';
export * from './claims';
export * from './configuration';
export * from './database';
export * from './edge';
export * from './logging';
export * from './meter';
export * from './migrate';
export * from './problem-filter';
export * from './random';
export * from './strict-body';
export * from './unit-of-work';
