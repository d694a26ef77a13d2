import { ROLES, SCOPES } from '#access';
import { DEFAULT_INDEX_BUDGETS, type IndexBudgets, indexBudgetsIn } from '#involvement';
import {
  type Setting,
  claimsFile,
  file,
  flag,
  optional,
  postgresUrl,
  readConfiguration,
  secretFile,
  text,
  webUrl,
  wholeNumber,
} from '#platform';
import { webConfiguration } from './web-configuration';

/** Seconds between heads that askers' proofs run against; the same figure as the feeder's. */
export class PublishSeconds {
  constructor(readonly seconds: number) {}
}

/** Whether this is a demonstration, which knows made-up residents only. */
export class Demonstration {
  constructor(readonly demo: boolean) {}
}

/** Budgets for a town of another size; what the file leaves out keeps its default. */
const budgets: Setting<IndexBudgets> = (given) =>
  given === undefined || given === '' ? DEFAULT_INDEX_BUDGETS : indexBudgetsIn(file(given).toString('utf8'));

export const readSettings = () =>
  readConfiguration({
    PORT: wholeNumber(4080),
    HOST: (given) => given ?? '127.0.0.1',
    DATABASE_URL: postgresUrl,
    DATABASE_CONNECTIONS: wholeNumber(10, 2),
    OIDC_ISSUER: webUrl,
    OIDC_JWKS_URI: optional(webUrl),
    AUDIENCE: text,
    CLAIMS_FILE: claimsFile({ roles: ROLES, scopes: SCOPES }),
    CUSTODIAN_URL: webUrl,
    ROOT_PUBLIC_KEY: rootKey,
    STORAGE_KEY_FILE: secretFile(32),
    AUDIT_KEY_FILE: secretFile(32),
    PUBLISH_SECONDS: wholeNumber(3600, 1),
    BUDGETS_FILE: budgets,
    WEB_CONFIGURATION_FILE: optional(webConfiguration),
    DEMO: flag(false),
  });

function rootKey(given: string | undefined): Uint8Array {
  const key = Buffer.from(given ?? '', 'base64url');
  if (key.length !== 32) throw new Error('must be the custodian’s root public key, 32 bytes in base64url');
  return key;
}
