import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ConnectionSettings, publicConnectionFrom } from '#client/node';
import { makeConnection } from '#connector';
import type { Person } from '../support';
import { today } from '../support/days';
import { sdkOf } from '../support/sdk';
import { MANAGER, type Town, connectionOf, memberOf, startTown } from '../support/town';
import { until } from '../support/waiting';
import type { Reply } from '../support/wire';
import { expectProblem } from './index-routes';

// Departments' systems as the application manager keeps them: a list that lets nobody in and nobody out.

const CODE = 'koppeling-sociaal-domein';
const TEAM = 'wijkteam-liendert';
const carla: Person = { ...memberOf(TEAM, 'carla', ['team-coordinator']), scope: 'raakvlak:manage' };

/** Made as bytes first, as everywhere (Node 20). */
function keyPair(namedCurve = 'P-256'): { readonly open: JsonWebKey; readonly secret: JsonWebKey } {
  const { privateKey } = generateKeyPairSync('ec', {
    namedCurve,
    publicKeyEncoding: { type: 'spki', format: 'der' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const open = createPublicKey(privateKey).export({ format: 'jwk' });
  return { open, secret: { ...open, d: 'zDqA9Cyd_tl47CbAYJTRlxtkNGQFVaQ1kQm_JzGHGBE' } };
}
const first = keyPair().open;
const second = keyPair().open;

let town: Town;
beforeAll(async () => {
  town = await startTown();
});
afterAll(() => town?.stop());

const settings = (changes: object = {}) => ({
  name: 'Koppeling van sociaal domein',
  department: 'sociaal-domein',
  teams: [TEAM],
  caseload: 800,
  publicJwk: first,
  ...changes,
});
const put = (json: unknown, code = CODE, as: Person = MANAGER): Promise<Reply> =>
  town.request('PUT', `/v1/connections/${code}`, { as, json });
const end = (code: string, as: Person = MANAGER): Promise<Reply> =>
  town.request('POST', `/v1/connections/${code}/end`, { as, json: {} });
const stored = async (): Promise<Record<string, unknown>[]> =>
  (await town.database.query<Record<string, unknown>>('select * from connection order by code')).rows;
const thumbprints = ({ body }: Reply): unknown =>
  (body['keys'] as { thumbprint: string }[]).map((key) => key.thumbprint);
const listed = async (code = CODE) =>
  (await sdkOf(town, MANAGER).organisation.connections()).find((one) => one.code === code);

describe('what is refused leaves no row', () => {
  afterEach(async () => expect(await stored()).toEqual([]));

  it('by role: everybody but the application manager', async () => {
    for (const as of [carla, { ...memberOf(TEAM), scope: 'raakvlak:manage' }, connectionOf('sociaal-domein')]) {
      expectProblem(await put(settings(), CODE, as), 403, 'access.not-allowed');
      expectProblem(await end(CODE, as), 403, 'access.not-allowed');
      expectProblem(await town.request('GET', '/v1/connections', { as }), 403, 'access.not-allowed');
    }
  });

  it('a private key, with words that say so and what to do; it stands in no answer, log or record', async () => {
    const { secret } = keyPair();
    const since = (await town.happenings()).length;
    for (const publicJwk of [secret, { ...secret, kty: 'RSA' }, { kty: 'oct', k: secret.d }, { d: null }]) {
      const reply = await put(settings({ publicJwk }));
      expectProblem(reply, 422, 'organisation.connection-key-private');
      expect(reply.body['advice']).toContain('make a new pair');
      expect(reply.text).not.toContain(secret.d);
    }
    // The whole private file in the place of the public one.
    expectProblem(await put({ ...settings(), key: secret }), 400, 'platform.fields-refused');
    expect(town.logs()).not.toContain(secret.d);
    const refusals = (await town.happenings(since)).map(({ action, outcome }) => `${action} ${outcome}`);
    expect(refusals).toEqual(Array.from({ length: 4 }, () => 'connection-put refused'));
  });

  it('a private key is not even sent by the SDK', async () => {
    const { organisation } = sdkOf(town, MANAGER);
    const given = settings({ publicJwk: keyPair().secret }) as unknown as ConnectionSettings;
    const since = (await town.happenings()).length;
    await expect(organisation.putConnection(CODE, given)).rejects.toMatchObject({ code: 'client.private-key' });
    expect(await town.happenings(since)).toEqual([]);
  });

  it.each([
    ['of another curve', keyPair('P-384').open],
    ['that is no point of the curve', { ...first, y: first.x }],
    ['with padding', { ...first, x: `${first.x}=` }],
    ['with a coordinate that is too short', { ...first, x: first.x?.slice(0, 42) }],
    ['with unused bits', { ...first, x: `${'A'.repeat(42)}B` }],
    ['for another algorithm', { ...first, alg: 'ES512' }],
    ['for encryption', { ...first, use: 'enc' }],
    ['under the name of another', { ...first, kid: 'A'.repeat(43) }],
    ['with a member that nobody knows', { ...first, x5u: 'https://login.example' }],
    ['that is RSA', { kty: 'RSA', n: first.x, e: 'AQAB' }],
    ['that is empty', {}],
  ])('a key %s', async (_, publicJwk) => {
    expectProblem(await put(settings({ publicJwk })), 422, 'organisation.connection-key-refused');
  });

  it.each([
    ['no key', { publicJwk: undefined }],
    ['a list for a key', { publicJwk: [first] }],
    ['null for a key', { publicJwk: null }],
    ['no caseload', { caseload: 0 }],
    ['half a case', { caseload: 1.5 }],
    ['more cases than a town has', { caseload: 1_000_001 }],
    ['no team', { teams: [] }],
    ['a team twice', { teams: [TEAM, TEAM] }],
    ['a name with a line break', { name: 'Koppeling\nvan' }],
    ['a field that nobody knows', { admitted: true }],
  ])('%s', async (_, changes) => {
    expectProblem(await put(settings(changes)), 400, 'platform.fields-refused');
  });

  it('a department or team that is not there, a team of another department, a code that is none', async () => {
    expectProblem(await put(settings({ department: 'geen' })), 404, 'organisation.unknown-department');
    expectProblem(await put(settings({ teams: ['geen-team'] })), 404, 'organisation.unknown-team');
    expectProblem(await put(settings({ teams: [TEAM, 'openbare-orde'] })), 422, 'organisation.team-elsewhere');
    expectProblem(await put(settings(), 'Koppeling'), 400, 'index.code-refused');
    expectProblem(await end('koppeling-onbekend'), 404, 'organisation.connection-unknown');
  });
});

describe('a connection', () => {
  it('is entered once, however often that is sent, and its answer says what two others have to do', async () => {
    const since = (await town.happenings()).length;
    const entered = await put(settings());
    expect(entered.status).toBe(201);
    const again = await put(settings());
    expect([again.status, again.body]).toEqual([200, entered.body]);
    const [thumbprint] = thumbprints(entered) as [string];
    expect(entered.body).toMatchObject({
      code: CODE,
      enteredOn: today(),
      state: 'never-seen',
      elsewhere: {
        identityProvider: { clientId: CODE, thumbprints: [thumbprint] },
        custodian: { actor: `${town.issuer.url}|${CODE}`, caseload: 800, blocked: false },
      },
    });
    expect(await town.happenings(since)).toEqual([
      expect.objectContaining({ action: 'connection-put', outcome: 'done', purpose: 'management' }),
    ]);
    expect(Object.keys((await stored())[0]?.['public_key'] as object)).not.toContain('d');
  });

  it('is let in by nobody for standing in the list, and kept out by nobody for not standing there', async () => {
    const unlisted = connectionOf('werk-en-inkomen');
    const heartbeat = await town.request('POST', '/v1/departments/werk-en-inkomen/heartbeat', {
      as: unlisted,
      json: {},
    });
    expect(heartbeat.status).toBe(204);
  });

  it('has the key of no other connection', async () => {
    expectProblem(await put(settings(), 'koppeling-ander'), 409, 'organisation.connection-key-taken');
  });

  it('keeps the thumbprint of the key before a new one, until the provider has forgotten it', async () => {
    const [old] = thumbprints(await put(settings())) as [string];
    const rolling = await put(settings({ publicJwk: second }));
    const [fresh, previous] = thumbprints(rolling) as [string, string];
    expect([rolling.status, previous]).toEqual([200, old]);
    expect(fresh).not.toBe(old);
    // The same request once more, whose answer was lost, keeps it too.
    expect((await put(settings({ publicJwk: second }))).body).toEqual(rolling.body);
    expect((await listed())?.elsewhere.identityProvider.thumbprints).toEqual([fresh, old]);
    expectProblem(await put(settings(), 'koppeling-ander'), 409, 'organisation.connection-key-taken');
    expect(thumbprints(await put(settings({ publicJwk: second, rolledOver: true })))).toEqual([fresh]);
    expect(thumbprints(await put(settings({ publicJwk: second, caseload: 900 })))).toEqual([fresh]);
  });

  it('tells when it came last and how its department delivers', async () => {
    const system = connectionOf('sociaal-domein');
    await town.request('GET', '/v1/teams', { as: system });
    await until(async () => (await listed())?.lastSeenOn !== undefined);
    expect(await listed()).toMatchObject({ lastSeenOn: today(), state: 'never-delivered' });
    const beat = (json: object) =>
      town.request('POST', '/v1/departments/sociaal-domein/heartbeat', { as: system, json });
    await beat({ epoch: '2026-1' });
    expect(await listed()).toMatchObject({ state: 'current', delivered: { epoch: '2026-1' } });
    await town.database.query(
      "update department set last_delivered_on = current_date - 30 where code = 'sociaal-domein'",
    );
    expect((await listed())?.state).toBe('behind');
    await town.database.query("update department set last_epoch = '2025-9' where code = 'sociaal-domein'");
    expect((await listed())?.state).toBe('rotating');
  });

  it('ends once, is then to be blocked, and does not come back under its old code or key', async () => {
    const since = (await town.happenings()).length;
    const ended = await sdkOf(town, MANAGER).organisation.endConnection(CODE);
    expect(ended).toMatchObject({
      state: 'ended',
      endedOn: today(),
      elsewhere: { identityProvider: { thumbprints: [] }, custodian: { blocked: true } },
    });
    expect((await end(CODE)).body).toEqual(ended);
    expect((await town.happenings(since)).map(({ action }) => action)).toEqual(['connection-end']);
    expectProblem(await put(settings({ publicJwk: keyPair().open })), 409, 'organisation.connection-ended');
    expectProblem(
      await put(settings({ publicJwk: second }), 'koppeling-nieuw'),
      409,
      'organisation.connection-key-taken',
    );
    expect((await put(settings({ publicJwk: keyPair().open }), 'koppeling-nieuw')).status).toBe(201);
    expect((await sdkOf(town, MANAGER).organisation.connections()).map(({ code }) => code)).toEqual([
      'koppeling-nieuw',
      CODE,
    ]);
  });

  it('is entered by the SDK from the file that `raakvlak connection` makes', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'raakvlak-connection-'));
    const about = { ...settings(), clientId: 'koppeling-bestand', publicJwk: undefined };
    const { publicFile, privateFile } = makeConnection(folder, about);
    expect(() => publicConnectionFrom(readFileSync(privateFile, 'utf8'))).toThrow(
      expect.objectContaining({ code: 'client.private-key' }),
    );
    const { clientId, ...given } = publicConnectionFrom(readFileSync(publicFile, 'utf8'));
    const entered = await sdkOf(town, MANAGER).organisation.putConnection(clientId, given);
    expect(entered.keys.map(({ thumbprint }) => thumbprint)).toEqual([given.publicJwk['kid']]);
  });
});
