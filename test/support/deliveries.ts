import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Client } from 'pg';
import { loadOrganisation, program, type Stack, type StackOptions, startStack } from '#local';
import { AMPLE_BUDGETS, AMPLE_INDEX_BUDGETS } from './budgets';

// `raakvlak sync` as a department runs it: a process of its own, at the whole product.

export const DEPARTMENT = 'werk-en-inkomen';
export const TEAM = 'schuldhulpverlening';
export const CLIENT_ID = `koppeling-${DEPARTMENT}`;

/** How a command ended. */
export interface Ended {
  readonly code: number | null;
  readonly out: string;
  /** Standard error */
  readonly remarks: string;
  /** The object of `--json`: what was done or what is wrong; empty when there is none */
  readonly json: Readonly<Record<string, unknown>>;
}

export interface Running {
  readonly child: ChildProcess;
  /** Standard error so far */
  remarks(): string;
  readonly ended: Promise<Ended>;
}

/** The product with an organisation, a connection that may deliver, and a folder for exports. */
export class Depot {
  private constructor(
    readonly folder: string,
    readonly stack: Stack,
    readonly database: Client,
  ) {}

  static async open(options: Partial<StackOptions> = {}): Promise<Depot> {
    const folder = mkdtempSync(join(tmpdir(), 'raakvlak-depot-'));
    const stack = await startStack({
      folder: join(folder, 'stack'),
      budgets: AMPLE_BUDGETS,
      indexBudgets: AMPLE_INDEX_BUDGETS,
      ...options,
    });
    await loadOrganisation(stack);
    const database = new Client({ connectionString: stack.databases.index });
    await database.connect();
    const depot = new Depot(folder, stack, database);
    const key: unknown = JSON.parse(
      readFileSync(join(stack.folder, 'identity', `connection-${CLIENT_ID}.jwk.json`), 'utf8'),
    );
    depot.write('connection.json', JSON.stringify({ clientId: CLIENT_ID, department: DEPARTMENT, key }), 0o600);
    return depot;
  }

  async close(): Promise<void> {
    await this.database.end();
    await this.stack.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  /** @returns where it is */
  write(name: string, contents: string | Uint8Array, mode = 0o644): string {
    writeFileSync(this.path(name), contents, { mode });
    return this.path(name);
  }

  /** An export with these lines, as spreadsheets write it. */
  export(lines: readonly string[], header = 'BSN;Adres;Zaaknummer', name = 'export.csv'): string {
    return this.write(name, [header, ...lines, ''].join('\r\n'));
  }

  get state(): string {
    return this.path(`${CLIENT_ID}.state`);
  }

  /** Any command of `raakvlak`. @param preload module that is loaded before the program */
  start(words: readonly string[], preload?: string): Running {
    const loaded = preload === undefined ? [] : ['--require', preload];
    const child = spawn(process.execPath, [...loaded, program('apps/cli/src/main'), ...words], {
      cwd: this.folder,
      env: { PATH: process.env['PATH'], HOME: this.folder, RAAKVLAK_CONFIG: this.stack.configurationFile },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const said = { out: '', remarks: '' };
    child.stdout.on('data', (part: Buffer) => (said.out += part.toString()));
    child.stderr.on('data', (part: Buffer) => (said.remarks += part.toString()));
    const ended = new Promise<Ended>((resolve) =>
      child.once('close', (code) => {
        const object = /^\{.*\}$/ms.exec(said.out)?.[0] ?? /^\{.*\}$/ms.exec(said.remarks)?.[0] ?? '{}';
        let json: Ended['json'] = {};
        try {
          const { problem, ...answer } = JSON.parse(object) as { problem?: Ended['json'] };
          json = problem ?? answer;
        } catch {
          // Words, no object.
        }
        resolve({ code, ...said, json });
      }),
    );
    return { child, ended, remarks: () => said.remarks };
  }

  run(...words: string[]): Promise<Ended> {
    return this.start(words).ended;
  }

  /** `raakvlak sync` of the export, for the team, with `--json`. */
  sync(...words: string[]): Promise<Ended> {
    return this.run('sync', 'export.csv', '--team', TEAM, '--json', ...words);
  }

  async count(sql: string, values: readonly unknown[] = []): Promise<number> {
    const { rows } = await this.database.query<{ n: number }>(`select count(*)::int as n from ${sql}`, [...values]);
    return rows[0]?.n ?? -1;
  }

  /** Involvements of the team that have not ended. */
  standing(team = TEAM): Promise<number> {
    return this.count('involvement where team = $1 and withdrawn_on is null', [team]);
  }

  ended(team = TEAM): Promise<number> {
    return this.count('involvement where team = $1 and withdrawn_on is not null', [team]);
  }

  /** Evaluations that the custodian wrote down for registering. */
  async evaluations(): Promise<number> {
    const custodian = new Client({ connectionString: this.stack.databases.custodian });
    await custodian.connect();
    const { rows } = await custodian.query<{ n: number }>(
      "select count(*)::int as n from evaluation where use = 'register'",
    );
    await custodian.end();
    return rows[0]?.n ?? -1;
  }

  /** Waits until a delivery wrote more to its journal than there was: ids are on the disk, requests under way. */
  async underWay(delivery: Running, more = 300): Promise<void> {
    let over = false;
    void delivery.ended.then(() => (over = true));
    const size = (): number => statSync(join(this.state, 'journal'), { throwIfNoEntry: false })?.size ?? 0;
    while (!over && size() < more) await wait(5);
  }
}

/** Citizen service numbers of the reserved range, in order. */
export function* testNumbers(from = 999_990_000): Generator<string, never> {
  for (let number = from; ; number++) {
    const digits = String(number);
    const sum = [...digits].reduce((total, digit, i) => total + (i < 8 ? 9 - i : -1) * Number(digit), 0);
    if (sum % 11 === 0) yield digits;
  }
}

/** So many of them. */
export function numbers(count: number, from?: number): string[] {
  const all = testNumbers(from);
  return Array.from({ length: count }, () => all.next().value);
}
