import { spawn } from 'node:child_process';
import { join } from 'node:path';

/** One line of the table and of the file that `--out` writes. */
export interface Row {
  readonly id: string;
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  /** The same unit, measured in the same run; null where the goal is absolute */
  readonly reference: number | null;
  readonly ratio: number | null;
  readonly goal: string;
  readonly met: boolean;
}

export interface LoadResult {
  /** Answers per second */
  readonly rate: number;
  /** Milliseconds */
  readonly p50: number;
  readonly p99: number;
  readonly failures: number;
}

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
};

export const rounded = (value: number): number => Number(value.toPrecision(4));

/** Runs the load generator once, as its own process. Throws when it ran out of requests before the time was up. */
export function applyLoad(
  order: { port: number; path: string; clients: number; seconds: number; bearer: readonly string[] },
  bodies: readonly string[],
): Promise<LoadResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(__dirname, 'load.js')], { stdio: ['pipe', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.on('error', reject);
    child.on('close', () => {
      const { requests, failures, seconds, exhausted, latencies } = JSON.parse(output) as {
        requests: number;
        failures: number;
        seconds: number;
        exhausted: boolean;
        latencies: number[];
      };
      if (exhausted) return reject(new Error('the load generator ran out of prepared requests'));
      const at = (share: number): number => (latencies[Math.floor(latencies.length * share)] ?? NaN) / 1000;
      resolve({ rate: requests / seconds, p50: at(0.5), p99: at(0.99), failures });
    });
    child.stdin.end([JSON.stringify(order), ...bodies].join('\n'));
  });
}

/** Median over rounds in which each contestant runs in turn, so that a noisy minute hits all of them. */
export async function inTurn<K extends string>(
  rounds: number,
  contestants: Readonly<Record<K, () => Promise<LoadResult>>>,
): Promise<Record<K, LoadResult>> {
  const names = Object.keys(contestants) as K[];
  const results = Object.fromEntries(names.map((name) => [name, [] as LoadResult[]])) as Record<K, LoadResult[]>;
  for (let round = 0; round < rounds; round++)
    for (const name of names) {
      const result = await contestants[name]();
      process.stderr.write(
        `  round ${round + 1} ${name}: ${result.rate.toFixed(0)}/s, p50 ${result.p50.toFixed(1)} ms, p99 ${result.p99.toFixed(1)} ms, ${result.failures} failures\n`,
      );
      results[name].push(result);
    }
  const middle = (all: readonly LoadResult[]): LoadResult => ({
    rate: median(all.map(({ rate }) => rate)),
    p50: median(all.map(({ p50 }) => p50)),
    p99: median(all.map(({ p99 }) => p99)),
    failures: all.reduce((sum, { failures }) => sum + failures, 0),
  });
  return Object.fromEntries(names.map((name) => [name, middle(results[name])])) as Record<K, LoadResult>;
}
