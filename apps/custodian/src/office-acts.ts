/**
 * What the custodian's operator decides about people and connections, and what she may look at: enrolment, meters and
 * ledger. Every change is one transaction with its row in `office_act`; a change that changes nothing leaves none.
 */
import { Client } from 'pg';
import { localDay, startOfDay } from '#platform';
import type { Budgets } from './budgets';
import { allowanceOf, type Enrolment, isLow, type Level, OFFICE, type Span } from './meters';

/** Something the operator has to change; the message is a sentence. */
export class OfficeFault extends Error {
  override readonly name = 'OfficeFault';
}

export interface ConnectionToEnrol {
  readonly actor: string;
  readonly caseload: number;
  readonly name?: string;
}

const ACTOR = /^(?=.{3,1100}$)[^|\p{C}]+[|][^\p{C}]+$/u;
const NAME = /^[^\p{C}]{1,100}$/u;
const DATE = /^\d{4}-\d\d-\d\d$/;
const DAY = 86_400_000;
const MOST_CASES = 1_000_000;
/** Rows of the ledger that are in memory at a time. */
const PAGE = 5_000;

/** @throws OfficeFault */
export function requireActor(actor: string): string {
  if (ACTOR.test(actor)) return actor;
  throw new OfficeFault('An actor is ISSUER|SUBJECT, as in the access token: https://login.example|koppeling-zorg.');
}

/** @throws OfficeFault */
export function requireCaseload(caseload: unknown): number {
  const number = Number(caseload);
  if (caseload !== '' && Number.isSafeInteger(number) && number >= 1 && number <= MOST_CASES) return number;
  throw new OfficeFault(`A caseload is a whole number from 1 to ${MOST_CASES}.`);
}

/**
 * @param contents JSON `[{"actor","caseload","name"?}]`
 * @throws OfficeFault that names every entry that is wrong
 */
export function readConnections(contents: string): ConnectionToEnrol[] {
  let value: unknown;
  try {
    value = JSON.parse(contents);
  } catch {
    throw new OfficeFault('The list is not JSON.');
  }
  if (!Array.isArray(value)) throw new OfficeFault('The list is not a JSON list.');
  const wrong = value.flatMap((item: unknown, place) => (isConnection(item) ? [] : [place]));
  if (wrong.length > 0) {
    throw new OfficeFault(
      `Entries ${wrong.join(', ')} of the list (counted from 0) are not {"actor", "caseload", "name"?}.`,
    );
  }
  const connections = value as ConnectionToEnrol[];
  if (new Set(connections.map(({ actor }) => actor)).size < connections.length) {
    throw new OfficeFault('The list names an actor twice.');
  }
  return connections;
}

function isConnection(item: unknown): item is ConnectionToEnrol {
  const { actor, caseload, name, ...others } = (item ?? {}) as Record<string, unknown>;
  if (typeof actor !== 'string' || !ACTOR.test(actor) || Object.keys(others).length > 0) return false;
  const named = name === undefined || (typeof name === 'string' && NAME.test(name));
  return named && Number.isSafeInteger(caseload) && Number(caseload) >= 1 && Number(caseload) <= MOST_CASES;
}

/** Enrols connections, all or none, or changes their caseload. @returns how many were new or different */
export function enrolConnections(database: Client, connections: readonly ConnectionToEnrol[]): Promise<number> {
  return atOnce(database, async () => {
    const { rows } = await database.query<{ changed: number }>(
      `with given as (
         select * from unnest($1::text[], $2::integer[], $3::text[]) as given (actor, caseload, name)
       ), changed as (
         insert into enrolment as e (actor, sort, name, level, caseload, enrolled_at)
         select actor, 'connection', name, 'full', caseload, now() from given order by actor
         on conflict (actor) do update set sort = 'connection', level = 'full', caseload = excluded.caseload,
           name = coalesce(excluded.name, e.name)
           where e.sort <> 'connection' or e.caseload <> excluded.caseload
             or coalesce(excluded.name, e.name) is distinct from e.name
         returning actor, caseload, name
       ), act as (
         insert into office_act (what, actor, caseload, name) select 'enrol', actor, caseload, name from changed
         returning 1
       )
       select count(*)::integer as changed from act`,
      [
        connections.map(({ actor }) => actor),
        connections.map(({ caseload }) => caseload),
        connections.map(({ name }) => name ?? null),
      ],
    );
    return rows[0]?.changed ?? 0;
  });
}

/** Sets a person's level; somebody who was never here is enrolled by it. @returns whether it was different */
export function setLevel(database: Client, actor: string, level: Exclude<Level, 'new'>): Promise<boolean> {
  return atOnce(database, async () => {
    const { rowCount } = await database.query(
      `with changed as (
         insert into enrolment as e (actor, sort, level, enrolled_at) values ($1, 'person', $2, now())
         on conflict (actor) do update set level = excluded.level where e.sort = 'person' and e.level <> excluded.level
         returning actor
       )
       insert into office_act (what, actor, level) select 'level', actor, $2 from changed returning 1`,
      [actor, level],
    );
    const { rows } = await database.query('select 1 from enrolment where actor = $1 and sort = $2', [actor, 'person']);
    if (rows.length === 0) throw new OfficeFault('This actor is a connection: give it another caseload with "enrol".');
    return rowCount === 1;
  });
}

/** Blocks or unblocks; somebody who was never here can be blocked too. @returns whether it was different */
export function setBlocked(database: Client, actor: string, blocked: boolean): Promise<boolean> {
  return atOnce(database, async () => {
    const { rowCount } = await database.query(
      `with changed as (
         insert into enrolment as e (actor, sort, level, blocked, enrolled_at) select $1, 'person', 'new', true, now()
           where $2 or exists (select from enrolment where actor = $1)
         on conflict (actor) do update set blocked = $2 where e.blocked <> $2
         returning actor
       )
       insert into office_act (what, actor) select case when $2 then 'block' else 'unblock' end, actor from changed
       returning 1`,
      [actor, blocked],
    );
    return rowCount === 1;
  });
}

export interface Enrolled {
  readonly actor: string;
  readonly sort: Enrolment['sort'];
  readonly name: string | null;
  readonly level: Level;
  readonly caseload: number | null;
  readonly blocked: boolean;
  readonly enrolledAt: Date;
}

/** Everybody who is enrolled, in pages, so that no list has to fit in memory. */
export async function* enrolled(database: Client): AsyncGenerator<Enrolled> {
  for (let after = ''; ;) {
    const { rows } = await database.query<Enrolled>(
      `select actor, sort, name, level, caseload, blocked, enrolled_at as "enrolledAt" from enrolment
       where actor > $1 order by actor limit ${PAGE}`,
      [after],
    );
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length < PAGE) return;
    after = last.actor;
  }
}

export interface MeterReading {
  readonly actor: string;
  readonly use: string;
  readonly kind: string;
  readonly window: Span;
  readonly period: string;
  readonly spent: number;
  readonly budget: number | undefined;
}

interface MeterRow extends Omit<MeterReading, 'budget'>, Omit<Enrolment, 'sort' | 'enrolledAt'> {
  readonly use: 'ask' | 'register';
  readonly kind: 'person' | 'business' | 'address' | 'building';
  readonly sort: Enrolment['sort'] | null;
  readonly enrolledAt: Date;
}

/** What was spent in the windows that are open now; the office first, then whoever spent most. */
export async function meters(database: Client, budgets: Budgets, at: number): Promise<readonly MeterReading[]> {
  const { rows } = await database.query<MeterRow>(
    `select m.actor, m.use, m.kind, m.span as window, m.period, m.spent,
       e.sort, e.level, coalesce(e.caseload, 0) as caseload, e.blocked, e.enrolled_at as "enrolledAt"
     from meter m left join enrolment e using (actor)
     where m.ends is null or m.ends > to_timestamp($2::float8 / 1000)
     order by (m.actor <> $1), m.spent desc, m.actor, m.use, m.kind, m.span limit ${PAGE}`,
    [OFFICE, at],
  );
  return rows.map(({ actor, use, kind, window, period, spent, ...row }) => {
    const budget = (): number | undefined => {
      if (actor === OFFICE) return window === 'epoch' ? undefined : budgets.office[use][kind][window];
      if (row.sort === null) return undefined;
      const enrolment = { ...row, sort: row.sort, enrolledAt: row.enrolledAt.getTime() };
      return allowanceOf(enrolment, use, kind, at, budgets)[window];
    };
    return { actor, use, kind, window, period, spent, budget: budget() };
  });
}

export interface LedgerLine {
  /** 16 bytes, base64url; as `tickets` of the index's audit log */
  readonly ticket: string;
  readonly actor: string;
  readonly use: string;
  readonly kind: string;
  readonly count: number;
  /** ISO 8601, UTC */
  readonly at: string;
}

/**
 * The ledger of some days, oldest first, in pages.
 * @param from first day and @param to last day, `2026-11-26`, in Amsterdam
 * @throws OfficeFault
 */
export async function* ledgerLines(database: Client, from: string, to: string): AsyncGenerator<LedgerLine> {
  for (const day of [from, to]) {
    if (!DATE.test(day) || Number.isNaN(Date.parse(day))) throw new OfficeFault('A day is written as 2026-11-26.');
  }
  const end = startOfDay(localDay(startOfDay(to) + DAY + DAY / 12));
  if (end <= startOfDay(from)) throw new OfficeFault('The last day lies before the first one.');
  let at = new Date(startOfDay(from)).toISOString();
  for (let ticket: Buffer = Buffer.alloc(0); ;) {
    const { rows } = await database.query<{ ticket: Buffer; at: string; moment: Date } & Omit<LedgerLine, 'ticket'>>(
      `select ticket, actor, use, kind, count, at::text as at, at as moment from evaluation
       where at >= $1 and (at, ticket) > ($1, $2) and at < $3 order by at, ticket limit ${PAGE}`,
      [at, ticket, new Date(end).toISOString()],
    );
    for (const { moment, ...row } of rows) {
      yield {
        ticket: row.ticket.toString('base64url'),
        actor: row.actor,
        use: row.use,
        kind: row.kind,
        count: row.count,
        at: moment.toISOString(),
      };
    }
    const last = rows.at(-1);
    if (last === undefined || rows.length < PAGE) return;
    at = last.at;
    ticket = last.ticket;
  }
}

/** The level that counts now. */
export const levelNow = ({ level, enrolledAt }: Enrolled, { newcomers }: Budgets, at: number): Level =>
  level === 'new' && !isLow({ level, enrolledAt: enrolledAt.getTime() }, at, newcomers.days) ? 'full' : level;

async function atOnce<T>(database: Client, work: () => Promise<T>): Promise<T> {
  await database.query('begin');
  try {
    const result = await work();
    const { command } = await database.query('commit');
    if (command !== 'COMMIT') throw new Error('nothing was changed');
    return result;
  } catch (cause) {
    await database.query('rollback').catch(() => undefined);
    throw cause;
  }
}
