import { createHash } from 'node:crypto';
import type { Raakvlak } from '#client/node';
import { connectionsOfTheDemo } from '../enrolment';
import { asConnection, asPerson, connectionKey } from '../sessions';
import type { Stack } from '../stack';
import { BY_HAND, COLLECTIVE } from './by-hand';
import { DEPARTMENTS, TEAMS } from './organisation';
import { agreeOnPolicy } from './policy';

type Place = Pick<Stack, 'configuration' | 'folder'>;

/** Enters departments and teams, as the application manager would. Doing it again changes nothing. */
async function enterOrganisation(stack: Place): Promise<void> {
  const manager = await asPerson(stack, 'anouk');
  for (const [code, department] of Object.entries(DEPARTMENTS))
    await manager.organisation.putDepartment(code, department);
  for (const [code, settings] of Object.entries(TEAMS)) await unlessEnded(manager.organisation.putTeam(code, settings));
}

/**
 * Departments and teams, and a sign of life of each department's system as if it had delivered. For tests and stories,
 * which register by themselves; a demonstration delivers for real.
 */
export async function loadOrganisation(stack: Place): Promise<void> {
  await enterOrganisation(stack);
  for (const code of Object.keys(DEPARTMENTS)) {
    const system = await asConnection(stack, `koppeling-${code}`);
    await system.heartbeat(code);
  }
}

/**
 * Enters the organisation, its policy and the few involvements that people register themselves. Doing it again changes nothing. The
 * caseloads come after it, by the connector.
 */
export async function loadNamed(stack: Place): Promise<void> {
  await enterOrganisation(stack);
  await agreeOnPolicy(stack);
  await enterConnections(stack);
  await markCollectiveAddresses(stack);
  const professionals = new Map<string, Raakvlak>();
  for (const [position, { by, team, subject, caseNumber, notice }] of BY_HAND.entries()) {
    const professional = professionals.get(by) ?? (await asPerson(stack, by));
    professionals.set(by, professional);
    const registration = { id: idOf(position), team, identifier: subject(), notice };
    await unlessEnded(professional.register({ ...registration, ...(caseNumber === undefined ? {} : { caseNumber }) }));
  }
}

/** Departments' systems in the list of their manager, with the keys that the local provider made for them. */
async function enterConnections(stack: Place): Promise<void> {
  const manager = await asPerson(stack, 'anouk');
  for (const { clientId, ...about } of connectionsOfTheDemo()) {
    const { d: _, ...publicJwk } = connectionKey(stack, clientId);
    await unlessEnded(manager.organisation.putConnection(clientId, { ...about, publicJwk }));
  }
}

async function markCollectiveAddresses(stack: Place): Promise<void> {
  const { collectiveAddresses } = await asPerson(stack, 'anouk');
  for (const [position, { team, address, caseNumber }] of COLLECTIVE.entries())
    await unlessEnded(
      collectiveAddresses.register({ id: idOf(`collective ${position}`), team, address: address(), caseNumber }),
    );
}

/** What somebody ended or merged since an earlier load stays so. */
async function unlessEnded(entering: Promise<unknown>): Promise<void> {
  await entering.catch((fault: unknown) => {
    if (!ENDED.includes(String((fault as { code?: unknown }).code))) throw fault;
  });
}
const ENDED = [
  'involvement.involvement-ended',
  'involvement.team-ended',
  'organisation.team-ended',
  'organisation.connection-ended',
];

/** The same id at every load, so that a second load is the same registration (UUID version 8, RFC 9562, 5.8). */
function idOf(position: number | string): string {
  const hex = createHash('sha256').update(`raakvlak demo ${position}`).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `a${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  );
}
