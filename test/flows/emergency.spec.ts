import { randomBytes } from 'node:crypto';
import type { RunningProcess } from '#local';
import type { Person } from '../support';
import { type ListItem, type Lists, listsOf } from '../support/lists';
import { type Answers, OFFICER, type TeamCode, type Town, memberOf, startTown } from '../support/town';
import { type Reply, send } from '../support/wire';
import { expectProblem } from './index-routes';
import { until } from '../support/waiting';

// An emergency opens what is mediated; what stays hidden calls by itself, and somebody judges it afterwards.

const sanne = memberOf('wijkteam-soesterkwartier');
const bilal = memberOf('wijkteam-liendert');
const mirjam = memberOf('openbare-orde');
const jeroen = memberOf('schuldhulpverlening');
const HELGA: Person = { ...OFFICER, sub: 'helga', roles: ['data-protection-officer'] };
const OTHER_OFFICER: Person = { ...OFFICER, sub: 'petra' };

interface Told {
  readonly id: string;
  readonly kind: string;
  readonly team?: string;
  readonly detail: Record<string, unknown>;
}

let town: Town;
let lists: Lists;
beforeAll(async () => {
  town = await startTown();
  lists = listsOf(town);
});
afterAll(() => town?.stop());

const count = async (table: string): Promise<number> =>
  Number((await town.database.query<{ n: string }>(`select count(*) as n from ${table}`)).rows[0]?.n);

async function register(as: Person, ...items: ListItem[]): Promise<void> {
  const { status, text } = await town.request('POST', '/v1/registrations', { as, json: lists.body(as, items) });
  if (status !== 200 && status !== 201) throw new Error(text);
}
/** The same subject, registered by another team. */
const also = (item: ListItem, team: TeamCode, more: Partial<ListItem> = {}): ListItem => ({
  ...lists.person(team, more),
  lines: item.lines,
});

const bodyOf = (items: readonly ListItem[], more: object = {}, as: Person = bilal): Record<string, unknown> => ({
  purpose: 'crisis',
  emergency: 'child-in-danger',
  ...lists.part(as, items),
  ...more,
});
const ask = (items: readonly ListItem[], more: object = {}, as: Person = bilal): Promise<Reply> =>
  town.request('POST', '/v1/inquiries', { as, json: bodyOf(items, more, as) });
const contacts = ({ body }: Reply): string[] =>
  (body as unknown as Answers).answers.flatMap((answer) => answer.contacts.map(({ team, via }) => `${team} (${via})`));

const eventsOf = async (as: Person): Promise<Told[]> =>
  (await town.request('GET', '/v1/events', { as })).body['events'] as Told[];
const reviewEvents = async (as: Person): Promise<Told[]> =>
  (await town.request('GET', '/v1/review-events', { as })).body['events'] as Told[];
const cases = async (as: Person = OFFICER): Promise<Record<string, unknown>[]> =>
  (await town.request('GET', '/v1/review-cases', { as })).body['cases'] as Record<string, unknown>[];
const judge = (id: unknown, verdict: string, as: Person = OFFICER): Promise<Reply> =>
  town.request('POST', `/v1/review-cases/${String(id)}/verdict`, { as, json: { verdict } });

/** Lets workers follow up until nothing waits, or nothing that opens. */
async function followUp(workers = 1, left = 0): Promise<void> {
  const running: RunningProcess[] = [];
  for (let i = 0; i < workers; i++)
    running.push(await town.startWorker({ DUTIES: 'follow-up', FOLLOW_UP_SECONDS: '1', STORAGE_KEY_FILE: '' }));
  await until(async () => (await count('follow_up')) <= left);
  await Promise.all(running.map((one) => one.stop()));
  expect(await count('follow_up')).toBe(left);
}

describe('an emergency is refused', () => {
  const person = (): ListItem => lists.person('openbare-orde');

  it.each([
    ['for another purpose', () => bodyOf([person()], { purpose: 'home-visit' }), 422, 'emergency-not-for-this-purpose'],
    ['about six people', () => bodyOf(Array.from({ length: 6 }, person)), 422, 'emergency-too-wide'],
    [
      'about a whole building',
      () => bodyOf([], { ...lists.part(bilal, [building()]) }),
      422,
      'purpose-not-for-this-kind',
    ],
  ] as const)('%s: nothing is spent, and nobody is told', async (_, body, status, code) => {
    const json = body();
    const spent = await count('spent_ticket');
    expectProblem(await town.request('POST', '/v1/inquiries', { as: bilal, json }), status, `involvement.${code}`);
    expect([await count('follow_up'), await count('spent_ticket')]).toEqual([0, spent]);
  });

  const building = (): ListItem => {
    const { lines, ...item } = lists.address('openbare-orde');
    return { ...item, lines: lines.slice(1) };
  };

  it.each(['because-i-say-so', '', null, true, ['child-in-danger']])(
    'with a reason that is none: %j',
    async (given) => {
      expectProblem(await ask([person()], { emergency: given }), 400, 'index.question-refused');
    },
  );

  it('as the fourth of one day, or of a person who may not ask for a crisis', async () => {
    const inspector = memberOf('bouwtoezicht-midden');
    expectProblem(await ask([person()], {}, inspector), 403, 'involvement.purpose-not-yours');
    const frugal = await town.startIndex('frugal', { BUDGETS_FILE: '' });
    const [as, headers] = [memberOf('wijkteam-liendert', 'vierde'), { authorization: '' }];
    headers.authorization = `Bearer ${await town.bearer(as)}`;
    const one = (): Promise<Reply> =>
      send(`http://127.0.0.1:${frugal.port}`, 'POST', '/v1/inquiries', {
        headers,
        json: bodyOf([person(), person()], {}, as),
      });
    // Of five people as of one: three a day.
    expect([(await one()).status, (await one()).status, (await one()).status]).toEqual([200, 200, 200]);
    const fourth = await one();
    expectProblem(fourth, 429, 'involvement.budget-spent');
    expect(fourth.body).toEqual(expect.objectContaining({ pool: 'emergency', whose: 'yours' }));
    await frugal.stop();
    await followUp();
  });
});

describe('whoever may not', () => {
  it('reads no events of other teams, no cases, and gives no verdict', async () => {
    for (const path of ['/v1/review-events', '/v1/review-cases'])
      for (const as of [sanne, mirjam])
        expectProblem(await town.request('GET', path, { as }), 403, 'access.not-allowed');
    expectProblem(await town.request('GET', '/v1/events', { as: OFFICER }), 403, 'access.not-allowed');
    expectProblem(await judge(randomId(), 'justified', HELGA), 403, 'access.not-allowed');
    expectProblem(await judge(randomId(), 'justified'), 404, 'oversight.case-unknown');
    expectProblem(await judge(randomId(), 'maybe'), 400, 'platform.fields-refused');
  });
});

const randomId = (): string => {
  const hex = randomBytes(16).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`;
};

describe('an emergency', () => {
  let child: ListItem;
  beforeAll(async () => {
    await town.database.query('delete from event');
    child = lists.person('wijkteam-soesterkwartier', { disclosure: 'mediated' });
    await register(sanne, child);
    await register(mirjam, also(child, 'openbare-orde'));
    await register(jeroen, also(child, 'schuldhulpverlening'));
  });

  it('opens what is mediated, and neither what is silent nor what is closed', async () => {
    expect(contacts(await ask([child], { emergency: undefined }))).toEqual(['Bemiddeling sociaal domein (broker)']);
    const urgent = await ask([child]);
    expect(contacts(urgent)).toEqual(['Wijkteam Soesterkwartier (team)']);
    expect(urgent.body['emergency']).toEqual({
      sentence: 'hidden-teams-call-you',
      validUntil: expect.stringMatching(/^20.*Z$/) as string,
    });
    const { validUntil } = urgent.body['emergency'] as { validUntil: string };
    expect(Math.abs(Date.parse(validUntil) - Date.now() - 30 * 60_000)).toBeLessThan(60_000);
  });

  it('stands in the log with its reason for the officer, and as any other question for everybody else', async () => {
    const happened = (await town.happenings()).filter(({ action }) => action === 'inquiry').slice(-2);
    expect(happened).toEqual([
      expect.objectContaining({ purpose: 'crisis', outcome: 'done' }),
      expect.objectContaining({ purpose: 'crisis', outcome: 'done' }),
    ]);
    expect(JSON.stringify(happened)).not.toContain('child-in-danger');
  });

  it('tells the silent team to call whom, the one that was shown who asked, the closed one nothing, and both officers', async () => {
    await followUp();
    const [call] = await eventsOf(mirjam);
    expect(call).toEqual({
      id: expect.any(String) as string,
      at: expect.any(String) as string,
      team: 'openbare-orde',
      kind: 'emergency-call-now',
      detail: {
        reason: 'child-in-danger',
        asker: `${town.issuer.url}|${bilal.sub}`,
        department: 'sociaal-domein',
        team: 'wijkteam-liendert',
        at: expect.any(String) as string,
        validUntil: expect.any(String) as string,
      },
    });
    expect((await eventsOf(sanne)).map(({ kind, team }) => [kind, team])).toEqual([
      ['emergency-access', 'wijkteam-soesterkwartier'],
    ]);
    expect([await eventsOf(jeroen), await eventsOf(bilal)]).toEqual([[], []]);
    for (const officer of [OFFICER, HELGA]) {
      const told = await reviewEvents(officer);
      expect(told.map(({ kind }) => kind)).toEqual(['emergency-access']);
      expect((await cases(officer)).map(({ id }) => id)).toContain(told[0]?.detail['case']);
    }
    expect(JSON.stringify(await eventsOf(mirjam))).not.toContain('soesterkwartier');
  });

  it('has one effect, also when two workers follow up at once', async () => {
    const before = await count('event');
    for (let i = 0; i < 8; i++) expect((await ask([child])).status).toBe(200);
    await followUp(2);
    // One to call, one to know, two officers.
    expect(await count('event')).toBe(before + 8 * 4);
  });

  it('whose item does not open stays, raises an alarm and does not keep others', async () => {
    await town.database.query("insert into follow_up (id, at, sealed) values ($1, now() - interval '1 hour', $2)", [
      randomId(),
      randomBytes(4124),
    ]);
    expect((await ask([child])).status).toBe(200);
    await followUp(1, 1);
    expect(town.logs()).toContain('alarm: what follows from an emergency does not open');
    await town.database.query('delete from follow_up');
  });
});

describe('a review case', () => {
  const both: Person = { ...OFFICER, sub: bilal.sub };
  const open = async (): Promise<string> => {
    const asker = `${town.issuer.url}|${bilal.sub}`;
    return String((await cases()).find((one) => one['verdict'] === undefined && one['asker'] === asker)?.['id']);
  };

  it('is not judged by whoever asked, also as an officer, and not by the data protection officer', async () => {
    expectProblem(await judge(await open(), 'justified', both), 403, 'oversight.own-emergency');
    expectProblem(await judge(await open(), 'justified', HELGA), 403, 'access.not-allowed');
  });

  it('is not closed without a verdict, changed or removed, not even in the database', async () => {
    const id = await open();
    const change = (set: string): Promise<unknown> =>
      town.database.query(`update review_case set ${set} where id = $1`, [id]).then(
        () => 'changed',
        () => 'refused',
      );
    expect(await change('closed_at = now()')).toBe('refused');
    expect(await change(`verdict = 'justified'`)).toBe('refused');
    expect(await change(`closed_at = now(), verdict = 'justified', judged_by = 'x', judged_key = asker_key`)).toBe(
      'refused',
    );
    expect(await change(`asker_key = sha256('x')`)).toBe('refused');
    await expect(town.database.query('delete from review_case')).rejects.toThrow('judged once');
    await expect(town.database.query('truncate review_case')).rejects.toThrow('judged once');
  });

  it('does not tell by a column which records of the log are the asker’s', async () => {
    const { rows } = await town.database.query<{ cases: number; joined: number }>(
      `select count(*)::int as cases, count(r.seq)::int as joined
       from review_case c left join audit.record r on r.actor_key in (c.asker_key, c.judged_key)`,
    );
    expect(rows[0]?.cases).toBeGreaterThan(0);
    expect(rows[0]?.joined).toBe(0);
  });

  it('is closed by a verdict, once: the same again has no effect, another is refused', async () => {
    const id = await open();
    expect((await judge(id, 'not-justified')).status).toBe(204);
    expect((await judge(id, 'not-justified')).status).toBe(204);
    expectProblem(await judge(id, 'justified'), 409, 'oversight.case-closed');
    expectProblem(await judge(id, 'not-justified', OTHER_OFFICER), 409, 'oversight.case-closed');
    const closed = (await cases()).find((one) => one['id'] === id);
    expect(closed).toEqual(
      expect.objectContaining({
        verdict: 'not-justified',
        judgedBy: `${town.issuer.url}|pieter`,
        reason: 'child-in-danger',
      }),
    );
    expect(await town.database.query('update review_case set verdict = null, closed_at = null').catch(() => 0)).toBe(0);
  });

  it('leaves records of who read and who judged', async () => {
    const acts = (await town.happenings()).map(({ action, outcome }) => `${action} ${outcome}`);
    for (const act of ['review-cases-read done', 'events-read done', 'review-verdict done', 'review-verdict refused'])
      expect(acts).toContain(act);
  });
});
