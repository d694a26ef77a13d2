import { createHash, createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Connection,
  CONNECTION_FILE,
  connectionFiles,
  type ConnectionKeyPair,
  isCaseload,
  namedKey,
  PUBLIC_FILE,
  type PublicConnection,
  requireCode,
  thumbprintInput,
} from '#client/node';
import { isCode } from './code';
import { connectorProblem } from './problems';

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
  if (!isCaseload(about.caseload)) throw connectorProblem('caseload-refused');
  const [privateFile, publicFile] = [join(folder, CONNECTION_FILE), join(folder, PUBLIC_FILE)];
  if (existsSync(privateFile) || existsSync(publicFile)) throw connectorProblem('connection-exists');
  const files = connectionFiles(about, makeKey());
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(privateFile, files.privateFile.text, { mode: 0o600, flag: 'wx' });
    writeFileSync(publicFile, files.publicFile.text, { mode: 0o644, flag: 'wx' });
  } catch {
    throw connectorProblem('state-not-kept');
  }
  return { privateFile, publicFile };
}

function makeKey(): ConnectionKeyPair {
  // Made as bytes: Node 20 can stop for good when it exports a key object while the job that made it is collected.
  const { privateKey } = generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    publicKeyEncoding: { type: 'spki', format: 'der' },
    privateKeyEncoding: { type: 'pkcs8', format: 'der' },
  });
  const jwk = createPrivateKey({ key: privateKey, format: 'der', type: 'pkcs8' }).export({ format: 'jwk' });
  const kid = createHash('sha256')
    .update(thumbprintInput({ ...jwk }))
    .digest('base64url');
  const { d: _, ...open } = jwk;
  return { privateJwk: namedKey({ ...jwk }, kid), publicJwk: namedKey(open, kid) };
}
