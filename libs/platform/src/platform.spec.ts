import { HttpException, NotFoundException } from '@nestjs/common';
import { Problem } from '#problem';
import {
  ConfigurationFault,
  flag,
  oneOf,
  optional,
  postgresUrl,
  readConfiguration,
  secretFile,
  text,
  wholeNumber,
} from './configuration';
import { traceOf } from './logging';
import { problemBody, problemOf } from './problem-filter';

describe('configuration', () => {
  const settings = {
    PORT: wholeNumber(4080),
    DATABASE_URL: postgresUrl,
    KEY: secretFile(32),
    DEMO: flag(false),
    MODE: oneOf(['a', 'b'] as const),
  };

  it('reports every fault at once and no value', () => {
    const environment = { PORT: 'geheim1', DATABASE_URL: 'geheim2', KEY: '/geheim3', DEMO: 'geheim4', MODE: 'geheim5' };
    const fault = (() => {
      try {
        return readConfiguration(settings, environment);
      } catch (cause) {
        return cause;
      }
    })() as ConfigurationFault;
    expect(fault).toBeInstanceOf(ConfigurationFault);
    expect(fault.faults.map((line) => line.split(' ')[0])).toEqual(['PORT', 'DATABASE_URL', 'KEY', 'DEMO', 'MODE']);
    expect(fault.message).not.toContain('geheim');
  });

  it('has no default for what must be said', () => {
    expect(() => readConfiguration({ NAME: text }, {})).toThrow('NAME is missing');
    expect(readConfiguration({ NAME: optional(text), PORT: wholeNumber(7) }, {})).toEqual({ NAME: undefined, PORT: 7 });
  });
});

describe('a problem', () => {
  const secret = '999993653';

  it('is made of fixed texts, whatever was thrown', () => {
    const thrown = [
      new Error(`duplicate key (${secret})`),
      Object.assign(new Error(secret), { code: '23505', detail: `Key (token)=(${secret})` }),
      new NotFoundException(`Cannot GET /${secret}`),
      new HttpException(secret, 418),
      Object.assign(new SyntaxError(`Unexpected token in ${secret}`), { statusCode: 400 }),
      secret,
      undefined,
    ];
    for (const cause of thrown) expect(JSON.stringify(problemBody(problemOf(cause)))).not.toContain(secret);
  });

  it('says 503 when the database cannot be reached, and 500 only for what nobody foresaw', () => {
    const status = (cause: unknown): number => problemOf(cause).kind.status;
    expect(status(Object.assign(new Error(), { code: 'ECONNREFUSED' }))).toBe(503);
    expect(status(Object.assign(new Error(), { code: '57P01' }))).toBe(503);
    expect(status(Object.assign(new Error(), { driverError: { code: '53300' } }))).toBe(503);
    expect(status(Object.assign(new Error(), { statusCode: 413 }))).toBe(413);
    expect(status(new TypeError())).toBe(500);
    expect(status(new Problem('x.y', { status: 409, title: '', advice: '' }))).toBe(409);
  });

  it('leaves the log without the message of an unknown error', () => {
    expect(JSON.stringify(traceOf(new Error(secret)))).not.toContain(secret);
    expect(traceOf(Object.assign(new Error(secret), { code: `bad ${secret}` }))).not.toHaveProperty('code');
  });
});
