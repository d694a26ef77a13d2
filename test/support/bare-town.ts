import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { AuditKeys } from '#accountability';
import { type Environment, type RunningProcess, program, startProcess } from '#local';
import type { Kind, Scheme } from '#tokens';
import { startTestDatabase } from './database';
import { type Person, startIssuer } from './issuer';
import { type TicketMaker, startTicketMaker } from './ticket-maker';
import { type Reply, send } from './wire';

const AUDIENCE = 'urn:raakvlak:index';

/** Subjects of a question: each a list of names, one per line, of which the tokens are made. */
export interface BareQuestion {
  readonly purpose: string;
  readonly kind: Kind;
  readonly subjects: readonly (readonly string[])[];
}

/** Index processes and a database, without a custodian: tickets are signed here, tokens are any bytes. */
export interface BareTown {
  readonly database: Client;
  readonly databaseUrl: string;
  readonly tickets: TicketMaker;
  readonly auditKeys: AuditKeys;
  /** 32 bytes */
  readonly storageKey: Buffer;
  startIndex(name: string, budgets?: object): Promise<RunningProcess>;
  startDetector(name: string, budgets?: object): Promise<RunningProcess>;
  /** Departments, each with one team, of domain care */
  organise(departments: readonly string[]): Promise<void>;
  actorOf(person: Person): string;
  body(person: Person, question: BareQuestion): object;
  request(index: RunningProcess, method: string, path: string, as: Person, json?: unknown): Promise<Reply>;
  ask(index: RunningProcess, person: Person, question: BareQuestion): Promise<Reply>;
  logs(): string;
  stop(): Promise<void>;
}

export const tokenOf = (name: string): string => createHash('sha256').update(name).digest('base64url');

const SCHEMES: Readonly<Record<Kind, Scheme>> = {
  person: 'nl-bsn',
  business: 'nl-kvk',
  address: 'nl-adres',
  building: 'nl-adres-nummer',
};

export async function startBareTown(): Promise<BareTown> {
  const folder = mkdtempSync(join(tmpdir(), 'raakvlak-bare-'));
  const test = await startTestDatabase();
  const database = new Client({ connectionString: test.url });
  await database.connect();
  const issuer = await startIssuer();
  const tickets = await startTicketMaker();
  const running: RunningProcess[] = [];
  const file = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text, { mode: 0o600 });
    return join(folder, name);
  };
  const auditKey = randomBytes(32);
  const common = { DATABASE_URL: test.url, AUDIT_KEY_FILE: file('audit.key', auditKey.toString('base64url')) };
  const storageKey = randomBytes(32);
  const storageKeyFile = file('storage.key', storageKey.toString('base64url'));
  const start = async (name: string, app: string, environment: Environment, budgets?: object) => {
    const given: Environment =
      budgets === undefined ? {} : { BUDGETS_FILE: file(`${name}.json`, JSON.stringify(budgets)) };
    const logFile = join(folder, `${name}.log`);
    const one = await startProcess(name, program(app), { ...common, ...environment, ...given }, { logFile });
    running.push(one);
    return one;
  };
  const signed = new Map<string, Promise<string>>();
  const bearer = (person: Person): Promise<string> => {
    const token = signed.get(person.sub) ?? issuer.token(person, AUDIENCE, { seconds: 3_600 });
    signed.set(person.sub, token);
    return token;
  };
  const actorOf = ({ sub }: Person): string => `${issuer.url}|${sub}`;
  const body: BareTown['body'] = (person, { purpose, kind, subjects }) => ({
    purpose,
    kind,
    ticket: tickets.ticket(actorOf(person), kind, subjects.flat().length),
    subjects: subjects.map((lines) => ({
      lines: lines.map((name) => ({ scheme: SCHEMES[kind], tokens: { [tickets.epoch]: tokenOf(name) } })),
    })),
  });
  const request: BareTown['request'] = async (index, method, path, as, json) =>
    send(`http://127.0.0.1:${index.port}`, method, path, {
      headers: { authorization: `Bearer ${await bearer(as)}` },
      ...(json === undefined ? {} : { json }),
    });
  return {
    database,
    databaseUrl: test.url,
    tickets,
    auditKeys: new AuditKeys(auditKey),
    storageKey,
    actorOf,
    body,
    request,
    ask: (index, person, question) => request(index, 'POST', '/v1/inquiries', person, body(person, question)),
    startIndex: (name, budgets) =>
      start(
        name,
        'apps/index/src/main',
        {
          PORT: '0',
          OIDC_ISSUER: issuer.url,
          AUDIENCE,
          CUSTODIAN_URL: tickets.url,
          ROOT_PUBLIC_KEY: tickets.rootKey,
          STORAGE_KEY_FILE: storageKeyFile,
          DEMO: 'true',
        },
        budgets,
      ),
    startDetector: (name, budgets) =>
      start(name, 'apps/worker/src/main', { DUTIES: 'detect', DETECT_SECONDS: '1' }, budgets),
    async organise(departments) {
      const hours = JSON.stringify([{ days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00' }]);
      for (const code of departments) {
        await database.query('insert into department (code, name, domain) values ($1, $1, $2)', [code, 'care']);
        await database.query(
          'insert into team (code, department, name, phone, email, hours) values ($1, $2, $1, $3, $4, $5)',
          [`${code}-team`, code, '033-000 00 00', 'team@amersfoort.example', hours],
        );
      }
    },
    logs: () =>
      readdirSync(folder)
        .filter((name) => name.endsWith('.log'))
        .map((name) => readFileSync(join(folder, name), 'utf8'))
        .join('\n'),
    async stop() {
      await Promise.all(running.map((one) => one.stop()));
      await issuer.stop();
      tickets.stop();
      await database.end();
      await test.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
