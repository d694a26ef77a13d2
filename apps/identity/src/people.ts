/** The roles of the product; what each may do is decided by the index and the custodian, never here. */
export const ROLES = [
  'professional',
  'team-coordinator',
  'broker',
  'connection',
  'application-manager',
  'privacy-officer',
  'data-protection-officer',
  'data-owner',
] as const;
export type Role = (typeof ROLES)[number];

/** A made-up employee. */
export interface DemoPerson {
  readonly sub: string;
  readonly name: string;
  /** Shown below the name, Dutch */
  readonly job: string;
  /** Heading on the page under which this person stands, Dutch; the role when left out */
  readonly group?: string;
  /** One thing to do as this person, Dutch */
  readonly try?: string;
  readonly roles: readonly Role[];
  /** Department code */
  readonly department: string;
  /** Team codes */
  readonly teams: readonly string[];
}

/** A department's system that signs in by itself, as OAuth client with a key pair. */
export interface DemoConnection {
  readonly clientId: string;
  readonly name: string;
  readonly department: string;
  /** Cases of its department, for its enrolment at the custodian; nothing to the provider */
  readonly caseload?: number;
  readonly teams: readonly string[];
  /** Public EC P-256 key; when left out a pair is made in DATA_DIR, see keys.ts */
  readonly publicJwk?: Readonly<Record<string, unknown>>;
}

/** Content of PEOPLE_FILE. */
export interface DemoPeople {
  readonly people: readonly DemoPerson[];
  readonly connections: readonly DemoConnection[];
}

export const INDEX_SCOPES = ['raakvlak:ask', 'raakvlak:register', 'raakvlak:manage', 'raakvlak:review'] as const;
export const CUSTODIAN_SCOPES = ['raakvlak:ask', 'raakvlak:register'] as const;

/** Whoever reviews gets nothing at the custodian: a reader of the log must not be able to make tokens. */
const GRANTED: Readonly<Record<Role, { index: readonly string[]; custodian: readonly string[] }>> = {
  professional: { index: ['raakvlak:ask', 'raakvlak:register'], custodian: ['raakvlak:ask', 'raakvlak:register'] },
  'team-coordinator': {
    index: ['raakvlak:ask', 'raakvlak:register', 'raakvlak:manage'],
    custodian: ['raakvlak:ask', 'raakvlak:register'],
  },
  broker: { index: ['raakvlak:manage'], custodian: [] },
  connection: { index: ['raakvlak:register'], custodian: ['raakvlak:register'] },
  'application-manager': { index: ['raakvlak:register', 'raakvlak:manage'], custodian: ['raakvlak:register'] },
  'privacy-officer': { index: ['raakvlak:review'], custodian: [] },
  'data-protection-officer': { index: ['raakvlak:review'], custodian: [] },
  'data-owner': { index: ['raakvlak:review'], custodian: [] },
};

/** Scopes that come with these roles at one of the two resources, in the order of the resource's own list. */
export function scopesFor(roles: readonly Role[], resource: 'index' | 'custodian'): string[] {
  const granted = new Set(roles.flatMap((role) => GRANTED[role][resource]));
  return (resource === 'index' ? INDEX_SCOPES : CUSTODIAN_SCOPES).filter((scope) => granted.has(scope));
}

const CODE = /^[a-z][a-z0-9-]{0,63}$/;
const LINE = /^[^\p{C}]{1,100}$/u;

/**
 * Reads the list of demo people.
 * @throws Error that names the first entry that is wrong
 */
export function readPeople(json: string): DemoPeople {
  const value = JSON.parse(json) as Partial<DemoPeople> | null;
  const people = value?.people ?? [];
  const connections = value?.connections ?? [];
  if (!Array.isArray(people) || !Array.isArray(connections)) throw new Error('people and connections must be lists');
  people.forEach((person: Partial<DemoPerson>, place) => {
    const lines = [person.name, person.job, person.group ?? '-', person.try ?? '-'];
    const good = [person.sub, person.department].every(isCode) && lines.every(isLine);
    if (!good || !isCodes(person.teams) || !person.roles?.every((role) => ROLES.includes(role))) {
      throw new Error(`people[${place}] is incomplete`);
    }
  });
  connections.forEach((connection: Partial<DemoConnection>, place) => {
    const { caseload = 1 } = connection;
    const counted = Number.isSafeInteger(caseload) && caseload > 0;
    const good = counted && [connection.clientId, connection.department].every(isCode) && isLine(connection.name);
    if (!good || !isCodes(connection.teams)) throw new Error(`connections[${place}] is incomplete`);
  });
  const names = [...people.map(({ sub }) => sub), ...connections.map(({ clientId }) => clientId)];
  if (new Set(names).size !== names.length) throw new Error('a sub or clientId is there twice');
  if (people.length === 0) throw new Error('there is nobody to sign in as');
  return { people, connections };
}

export const isCode = (value: unknown): value is string => typeof value === 'string' && CODE.test(value);
export const isLine = (value: unknown): value is string => typeof value === 'string' && LINE.test(value);
export const isCodes = (value: unknown): value is string[] => Array.isArray(value) && value.every(isCode);
