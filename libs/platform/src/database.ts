import { DataSource, type EntitySchema, type MixedList } from 'typeorm';
import { Client, type Pool } from 'pg';

/** A statement that waits longer than this is ended by the server, in milliseconds. */
const STATEMENT_LIMIT = 3_000;

/**
 * A connection that the server ends tells so by an `error` event, and Node ends a process for an event that nobody
 * listens to. pg-pool and TypeORM listen most of the time, but not while they hand a connection out or take it back
 * after a fault. The query under way fails and the pool lets go of the connection all the same.
 */
class ListenedClient extends Client {
  constructor(...given: ConstructorParameters<typeof Client>) {
    super(...given);
    this.on('error', () => undefined);
  }
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
      Client: ListenedClient,
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
