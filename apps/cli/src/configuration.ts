import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ClientConfiguration, type LogIdentity, requireProtected } from '#client/node';
import { cliProblem } from './problems';

export type CliConfiguration = ClientConfiguration & LogIdentity;

/** Environment variables. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The folder for what belongs to this user, or nothing when the environment names no home. */
export function ownFolder(environment: Environment): string | undefined {
  const { XDG_CONFIG_HOME: xdg, HOME: home, USERPROFILE: profile } = environment;
  if (xdg !== undefined && xdg !== '') return join(xdg, 'raakvlak');
  const base = home || profile;
  return base === undefined || base === '' ? undefined : join(base, '.config', 'raakvlak');
}

/**
 * The configuration from `--config`, RAAKVLAK_CONFIG, ./.raakvlak/client.json or the user's own folder; the first that
 * is named or there.
 *
 * @throws Problem `cli.no-configuration`, `cli.configuration-unreadable`, `cli.configuration-incomplete` (detail
 *   `fields`), `client.insecure-address`
 */
export function readConfiguration(file: string | undefined, environment: Environment): CliConfiguration {
  const named = file ?? (environment.RAAKVLAK_CONFIG || undefined);
  if (named !== undefined) {
    const text = textOf(named);
    if (text === undefined) throw cliProblem('configuration-unreadable');
    return parseConfiguration(text);
  }
  const own = ownFolder(environment);
  const places = [join('.raakvlak', 'client.json'), ...(own === undefined ? [] : [join(own, 'client.json')])];
  for (const place of places) {
    const text = textOf(place);
    if (text !== undefined) return parseConfiguration(text);
  }
  throw cliProblem('no-configuration');
}

/** @returns nothing when there is no such file */
function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw cliProblem('configuration-unreadable');
  }
}

const TEXTS = ['index', 'indexAudience', 'custodian', 'custodianAudience', 'issuer', 'clientId', 'rootKey'] as const;

/** Reads the contents of the file: all missing and wrong fields are reported at once. */
export function parseConfiguration(text: string): CliConfiguration {
  let file: Record<string, unknown>;
  try {
    file = Object(JSON.parse(text)) as Record<string, unknown>;
  } catch {
    throw cliProblem('configuration-unreadable');
  }
  const filled = (value: unknown): value is string => typeof value === 'string' && value !== '';
  const wrong = [
    ...TEXTS.filter((name) => !filled(file[name])),
    ...(typeof file.demo === 'boolean' ? [] : ['demo']),
    ...(['logKey', 'logOrigin'] as const).filter((name) => file[name] !== undefined && !filled(file[name])),
    ...(file.indexScope === undefined && file.custodianScope === undefined
      ? []
      : (['indexScope', 'custodianScope'] as const).filter((name) => !filled(file[name]))),
    ...(filled(file.rootKey) && !/^[A-Za-z0-9_-]{43}$/.test(file.rootKey) ? ['rootKey'] : []),
  ];
  if (wrong.length > 0) throw cliProblem('configuration-incomplete', { fields: wrong });
  const configuration = file as unknown as CliConfiguration;
  for (const address of [configuration.index, configuration.custodian, configuration.issuer]) requireProtected(address);
  return configuration;
}
