import { parseArgs } from 'node:util';
import { DISK_METHODS, type DiskMethod } from './full-disk';
import { runOutages } from './outage-rounds';
import { OUTAGES, type OutageName } from './outages';
import { runRounds, VICTIMS, type Victim } from './rounds';
import { killsTable, outagesTable } from './tables';

const HELP = `npm run test:faults -- [--only WHAT] [--rounds N] [--seed N] [--clients N] [--indexes N] [--minutes N] [--disk HOW]

Kills parts of the running product at random moments under load, then takes PostgreSQL away in every other way: paused,
slow, out of connections, disk full, failing at COMMIT, read-only, network silent, network cut. Checks after each round
that every acknowledged registration is there and found, that every answer has its record, that nothing is there by half
and that the log adds up. In an outage every request must also be answered within three seconds, and afterwards the same
processes must serve again with whole pools.

  --only WHAT   kills, outages, or one of
                ${VICTIMS.join(', ')},
                ${OUTAGES.join(', ')}; may be given more than once
  --rounds N    rounds of kills, 200 when left out; rounds of each outage, 6 when left out
  --seed N      the same choices as an earlier run; printed at the start
  --clients N   20 when left out
  --indexes N   index processes on one database; when left out 1 for kills, 2 for outages
  --minutes N   begin no new round of either after so many minutes
  --disk HOW    ${DISK_METHODS.join(', ')}; when left out the most real one that this machine and user allow

Exit code 1 when a promise did not hold; data and logs are kept then. With \`--disk mount\` (root only) a run that is
killed leaves a small file system mounted below the temporary folder.
`;

const say = (line: string): void => void process.stderr.write(`${line}\n`);

interface Choices {
  readonly seed: number;
  readonly clients: number;
  readonly say: (line: string) => void;
  readonly limit?: number;
  readonly rounds: number | undefined;
  readonly indexes: number | undefined;
  readonly disk: DiskMethod | undefined;
  /** Empty: none of these */
  readonly victims: readonly Victim[];
  readonly outages: readonly OutageName[];
}

function wholeNumber(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1) throw new Error(`--${name} must be a whole number from 1 on`);
  return value;
}

const among = <T extends string>(all: readonly T[], group: string, wanted: readonly string[]): readonly T[] =>
  wanted.length === 0 || wanted.includes(group) ? all : all.filter((name) => wanted.includes(name));

function readOptions(args: string[]): Choices | undefined {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    args,
    options: {
      rounds: text,
      seed: text,
      only: { type: 'string', multiple: true },
      clients: text,
      indexes: text,
      minutes: text,
      disk: text,
      help: { type: 'boolean' },
    },
  });
  if (values.help === true) return undefined;
  const number = (name: 'rounds' | 'seed' | 'clients' | 'indexes' | 'minutes'): number | undefined =>
    values[name] === undefined ? undefined : wholeNumber(name, values[name]);
  const only = values.only ?? [];
  const known: readonly string[] = ['kills', 'outages', ...VICTIMS, ...OUTAGES];
  if (!only.every((name) => known.includes(name))) throw new Error(`--only must be one of ${known.join(', ')}`);
  const disk = DISK_METHODS.find((name) => name === values.disk);
  if (values.disk !== undefined && disk === undefined)
    throw new Error(`--disk must be one of ${DISK_METHODS.join(', ')}`);
  const minutes = number('minutes');
  return {
    seed: number('seed') ?? (Date.now() % 1_000_000) + 1,
    clients: number('clients') ?? 20,
    say,
    ...(minutes === undefined ? {} : { limit: minutes * 60_000 }),
    rounds: number('rounds'),
    indexes: number('indexes'),
    disk,
    victims: among(VICTIMS, 'kills', only),
    outages: among(OUTAGES, 'outages', only),
  };
}

function choicesOrExit(): Choices | undefined {
  try {
    return readOptions(process.argv.slice(2));
  } catch (fault) {
    say(`${(fault as Error).message}; see npm run test:faults -- --help`);
    return process.exit(2);
  }
}

/** Prints the table, and what went against a promise. */
function show(table: string, words: readonly string[]): void {
  for (const word of words.slice(0, 50)) say(word);
  process.stdout.write(`${table}\n`);
  if (words.length > 0) process.exitCode = 1;
}

async function main(): Promise<void> {
  const choices = choicesOrExit();
  if (choices === undefined) return void process.stdout.write(HELP);
  const { victims, outages, rounds, indexes, disk, ...shared } = choices;
  say(`seed ${shared.seed}`);
  if (victims.length > 0) {
    const report = await runRounds({ ...shared, rounds: rounds ?? 200, indexes: indexes ?? 1, only: victims });
    show(killsTable(report, shared.seed), report.words);
  }
  if (outages.length > 0) {
    const report = await runOutages({
      ...shared,
      rounds: rounds ?? 6,
      indexes: indexes ?? 2,
      only: outages,
      ...(disk === undefined ? {} : { disk }),
      lasting: [2_500, 6_000],
      inARow: 200,
    });
    show(outagesTable(report, shared.seed), report.words);
  }
}

main().catch((cause: unknown) => {
  say(cause instanceof Error ? (cause.stack ?? cause.message) : 'the rounds failed');
  process.exit(1);
});
