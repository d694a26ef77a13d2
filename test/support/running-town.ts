import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  openRaakvlak,
  type RaakvlakWithProofs,
  signInAsConnection,
  signInAsDemoPerson,
  type TokenSource,
} from '#client/node';
import { type Connection, type Outcome, synchronise } from '#connector';
import {
  freePort,
  loadOrganisation,
  type Postgres,
  program,
  root,
  runToEnd,
  type RunningProcess,
  type Stack,
  startPostgres,
  startProcess,
  startStack,
} from '#local';
import { AMPLE_BUDGETS, AMPLE_INDEX_BUDGETS } from './budgets';
import { QUIET_AUDIENCE } from './quiet-audience';
import { type Relay, startRelay } from './relay';

const INDEX_DATABASE = 'raakvlak_index';
const CUSTODIAN_DATABASE = 'raakvlak_custodian';
const PASSWORD = 'password-of-a-test';
const AUDIENCES = { INDEX_AUDIENCE: 'urn:raakvlak:index', CUSTODIAN_AUDIENCE: 'urn:raakvlak:custodian' };

/** The whole product as `npm start` runs it, with a wire tap on every line that a subject's data could travel. */
export interface RunningTown {
  readonly stack: Stack;
  readonly postgres: Postgres;
  readonly taps: {
    /** Client to custodian, and client to index */
    readonly custodian: Relay;
    readonly index: Relay;
    /** The same two servers, for requests that are wrong on purpose */
    readonly hostileCustodian: Relay;
    readonly hostileIndex: Relay;
    /** Everybody to the OpenID provider: clients for tokens, both servers for its keys */
    readonly identity: Relay;
    /** Index to custodian, for the epoch document */
    readonly epochs: Relay;
    /** All servers to PostgreSQL */
    readonly storage: Relay;
  };
  /** Delivers an export as a department's system, over the tapped lines; `place` is on that department's machine */
  deliver(place: string, csv: string): Promise<Outcome>;
  /** Database of the index as its superuser */
  readonly superuserUrl: string;
  /** The same through the wire tap */
  readonly tappedUrl: string;
  /** The SDK in the name of a demo person, over the tapped lines */
  as(person: string): Promise<RaakvlakWithProofs>;
  /** Access tokens of a demo person */
  tokensOf(person: string): Promise<TokenSource>;
  /** Ends the processes and PostgreSQL; what they wrote stays until `remove` */
  stop(): Promise<void>;
  remove(): void;
}

export async function startRunningTown(): Promise<RunningTown> {
  const folder = mkdtempSync(join(tmpdir(), 'raakvlak-town-'));
  const postgres = await startPostgres({ folder: join(folder, 'postgres') });
  const open: { stop(): Promise<unknown> }[] = [postgres];
  const stop = async (): Promise<void> => {
    while (open.length > 0) await open.pop()?.stop();
  };
  const tap = async (target: () => number): Promise<Relay> => {
    const relay = await startRelay(target);
    open.push(relay);
    return relay;
  };
  try {
    for (const name of [INDEX_DATABASE, CUSTODIAN_DATABASE]) await postgres.createDatabase(name, name, PASSWORD);
    const storage = await tap(() => postgres.port);
    const tapped = (name: string): string => `postgresql://${name}:${PASSWORD}@127.0.0.1:${storage.port}/${name}`;
    const place = join(folder, 'stack');
    const identityPort = await freePort();
    const identity = await tap(() => identityPort);
    const custodianPort = await freePort();
    const epochs = await tap(() => custodianPort);
    const provider = await startIdentity(place, identityPort, identity.port);
    open.push(provider);
    const stack = await startStack({
      folder: place,
      ports: { custodian: custodianPort },
      custodianForIndex: `http://localhost:${epochs.port}`,
      signSeconds: 1,
      publishSeconds: 1,
      budgets: AMPLE_BUDGETS,
      indexBudgets: AMPLE_INDEX_BUDGETS,
      replacements: {
        DATABASE_URL: tapped(INDEX_DATABASE),
        CUSTODIAN_DATABASE_URL: tapped(CUSTODIAN_DATABASE),
        OIDC_ISSUER: `http://localhost:${identity.port}`,
        ...AUDIENCES,
        CLIENT_ID: 'raakvlak-cli',
      },
    });
    open.push(stack);
    await loadOrganisation(stack);
    const portOf = (name: 'index' | 'custodian') => (): number => stack.part(name)?.port ?? 0;
    const taps = {
      custodian: await tap(portOf('custodian')),
      index: await tap(portOf('index')),
      hostileCustodian: await tap(portOf('custodian')),
      hostileIndex: await tap(portOf('index')),
      identity,
      epochs,
      storage,
    };
    const tokensOf = (person: string): Promise<TokenSource> => signInAsDemoPerson(stack.configuration, person);
    const over = {
      ...stack.configuration,
      custodian: `http://127.0.0.1:${taps.custodian.port}`,
      index: `http://127.0.0.1:${taps.index.port}`,
    };
    return {
      stack,
      postgres,
      taps,
      superuserUrl: postgres.url(INDEX_DATABASE),
      tappedUrl: tapped(INDEX_DATABASE),
      as: async (person) => openRaakvlak(over, await tokensOf(person)),
      deliver: (place, csv) => deliver(stack, over, place, csv),
      tokensOf,
      stop,
      remove: () => [postgres.folder, folder].forEach((place) => rmSync(place, { recursive: true, force: true })),
    };
  } catch (fault) {
    await stop();
    rmSync(folder, { recursive: true, force: true });
    throw fault;
  }
}

/** The demonstration's OpenID provider, as a process of its own behind a wire tap: its name is the tap's address. */
function startIdentity(place: string, port: number, tapPort: number): Promise<RunningProcess> {
  const settings = {
    PORT: String(port),
    ISSUER: `http://localhost:${tapPort}`,
    DATA_DIR: join(place, 'identity'),
    ...AUDIENCES,
    PEOPLE_FILE: join(root, 'apps', 'identity', 'people.json'),
  };
  const logFile = join(place, 'logs', 'identity.log');
  return startProcess('identity', program('apps/identity/src/main'), settings, { logFile });
}

/** Everything unusual is approved; the profile is what the column names say. */
async function deliver(stack: Stack, over: Stack['configuration'], place: string, csv: string): Promise<Outcome> {
  const { configuration, databases, folder, logFolder } = stack;
  const department = 'sociaal-domein';
  const clientId = `koppeling-${department}`;
  const enrol = ['enrol', '--actor', `${configuration.issuer}|${clientId}`, '--caseload', '1000'];
  const settings = { DATABASE_URL: databases.custodian };
  const logFile = join(logFolder, 'office.log');
  await runToEnd('office', program('apps/custodian/src/office'), settings, { args: enrol, logFile });
  const keyFile = join(folder, 'identity', `connection-${clientId}.jwk.json`);
  const key = JSON.parse(readFileSync(keyFile, 'utf8')) as Connection['key'];
  mkdirSync(place, { recursive: true });
  writeFileSync(join(place, 'export.csv'), csv);
  return synchronise({
    file: join(place, 'export.csv'),
    connection: { clientId, department, key },
    stateFolder: join(place, 'state'),
    client: openRaakvlak(over, await signInAsConnection({ ...configuration, clientId }, key)),
    rootKey: configuration.rootKey,
    demo: true,
    audience: QUIET_AUDIENCE,
  });
}
