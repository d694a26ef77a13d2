import { randomUUID } from 'node:crypto';
import { type Identifier, identifierOf, linesToAsk } from '#tokens';
import type { Person } from '../support';
import { type TeamCode, type Town, connectionOf, memberOf, startTown } from '../support/town';
import type { Reply } from '../support/wire';
import { expectProblem } from './index-routes';

const sanne = memberOf('wijkteam-soesterkwartier');
const bilal = memberOf('wijkteam-liendert');
const TEAM: TeamCode = 'wijkteam-soesterkwartier';
const resident = identifierOf('nl-bsn', '999993653');
const room = identifierOf('nl-adres', '3899ZZ/12/A');

type Body = Record<string, unknown>;
let town: Town;

beforeAll(async () => {
  town = await startTown();
});
afterAll(() => town?.stop());

const registration = (identifier: Identifier = resident): Promise<Body> => town.registration(sanne, TEAM, identifier);
const put = (json: Body, id: string = randomUUID(), as: Person = sanne): Promise<Reply> =>
  town.request('PUT', `/v1/involvements/${id}`, { as, json });
const act = (id: string, what: 'renew' | 'withdraw', as: Person = sanne): Promise<Reply> =>
  town.request('POST', `/v1/involvements/${id}/${what}`, { as, json: {} });
const list = async (as: Person, team: string = TEAM): Promise<Body[]> => {
  const { body } = await town.request('GET', `/v1/involvements?team=${team}`, { as });
  return body['involvements'] as Body[];
};
const isFound = async (identifier: Identifier): Promise<boolean> => {
  const { answers } = await town.ask(bilal, 'home-visit', linesToAsk(identifier));
  return answers.some(({ contacts }) => contacts.length > 0);
};
const links = async (): Promise<number> => (await town.database.query('select 1 from link')).rowCount ?? 0;
/** The day so many months from now, as PostgreSQL counts. */
const inMonths = async (months: number): Promise<string> => {
  const text = "select to_char(current_date + make_interval(months => $1), 'YYYY-MM-DD') as day";
  return (await town.database.query<{ day: string }>(text, [months])).rows[0]?.day ?? '';
};
const setExpiry = (id: string, days: number) =>
  town.database.query('update involvement set expires_on = current_date + $2::int where id = $1', [id, days]);

describe('registrations that are refused', () => {
  const forms: [string, (json: Body) => Body][] = [
    ['a unit without its number', (json) => ({ ...json, lines: (json['lines'] as unknown[]).slice(0, 1) })],
    ['a number without its unit', (json) => ({ ...json, lines: (json['lines'] as unknown[]).slice(1) })],
    [
      'a unit and its number the other way round',
      (json) => ({ ...json, lines: [...(json['lines'] as unknown[])].reverse() }),
    ],
    ['an address on the rung of a person', (json) => ({ ...json, rung: 'subject' })],
    [
      'an address said to be a person',
      (json) => ({ ...json, lines: (json['lines'] as Body[]).map((line) => ({ ...line, kind: 'person' })) }),
    ],
  ];
  it.each(forms)('%s', async (_, spoil) => {
    expectProblem(await put(spoil(await registration(room))), 422, 'involvement.lines-do-not-fit');
  });

  it('a token of an epoch that is not the active one', async () => {
    const json = await registration();
    const lines = (json['lines'] as Body[]).map((line) => ({ ...line, epoch: '2019-1' }));
    const reply = await put({ ...json, lines });
    expectProblem(reply, 409, 'involvement.epochs-incomplete');
    expect(reply.body['live']).toEqual(['2026-1']);
  });

  const notices: [string, Body][] = [
    ['a delayed notice without ground and review date', { state: 'delayed' }],
    ['a delayed notice without a review date', { state: 'delayed', ground: 'ongoing-investigation' }],
    ['a delayed notice without a ground', { state: 'delayed', reviewOn: '2026-12-01' }],
    ['an exemption without a ground', { state: 'exempt' }],
  ];
  it.each(notices)('%s', async (_, notice) => {
    expectProblem(await put({ ...(await registration()), notice }), 422, 'involvement.notice-incomplete');
  });

  it.each(['de-buurvrouw', 'wt-2026-00123', 'WT-26-1', 'BSN-2026-1'])('a case number like %s', async (caseNumber) => {
    expectProblem(await put({ ...(await registration()), caseNumber }), 422, 'involvement.case-number-refused');
  });

  it('none of them left a row or a link, and each is in the log as refused', async () => {
    const { rowCount } = await town.database.query('select 1 from involvement');
    expect([rowCount, await links()]).toEqual([0, 0]);
    const acts = (await town.happenings()).filter(({ action }) => action === 'register');
    expect(new Set(acts.map(({ outcome }) => outcome))).toEqual(new Set(['refused']));
    expect(acts).toHaveLength(forms.length + 1 + notices.length + 4);
  });

  it('an involvement that does not exist is neither renewed nor withdrawn', async () => {
    for (const what of ['renew', 'withdraw'] as const)
      expectProblem(await act(randomUUID(), what), 404, 'involvement.involvement-unknown');
  });
});

describe('the same request again', () => {
  it('has no second effect: created once, then the same answer', async () => {
    const [json, id, before] = [await registration(), randomUUID(), await links()];
    const first = await put(json, id);
    const since = (await town.happenings()).length;
    const again = await put(json, id);
    expect([first.status, again.status]).toEqual([201, 200]);
    expect(again.text).toBe(first.text);
    expect(await links()).toBe(before + 1);
    expect(await town.happenings(since)).toEqual([]);
  });

  it('ten times at once it is created once', async () => {
    const [json, id, before] = [await registration(room), randomUUID(), await links()];
    const replies = await Promise.all(Array.from({ length: 10 }, () => put(json, id)));
    expect(replies.map(({ status }) => status).sort()).toEqual([...Array.from({ length: 9 }, () => 200), 201]);
    expect(new Set(replies.map(({ text }) => text)).size).toBe(1);
    expect(await links()).toBe(before + 2);
  });

  it('with fresh tickets, after an answer that was lost, is the same request', async () => {
    const id = randomUUID();
    const first = await put(await registration(), id);
    const again = await put(await registration(), id);
    expect([again.status, again.text]).toEqual([200, first.text]);
  });

  it('with the id in capitals is the same request', async () => {
    const [json, id] = [await registration(), randomUUID()];
    const first = await put(json, id.toUpperCase());
    const again = await put(json, id);
    expect([first.status, again.status, again.text]).toEqual([201, 200, first.text]);
  });

  const others: [string, () => Promise<Body>][] = [
    ['somebody else', () => registration(identifierOf('nl-bsn', '999990019'))],
    ['an address', () => registration(room)],
    ['another notice', async () => ({ ...(await registration()), notice: { state: 'pending' } })],
    ['a case number', async () => ({ ...(await registration()), caseNumber: 'WT-2026-00123' })],
  ];
  it.each(others)('with %s under the same id is refused, and changes nothing', async (_, other) => {
    const id = randomUUID();
    await put(await registration(), id);
    const before = await list(sanne);
    expectProblem(await put(await other(), id), 409, 'involvement.id-in-use');
    expect(await list(sanne)).toEqual(before);
  });

  it('an id that another team uses is refused without a word about it', async () => {
    const { id } = await town.register(bilal, 'wijkteam-liendert', resident);
    expectProblem(await put(await registration(), id), 409, 'involvement.id-in-use');
  });
});

describe('how long it stands', () => {
  it.each([
    ['a person for six months', resident, 6],
    ['a business for six months', identifierOf('nl-kvk', '90000001'), 6],
    ['an address for three months', room, 3],
  ] as const)('%s', async (_, identifier, months) => {
    const { expiresOn } = await town.register(sanne, TEAM, identifier);
    expect(expiresOn).toBe(await inMonths(months));
  });

  it('what expired is found no more, and is registered anew rather than renewed', async () => {
    const whom = identifierOf('nl-bsn', '999990032');
    const [json, id] = [await registration(whom), randomUUID()];
    await put(json, id);
    expect(await isFound(whom)).toBe(true);
    await setExpiry(id, 0);
    expect(await isFound(whom)).toBe(true);
    await setExpiry(id, -1);
    expect(await isFound(whom)).toBe(false);
    expectProblem(await act(id, 'renew'), 409, 'involvement.involvement-ended');
    expectProblem(await put(json, id), 409, 'involvement.involvement-ended');
    await town.register(sanne, TEAM, whom);
    expect(await isFound(whom)).toBe(true);
  });

  it('renewing makes it as long as when it was new, and never shorter', async () => {
    const { id, expiresOn } = await town.register(sanne, TEAM, room);
    await setExpiry(id, 3);
    const renewed = await act(id, 'renew');
    expect([renewed.status, renewed.body['expiresOn']]).toEqual([200, expiresOn]);
    await setExpiry(id, 400);
    const { rows } = await town.database.query<{ day: string }>(
      "select to_char(expires_on, 'YYYY-MM-DD') as day from involvement where id = $1",
      [id],
    );
    expect((await act(id, 'renew')).body['expiresOn']).toBe(rows[0]?.day);
  });

  it('each renewal is in the log, with a receipt of its own', async () => {
    const { id, receipt } = await town.register(sanne, TEAM, resident);
    const since = (await town.happenings()).length;
    const receipts = [receipt, (await act(id, 'renew')).body['receipt'], (await act(id, 'renew')).body['receipt']];
    expect(new Set(receipts).size).toBe(3);
    const acts = (await town.happenings(since)).map(({ action, outcome }) => [action, outcome]);
    expect(acts).toEqual([
      ['renew', 'done'],
      ['renew', 'done'],
    ]);
  });
});

describe('withdrawing', () => {
  const whom = identifierOf('nl-bsn', '999992971');

  it('it is found no more, its links are gone, and the log stays', async () => {
    const before = await links();
    const { id } = await town.register(sanne, TEAM, whom);
    expect(await isFound(whom)).toBe(true);
    const records = (await town.happenings()).length;
    const withdrawn = await act(id, 'withdraw');
    expect([withdrawn.status, withdrawn.body['id']]).toEqual([200, id]);
    expect(await isFound(whom)).toBe(false);
    expect(await links()).toBe(before);
    expect((await town.happenings(records))[0]).toEqual(
      expect.objectContaining({ action: 'withdraw', outcome: 'done' }),
    );
    expect((await list(sanne)).map((one) => one['id'])).not.toContain(id);
  });

  it('again, or five times at once, is fine and the same', async () => {
    const { id } = await town.register(sanne, TEAM, whom);
    const since = (await town.happenings()).length;
    const replies = await Promise.all(Array.from({ length: 5 }, () => act(id, 'withdraw')));
    replies.push(await act(id, 'withdraw'), await act(id.toUpperCase(), 'withdraw'));
    expect(replies.map(({ status, text }) => [status, text])).toEqual(replies.map(() => [200, replies[0]?.text]));
    expect(await town.happenings(since)).toHaveLength(1);
  });

  it('what was withdrawn is not renewed, nor brought back by the request that made it', async () => {
    const [json, id] = [await registration(whom), randomUUID()];
    await put(json, id);
    await act(id, 'withdraw');
    expectProblem(await act(id, 'renew'), 409, 'involvement.involvement-ended');
    expectProblem(await put(json, id), 409, 'involvement.involvement-ended');
    expect(await isFound(whom)).toBe(false);
  });

  it('of two teams that are involved one may go and the other stays', async () => {
    const { id } = await town.register(sanne, TEAM, whom);
    await town.register(memberOf('bouwtoezicht-midden'), 'bouwtoezicht-midden', whom);
    await act(id, 'withdraw');
    const { answers } = await town.ask(bilal, 'home-visit', linesToAsk(whom));
    expect(answers[0]?.contacts.map(({ team }) => team)).toEqual(['Bouwtoezicht Midden']);
  });
});

describe('a team’s own list', () => {
  it('says what was registered and what the resident was told, and nothing of whom', async () => {
    const notice = { state: 'delayed', ground: 'ongoing-investigation', reviewOn: '2026-12-01' };
    const json = { ...(await registration(room)), caseNumber: 'WT-2026-00123', notice };
    const id = randomUUID();
    const { body } = await put(json, id);
    const mine = (await list(sanne)).find((one) => one['id'] === id);
    expect(mine).toEqual({
      id,
      registeredBy: 'hand',
      registeredOn: await inMonths(0),
      expiresOn: body['expiresOn'],
      kind: 'address',
      caseNumber: 'WT-2026-00123',
      notice,
    });
  });

  it('is there for a colleague and for the department’s own system', async () => {
    const { id } = await town.register(sanne, TEAM, resident);
    for (const person of [memberOf(TEAM, 'ingrid'), connectionOf('sociaal-domein')])
      expect((await list(person)).map((one) => one['id'])).toContain(id);
  });

  it('a colleague may renew and withdraw what another registered', async () => {
    const { id } = await town.register(sanne, TEAM, resident);
    expect((await act(id, 'renew', memberOf(TEAM, 'ingrid'))).status).toBe(200);
    expect((await act(id, 'withdraw', connectionOf('sociaal-domein'))).status).toBe(200);
  });

  it('stands in the database without the case number, the token or the slot of the link', async () => {
    const json: Body = { ...(await registration()), caseNumber: 'WT-2026-77777' };
    await put(json);
    const [line] = json['lines'] as { token: string }[];
    const token = Buffer.from(line?.token ?? '', 'base64url');
    expect(token).toHaveLength(32);
    const tables = ['involvement', 'link', 'spent_ticket', 'audit.record', 'audit.subject_tag', 'audit.batch'];
    for (const table of tables) {
      const { rows } = await town.database.query<{ row: string }>(`select t::text as row from ${table} t`);
      const all = rows.map(({ row }) => row).join('\n');
      for (const secret of [
        token.toString('hex'),
        line?.token ?? '-',
        'WT-2026-77777',
        Buffer.from('WT-2026-77777').toString('hex'),
      ])
        expect(all).not.toContain(secret);
    }
  });
});
