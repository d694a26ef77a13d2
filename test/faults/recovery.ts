import { setTimeout as wait } from 'node:timers/promises';
import { Chance } from './chance';
import { Load } from './load';
import type { Oracle } from './oracle';
import { type TownOnLines, withDatabase } from './town';

/** Nobody restarts anything: what does not serve again after so many milliseconds will not. */
const RECOVERY_LIMIT = 60_000;
/** In which what the servers began before the end of the outage must have come to rest. */
const SETTLING_LIMIT = 60_000;
/** The most connections that a process may hold: the pools of index, custodian and worker. */
const POOLS = { 'raakvlak-index': 10, 'raakvlak-custodian': 10, 'raakvlak-worker': 4 } as const;
const PROCESSES = ['index', 'custodian', 'worker'] as const;

/** Whether the processes that lived through an outage are as good as before it. */
export class Recovery {
  readonly #loads: readonly { readonly name: string; readonly of: 'index' | 'custodian'; readonly load: Load }[];
  readonly #pids: readonly (number | undefined)[];
  readonly #ended = new Set<string>();

  constructor(
    private readonly town: TownOnLines,
    oracle: Oracle,
  ) {
    this.#loads = [
      ...town.indexes.map((port, i) => ({
        name: `index ${i + 1}`,
        of: 'index' as const,
        load: new Load(town, oracle, [port]),
      })),
      { name: 'the custodian', of: 'custodian', load: new Load(town, oracle) },
    ];
    this.#pids = this.#pidsNow();
    void town.stack.brokenBy.then((name) => this.#ended.add(name));
    void town.postgres.exited.then(() => this.#ended.add('PostgreSQL'));
  }

  readonly #pidsNow = (): (number | undefined)[] => PROCESSES.map((name) => this.town.stack.part(name)?.pid);

  /** Milliseconds until each process gave a good answer, counted from now. */
  async untilGood(): Promise<number> {
    const began = performance.now();
    const chance = new Chance(1);
    await Promise.all(
      this.#loads.map(async ({ load, of }) => {
        while (performance.now() - began < RECOVERY_LIMIT && (await load.inARow(1, of, chance, 1)) > 0) await wait(20);
      }),
    );
    return performance.now() - began;
  }

  /**
   * With nobody else at work.
   * @param inARow good requests that each process must give without a single bad one
   * @returns what is not as it was before, in words
   */
  async check(inARow: number, chance: Chance): Promise<string[]> {
    const faults: string[] = [];
    if (!(await this.#settled())) faults.push('transactions of the servers do not come to an end');
    for (const { name, of, load } of this.#loads) {
      const failed = await load.inARow(inARow, of, chance);
      if (failed > 0) faults.push(`${failed} of ${inARow} requests to ${name} failed after recovery`);
    }
    faults.push(...(await this.#connections()));
    if (!(await this.#signs())) faults.push('the worker does not sign the head any more');
    for (const name of this.#ended) faults.push(`${name} ended`);
    const pids = this.#pidsNow();
    PROCESSES.forEach((name, i) => pids[i] === this.#pids[i] || faults.push(`${name} was started again`));
    return faults;
  }

  /** Whether nothing of the servers is under way in either database, twice in a row. */
  async #settled(): Promise<boolean> {
    const until = Date.now() + SETTLING_LIMIT;
    for (let quiet = 0; quiet < 2; await wait(100)) {
      const busy = await this.#count("and application_name <> 'raakvlak-worker' and xact_start is not null");
      quiet = busy === 0 ? quiet + 1 : 0;
      if (Date.now() > until) return false;
    }
    return true;
  }

  async #connections(): Promise<string[]> {
    const faults: string[] = [];
    for (const [name, most] of Object.entries(POOLS)) {
      const allowed = most * (name === 'raakvlak-index' ? this.town.indexes.length : 1);
      const held = await this.#count(`and application_name = '${name}'`);
      if (held > allowed) faults.push(`${name} holds ${held} connections, ${allowed} are its own`);
    }
    const idle = await this.#count(
      "and state like 'idle in transaction%' and state_change < now() - interval '1 second'",
    );
    if (idle > 0) faults.push(`${idle} connections are idle in a transaction`);
    return faults;
  }

  #count(condition: string): Promise<number> {
    return withDatabase(this.town.postgres.superuserUrl, async (client) => {
      const { rows } = await client.query<{ n: number }>(
        `select count(*)::int as n from pg_stat_activity where application_name like 'raakvlak-%' ${condition}`,
      );
      return rows[0]?.n ?? -1;
    });
  }

  /** The worker signs the newest head within seconds, whatever it lived through. */
  async #signs(): Promise<boolean> {
    const until = Date.now() + SETTLING_LIMIT;
    for (;;) {
      const { rows } = await withDatabase(this.town.postgres.url('raakvlak_index'), (client) =>
        client.query<{ signed: boolean }>(
          'select exists (select 1 from audit.checkpoint c join audit.head h on h.size = c.size) as signed',
        ),
      );
      if (rows[0]?.signed === true) return true;
      if (Date.now() > until) return false;
      await wait(100);
    }
  }
}
