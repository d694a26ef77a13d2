import { identifierOf, linesToAsk } from '#tokens';
import type { Person } from '../support';
import { today } from '../support/days';
import { MANAGER, type Town, memberOf, startTown, teamBody } from '../support/town';
import type { Reply } from '../support/wire';
import { expectProblem } from './index-routes';

const MANAGE = 'raakvlak:ask raakvlak:register raakvlak:manage';
const carla: Person = { ...memberOf('wijkteam-liendert', 'carla', ['team-coordinator']), scope: MANAGE };
const asker = memberOf('bouwtoezicht-midden');
const resident = identifierOf('nl-bsn', '999993653');
const own = (changes: Record<string, unknown> = {}) => teamBody('wijkteam-liendert', changes).contact;

let town: Town;

beforeAll(async () => {
  town = await startTown();
  await town.register(memberOf('wijkteam-liendert'), 'wijkteam-liendert', resident);
});
afterAll(() => town?.stop());

const change = (code: string, json: unknown, as: Person = carla): Promise<Reply> =>
  town.request('PUT', `/v1/teams/${code}/contact`, { as, json });
const teams = async (): Promise<unknown[]> => (await town.database.query('select * from team order by code')).rows;
const shown = async (): Promise<Record<string, unknown>> =>
  (await town.ask({ ...asker, department: 'sociaal-domein' }, 'home-visit', linesToAsk(resident))).answers[0]
    ?.contacts[0] as unknown as Record<string, unknown>;

describe('a contact point that stays as it is', () => {
  afterEach(async () => expect(await teams()).toEqual(before));
  let before: unknown[];
  beforeAll(async () => {
    before = await teams();
  });

  it('when a professional, or the coordinator of another team, wants to change it', async () => {
    const professional: Person = { ...memberOf('wijkteam-liendert'), scope: MANAGE };
    expectProblem(await change('wijkteam-liendert', own(), professional), 403, 'access.not-allowed');
    const since = (await town.happenings()).length;
    for (const code of ['wijkteam-soesterkwartier', 'bouwtoezicht-midden', 'geen-team'])
      expectProblem(await change(code, own()), 403, 'organisation.not-your-team');
    const refusals = (await town.happenings(since)).map(({ action, outcome }) => `${action} ${outcome}`);
    expect(refusals).toEqual(Array.from({ length: 3 }, () => 'contact-change refused'));
  });

  it('when it would become the telephone number of another department, however that is written', async () => {
    for (const phone of ['033-000 00 21', '+31 33 000 0021', '0031 (33) 000-00-21', '0330000021']) {
      const reply = await change('wijkteam-liendert', own({ phone }));
      expectProblem(reply, 409, 'organisation.contact-taken');
      expect(reply.text).not.toMatch(/\d{4}|bouwtoezicht/);
    }
  });

  it('when it would become the e-mail address of another department', async () => {
    const reply = await change('wijkteam-liendert', own({ email: 'Bouwtoezicht-Midden@Amersfoort.example' }));
    expectProblem(reply, 409, 'organisation.contact-taken');
    expect(reply.text).not.toMatch(/amersfoort|bouwtoezicht/i);
    const put = { ...teamBody('wijkteam-liendert', { phone: '033-000 00 21' }) };
    expectProblem(
      await town.request('PUT', '/v1/teams/wijkteam-liendert', { as: MANAGER, json: put }),
      409,
      'organisation.contact-taken',
    );
  });

  it('when a closure ends before it begins, is no day, or is one of more than fifty', async () => {
    const closed = (from: string, to: string) => change('wijkteam-liendert', own({ closures: [{ from, to }] }));
    expectProblem(await closed('2026-12-26', '2026-12-25'), 422, 'organisation.closure-refused');
    for (const [from, to] of [
      ['2026-02-30', '2026-03-01'],
      ['2026-W01-1', '2026-12-01'],
      ['morgen', '2026-12-01'],
    ] as const)
      expectProblem(await closed(from, to), 400, 'platform.fields-refused');
    const many = Array.from({ length: 51 }, () => ({ from: '2026-12-25', to: '2026-12-26' }));
    expectProblem(await change('wijkteam-liendert', own({ closures: many })), 400, 'platform.fields-refused');
  });

  it('when the manager changes that of a team that is not there', async () => {
    expectProblem(await change('geen-team', own(), MANAGER), 404, 'organisation.unknown-team');
    expectProblem(await change('wijkteam-liendert', own({ instead: 'geen-team' })), 404, 'organisation.unknown-team');
  });

  it('when a team would be called instead of itself', async () => {
    const reply = await change('wijkteam-liendert', own({ instead: 'wijkteam-liendert' }));
    expectProblem(reply, 409, 'organisation.instead-loops');
  });
});

it('a chain of teams to call instead that leads back is refused, at whatever length', async () => {
  expect((await change('bouwtoezicht-midden', withLine('21', 'wijkteam-liendert'), MANAGER)).status).toBe(204);
  expect((await change('openbare-orde', withLine('51', 'bouwtoezicht-midden'), MANAGER)).status).toBe(204);
  expectProblem(
    await change('wijkteam-liendert', own({ instead: 'openbare-orde' })),
    409,
    'organisation.instead-loops',
  );
});
const withLine = (line: string, instead: string) => ({
  ...own({ phone: `033-000 00 ${line}`, email: `lijn-${line}@amersfoort.example` }),
  instead,
});

it('on a closed day the answer says so, and names whom to call instead; after it the team is there again', async () => {
  const closures = [{ from: today(), to: today() }];
  const contact = own({ instead: 'wijkteam-soesterkwartier' });
  expect((await change('wijkteam-liendert', { ...contact, closures })).status).toBe(204);
  expect(await shown()).toMatchObject({
    reachable: false,
    instead: { team: 'Wijkteam Soesterkwartier', phone: '033-000 00 11' },
  });
  // Left out, they stay; the application manager who changes a name does not open a closed team.
  const put = await town.request('PUT', '/v1/teams/wijkteam-liendert', {
    as: MANAGER,
    json: teamBody('wijkteam-liendert', { instead: 'wijkteam-soesterkwartier' }),
  });
  expect(put.status).toBe(204);
  expect(await shown()).toMatchObject({ reachable: false });
  expect((await change('wijkteam-liendert', { ...contact, closures: [] })).status).toBe(204);
  const open = await shown();
  expect(open).toMatchObject({ reachable: true });
  expect(open).not.toHaveProperty('instead');
});

it('teams of one department may share a telephone, and each change is in the log', async () => {
  const since = (await town.happenings()).length;
  expect((await change('wijkteam-liendert', own({ phone: '033-000 00 11' }))).status).toBe(204);
  expect((await town.happenings(since)).map(({ action, outcome }) => `${action} ${outcome}`)).toEqual([
    'contact-change done',
  ]);
});

it('the overview is for the application manager, and shows departments, contact points and deliveries', async () => {
  const read = (as: Person): Promise<Reply> => town.request('GET', '/v1/organisation', { as });
  expectProblem(await read(carla), 403, 'access.not-allowed');
  const { status, body } = await read(MANAGER);
  expect(status).toBe(200);
  expect(body['departments']).toContainEqual({
    code: 'sociaal-domein',
    name: 'Sociaal domein',
    domain: 'care',
    casePattern: '{letters}-{year}-{3-6}',
  });
  expect((body['teams'] as unknown[]).length).toBe((await teams()).length);
  expect(body).toMatchObject({ changes: [], proposals: [] });
});

it('another domain of a department, or department of a team, waits for a second person', async () => {
  const put = (path: string, json: unknown): Promise<Reply> =>
    town.request('PUT', `/v1/${path}`, { as: MANAGER, json });
  const department = { name: 'Veiligheid en wijken', domain: 'care' };
  const first = await put('departments/veiligheid', department);
  expect([first.status, Object.keys(first.body)]).toEqual([202, ['proposal']]);
  expect((await put('departments/veiligheid', department)).body).toEqual(first.body);
  const team = teamBody('openbare-orde', { phone: '033-000 00 51', email: 'lijn-51@amersfoort.example' });
  const second = await put('teams/openbare-orde', { ...team, department: 'sociaal-domein' });
  expect(second.status).toBe(202);
  const { rows } = await town.database.query(
    `select d.name, d.domain, t.department from department d join team t on t.code = 'openbare-orde'
     where d.code = 'veiligheid'`,
  );
  expect(rows).toEqual([{ name: 'Veiligheid en wijken', domain: 'safety', department: 'veiligheid' }]);
  const { body } = await town.request('GET', '/v1/organisation', { as: MANAGER });
  expect((body['proposals'] as { kind: string }[]).map(({ kind }) => kind)).toEqual([
    'department-domain',
    'team-department',
  ]);
});
