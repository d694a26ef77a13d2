import { setTimeout as wait } from 'node:timers/promises';
import { Chance } from './chance';
import { Inspection } from './inspection';
import { Load } from './load';
import { type Figures, Oracle } from './oracle';
import { foundTown, type Town, withDatabase } from './town';

/** What can be killed: three processes, the whole of PostgreSQL, or one of its backends, after which it recovers itself. */
export const VICTIMS = ['index', 'custodian', 'worker', 'postgres', 'backend'] as const;
export type Victim = (typeof VICTIMS)[number];

const PROCESSES = ['index', 'custodian', 'worker'] as const;
type Process = (typeof PROCESSES)[number];

interface Bystanders {
  readonly ended: Set<Process>;
  /** From here on whoever ends was told to */
  over: boolean;
}

export interface FaultOptions {
  readonly seed: number;
  readonly rounds: number;
  readonly clients: number;
  /** Index processes on one database; the first one is killed */
  readonly indexes: number;
  /** Only these; all when left out */
  readonly only?: readonly Victim[];
  /** No new round begins after this; milliseconds */
  readonly limit?: number;
  readonly say: (line: string) => void;
}

export interface FaultReport extends Readonly<Figures> {
  readonly rounds: number;
  readonly kills: Readonly<Record<Victim, number>>;
  /** From the kill until everything serves again; milliseconds */
  readonly recovery: Readonly<Record<Victim, readonly number[]>>;
  readonly records: number;
  readonly seconds: number;
  readonly lost: number;
  readonly unrecorded: number;
  readonly broken: number;
  /** Each fault in words; empty when all promises held */
  readonly words: readonly string[];
  /** Kept for whoever looks into a fault */
  readonly folder: string | undefined;
}

/** A restart takes about a second on an idle machine; after this long it does not come back by itself. */
const RECOVERY_LIMIT = 120_000;
/** Faults after which going on tells nothing new. */
const ENOUGH = 20;

/**
 * Kills parts of the running product at random moments under load, and compares after each recovery what stands with
 * what was promised to the clients. SIGKILL takes a process, not the machine: what the kernel holds survives, so a
 * power cut is tested by PostgreSQL's own settings (`fsync`, `synchronous_commit`) and not here.
 */
export async function runRounds(options: FaultOptions): Promise<FaultReport> {
  const town = await foundTown(options.indexes);
  const oracle = new Oracle();
  const run = new Rounds(town, oracle, options);
  let keep = true;
  try {
    const report = await run.all();
    keep = report.words.length > 0;
    return report;
  } finally {
    await town.stop({ keep });
    if (keep) options.say(`data and logs are kept in ${town.stack.folder}`);
  }
}

class Rounds {
  readonly #chance: Chance;
  readonly #load: Load;
  readonly #inspection: Inspection;
  readonly #kills = perVictim(() => 0);
  readonly #recovery = perVictim((): number[] => []);
  readonly #began = performance.now();
  #done = 0;

  constructor(
    private readonly town: Town,
    private readonly oracle: Oracle,
    private readonly options: FaultOptions,
  ) {
    this.#chance = new Chance(options.seed);
    this.#load = new Load(town, oracle);
    this.#inspection = new Inspection(town, oracle);
  }

  async all(): Promise<FaultReport> {
    const { rounds, clients, limit = Infinity, say } = this.options;
    this.#load.start(Array.from({ length: clients }, (_, i) => new Chance(this.options.seed + 1 + i)));
    try {
      while (this.#done < rounds && performance.now() - this.#began < limit && this.oracle.faults < ENOUGH) {
        const victims = await this.#round();
        this.#done++;
        const { registrations, answers, unknown } = this.oracle.figures;
        say(
          `round ${this.#done}: ${victims.join(' and ')} killed; so far ${registrations} registrations, ${answers} answers, ${unknown} unknown outcomes, ${this.oracle.faults} faults`,
        );
      }
    } finally {
      await this.#load.stop();
    }
    await this.#end();
    return this.#report();
  }

  async #round(): Promise<Victim[]> {
    const before = new Set(this.oracle.registrations.keys());
    this.#load.resume();
    await wait(this.#chance.between(30, 600));
    const victims = this.#victims();
    const began = performance.now();
    const bystanders = this.#watch(victims);
    for (const victim of victims) await this.#kill(victim);
    for (const victim of victims) await this.#recover(victim);
    await this.#serving(bystanders);
    for (const victim of victims) this.#recovery[victim].push(performance.now() - began);
    await wait(this.#chance.between(50, 250));
    await this.#load.pause();
    bystanders.over = true;
    for (const name of bystanders.ended)
      this.oracle.broken.add(`${name} ended when ${victims.join(' and ')} was killed`);
    await this.#load.findAll(
      [...this.oracle.registrations.values()].filter(({ id, receipt }) => receipt !== undefined && !before.has(id)),
    );
    await this.#inspection.sinceLast();
    return victims;
  }

  /** Mostly one, now and then two at once. PostgreSQL comes first: the others need it to come back. */
  #victims(): Victim[] {
    const among = this.options.only ?? VICTIMS;
    const one = this.#chance.pick(among);
    const other = this.#chance.happens(0.1) ? this.#chance.pick(among) : one;
    return VICTIMS.filter((victim) => victim === one || victim === other).sort(
      (a, b) => Number(b === 'postgres') - Number(a === 'postgres'),
    );
  }

  /** Who of the others ends although nobody killed it */
  #watch(victims: readonly Victim[]): Bystanders {
    const bystanders: Bystanders = { ended: new Set(), over: false };
    for (const name of PROCESSES) {
      if (victims.includes(name)) continue;
      void this.town.stack.part(name)?.exited.then(() => bystanders.over || bystanders.ended.add(name));
    }
    return bystanders;
  }

  /** Resolves when everything serves again. A bystander that ended is a fault, and is started again to go on. */
  async #serving({ ended }: Bystanders): Promise<void> {
    const restarted = new Set<Process>();
    const begun = this.town.ready(RECOVERY_LIMIT);
    const outcome = { settled: false };
    const settle = (): void => void (outcome.settled = true);
    begun.then(settle, settle);
    while (!outcome.settled) {
      for (const name of ended) {
        if (restarted.has(name)) continue;
        restarted.add(name);
        await this.#restart(name);
      }
      await wait(25);
    }
    await begun;
  }

  async #kill(victim: Victim): Promise<void> {
    const { stack } = this.town;
    if (victim === 'postgres') await stack.postgres?.kill();
    else if (victim !== 'backend') await stack.part(victim)?.kill();
    else if (!(await this.#killBackend())) return;
    this.#kills[victim]++;
  }

  /** One that serves the index or the custodian, working if there is one; PostgreSQL then ends all others and recovers. */
  async #killBackend(): Promise<boolean> {
    const url = this.town.stack.postgres?.superuserUrl;
    if (url === undefined) throw new Error('there is no embedded PostgreSQL');
    const pid = await withDatabase(url, async (client) => {
      const { rows } = await client.query<{ pid: number }>(
        `select pid from pg_stat_activity where application_name in ('raakvlak-index', 'raakvlak-custodian')
         order by (state <> 'idle') desc, random() limit 1`,
      );
      return rows[0]?.pid;
    }).catch(() => undefined);
    if (pid === undefined) return false;
    try {
      process.kill(pid, 'SIGKILL');
      return true;
    } catch (fault) {
      // It may have ended between the question and the kill.
      if ((fault as NodeJS.ErrnoException).code !== 'ESRCH') throw fault;
      return false;
    }
  }

  async #recover(victim: Victim): Promise<void> {
    const { stack } = this.town;
    if (victim === 'backend') {
      // Until the postmaster noticed, its other backends answer as if nothing had happened.
      await wait(200);
      return withDatabase(this.town.stack.postgres?.superuserUrl ?? '', async () => undefined);
    }
    if (victim !== 'postgres') return this.#restart(victim);
    // A client that keeps calling a port where nobody listens can be connected to itself and hold it for a moment.
    for (let turn = 1; ; turn++) {
      try {
        await stack.crashPostgres();
        return;
      } catch (fault) {
        if (turn === 10 || !/is in use$/.test((fault as Error).message)) throw fault;
        await wait(500);
      }
    }
  }

  /** As a supervisor does: a process that finds its database still recovering ends, and is started again. */
  async #restart(name: Process): Promise<void> {
    const until = Date.now() + RECOVERY_LIMIT;
    for (;;) {
      try {
        await this.town.stack.restart(name);
        return;
      } catch (fault) {
        if (Date.now() > until) throw fault;
        await wait(200);
      }
    }
  }

  /** All that was ever acknowledged is asked about, and everything is read from its beginning. */
  async #end(): Promise<void> {
    await this.#load.findAll([...this.oracle.registrations.values()].filter(({ receipt }) => receipt !== undefined));
    await this.#headIsSigned();
    await this.#inspection.whole();
  }

  /** The worker signs the newest head within seconds, whatever it lived through. */
  async #headIsSigned(): Promise<void> {
    const until = Date.now() + 60_000;
    const signed = async (): Promise<boolean> => {
      const { rows } = await withDatabase(this.town.stack.databases.index, (client) =>
        client.query<{ signed: boolean }>(
          'select exists (select 1 from audit.checkpoint c join audit.head h on h.size = c.size) as signed',
        ),
      );
      return rows[0]?.signed === true;
    };
    while (!(await signed())) {
      if (Date.now() > until) {
        this.oracle.broken.add('the worker does not sign the head any more');
        return;
      }
      await wait(200);
    }
  }

  #report(): FaultReport {
    const { figures, lost, unrecorded, broken, words } = this.oracle;
    return {
      ...figures,
      rounds: this.#done,
      kills: this.#kills,
      recovery: this.#recovery,
      records: this.#inspection.records,
      seconds: (performance.now() - this.#began) / 1000,
      lost: lost.size,
      unrecorded: unrecorded.size,
      broken: broken.size,
      words,
      folder: words.length > 0 ? this.town.stack.folder : undefined,
    };
  }
}

function perVictim<T>(make: () => T): Record<Victim, T> {
  return Object.fromEntries(VICTIMS.map((victim) => [victim, make()])) as Record<Victim, T>;
}
