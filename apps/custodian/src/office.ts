import { readFileSync } from 'node:fs';
import { once } from 'node:events';
import { Command, Option } from 'commander';
import { Client } from 'pg';
import { custodianMigrations } from '#migrations';
import { ConfigurationFault, migrate, traceOf } from '#platform';
import { readOfficeConfiguration } from './configuration';
import type { Budgets } from './budgets';
import {
  enrolConnections,
  enrolled,
  ledgerLines,
  levelNow,
  meters,
  OfficeFault,
  readConnections,
  requireActor,
  requireCaseload,
  setBlocked,
  setLevel,
} from './office-acts';

const HELP = `
Settings, in the environment as for the custodian itself:
  DATABASE_URL   database of the custodian
  BUDGETS_FILE   the custodian's own, if it has one: "list" and "meters" show it

An actor is ISSUER|SUBJECT as in the access token; put it in quotes. For a connection the subject is its client id.
People need no enrolment: they are low in their first week, and "person --level full" ends that sooner.
A connection registers nothing before it is enrolled with its caseload: the number of cases that its department has.

  office enrol --actor "https://login.example|koppeling-zorg" --caseload 1200 --name "Zaaksysteem zorg"
  office meters
  office ledger --from 2026-11-01 --to 2026-11-30 > november.ndjson

Changes count at once, for every custodian process on this database, and each leaves a row in the table office_act.
Exit code 1: nothing was changed, the reason is on standard error.`;

/** Waits when whoever reads is slower, so that nothing piles up in memory. */
async function say(line: string): Promise<void> {
  if (!process.stdout.write(`${line}\n`)) await once(process.stdout, 'drain');
}

async function withOffice(work: (database: Client, budgets: Budgets) => Promise<void>): Promise<void> {
  const { DATABASE_URL, BUDGETS_FILE } = readOfficeConfiguration();
  await migrate(DATABASE_URL, custodianMigrations);
  const database = new Client({ connectionString: DATABASE_URL, application_name: 'raakvlak-office' });
  database.on('error', () => undefined);
  await database.connect();
  try {
    await work(database, BUDGETS_FILE);
  } finally {
    await database.end();
  }
}

interface Enrol {
  readonly actor?: string;
  readonly caseload?: string;
  readonly name?: string;
  readonly file?: string;
}

function toEnrol({ actor, caseload, name, file }: Enrol) {
  if (file !== undefined) return readConnections(readFileSync(file, 'utf8'));
  if (actor === undefined || caseload === undefined) throw new OfficeFault('Give --actor and --caseload, or --file.');
  const one = { actor: requireActor(actor), caseload: requireCaseload(caseload), ...(name ? { name } : {}) };
  return readConnections(JSON.stringify([one]));
}

const actorOption = ['--actor <issuer|subject>', 'who, as in the access token'] as const;

function commands(): Command {
  const program = new Command('office')
    .description('Enrols, blocks and looks at the meters and the ledger of a Raakvlak custodian.')
    .addHelpText('after', HELP);

  program
    .command('enrol')
    .description('enrols a connection with its caseload, or changes that; with --file many at once, all or none')
    .addOption(new Option('--file <file>', 'JSON list of {"actor", "caseload", "name"?}').conflicts(['actor']))
    .option('--actor <issuer|subject>', 'the connection, as in its access token')
    .option('--caseload <number>', 'cases that its department has; its budgets follow from this')
    .option('--name <text>', 'shown in lists')
    .action((options: Enrol) => {
      const connections = toEnrol(options);
      return withOffice(async (database) => {
        const changed = await enrolConnections(database, connections);
        await say(`${changed} enrolled or changed, ${connections.length - changed} as they were`);
      });
    });

  program
    .command('person')
    .description("sets a person's level: full ends the first week sooner, low keeps her budgets low")
    .requiredOption(...actorOption)
    .addOption(new Option('--level <level>', 'which').choices(['full', 'low']).makeOptionMandatory())
    .action(({ actor, level }: { actor: string; level: 'full' | 'low' }) => {
      requireActor(actor);
      return withOffice(async (database) => say((await setLevel(database, actor, level)) ? level : `${level} already`));
    });

  for (const [name, blocked, what] of [
    ['block', true, 'refuses every request of an actor from now on'],
    ['unblock', false, 'lets a blocked actor go on'],
  ] as const) {
    program
      .command(name)
      .description(what)
      .requiredOption(...actorOption)
      .action(({ actor }: { actor: string }) => {
        requireActor(actor);
        return withOffice(async (database) =>
          say((await setBlocked(database, actor, blocked)) ? `${name}ed` : `${name}ed already`),
        );
      });
  }

  program
    .command('list')
    .description('everybody who is enrolled, one JSON line each')
    .action(() =>
      withOffice(async (database, budgets) => {
        for await (const one of enrolled(database)) {
          await say(JSON.stringify({ ...one, level: levelNow(one, budgets, Date.now()) }));
        }
      }),
    );

  program
    .command('meters')
    .description('what is spent now against the budgets, one JSON line each; the office (*) first')
    .action(() =>
      withOffice(async (database, budgets) => {
        for (const reading of await meters(database, budgets, Date.now())) await say(JSON.stringify(reading));
      }),
    );

  program
    .command('ledger')
    .description("every evaluation of some days, one JSON line each; compare its tickets with the index's audit log")
    .requiredOption('--from <day>', 'first day, 2026-11-26 (Amsterdam)')
    .requiredOption('--to <day>', 'last day')
    .action(({ from, to }: { from: string; to: string }) =>
      withOffice(async (database) => {
        for await (const line of ledgerLines(database, from, to)) await say(JSON.stringify(line));
      }),
    );
  return program;
}

/** A database fault is named by its code: its message may quote parameters. */
function reasonOf(cause: unknown): string {
  if (cause instanceof OfficeFault || cause instanceof ConfigurationFault) return cause.message;
  const { code, syscall } = cause as { code?: unknown; syscall?: unknown };
  if (syscall === 'open') return 'The file cannot be read.';
  if (typeof code === 'string') return `The database does not serve (${code}). Nothing was changed.`;
  return `Stopped by an unexpected ${traceOf(cause).error}. Nothing was changed.`;
}

// Whoever reads may have had enough, `office ledger | head` for instance.
process.stdout.on('error', () => process.exit(0));

commands()
  .parseAsync()
  .catch((cause: unknown) => {
    process.stderr.write(`office: ${reasonOf(cause)}\n`);
    process.exitCode = 1;
  });
