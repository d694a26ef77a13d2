import { createPrivateKey, type JsonWebKey, type KeyObject, randomBytes, sign } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Client } from 'pg';
import { AuditKeys } from '#accountability';
import { signInAsDemoPerson, type TokenSource } from '#client/node';
import { StorageKey } from '#involvement';
import { DEMO, freePort, loadOrganisation, type Postgres, type Stack, startPostgres, startStack } from '#local';
import { activeEpoch, type EpochDocument, type Kind, type Use } from '#tokens';
import { AMPLE_BUDGETS, AMPLE_INDEX_BUDGETS } from '../support/budgets';
import { type Line, startLine } from './line';
import { send } from './send';

/** A demo person with a session at the real identity provider. */
export interface Person {
  readonly sub: string;
  /** As servers know her: issuer, a bar, subject */
  readonly actor: string;
  readonly tokens: TokenSource;
}

/** Who registers, with the team it is for. */
export interface Registrar extends Person {
  readonly team: string;
  /** As it stands in an answer */
  readonly teamName: string;
}

export interface Ticket {
  /** 16 bytes */
  readonly id: Buffer;
  readonly jws: string;
}

/** The whole product in a folder of its own, and the keys with which a test reads what it stored. */
export interface Town {
  readonly stack: Stack;
  /** Index processes that take requests; the first one is the stack's own */
  readonly indexes: readonly number[];
  readonly custodian: number;
  readonly epoch: string;
  readonly registrars: readonly Registrar[];
  readonly askers: readonly Person[];
  readonly storageKey: StorageKey;
  readonly auditKeys: AuditKeys;
  /**
   * A ticket under the custodian's own key, made here: questions then cost neither an evaluation nor Argon2, which are
   * not what a crash of the index is about. Evaluations of the real custodian are tested beside it.
   */
  ticket(actor: string, use: Use, kind: Kind, count: number): Ticket;
  /** Of those, how many lines each is for, by id in base64url; all others are the custodian's */
  readonly made: ReadonlyMap<string, number>;
  /** Resolves when every index and the custodian say that they can serve. */
  ready(limit: number): Promise<void>;
  stop(options: { keep: boolean }): Promise<void>;
}

/** A town whose servers reach their databases over lines that can be disturbed, and whose PostgreSQL is at hand. */
export interface TownOnLines extends Town {
  readonly postgres: Postgres;
  readonly lines: Readonly<Record<DatabaseName, Line>>;
}

export type DatabaseName = 'index' | 'custodian';

/** What each is called in PostgreSQL, and who owns it. */
export const DATABASES: Readonly<Record<DatabaseName, string>> = {
  index: 'raakvlak_index',
  custodian: 'raakvlak_custodian',
};

const REGISTRARS = { ingrid: 'wijkteam-soesterkwartier', bilal: 'wijkteam-liendert' } as const;
const ASKERS = ['ruud', 'jeroen'] as const;

/**
 * @param indexes how many index processes share the database
 * @param say told where the folder is
 */
export async function foundTown(indexes: number): Promise<Town> {
  const folder = mkdtempSync(join(tmpdir(), 'raakvlak-faults-'));
  // A few people do the work of a town here: what their budgets would stop is not what is looked for.
  const budgets = AMPLE_BUDGETS;
  const ports = await portsBelowEphemeral();
  const stack = await startStack({
    folder,
    ports,
    budgets,
    indexBudgets: AMPLE_INDEX_BUDGETS,
    signSeconds: 1,
    publishSeconds: 2,
  });
  try {
    return await settle(stack, indexes);
  } catch (fault) {
    await stack.stop({ remove: true });
    throw fault;
  }
}

/** The same with one PostgreSQL of few connections, behind one line for each database. */
export async function foundTownOnLines(indexes: number): Promise<TownOnLines> {
  const folder = mkdtempSync(join(tmpdir(), 'raakvlak-faults-'));
  const postgres = await startPostgres({ folder: join(folder, 'database'), settings: { max_connections: 60 } });
  const open: { stop(): Promise<unknown> }[] = [];
  const stop = async (keep: boolean): Promise<void> => {
    for (const one of open.splice(0).reverse()) await one.stop();
    await postgres.stop({ remove: !keep });
    if (!keep) rmSync(folder, { recursive: true, force: true });
  };
  try {
    const lineTo = async (name: DatabaseName): Promise<[Line, string]> => {
      const [called, password] = [DATABASES[name], randomBytes(16).toString('hex')];
      await postgres.createDatabase(called, called, password);
      const line = await startLine(postgres.port);
      open.push(line);
      return [line, `postgresql://${called}:${password}@127.0.0.1:${line.port}/${called}`];
    };
    const [index, indexUrl] = await lineTo('index');
    const [custodian, custodianUrl] = await lineTo('custodian');
    const stack = await startStack({
      folder,
      ports: await portsBelowEphemeral(),
      signSeconds: 1,
      publishSeconds: 2,
      budgets: AMPLE_BUDGETS,
      indexBudgets: AMPLE_INDEX_BUDGETS,
      replacements: { DATABASE_URL: indexUrl, CUSTODIAN_DATABASE_URL: custodianUrl },
    });
    open.push(stack);
    const town = await settle(stack, indexes);
    return { ...town, postgres, lines: { index, custodian }, stop: ({ keep }) => stop(keep) };
  } catch (fault) {
    await stop(false);
    throw fault;
  }
}

async function settle(stack: Stack, indexes: number): Promise<Town> {
  await loadOrganisation(stack);
  const ports = [portOf(stack, 'index')];
  while (ports.length < indexes) ports.push((await stack.addIndex(await portBelowEphemeral())).port);
  const custodian = portOf(stack, 'custodian');
  const document = await epochDocument(stack.configuration.custodian);
  const made = new Map<string, number>();
  const ticketOf = ticketMaker(stack.folder, document);
  const session = async (sub: string): Promise<Person> => ({
    sub,
    actor: `${stack.configuration.issuer}|${sub}`,
    tokens: await signInAsDemoPerson(stack.configuration, sub),
  });
  const registrars: Registrar[] = [];
  for (const [sub, team] of Object.entries(REGISTRARS))
    registrars.push({ ...(await session(sub)), team, teamName: DEMO.teams[team]?.name ?? '' });
  return {
    stack,
    indexes: ports,
    custodian,
    epoch: activeEpoch(document).id,
    registrars,
    askers: await Promise.all(ASKERS.map(session)),
    storageKey: new StorageKey(secret(stack, 'storage.key')),
    auditKeys: new AuditKeys(secret(stack, 'audit.key')),
    ticket(actor, use, kind, count) {
      const ticket = ticketOf(actor, use, kind, count);
      made.set(ticket.id.toString('base64url'), count);
      return ticket;
    },
    made,
    ready: (limit) => allReady([...ports, custodian], limit),
    stop: ({ keep }) => stack.stop({ remove: !keep }),
  };
}

const secret = (stack: Stack, name: string): Buffer =>
  Buffer.from(readFileSync(join(stack.folder, 'keys', name), 'utf8').trim(), 'base64url');

function portOf(stack: Stack, name: 'index' | 'custodian'): number {
  const part = stack.part(name);
  if (part === undefined) throw new Error(`there is no ${name}`);
  return part.port;
}

/**
 * Ports that the system does not hand out to outgoing connections. Thousands of attempts are made to reach a process
 * that is down; in the ephemeral range one of them would in the end be connected to itself and hold the port.
 */
async function portBelowEphemeral(): Promise<number> {
  for (;;) {
    const port = 12_000 + Math.floor(Math.random() * 18_000);
    if ((await freePort(port)) === port) return port;
  }
}

const portsBelowEphemeral = async () => ({
  index: await portBelowEphemeral(),
  custodian: await portBelowEphemeral(),
  identity: await portBelowEphemeral(),
});

async function epochDocument(custodian: string): Promise<EpochDocument> {
  const [, payload = ''] = (await (await fetch(`${custodian}/v1/epochs`)).text()).split('.');
  return JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as EpochDocument;
}

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

function ticketMaker(folder: string, { custodian, ticketKeys }: EpochDocument): Town['ticket'] {
  const jwk = JSON.parse(readFileSync(join(folder, 'custodian', 'ticket.key'), 'utf8')) as JsonWebKey;
  const key: KeyObject = createPrivateKey({ key: jwk, format: 'jwk' });
  const kid = ticketKeys.find(({ x }) => x === jwk.x)?.kid;
  const header = encode({ alg: 'ES256', kid, typ: 'raakvlak-ticket+jwt' });
  return (sub, use, kind, count) => {
    const id = randomBytes(16);
    const iat = Math.floor(Date.now() / 1000);
    const claims = { iss: custodian, sub, use, kind, count, jti: id.toString('base64url'), iat, exp: iat + 300 };
    const signed = `${header}.${encode(claims)}`;
    const signature = sign('sha256', Buffer.from(signed), { key, dsaEncoding: 'ieee-p1363' });
    return { id, jws: `${signed}.${signature.toString('base64url')}` };
  };
}

async function allReady(ports: readonly number[], limit: number): Promise<void> {
  const until = Date.now() + limit;
  for (const port of ports) {
    while ((await send({ port, method: 'GET', path: '/health/ready' }))?.status !== 200) {
      if (Date.now() > until)
        throw new Error(`the process on port ${port} is not ready ${limit / 1000} s after a crash`);
      await wait(25);
    }
  }
}

/** SQLSTATE: it is starting up or shutting down, and will take connections soon. */
const CANNOT_CONNECT_NOW = '57P03';

/** Runs statements on one connection that is closed afterwards; waits for a server that is still recovering. */
export async function withDatabase<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = await connected(url, Date.now() + 120_000);
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function connected(url: string, until: number): Promise<Client> {
  for (;;) {
    const client = new Client({ connectionString: url, application_name: 'faults', connectionTimeoutMillis: 10_000 });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return client;
    } catch (fault) {
      if ((fault as { code?: string }).code !== CANNOT_CONNECT_NOW || Date.now() > until) throw fault;
      await wait(50);
    }
  }
}
