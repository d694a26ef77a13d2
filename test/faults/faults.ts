import { parseArgs } from 'node:util';
import { type FaultOptions, type FaultReport, runRounds, VICTIMS, type Victim } from './rounds';

const HELP = `npm run test:faults -- [--rounds N] [--seed N] [--only PART] [--clients N] [--indexes N] [--minutes N]

Kills parts of the running product at random moments under load, and checks after each recovery that every acknowledged
registration is there and found, that every answer has its record, that nothing is there by half and that the log adds up.

  --rounds N    200 when left out
  --seed N      the same choices as an earlier run; printed at the start
  --only PART   ${VICTIMS.join(', ')}; may be given more than once
  --clients N   20 when left out
  --indexes N   index processes on one database; 1 when left out
  --minutes N   begin no new round after so many minutes

Exit code 1 when a promise did not hold; data and logs are kept then.
`;

const say = (line: string): void => void process.stderr.write(`${line}\n`);

function wholeNumber(name: string, text: string | undefined, otherwise: number): number {
  const value = text === undefined ? otherwise : Number(text);
  if (!Number.isSafeInteger(value) || value < 1) throw new Error(`--${name} must be a whole number from 1 on`);
  return value;
}

function readOptions(args: string[]): FaultOptions | undefined {
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
      help: { type: 'boolean' },
    },
  });
  if (values.help === true) return undefined;
  const only = values.only ?? [];
  if (!only.every((name): name is Victim => (VICTIMS as readonly string[]).includes(name)))
    throw new Error(`--only must be one of ${VICTIMS.join(', ')}`);
  return {
    seed: wholeNumber('seed', values.seed, (Date.now() % 1_000_000) + 1),
    rounds: wholeNumber('rounds', values.rounds, 200),
    clients: wholeNumber('clients', values.clients, 20),
    indexes: wholeNumber('indexes', values.indexes, 1),
    ...(only.length === 0 ? {} : { only }),
    ...(values.minutes === undefined ? {} : { limit: wholeNumber('minutes', values.minutes, 1) * 60_000 }),
    say,
  };
}

function table(report: FaultReport, seed: number): string {
  const recovery = (victim: Victim): string => {
    const all = report.recovery[victim].toSorted((a, b) => a - b);
    if (all.length === 0) return '';
    const [middle, most] = [all[Math.floor(all.length / 2)], all.at(-1)] as [number, number];
    return `, serving again after ${(middle / 1000).toFixed(1)} s (median), ${(most / 1000).toFixed(1)} s (longest)`;
  };
  const rows: [string, number | string][] = [
    ['seed', seed],
    ['rounds', report.rounds],
    ...VICTIMS.map((victim): [string, string] => [`kills of ${victim}`, `${report.kills[victim]}${recovery(victim)}`]),
    ['registrations acknowledged', report.registrations],
    ['of which in lists', report.listed],
    ['withdrawals acknowledged', report.withdrawals],
    ['answers', report.answers],
    ['evaluations', report.evaluations],
    ['unknown outcomes', report.unknown],
    ['of which sent again and answered', report.resolved],
    ['second uses of a ticket refused', report.secondUsesRefused],
    ['records in the log', report.records],
    ['seconds', report.seconds.toFixed(0)],
    ['lost', report.lost],
    ['unrecorded', report.unrecorded],
    ['by half, twice, or otherwise wrong', report.broken],
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`).join('\n');
}

function optionsOrExit(): FaultOptions | undefined {
  try {
    return readOptions(process.argv.slice(2));
  } catch (fault) {
    say(`${(fault as Error).message}; see npm run test:faults -- --help`);
    return process.exit(2);
  }
}

async function main(): Promise<void> {
  const options = optionsOrExit();
  if (options === undefined) return void process.stdout.write(HELP);
  say(`seed ${options.seed}`);
  const report = await runRounds(options);
  for (const word of report.words.slice(0, 50)) say(word);
  process.stdout.write(`${table(report, options.seed)}\n`);
  if (report.words.length > 0) process.exitCode = 1;
}

main().catch((cause: unknown) => {
  say(cause instanceof Error ? (cause.stack ?? cause.message) : 'the rounds failed');
  process.exit(1);
});
