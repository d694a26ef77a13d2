import { migrate, postgresUrl, readConfiguration } from '#platform';
import { indexMigrations } from './index';

/** `node dist/migrations/run.js`: brings the database of the index up to date. */
async function main(): Promise<void> {
  const { DATABASE_URL } = readConfiguration({ DATABASE_URL: postgresUrl });
  const applied = await migrate(DATABASE_URL, indexMigrations);
  process.stdout.write(applied.length > 0 ? `applied ${applied.join(', ')}\n` : 'up to date\n');
}

main().catch((cause: unknown) => {
  process.stderr.write(`${cause instanceof Error ? cause.message : 'migration failed'}\n`);
  process.exit(1);
});
