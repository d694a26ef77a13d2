import { availableParallelism } from 'node:os';
import {
  type Claims,
  claimsFile,
  ConfigurationFault,
  file,
  flag,
  optional,
  postgresUrl,
  readConfiguration,
  type Setting,
  text,
  webUrl,
  wholeNumber,
} from '#platform';
import { type Budgets, budgetsIn, DEFAULT_BUDGETS } from './budgets';
import { type Kek, readKekFile } from './kek';
import { readPrivateFile } from './private-file';

export const CONFIGURATION = Symbol('configuration of the custodian');

/** A secret in a file of its own: refused when anybody besides the owner may read it. */
const privateFile: Setting<string> = (given) => readPrivateFile(text(given));

/** Origins as a browser sends them, separated by commas: scheme, host and port, no path. */
const origins: Setting<readonly string[]> = (given) => {
  const listed = (given ?? '')
    .split(',')
    .map((origin) => origin.trim())
    .filter((origin) => origin !== '');
  if (listed.some((origin) => !URL.canParse(origin) || new URL(origin).origin !== origin)) {
    throw new Error('must list origins such as https://raakvlak.example, separated by commas, without a path');
  }
  return listed;
};

const host: Setting<string> = (given) => given || '127.0.0.1';

const rootKey: Setting<string> = (given) => {
  const key = text(given);
  if (!/^[\w-]{43}$/.test(key)) throw new Error('must be an Ed25519 public key: 32 bytes in base64url');
  return key;
};

const utf8File: Setting<string> = (given) => file(given).toString('utf8').trim();

/** The key that the token keys are sealed under: from a file, or from a program that fetches it; exactly one of both. */
function kekSettings(): { KEK_FILE: Setting<Kek | undefined>; KEK_COMMAND: Setting<string | undefined> } {
  let inFile = false;
  return {
    KEK_FILE: (given) => {
      inFile = given !== undefined && given !== '';
      return optional((path) => readKekFile(text(path)))(given);
    },
    KEK_COMMAND: (given) => {
      const command = optional(text)(given);
      if (inFile && command !== undefined) throw new Error('and KEK_FILE are both set: set one of them');
      if (!inFile && command === undefined) throw new Error('and KEK_FILE are both missing: set one of them');
      return command;
    },
  };
}

/** Every fault of the file at once, in one sentence. */
const budgets: Setting<Budgets> = (given) =>
  given === undefined || given === '' ? DEFAULT_BUDGETS : budgetsIn(file(given).toString('utf8'));

export interface CustodianConfiguration extends Record<string, unknown> {
  /** 0 takes a free port */
  readonly PORT: number;
  readonly HOST: string;
  /** The custodian's own database */
  readonly DATABASE_URL: string;
  readonly OIDC_ISSUER: string;
  /** Where the issuer's keys are; found through its metadata when not set */
  readonly OIDC_JWKS_URI: string | undefined;
  /** Audience of access tokens for the custodian, never that of the index */
  readonly AUDIENCE: string;
  /** Where the provider says who somebody is; the same file as the index has, so that both see one actor */
  readonly CLAIMS_FILE: Claims;
  /** Contents of the token key file, in its seals */
  readonly KEY_FILE: string;
  /** The key that opens them; overwritten when they are open */
  readonly KEK_FILE: Kek | undefined;
  /** Or a program that prints it */
  readonly KEK_COMMAND: string | undefined;
  /** What that program gets to see of the environment */
  readonly PATH: string | undefined;
  readonly HOME: string | undefined;
  /** Contents of the signed epoch document */
  readonly EPOCH_DOCUMENT_FILE: string;
  readonly ROOT_PUBLIC_KEY: string;
  /** Contents of the ticket key file, a private JWK */
  readonly TICKET_KEY_FILE: string;
  readonly DEMO: boolean;
  readonly ALLOWED_ORIGINS: readonly string[];
  /** Most evaluations an hour, a day and an epoch */
  readonly BUDGETS_FILE: Budgets;
  /** Threads that evaluate */
  readonly WORKERS: number;
}

/** @throws ConfigurationFault naming every setting that is missing or wrong */
export function readCustodianConfiguration(environment?: NodeJS.ProcessEnv): CustodianConfiguration {
  const configuration = readConfiguration<CustodianConfiguration>(
    {
      PORT: wholeNumber(0),
      HOST: host,
      DATABASE_URL: postgresUrl,
      OIDC_ISSUER: webUrl,
      OIDC_JWKS_URI: optional(webUrl),
      AUDIENCE: text,
      CLAIMS_FILE: claimsFile(),
      KEY_FILE: privateFile,
      ...kekSettings(),
      PATH: optional(text),
      HOME: optional(text),
      EPOCH_DOCUMENT_FILE: utf8File,
      ROOT_PUBLIC_KEY: rootKey,
      TICKET_KEY_FILE: privateFile,
      DEMO: flag(false),
      ALLOWED_ORIGINS: origins,
      BUDGETS_FILE: budgets,
      WORKERS: wholeNumber(Math.max(1, availableParallelism() - 1), 1),
    },
    environment,
  );
  if (configuration.PORT > 65_535) throw new ConfigurationFault(['PORT must be at most 65535']);
  return configuration;
}

/** @throws ConfigurationFault naming every setting of the office program that is missing or wrong */
export const readOfficeConfiguration = (): { readonly DATABASE_URL: string; readonly BUDGETS_FILE: Budgets } =>
  readConfiguration({ DATABASE_URL: postgresUrl, BUDGETS_FILE: budgets });
