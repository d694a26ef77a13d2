import { readFileSync } from 'node:fs';

/** Reads one setting: returns the parsed value, or throws an Error whose message completes "NAME …". */
export type Setting<T> = (text: string | undefined) => T;

export class ConfigurationFault extends Error {
  constructor(readonly faults: readonly string[]) {
    super(`The configuration does not allow a start:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`);
    this.name = 'ConfigurationFault';
  }
}

/**
 * Parses all settings of a process at once and reports every fault together.
 * The only place that reads `process.env`.
 * @throws ConfigurationFault naming each setting that is missing or wrong, never its value
 */
export function readConfiguration<T extends Record<string, unknown>>(
  settings: { readonly [K in keyof T]: Setting<T[K]> },
  environment: NodeJS.ProcessEnv = process.env,
): T {
  const faults: string[] = [];
  const values: Partial<T> = {};
  for (const name of Object.keys(settings) as (keyof T & string)[]) {
    try {
      values[name] = settings[name](environment[name]);
    } catch (fault) {
      faults.push(`${name} ${fault instanceof Error ? fault.message : 'cannot be read'}`);
    }
  }
  if (faults.length > 0) throw new ConfigurationFault(faults);
  return values as T;
}

const present = (text: string | undefined): string => {
  if (text === undefined || text === '') throw new Error('is missing');
  return text;
};

/** A non-empty text. */
export const text: Setting<string> = present;

/** A whole number of at least `least`; `standard` when not set. */
export const wholeNumber =
  (standard: number, least = 0): Setting<number> =>
  (given) => {
    if (given === undefined || given === '') return standard;
    const value = Number(given);
    if (!Number.isSafeInteger(value) || value < least) throw new Error(`must be a whole number of at least ${least}`);
    return value;
  };

/** `true` or `false`; `standard` when not set. */
export const flag =
  (standard: boolean): Setting<boolean> =>
  (given) => {
    if (given === undefined || given === '') return standard;
    if (given !== 'true' && given !== 'false') throw new Error('must be true or false');
    return given === 'true';
  };

/** An absolute URL with one of the given protocols. */
export const url =
  (...protocols: string[]): Setting<string> =>
  (given) => {
    const value = present(given);
    if (!URL.canParse(value)) throw new Error('must be a URL');
    if (!protocols.includes(new URL(value).protocol)) throw new Error(`must begin with ${protocols.join(' or ')}`);
    return value;
  };

export const postgresUrl = url('postgres:', 'postgresql:');
export const webUrl = url('http:', 'https:');

/** One of a closed list. */
export const oneOf =
  <T extends string>(allowed: readonly T[], standard?: T): Setting<T> =>
  (given) => {
    if ((given === undefined || given === '') && standard !== undefined) return standard;
    const value = present(given);
    if (!allowed.includes(value as T)) throw new Error(`must be one of ${allowed.join(', ')}`);
    return value as T;
  };

/** Some of a closed list, joined by commas; all of it when not set. */
export const someOf =
  <T extends string>(allowed: readonly T[]): Setting<readonly T[]> =>
  (given) => {
    if (given === undefined || given === '') return allowed;
    const values = given.split(',').map((value) => value.trim());
    if (!values.every((value) => allowed.includes(value as T)))
      throw new Error(`must be a list, joined by commas, of ${allowed.join(', ')}`);
    return allowed.filter((value) => values.includes(value));
  };

/** Anything, or undefined when not set. */
export const optional =
  <T>(setting: Setting<T>): Setting<T | undefined> =>
  (given) =>
    given === undefined || given === '' ? undefined : setting(given);

/** Contents of a file that the setting names. Secrets come this way: an environment leaks into process lists and dumps. */
export const file: Setting<Buffer> = (given) => {
  const path = present(given);
  try {
    return readFileSync(path);
  } catch {
    throw new Error('names a file that cannot be read');
  }
};

/** A secret of `bytes` bytes, base64url in a file of its own. */
export const secretFile =
  (bytes: number): Setting<Buffer> =>
  (given) => {
    const secret = Buffer.from(file(given).toString('utf8').trim(), 'base64url');
    if (secret.length !== bytes) throw new Error(`must name a file with ${bytes} bytes in base64url`);
    return secret;
  };
