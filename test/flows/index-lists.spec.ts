import { randomUUID } from 'node:crypto';
import { AuditKeys, ticketUses } from '#accountability';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Person } from '../support';
import { type ListBody, type ListItem, type Lists, listsOf } from '../support/lists';
import { type TeamCode, type Town, connectionOf, memberOf, startTown } from '../support/town';
import type { Reply } from '../support/wire';
import { expectProblem } from './index-routes';
import { stopwatch } from '../support/waiting';

const system = connectionOf('sociaal-domein');
const sanne = memberOf('wijkteam-soesterkwartier');
const inspector = memberOf('bouwtoezicht-midden');
const OURS: TeamCode = 'wijkteam-soesterkwartier';
const THEIRS: TeamCode = 'bouwtoezicht-midden';

let town: Town;
let lists: Lists;

beforeAll(async () => {
  town = await startTown();
  lists = listsOf(town);
});
afterAll(() => town?.stop());

const post = (json: unknown, as: Person = system): Promise<Reply> =>
  town.request('POST', '/v1/registrations', { as, json });
const persons = (count: number): ListItem[] => Array.from({ length: count }, () => lists.person(OURS));
const addresses = (count: number): ListItem[] => Array.from({ length: count }, () => lists.address(OURS));
const body = (items: readonly ListItem[], by: Person = system): ListBody => lists.body(by, items);
const stored = async (): Promise<{ rows: number; links: number; tickets: number }> => {
  const { rows } = await town.database.query(
    `select (select count(*)::int from involvement) as rows, (select count(*)::int from link) as links,
       (select count(*)::int from spent_ticket) as tickets`,
  );
  return rows[0] as { rows: number; links: number; tickets: number };
};
const teamsFound = async (items: readonly ListItem[]): Promise<unknown[]> => {
  const json = { purpose: 'home-visit', ...lists.part(inspector, items) };
  const { body: found } = await town.request('POST', '/v1/inquiries', { as: inspector, json });
  return (found['answers'] as { contacts: { team: string }[] }[]).map(({ contacts }) =>
    contacts.map((one) => one.team),
  );
};
const found = (count: number): unknown[] => Array.from({ length: count }, () => ['Wijkteam Soesterkwartier']);

/** Expects that nothing at all was stored, and that the refusal is in the log. */
async function expectRefusedWhole(json: unknown, status: number, code: string, detail: object = {}): Promise<void> {
  const [before, since] = [await stored(), (await town.happenings()).length];
  const reply = await post(json);
  expectProblem(reply, status, code);
  expect(reply.body).toMatchObject(detail);
  expect(await stored()).toEqual(before);
  const acts = (await town.happenings(since)).map(({ action, outcome }) => [action, outcome]);
  if (status !== 400) expect(acts).toEqual([['register', 'refused']]);
}

describe('a list of registrations is refused as a whole', () => {
  it('when one is for a team of somebody else, wherever it stands', async () => {
    for (const position of [0, 1, 2]) {
      const items = persons(3);
      items[position] = lists.person(THEIRS);
      await expectRefusedWhole(body(items), 403, 'involvement.not-your-team', { position });
    }
  });

  it('when a team does not exist', async () => {
    const items = [...persons(2), { ...lists.person(OURS), team: 'geen-team' }];
    await expectRefusedWhole(body(items), 422, 'involvement.team-unknown', { position: 2 });
  });

  const wrong: [string, (item: ListItem) => object, number, string][] = [
    ['has lines that do not fit', (item) => ({ ...item, rung: 'unit' }), 422, 'involvement.lines-do-not-fit'],
    [
      'has a case number in words',
      (item) => ({ ...item, caseNumber: 'de-buurvrouw' }),
      422,
      'involvement.case-number-refused',
    ],
    [
      'delays the notice without a ground',
      (item) => ({ ...item, notice: { state: 'delayed' } }),
      422,
      'involvement.notice-incomplete',
    ],
    [
      'is of another epoch',
      (item) => ({ ...item, lines: item.lines.map((line) => ({ ...line, epoch: '2019-1' })) }),
      409,
      'involvement.epochs-incomplete',
    ],
  ];
  it.each(wrong)('when one %s', async (_, spoil, status, code) => {
    const { tickets, registrations } = body(persons(3));
    const items = registrations.map((item, i) => (i === 1 ? spoil(item) : item));
    await expectRefusedWhole({ tickets, registrations: items }, status, code, { position: 1 });
  });

  it('when an id occurs twice, in capitals as well', async () => {
    const [one, other] = persons(2) as [ListItem, ListItem];
    for (const id of [one.id, one.id.toUpperCase()])
      await expectRefusedWhole(body([one, { ...other, id }]), 422, 'involvement.id-twice', { position: 1 });
  });

  it('when an id belongs to another registration, of another team too', async () => {
    const [ours, theirs] = [lists.person(OURS), lists.person(THEIRS)];
    expect((await post(body([ours]))).status).toBe(200);
    expect((await post(lists.body(inspector, [theirs]), inspector)).status).toBe(200);
    for (const { id } of [ours, theirs]) {
      const items = [...persons(2), { ...lists.person(OURS), id }];
      await expectRefusedWhole(body(items), 409, 'involvement.id-in-use', { position: 2 });
    }
  });

  it('when one of it has ended', async () => {
    const items = persons(2);
    expect((await post(body(items))).status).toBe(200);
    await town.request('POST', `/v1/involvements/${items[1]?.id}/withdraw`, { as: system, json: {} });
    await expectRefusedWhole(body(items), 409, 'involvement.involvement-ended', { position: 1 });
  });

  const forms: [string, (json: ListBody) => unknown][] = [
    ['without tickets', ({ registrations }) => ({ registrations })],
    ['without registrations', ({ tickets }) => ({ tickets })],
    ['of nothing', ({ tickets }) => ({ tickets, registrations: [] })],
    ['of 101', ({ tickets }) => ({ tickets, registrations: persons(101) })],
    ['with a remark', (json) => ({ ...json, remark: 'spoed' })],
    [
      'with a remark at one',
      (json) => ({ ...json, registrations: json.registrations.map((one) => ({ ...one, name: 'Anna' })) }),
    ],
    [
      'with tickets at one',
      (json) => ({ ...json, registrations: json.registrations.map((one) => ({ ...one, tickets: json.tickets })) }),
    ],
    [
      'with an id that is none',
      (json) => ({ ...json, registrations: json.registrations.map((one) => ({ ...one, id: '1' })) }),
    ],
    ['with five tickets', (json) => ({ ...json, tickets: Array(5).fill(json.tickets[0]) })],
  ];
  it.each(forms)('when it is one %s', async (_, spoil) => {
    await expectRefusedWhole(spoil(body(persons(2))), 400, 'platform.fields-refused');
  });

  const tickets: [string, (items: ListItem[]) => string[]][] = [
    ['for too few lines', () => [lists.ticket(system, 'register', 'person', 1)]],
    ['for too many', () => [lists.ticket(system, 'register', 'person', 3)]],
    ['of another kind', () => [lists.ticket(system, 'register', 'address', 2)]],
    ['for asking', () => [lists.ticket(system, 'ask', 'person', 2)]],
    ['of two, one too many', () => [1, 2].map(() => lists.ticket(system, 'register', 'person', 2))],
  ];
  it.each(tickets)('when the ticket is one %s', async (_, make) => {
    const registrations = persons(2);
    await expectRefusedWhole({ tickets: make(registrations), registrations }, 403, 'involvement.ticket-refused', {
      reason: 'does-not-fit',
    });
  });

  it('when the tickets are those of a colleague, or in another order than the kinds', async () => {
    const registrations = persons(2);
    const colleagues = [lists.ticket(sanne, 'register', 'person', 2)];
    await expectRefusedWhole({ tickets: colleagues, registrations }, 403, 'involvement.ticket-refused', {
      reason: 'not-yours',
    });
    const both = body([lists.person(OURS), lists.address(OURS)]);
    const turned = [...both.tickets].reverse();
    await expectRefusedWhole({ ...both, tickets: turned }, 403, 'involvement.ticket-refused', {
      reason: 'does-not-fit',
    });
  });

  it('when a ticket was spent before, one of three too', async () => {
    const first = body([lists.person(OURS), lists.address(OURS)]);
    expect((await post(first)).status).toBe(200);
    for (const spent of [0, 1, 2]) {
      const next = body([lists.person(OURS), lists.address(OURS)]);
      const mixed = next.tickets.map((ticket, i) => (i === spent ? first.tickets[i] : ticket));
      await expectRefusedWhole({ ...next, tickets: mixed }, 409, 'involvement.ticket-spent');
    }
  });

  const partners: [string, () => Promise<ListItem[]>, number, string][] = [
    [
      'something that does not exist',
      async () => [lists.address(OURS, { with: randomUUID() })],
      404,
      'involvement.involvement-unknown',
    ],
    [
      'itself',
      async () => {
        const id = randomUUID();
        return [lists.address(OURS, { id, with: id })];
      },
      404,
      'involvement.involvement-unknown',
    ],
    [
      'a later one',
      async () => {
        const person = lists.person(OURS);
        return [lists.address(OURS, { with: person.id }), person];
      },
      404,
      'involvement.involvement-unknown',
    ],
    [
      'one of another team',
      async () => {
        const theirs = lists.person(THEIRS);
        await post(lists.body(inspector, [theirs]), inspector);
        return [lists.address(OURS, { with: theirs.id })];
      },
      404,
      'involvement.involvement-unknown',
    ],
    [
      'one of another team of the department',
      async () => {
        const other = lists.person('wijkteam-liendert');
        await post(body([other]));
        return [lists.address(OURS, { with: other.id })];
      },
      422,
      'involvement.parts-do-not-fit',
    ],
    [
      'a person, being one',
      async () => {
        const person = lists.person(OURS);
        await post(body([person]));
        return [lists.person(OURS, { with: person.id })];
      },
      422,
      'involvement.parts-do-not-fit',
    ],
    [
      'what has ended',
      async () => {
        const person = lists.person(OURS);
        await post(body([person]));
        await town.request('POST', `/v1/involvements/${person.id}/withdraw`, { as: system, json: {} });
        return [lists.address(OURS, { with: person.id })];
      },
      409,
      'involvement.involvement-ended',
    ],
  ];
  it.each(partners)('when one is to be a case together with %s', async (_, make, status, code) => {
    const items = await make();
    await expectRefusedWhole(body(items), status, code, { position: 0 });
  });

  it('when a person would get a seventh part', async () => {
    const person = lists.person(OURS);
    const parts = Array.from({ length: 6 }, () => lists.address(OURS, { with: person.id }));
    await expectRefusedWhole(body([person, ...parts]), 422, 'involvement.parts-do-not-fit', { position: 6 });
  });
});

describe('a list of registrations', () => {
  it('is stored as a whole, answered in order, and found', async () => {
    const items = [lists.person(OURS), lists.address(OURS), lists.person(OURS)];
    const [before, since] = [await stored(), (await town.happenings()).length];
    const reply = await post(body(items));
    expect(reply.status).toBe(200);
    const answers = reply.body['registrations'] as { id: string; expiresOn: string; receipt: string }[];
    expect(answers.map(({ id }) => id)).toEqual(items.map(({ id }) => id));
    expect(new Set(answers.map(({ receipt }) => receipt)).size).toBe(3);
    for (const one of answers) expect(Object.keys(one)).toEqual(['id', 'expiresOn', 'receipt']);
    const after = await stored();
    expect([after.rows - before.rows, after.links - before.links, after.tickets - before.tickets]).toEqual([3, 4, 3]);
    expect((await town.happenings(since)).map(({ action, outcome }) => [action, outcome])).toEqual(
      Array.from({ length: 3 }, () => ['register', 'done']),
    );
    expect(await teamsFound([items[0], items[2]] as ListItem[])).toEqual(found(2));
    expect(await teamsFound([items[1]] as ListItem[])).toEqual(found(1));
  });

  it('is the same as so many single registrations: one put again by itself has no second effect', async () => {
    const [item] = [lists.person(OURS)];
    const list = await post(body([item]));
    const { id, ...alone } = item;
    const json = { ...alone, tickets: [lists.ticket(system, 'register', 'person', 1)] };
    const put = await town.request('PUT', `/v1/involvements/${id}`, { as: system, json });
    expect([put.status, put.body]).toEqual([200, (list.body['registrations'] as unknown[])[0]]);
  });

  it('each record names the tickets that paid for it', async () => {
    const items = [lists.person(OURS), lists.address(OURS)];
    const json = body(items);
    const since = (await town.happenings()).length;
    await post(json);
    const secret = Buffer.from(readFileSync(join(town.folder, 'audit.key'), 'utf8').trim(), 'base64url');
    const uses = await ticketUses(town.database, new AuditKeys(secret), since, since + 10);
    const ids = json.tickets.map(
      (ticket) => (JSON.parse(Buffer.from(ticket.split('.')[1] ?? '', 'base64url').toString()) as { jti: string }).jti,
    );
    expect(uses.map(({ seq, action, outcome, tickets }) => [seq, action, outcome, tickets])).toEqual([
      [since, 'register', 'done', [ids[0]]],
      [since + 1, 'register', 'done', [ids[1], ids[2]]],
    ]);
  });
});

describe('the same list again', () => {
  it('has no second effect and gives the same answer, though its tickets are spent', async () => {
    const json = body([...persons(2), ...addresses(2)]);
    const first = await post(json);
    const [before, since] = [await stored(), (await town.happenings()).length];
    const again = await post(json);
    expect([again.status, again.text]).toEqual([200, first.text]);
    expect(await stored()).toEqual(before);
    expect(await town.happenings(since)).toEqual([]);
  });

  it('with others added counts the old ones as done', async () => {
    const items = [...persons(2), ...addresses(1)];
    const first = await post(body(items));
    const before = await stored();
    const added = lists.person(OURS);
    const grown = await post(body([added, ...items]));
    expect(grown.status).toBe(200);
    const [, ...same] = grown.body['registrations'] as unknown[];
    expect(same).toEqual(first.body['registrations']);
    const after = await stored();
    expect([after.rows - before.rows, after.links - before.links]).toEqual([1, 1]);
    expect(await teamsFound([added])).toEqual(found(1));
  });

  it('ten times at once is stored once', async () => {
    const json = body([...persons(10), ...addresses(5)]);
    const before = await stored();
    const replies = await Promise.all(Array.from({ length: 10 }, () => post(json)));
    expect(new Set(replies.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect(replies[0]?.status).toBe(200);
    const after = await stored();
    expect([after.rows - before.rows, after.links - before.links]).toEqual([15, 20]);
  });

  it('ten lists that overlap, at once and in any order, end without a deadlock and with each item once', async () => {
    const shared = [...persons(12), ...addresses(6)];
    const before = await stored();
    const replies = await Promise.all(
      Array.from({ length: 10 }, (_, i) => {
        const turned = [...shared.slice(i), ...shared.slice(0, i)];
        return post(body([...(i % 2 === 0 ? turned : turned.reverse()), lists.person(OURS)]));
      }),
    );
    expect(replies.map(({ status }) => status)).toEqual(replies.map(() => 200));
    const after = await stored();
    expect([after.rows - before.rows, after.links - before.links]).toEqual([28, 34]);
  });
});

it('a hundred addresses fit in one request and are all found, well within the time of a unit of work', async () => {
  const items = addresses(100);
  const json = body(items);
  expect(JSON.stringify(json).length).toBeLessThan(200_000);
  const elapsed = stopwatch();
  const reply = await post(json);
  const took = elapsed();
  expect(reply.status).toBe(200);
  expect(took).toBeLessThan(2_800);
  expect(await teamsFound(items)).toEqual(found(100));
});
