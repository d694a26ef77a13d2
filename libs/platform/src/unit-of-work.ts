import type { DataSource, EntityManager, QueryRunner } from 'typeorm';
import type { PoolClient, QueryConfig, QueryResult, QueryResultRow } from 'pg';
import { Problem, problemsOf } from '#problem';
import { log } from './logging';

const problem = problemsOf('platform', {
  'storage-unavailable': {
    status: 503,
    title: 'The storage does not answer',
    advice: 'Nothing was stored or disclosed. Try again in a few seconds.',
  },
  'outcome-unknown': {
    status: 503,
    title: 'The storage did not confirm',
    advice: 'It is not known whether this was stored. Repeat the same request: repeating has no second effect.',
  },
});

/** The whole unit, from waiting for a connection to the confirmed commit, in milliseconds. */
const UNIT_LIMIT = 2_800;

export interface Transaction {
  /** TypeORM's view of this transaction */
  readonly manager: EntityManager;
  /** Plain SQL in this transaction; statements with a `name` are prepared once per connection */
  query<R extends QueryResultRow>(statement: string | QueryConfig, values?: unknown[]): Promise<QueryResult<R>>;
}

/**
 * The only way to write. It exists because TypeORM's own `transaction()` resolves although nothing was stored when an
 * error inside was caught: PostgreSQL answers COMMIT with the tag ROLLBACK and nobody looks (research D1, D2). Here the
 * state is checked before the commit and the tag after it, and a connection whose rollback failed is thrown away.
 */
export class UnitOfWork {
  constructor(private readonly database: DataSource) {}

  /**
   * Runs `work` in one transaction and returns after the server confirmed the commit.
   * @throws Problem `platform.storage-unavailable` (nothing stored), `platform.outcome-unknown` (nobody
   *   knows what became of the commit), or whatever `work` throws (nothing stored)
   */
  async run<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    const runner = this.database.createQueryRunner('master');
    const unit = { committing: false, abandoned: false };
    let expire!: () => void;
    const expired = new Promise<never>((_, reject) => {
      expire = () =>
        reject(problem(unit.committing ? 'outcome-unknown' : 'storage-unavailable', { retryAfterSeconds: 2 }));
    });
    const timer = setTimeout(() => {
      unit.abandoned = true;
      expire();
    }, UNIT_LIMIT);
    try {
      const running = this.inTransaction(runner, work, unit);
      running.catch(() => undefined);
      return await Promise.race([running, expired]);
    } finally {
      clearTimeout(timer);
      if (unit.abandoned) await discard(runner);
    }
  }

  private async inTransaction<T>(
    runner: QueryRunner,
    work: (transaction: Transaction) => Promise<T>,
    unit: { committing: boolean; abandoned: boolean },
  ): Promise<T> {
    let client: PoolClient;
    try {
      client = (await runner.connect()) as PoolClient;
      await runner.startTransaction();
    } catch {
      await discard(runner);
      throw problem('storage-unavailable', { retryAfterSeconds: 2 });
    }
    try {
      const result = await work({
        manager: runner.manager,
        query: (statement, values) => client.query(statement as string, values),
      });
      if (client.getTransactionStatus() !== 'T') throw problem('storage-unavailable', { retryAfterSeconds: 2 });
      unit.committing = true;
      const { command } = await client.query('COMMIT');
      if (command !== 'COMMIT') throw problem('storage-unavailable', { retryAfterSeconds: 2 });
      await runner.release();
      return result;
    } catch (cause) {
      await this.rollBack(runner, client);
      throw asProblem(cause, unit.committing);
    }
  }

  private async rollBack(runner: QueryRunner, client: PoolClient): Promise<void> {
    try {
      await client.query('ROLLBACK');
      if (client.getTransactionStatus() !== 'I') throw new Error('not rolled back');
      await runner.release();
    } catch {
      await discard(runner);
    }
  }
}

/** Closes the connection instead of handing it back. */
async function discard(runner: QueryRunner): Promise<void> {
  const { releasePostgresConnection } = runner as unknown as {
    releasePostgresConnection(reason: Error): Promise<void>;
  };
  await releasePostgresConnection.call(runner, new Error('discarded'));
}

const isDatabaseFault = (cause: unknown): boolean => {
  const { code, driverError } = (cause ?? {}) as { code?: unknown; driverError?: unknown };
  if (driverError !== undefined) return isDatabaseFault(driverError);
  // SQLSTATE classes 08 connection, 25 transaction state, 40 rollback, 53 resources, 55 lock, 57 operator intervention,
  // 58 system, XX internal (what EFBIG of a file system becomes); or a socket code
  return typeof code === 'string' && (/^(08|25|40|53|55|57|58|XX)/.test(code) || /^E[A-Z]+$/.test(code));
};

/** Whether the database could not serve, as against refused this statement for what it said. */
export const isStorageFault = (cause: unknown): boolean =>
  isDatabaseFault(cause) ||
  (cause instanceof Error &&
    /^(Connection terminated|Client has encountered|timeout exceeded|Query read timeout)/.test(cause.message));

function asProblem(cause: unknown, committing: boolean): unknown {
  if (cause instanceof Problem) return cause;
  if (committing) return afterCommit(cause);
  return isStorageFault(cause) ? problem('storage-unavailable', { retryAfterSeconds: 2 }) : cause;
}

/**
 * Every statement went well and COMMIT did not. An ERROR is PostgreSQL's word that the transaction is rolled back (a
 * deferred constraint, a full disk); after a FATAL or PANIC, or when the connection is lost, nobody knows.
 */
function afterCommit(cause: unknown): Problem {
  log.error('commit not confirmed', cause);
  const { severity } = cause as { severity?: unknown };
  return problem(severity === 'ERROR' ? 'storage-unavailable' : 'outcome-unknown', { retryAfterSeconds: 2 });
}
