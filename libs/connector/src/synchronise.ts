import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Connection } from '#client/node';
import type { Problem } from '#problem';
import { activeEpoch } from '#tokens';
import { BagExtract } from './bag';
import { columnsOf } from './columns';
import { Delivery, type Done, type Phase } from './deliver';
import { LineReader } from './line';
import { DeliveryLock } from './lock';
import { type Pause, patiently } from './patience';
import { makePlan } from './plan';
import { connectorProblem } from './problems';
import type { Field, Profile } from './profile';
import { Rejected, type RejectedLine } from './rejected';
import type { DeliveryClient } from './sdk';
import { Source } from './source';
import { State } from './state';
import type { Encoding } from './text';
import { type Plan, type Unusual, unusual } from './unusual';

/** What was recognised in the file. Columns are told by their place: their names may be anything. */
export interface Recognised {
  readonly encoding: Encoding;
  readonly delimiter: string;
  /** Field and place of its column, counted from 1 */
  readonly columns: readonly { readonly field: Field; readonly place: number }[];
  readonly otherColumns: number;
}

export interface Checked {
  readonly plan: Plan;
  readonly unusual: readonly Unusual[];
  /** The first rejected lines */
  readonly first: readonly RejectedLine[];
  /** Where all rejected lines stand */
  readonly rejectedFile?: string;
  /** All that this connection registered before will be withdrawn first */
  readonly startingOver: boolean;
}

export interface Outcome extends Checked {
  readonly dryRun: boolean;
  readonly done: Done;
  readonly seconds: number;
}

export type Stage = 'bag' | 'checking' | 'starting-over' | Phase;

/** Whoever is told what happens, and asked when it is unusual. */
export interface Audience {
  recognised(recognised: Recognised): void;
  /** @param total 0 when it is not known */
  progress(stage: Stage, done: number, total: number): void;
  /** After every line was read, before anything changes */
  checked(checked: Checked): void;
  /** More than is usual would change. @returns whether to go on */
  approve(checked: Checked): Promise<boolean>;
  /** A server is away; the delivery waits so many seconds */
  waiting(seconds: number): void;
  /** Words for the file of rejected lines */
  describe(problem: Problem): string;
}

export interface SynchroniseOptions {
  readonly file: string;
  readonly connection: Connection;
  /** Holds what is remembered between deliveries; made when it is not there */
  readonly stateFolder: string;
  readonly client: DeliveryClient;
  /** Of the configuration: the custodian's root key, and whether it is a demonstration */
  readonly rootKey: string;
  readonly demo: boolean;
  readonly profile?: Profile;
  readonly bagFile?: string;
  readonly dryRun?: boolean;
  /** What is remembered is lost: withdraw all that this connection registered and register anew */
  readonly startOver?: boolean;
  readonly audience: Audience;
  readonly pause?: Pause;
}

/**
 * Delivers an export: the difference with what was delivered before is registered, renewed and withdrawn.
 *
 * Nothing changes before every line was read, and before somebody approved what is unusual. Stopped at any moment, the
 * next call goes on where it was: each id is written down before it is sent.
 * @throws Problem `connector.*`, `tokens.*` for epochs and proofs, and what a server said
 */
export async function synchronise(options: SynchroniseOptions): Promise<Outcome> {
  const began = Date.now();
  try {
    mkdirSync(options.stateFolder, { recursive: true, mode: 0o700 });
  } catch {
    throw connectorProblem('state-not-kept');
  }
  const lock = DeliveryLock.take(join(options.stateFolder, 'lock'));
  try {
    const source = await Source.open(options.file, options.profile);
    try {
      return await new Synchronising(options, lock, source, began).run();
    } finally {
      await source.close();
    }
  } finally {
    lock.release();
  }
}

class Synchronising {
  readonly #waiting = (seconds: number): void => this.options.audience.waiting(seconds);

  constructor(
    private readonly options: SynchroniseOptions,
    private readonly lock: DeliveryLock,
    private readonly source: Source,
    private readonly began: number,
  ) {}

  async run(): Promise<Outcome> {
    const { audience, dryRun = false } = this.options;
    const columns = columnsOf(this.source.header, this.options.profile ?? {});
    audience.recognised({
      encoding: this.source.encoding,
      delimiter: this.source.delimiter,
      columns: [...columns.of].map(([field, place]) => ({ field, place: place + 1 })),
      otherColumns: columns.count - columns.of.size,
    });
    const { client, profile = {}, demo } = this.options;
    const teams = await patiently(() => client.teams(), this.#waiting, this.options.pause);
    const id = activeEpoch(await patiently(() => client.epochs(), this.#waiting, this.options.pause)).id;
    const rules = { columns, profile, teams, demo };
    const bag = await this.#bag(new LineReader(rules));
    const reader = new LineReader({ ...rules, ...(bag === undefined ? {} : { bag }) });

    const state = this.#openState();
    try {
      const number = state.numberOf(id);
      const checked = await this.#check(state, reader, number);
      audience.checked(checked);
      const nothing: Done = { registered: 0, renewed: 0, ended: 0, moved: 0, evaluations: 0 };
      const outcome = (done: Done): Outcome => ({
        ...checked,
        dryRun,
        done,
        seconds: (Date.now() - this.began) / 1000,
      });
      if (dryRun) return outcome(nothing);
      await this.#requireApproval(checked, state);
      return outcome(await this.#deliver(state, reader, { id, number }, teams));
    } finally {
      state.close();
    }
  }

  /** With a state that cannot be read any more, starting over is the way out: so it is not read then. */
  #openState(): State {
    const { stateFolder, connection, rootKey, startOver = false } = this.options;
    if (startOver) return State.forgotten({ clientId: connection.clientId, rootKey });
    return State.open(stateFolder, { clientId: connection.clientId, rootKey });
  }

  async #check(state: State, reader: LineReader, epoch: number): Promise<Checked> {
    const { audience, stateFolder, startOver = false } = this.options;
    const { source } = this;
    const rejected = new Rejected(stateFolder, source.header, source.delimiter, audience.describe);
    const plan = await makePlan({ source, reader, state, rejected }, epoch, (bytes) =>
      audience.progress('checking', bytes, source.size),
    );
    return {
      plan,
      unusual: unusual(plan),
      first: rejected.first,
      startingOver: startOver || state.startingOver,
      ...(rejected.path === undefined ? {} : { rejectedFile: rejected.path }),
    };
  }

  /** @throws Problem `connector.approval-needed` */
  async #requireApproval(checked: Checked, state: State): Promise<void> {
    const { audience, stateFolder, startOver = false } = this.options;
    const { digest } = this.source;
    const asks = startOver || (checked.unusual.length > 0 && !state.isApproved(digest));
    if (asks && !(await audience.approve(checked))) {
      throw connectorProblem('approval-needed', {
        additions: checked.plan.additions,
        ends: checked.plan.ends,
        rejected: checked.plan.rejected,
        stood: checked.plan.stood,
      });
    }
    if (startOver) State.startOver(stateFolder, state);
    if (asks) state.approve(digest);
  }

  async #deliver(
    state: State,
    reader: LineReader,
    epoch: { id: string; number: number },
    teams: readonly { readonly code: string }[],
  ): Promise<Done> {
    const { client, connection, audience } = this.options;
    // Before anything is sent: what the journal of a delivery before said, the approval, and a fresh journal.
    state.save();
    if (state.startingOver) await this.#withdrawAll(state, teams);
    const delivery = new Delivery({
      client,
      state,
      source: this.source,
      reader,
      lock: this.lock,
      epoch,
      progress: (phase, done, total) => audience.progress(phase, done, total),
      waiting: this.#waiting,
      ...(this.options.pause === undefined ? {} : { pause: this.options.pause }),
    });
    try {
      await delivery.run();
      // Only now: whoever asks is told that this department is up to date.
      await patiently(() => client.heartbeat(connection.department, epoch.id), this.#waiting, this.options.pause);
      state.finish();
    } finally {
      this.lock.requireHeld();
      state.save();
    }
    return delivery.done;
  }

  async #withdrawAll(state: State, teams: readonly { readonly code: string }[]): Promise<void> {
    const { client, audience } = this.options;
    let before = 0;
    for (const { code } of teams) {
      const told = (withdrawn: number): void => audience.progress('starting-over', before + withdrawn, 0);
      before += await patiently(() => client.withdrawTeam(code, 'connection', told), this.#waiting, this.options.pause);
    }
    state.startedOver();
    state.save();
  }

  /** The ids that the file needs are gathered first, so that the extract may be as large as the country. */
  async #bag(reader: LineReader): Promise<BagExtract | undefined> {
    const { bagFile, audience } = this.options;
    if (bagFile === undefined) return undefined;
    const extract = new BagExtract();
    for await (const { cells } of this.source.rows()) {
      const id = reader.bagIdOf(cells);
      if (id !== undefined) extract.need(id);
    }
    await extract.load(bagFile, (bytes, size) => audience.progress('bag', bytes, size));
    return extract;
  }
}
