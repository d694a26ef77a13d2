import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LoadResult, type Row, applyLoad, inTurn, rounded } from './measure';
import { rulesRow } from './rules';
import { type Town, foundTown } from './town';

const SECONDS = 5;
const ROUNDS = 3;
/** Prepared requests per second of load: more than any contestant serves on two cores. */
const PREPARED = 12_000;

export interface InquiryOptions {
  readonly links: number;
  readonly clients: readonly number[];
  readonly say: (line: string) => void;
}

/** The audited inquiry against a bare handler and, where it is installed, pgbench; in turn, in the same run. */
export async function inquiryRows({ links, clients, say }: InquiryOptions): Promise<Row[]> {
  say(`A town with ${links} links …`);
  const town = await foundTown(links, say);
  const bare = await startBareHandler(town);
  try {
    const rows: Row[] = [];
    for (const count of clients) {
      const compared = await compare(town, bare.port, count, links);
      rows.push(...compared);
      const served = compared.find(({ id }) => id === 'inquiry-64-bare');
      if (served !== undefined) rows.push(await rulesRow(town, served.value));
    }
    return rows;
  } finally {
    bare.stop();
    await town.stop();
  }
}

const ask = (town: Town, clients: number, seconds: number): Promise<LoadResult> =>
  applyLoad(
    { port: town.index.port, path: '/v1/inquiries', clients, seconds, bearer: town.bearer },
    town.questions(PREPARED * seconds),
  );

async function compare(town: Town, barePort: number, clients: number, links: number): Promise<Row[]> {
  const bare = (seconds: number): Promise<LoadResult> =>
    applyLoad({ port: barePort, path: '/', clients, seconds, bearer: ['-'] }, town.bareQuestions(PREPARED * seconds));
  await ask(town, clients, 2);
  await bare(2);
  const contestants: Record<string, () => Promise<LoadResult>> = {
    inquiry: () => ask(town, clients, SECONDS),
    bare: () => bare(SECONDS),
    ...(hasPgbench() ? { pgbench: () => runPgbench(town, clients) } : {}),
  };
  const results = await inTurn(ROUNDS, contestants);
  const { inquiry, bare: reference, pgbench } = results;
  if (inquiry === undefined || reference === undefined || inquiry.failures + reference.failures > 0)
    throw new Error('a question failed under load: no figure is given');
  const what = `audited inquiry, ${clients} clients, ${links} links`;
  const rate = (id: string, against: string, reference: LoadResult, goal: number): Row => {
    const ratio = inquiry.rate / reference.rate;
    return {
      id,
      what: `${what}, against ${against}`,
      value: rounded(inquiry.rate),
      unit: 'answers/s',
      reference: rounded(reference.rate),
      ratio: rounded(ratio),
      goal: `>= ${goal}`,
      met: ratio >= goal,
    };
  };
  const rows = [rate(`inquiry-${clients}-bare`, 'a bare handler', reference, 1.4)];
  if (pgbench !== undefined) rows.push(rate(`inquiry-${clients}-pgbench`, 'pgbench', pgbench, 0.8));
  rows.push({
    id: `inquiry-${clients}-p99`,
    what: `${what}, 99th percentile`,
    value: rounded(inquiry.p99),
    unit: 'ms',
    reference: rounded(reference.p99),
    ratio: rounded(inquiry.p99 / reference.p99),
    goal: clients === 64 ? '<= 100 ms' : 'none set',
    met: clients !== 64 || inquiry.p99 <= 100,
  });
  return rows;
}

async function startBareHandler(town: Town): Promise<{ port: number; stop(): void }> {
  const child = spawn(process.execPath, [join(__dirname, 'bare-handler.js'), town.databaseUrl], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const port = await new Promise<number>((resolve, reject) => {
    child.stdout.once('data', (line: Buffer) => resolve((JSON.parse(line.toString()) as { port: number }).port));
    child.once('exit', () => reject(new Error('the bare handler did not start')));
  });
  return { port, stop: () => child.kill() };
}

const hasPgbench = (): boolean => spawnSync('pgbench', ['--version']).status === 0;

/** The same transaction, prepared, without any program around it. */
async function runPgbench(town: Town, clients: number): Promise<LoadResult> {
  const script = join(mkdtempSync(join(tmpdir(), 'raakvlak-pgbench-')), 'transaction.sql');
  writeFileSync(
    script,
    `\\set n random(1, 20000)
begin;
select l.id, l.sealed from bench_slot s left join link l on l.slot = s.slot where s.n = :n;
insert into bare_note (at, slot, found) values (now(), '\\x00', 1);
end;
`,
  );
  const parameters = [
    '-n',
    '-M',
    'prepared',
    '-c',
    String(clients),
    '-j',
    '1',
    '-T',
    String(SECONDS),
    '-f',
    script,
    town.databaseUrl,
  ];
  const output = await new Promise<string>((resolve, reject) => {
    const child = spawn('pgbench', parameters, { stdio: ['ignore', 'pipe', 'ignore'] });
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
    child.on('error', reject);
    child.on('close', () => resolve(text));
  });
  const rate = Number(/tps = ([\d.]+)/.exec(output)?.[1]);
  const latency = Number(/latency average = ([\d.]+)/.exec(output)?.[1]);
  if (!Number.isFinite(rate)) throw new Error('pgbench gave no figure');
  return { rate, p50: latency, p99: NaN, failures: 0 };
}

/** Latency at a few clients with many links against few: what growth costs. */
export async function growthRow(many: number, say: (line: string) => void): Promise<Row> {
  const few = 10_000;
  const at: Record<number, number> = {};
  const towns = [await foundTown(few, say), await foundTown(many, say)];
  try {
    const [small, large] = towns as [Town, Town];
    await ask(small, 16, 2);
    await ask(large, 16, 2);
    const results = await inTurn(ROUNDS, { few: () => ask(small, 16, SECONDS), many: () => ask(large, 16, SECONDS) });
    at[few] = results.few.p50;
    at[many] = results.many.p50;
  } finally {
    for (const town of towns) await town.stop();
  }
  const [value, reference] = [at[many] ?? NaN, at[few] ?? NaN];
  return {
    id: many === 1_000_000 ? 'growth-1m' : 'growth-10m',
    what: `audited inquiry at ${many} links against ${few}, 16 clients, median`,
    value: rounded(value),
    unit: 'ms',
    reference: rounded(reference),
    ratio: rounded(value / reference),
    goal: '<= 1.5',
    met: value / reference <= 1.5,
  };
}
