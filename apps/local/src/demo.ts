import { createHash } from 'node:crypto';
import { type Notice, type Raakvlak, type TeamSettings } from '#client/node';
import { type Identifier, readAddress, readPerson } from '#tokens';
import { asConnection, asPerson } from './sessions';
import type { Stack } from './stack';

// Everything below is made up: departments as a Dutch municipality has them, telephone numbers that nobody has, citizen
// service numbers of the official test range, and addresses on a postcode that does not exist.

const OFFICE = [{ days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00' }];
const ALWAYS = [{ days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '23:59' }];

const team = (
  name: string,
  department: string,
  line: string,
  hours: TeamSettings['contact']['hours'] = OFFICE,
): TeamSettings => ({
  name,
  department,
  contact: {
    phone: `033-000 00 ${line}`,
    email: `${name.toLowerCase().replace(/[^a-z]+/g, '-')}@amersfoort.example`,
    hours,
  },
});

const pending: Notice = { state: 'pending' };
const given: Notice = { state: 'given' };

interface DemoInvolvement {
  /** Who registers, a person of `apps/identity/people.json` */
  readonly by: string;
  readonly team: string;
  readonly subject: () => Identifier;
  readonly caseNumber?: string;
  readonly notice: Notice;
}

/** What the demonstration starts with. */
export const DEMO: {
  readonly departments: Readonly<Record<string, { readonly name: string; readonly domain: string }>>;
  readonly teams: Readonly<Record<string, TeamSettings>>;
  readonly involvements: readonly DemoInvolvement[];
} = {
  departments: {
    'sociaal-domein': { name: 'Sociaal domein', domain: 'care' },
    'bouw-en-woningtoezicht': { name: 'Bouw- en woningtoezicht', domain: 'enforcement' },
    vergunningen: { name: 'Vergunningen', domain: 'permits' },
    'werk-en-inkomen': { name: 'Werk en inkomen', domain: 'debt' },
    veiligheid: { name: 'Veiligheid', domain: 'safety' },
  },
  teams: {
    'wijkteam-soesterkwartier': team('Wijkteam Soesterkwartier', 'sociaal-domein', '11'),
    'wijkteam-liendert': team('Wijkteam Liendert', 'sociaal-domein', '12'),
    'bemiddeling-sociaal-domein': team('Bemiddeling sociaal domein', 'sociaal-domein', '19'),
    'bouwtoezicht-midden': team('Bouwtoezicht Midden', 'bouw-en-woningtoezicht', '21'),
    vergunningenloket: team('Vergunningenloket', 'vergunningen', '31'),
    schuldhulpverlening: team('Schuldhulpverlening', 'werk-en-inkomen', '41'),
    'openbare-orde': team('Openbare orde', 'veiligheid', '51', ALWAYS),
  },
  involvements: [
    // The incident: a room in an industrial building, found with the wijkteam's help.
    wijkteam(() => readAddress('3899 ZZ 12-A'), 'WT-2026-00101', pending),
    wijkteam(() => readPerson('999993653'), 'WT-2026-00102', given),
    {
      by: 'bilal',
      team: 'wijkteam-liendert',
      subject: () => readPerson('999992971'),
      caseNumber: 'WT-2026-00207',
      notice: given,
    },
    {
      by: 'jeroen',
      team: 'schuldhulpverlening',
      subject: () => readPerson('999993653'),
      caseNumber: 'SH-2026-00031',
      notice: given,
    },
    { by: 'jeroen', team: 'schuldhulpverlening', subject: () => readAddress('3899 ZZ 40'), notice: given },
    {
      by: 'ruud',
      team: 'bouwtoezicht-midden',
      subject: () => readAddress('3899 ZZ 40'),
      caseNumber: 'BT-2026-00008',
      notice: pending,
    },
    { by: 'fatima', team: 'vergunningenloket', subject: () => readAddress('3899 ZZ 7'), notice: given },
    { by: 'mirjam', team: 'openbare-orde', subject: () => readPerson('999990019'), notice: pending },
  ],
};

/** One command that finds somebody: another wijkteam prepares a visit to a made-up resident. */
export const TRY = 'npm run -s raakvlak -- ask --as bilal --purpose home-visit --bsn 999993653';

function wijkteam(subject: () => Identifier, caseNumber: string, notice: Notice): DemoInvolvement {
  return { by: 'ingrid', team: 'wijkteam-soesterkwartier', subject, caseNumber, notice };
}

type Place = Pick<Stack, 'configuration' | 'folder'>;

/** Enters departments and teams, as the application manager would, and the sign of life of each department's system. */
export async function loadOrganisation(stack: Place): Promise<void> {
  const manager = await asPerson(stack, 'anouk');
  for (const [code, department] of Object.entries(DEMO.departments)) await manager.putDepartment(code, department);
  for (const [code, settings] of Object.entries(DEMO.teams)) await manager.putTeam(code, settings);
  for (const code of Object.keys(DEMO.departments)) {
    const system = await asConnection(stack, `koppeling-${code}`);
    await system.heartbeat(code);
  }
}

/** Enters the whole demonstration, involvement as professionals would. Doing it again changes nothing. */
export async function loadDemo(stack: Place): Promise<void> {
  await loadOrganisation(stack);
  const professionals = new Map<string, Raakvlak>();
  for (const [position, { by, team: code, subject, caseNumber, notice }] of DEMO.involvements.entries()) {
    const professional = professionals.get(by) ?? (await asPerson(stack, by));
    professionals.set(by, professional);
    const registration = { id: idOf(position), team: code, identifier: subject(), notice };
    await professional.register({ ...registration, ...(caseNumber === undefined ? {} : { caseNumber }) });
  }
}

/** The same id at every load, so that a second load is the same registration (UUID version 8, RFC 9562, 5.8). */
function idOf(position: number): string {
  const hex = createHash('sha256').update(`raakvlak demo ${position}`).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `a${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  );
}
