import type { LoggerService } from '@nestjs/common';
import pino from 'pino';

/** Fields a log line may carry: figures and words of our own, never input. */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

const output = pino({ base: { pid: process.pid }, timestamp: pino.stdTimeFunctions.isoTime });

/** One JSON line on standard output. `event` is a fixed phrase. */
export const log = {
  info: (event: string, fields: LogFields = {}) => output.info(fields, event),
  warn: (event: string, fields: LogFields = {}) => output.warn(fields, event),
  /** An unknown error: its class, code and place in the code. Its message is left out: it may quote input or parameters. */
  error: (event: string, cause: unknown, fields: LogFields = {}) =>
    output.error({ ...fields, ...traceOf(cause) }, event),
};

/** Class, code and stack frames of an error, without its message. */
export function traceOf(cause: unknown): { error: string; code?: string; at?: string[] } {
  if (!(cause instanceof Error)) return { error: typeof cause };
  const code = (cause as { code?: unknown }).code;
  const frames = (cause.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return {
    error: cause.constructor.name,
    ...(typeof code === 'string' && /^[\w.-]{1,40}$/.test(code) ? { code } : {}),
    at: frames.slice(0, 8).map((line) => line.trim()),
  };
}

/** Nest's own messages: only warnings and worse, without the objects it would print. */
export const nestLogger: LoggerService = {
  log: () => undefined,
  warn: (message: unknown) => log.warn('framework', { message: fixed(message) }),
  error: (message: unknown) => log.warn('framework-error', { message: fixed(message) }),
  fatal: (message: unknown) => log.warn('framework-fatal', { message: fixed(message) }),
};

const fixed = (message: unknown): string => (typeof message === 'string' ? message.slice(0, 300) : typeof message);
