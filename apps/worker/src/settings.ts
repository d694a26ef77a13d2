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

const DUTIES = ['sign', 'expire', 'detect', 'follow-up'] as const;

/** What this process has to do, with the keys of that alone: a key of another duty is not even read. */
export function readSettings(): {
  url: string;
  sign?: SignSettings;
  expire?: ExpireSettings;
  detect?: DetectSettings;
  followUp?: FollowUpSettings;
} {
  const { DUTIES: duties } = readConfiguration({ DUTIES: someOf(DUTIES) });
  const of =
    (duty: (typeof DUTIES)[number]) =>
    <T>(setting: Setting<T>): Setting<T | undefined> =>
    (given) =>
      duties.includes(duty) ? setting(given) : undefined;
  const [sign, expire, detect, followUp] = [of('sign'), of('expire'), of('detect'), of('follow-up')];
  const auditKey = duties.some((duty) => duty !== 'sign');
  const settings = readConfiguration({
    DATABASE_URL: postgresUrl,
    LOG_KEY_FILE: sign((given) => parseSigningKey(file(given).toString('utf8').trim())),
    LOG_ORIGIN: sign(text),
    SIGN_SECONDS: sign(wholeNumber(2, 1)),
    PUBLISH_SECONDS: sign(wholeNumber(3600, 1)),
    STORAGE_KEY_FILE: expire(secretFile(32)),
    AUDIT_KEY_FILE: (given) => (auditKey ? secretFile(32)(given) : undefined),
    EXPIRE_SECONDS: expire(wholeNumber(3600, 1)),
    DETECT_SECONDS: detect(wholeNumber(15, 1)),
    FOLLOW_UP_SECONDS: followUp(wholeNumber(5, 1)),
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
  const expiring = {
    storageKey: settings.STORAGE_KEY_FILE,
    auditKey: settings.AUDIT_KEY_FILE,
    expireSeconds: settings.EXPIRE_SECONDS,
  };
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
  };
}

const isComplete = <T extends object>(given: { [K in keyof T]: T[K] | undefined }): given is T =>
  Object.values(given).every((value) => value !== undefined);
