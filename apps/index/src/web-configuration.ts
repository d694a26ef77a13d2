import { type Setting, file } from '#platform';

/** What the index tells the web app, and what its worker may talk to. */
export interface WebConfiguration {
  /** Contents of `/configuration.json`: addresses and public keys, no secret */
  readonly app: Readonly<Record<string, unknown>>;
  /** Origins besides the index's own */
  readonly connect: readonly string[];
}

const TEXTS = ['custodian', 'custodianAudience', 'issuer', 'clientId', 'indexAudience', 'rootKey'] as const;

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
  const connect = [...new Set(addresses.map((address) => new URL(address as string).origin))];
  return { app, connect };
};
