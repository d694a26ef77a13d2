import { Chance, type Home, type Household, type Quarter, households, quarterOf } from './town';

/** How many involvements each department's export has; together the three thousand of the demonstration. */
export const CASELOADS: Readonly<Record<string, number>> = {
  'sociaal-domein': 760,
  jeugd: 470,
  wmo: 520,
  'bouw-en-woningtoezicht': 300,
  vergunningen: 210,
  'werk-en-inkomen': 430,
  leerplicht: 190,
  veiligheid: 120,
};

/** Whether the resident knows of the registration; every system has words of its own for these. */
export type Told = 'given' | 'pending' | 'delayed' | 'exempt';

/** One line of a department's export: a person, an address, or a person at an address. */
export interface Case {
  readonly department: string;
  readonly team: string;
  readonly bsn?: string;
  readonly home?: Home;
  readonly caseNumber: string;
  readonly told: Told;
}

/** Begin of the case numbers, and the first one that an export has; lower ones are registered by hand. */
const PREFIX: Readonly<Record<string, string>> = {
  'sociaal-domein': 'WT',
  jeugd: 'JG',
  wmo: 'WMO',
  'bouw-en-woningtoezicht': 'BT',
  vergunningen: 'VG',
  'werk-en-inkomen': 'SH',
  leerplicht: 'LP',
  veiligheid: 'OV',
};
const FIRST_CASE = 301;

const north = (quarter: Quarter): boolean => quarter === 'schothorst' || quarter === 'vathorst';
const wijkteam = (quarter: Quarter): string => `wijkteam-${quarter}`;
const youth = (quarter: Quarter): string => `jeugd-en-gezin-${north(quarter) ? 'noord' : 'zuid'}`;
const building = (quarter: Quarter): string => `bouwtoezicht-${north(quarter) ? 'noord' : 'midden'}`;

/** Collects cases until every department has exactly its caseload. */
class Registers {
  readonly cases: Case[] = [];
  readonly #open = new Map(Object.entries(CASELOADS));
  readonly #numbers = new Map<string, number>();
  /** A team has a person once, and an address once for each person of a household that it has there. */
  readonly #known = new Set<string>();

  constructor(readonly chance: Chance) {}

  get full(): boolean {
    return [...this.#open.values()].every((left) => left === 0);
  }

  /** Adds a case as far as the department has room: first the person, then the address. */
  add(department: string, team: string, subject: { bsn?: string | undefined; home?: Home | undefined }): void {
    const { bsn } = subject;
    if (bsn !== undefined && !this.#take(department, team, bsn)) return;
    const address = subject.home && JSON.stringify([bsn, subject.home]);
    const home = address !== undefined && this.#take(department, team, address) ? subject.home : undefined;
    if (bsn === undefined && home === undefined) return;
    const number = this.#numbers.get(department) ?? FIRST_CASE;
    this.#numbers.set(department, number + 1);
    this.cases.push({
      department,
      team,
      ...(bsn === undefined ? {} : { bsn }),
      ...(home === undefined ? {} : { home }),
      caseNumber: `${PREFIX[department]}-2026-${String(number).padStart(5, '0')}`,
      told: this.#told(),
    });
  }

  #take(department: string, team: string, subject: string): boolean {
    const left = this.#open.get(department) ?? 0;
    const key = `${team} ${subject}`;
    if (left === 0 || this.#known.has(key)) return false;
    this.#known.add(key);
    this.#open.set(department, left - 1);
    return true;
  }

  #told(): Told {
    const share = this.chance.fraction();
    if (share < 0.7) return 'given';
    if (share < 0.88) return 'pending';
    return share < 0.94 ? 'delayed' : 'exempt';
  }
}

/** What goes on in a household, and who is involved because of it. */
type Situation = (household: Household, registers: Registers) => void;

const old: Situation = ({ home, adults }, registers) => {
  for (const bsn of adults) registers.add('wmo', 'wmo-consulenten', { bsn, home });
  if (registers.chance.happens(0.3)) registers.add('wmo', 'woningaanpassing', { bsn: adults[0], home });
  if (registers.chance.happens(0.25)) registers.add('sociaal-domein', wijkteam(quarterOf(home)), { bsn: adults[0] });
};

const raising: Situation = ({ home, adults, children }, registers) => {
  const quarter = quarterOf(home);
  for (const bsn of children) registers.add('jeugd', youth(quarter), { bsn, home });
  if (registers.chance.happens(0.5)) registers.add('sociaal-domein', wijkteam(quarter), { bsn: adults[0], home });
  if (registers.chance.happens(0.2)) registers.add('leerplicht', 'leerplichtambtenaren', { bsn: children[0] });
};

const absent: Situation = ({ home, adults, children }, registers) => {
  for (const bsn of children.slice(0, 2)) {
    registers.add('leerplicht', registers.chance.happens(0.25) ? 'doorstroompunt' : 'leerplichtambtenaren', { bsn });
  }
  if (registers.chance.happens(0.4)) registers.add('jeugd', youth(quarterOf(home)), { bsn: children[0], home });
  if (registers.chance.happens(0.3))
    registers.add('sociaal-domein', wijkteam(quarterOf(home)), { bsn: adults[0], home });
};

const debts: Situation = ({ home, adults }, registers) => {
  const [bsn] = adults;
  registers.add('werk-en-inkomen', 'vroegsignalering', { bsn, home });
  if (registers.chance.happens(0.5)) registers.add('werk-en-inkomen', 'schuldhulpverlening', { bsn, home });
  if (registers.chance.happens(0.3)) registers.add('werk-en-inkomen', 'kwijtschelding-belastingen', { bsn });
  if (registers.chance.happens(0.4)) registers.add('sociaal-domein', wijkteam(quarterOf(home)), { bsn });
};

const help: Situation = ({ home, adults }, registers) => {
  for (const bsn of adults) registers.add('sociaal-domein', wijkteam(quarterOf(home)), { bsn, home });
  if (registers.chance.happens(0.15)) registers.add('wmo', 'wmo-consulenten', { bsn: adults[0] });
};

const works: Situation = ({ home }, registers) => {
  registers.add('bouw-en-woningtoezicht', building(quarterOf(home)), { home });
  if (registers.chance.happens(0.45)) registers.add('vergunningen', 'vergunningenloket', { home });
};

const permit: Situation = ({ home }, registers) =>
  registers.add('vergunningen', registers.chance.happens(0.3) ? 'horeca-en-evenementen' : 'vergunningenloket', {
    home,
  });

/** Too many people in one building: the inspector knows the number, others know who lives there. */
const crowded: Situation = ({ home, adults }, registers) => {
  registers.add('bouw-en-woningtoezicht', 'toezicht-bewoning', { home: { ...home, letter: '', addition: '' } });
  if (registers.chance.happens(0.5))
    registers.add('sociaal-domein', wijkteam(quarterOf(home)), { bsn: adults[0], home });
  if (registers.chance.happens(0.2)) registers.add('veiligheid', 'aanpak-mensenhandel', { bsn: adults[0], home });
};

const nuisance: Situation = ({ home, adults }, registers) => {
  registers.add('veiligheid', registers.chance.happens(0.25) ? 'openbare-orde' : 'woonoverlast', {
    bsn: registers.chance.happens(0.5) ? adults[0] : undefined,
    home,
  });
  if (registers.chance.happens(0.5)) registers.add('sociaal-domein', wijkteam(quarterOf(home)), { bsn: adults[0] });
  if (registers.chance.happens(0.2))
    registers.add('bouw-en-woningtoezicht', 'toezicht-bewoning', { home: { ...home, letter: '', addition: '' } });
};

/** A household in which nearly everybody is involved, and where nobody knows that of the others. */
const all: Situation = (household, registers) => {
  for (const situation of [raising, absent, debts, nuisance]) situation(household, registers);
};

const WITH_CHILDREN = [raising, raising, raising, raising, absent, absent, debts, help, works, all];
const WITHOUT = [old, old, old, old, debts, debts, debts, help, help, works, works, works, permit, crowded, nuisance];

/** The woman of the incident is known to the team against exploitation as well, which nobody gets to see. */
const WOMAN = { bsn: '999993653', home: { postcode: '3899ZZ', number: 12, letter: 'A', addition: '' } };

/** All cases of all departments, the same at every call. */
export function demoCases(): readonly Case[] {
  const chance = new Chance(20_261_126);
  const registers = new Registers(chance);
  registers.add('veiligheid', 'aanpak-mensenhandel', WOMAN);
  for (const household of households(chance)) {
    chance.oneOf(household.children.length > 0 ? WITH_CHILDREN : WITHOUT)(household, registers);
    if (registers.full) break;
  }
  return registers.cases;
}
