import type { Socket } from 'node:net';
import { DataSource, type EntitySchema, type MixedList } from 'typeorm';
import { Client, type Pool } from 'pg';

/** A statement that waits longer than this is ended by the server, in milliseconds. */
const STATEMENT_LIMIT = 3_000;

/**
 * A connection on which nothing at all came or went for this long while a statement was under way is dead, in
 * milliseconds: the server would have ended the statement before.
 */
const SILENCE_LIMIT = STATEMENT_LIMIT + 500;

/** Below the limits of everybody who gives a statement up before its connection is ended here, in milliseconds. */
const SUSPICION = 2_000;

/** What pg keeps to itself, and its pool looks at as well. */
interface Inside {
  readonly connection: { readonly stream: Socket };
  /** False while a statement is under way */
  readonly readyForQuery: boolean;
  /** It said goodbye and waits for the server to close */
  readonly _ending: boolean;
}

/**
 * What pg leaves to whoever uses it.
 *
 * A connection that the server ends tells so by an `error` event, and Node ends a process for an event that nobody
 * listens to. pg-pool and TypeORM listen most of the time, but not while they hand a connection out or take it back
 * after a fault. The query under way fails and the pool lets go of the connection all the same.
 *
 * A network that swallows everything (a firewall that forgot the connection) tells nothing: a statement would wait for
 * the two hours of TCP's keep-alive, and its place in the pool with it. The connection is ended instead, so that it can
 * never be handed on inside an open transaction, as it would be after pg's `query_timeout`. When one is given up after
 * such a silence, those of the same pool that are at rest are most likely dead too; each would cost somebody a refusal.
 */
class WatchedClient extends Client {
  #heard = performance.now();

  /** @param pool all connections of one pool that are open */
  constructor(pool: Set<WatchedClient>, ...given: ConstructorParameters<typeof Client>) {
    super(...given);
    this.on('error', () => undefined);
    // Not before: TLS puts another stream in the place of the first.
    this.once('connect', () => {
      const inside = this.#inside;
      const { stream } = inside.connection;
      pool.add(this);
      stream.on('data', () => (this.#heard = performance.now()));
      // Counted from the last byte in either direction; at rest silence is no fault.
      stream.setTimeout(SILENCE_LIMIT);
      stream.on('timeout', () => {
        if (!inside.readyForQuery || inside._ending) this.#end();
      });
    });
    this.once('end', () => {
      pool.delete(this);
      if (this.#inside.readyForQuery || !this.#silent) return;
      for (const other of pool) if (other.#silent && other.getTransactionStatus() === 'I') other.#end();
    });
  }

  get #inside(): Inside {
    return this as unknown as Inside;
  }

  get #silent(): boolean {
    return performance.now() - this.#heard > SUSPICION;
  }

  #end(): void {
    this.#inside.connection.stream.destroy(new Error('Connection terminated: it fell silent'));
  }
}

function clientsOfOnePool(): typeof Client {
  const pool = new Set<WatchedClient>();
  return class extends WatchedClient {
    constructor(...given: ConstructorParameters<typeof Client>) {
      super(pool, ...given);
    }
  };
}

export interface DatabaseOptions {
  readonly url: string;
  readonly entities?: MixedList<EntitySchema | (new () => object)>;
  /** Shown in pg_stat_activity */
  readonly name: string;
  readonly connections?: number;
}

/**
 * A connection pool under TypeORM with time limits kept by the server. `query_timeout` is left alone on purpose: after
 * it, pg hands the connection back inside an open transaction and the next write is lost.
 */
export function openDatabase({ url, entities = [], name, connections = 10 }: DatabaseOptions): DataSource {
  return new DataSource({
    type: 'postgres',
    url,
    entities: entities as never,
    synchronize: false,
    logging: false,
    applicationName: name,
    poolSize: connections,
    invalidWhereValuesBehavior: { null: 'throw', undefined: 'throw' },
    installExtensions: false,
    extra: {
      Client: clientsOfOnePool(),
      connectionTimeoutMillis: 2_000,
      statement_timeout: STATEMENT_LIMIT,
      lock_timeout: 2_000,
      idle_in_transaction_session_timeout: 5_000,
      keepAlive: true,
    },
  });
}

/** The pg pool below a data source, for the hot path that speaks plain SQL. */
export const poolOf = (database: DataSource): Pool => (database.driver as unknown as { master: Pool }).master;
