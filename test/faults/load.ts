import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { blind, toBase64url } from '#tokens';
import type { Chance } from './chance';
import type { Oracle, RegisteredLine, Registration } from './oracle';
import { type Order, type Reply, send } from './send';
import type { Person, Registrar, Ticket, Town } from './town';
import { stopwatch } from '../support/waiting';

/** After a request without a whole answer, in milliseconds. */
const PAUSE = 100;
/** Share of requests with an unknown outcome that are sent again until there is an answer; the others stay unknown. */
const PERSEVERANCE = 0.7;
/** Registrations that questions are about: the newest, since those are what a crash puts at risk. */
const RECENT = 400;

/** More than any process has connections. */
const AT_A_TIME = 16;

/** One answer, or the certainty that it may be sent again. */
type Outcome = 'done' | 'unknown';

/** New blinded elements for every request, as a client makes them: the custodian takes the same ones for the same request. */
function pointsFor(count: number): string[] {
  const { blinded, state } = blind(Array.from({ length: count }, (_, i) => `nl-vnr:900000000${i}`));
  state.forget();
  return blinded.map(toBase64url);
}

/** Clients that register, ask, withdraw and have points evaluated, each one request after the other, until stopped. */
export class Load {
  readonly #known: Registration[] = [];
  readonly #running: Promise<void>[] = [];
  #stopped = false;
  #gate: { readonly opened: Promise<void>; open(): void } | undefined;
  #underWay = 0;

  /** @param indexes ports to choose from for each request */
  constructor(
    private readonly town: Town,
    private readonly oracle: Oracle,
    private readonly indexes: readonly number[] = town.indexes,
  ) {}

  /** Starts the clients; each draws from a source of its own. */
  start(clients: readonly Chance[]): void {
    for (const [i, chance] of clients.entries()) this.#running.push(this.#client(i, chance));
  }

  /** Lets no client begin anything, and resolves when nothing is under way. */
  async pause(): Promise<void> {
    let open!: () => void;
    const opened = new Promise<void>((resolve) => (open = resolve));
    this.#gate ??= { opened, open };
    while (this.#underWay > 0) await wait(5);
  }

  resume(): void {
    this.#gate?.open();
    this.#gate = undefined;
  }

  /** Resolves after the clients ended; what they could not find out stays unknown. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.resume();
    await Promise.all(this.#running);
  }

  async #client(number: number, chance: Chance): Promise<void> {
    const again: (() => Promise<Outcome>)[] = [];
    while (!this.#stopped) {
      if (this.#gate !== undefined) await this.#gate.opened;
      else await this.#turn(number, chance, again);
    }
  }

  async #turn(number: number, chance: Chance, again: (() => Promise<Outcome>)[]): Promise<void> {
    this.#underWay++;
    try {
      const repeated = again.shift();
      const step = repeated ?? this.#step(number, chance);
      const outcome = await step();
      if (outcome === 'done') {
        if (repeated !== undefined) this.oracle.figures.resolved++;
        return;
      }
      if (repeated === undefined) this.oracle.figures.unknown++;
      if (repeated !== undefined || chance.happens(PERSEVERANCE)) again.push(step);
      await wait(PAUSE);
    } finally {
      this.#underWay--;
    }
  }

  #step(number: number, chance: Chance): () => Promise<Outcome> {
    if (number % 5 === 4) return this.#evaluation(chance);
    const turn = chance.next();
    if (turn < 0.4) return this.#registration(chance);
    if (turn < 0.5) return this.#list(chance);
    if (turn < 0.55 && this.#known.length > 0)
      return chance.happens(0.6) ? this.#withdrawal(chance) : this.#withdrawals(chance);
    if (turn < 0.65) return this.#twins(chance);
    return this.#question(chance);
  }

  async #send(order: Order): Promise<Reply | undefined> {
    const took = stopwatch();
    const reply = await send(order);
    this.oracle.heard(reply, took());
    return reply;
  }

  readonly #index = (chance: Chance): number => chance.pick(this.indexes);

  // ---- registering ----

  #newRegistration(chance: Chance, by: Registrar, list?: string): Registration {
    const token = (): Buffer => randomBytes(32);
    const registration: Registration = {
      id: randomUUID(),
      by,
      ...(list === undefined ? {} : { list }),
      lines: chance.happens(0.6)
        ? [{ kind: 'person', scheme: 'nl-bsn', token: token() }]
        : [
            { kind: 'address', scheme: 'nl-adres', token: token() },
            { kind: 'building', scheme: 'nl-adres-nummer', token: token() },
          ],
      toldNotStored: false,
      withdrawal: 'none',
    };
    this.oracle.registrations.set(registration.id, registration);
    return registration;
  }

  #registration(chance: Chance): () => Promise<Outcome> {
    const registration = this.#newRegistration(chance, chance.pick(this.town.registrars));
    let tickets = this.#tickets(registration);
    let first = true;
    return () => {
      // Half of the repetitions come from a client that asked for new tickets, as one does after a restart of its own.
      if (!first && chance.happens(0.5)) tickets = this.#tickets(registration);
      const attempt = first ? 'first' : 'repeated';
      first = false;
      return this.#register(registration, tickets, this.#index(chance), attempt);
    };
  }

  #tickets({ by, lines }: Registration): Ticket[] {
    return lines.map(({ kind }) => this.town.ticket(by.actor, 'register', kind, 1));
  }

  async #register(
    registration: Registration,
    tickets: readonly Ticket[],
    port: number,
    attempt: 'first' | 'repeated',
  ): Promise<Outcome> {
    const { id, by, lines } = registration;
    const { epoch } = this.town;
    this.oracle.touched.add(registration);
    const reply = await this.#send({
      port,
      method: 'PUT',
      path: `/v1/involvements/${id}`,
      token: await by.tokens.forIndex(),
      body: {
        team: by.team,
        rung: lines.length === 1 ? 'subject' : 'unit',
        tickets: tickets.map(({ jws }) => jws),
        lines: lines.map((line) => lineOf(line, epoch)),
        notice: { state: 'given' },
      },
    });
    if (reply?.status === 200 || reply?.status === 201) {
      this.#acknowledged(registration, receiptIn(reply));
      return 'done';
    }
    registration.toldNotStored = attempt === 'first' && reply?.body['code'] === 'platform.storage-unavailable';
    return this.#unclear(reply, 'a registration');
  }

  #acknowledged(registration: Registration, receipt: string): void {
    registration.receipt = receipt;
    registration.toldNotStored = false;
    this.oracle.figures.registrations++;
    this.#known.push(registration);
    if (this.#known.length > RECENT) this.#known.shift();
  }

  /** Several in one request, which stand as a whole or not at all. */
  #list(chance: Chance): () => Promise<Outcome> {
    const [by, list] = [chance.pick(this.town.registrars), randomUUID()];
    const several = Array.from({ length: chance.between(2, 12) }, () => this.#newRegistration(chance, by, list));
    let tickets = this.#ticketsOf(by, several);
    let first = true;
    return async () => {
      if (!first && chance.happens(0.5)) tickets = this.#ticketsOf(by, several);
      const attempt = first ? 'first' : 'repeated';
      first = false;
      for (const one of several) this.oracle.touched.add(one);
      const reply = await this.#send({
        port: this.#index(chance),
        method: 'POST',
        path: '/v1/registrations',
        token: await by.tokens.forIndex(),
        body: {
          tickets,
          registrations: several.map(({ id, lines }) => ({
            id,
            team: by.team,
            rung: lines.length === 1 ? 'subject' : 'unit',
            lines: lines.map((line) => lineOf(line, this.town.epoch)),
            notice: { state: 'given' },
          })),
        },
      });
      if (reply?.status === 200) {
        const answers = reply.body['registrations'] as { id: string; receipt: string }[];
        for (const [i, one] of several.entries()) {
          if (answers[i]?.id !== one.id) this.oracle.broken.add('a list was answered in another order');
          this.#acknowledged(one, String(answers[i]?.receipt));
        }
        this.oracle.figures.listed += several.length;
        return 'done';
      }
      const told = attempt === 'first' && reply?.body['code'] === 'platform.storage-unavailable';
      for (const one of several) one.toldNotStored = told;
      return this.#unclear(reply, 'a list of registrations');
    };
  }

  /** One per kind, in order of first occurrence, for all lines of the list. */
  #ticketsOf(by: Registrar, several: readonly Registration[]): string[] {
    const kinds = several.flatMap(({ lines }) => lines.map(({ kind }) => kind));
    return [...new Set(kinds)].map(
      (kind) => this.town.ticket(by.actor, 'register', kind, kinds.filter((one) => one === kind).length).jws,
    );
  }

  #withdrawal(chance: Chance): () => Promise<Outcome> {
    const registration = chance.pick(this.#known);
    return async () => {
      this.oracle.touched.add(registration);
      if (registration.withdrawal === 'none') registration.withdrawal = 'sent';
      const reply = await this.#send({
        port: this.#index(chance),
        method: 'POST',
        path: `/v1/involvements/${registration.id}/withdraw`,
        token: await registration.by.tokens.forIndex(),
        body: {},
      });
      if (reply?.status !== 200) return this.#unclear(reply, 'a withdrawal');
      if (registration.withdrawal !== 'acknowledged') this.oracle.figures.withdrawals++;
      registration.withdrawal = 'acknowledged';
      return 'done';
    };
  }

  /** Several of one team at once. */
  #withdrawals(chance: Chance): () => Promise<Outcome> {
    const { by } = chance.pick(this.#known);
    const several = this.#known.filter((one) => one.by === by).slice(0, chance.between(2, 8));
    return async () => {
      for (const one of several) {
        this.oracle.touched.add(one);
        if (one.withdrawal === 'none') one.withdrawal = 'sent';
      }
      const reply = await this.#send({
        port: this.#index(chance),
        method: 'POST',
        path: '/v1/withdrawals',
        token: await by.tokens.forIndex(),
        body: { ids: several.map(({ id }) => id) },
      });
      if (reply?.status !== 200) return this.#unclear(reply, 'a list of withdrawals');
      const states = (reply.body['withdrawals'] as { state: string }[]).map(({ state }) => state);
      for (const [i, one] of several.entries()) {
        if (states[i] !== 'withdrawn') this.oracle.lost.add(`registration ${one.id}, for a list of withdrawals`);
        if (one.withdrawal !== 'acknowledged') this.oracle.figures.withdrawals++;
        one.withdrawal = 'acknowledged';
      }
      return 'done';
    };
  }

  // ---- asking ----

  #question(chance: Chance): () => Promise<Outcome> {
    const asker = chance.pick(this.town.askers);
    const about = this.#known.length > 0 && chance.happens(0.7) ? chance.pick(this.#known) : undefined;
    const ticket = this.town.ticket(asker.actor, 'ask', kindOf(about), 1);
    return () => this.#ask(asker, ticket, about, this.#index(chance));
  }

  /** Two questions with one ticket at the same time: whatever fails meanwhile, it buys one answer. */
  #twins(chance: Chance): () => Promise<Outcome> {
    const asker = chance.pick(this.town.askers);
    const ticket = this.town.ticket(asker.actor, 'ask', 'person', 1);
    return async () => {
      const outcomes = await Promise.all([1, 2].map(() => this.#ask(asker, ticket, undefined, this.#index(chance))));
      return outcomes.every((outcome) => outcome === 'done') ? 'done' : 'unknown';
    };
  }

  async #ask(asker: Person, ticket: Ticket, about: Registration | undefined, port: number): Promise<Outcome> {
    const used = ticket.id.toString('base64url');
    this.oracle.uses.set(used, (this.oracle.uses.get(used) ?? 0) + 1);
    const line = about?.lines[0] ?? { kind: 'person', scheme: 'nl-bsn', token: randomBytes(32) };
    const stood = about?.withdrawal;
    const reply = await this.#send({
      port,
      method: 'POST',
      path: '/v1/inquiries',
      token: await asker.tokens.forIndex(),
      body: questionOf(this.town.epoch, ticket, [line]),
    });
    if (reply?.status === 200) {
      this.#check(reply, about, stood);
      this.oracle.answered(ticket.id, { receipt: receiptIn(answersIn(reply)[0]), actor: asker.actor });
      return 'done';
    }
    const again = (this.oracle.uses.get(used) ?? 0) > 1;
    if (again && reply?.status === 409 && reply.body['code'] === 'involvement.ticket-spent') {
      // Another attempt was recorded, though its answer may not have arrived: the safe error.
      this.oracle.figures.secondUsesRefused++;
      return 'done';
    }
    return this.#unclear(reply, 'a question');
  }

  #check(reply: Reply, about: Registration | undefined, stood: Registration['withdrawal'] | undefined): void {
    const teams = (answersIn(reply)[0]?.contacts ?? []).map(({ team }) => team);
    if (about === undefined) {
      if (teams.length > 0) this.oracle.broken.add('an answer names a team that nobody registered');
    } else if (stood === 'acknowledged') {
      if (teams.length > 0) this.oracle.lost.add(`withdrawal of ${about.id}, for a question still finds it`);
    } else if (stood === 'none' && about.withdrawal === 'none' && teams.join() !== about.by.teamName) {
      this.oracle.lost.add(`registration ${about.id}, for a question does not find it`);
    }
  }

  // ---- evaluating ----

  /** A ticket of the real custodian; it buys an answer at the index. What is sent again is the same, and debited once. */
  #evaluation(chance: Chance): () => Promise<Outcome> {
    const asker = chance.pick(this.town.askers);
    const count = chance.between(1, 3);
    const blinded = pointsFor(count);
    return async () => {
      const reply = await this.#send({
        port: this.town.custodian,
        method: 'POST',
        path: '/v1/evaluations',
        token: await asker.tokens.forCustodian(),
        body: { use: 'ask', kind: 'person', blinded },
      });
      if (reply?.status !== 200) return this.#unclear(reply, 'an evaluation');
      const jws = String(reply.body['ticket']);
      const { jti } = JSON.parse(Buffer.from(jws.split('.')[1] ?? '', 'base64url').toString('utf8')) as { jti: string };
      const id = Buffer.from(jti, 'base64url');
      this.oracle.handed.push({ id, actor: asker.actor, use: 'ask', kind: 'person', count });
      this.oracle.figures.evaluations++;
      if (count > 1) return 'done';
      return this.#ask(asker, { id, jws }, undefined, this.#index(chance));
    };
  }

  // ---- when all should be well ----

  /**
   * So many requests, some at a time so that every connection of a pool gets its turn: questions and registrations, or
   * evaluations.
   * @returns how many were not answered as they should
   */
  async inARow(count: number, of: 'index' | 'custodian', chance: Chance, atATime = AT_A_TIME): Promise<number> {
    let [begun, failed] = [0, 0];
    const one = async (): Promise<void> => {
      while (begun < count) {
        const turn = begun++;
        const step =
          of === 'custodian'
            ? this.#evaluation(chance)
            : turn % 2 === 0
              ? this.#question(chance)
              : this.#registration(chance);
        if ((await step()) !== 'done') failed++;
      }
    };
    await Promise.all(Array.from({ length: atATime }, one));
    return failed;
  }

  /** 503 and silence leave it open what happened; anything else must not come of a crash. */
  #unclear(reply: Reply | undefined, what: string): Outcome {
    if (reply === undefined || reply.status === 503) return 'unknown';
    this.oracle.broken.add(`${what} got ${reply.status} ${String(reply.body['code'])}`);
    return 'done';
  }

  // ---- after a crash ----

  /** Asks about all of these, in lists of a hundred; each must be found, by its team, and by that alone. */
  async findAll(registrations: readonly Registration[]): Promise<void> {
    const asker = this.town.askers[0] as Person;
    for (const kind of ['person', 'address'] as const) {
      const ofKind = registrations.filter((one) => kindOf(one) === kind);
      for (let at = 0; at < ofKind.length; at += 100) await this.#findList(asker, ofKind.slice(at, at + 100));
    }
  }

  async #findList(asker: Person, list: readonly Registration[]): Promise<void> {
    const ticket = this.town.ticket(asker.actor, 'ask', kindOf(list[0]), list.length);
    const lines = list.flatMap((one) => one.lines.slice(0, 1));
    const reply = await this.#send({
      port: this.indexes[0] as number,
      method: 'POST',
      path: '/v1/inquiries',
      token: await asker.tokens.forIndex(),
      body: questionOf(this.town.epoch, ticket, lines),
    });
    if (reply?.status !== 200) {
      this.oracle.broken.add(`a list after recovery got ${reply?.status ?? 'no answer'}`);
      return;
    }
    const answers = answersIn(reply);
    for (const [i, registration] of list.entries()) {
      const teams = (answers[i]?.contacts ?? []).map(({ team }) => team).join();
      const expected = registration.withdrawal === 'acknowledged' ? '' : registration.by.teamName;
      if (registration.withdrawal !== 'sent' && teams !== expected)
        this.oracle.lost.add(`registration ${registration.id}, after recovery a question finds "${teams}"`);
    }
    const [first, ...others] = answers.map((answer) => ({ receipt: receiptIn(answer), actor: asker.actor }));
    if (first !== undefined) this.oracle.answered(ticket.id, first);
    this.oracle.answers.push(...others);
    this.oracle.figures.answers += others.length;
    this.oracle.listed += others.length;
  }
}

const lineOf = ({ kind, scheme, token }: RegisteredLine, epoch: string) => ({
  kind,
  scheme,
  epoch,
  token: token.toString('base64url'),
});

const kindOf = (registration: Registration | undefined) => registration?.lines[0]?.kind ?? 'person';

interface OneAnswer {
  readonly receipt: string;
  readonly contacts: readonly { readonly team: string }[];
}

const answersIn = ({ body }: Reply): readonly OneAnswer[] => body['answers'] as OneAnswer[];

const receiptIn = (from: Reply | OneAnswer | undefined): string =>
  String(from !== undefined && 'receipt' in from ? from.receipt : (from as Reply | undefined)?.body['receipt']);

const questionOf = (
  epoch: string,
  ticket: Ticket,
  lines: readonly { readonly kind: string; readonly scheme: string; readonly token: Buffer }[],
) => ({
  purpose: 'home-visit',
  ticket: ticket.jws,
  kind: lines[0]?.kind,
  subjects: lines.map(({ scheme, token }) => ({
    lines: [{ scheme, tokens: { [epoch]: token.toString('base64url') } }],
  })),
});
