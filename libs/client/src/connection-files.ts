import { requireCode } from './own-words';
import { clientProblem } from './problems';

/** A department's system: how it signs in, and for whom it delivers. */
export interface Connection {
  readonly clientId: string;
  /** Code of the department */
  readonly department: string;
  /** Private key as JWK: EC P-256, ES256 */
  readonly key: Readonly<Record<string, string>>;
}

/** What the operators of the identity provider, the custodian and the index need of it. No secret. */
export interface PublicConnection {
  readonly clientId: string;
  readonly name: string;
  /** Code of the department */
  readonly department: string;
  /** Codes of the teams that it delivers for */
  readonly teams: readonly string[];
  /** How many involvements it has at most at one time; its budget follows from it */
  readonly caseload: number;
  readonly publicJwk: Readonly<Record<string, string>>;
}

export interface ConnectionKeyPair {
  readonly privateJwk: Readonly<Record<string, string>>;
  readonly publicJwk: Readonly<Record<string, string>>;
}

export const CONNECTION_FILE = 'connection.json';
export const PUBLIC_FILE = 'connection.public.json';
/** Involvements of one connection, as the connector and the custodian's operator know them. */
export const MOST_CASELOAD = 1_000_000;

/** The bytes whose SHA-256 names a key (RFC 7638, 3): members in alphabetical order, no spaces. ASCII. */
export const thumbprintInput = ({ crv, kty, x, y }: Readonly<Record<string, unknown>>): string =>
  JSON.stringify({ crv, kty, x, y });

/** A key with its name, its private member only when it had one, and nothing else. @param kid its thumbprint */
export function namedKey(jwk: Readonly<Record<string, unknown>>, kid: string): Record<string, string> {
  const { kty, crv, x, y, d } = jwk as Record<string, string>;
  return { kty, crv, x, y, ...(d === undefined ? {} : { d }), kid, alg: 'ES256', use: 'sig' } as Record<string, string>;
}

/** One file: its name, and its text as `raakvlak sync --connection` and operators read it. */
export interface ConnectionFile {
  readonly name: string;
  readonly text: string;
}

/** The two files of a connection. The private one stays with whoever delivers and goes to nobody else. */
export function connectionFiles(
  { clientId, name, department, teams, caseload }: Omit<PublicConnection, 'publicJwk'>,
  { privateJwk, publicJwk }: ConnectionKeyPair,
): { readonly privateFile: ConnectionFile; readonly publicFile: ConnectionFile } {
  const file = (called: string, content: Connection | PublicConnection): ConnectionFile => ({
    name: called,
    text: `${JSON.stringify(content, null, 2)}\n`,
  });
  return {
    privateFile: file(CONNECTION_FILE, { clientId, department, key: privateJwk }),
    publicFile: file(PUBLIC_FILE, { clientId, name, department, teams, caseload, publicJwk }),
  };
}

/**
 * Reads a public file that somebody hands over.
 * @throws Problem `client.private-key` for the other file, `client.not-a-public-connection`
 */
export function publicConnectionFrom(text: string): PublicConnection {
  let file: Record<string, unknown>;
  try {
    file = Object(JSON.parse(text)) as Record<string, unknown>;
  } catch {
    throw clientProblem('not-a-public-connection');
  }
  if ('key' in file) throw clientProblem('private-key');
  const { clientId, name, department, teams, caseload, publicJwk } = file as unknown as PublicConnection;
  const jwk = requirePublic(Object(publicJwk) as Record<string, unknown>);
  const whole = [clientId, name, department].every((one) => typeof one === 'string') && Array.isArray(teams);
  if (!whole || !isCaseload(caseload)) throw clientProblem('not-a-public-connection');
  for (const code of [clientId, department, ...teams]) requireCode(code);
  return { clientId, name, department, teams, caseload, publicJwk: jwk };
}

export const isCaseload = (value: unknown): value is number =>
  Number.isSafeInteger(value) && (value as number) >= 1 && (value as number) <= MOST_CASELOAD;

/** The public members of a key. @throws Problem `client.private-key`, `client.not-a-public-connection` */
export function requirePublic(jwk: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  if ('d' in jwk) throw clientProblem('private-key');
  const { kty, crv, x, y, kid } = jwk;
  const whole = kty === 'EC' && crv === 'P-256' && [x, y, kid].every((one) => typeof one === 'string');
  if (!whole) throw clientProblem('not-a-public-connection');
  return namedKey(jwk, kid as string);
}
