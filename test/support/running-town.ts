import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openRaakvlak, type RaakvlakWithProofs, signInAsDemoPerson, type TokenSource } from '#client/node';
import { loadOrganisation, type Postgres, type Stack, startPostgres, startStack } from '#local';
import { AMPLE_BUDGETS } from './budgets';
import { type Relay, startRelay } from './relay';

const INDEX_DATABASE = 'raakvlak_index';
const CUSTODIAN_DATABASE = 'raakvlak_custodian';
const PASSWORD = 'password-of-a-test';

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
    /** Both servers to PostgreSQL */
    readonly storage: Relay;
  };
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
    const stack = await startStack({
      folder: join(folder, 'stack'),
      signSeconds: 1,
      publishSeconds: 1,
      budgets: AMPLE_BUDGETS,
      replacements: { DATABASE_URL: tapped(INDEX_DATABASE), CUSTODIAN_DATABASE_URL: tapped(CUSTODIAN_DATABASE) },
    });
    open.push(stack);
    await loadOrganisation(stack);
    const portOf = (name: 'index' | 'custodian') => (): number => stack.part(name)?.port ?? 0;
    const taps = {
      custodian: await tap(portOf('custodian')),
      index: await tap(portOf('index')),
      hostileCustodian: await tap(portOf('custodian')),
      hostileIndex: await tap(portOf('index')),
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
