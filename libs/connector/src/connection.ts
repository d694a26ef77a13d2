import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type JsonWebKey } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { requireCode } from '#client/node';
import { isCode } from './code';
import { MOST_INVOLVEMENTS } from './involvements';
import { connectorProblem } from './problems';

/** A department's system: how it signs in, and for whom it delivers. */
export interface Connection {
  readonly clientId: string;
  /** Code of the department */
  readonly department: string;
  /** Private key as JWK: EC P-256, ES256 */
  readonly key: Readonly<Record<string, string>>;
}

/** What the operators of the identity provider and of the custodian need to let it in. No secret. */
export interface PublicConnection {
  readonly clientId: string;
  readonly name: string;
  readonly department: string;
  /** Codes of the teams that it delivers for */
  readonly teams: readonly string[];
  /** How many involvements it has at most at one time; its budget follows from it */
  readonly caseload: number;
  readonly publicJwk: Readonly<Record<string, string>>;
}

export const CONNECTION_FILE = 'connection.json';
export const PUBLIC_FILE = 'connection.public.json';

/** Permissions of the group and of everybody else. */
const OTHERS = 0o077;

/**
 * Reads a connection file.
 * @throws Problem `connector.connection-missing`, `connector.connection-open-to-others`,
 *   `connector.connection-refused` (detail `fields`)
 */
export function readConnection(path: string): Connection {
  let text: string;
  try {
    if (process.platform !== 'win32' && (statSync(path).mode & OTHERS) !== 0) {
      throw connectorProblem('connection-open-to-others');
    }
    text = readFileSync(path, 'utf8');
  } catch (fault) {
    if ((fault as NodeJS.ErrnoException).errno === undefined) throw fault;
    throw connectorProblem('connection-missing');
  }
  let file: Record<string, unknown>;
  try {
    file = Object(JSON.parse(text)) as Record<string, unknown>;
  } catch {
    throw connectorProblem('connection-refused', { fields: [] });
  }
  const wrong = [
    ...(isCode(file.clientId) ? [] : ['clientId']),
    ...(isCode(file.department) ? [] : ['department']),
    ...(isPrivateKey(file.key) ? [] : ['key']),
  ];
  if (wrong.length > 0) throw connectorProblem('connection-refused', { fields: wrong });
  return file as unknown as Connection;
}

function isPrivateKey(value: unknown): boolean {
  const { kty, crv, d } = Object(value) as Record<string, unknown>;
  return kty === 'EC' && crv === 'P-256' && typeof d === 'string';
}

/**
 * Makes a key pair and the two files of a connection. An existing one is never replaced.
 * @param folder is made when it is not there, for its owner only
 * @throws Problem `connector.connection-exists`, `connector.caseload-refused`, `connector.state-not-kept`,
 *   `client.not-a-code`
 */
export function makeConnection(
  folder: string,
  about: Omit<PublicConnection, 'publicJwk'>,
): { readonly privateFile: string; readonly publicFile: string } {
  for (const code of [about.clientId, about.department, ...about.teams]) requireCode(code);
  if (!Number.isSafeInteger(about.caseload) || about.caseload < 1 || about.caseload > MOST_INVOLVEMENTS) {
    throw connectorProblem('caseload-refused');
  }
  const [privateFile, publicFile] = [join(folder, CONNECTION_FILE), join(folder, PUBLIC_FILE)];
  if (existsSync(privateFile) || existsSync(publicFile)) throw connectorProblem('connection-exists');
  // Made as bytes: Node 20 can stop for good when it exports a key object while the job that made it is collected.
  const made = generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    publicKeyEncoding: { type: 'spki', format: 'der' },
    privateKeyEncoding: { type: 'pkcs8', format: 'der' },
  });
  const privateKey = createPrivateKey({ key: made.privateKey, format: 'der', type: 'pkcs8' });
  const key = named(privateKey.export({ format: 'jwk' }));
  const publicJwk = named(createPublicKey(privateKey).export({ format: 'jwk' }));
  const { clientId, name, department, teams, caseload } = about;
  const write = (path: string, content: object, mode: number): void =>
    writeFileSync(path, `${JSON.stringify(content, null, 2)}\n`, { mode, flag: 'wx' });
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    write(privateFile, { clientId, department, key }, 0o600);
    write(publicFile, { clientId, name, department, teams, caseload, publicJwk }, 0o644);
  } catch {
    throw connectorProblem('state-not-kept');
  }
  return { privateFile, publicFile };
}

/** The key's name is its RFC 7638 thumbprint: members in alphabetical order, no spaces. */
function named(jwk: JsonWebKey): Record<string, string> {
  const { crv, kty, x, y } = jwk;
  const kid = createHash('sha256').update(JSON.stringify({ crv, kty, x, y })).digest('base64url');
  return { ...(jwk as Record<string, string>), kid, alg: 'ES256', use: 'sig' };
}
