import type { Actor } from '#access';
import { type AuditKeys, type PreparedRecord, prepareRecord } from '#accountability';
import type { Policies, Policy } from '#disclosure';
import {
  CHANGE_COLUMNS,
  type Catalogue,
  type Team,
  type TeamChange,
  type TeamChangeRow,
  changeEvent,
  changeOf,
  currentCode,
  leadsTo,
  lockOrganisation,
  teamsIn,
  tellTeams,
} from '#organisation';
import { type Transaction, type UnitOfWork, log } from '#platform';
import { Collision, settle, untilAlone } from './enter';
import { involvementEvent } from './own';
import type { StorageKey } from './storage-key';

/** Rows that one step looks for; the other parts of their cases come on top. */
const STEP = 200;
const FIRST = '00000000-0000-0000-0000-000000000000';
/** Milliseconds that a request carries out what is due today; the worker does the rest. */
const AT_ONCE = 1_500;
const TODAY = `(now() at time zone 'Europe/Amsterdam')::date`;

/** Who carries it out: a person, on the day that she plans it, or the worker. */
interface Doer {
  readonly actor: Actor;
  readonly node: 'index' | 'worker';
}
const WORKER: Doer = {
  actor: { id: 'worker', roles: [], department: '', teams: [], scopes: [], client: 'worker' },
  node: 'worker',
};

interface OpenChange extends TeamChange {
  readonly everyCase: boolean;
  /** Ids that still have to go */
  readonly cases: readonly string[];
  /** Last id that a step went through */
  readonly reached: string;
  readonly approved: boolean;
}

type OpenRow = TeamChangeRow & {
  every_case: boolean;
  cases: string[] | null;
  reached: string | null;
  approved: boolean;
};

interface Step {
  readonly more: boolean;
  readonly moved: number;
}
const NOTHING: Step = { more: false, moved: 0 };

/**
 * Whether a second person has to agree: in the other department, or under a rule of policy that names one of the two
 * teams, other askers may see what goes over.
 */
export const needsSecondPerson = (from: Team, to: Team, { rules }: Policy): boolean =>
  from.department !== to.department || rules.some(({ owner }) => owner?.team === from.code || owner?.team === to.code);

/**
 * Carries out changes of teams whose day has come, in steps: each is one transaction with its records and with how far it
 * got, so that a kill leaves whole steps and the next round goes on behind them. All parts of one case go in one step.
 * Any number of processes may do this at once; a change that one has in hand is passed by.
 */
export class CarryOutTeamChanges {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly catalogue: Catalogue,
    private readonly policies: Policies,
    private readonly storageKey: StorageKey,
    private readonly auditKeys: AuditKeys,
  ) {}

  /** One round over all that is due, until it is told to stop. @throws Problem `platform.storage-unavailable`; the rest waits for the next */
  async round(stop: AbortSignal): Promise<{ changes: number; moved: number }> {
    await this.dropRejected();
    const round = { changes: 0, moved: 0 };
    for (const id of await this.due())
      try {
        for (let more = true; more && !stop.aborted;) {
          const step = await this.step(id, WORKER);
          round.moved += step.moved;
          ({ more } = step);
        }
        round.changes++;
      } catch (cause) {
        // It waits for the next round, and does not keep the others.
        log.error('a change of teams could not be carried out', cause);
      }
    return round;
  }

  /** What is due today is begun at once, and over when it is small. A failure leaves it to the worker. */
  async now(id: string, actor: Actor): Promise<void> {
    const until = performance.now() + AT_ONCE;
    try {
      for (let more = true; more && performance.now() < until;)
        ({ more } = await this.step(id, { actor, node: 'index' }));
    } catch (cause) {
      log.error('a change of teams waits for the worker', cause);
    }
  }

  /** Merges that are over count as well when somebody registered for the old team in that very moment. */
  private due(): Promise<string[]> {
    return this.unitOfWork.run(async ({ query }) => {
      const { rows } = await query<{ id: string }>(
        `select id from team_change c where state = 'under-way' or (state = 'announced' and effective_on <= ${TODAY})
           or (state = 'carried-out' and kind = 'merge' and exists (
             select 1 from involvement i where i.team = c.team and i.withdrawn_on is null))
         order by effective_on, announced_at, id`,
      );
      return rows.map(({ id }) => id);
    });
  }

  /** A proposal that was rejected, or that was never made because the process ended before, takes its change along. */
  private async dropRejected(): Promise<void> {
    await this.unitOfWork.run(({ query }) =>
      query(
        `update team_change c set state = 'cancelled', cases = null, over_at = now()
         where state = 'proposed' and announced_at < now() - interval '1 minute' and not exists (
           select 1 from proposal p where p.content ->> 'change' = c.id::text and p.state <> 'rejected')`,
      ),
    );
  }

  private async step(id: string, by: Doer): Promise<Step> {
    const { version } = await this.catalogue.fresh();
    const policy = await this.policies.inForce(version, Date.now());
    return untilAlone(() =>
      this.unitOfWork.run(async (transaction) => {
        const change = await take(transaction, id);
        if (change === undefined) return NOTHING;
        const begun = change.state !== 'announced';
        if (change.kind === 'rename') return this.rename(transaction, change, by);
        // Teams end only under this lock; what moves rows alone does not wait for it.
        if (!begun) await lockOrganisation(transaction);
        const teams = await teamsIn(transaction);
        if (!begun && !mayBegin(change, teams, policy)) return this.end(transaction, change, 'lapsed', by);
        if (!begun && change.kind === 'merge') return merge(transaction, change, teams);
        return this.move(transaction, change, teams, by);
      }),
    );
  }

  private async rename(transaction: Transaction, change: OpenChange, by: Doer): Promise<Step> {
    await lockOrganisation(transaction);
    const { rowCount } = await transaction.query('update team set name = $2 where code = $1 and ended_on is null', [
      change.team,
      change.to,
    ]);
    return this.end(transaction, change, rowCount === 1 ? 'carried-out' : 'lapsed', by);
  }

  private async move(
    transaction: Transaction,
    change: OpenChange,
    teams: ReadonlyMap<string, Team>,
    by: Doer,
  ): Promise<Step> {
    // All of a team is what stands under its own code; single cases have gone along when the team was merged.
    const whole = change.kind === 'merge' || change.everyCase;
    const from = teams.get(whole ? change.team : currentCode(change.team, teams)) as Team;
    const to = teams.get(currentCode(change.to, teams)) as Team;
    const ids = whole ? await idsAfter(transaction, from.code, change.reached) : change.cases.slice(0, STEP);
    const rows = await this.wholeCases(transaction, from.code, ids);
    await transaction.query('update involvement set team = $2 where id = any($1::uuid[])', [rows, to.code]);
    const records = rows.map((row) => this.recordOf(change, row, from, to, by));
    const moved = { ...change, moved: change.moved + rows.length };
    const rest = change.cases.slice(STEP);
    if (whole ? ids.length < STEP : rest.length === 0)
      return { ...(await this.end(transaction, moved, 'carried-out', by, records)), moved: rows.length };
    await transaction.query(
      `update team_change set state = 'under-way', moved = $2, reached = $3, cases = case when every_case or kind = 'merge'
         then null else $4::uuid[] end where id = $1`,
      [change.id, moved.moved, whole ? ids.at(-1) : null, rest],
    );
    await settle(transaction, records);
    return { more: true, moved: rows.length };
  }

  /**
   * Ids of open involvement of the team among these, with all other parts of the same cases, locked in the order of their
   * ids. A part that came in between the look and the lock makes the work begin anew.
   */
  private async wholeCases(transaction: Transaction, team: string, ids: readonly string[]): Promise<readonly string[]> {
    const select = `select id, sealed from involvement where id = any($1::uuid[]) and team = $2 and withdrawn_on is null`;
    const known = new Set(ids);
    for (let next: readonly string[] = ids; next.length > 0;) {
      const { rows } = await transaction.query<{ id: string; sealed: Buffer }>(select, [next, team]);
      next = [...new Set(rows.flatMap((row) => this.partsOf(row)))].filter((part) => !known.has(part));
      for (const part of next) known.add(part);
    }
    const { rows } = await transaction.query<{ id: string; sealed: Buffer }>(`${select} order by id for update`, [
      [...known],
      team,
    ]);
    if (rows.some((row) => this.partsOf(row).some((part) => !known.has(part)))) throw new Collision();
    return rows.map(({ id }) => id);
  }

  /** A note that does not open is an alarm, and keeps nobody's case from going over. */
  private partsOf({ id, sealed }: { id: string; sealed: Buffer }): readonly string[] {
    try {
      return this.storageKey.openNote(id, sealed).with ?? [];
    } catch {
      log.warn('alarm: a note of involvement that goes to another team does not open');
      return [];
    }
  }

  private recordOf(change: TeamChange, id: string, from: Team, to: Team, { actor, node }: Doer): PreparedRecord {
    const event = involvementEvent(actor, 'hand-over', { team: from.code, department: from.department });
    const said = {
      technical: { client: actor.client, node },
      disclosed: { team: from.code, to: to.code, change: change.id },
    };
    return prepareRecord({ ...event, ...said }, this.auditKeys);
  }

  private async end(
    transaction: Transaction,
    change: OpenChange,
    state: 'carried-out' | 'lapsed',
    { actor, node }: Doer,
    records: readonly PreparedRecord[] = [],
  ): Promise<Step> {
    await transaction.query(
      'update team_change set state = $2, moved = $3, cases = null, over_at = now() where id = $1',
      [change.id, state, change.moved],
    );
    const again = change.state === 'carried-out';
    const what = state === 'lapsed' ? 'team-change-lapsed' : 'team-change-done';
    if (!again) await tellTeams(transaction, change, what);
    const event = { ...changeEvent(actor, what, change), technical: { client: actor.client, node } };
    const last = again ? [] : [prepareRecord(event, this.auditKeys)];
    await settle(transaction, [...records, ...last]);
    return NOTHING;
  }
}

async function take({ query }: Transaction, id: string): Promise<OpenChange | undefined> {
  const { rows } = await query<OpenRow>(
    `select ${CHANGE_COLUMNS}, every_case, cases, reached, approved from team_change where id = $1 and (
       state = 'under-way' or (state = 'announced' and team_change.effective_on <= ${TODAY})
       or (state = 'carried-out' and kind = 'merge')) for update skip locked`,
    [id],
  );
  const [row] = rows;
  if (row === undefined) return undefined;
  const { every_case: everyCase, cases, reached, approved } = row;
  // Rows that came to a merged team afterwards may have any id.
  const from = row.state === 'carried-out' ? FIRST : (reached ?? FIRST);
  return { ...changeOf(row), everyCase, cases: cases ?? [], reached: from, approved };
}

/** What was allowed when it was planned may not be so today: a team ended, moved, or got a rule of its own. */
function mayBegin(change: OpenChange, teams: ReadonlyMap<string, Team>, policy: Policy): boolean {
  const whole = change.kind === 'merge' || change.everyCase;
  const from = teams.get(whole ? change.team : currentCode(change.team, teams));
  const to = teams.get(currentCode(change.to, teams));
  if (from === undefined || to === undefined || from.code === to.code || from.endedOn !== null) return false;
  return change.approved || !needsSecondPerson(from, to, policy);
}

/** The team ends first, so that nothing new comes in behind its rows. Whoever named it to call instead, names the other. */
async function merge(
  transaction: Transaction,
  { id, team, to }: OpenChange,
  teams: ReadonlyMap<string, Team>,
): Promise<Step> {
  const into = currentCode(to, teams);
  await transaction.query(`update team set ended_on = ${TODAY}, merged_into = $2, instead = null where code = $1`, [
    team,
    into,
  ]);
  await transaction.query('update team set merged_into = $2 where merged_into = $1', [team, into]);
  const after = new Map([...teams.values()].map((one) => [one.code, { ...one }]));
  for (const one of after.values()) {
    if (one.instead !== team) continue;
    one.instead = leadsTo(into, one.code, after) ? null : into;
    await transaction.query('update team set instead = $2 where code = $1', [one.code, one.instead]);
  }
  await transaction.query(`update team_change set state = 'under-way' where id = $1`, [id]);
  return { more: true, moved: 0 };
}

async function idsAfter({ query }: Transaction, team: string, after: string): Promise<string[]> {
  const { rows } = await query<{ id: string }>(
    `select id from involvement where team = $1 and withdrawn_on is null and id > $2 order by id limit ${STEP}`,
    [team, after],
  );
  return rows.map(({ id }) => id);
}
