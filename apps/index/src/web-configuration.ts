import { type Setting, file } from '#platform';

/** What the index tells the web app, and what its worker may talk to. */
export interface WebConfiguration {
  /** Contents of `/configuration.json`: addresses and public keys, no secret */
  readonly app: Readonly<Record<string, unknown>>;
  /** Origins besides the index's own */
  readonly connect: readonly string[];
}

const TEXTS = ['custodian', 'custodianAudience', 'issuer', 'clientId', 'indexAudience', 'rootKey'] as const;

/** Of whom the pages for help, privacy and accessibility say that they can be asked; each may be left out. */
const WORDS = ['municipality', 'privacyContact', 'accessibilityContact'] as const;

/** A line that a page shows as it is. */
const isLine = (value: unknown): boolean => typeof value === 'string' && /^[^\p{Cc}\p{Cf}]{1,200}$/u.test(value);
const isPhone = (value: unknown): boolean => typeof value === 'string' && /^\+?[\d ()-]{3,25}$/.test(value);
const isEmail = (value: unknown): boolean => typeof value === 'string' && /^[\w.+'-]{1,64}@[\w.-]{1,180}$/.test(value);

/** Names of members that are not what a page can show: a helpdesk with a wrong number helps nobody. */
function wrongWords(app: Readonly<Record<string, unknown>>): string[] {
  const { helpdesk } = app;
  const { phone, email } = Object(helpdesk) as Record<string, unknown>;
  const known = helpdesk === undefined || (typeof helpdesk === 'object' && helpdesk !== null);
  return [
    ...WORDS.filter((name) => app[name] !== undefined && !isLine(app[name])),
    ...(known ? [] : ['helpdesk']),
    ...(phone === undefined || isPhone(phone) ? [] : ['helpdesk.phone']),
    ...(email === undefined || isEmail(email) ? [] : ['helpdesk.email']),
  ];
}

/** The client configuration (`client.json`) with the web app's own `clientId`; the address of the index is left out. */
export const webConfiguration: Setting<WebConfiguration> = (given) => {
  let app: Record<string, unknown>;
  try {
    app = Object(JSON.parse(file(given).toString('utf8'))) as Record<string, unknown>;
  } catch {
    throw new Error('must name a file with JSON');
  }
  const missing = TEXTS.filter((name) => typeof app[name] !== 'string');
  if (missing.length > 0) throw new Error(`must name a file with ${missing.join(', ')}`);
  const further = Array.isArray(app['connect']) ? (app['connect'] as unknown[]) : [];
  const addresses = [app['custodian'], app['issuer'], ...further];
  if (!addresses.every((address) => typeof address === 'string' && /^https?:/.test(URL.parse(address)?.protocol ?? '')))
    throw new Error('must name a file in which custodian, issuer and connect are addresses');
  const wrong = wrongWords(app);
  if (wrong.length > 0) throw new Error(`must name a file in which ${wrong.join(', ')} can be shown as they are`);
  const connect = [...new Set(addresses.map((address) => new URL(address as string).origin))];
  return { app, connect };
};
