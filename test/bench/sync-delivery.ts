import { spawn } from 'node:child_process';
import { createWriteStream, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { loadOrganisation, program, type Stack, startStack } from '#local';
import { AMPLE_BUDGETS, AMPLE_INDEX_BUDGETS } from '../support/budgets';
import type { OwnFigures } from './own-figures';

/** One run of `raakvlak sync` as a process of its own. */
export interface SyncRun {
  /** From its start to its end, the start of Node included */
  readonly seconds: number;
  /** The most that its process held, MB (10^6 bytes) */
  readonly peak: number;
  /** Processor time of all its threads, seconds */
  readonly processor: number;
  readonly exitCode: number | null;
  /** What `--json` said */
  readonly outcome: { readonly registered: number; readonly evaluations: number; readonly plan: { additions: number } };
}

export interface Delivery {
  readonly department: string;
  readonly team: string;
  readonly file: string;
  readonly dryRun?: boolean;
}

/** The whole product with ample budgets, and departments that deliver to it. */
export interface DeliveryTown {
  readonly stack: Stack;
  readonly folder: string;
  sync(delivery: Delivery): Promise<SyncRun>;
  stop(): Promise<void>;
}

export async function foundDeliveryTown(): Promise<DeliveryTown> {
  const folder = mkdtempSync(join(tmpdir(), 'raakvlak-bench-sync-'));
  const stack = await startStack({
    folder: join(folder, 'stack'),
    budgets: AMPLE_BUDGETS,
    indexBudgets: AMPLE_INDEX_BUDGETS,
  });
  const stop = async (): Promise<void> => {
    await stack.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await loadOrganisation(stack);
  } catch (fault) {
    await stop();
    throw fault;
  }
  return { stack, folder, sync: (delivery) => sync(stack, folder, delivery), stop };
}

function connectionOf(stack: Stack, folder: string, department: string): string {
  const clientId = `koppeling-${department}`;
  const key = JSON.parse(
    readFileSync(join(stack.folder, 'identity', `connection-${clientId}.jwk.json`), 'utf8'),
  ) as object;
  const path = join(folder, `${clientId}.json`);
  writeFileSync(path, JSON.stringify({ clientId, department, key }), { mode: 0o600 });
  return path;
}

/** @throws Error when the program says no JSON; what it said goes with it */
async function sync(stack: Stack, folder: string, delivery: Delivery): Promise<SyncRun> {
  const { department, team, file, dryRun = false } = delivery;
  const figures = join(folder, 'own-figures');
  const words = [
    ...['sync', file, '--connection', connectionOf(stack, folder, department), '--config', stack.configurationFile],
    // A dry run beside the state of its own, so that it starts from nothing whatever was delivered before.
    ...['--state', join(folder, `${department}${dryRun ? '.dry' : ''}.state`), '--team', team, '--json'],
    dryRun ? '--dry-run' : '--approve',
  ];
  const began = performance.now();
  const child = spawn(
    process.execPath,
    ['--require', join(__dirname, 'own-figures.js'), program('apps/cli/src/main'), ...words],
    { env: { PATH: process.env['PATH'], HOME: folder, OWN_FIGURES_FILE: figures }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let said = '';
  let remarks = '';
  child.stdout.on('data', (part: Buffer) => (said += part.toString()));
  child.stderr.on('data', (part: Buffer) => (remarks = (remarks + part.toString()).slice(-2_000)));
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const seconds = (performance.now() - began) / 1000;
  if (!said.startsWith('{')) throw new Error(`the delivery gave no figures: ${remarks}`);
  const { peak, processor } = JSON.parse(readFileSync(figures, 'utf8')) as OwnFigures;
  return { seconds, peak: (peak * 1024) / 1e6, processor, exitCode, outcome: JSON.parse(said) as SyncRun['outcome'] };
}

/** Citizen service numbers of both reserved ranges that pass the eleven-test; there are some 9,000. */
export function testNumbers(count: number): string[] {
  const found: string[] = [];
  const take = (from: number, to: number): void => {
    for (let number = from; number < to && found.length < count; number++) {
      const digits = String(number).padStart(9, '0');
      const sum = [...digits].reduce((total, digit, i) => total + (i < 8 ? 9 - i : -1) * Number(digit), 0);
      if (sum % 11 === 0) found.push(digits);
    }
  };
  take(999_990_000, 1_000_000_000);
  take(10_000, 100_000);
  if (found.length < count) throw new Error('the reserved ranges hold no more numbers');
  return found;
}

export function writePersons(file: string, numbers: readonly string[]): void {
  writeFileSync(file, ['BSN', ...numbers, ''].join('\r\n'));
}

/** Addresses of postcodes that are not given out, all different; written as they are made. */
export async function writeAddresses(file: string, count: number): Promise<void> {
  const letters = 'ABCDEFGHJK';
  function* lines(): Generator<string> {
    yield 'Postcode;Huisnummer;Huisletter;Toevoeging\r\n';
    let block = '';
    for (let i = 0; i < count; i++) {
      const postcode = `3899 ${letters[i % 10]}${letters[Math.floor(i / 10) % 10]}`;
      const number = 1 + (Math.floor(i / 100) % 9_999);
      block += `${postcode};${number};A;${1 + Math.floor(i / 999_900)}\r\n`;
      if (i % 1_000 === 999 || i === count - 1) {
        yield block;
        block = '';
      }
    }
  }
  await pipeline(Readable.from(lines()), createWriteStream(file));
}
