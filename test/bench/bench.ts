import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { evaluationRows } from './evaluation';
import { growthRow, inquiryRows } from './inquiry';
import type { Row } from './measure';
import { syncRows } from './sync';
import { webRows } from './web';

const HELP = `npm run bench -- [--only ID] [--out FILE]

Measures the speed goals as ratios against a reference in the same run, in processes of their own, after a warm-up and
in several rounds. Nothing else should run on the machine meanwhile.

  --only ID   rows whose id begins so: inquiry-64, inquiry-256, growth-1m, growth-10m (only on request), evaluation,
              web: web-first-paint, web-first-screen, web-answer (a browser is needed),
              sync (a few minutes): sync-5k, sync-unchanged, sync-memory-5k, sync-memory-500k
  --out FILE  also write {"rows":[…]} as JSON
`;

const say = (line: string): void => void process.stderr.write(`${line}\n`);

const SUITES: readonly {
  readonly ids: readonly string[];
  readonly onRequest?: boolean;
  run(only: string | undefined): Promise<Row[]>;
}[] = [
  { ids: ['evaluation-single', 'evaluation-hundred'], run: evaluationRows },
  {
    ids: ['inquiry-64', 'inquiry-256'],
    run: (only) => {
      const clients = [64, 256].filter(
        (count) => only === undefined || `inquiry-${count}`.startsWith(only) || only.startsWith(`inquiry-${count}`),
      );
      return inquiryRows({ links: 1_000_000, clients, say });
    },
  },
  {
    ids: ['web-first-paint', 'web-first-screen', 'web-answer'],
    run: (only) => webRows((id) => only === undefined || matches(id, only), say),
  },
  {
    ids: ['sync-5k', 'sync-unchanged', 'sync-memory-5k', 'sync-memory-500k'],
    run: (only) => syncRows({ wants: (id) => only === undefined || matches(id, only), say }),
  },
  { ids: ['growth-1m'], run: async () => [await growthRow(1_000_000, say)] },
  { ids: ['growth-10m'], onRequest: true, run: async () => [await growthRow(10_000_000, say)] },
];

const matches = (id: string, only: string): boolean => id.startsWith(only) || only.startsWith(id);

const chosen = (ids: readonly string[], only: string): boolean => ids.some((id) => matches(id, only));

function table(rows: readonly Row[]): string {
  const cells = rows.map(({ id, what, value, unit, reference, ratio, goal, met }) => [
    id,
    what,
    `${value} ${unit}`,
    reference === null ? '–' : String(reference),
    ratio === null ? '–' : String(ratio),
    goal,
    met ? 'yes' : 'NO',
  ]);
  const all = [['id', 'what', 'value', 'reference', 'ratio', 'goal', 'met'], ...cells];
  const widths = all[0]!.map((_, column) => Math.max(...all.map((line) => line[column]!.length)));
  return all
    .map((line) =>
      line
        .map((cell, i) => cell.padEnd(widths[i]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { only: { type: 'string' }, out: { type: 'string' }, help: { type: 'boolean' } },
  });
  if (values.help === true) return void process.stdout.write(HELP);
  const { only } = values;
  const suites = SUITES.filter(({ ids, onRequest }) => (only === undefined ? onRequest !== true : chosen(ids, only)));
  if (suites.length === 0) throw new Error('No row has this id; see npm run bench -- --help');
  const rows: Row[] = [];
  for (const suite of suites) {
    const found = await suite.run(only);
    rows.push(...found.filter(({ id }) => only === undefined || matches(id, only)));
  }
  process.stdout.write(`${table(rows)}\n`);
  if (values.out !== undefined) writeFileSync(values.out, `${JSON.stringify({ rows }, null, 2)}\n`);
}

main().catch((cause: unknown) => {
  process.stderr.write(`${cause instanceof Error ? cause.message : 'the bench failed'}\n`);
  process.exit(1);
});
