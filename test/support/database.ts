import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DataSource } from 'typeorm';
import { type Postgres, startPostgres } from '#local';
import { indexMigrations } from '#migrations';
import { migrate, openDatabase } from '#platform';

export interface TestDatabase {
  readonly postgres: Postgres;
  readonly url: string;
  /** Another pool on the same database, as another process would have */
  open(connections?: number): Promise<DataSource>;
  stop(): Promise<void>;
}

/** A real PostgreSQL in a folder of its own, with the index's schema; gone after `stop`. */
export async function startTestDatabase(): Promise<TestDatabase> {
  const postgres = await startPostgres({ folder: mkdtempSync(join(tmpdir(), 'raakvlak-test-')) });
  await postgres.createDatabase('index_test', 'index_test', 'index_test');
  const url = postgres.url('index_test', 'index_test', 'index_test');
  await migrate(url, indexMigrations);
  const opened: DataSource[] = [];
  return {
    postgres,
    url,
    async open(connections = 10) {
      const database = await openDatabase({ url, name: 'test', connections }).initialize();
      opened.push(database);
      return database;
    },
    async stop() {
      for (const database of opened) await database.destroy().catch(() => undefined);
      await postgres.stop({ remove: true });
    },
  };
}
