import { randomBytes } from 'node:crypto';
import type { Actor } from '#access';
import { AuditKeys, Recorder, type TicketToSpend, prepareRecord } from '#accountability';
import { Policies, type Policy } from '#disclosure';
import {
  type FoundInvolvement,
  InquiryBudgets,
  admitPurpose,
  askingEvent,
  indexBudgetsIn,
  departmentOf,
  partyOf,
  weigh,
} from '#involvement';
import { Catalogue, type CatalogueCopy, Department, PurposeVersion, Team } from '#organisation';
import { UnitOfWork, openDatabase } from '#platform';
import { AMPLE_INDEX_BUDGETS } from '../support/budgets';
import { type Row, median, rounded } from './measure';
import type { Town } from './town';

const ROUNDS = 5;
const MILLISECONDS = 1_500;
const IN_FLIGHT = 64;
const PURPOSES = ['home-visit', 'crisis', 'intake'] as const;
const PEOPLE = 50;

/**
 * What policy, purpose and budget cost one question, against all that it costs: with the rules and the teams of this town,
 * by the very parts that the index uses and on its database.
 * @param rate questions per second that the index serves at 64 clients, measured in the same run
 */
export async function rulesRow(town: Town, rate: number): Promise<Row> {
  const database = await openDatabase({
    url: town.databaseUrl,
    entities: [Department, PurposeVersion, Team],
    name: 'bench-rules',
    connections: 2,
  }).initialize();
  try {
    const copy = await new Catalogue(database).current();
    const policy = await new Policies(database).inForce(copy.version, Date.now());
    const keys = new AuditKeys(randomBytes(32));
    const budgets = new InquiryBudgets(indexBudgetsIn(JSON.stringify(AMPLE_INDEX_BUDGETS)), keys);
    const recorder = new Recorder(new UnitOfWork(database));
    const rounds: { deciding: number; bare: number; counted: number }[] = [];
    decisions(copy, policy);
    await records(recorder, keys, copy);
    for (let round = 0; round < ROUNDS; round++)
      rounds.push({
        deciding: decisions(copy, policy),
        bare: await records(recorder, keys, copy),
        counted: await records(recorder, keys, copy, budgets),
      });
    const deciding = median(rounds.map((one) => one.deciding));
    const counting = median(rounds.map(({ bare, counted }) => counted - bare));
    const whole = 1_000_000 / rate;
    process.stderr.write(
      `  rules: purpose and policy ${deciding.toFixed(1)} µs, budget ${counting.toFixed(1)} µs of ${whole.toFixed(1)} µs\n`,
    );
    const value = deciding + Math.max(0, counting);
    return {
      id: 'inquiry-64-rules',
      what: `purpose, policy (${policy.rules.length} rules, ${copy.teams.size} teams) and budget, of one audited inquiry at 64 clients`,
      value: rounded(value),
      unit: 'µs',
      reference: rounded(whole),
      ratio: rounded(value / whole),
      goal: '<= 0.2',
      met: value / whole <= 0.2,
    };
  } finally {
    await database.destroy();
  }
}

const actorOf = (i: number): Actor => ({
  id: `bench|${i % PEOPLE}`,
  roles: ['professional'],
  department: 'asking',
  teams: ['asking-team'],
  scopes: [],
  client: 'bench',
});

/** Microseconds for one question; half of them find something, of teams and on rungs that change every time. */
function decisions(copy: CatalogueCopy, policy: Policy): number {
  const teams = [...copy.teams.keys()];
  const rungs = ['unit', 'number', 'subject'] as const;
  const now = Date.now();
  const began = performance.now();
  let done = 0;
  for (; performance.now() - began < MILLISECONDS; done++) {
    const actor = actorOf(done);
    const purpose = PURPOSES[done % PURPOSES.length] as string;
    const department = departmentOf(copy, actor.department);
    admitPurpose(copy, purpose, { roles: actor.roles, domain: department.domain }, ['person'], now);
    const found: FoundInvolvement[] =
      done % 2 === 0
        ? []
        : [{ team: teams[done % teams.length] as string, rung: rungs[done % rungs.length] ?? 'unit', serial: 0 }];
    weigh(found, { asker: partyOf(department), actor, purpose, kind: 'person' }, policy, copy, now);
  }
  return ((performance.now() - began) / done) * 1_000;
}

/** Microseconds for one record, 64 at a time as the index writes them, with a ticket each; with or without budgets. */
async function records(
  recorder: Recorder,
  keys: AuditKeys,
  copy: CatalogueCopy,
  budgets?: InquiryBudgets,
): Promise<number> {
  const people = Array.from({ length: PEOPLE }, (_, i) => actorOf(i));
  const expiresAt = new Date(Date.now() + 300_000);
  const began = performance.now();
  let done = 0;
  const lane = async (): Promise<void> => {
    while (performance.now() - began < MILLISECONDS) {
      const actor = people[done % PEOPLE] as Actor;
      const purpose = PURPOSES[done++ % PURPOSES.length] as string;
      const ticket: TicketToSpend = { id: randomBytes(16), expiresAt };
      const record = prepareRecord(askingEvent('inquiry', actor, purpose, copy, 'done'), keys);
      const spending = budgets?.spendingOf({ actor, purpose, subjects: ['person'] });
      if (spending !== undefined) recorder.foresee(spending);
      const granted = await recorder.record([ticket], [record], () => [record], spending);
      if (!granted) throw new Error('a record was refused: no figure is given');
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, lane));
  return ((performance.now() - began) / done) * 1_000;
}
