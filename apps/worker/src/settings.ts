import { type Setting, file, postgresUrl, readConfiguration, secretFile, someOf, text, wholeNumber } from '#platform';
import { type SigningKey, parseSigningKey } from '#transparency';

export interface SignSettings {
  readonly key: SigningKey;
  readonly origin: string;
  readonly signSeconds: number;
  readonly publishSeconds: number;
}

export interface ExpireSettings {
  /** 32 bytes each */
  readonly storageKey: Buffer;
  readonly auditKey: Buffer;
  readonly expireSeconds: number;
}

export interface OrganiseSettings {
  /** 32 bytes each */
  readonly storageKey: Buffer;
  readonly auditKey: Buffer;
  readonly organiseSeconds: number;
}

const DUTIES = ['sign', 'expire', 'organise'] as const;

/** What this process has to do, with the keys of that alone: a key of another duty is not even read. */
export function readSettings(): {
  url: string;
  sign?: SignSettings;
  expire?: ExpireSettings;
  organise?: OrganiseSettings;
} {
  const { DUTIES: duties } = readConfiguration({ DUTIES: someOf(DUTIES) });
  const of =
    (...users: readonly (typeof DUTIES)[number][]) =>
    <T>(setting: Setting<T>): Setting<T | undefined> =>
    (given) =>
      users.some((duty) => duties.includes(duty)) ? setting(given) : undefined;
  const [sign, expire, organise] = [of('sign'), of('expire'), of('organise')];
  const keys = of('expire', 'organise');
  const settings = readConfiguration({
    DATABASE_URL: postgresUrl,
    LOG_KEY_FILE: sign((given) => parseSigningKey(file(given).toString('utf8').trim())),
    LOG_ORIGIN: sign(text),
    SIGN_SECONDS: sign(wholeNumber(2, 1)),
    PUBLISH_SECONDS: sign(wholeNumber(3600, 1)),
    STORAGE_KEY_FILE: keys(secretFile(32)),
    AUDIT_KEY_FILE: keys(secretFile(32)),
    EXPIRE_SECONDS: expire(wholeNumber(3600, 1)),
    ORGANISE_SECONDS: organise(wholeNumber(60, 1)),
  });
  const signing = {
    key: settings.LOG_KEY_FILE,
    origin: settings.LOG_ORIGIN,
    signSeconds: settings.SIGN_SECONDS,
    publishSeconds: settings.PUBLISH_SECONDS,
  };
  const held = { storageKey: settings.STORAGE_KEY_FILE, auditKey: settings.AUDIT_KEY_FILE };
  const expiring = { ...held, expireSeconds: settings.EXPIRE_SECONDS };
  const organising = { ...held, organiseSeconds: settings.ORGANISE_SECONDS };
  return {
    url: settings.DATABASE_URL,
    ...(isComplete<SignSettings>(signing) ? { sign: signing } : {}),
    ...(isComplete<ExpireSettings>(expiring) ? { expire: expiring } : {}),
    ...(isComplete<OrganiseSettings>(organising) ? { organise: organising } : {}),
  };
}

const isComplete = <T extends object>(given: { [K in keyof T]: T[K] | undefined }): given is T =>
  Object.values(given).every((value) => value !== undefined);
