import { readFileSync } from 'node:fs';
import { type DemoPeople, readPeople } from './people';

export interface IdentityConfiguration {
  /** 0 takes a free port */
  readonly port: number;
  /** Undefined: http://localhost:<port> */
  readonly issuer: string | undefined;
  readonly dataDir: string;
  readonly indexAudience: string;
  readonly custodianAudience: string;
  readonly people: DemoPeople;
  /** Origins of the web app */
  readonly redirectOrigins: readonly string[];
}

const LOOPBACK = ['localhost', '127.0.0.1'];

/**
 * Reads the settings that the supervisor hands over.
 * @throws Error naming every setting that is missing or wrong, never a value
 */
export function readIdentityConfiguration(
  environment: Readonly<Record<string, string | undefined>>,
): IdentityConfiguration {
  const faults: string[] = [];
  const read = <T>(name: string, parse: (text: string) => T): T | undefined => {
    try {
      return parse(environment[name] ?? '');
    } catch (fault) {
      faults.push(`${name} ${fault instanceof Error ? fault.message : 'cannot be read'}`);
      return undefined;
    }
  };
  const found = {
    port: read('PORT', port),
    issuer: read('ISSUER', (text) => (text === '' ? undefined : loopbackOrigin(text))),
    dataDir: read('DATA_DIR', present),
    indexAudience: read('INDEX_AUDIENCE', absoluteUri),
    custodianAudience: read('CUSTODIAN_AUDIENCE', absoluteUri),
    people: read('PEOPLE_FILE', (path) => readPeople(readFileSync(present(path), 'utf8'))),
    redirectOrigins: read('REDIRECT_ORIGINS', (text) => text.split(',').filter(Boolean).map(webOrigin)),
  };
  if (found.indexAudience !== undefined && found.indexAudience === found.custodianAudience) {
    faults.push('CUSTODIAN_AUDIENCE must differ from INDEX_AUDIENCE');
  }
  if (faults.length > 0) throw new Error(`The configuration does not allow a start: ${faults.join('; ')}`);
  return found as IdentityConfiguration;
}

function present(text: string): string {
  if (text === '') throw new Error('is missing');
  return text;
}

function port(text: string): number {
  const value = Number(present(text));
  if (!Number.isInteger(value) || value < 0 || value > 65_535) throw new Error('must be a port, or 0 for a free one');
  return value;
}

/** Resource indicators are absolute URIs without a fragment (RFC 8707, 2). */
function absoluteUri(text: string): string {
  if (!URL.canParse(present(text)) || text.includes('#')) throw new Error('must be an absolute URI without fragment');
  return text;
}

/** This provider hands out any identity to whoever asks, so nothing but this machine may reach it. */
function loopbackOrigin(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'http:' || !LOOPBACK.includes(url.hostname) || url.origin !== text) {
    throw new Error('must be http://localhost:<port>; this provider is for demonstration on one machine');
  }
  return text;
}

function webOrigin(text: string): string {
  const origin = text.trim();
  if (!URL.canParse(origin) || new URL(origin).origin !== origin || !/^https?:/.test(origin)) {
    throw new Error('must be a list of origins, parted by commas');
  }
  return origin;
}
