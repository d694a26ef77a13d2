import { identifierOf, linesToAsk } from '#tokens';
import type { Person } from '../support';
import {
  DEPARTMENTS,
  MANAGER,
  TEAMS,
  type Answers,
  type Town,
  connectionOf,
  memberOf,
  startTown,
  teamBody,
} from '../support/town';
import type { Reply } from '../support/wire';
import { expectProblem } from './index-routes';

const bilal = memberOf('wijkteam-liendert');
const coordinator = memberOf('wijkteam-soesterkwartier', 'ingrid', ['team-coordinator']);
const resident = identifierOf('nl-bsn', '999993653');

let town: Town;

beforeAll(async () => {
  town = await startTown();
});
afterAll(() => town?.stop());

const put = (path: string, json: unknown, as: Person = MANAGER): Promise<Reply> =>
  town.request('PUT', `/v1/${path}`, { as, json });
const heartbeat = (code: string, as: Person, json: object = {}): Promise<Reply> =>
  town.request('POST', `/v1/departments/${code}/heartbeat`, { as, json });
const coverage = async (): Promise<Answers['coverage']> =>
  (await town.ask(bilal, 'home-visit', linesToAsk(resident))).coverage;
/** What an answer says of one department. */
const standing = async (name: string): Promise<unknown> =>
  (await coverage()).departments.find(({ department }) => department === name);
const catalogue = async (): Promise<unknown[]> => {
  const departments = await town.database.query('select code, name, domain from department order by code');
  const teams = await town.database.query('select * from team order by code');
  return [departments.rows, teams.rows];
};
/** Moves the day of the last heartbeat, as if that long had passed. */
const deliveredDaysAgo = (code: string, days: number) =>
  town.database.query('update department set last_delivered_on = current_date - $2::int where code = $1', [code, days]);

describe('changes that are refused', () => {
  const good = teamBody('wijkteam-liendert');
  const contact = (changes: Record<string, unknown>) => teamBody('wijkteam-liendert', changes);
  const day = { days: [1], from: '09:00', to: '17:00' };
  const refused: [string, string, unknown][] = [
    ['a department without a name', 'departments/nieuw', { domain: 'care' }],
    ['a department with an empty name', 'departments/nieuw', { name: '', domain: 'care' }],
    ['a department with a NUL in its name', 'departments/nieuw', { name: 'a\u0000b', domain: 'care' }],
    ['a department with half a character in its name', 'departments/nieuw', { name: 'a\ud800b', domain: 'care' }],
    ['a department with a name of 121 characters', 'departments/nieuw', { name: 'a'.repeat(121), domain: 'care' }],
    ['a department with a name of invisible characters', 'departments/nieuw', { name: '\u200b\u202e', domain: 'care' }],
    ['a department of another domain', 'departments/nieuw', { name: 'Nieuw', domain: 'intelligence' }],
    [
      'a department with a field too many',
      'departments/nieuw',
      { name: 'Nieuw', domain: 'care', lastDeliveredOn: '2026-01-01' },
    ],
    ['a team without a contact', 'teams/nieuw', { name: 'Nieuw', department: 'sociaal-domein' }],
    ['a team with a telephone number in words', 'teams/nieuw', contact({ phone: 'bel Anna' })],
    ['a team with an e-mail address without a place', 'teams/nieuw', contact({ email: 'anna' })],
    ['a team with half a character in its e-mail address', 'teams/nieuw', contact({ email: 'a@b\ud800.nl' })],
    ['a team with an e-mail address too long', 'teams/nieuw', contact({ email: `a@${'b.'.repeat(60)}nl` })],
    ['a team on an eighth day', 'teams/nieuw', contact({ hours: [{ ...day, days: [8] }] })],
    ['a team on no day', 'teams/nieuw', contact({ hours: [{ ...day, days: [] }] })],
    ['a team until half past twenty-four', 'teams/nieuw', contact({ hours: [{ ...day, to: '24:30' }] })],
    ['a team with fifteen openings', 'teams/nieuw', contact({ hours: Array.from({ length: 15 }, () => day) })],
    ['a team with a remark', 'teams/nieuw', contact({ remark: 'vraag naar Anna' })],
    ['a team with null for whom to call instead', 'teams/nieuw', contact({ instead: null })],
    ['a team with a list for a name', 'teams/nieuw', { ...good, name: ['Nieuw'] }],
  ];
  it.each(refused)('%s', async (_, path, json) => {
    const before = await catalogue();
    expectProblem(await put(path, json), 400, 'platform.fields-refused');
    expect(await catalogue()).toEqual(before);
  });

  it.each(['Nieuw', 'a', '9nieuw', 'nieuw_team', 'a'.repeat(51)])('a code like %s', async (code) => {
    expectProblem(await put(`departments/${code}`, { name: 'Nieuw', domain: 'care' }), 400, 'index.code-refused');
    expectProblem(await put(`teams/${code}`, good), 400, 'index.code-refused');
  });

  it('a team of a department that is not registered', async () => {
    expectProblem(
      await put('teams/nieuw', { ...good, department: 'geen-afdeling' }),
      404,
      'organisation.unknown-department',
    );
  });

  it('a team that refers to one that does not exist, itself included', async () => {
    for (const instead of ['geen-team', 'nieuw'])
      expectProblem(await put('teams/nieuw', contact({ instead })), 404, 'organisation.unknown-team');
  });

  it('a heartbeat of a department that is not registered', async () => {
    expectProblem(
      await heartbeat('geen-afdeling', { ...coordinator, department: 'geen-afdeling' }),
      404,
      'organisation.unknown-department',
    );
  });

  it('a heartbeat for an epoch that nobody published', async () => {
    const before = await catalogue();
    for (const epoch of ['2019-1', '2026-2'])
      expectProblem(
        await heartbeat('sociaal-domein', connectionOf('sociaal-domein'), { epoch }),
        422,
        'organisation.epoch-unknown',
      );
    expect(await catalogue()).toEqual(before);
  });

  it('whatever is sent by somebody who does not manage the application', async () => {
    const before = await catalogue();
    for (const as of [
      coordinator,
      connectionOf('sociaal-domein'),
      { ...bilal, scope: 'raakvlak:manage' },
      { ...MANAGER, scope: 'raakvlak:ask' },
    ]) {
      expectProblem(await put('departments/nieuw', { name: 'Nieuw', domain: 'care' }, as), 403, 'access.not-allowed');
      expectProblem(await put('teams/wijkteam-liendert', good, as), 403, 'access.not-allowed');
    }
    expect(await catalogue()).toEqual(before);
  });
});

describe('changes', () => {
  it('each is in the log, once for every time', async () => {
    const since = (await town.happenings()).length;
    await put('departments/onderwijs', { name: 'Onderwijs', domain: 'education' });
    await put('departments/onderwijs', { name: 'Onderwijs en jeugd', domain: 'education' });
    await put('teams/leerplicht', {
      ...teamBody('wijkteam-liendert', { phone: '033-000 00 81', email: 'leerplicht@amersfoort.example' }),
      name: 'Leerplicht',
      department: 'onderwijs',
    });
    await heartbeat('onderwijs', { ...connectionOf('veiligheid'), department: 'onderwijs' });
    const acts = (await town.happenings(since)).map(
      ({ action, purpose, outcome }) => `${purpose} ${action} ${outcome}`,
    );
    expect(acts).toEqual([
      'management department-put done',
      'management department-put done',
      'management team-put done',
      'management heartbeat done',
    ]);
  });

  it('are seen by the next question: a new telephone number is the one that is shown', async () => {
    await town.register(memberOf('wijkteam-soesterkwartier'), 'wijkteam-soesterkwartier', resident);
    const phone = async (): Promise<unknown> =>
      (await town.ask(bilal, 'home-visit', linesToAsk(resident))).answers[0]?.contacts[0]?.phone;
    expect(await phone()).toBe('033-000 00 11');
    await put('teams/wijkteam-soesterkwartier', teamBody('wijkteam-soesterkwartier', { phone: '033-000 00 99' }));
    expect(await phone()).toBe('033-000 00 99');
  });

  it('the list of one’s own teams and purposes follows one’s department', async () => {
    const teams = await town.request('GET', '/v1/teams', { as: bilal });
    expect(teams.body['teams']).toEqual([
      { code: 'wijkteam-liendert', name: 'Wijkteam Liendert', department: 'sociaal-domein' },
    ]);
    const system = await town.request('GET', '/v1/teams', { as: connectionOf('sociaal-domein') });
    const codes = (system.body['teams'] as { code: string }[]).map(({ code }) => code);
    const own = Object.entries(TEAMS).filter(([, { department }]) => department === 'sociaal-domein');
    expect(codes.sort()).toEqual(own.map(([code]) => code).sort());
    const { body } = await town.request('GET', '/v1/purposes', { as: memberOf('vergunningenloket') });
    const yours = (body['purposes'] as { code: string; yours: boolean }[]).filter((one) => one.yours);
    expect(yours.map(({ code }) => code)).toEqual(['permit-desk']);
  });
});

describe('coverage', () => {
  const code = 'werk-en-inkomen';
  const name = DEPARTMENTS[code].name;
  const today = (): string => new Date().toISOString().slice(0, 10);

  it('names every department, in each answer', async () => {
    const { departments, connected } = await coverage();
    const all = await town.database.query<{ name: string }>('select name from department order by code');
    expect(departments.map(({ department }) => department)).toEqual(all.rows.map((row) => row.name));
    expect(connected).toBe(departments.filter(({ state }) => state !== 'never').length);
  });

  it('a department that never delivered is not connected, and a registration does not change that', async () => {
    const before = await coverage();
    expect(await standing(name)).toEqual({ department: name, lastDelivered: null, state: 'never' });
    await town.register(memberOf('schuldhulpverlening'), 'schuldhulpverlening', resident);
    expect(await coverage()).toEqual(before);
  });

  it('its heartbeat makes it connected, in the next answer', async () => {
    const before = await coverage();
    expect((await heartbeat(code, connectionOf(code))).status).toBe(204);
    const after = await coverage();
    expect(after.connected).toBe(before.connected + 1);
    const others = (of: typeof before): unknown[] => of.departments.filter(({ department }) => department !== name);
    expect(others(after)).toEqual(others(before));
    expect(await standing(name)).toEqual({ department: name, lastDelivered: today(), state: 'current' });
  });

  it('nothing else that a department does moves it: asking, registering, renewing, changing a team', async () => {
    await deliveredDaysAgo(code, 30);
    const before = await coverage();
    const jeroen = memberOf('schuldhulpverlening');
    const { id } = await town.register(jeroen, 'schuldhulpverlening', resident);
    for (const act of ['renew', 'withdraw'])
      await town.request('POST', `/v1/involvements/${id}/${act}`, { as: jeroen, json: {} });
    await town.ask(jeroen, 'home-visit', linesToAsk(resident));
    await put('teams/schuldhulpverlening', teamBody('schuldhulpverlening'));
    await put(`departments/${code}`, DEPARTMENTS[code]);
    expect(await coverage()).toEqual(before);
  });

  it('more than a week of silence is behind, by the day and no more', async () => {
    const daysAgo = (days: number): string =>
      new Date(Date.parse(today()) - days * 86_400_000).toISOString().slice(0, 10);
    for (const [days, state] of [
      [7, 'current'],
      [8, 'behind'],
    ] as const) {
      await deliveredDaysAgo(code, days);
      expect(await standing(name)).toEqual({ department: name, lastDelivered: daysAgo(days), state });
    }
  });

  it('a delivery for an epoch that is no longer live counts as one that must come again', async () => {
    expect((await heartbeat(code, connectionOf(code), { epoch: '2026-1' })).status).toBe(204);
    expect(await standing(name)).toEqual({ department: name, lastDelivered: today(), state: 'current' });
    await town.database.query("update department set last_epoch = '2025-1' where code = $1", [code]);
    expect(await standing(name)).toEqual({ department: name, lastDelivered: today(), state: 'rotating' });
    // One that does not say for which epoch does not make it right.
    await heartbeat(code, connectionOf(code));
    expect(await standing(name)).toEqual({ department: name, lastDelivered: today(), state: 'rotating' });
    await heartbeat(code, connectionOf(code), { epoch: '2026-1' });
    expect(await standing(name)).toEqual({ department: name, lastDelivered: today(), state: 'current' });
  });

  it('a heartbeat twice on one day is one day', async () => {
    await heartbeat(code, connectionOf(code));
    const before = await coverage();
    await heartbeat(code, connectionOf(code));
    expect(await coverage()).toEqual(before);
  });
});
