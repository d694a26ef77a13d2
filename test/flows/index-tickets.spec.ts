import { type KeyObject, createPrivateKey, generateKeyPairSync, randomBytes, randomUUID, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunningProcess } from '#local';
import { identifierOf, linesToAsk, linesToAskBuilding } from '#tokens';
import { type Town, memberOf, startTown } from '../support/town';
import { type Reply, send } from '../support/wire';
import { expectProblem } from './index-routes';

const sanne = memberOf('wijkteam-soesterkwartier');
const bilal = memberOf('wijkteam-liendert');
const ruud = memberOf('bouwtoezicht-midden');
const resident = identifierOf('nl-bsn', '999993653');
const room = identifierOf('nl-adres', '3899ZZ/12/A');

type Body = Record<string, unknown>;
interface TicketKey {
  readonly key: KeyObject;
  readonly kid: string;
}

let town: Town;
let second: RunningProcess;
let custodians: TicketKey;

beforeAll(async () => {
  town = await startTown();
  second = await town.startIndex('index-2');
  const jwk = JSON.parse(readFileSync(join(town.folder, 'ticket.key'), 'utf8')) as JsonWebKey & { kid: string };
  custodians = { key: createPrivateKey({ key: jwk as never, format: 'jwk' }), kid: jwk.kid };
});
afterAll(() => town?.stop());

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const now = (): number => Math.floor(Date.now() / 1000);

/** A ticket as the custodian would sign it for Sanne's one question about a person; `claims` and `header` spoil it. */
function ticket(claims: Body = {}, header: Body = {}, { key, kid }: TicketKey = custodians): string {
  const [iat, jti] = [now(), randomBytes(16).toString('base64url')];
  const good = {
    iss: 'custodian.demo',
    sub: `${town.issuer.url}|${sanne.sub}`,
    use: 'ask',
    kind: 'person',
    count: 1,
    jti,
    iat,
    exp: iat + 300,
  };
  const signed = `${part({ alg: 'ES256', kid, typ: 'raakvlak-ticket+jwt', ...header })}.${part({ ...good, ...claims })}`;
  return `${signed}.${sign('sha256', Buffer.from(signed), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
}

const question = (): Promise<Body> => town.question(sanne, 'home-visit', linesToAsk(resident));
const ask = (json: Body, as = sanne): Promise<Reply> => town.request('POST', '/v1/inquiries', { as, json });
const register = (json: Body, id = randomUUID()): Promise<Reply> =>
  town.request('PUT', `/v1/involvements/${id}`, { as: sanne, json });

function expectRefused(reply: Reply, reason: string): void {
  expectProblem(reply, 403, 'involvement.ticket-refused');
  expect(reply.body['reason']).toBe(reason);
}

describe('a ticket that does not hold', () => {
  it('a question without one is not a question', async () => {
    const { ticket: _, ...without } = await question();
    expectProblem(await ask(without), 400, 'index.question-refused');
  });

  it('one that the custodian’s key signed for just this is accepted: what follows is refused for what is said there', async () => {
    expect((await ask({ ...(await question()), ticket: ticket() })).status).toBe(200);
  });

  const nobodys = { key: generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey, kid: 'nobodys' };
  const spoilt: [string, string, () => string][] = [
    ['signed by somebody else', 'signature', () => ticket({}, {}, nobodys)],
    [
      'signed by somebody else under the custodian’s key id',
      'signature',
      () => ticket({}, {}, { ...nobodys, kid: custodians.kid }),
    ],
    [
      'changed after signing',
      'signature',
      () => {
        const [head, , signature] = ticket().split('.');
        return `${head}.${ticket({ count: 100 }).split('.')[1]}.${signature}`;
      },
    ],
    ['with a signature of nothing', 'signature', () => ticket().replace(/[^.]*$/, 'A'.repeat(86))],
    ['of the algorithm none', 'signature', () => ticket({}, { alg: 'none' })],
    ['of another type: an access token is no ticket', 'signature', () => ticket({}, { typ: 'at+jwt' })],
    ['with a header that says more', 'signature', () => ticket({}, { jwk: {} })],
    ['without a key id', 'signature', () => ticket({}, { kid: undefined })],
    ['of another custodian', 'issuer', () => ticket({ iss: 'custodian.elsewhere' })],
    ['for another person', 'not-yours', () => ticket({ sub: `${town.issuer.url}|${bilal.sub}` })],
    ['for the same name at another issuer', 'not-yours', () => ticket({ sub: `https://login.example|${sanne.sub}` })],
    ['for registering', 'does-not-fit', () => ticket({ use: 'register' })],
    ['for another kind of subject', 'does-not-fit', () => ticket({ kind: 'address' })],
    ['for more lines', 'does-not-fit', () => ticket({ count: 2 })],
    ['for as many lines in words', 'does-not-fit', () => ticket({ count: '1' })],
    ['that expired a second ago', 'expired', () => ticket({ iat: now() - 300, exp: now() - 1 })],
    ['of tomorrow', 'expired', () => ticket({ iat: now() + 60, exp: now() + 300 })],
    ['that lives longer than five minutes', 'expired', () => ticket({ exp: now() + 301 })],
    ['without an end', 'claims', () => ticket({ exp: undefined })],
    ['with an end in words', 'claims', () => ticket({ exp: `${now() + 300}` })],
    ['without an id', 'claims', () => ticket({ jti: undefined })],
    ['with a short id', 'claims', () => ticket({ jti: 'abc' })],
  ];
  it.each(spoilt)('one %s is refused, and the refusal is in the log', async (_, reason, spoil) => {
    const json = await question();
    const since = (await town.happenings()).length;
    expectRefused(await ask({ ...json, ticket: spoil() }), reason);
    const record = { action: 'inquiry', purpose: 'home-visit', department: 'sociaal-domein', outcome: 'refused' };
    expect(await town.happenings(since)).toEqual([expect.objectContaining(record)]);
    // The custodian's own ticket is as good as it was.
    expect((await ask(json)).status).toBe(200);
  });

  it('a real ticket of a colleague is refused', async () => {
    expectRefused(await ask(await question(), bilal), 'not-yours');
  });

  it('a real ticket for registering buys no look, and one for asking no registration', async () => {
    const [looking, registering] = [
      await question(),
      await town.registration(sanne, 'wijkteam-soesterkwartier', resident),
    ];
    const [ticketToRegister] = registering['tickets'] as string[];
    expectRefused(await ask({ ...looking, ticket: ticketToRegister }), 'does-not-fit');
    expectRefused(await register({ ...registering, tickets: [looking['ticket']] }), 'does-not-fit');
    expect((await register(registering)).status).toBe(201);
    expect((await ask(looking)).status).toBe(200);
  });

  it('one evaluation buys one line: a second subject needs its own', async () => {
    const one = await question();
    const subjects = one['subjects'] as unknown[];
    expectRefused(await ask({ ...one, subjects: [...subjects, ...subjects] }), 'does-not-fit');
  });

  it('the address ticket does not stand for the building’s, nor both in one place', async () => {
    const json = await town.registration(sanne, 'wijkteam-soesterkwartier', room);
    const [address, building] = json['tickets'] as string[];
    for (const tickets of [[address], [address, address], [building, address]])
      expectRefused(await register({ ...json, tickets }), 'does-not-fit');
    expect((await register(json)).status).toBe(201);
  });

  it('a question about a unit does not become one about the building', async () => {
    const unit = await town.question(ruud, 'planned-control', linesToAsk(room));
    const building = await town.question(ruud, 'planned-control', linesToAskBuilding(room));
    expectRefused(await ask({ ...building, ticket: unit['ticket'] }, ruud), 'does-not-fit');
  });
});

describe('a ticket is spent once', () => {
  it('a second use is refused and recorded as refused', async () => {
    const json = await question();
    expect((await ask(json)).status).toBe(200);
    const since = (await town.happenings()).length;
    expectProblem(await ask(json), 409, 'involvement.ticket-spent');
    expect(await town.happenings(since)).toEqual([expect.objectContaining({ action: 'inquiry', outcome: 'refused' })]);
  });

  it('of twenty at the same time, at two index processes, exactly one is answered', async () => {
    const json = await question();
    const headers = { authorization: `Bearer ${await town.bearer(sanne)}` };
    const since = (await town.happenings()).length;
    const replies = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        send(`http://127.0.0.1:${(i % 2 === 0 ? town.index : second).port}`, 'POST', '/v1/inquiries', {
          json,
          headers,
        }),
      ),
    );
    const refused = replies.filter(({ status }) => status !== 200);
    expect(refused).toHaveLength(19);
    for (const reply of refused) expectProblem(reply, 409, 'involvement.ticket-spent');
    const outcomes = (await town.happenings(since)).map(({ outcome }) => outcome).sort();
    expect(outcomes).toEqual(['done', ...Array.from({ length: 19 }, () => 'refused')]);
  });

  it('of ten registrations under ten ids at the same time, exactly one stands', async () => {
    const json = await town.registration(sanne, 'wijkteam-soesterkwartier', room);
    const replies = await Promise.all(Array.from({ length: 10 }, () => register(json)));
    const refused = replies.filter(({ status }) => status !== 201);
    expect(refused).toHaveLength(9);
    for (const reply of refused) expectProblem(reply, 409, 'involvement.ticket-spent');
  });

  it('a registration with one good and one spent ticket leaves the good one good', async () => {
    const [first, next] = [
      await town.registration(sanne, 'wijkteam-soesterkwartier', room),
      await town.registration(sanne, 'wijkteam-soesterkwartier', room),
    ];
    expect((await register(first)).status).toBe(201);
    const [, spent] = first['tickets'] as string[];
    const [good, fresh] = next['tickets'] as string[];
    expectProblem(await register({ ...next, tickets: [good, spent] }), 409, 'involvement.ticket-spent');
    expect((await register({ ...next, tickets: [good, fresh] })).status).toBe(201);
  });

  it('in the database a spent ticket is its id and its end, and the log has one record for each', async () => {
    const since = (await town.happenings()).length;
    const before = await town.database.query('select id from spent_ticket');
    await ask(await question());
    const { rows } = await town.database.query<{ id: Buffer; expires_at: Date }>(
      'select id, expires_at from spent_ticket',
    );
    expect(rows.length).toBe((before.rowCount ?? 0) + 1);
    for (const { id } of rows) expect(id).toHaveLength(16);
    expect(await town.happenings(since)).toHaveLength(1);
  });
});

describe('what is refused before the look-up burns no ticket', () => {
  const mistakes: [string, number, string, Body][] = [
    ['a purpose that is not for this department', 403, 'involvement.purpose-not-yours', { purpose: 'permit-desk' }],
    ['a purpose that nobody has', 422, 'involvement.purpose-unknown', { purpose: 'curiosity' }],
    ['prose for a case number', 422, 'involvement.case-number-refused', { caseNumber: 'de-buurvrouw' }],
    ['a citizen number for a case number', 422, 'involvement.case-number-refused', { caseNumber: '999993653' }],
    ['a kind that the lines are not of', 422, 'involvement.lines-do-not-fit', { kind: 'address' }],
  ];
  it.each(mistakes)('%s', async (_, status, code, mistake) => {
    const json = await question();
    const since = (await town.happenings()).length;
    expectProblem(await ask({ ...json, ...mistake }), status, code);
    const [refused, ...more] = await town.happenings(since);
    expect([refused?.outcome, more.length]).toEqual(['refused', 0]);
    expect(JSON.stringify(refused)).not.toMatch(/curiosity|buurvrouw|999993653/);
    expect((await ask(json)).status).toBe(200);
  });

  it('a registration for a team that is not one’s own', async () => {
    const json = await town.registration(sanne, 'wijkteam-soesterkwartier', resident);
    expectProblem(await register({ ...json, team: 'wijkteam-liendert' }), 403, 'involvement.not-your-team');
    expect((await register(json)).status).toBe(201);
  });
});
