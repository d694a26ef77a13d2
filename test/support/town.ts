import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { type Environment, type Postgres, type RunningProcess, program, startPostgres, startProcess } from '#local';
import { indexMigrations } from '#migrations';
import { migrate } from '#platform';
import {
  type Evaluate,
  type EvaluationResponse,
  type Identifier,
  type Line,
  type Tokens,
  type Use,
  fromBase64url,
  linesToRegister,
  openEpochDocument,
  rungOf,
  toBase64url,
  tokensFor,
} from '#tokens';
import { stretch } from '#tokens/node';
import { generateSigningKey, parseSigningKey, type VerifierKey } from '#transparency';
import { AMPLE_INDEX_BUDGETS } from './budgets';
import { CUSTODIAN_AUDIENCE, type CustodianOffice, type RunningCustodian, openCustodianOffice } from './custodian';
import { type Issuer, type Person, startIssuer } from './issuer';
import { type Reply, type Sent, send } from './wire';

export const INDEX_AUDIENCE = 'urn:raakvlak:index';
export const LOG_ORIGIN = 'raakvlak.test/audit/2026';
const ASK_AND_REGISTER = 'raakvlak:ask raakvlak:register';

/** Made up: departments of every domain that the founding policy speaks of. */
export const DEPARTMENTS = {
  'sociaal-domein': { name: 'Sociaal domein', domain: 'care' },
  'bouw-en-woningtoezicht': { name: 'Bouw- en woningtoezicht', domain: 'enforcement' },
  vergunningen: { name: 'Vergunningen', domain: 'permits' },
  'werk-en-inkomen': { name: 'Werk en inkomen', domain: 'debt' },
  veiligheid: { name: 'Veiligheid', domain: 'safety' },
} as const;

export const TEAMS = {
  'wijkteam-soesterkwartier': { name: 'Wijkteam Soesterkwartier', department: 'sociaal-domein', line: '11' },
  'wijkteam-liendert': { name: 'Wijkteam Liendert', department: 'sociaal-domein', line: '12' },
  'bemiddeling-sociaal-domein': { name: 'Bemiddelaars', department: 'sociaal-domein', line: '19' },
  'bouwtoezicht-midden': { name: 'Bouwtoezicht Midden', department: 'bouw-en-woningtoezicht', line: '21' },
  vergunningenloket: { name: 'Vergunningenloket', department: 'vergunningen', line: '31' },
  schuldhulpverlening: { name: 'Schuldhulpverlening', department: 'werk-en-inkomen', line: '41' },
  'openbare-orde': { name: 'Openbare orde', department: 'veiligheid', line: '51' },
} as const;
export type TeamCode = keyof typeof TEAMS;

/** What PUT /v1/teams/:code takes; open day and night unless `changes` say otherwise. */
export const teamBody = (code: TeamCode, changes: Record<string, unknown> = {}) => ({
  name: TEAMS[code].name,
  department: TEAMS[code].department,
  contact: {
    phone: `033-000 00 ${TEAMS[code].line}`,
    email: `${code}@amersfoort.example`,
    hours: [{ days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '24:00' }],
    ...changes,
  },
});

/** A professional of a team; another `sub` is another person. */
export const memberOf = (team: TeamCode, sub: string = `lid-${team}`, roles: string[] = ['professional']): Person => ({
  sub,
  roles,
  department: TEAMS[team].department,
  teams: [team],
  scope: ASK_AND_REGISTER,
});

/** A department's own system. */
export const connectionOf = (department: keyof typeof DEPARTMENTS): Person => ({
  sub: `koppeling-${department}`,
  roles: ['connection'],
  department,
  teams: [],
  scope: 'raakvlak:register',
});

export const MANAGER: Person = {
  sub: 'anouk',
  roles: ['application-manager'],
  department: 'sociaal-domein',
  teams: [],
  scope: 'raakvlak:manage raakvlak:register',
};

const reviewer = (sub: string, role: string): Person => ({
  sub,
  roles: [role],
  department: 'sociaal-domein',
  teams: [],
  scope: 'raakvlak:review',
});
export const OFFICER = reviewer('pieter', 'privacy-officer');
export const DATA_OWNER = reviewer('marga', 'data-owner');

export interface Contact {
  readonly team: string;
  readonly department: string;
  readonly phone: string;
  readonly reachable: boolean;
  readonly instead?: { readonly team: string; readonly phone: string };
  readonly via: 'team' | 'broker';
  readonly matched: 'unit' | 'number' | 'subject';
}

export interface Answers {
  readonly answers: readonly {
    readonly contacts: readonly Contact[];
    readonly receipt: string;
    readonly padding: string;
  }[];
  readonly coverage: {
    readonly connected: number;
    readonly departments: readonly {
      readonly department: string;
      readonly lastDelivered: string | null;
      readonly state: string;
    }[];
  };
  readonly policy: number;
}

/** What everybody may see of a record, in the order of the log. */
export interface Happening {
  readonly action: string;
  readonly purpose: string;
  readonly department: string;
  readonly outcome: 'done' | 'refused';
}

export interface Town {
  readonly postgres: Postgres;
  readonly databaseUrl: string;
  /** The index's database, as its owner */
  readonly database: Client;
  readonly issuer: Issuer;
  readonly office: CustodianOffice;
  readonly custodian: RunningCustodian;
  readonly index: RunningProcess;
  /** Holds keys and logs of every process */
  readonly folder: string;
  readonly logKey: VerifierKey;
  /** Lets the custodian's operator enrol these connections; those of `connectionOf` are enrolled at the start */
  enrol(...connections: readonly Person[]): void;
  /** Another index process on the same database and keys */
  startIndex(name: string, changes?: Environment): Promise<RunningProcess>;
  startWorker(changes?: Environment): Promise<RunningProcess>;
  /** Access token, signed once per person and audience */
  bearer(person: Person, audience?: string): Promise<string>;
  /** Any request to the index; `as` sets the access token */
  request(method: string, path: string, sent?: Sent & { as?: Person }): Promise<Reply>;
  /** Tokens and tickets from the real custodian */
  tokens(use: Use, person: Person, lines: readonly Line[]): Promise<Tokens>;
  /** Body of a question with its ticket; each subject is given by its lines, all of one kind */
  question(person: Person, purpose: string, ...subjects: (readonly Line[])[]): Promise<Record<string, unknown>>;
  /** Asks, and expects an answer */
  ask(person: Person, purpose: string, ...subjects: (readonly Line[])[]): Promise<Answers>;
  /** Body of a registration with its tickets */
  registration(person: Person, team: TeamCode, identifier: Identifier): Promise<Record<string, unknown>>;
  /** Registers, and expects 201 */
  register(person: Person, team: TeamCode, identifier: Identifier): Promise<Registered>;
  /** Records from position `since` on */
  happenings(since?: number): Promise<Happening[]>;
  /** All that every process wrote to its log so far */
  logs(): string;
  stop(): Promise<void>;
}

export interface Registered {
  readonly id: string;
  readonly expiresOn: string;
  readonly receipt: string;
}

/**
 * A town on the real processes: PostgreSQL, custodian with the keys of its ceremony, index, and an issuer that signs
 * whatever it is told. Departments and teams came in through the management routes.
 * @param options epochs the ceremony makes, the last one active and those before it retiring; settings of the index
 */
export async function startTown(options: { epochs?: readonly string[]; index?: Environment } = {}): Promise<Town> {
  const endings: (() => Promise<unknown>)[] = [];
  const stop = async (): Promise<void> => {
    for (const end of endings.splice(0).reverse()) await end();
  };
  try {
    return await open(options, endings, stop);
  } catch (fault) {
    await stop();
    throw fault;
  }
}

async function open(
  { epochs = ['2026-1'], index: settings = {} }: { epochs?: readonly string[]; index?: Environment },
  endings: (() => Promise<unknown>)[],
  stop: () => Promise<void>,
): Promise<Town> {
  const folder = mkdtempSync(join(tmpdir(), 'raakvlak-town-'));
  endings.push(async () => rmSync(folder, { recursive: true, force: true }));
  const postgres = await startPostgres({ folder: mkdtempSync(join(tmpdir(), 'raakvlak-test-')) });
  endings.push(() => postgres.stop({ remove: true }));
  const issuer = await startIssuer();
  endings.push(() => issuer.stop());
  for (const name of ['index_town', 'custodian_town']) await postgres.createDatabase(name, name, name);
  const databaseUrl = postgres.url('index_town', 'index_town', 'index_town');
  await migrate(databaseUrl, indexMigrations);
  const database = new Client({ connectionString: databaseUrl });
  database.on('error', () => undefined);
  await database.connect();
  endings.push(() => database.end().catch(() => undefined));

  const office = openCustodianOffice(folder, {
    DATABASE_URL: postgres.url('custodian_town', 'custodian_town', 'custodian_town'),
    OIDC_ISSUER: issuer.url,
    WORKERS: '1',
  });
  bringToLife(office, epochs);
  enrol(office, issuer, (Object.keys(DEPARTMENTS) as (keyof typeof DEPARTMENTS)[]).map(connectionOf));
  const custodian = await office.start();
  endings.push(() => custodian.stop());

  const logKey = generateSigningKey(LOG_ORIGIN);
  const file = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text, { mode: 0o600 });
    return join(folder, name);
  };
  const environment: Environment = {
    PORT: '0',
    DATABASE_URL: databaseUrl,
    OIDC_ISSUER: issuer.url,
    AUDIENCE: INDEX_AUDIENCE,
    CUSTODIAN_URL: custodian.url,
    ROOT_PUBLIC_KEY: office.rootPublicKey,
    STORAGE_KEY_FILE: file('storage.key', randomBytes(32).toString('base64url')),
    AUDIT_KEY_FILE: file('audit.key', randomBytes(32).toString('base64url')),
    BUDGETS_FILE: file('index-budgets.json', JSON.stringify(AMPLE_INDEX_BUDGETS)),
    DEMO: 'true',
    ...settings,
  };
  file('log.key', logKey);
  const run = async (name: string, main: string, env: Environment): Promise<RunningProcess> => {
    const running = await startProcess(name, program(main), env, { logFile: join(folder, `${name}.log`) });
    endings.push(() => running.stop());
    return running;
  };
  const startIndex = (name: string, changes: Environment = {}): Promise<RunningProcess> =>
    run(name, 'apps/index/src/main', { ...environment, ...changes });
  const index = await startIndex('index');
  const town = townOf(
    { postgres, databaseUrl, database, issuer, office, custodian, index, folder, startIndex, stop },
    (changes) =>
      run('worker', 'apps/worker/src/main', {
        DATABASE_URL: databaseUrl,
        LOG_KEY_FILE: join(folder, 'log.key'),
        LOG_ORIGIN,
        SIGN_SECONDS: '1',
        PUBLISH_SECONDS: '1',
        STORAGE_KEY_FILE: join(folder, 'storage.key'),
        AUDIT_KEY_FILE: join(folder, 'audit.key'),
        BUDGETS_FILE: environment['BUDGETS_FILE'] ?? '',
        ...changes,
      }),
    parseSigningKey(logKey).verifier,
  );
  await organise(town);
  return town;
}

/** Makes an epoch the active one, which sends the one before it into retirement, and signs the document. */
export function bringToLife(office: CustodianOffice, epochs: readonly string[]): void {
  const keys = ['--keys', 'token.keys', '--document', 'epochs.json'];
  for (const id of epochs) {
    const state = office.ceremony('epoch', '--id', id, ...keys);
    if (state.endsWith('pending')) office.ceremony('state', '--id', id, '--to', 'active', ...keys);
  }
  office.ceremony('sign', '--document', 'epochs.json', '--root', 'root.key', '--out', 'epochs.jws');
}

/** One run of the operator's program for all of them. */
export function enrol(office: CustodianOffice, issuer: Issuer, connections: readonly Person[]): void {
  const folder = mkdtempSync(join(tmpdir(), 'raakvlak-enrol-'));
  const file = join(folder, 'connections.json');
  writeFileSync(
    file,
    JSON.stringify(connections.map(({ sub }) => ({ actor: `${issuer.url}|${sub}`, caseload: 1_000 }))),
  );
  office.office('enrol', '--file', file);
  rmSync(folder, { recursive: true });
}

async function organise(town: Town): Promise<void> {
  for (const [code, body] of Object.entries(DEPARTMENTS)) {
    const { status } = await town.request('PUT', `/v1/departments/${code}`, { as: MANAGER, json: body });
    if (status !== 204) throw new Error(`department ${code}: ${status}`);
  }
  for (const code of Object.keys(TEAMS) as TeamCode[]) {
    const { status } = await town.request('PUT', `/v1/teams/${code}`, { as: MANAGER, json: teamBody(code) });
    if (status !== 204) throw new Error(`team ${code}: ${status}`);
  }
}

type Base = Pick<
  Town,
  | 'postgres'
  | 'databaseUrl'
  | 'database'
  | 'issuer'
  | 'office'
  | 'custodian'
  | 'index'
  | 'folder'
  | 'startIndex'
  | 'stop'
>;

function townOf(base: Base, startWorker: Town['startWorker'], logKey: VerifierKey): Town {
  const signed = new Map<string, Promise<string>>();
  const bearer: Town['bearer'] = (person, audience = INDEX_AUDIENCE) => {
    const key = JSON.stringify([person, audience]);
    const token = signed.get(key) ?? base.issuer.token(person, audience);
    signed.set(key, token);
    return token;
  };
  const request: Town['request'] = async (method, path, { as, ...sent } = {}) => {
    const headers: Record<string, string> = { ...sent.headers };
    if (as !== undefined) headers['authorization'] = `Bearer ${await bearer(as)}`;
    return send(`http://127.0.0.1:${base.index.port}`, method, path, { ...sent, headers });
  };
  const tokens: Town['tokens'] = async (use, person, lines) => {
    const authorization = `Bearer ${await bearer(person, CUSTODIAN_AUDIENCE)}`;
    const evaluate: Evaluate = async (json) => {
      const reply = await send(base.custodian.url, 'POST', '/v1/evaluations', { json, headers: { authorization } });
      if (reply.status !== 200) throw new Error(`the custodian answered ${reply.status} ${reply.text}`);
      return reply.body as unknown as EvaluationResponse;
    };
    const published = await send(base.custodian.url, 'GET', '/v1/epochs');
    const rootKey = fromBase64url(base.office.rootPublicKey, 32);
    const document = openEpochDocument(published.text, rootKey, Date.now() / 1000, { demo: true });
    return tokensFor(use, lines, document, evaluate, stretch);
  };
  const question: Town['question'] = async (person, purpose, ...subjects) => {
    const found = await tokens('ask', person, subjects.flat());
    const lines = found.lines.map(({ scheme, tokens: perEpoch }) => ({ scheme, tokens: onTheWire(perEpoch) }));
    let next = 0;
    return {
      purpose,
      ticket: found.tickets[0]?.ticket,
      kind: found.tickets[0]?.kind,
      subjects: subjects.map(({ length }) => ({ lines: lines.slice(next, (next += length)) })),
    };
  };
  const registration: Town['registration'] = async (person, team, identifier) => {
    const found = await tokens('register', person, linesToRegister(identifier));
    return {
      team,
      rung: rungOf(identifier),
      tickets: found.tickets.map(({ ticket }) => ticket),
      lines: found.lines.map(({ kind, scheme, tokens: perEpoch }) => {
        const [[epoch, token] = ['', '']] = Object.entries(onTheWire(perEpoch));
        return { kind, scheme, epoch, token };
      }),
      notice: { state: 'given' },
    };
  };
  return {
    ...base,
    logKey,
    startWorker,
    enrol: (...connections) => enrol(base.office, base.issuer, connections),
    bearer,
    request,
    tokens,
    question,
    registration,
    async ask(person, purpose, ...subjects) {
      const json = await question(person, purpose, ...subjects);
      const reply = await request('POST', '/v1/inquiries', { as: person, json });
      if (reply.status !== 200) throw new Error(`the index answered ${reply.status} ${reply.text}`);
      return reply.body as unknown as Answers;
    },
    async register(person, team, identifier) {
      const json = await registration(person, team, identifier);
      const reply = await request('PUT', `/v1/involvements/${randomUUID()}`, { as: person, json });
      if (reply.status !== 201) throw new Error(`the index answered ${reply.status} ${reply.text}`);
      return reply.body as unknown as Registered;
    },
    async happenings(since = 0) {
      const { rows } = await base.database.query<{ w: Buffer }>(
        'select w from audit.record where seq >= $1 order by seq',
        [since],
      );
      return rows.map(({ w }) => JSON.parse(w.toString('utf8')) as Happening);
    },
    logs: () =>
      readdirSync(base.folder)
        .filter((name) => name.endsWith('.log'))
        .map((name) => readFileSync(join(base.folder, name), 'utf8'))
        .join('\n') + base.custodian.output(),
  };
}

const onTheWire = (perEpoch: Readonly<Record<string, Uint8Array>>): Record<string, string> =>
  Object.fromEntries(Object.entries(perEpoch).map(([epoch, token]) => [epoch, toBase64url(token)]));
