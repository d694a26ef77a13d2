import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { program, root } from './place';
import { runToEnd } from './processes';

interface DemoConnection {
  readonly clientId: string;
  readonly name: string;
  readonly department: string;
  readonly teams: readonly string[];
  readonly caseload: number;
}

/** Of a connection of the demonstration that declares none. */
const CASELOAD = 500;

/**
 * Enrols the connections of `people.json`, and those that were admitted later, at the custodian by its operator's own
 * program, in one run. A marker saves that run when list and database are as they were; doing it again would change
 * nothing.
 * @param place folder of the stack; issuer and database as the custodian knows them
 */
export async function enrolDemoConnections(place: {
  readonly folder: string;
  readonly issuer: string;
  readonly database: string;
  readonly logFile: string;
}): Promise<void> {
  const { folder, issuer, database, logFile } = place;
  const list = JSON.stringify(
    [...connectionsOfTheDemo(), ...admittedIn(folder)].map(({ clientId, name, caseload }) => ({
      actor: `${issuer}|${clientId}`,
      caseload,
      name,
    })),
  );
  const marker = join(folder, 'connections-enrolled');
  // Without the port: an embedded database keeps its data when it gets another one.
  const where = new URL(database);
  const here = createHash('sha256').update(`${where.hostname}${where.pathname}\n${list}`).digest('hex');
  if (existsSync(marker) && readFileSync(marker, 'utf8') === here) return;
  const file = join(folder, 'connections.json');
  writeFileSync(file, list);
  const office = program('apps/custodian/src/office');
  await runToEnd('office', office, { DATABASE_URL: database }, { logFile, args: ['enrol', '--file', file] });
  writeFileSync(marker, here);
}

/** Those of `people.json`. */
export function connectionsOfTheDemo(): DemoConnection[] {
  const { connections } = JSON.parse(readFileSync(join(root, 'apps', 'identity', 'people.json'), 'utf8')) as {
    connections: DemoConnection[];
  };
  return connections.map((one) => ({ ...one, caseload: one.caseload ?? CASELOAD }));
}

/** Where the local provider finds connections that were admitted. */
export const admittedFolder = (folder: string): string => join(folder, 'identity', 'connections');

/** They are enrolled by the issuer's name, and that changes when the provider gets another port. */
function admittedIn(folder: string): DemoConnection[] {
  const admitted = admittedFolder(folder);
  if (!existsSync(admitted)) return [];
  return readdirSync(admitted)
    .filter((name) => name.endsWith('.json'))
    .map((name) => JSON.parse(readFileSync(join(admitted, name), 'utf8')) as DemoConnection);
}

/** Enrols one connection by the operator's program, as the custodian's operator does. */
export async function enrolConnection(
  place: { readonly issuer: string; readonly database: string; readonly logFile: string },
  { clientId, caseload, name }: { readonly clientId: string; readonly caseload: number; readonly name: string },
): Promise<void> {
  const args = ['enrol', '--actor', `${place.issuer}|${clientId}`, '--caseload', String(caseload), '--name', name];
  const office = program('apps/custodian/src/office');
  await runToEnd('office', office, { DATABASE_URL: place.database }, { logFile: place.logFile, args });
}
