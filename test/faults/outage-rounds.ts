import { setTimeout as wait } from 'node:timers/promises';
import { Chance } from './chance';
import { bestMethod, type DiskMethod } from './full-disk';
import { Inspection } from './inspection';
import { Load } from './load';
import { type Figures, Oracle, type Waits } from './oracle';
import { type Outage, OUTAGES, type OutageName, outageOf } from './outages';
import { Recovery } from './recovery';
import { foundTownOnLines, type TownOnLines } from './town';

export interface OutageOptions {
  readonly seed: number;
  /** Of each outage */
  readonly rounds: number;
  readonly clients: number;
  readonly indexes: number;
  /** Only these; all when left out */
  readonly only?: readonly OutageName[];
  /** The most real one that can be had when left out */
  readonly disk?: DiskMethod;
  /** How long each lasts; milliseconds */
  readonly lasting: readonly [least: number, most: number];
  /** Good requests in a row to each process after each outage */
  readonly inARow: number;
  /** No new round begins after this; milliseconds */
  readonly limit?: number;
  readonly say: (line: string) => void;
}

export interface OutageFigures {
  rounds: number;
  requests: number;
  /** 503 with a problem document */
  refused: number;
  /** Milliseconds until the slowest answer of all */
  slowest: number;
  /** From the end of the outage until every process gave a good answer, the longest; milliseconds */
  recovery: number;
  lost: number;
  unrecorded: number;
  broken: number;
}

export interface OutageReport extends Readonly<Figures> {
  readonly disk: DiskMethod;
  readonly outages: Readonly<Record<OutageName, Readonly<OutageFigures>>>;
  readonly records: number;
  readonly seconds: number;
  /** Each fault in words; empty when all promises held */
  readonly words: readonly string[];
  readonly folder: string | undefined;
}

/** Milliseconds within which an answer must be there: three seconds are promised, and the client needs its turn too. */
export const PROMPT = 3_500;
/** Faults after which going on tells nothing new. */
const ENOUGH = 20;

/**
 * Takes PostgreSQL away in every way but by killing it, under load, and gives it back. Every request is answered in time
 * meanwhile; afterwards the same processes serve, with whole pools, and what stands is what was promised.
 */
export async function runOutages(options: OutageOptions): Promise<OutageReport> {
  const town = await foundTownOnLines(options.indexes);
  let keep = true;
  try {
    const report = await new OutageRounds(town, options).all();
    keep = report.words.length > 0;
    return report;
  } finally {
    await town.stop({ keep });
    if (keep) options.say(`data and logs are kept in ${town.stack.folder}`);
  }
}

class OutageRounds {
  readonly #oracle = new Oracle();
  readonly #chance: Chance;
  readonly #load: Load;
  readonly #inspection: Inspection;
  readonly #recovery: Recovery;
  readonly #disk: DiskMethod;
  readonly #began = performance.now();
  readonly #figures = Object.fromEntries(OUTAGES.map((name) => [name, none()])) as Record<OutageName, OutageFigures>;

  constructor(
    private readonly town: TownOnLines,
    private readonly options: OutageOptions,
  ) {
    this.#chance = new Chance(options.seed);
    this.#load = new Load(town, this.#oracle);
    this.#inspection = new Inspection(town, this.#oracle);
    this.#recovery = new Recovery(town, this.#oracle);
    this.#disk = options.disk ?? bestMethod();
  }

  async all(): Promise<OutageReport> {
    const { rounds, clients, limit = Infinity, only = OUTAGES, seed } = this.options;
    this.#load.start(Array.from({ length: clients }, (_, i) => new Chance(seed + 1 + i)));
    try {
      await wait(500);
      for (let round = 1; round <= rounds; round++) {
        for (const name of only) {
          if (performance.now() - this.#began > limit || this.#oracle.faults >= ENOUGH) continue;
          await this.#round(name, round);
        }
      }
    } finally {
      await this.#load.stop();
    }
    await this.#inspection.whole();
    return this.#report();
  }

  async #round(name: OutageName, round: number): Promise<void> {
    const outage = outageOf(name, { town: this.town, chance: this.#chance, disk: this.#disk });
    const { lost, unrecorded, broken } = this.#oracle;
    const before = [lost.size, unrecorded.size, broken.size] as const;
    const known = new Set(this.#oracle.registrations.keys());
    await this.#load.pause();
    await outage.prepare?.();
    const { requests, refused, silent, slowest, recovery } = await this.#endure(outage);
    const words = (what: string): void => void broken.add(`${name} (${outage.what}): ${what}`);
    if (silent > 0) words(`${silent} requests got no answer`);
    if (slowest > PROMPT) words(`an answer took ${Math.round(slowest)} ms`);
    for (const fault of await this.#recovery.check(this.options.inARow, this.#chance)) words(fault);
    await this.#load.findAll(
      [...this.#oracle.registrations.values()].filter(({ id, receipt }) => receipt !== undefined && !known.has(id)),
    );
    await this.#inspection.sinceLast();
    this.#load.resume();
    const figures = this.#figures[name];
    figures.rounds++;
    figures.requests += requests;
    figures.refused += refused;
    figures.slowest = Math.max(figures.slowest, slowest);
    figures.recovery = Math.max(figures.recovery, recovery);
    figures.lost += lost.size - before[0];
    figures.unrecorded += unrecorded.size - before[1];
    figures.broken += broken.size - before[2];
    this.options.say(
      `${name} ${round} (${outage.what}): ${requests} requests, ${refused} refused, slowest ${Math.round(slowest)} ms, good again after ${Math.round(recovery)} ms; so far ${this.#oracle.faults} faults`,
    );
  }

  /** Under load: begins, lasts, ends; then all that was made for it is taken away, whatever came of it. */
  async #endure(outage: Outage): Promise<Waits & { readonly recovery: number }> {
    try {
      this.#oracle.takeWaits();
      this.#load.resume();
      await wait(this.#chance.between(100, 500));
      await outage.begin();
      try {
        await wait(this.#chance.between(...this.options.lasting));
      } finally {
        await outage.end();
      }
      const recovery = await this.#recovery.untilGood();
      await wait(this.#chance.between(50, 250));
      await this.#load.pause();
      return { ...this.#oracle.takeWaits(), recovery };
    } finally {
      await outage.clear?.();
    }
  }

  #report(): OutageReport {
    const { figures, words } = this.#oracle;
    return {
      ...figures,
      disk: this.#disk,
      outages: this.#figures,
      records: this.#inspection.records,
      seconds: (performance.now() - this.#began) / 1000,
      words,
      folder: words.length > 0 ? this.town.stack.folder : undefined,
    };
  }
}

const none = (): OutageFigures => ({
  rounds: 0,
  requests: 0,
  refused: 0,
  slowest: 0,
  recovery: 0,
  lost: 0,
  unrecorded: 0,
  broken: 0,
});
