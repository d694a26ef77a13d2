import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PublicConnection } from '#client/node';
import { admittedFolder, enrolConnection } from './enrolment';
import { type Office, readOffice } from './office-file';
import { LocalFault } from './place';

const CODE = /^[a-z][a-z0-9-]{1,49}$/;

/**
 * Lets a connection in, as two operators do in production: the identity provider's by its public key, the custodian's
 * by its caseload. Doing it again with another caseload changes that.
 * @param folder of a running stack
 * @param file `connection.public.json`
 * @throws LocalFault with what to do
 */
export async function admit(folder: string, file: string): Promise<{ clientId: string; caseload: number }> {
  const office = readOffice(folder);
  if (office === undefined) throw new LocalFault('Raakvlak draait hier niet. Start het eerst met: npm start');
  if (!office.localIdentity) {
    throw new LocalFault('De OpenID-provider is van een ander: laat haar beheerder de verbinding aanmelden.');
  }
  const { connection, text } = connectionIn(file);
  admitAtIdentity(folder, connection, text);
  await enrolAtCustodian(folder, office, connection);
  return { clientId: connection.clientId, caseload: connection.caseload };
}

function connectionIn(file: string): { connection: PublicConnection; text: string } {
  const wrong = new LocalFault(
    'Dit is geen connection.public.json. Maak er een met: npm run -s raakvlak -- connection --help',
  );
  let text: string;
  let connection: Partial<PublicConnection>;
  try {
    text = readFileSync(file, 'utf8');
    connection = Object(JSON.parse(text)) as Partial<PublicConnection>;
  } catch {
    throw wrong;
  }
  if ('key' in connection || Object(connection.publicJwk).d !== undefined) {
    throw new LocalFault('Dit bestand bevat de geheime sleutel. Geef het andere bestand: connection.public.json');
  }
  const { clientId, name, caseload } = connection;
  const whole = typeof clientId === 'string' && CODE.test(clientId) && typeof name === 'string';
  if (!whole || !Number.isSafeInteger(caseload)) throw wrong;
  return { connection: connection as PublicConnection, text };
}

/** What the identity provider's operator does: the provider reads this folder at each sign-in. */
function admitAtIdentity(folder: string, { clientId }: PublicConnection, text: string): void {
  const admitted = admittedFolder(folder);
  const fresh = join(folder, `admitted-${clientId}.new`);
  mkdirSync(admitted, { recursive: true, mode: 0o700 });
  rmSync(fresh, { force: true });
  writeFileSync(fresh, text, { mode: 0o600 });
  renameSync(fresh, join(admitted, `${clientId}.json`));
}

/** What the custodian's operator does. */
function enrolAtCustodian(folder: string, office: Office, connection: PublicConnection): Promise<void> {
  const logFile = join(folder, 'logs', 'office.log');
  return enrolConnection({ issuer: office.issuer, database: office.custodianDatabase, logFile }, connection);
}
