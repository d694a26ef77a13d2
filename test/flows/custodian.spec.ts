import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { decodeProtectedHeader, importJWK, jwtVerify } from 'jose';
import { Client } from 'pg';
import {
  blind,
  type EpochDocument,
  type EvaluationResponse,
  fromBase64url,
  identifierOf,
  linesToAsk,
  openEpochDocument,
  toBase64url,
  tokensFor,
} from '#tokens';
import { stretch } from '#tokens/node';
import { type Person, startIssuer } from '../support';
import { CUSTODIAN_AUDIENCE } from '../support/custodian';
import { type CustodianHouse, elements, expectProblem, openCustodianHouse, question } from '../support/custodian-house';
import { stopwatch } from '../support/waiting';

const WEB_APP = 'http://localhost:4100';

const worker: Person = {
  sub: 'sanne',
  roles: ['professional'],
  department: 'sociaal-domein',
  teams: ['wijkteam-soesterkwartier'],
  scope: 'raakvlak:ask raakvlak:register',
};
const connection: Person = { ...worker, sub: 'koppeling', roles: ['connection'], scope: 'raakvlak:register' };

let house: CustodianHouse;
let document: EpochDocument;
let post: CustodianHouse['post'];
let as: CustodianHouse['as'];
let rows: CustodianHouse['rows'];

beforeAll(async () => {
  house = await openCustodianHouse({ epochs: ['2026-1', '2026-2'], settings: { ALLOWED_ORIGINS: WEB_APP } });
  ({ post, as, rows } = house);
  const { office, custodian } = house;
  office.office('enrol', '--actor', house.actor(connection), '--caseload', '100');
  const jws = await (await fetch(`${custodian.url}/v1/epochs`)).text();
  document = openEpochDocument(jws, fromBase64url(office.rootPublicKey, 32), Math.floor(Date.now() / 1000), {
    demo: true,
  });
});
afterAll(() => house?.stop());

const bearer = (token: string): Record<string, string> => ({ authorization: `Bearer ${token}` });

describe('who may not', () => {
  it('a request without a token is refused', async () => {
    expectProblem(await post(question(), {}), 401, 'custodian.token-missing');
  });

  it('a token that is no token, or signed by nobody we know, is refused', async () => {
    expectProblem(await post(question(), bearer('abc')), 401, 'access.token-refused');
    const other = await startIssuer();
    const foreign = await other.token(worker, CUSTODIAN_AUDIENCE, { claims: { iss: house.issuer.url } });
    await other.stop();
    expectProblem(await post(question(), bearer(foreign)), 401, 'access.token-refused');
  });

  it('a token for the index is refused', async () => {
    expectProblem(await post(question(), await as(worker, 'urn:raakvlak:index')), 401, 'access.token-refused');
  });

  it('an ID token is refused', async () => {
    const token = await house.issuer.token(worker, CUSTODIAN_AUDIENCE, { typ: 'JWT', claims: { nonce: 'n' } });
    expectProblem(await post(question(), bearer(token)), 401, 'access.token-refused');
  });

  it('a token without any scope of ours is refused', async () => {
    expectProblem(await post(question(), await as({ ...worker, scope: 'openid' })), 403, 'custodian.scope-missing');
  });

  it('a connection that may only register cannot ask, and one that may only ask cannot register', async () => {
    expectProblem(await post(question(), await as(connection)), 403, 'custodian.scope-missing');
    const asker = await as({ ...worker, scope: 'raakvlak:ask' });
    expectProblem(await post(question({ use: 'register' }), asker), 403, 'custodian.scope-missing');
  });

  it('a refused request leaves no row', async () => {
    const before = await rows();
    await post(question(), await as(connection));
    expect(await rows()).toBe(before);
  });
});

describe('what is not accepted', () => {
  const spoilt: [string, () => unknown][] = [
    ['JSON that does not parse', () => '{"use":"ask","kind":"person","blinded":["999993653"'],
    ['no body', () => '{}'],
    ['a list as body', () => '[]'],
    ['null as body', () => 'null'],
    ['a field that nobody knows', () => question({ bsn: '999993653' })],
    ['a field named constructor', () => `${JSON.stringify(question()).slice(0, -1)},"constructor":1}`],
    ['a field named __proto__', () => `${JSON.stringify(question()).slice(0, -1)},"__proto__":{"use":"ask"}}`],
    ['another use', () => question({ use: 'audit' })],
    ['another kind', () => question({ kind: 'dog' })],
    ['a kind of the prototype', () => question({ kind: 'toString' })],
    ['0 elements', () => question({ blinded: [] })],
    ['257 elements', () => question({ blinded: Array.from({ length: 257 }, () => elements(1)[0]) })],
    ['an element that is no text', () => question({ blinded: [1] })],
    ['an element in a list of lists', () => question({ blinded: [elements(1)] })],
    ['a text instead of a list', () => question({ blinded: elements(1)[0] })],
    ['an element with padding', () => question({ blinded: [`${elements(1)[0]}=`] })],
    ['an element of 31 bytes', () => question({ blinded: ['A'.repeat(42)] })],
    ['an element with unused bits set', () => question({ blinded: [`${'A'.repeat(42)}B`] })],
  ];
  it.each(spoilt)('%s is refused without an echo and without a row', async (_, body) => {
    const before = await rows();
    const answer = await post(body(), await as(worker));
    expect(answer.status).toBe(400);
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(answer.text).not.toMatch(/999993653|toString|bsn|A{20}/);
    expect(await rows()).toBe(before);
  });

  it('the identity element is refused', async () => {
    const identity = toBase64url(new Uint8Array(32));
    expectProblem(await post(question({ blinded: [identity] }), await as(worker)), 400, 'tokens.element-refused');
  });

  it('an encoding that is not canonical is refused, also among good ones', async () => {
    // RFC 9496, A.3: a field element that is not reduced
    const p = fromHex('edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f');
    const blinded = [...elements(2), toBase64url(p)];
    expectProblem(await post(question({ blinded }), await as(worker)), 400, 'tokens.element-refused');
  });

  it('another content type is refused', async () => {
    const headers = { ...(await as(worker)), 'content-type': 'text/plain' };
    expectProblem(await post(question(), headers), 415, 'platform.not-json');
  });

  it('a path that does not exist says so without repeating it', async () => {
    const answer = await fetch(`${house.custodian.url}/v1/evaluations/999993653?bsn=999993653`);
    expect(answer.status).toBe(404);
    expect(await answer.text()).not.toContain('999993653');
  });
});

const fromHex = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'));

describe('what is answered', () => {
  async function evaluate(person: Person, body: unknown): Promise<EvaluationResponse> {
    const answer = await post(body, await as(person));
    if (answer.status !== 200) throw new Error(answer.text);
    return JSON.parse(answer.text) as EvaluationResponse;
  }

  it('a question is answered for the active epoch and the retiring one, provably under the published keys', async () => {
    const lines = linesToAsk(identifierOf('nl-bsn', '999993653'));
    const { lines: found, tickets } = await tokensFor(
      'ask',
      lines,
      document,
      (body) => evaluate(worker, body),
      stretch,
    );
    expect(Object.keys(found[0]!.tokens)).toEqual(['2026-2', '2026-1']);
    const again = await tokensFor('ask', lines, document, (body) => evaluate(worker, body), stretch);
    expect(again.lines[0]!.tokens).toEqual(found[0]!.tokens);
    expect(again.tickets[0]!.ticket).not.toBe(tickets[0]!.ticket);
  });

  it('a registration is answered for the active epoch only', async () => {
    const { evaluations } = await evaluate(connection, question({ use: 'register' }));
    expect(evaluations.map(({ epoch }) => epoch)).toEqual(['2026-2']);
  });

  it('a full batch of 256 comes back in its order with one proof', async () => {
    const lines = Array.from({ length: 256 }, (_, i) => `nl-adres:3811LM/${i + 1}/`);
    const { blinded, state } = blind(lines);
    const answer = await evaluate(worker, question({ kind: 'address', blinded: blinded.map(toBase64url) }));
    for (const { epoch, elements: given, proof } of answer.evaluations) {
      const { publicKeys } = document.epochs.find(({ id }) => id === epoch)!;
      const evaluation = { elements: given.map((element) => fromBase64url(element)), proof: fromBase64url(proof) };
      expect(state.open(fromBase64url(publicKeys.address), evaluation)).toHaveLength(256);
      expect(() => state.open(fromBase64url(publicKeys.building), evaluation)).toThrow('tokens.proof-refused');
    }
  });

  it('the ticket says who asked what kind, how often and until when, under the published ticket key', async () => {
    const { ticket } = await evaluate(worker, question({ blinded: elements(3) }));
    const { kid, alg, typ } = decodeProtectedHeader(ticket);
    expect({ alg, typ }).toEqual({ alg: 'ES256', typ: 'raakvlak-ticket+jwt' });
    const published = document.ticketKeys.find((key) => key.kid === kid)!;
    const { payload } = await jwtVerify(ticket, await importJWK({ ...published }), { issuer: 'custodian.demo' });
    expect(payload).toEqual({
      iss: 'custodian.demo',
      sub: house.actor(worker),
      use: 'ask',
      kind: 'person',
      count: 3,
      jti: expect.stringMatching(/^[\w-]{22}$/),
      iat: expect.any(Number),
      exp: payload.iat! + 300,
    });
  });

  it('each answer has one row in the ledger, with the id of its ticket and nothing that was asked but a digest of random points', async () => {
    const before = await rows();
    const blinded = elements(2);
    const { ticket } = await evaluate(worker, question({ blinded, use: 'register' }));
    const { jti } = JSON.parse(Buffer.from(ticket.split('.')[1]!, 'base64url').toString()) as { jti: string };
    const found = await house.database.query('select * from evaluation where ticket = $1', [
      Buffer.from(jti, 'base64url'),
    ]);
    expect(found.rows).toEqual([
      {
        ticket: Buffer.from(jti, 'base64url'),
        digest: createHash('sha256')
          .update(JSON.stringify([house.actor(worker), 'register', 'person', blinded]))
          .digest(),
        actor: house.actor(worker),
        use: 'register',
        kind: 'person',
        count: 2,
        at: expect.any(Date),
      },
    ]);
    expect(await rows()).toBe(before + 1);
  });

  it('a hundred questions at once are a hundred rows with tickets of their own', async () => {
    const before = await rows();
    const headers = await as(worker);
    const answers = await Promise.all(Array.from({ length: 100 }, () => post(question(), headers)));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 100 }, () => 200));
    const tickets = new Set(answers.map(({ text }) => (JSON.parse(text) as EvaluationResponse).ticket));
    expect(tickets.size).toBe(100);
    expect(await rows()).toBe(before + 100);
  });
});

describe('what anybody may see', () => {
  it('the epoch document is public, signed and may be kept for a minute', async () => {
    const answer = await fetch(`${house.custodian.url}/v1/epochs`);
    expect(answer.headers.get('content-type')).toBe('application/jose');
    expect(answer.headers.get('cache-control')).toBe('public, max-age=60');
    expect(await answer.text()).toBe(readFileSync(house.file('epochs.jws'), 'utf8').trim());
  });

  it('the process says that it lives and that it can serve', async () => {
    expect((await fetch(`${house.custodian.url}/health/live`)).status).toBe(200);
    expect((await fetch(`${house.custodian.url}/health/ready`)).status).toBe(200);
  });

  const preflight = (origin: string) =>
    fetch(`${house.custodian.url}/v1/evaluations`, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization' },
    });

  it.each(['http://localhost:4101', 'https://localhost:4100', 'http://localhost:4100.example', 'null'])(
    'a page of %s may not call it',
    async (origin) => {
      const answer = await preflight(origin);
      expect(answer.headers.get('access-control-allow-origin')).toBeNull();
      expect(answer.status).toBeGreaterThanOrEqual(400);
    },
  );

  it('the web app may call it, and may read its refusals', async () => {
    const answer = await preflight(WEB_APP);
    expect(answer.status).toBe(204);
    expect(answer.headers.get('access-control-allow-origin')).toBe(WEB_APP);
    expect(answer.headers.get('access-control-allow-methods')).toBe('GET, POST');
    expect(answer.headers.get('access-control-allow-credentials')).toBeNull();
    const refused = await post(question(), { origin: WEB_APP });
    expect(refused.status).toBe(401);
    expect(refused.headers.get('access-control-allow-origin')).toBe(WEB_APP);
  });
});

describe('what stops it', () => {
  it('without its ledger nothing is evaluated, within three seconds, and it serves again when the ledger is back', async () => {
    const headers = await as(worker);
    await house.database.query('alter table evaluation rename to elsewhere');
    try {
      expectProblem(await post(question(), headers), 503, 'custodian.ledger-unavailable');
    } finally {
      await house.database.query('alter table elsewhere rename to evaluation');
    }
    const holder = new Client({ connectionString: house.postgres.superuserUrl.replace(/\/postgres$/, '/custodian') });
    await holder.connect();
    try {
      await holder.query('begin; lock table evaluation in access exclusive mode');
      const took = stopwatch();
      const answer = await post(question(), headers);
      expectProblem(answer, 503, 'custodian.ledger-unavailable');
      expect(answer.headers.get('retry-after')).toBe('2');
      expect(took()).toBeLessThan(3_500);
    } finally {
      await holder.end();
    }
    expect((await post(question(), headers)).status).toBe(200);
  });

  it('faults in the configuration are all named at once', async () => {
    const { code, words } = await house.office.refusalToStart({
      AUDIENCE: '',
      KEK_FILE: '',
      DEMO: 'perhaps',
      ALLOWED_ORIGINS: `${WEB_APP}/`,
    });
    expect(code).toBe(1);
    expect(words).toMatch(
      /AUDIENCE is missing[\s\S]*KEK_COMMAND and KEK_FILE are both missing[\s\S]*DEMO must be[\s\S]*ALLOWED_ORIGINS must list/,
    );
  });
});

it('nothing of tokens, people or elements is in the log', async () => {
  const token = await house.issuer.token(worker, CUSTODIAN_AUDIENCE);
  const blinded = elements(1);
  await post(question({ blinded }), bearer(token));
  await post(question({ blinded: [toBase64url(new Uint8Array(32))], more: 1 }), bearer(token));
  const output = house.custodian.output();
  expect(output).toContain('"ready":true');
  for (const secret of [token, blinded[0]!, 'sanne', 'koppeling', '999993653']) expect(output).not.toContain(secret);
});
