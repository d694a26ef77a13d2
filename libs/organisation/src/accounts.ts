import { DataSource } from 'typeorm';
import { AuditKeys } from '#accountability';
import { type Actor, RIGHTS, type Reach, type RightRule } from '#access';
import { UnitOfWork, localDay, log } from '#platform';
import { managementEvent, recordChange } from './change';
import type { Cover } from './cover';

/** Sightings that wait for the database, at most: more are seen again with the next request of their actor. */
const MOST_WAITING = 1_000;
/** Sightings remembered as written, at most; then they are begun anew. */
const MOST_REMEMBERED = 50_000;
/** After a failed write, in milliseconds. */
const PAUSE = 10_000;

/**
 * Writes down who used the service, as what: once a day for each actor, and once for each other set of roles,
 * department and teams that day. It runs beside the request: nobody waits for it, and what cannot be written is written
 * when that actor comes again.
 */
export class Sightings {
  private readonly written = new Set<string>();
  private readonly waiting = new Map<string, Actor>();
  private day = '';
  private writing = false;
  private pausedUntil = -Infinity;
  /** The same token gives the same actor, so that the common case is one look-up. */
  private seen = new WeakSet<Actor>();

  constructor(private readonly database: DataSource) {}

  /** @param actor as her token says it, without covers */
  see(actor: Actor): void {
    const day = localDay(Date.now());
    if (day !== this.day || this.written.size > MOST_REMEMBERED) this.begin(day);
    if (this.seen.has(actor) || this.waiting.size >= MOST_WAITING || performance.now() < this.pausedUntil) return;
    this.seen.add(actor);
    const key = JSON.stringify([actor.id, [...actor.roles].sort(), actor.department, [...actor.teams].sort()]);
    if (this.written.has(key)) return;
    this.written.add(key);
    this.waiting.set(key, actor);
    if (!this.writing) setImmediate(() => void this.write());
  }

  private begin(day: string): void {
    this.day = day;
    this.written.clear();
    this.seen = new WeakSet();
  }

  private async write(): Promise<void> {
    if (this.writing) return;
    this.writing = true;
    while (this.waiting.size > 0) {
      const batch = [...this.waiting];
      this.waiting.clear();
      try {
        // One actor may be there twice, with two tokens of the same day; ON CONFLICT takes a row once a statement.
        for (const [, actor] of batch) await this.database.query(PUT, valuesOf(actor, this.day));
      } catch (cause) {
        log.error('sightings not written', cause);
        this.pausedUntil = performance.now() + PAUSE;
        this.begin(this.day);
      }
    }
    this.writing = false;
  }
}

const PUT = `insert into account (actor, roles, department, teams, first_seen_on, last_seen_on)
  values ($1, $2, $3, $4, $5, $5)
  on conflict (actor) do update set roles = excluded.roles, department = excluded.department, teams = excluded.teams,
    last_seen_on = greatest(account.last_seen_on, excluded.last_seen_on)
  where (account.roles, account.department, account.teams) is distinct from
    (excluded.roles, excluded.department, excluded.teams) or account.last_seen_on < excluded.last_seen_on`;

const valuesOf = ({ id, roles, department, teams }: Actor, day: string): unknown[] => [
  id,
  [...roles].sort(),
  department,
  [...teams].sort(),
  day,
];

export interface Account {
  readonly actor: string;
  readonly roles: readonly string[];
  readonly department: string;
  readonly teams: readonly string[];
  /** YYYY-MM-DD */
  readonly firstSeenOn: string;
  readonly lastSeenOn: string;
  readonly covers: readonly Omit<Cover, 'actor'>[];
}

export interface WhoMayWhat {
  readonly rights: readonly {
    readonly right: string;
    readonly on: string;
    readonly scope: string;
    readonly roles: readonly { readonly role: string; readonly reach: Reach }[];
  }[];
  readonly accounts: readonly Account[];
  /** Whether there are more accounts than fit */
  readonly more: boolean;
}

/** Days that the list looks back. */
const HALF_A_YEAR = 183;
const MOST_ACCOUNTS = 10_000;

/** For the half-yearly review: what each role may do in this very version, and who was here as what. The reading is recorded. */
export class WhoMayWhatList {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly keys: AuditKeys,
  ) {}

  read(actor: Actor): Promise<WhoMayWhat> {
    return this.unitOfWork.run(async (transaction) => {
      const { rows } = await transaction.query<Account>(
        `select a.actor, a.roles, a.department, a.teams, a.first_seen_on::text as "firstSeenOn",
           a.last_seen_on::text as "lastSeenOn", coalesce((select json_agg(json_build_object('id', c.id, 'team', c.team,
             'from', c.from_on, 'until', c.until_on) order by c.until_on, c.id) from cover c
             where c.actor = a.actor and c.ended_at is null and c.until_on >= $1::date), '[]'::json) as covers
         from account a where a.last_seen_on >= $1::date - $2::int order by a.department, a.actor limit $3`,
        [localDay(Date.now()), HALF_A_YEAR, MOST_ACCOUNTS + 1],
      );
      const accounts = rows.slice(0, MOST_ACCOUNTS);
      await recordChange(
        transaction,
        this.keys,
        managementEvent(actor, 'accounts-read', { accounts: accounts.length }),
      );
      return { rights: RIGHTS_IN_WORDS, accounts, more: rows.length > MOST_ACCOUNTS };
    });
  }
}

const RIGHTS_IN_WORDS: WhoMayWhat['rights'] = Object.entries<RightRule>(RIGHTS).map(
  ([right, { on, scope, roles }]) => ({
    right,
    on,
    scope,
    roles: Object.entries(roles).map(([role, reach]) => ({ role, reach })),
  }),
);
