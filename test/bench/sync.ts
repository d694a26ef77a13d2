import { join } from 'node:path';
import { Client } from 'pg';
import { lineOf, readPerson } from '#tokens';
import { type Row, rounded } from './measure';
import {
  type DeliveryTown,
  foundDeliveryTown,
  type SyncRun,
  testNumbers,
  writeAddresses,
  writePersons,
} from './sync-delivery';
import { bareInsert, bareParts, type Parts, stretchTwoAtOnce } from './sync-parts';

const LINES = 5_000;
const MANY_LINES = 500_000;
const WARM_UP = 200;
/** Of the stretches two at a time a part is measured, and the rest counted from it. */
const SAMPLE = 1_000;
const MOST_MEMORY = 250;

const TEAM = { department: 'werk-en-inkomen', team: 'schuldhulpverlening' };
const OTHER_TEAM = { department: 'vergunningen', team: 'vergunningenloket' };

export interface SyncBenchOptions {
  readonly wants: (id: string) => boolean;
  readonly say: (line: string) => void;
}

/**
 * Deliveries by the real program into the real processes: 5,000 persons (citizen service numbers of the reserved ranges,
 * one registration, one evaluation, one stretch and one link a line) and 500,000 addresses in a dry run.
 */
export async function syncRows({ wants, say }: SyncBenchOptions): Promise<Row[]> {
  const town = await foundDeliveryTown();
  try {
    const rows: Row[] = [];
    if (['sync-5k', 'sync-unchanged', 'sync-memory-5k'].some(wants))
      rows.push(...(await deliveryRows(town, wants, say)));
    if (wants('sync-memory-500k')) rows.push(await longFileRow(town, say));
    return rows;
  } finally {
    await town.stop();
  }
}

async function deliveryRows(town: DeliveryTown, wants: (id: string) => boolean, say: (line: string) => void) {
  const numbers = testNumbers(LINES + WARM_UP);
  const lines = numbers.slice(0, LINES).map((number) => lineOf(readPerson(number)));
  const [file, warmUp] = [join(town.folder, 'persons.csv'), join(town.folder, 'warm-up.csv')];
  writePersons(file, numbers.slice(0, LINES));
  writePersons(warmUp, numbers.slice(LINES));
  const compared = wants('sync-5k');

  // Another department delivers first, so that no process and no compiled code is met for the first time.
  await town.sync({ ...OTHER_TEAM, file: warmUp });
  // Half of the reference before and half after what it is compared with: a slow minute hits both.
  const before = compared ? await half(lines.slice(0, LINES / 2), say) : undefined;
  const first = await town.sync({ ...TEAM, file });
  requireDelivered(first, LINES);
  say(`  a delivery of ${LINES} lines: ${first.seconds.toFixed(1)} s, at most ${first.peak.toFixed(0)} MB`);
  const after = compared ? await half(lines.slice(LINES / 2), say) : undefined;
  const insert = compared ? await bareInsert(town.stack.databases.index, LINES) : 0;

  const spent = await evaluationsOf(town);
  const again = await town.sync({ ...TEAM, file });
  requireDelivered(again, 0);
  const gained = (await evaluationsOf(town)) - spent;
  say(`  the same file again: ${again.seconds.toFixed(1)} s`);

  const rows: Row[] = [];
  if (before !== undefined && after !== undefined) rows.push(...comparisons(first, [before, after], insert, say));
  rows.push({
    id: 'sync-unchanged',
    what: `the same ${LINES} lines again, elements in the custodian's ledger`,
    value: gained,
    unit: 'evaluations',
    reference: null,
    ratio: null,
    goal: '<= 200',
    met: gained <= 200,
  });
  rows.push(memoryRow('sync-memory-5k', `delivery of ${LINES} persons`, first));
  return rows;
}

interface Half extends Parts {
  readonly stretchTwoAtOnce: number;
}

async function half(lines: readonly string[], say: (line: string) => void): Promise<Half> {
  // Compiled before it is timed, as the other side is.
  await bareParts(lines.slice(0, 100));
  const parts = await bareParts(lines);
  const two = ((await stretchTwoAtOnce(SAMPLE / 2)) * lines.length) / (SAMPLE / 2);
  const shown = [parts.evaluation, parts.client, parts.stretch, two].map((seconds) => seconds.toFixed(1));
  say(
    `  bare, ${lines.length} lines: evaluation ${shown[0]} s, blinding and verifying ${shown[1]} s, ` +
      `stretch ${shown[2]} s (two at once ${shown[3]} s)`,
  );
  return { ...parts, stretchTwoAtOnce: two };
}

function comparisons(first: SyncRun, halves: readonly Half[], insert: number, say: (line: string) => void): Row[] {
  say(`  bare insert: ${insert.toFixed(2)} s`);
  const sum = (part: keyof Half): number => halves.reduce((total, one) => total + one[part], 0);
  const [connector, bare] = [first.processor, sum('processor')];
  say(
    `  processor time: connector ${connector.toFixed(1)} s; bare blinding, evaluation, verifying and stretch ` +
      `${bare.toFixed(1)} s (ratio ${(connector / bare).toFixed(2)}, whatever else the machine does)`,
  );
  const row = (id: string, against: string, reference: number, most: number | undefined): Row => {
    const ratio = first.seconds / reference;
    return {
      id,
      what: `delivery of ${LINES} persons, against bare ${against}`,
      value: rounded(first.seconds),
      unit: 's',
      reference: rounded(reference),
      ratio: rounded(ratio),
      goal: most === undefined ? 'none set' : `<= ${most}`,
      met: most === undefined || ratio <= most,
    };
  };
  const strict = insert + sum('evaluation') + sum('stretch');
  const atBest = insert + sum('evaluation') + sum('stretchTwoAtOnce');
  return [
    row('sync-5k', 'insert + evaluation + blinding and verifying + stretch', strict + sum('client'), 1.3),
    row('sync-5k-strict', 'insert + evaluation + stretch', strict, 1.3),
    row('sync-5k-two-at-once', 'insert + evaluation + stretch two at once', atBest, undefined),
  ];
}

async function longFileRow(town: DeliveryTown, say: (line: string) => void): Promise<Row> {
  const file = join(town.folder, 'addresses.csv');
  await writeAddresses(file, MANY_LINES);
  const run = await town.sync({ ...TEAM, file, dryRun: true });
  if (run.outcome.plan.additions !== MANY_LINES) throw new Error('not every line was read: no figure is given');
  say(`  ${MANY_LINES} lines in a dry run: ${run.seconds.toFixed(1)} s, at most ${run.peak.toFixed(0)} MB`);
  return memoryRow('sync-memory-500k', `dry run of ${MANY_LINES} addresses`, run);
}

const memoryRow = (id: string, what: string, { peak }: SyncRun): Row => ({
  id,
  what: `${what}, peak memory of the connector`,
  value: rounded(peak),
  unit: 'MB',
  reference: null,
  ratio: null,
  goal: `<= ${MOST_MEMORY} MB`,
  met: peak <= MOST_MEMORY,
});

function requireDelivered({ exitCode, outcome }: SyncRun, registered: number): void {
  if (exitCode !== 0 || outcome.registered !== registered)
    throw new Error('the delivery did not do what it should: no figure is given');
}

/** Elements that the custodian evaluated for registrations, by its own ledger. */
async function evaluationsOf(town: DeliveryTown): Promise<number> {
  const database = new Client({ connectionString: town.stack.databases.custodian });
  await database.connect();
  try {
    const { rows } = await database.query<{ n: number }>(
      "select coalesce(sum(count), 0)::int as n from evaluation where use = 'register'",
    );
    return rows[0]?.n ?? NaN;
  } finally {
    await database.end();
  }
}
