import { DEFAULT_INDEX_BUDGETS, type IndexBudgets, indexBudgetsIn } from '#involvement';
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

export interface DetectSettings {
  /** 32 bytes */
  readonly auditKey: Buffer;
  readonly detectSeconds: number;
  /** Those of the index */
  readonly budgets: IndexBudgets;
}

export interface FollowUpSettings {
  /** 32 bytes */
  readonly auditKey: Buffer;
  readonly followUpSeconds: number;
}

export interface OrganiseSettings {
  /** 32 bytes each */
  readonly storageKey: Buffer;
  readonly auditKey: Buffer;
  readonly organiseSeconds: number;
}

const DUTIES = ['sign', 'expire', 'detect', 'follow-up', 'organise'] as const;

/** What this process has to do, with the keys of that alone: a key of another duty is not even read. */
export function readSettings(): {
  url: string;
  sign?: SignSettings;
  expire?: ExpireSettings;
  detect?: DetectSettings;
  followUp?: FollowUpSettings;
  organise?: OrganiseSettings;
} {
  const { DUTIES: duties } = readConfiguration({ DUTIES: someOf(DUTIES) });
  const of =
    (...users: readonly (typeof DUTIES)[number][]) =>
    <T>(setting: Setting<T>): Setting<T | undefined> =>
    (given) =>
      users.some((duty) => duties.includes(duty)) ? setting(given) : undefined;
  const [sign, expire, detect, followUp, organise] = [
    of('sign'),
    of('expire'),
    of('detect'),
    of('follow-up'),
    of('organise'),
  ];
  const settings = readConfiguration({
    DATABASE_URL: postgresUrl,
    LOG_KEY_FILE: sign((given) => parseSigningKey(file(given).toString('utf8').trim())),
    LOG_ORIGIN: sign(text),
    SIGN_SECONDS: sign(wholeNumber(2, 1)),
    PUBLISH_SECONDS: sign(wholeNumber(3600, 1)),
    STORAGE_KEY_FILE: of('expire', 'organise')(secretFile(32)),
    AUDIT_KEY_FILE: of('expire', 'organise', 'detect', 'follow-up')(secretFile(32)),
    EXPIRE_SECONDS: expire(wholeNumber(3600, 1)),
    DETECT_SECONDS: detect(wholeNumber(15, 1)),
    FOLLOW_UP_SECONDS: followUp(wholeNumber(5, 1)),
    ORGANISE_SECONDS: organise(wholeNumber(60, 1)),
    BUDGETS_FILE: detect((given) =>
      given === undefined || given === '' ? DEFAULT_INDEX_BUDGETS : indexBudgetsIn(file(given).toString('utf8')),
    ),
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
  const detecting = {
    auditKey: settings.AUDIT_KEY_FILE,
    detectSeconds: settings.DETECT_SECONDS,
    budgets: settings.BUDGETS_FILE,
  };
  const following = { auditKey: settings.AUDIT_KEY_FILE, followUpSeconds: settings.FOLLOW_UP_SECONDS };
  return {
    url: settings.DATABASE_URL,
    ...(isComplete<SignSettings>(signing) ? { sign: signing } : {}),
    ...(isComplete<ExpireSettings>(expiring) ? { expire: expiring } : {}),
    ...(isComplete<DetectSettings>(detecting) ? { detect: detecting } : {}),
    ...(isComplete<FollowUpSettings>(following) ? { followUp: following } : {}),
    ...(isComplete<OrganiseSettings>(organising) ? { organise: organising } : {}),
  };
}

const isComplete = <T extends object>(given: { [K in keyof T]: T[K] | undefined }): given is T =>
  Object.values(given).every((value) => value !== undefined);
