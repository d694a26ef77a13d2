import { ROLES, type Role, SCOPES } from '#access';
import type { Person } from '../support';
import { today } from '../support/days';
import { DESK, MARKERS, SHELTERS } from '../support/markers';
import { sdkOf } from '../support/sdk';
import { MANAGER, type TeamCode, type Town, connectionOf, memberOf, startTown, teamBody } from '../support/town';
import type { Reply } from '../support/wire';
import { introduce } from './access-stock';
import { expectProblem } from './index-routes';

// What the service knows of whoever asks, which teams she manages, and which ones she can name.

const TEAM: TeamCode = 'wijkteam-liendert';
const BESIDE: TeamCode = 'wijkteam-soesterkwartier';
const MANAGE = 'raakvlak:ask raakvlak:register raakvlak:manage';
const bilal = memberOf(TEAM, 'bilal');
const carla: Person = { ...memberOf(TEAM, 'carla', ['team-coordinator']), scope: MANAGE };
const vera: Person = { ...memberOf('openbare-orde', 'vera', ['team-coordinator']), teams: [DESK], scope: MANAGE };

let town: Town;
beforeAll(async () => {
  town = await startTown();
  for (const [code, part] of MARKERS) {
    const json = { ...teamBody('openbare-orde'), name: code, part };
    const put = await town.request('PUT', `/v1/teams/${code}`, { as: MANAGER, json });
    if (put.status !== 204) throw new Error(put.text);
  }
});
afterAll(() => town?.stop());

const get = (path: string, as?: Person): Promise<Reply> =>
  town.request('GET', `/v1/${path}`, as === undefined ? {} : { as });
const codes = ({ body }: Reply): unknown[] => (body['teams'] as { code: unknown }[]).map(({ code }) => code);

describe('who am I', () => {
  it('is not told to whoever has no role, or no scope of ours', async () => {
    expectProblem(await get('me'), 401, 'access.sign-in-first');
    for (const as of [
      { ...bilal, roles: [] },
      { ...bilal, roles: ['mayor'] },
      { ...bilal, scope: 'openid' },
    ])
      expectProblem(await get('me', as), 403, 'access.not-allowed');
  });

  it.each(ROLES)(
    'is told to a %s with any scope alone, with the rights of role and scope together',
    async (role: Role) => {
      for (const scope of SCOPES) {
        const { status, body } = await get('me', { ...bilal, sub: `ieder-${role}`, roles: [role], scope });
        expect([status, body['roles']]).toEqual([200, [role]]);
        expect(body['rights']).toContain('self.read');
        expect((body['rights'] as string[]).includes('inquiry.ask')).toBe(
          scope === 'raakvlak:ask' && ['professional', 'team-coordinator'].includes(role),
        );
      }
    },
  );

  it('names actor, department, teams and whether this is a demonstration', async () => {
    expect(await sdkOf(town, bilal).access.me()).toEqual({
      actor: `${town.issuer.url}|bilal`,
      roles: ['professional'],
      rights: expect.arrayContaining(['self.read', 'inquiry.ask', 'involvement.register']) as string[],
      department: { code: 'sociaal-domein', name: 'Sociaal domein', domain: 'care' },
      teams: [{ code: TEAM, name: 'Wijkteam Liendert', department: 'sociaal-domein' }],
      demo: true,
    });
  });

  it('has no department that is not registered, and no team that is not there', async () => {
    const stranger = { ...bilal, sub: 'vreemd', department: 'gemeente-elders', teams: ['geen-team'] };
    expect(await sdkOf(town, stranger).access.me()).toMatchObject({ department: null, teams: [] });
    const broker = { ...bilal, sub: 'bas', roles: ['broker'], teams: [], scope: 'raakvlak:manage' };
    expect(await sdkOf(town, broker).access.me()).toMatchObject({ rights: ['self.read'], teams: [] });
  });

  it('of a connection is all teams of its department', async () => {
    const { teams } = await sdkOf(town, connectionOf('sociaal-domein')).access.me();
    expect(teams.map(({ code }) => code)).toEqual(['bemiddeling-sociaal-domein', TEAM, BESIDE]);
  });

  it('counts a cover while it runs, with its last day, and not before or after', async () => {
    const sanne = memberOf(BESIDE, 'sanne');
    await introduce(town, sanne);
    const actor = `${town.issuer.url}|sanne`;
    const give = (from: number, until: number) =>
      town.request('POST', '/v1/covers', {
        as: carla,
        json: { actor, team: TEAM, from: today(from), until: today(until) },
      });
    const mine = async () => (await sdkOf(town, sanne).access.me()).teams;
    await give(5, 8);
    expect((await mine()).map(({ code }) => code)).toEqual([BESIDE]);
    const { body } = await give(0, 3);
    expect(await mine()).toEqual([
      { code: TEAM, name: 'Wijkteam Liendert', department: 'sociaal-domein', coverUntil: today(3) },
      { code: BESIDE, name: 'Wijkteam Soesterkwartier', department: 'sociaal-domein' },
    ]);
    await town.request('POST', `/v1/covers/${String(body['id'])}/end`, { as: carla, json: {} });
    expect((await mine()).map(({ code }) => code)).toEqual([BESIDE]);
  });
});

describe('teams that one manages', () => {
  const ALL = [TEAM, BESIDE, 'bouwtoezicht-midden', DESK, SHELTERS];

  it('are none for a professional, and those of her token for a coordinator', async () => {
    expectProblem(await get('managed-teams', { ...bilal, scope: MANAGE }), 403, 'access.not-allowed');
    expect(codes(await get('managed-teams', carla))).toEqual([TEAM]);
    expect(await sdkOf(town, vera).organisation.managedTeams()).toEqual([
      { code: DESK, name: DESK, department: 'veiligheid', part: 'shield-desk' },
    ]);
  });

  it('are all of them for the application manager', async () => {
    expect(codes(await get('managed-teams', MANAGER))).toEqual(expect.arrayContaining(ALL));
  });

  it('tell how they are to be reached, and those of others are not told apart from none', async () => {
    const [theirs, nobodys] = [
      await get(`teams/${BESIDE}/contact`, carla),
      await get('teams/geen-team/contact', carla),
    ];
    expectProblem(theirs, 403, 'organisation.not-your-team');
    expect(theirs.text).toBe(nobodys.text);
    expectProblem(await get('teams/geen-team/contact', MANAGER), 404, 'organisation.unknown-team');
    expectProblem(await get('teams/Geen%20team/contact', MANAGER), 400, 'index.code-refused');
    const { contact } = teamBody(TEAM);
    for (const as of [carla, MANAGER])
      expect(await sdkOf(town, as).organisation.contact(TEAM)).toEqual({
        code: TEAM,
        name: 'Wijkteam Liendert',
        department: 'sociaal-domein',
        contact: { ...contact, closures: [] },
      });
  });

  it('tell it as it was changed, closures and whom to call instead included', async () => {
    const { organisation } = sdkOf(town, carla);
    const changed = {
      ...teamBody(TEAM).contact,
      closures: [{ from: '2026-12-25', to: '2026-12-26' }],
      instead: BESIDE,
    };
    await organisation.changeContact(TEAM, changed);
    expect((await organisation.contact(TEAM)).contact).toEqual(changed);
  });
});

describe('names of teams', () => {
  it('are for those who hand over, and not for others', async () => {
    for (const as of [bilal, connectionOf('sociaal-domein'), { ...bilal, roles: ['broker'] }])
      expectProblem(await get('team-names', { ...as, scope: MANAGE }), 403, 'access.not-allowed');
  });

  it('leave out desks and lists of collective addresses, but for those who keep them', async () => {
    const names = await sdkOf(town, carla).organisation.teamNames();
    expect(names).toContainEqual({ code: BESIDE, name: 'Wijkteam Soesterkwartier', department: 'Sociaal domein' });
    expect(names.map(({ code }) => code)).toContain('bouwtoezicht-midden');
    const text = JSON.stringify(names);
    for (const [code] of MARKERS) expect(text).not.toContain(code);
    expect(codes(await get('team-names', vera)).filter((code) => code === DESK || code === SHELTERS)).toEqual([DESK]);
    expect(codes(await get('team-names', MANAGER))).toEqual(expect.arrayContaining([DESK, SHELTERS]));
  });
});

describe('after a merge', () => {
  beforeAll(async () => {
    const json = { kind: 'merge', team: TEAM, to: BESIDE };
    const { body } = await town.request('POST', '/v1/team-changes', { as: MANAGER, json });
    if (body['state'] !== 'carried-out') throw new Error(JSON.stringify(body));
  });

  it('the team that goes on stands in the place of the one that a token still names', async () => {
    const now = { code: BESIDE, name: 'Wijkteam Soesterkwartier', department: 'sociaal-domein' };
    expect((await sdkOf(town, bilal).access.me()).teams).toEqual([now]);
    expect(await sdkOf(town, carla).organisation.managedTeams()).toEqual([{ ...now, part: 'ordinary' }]);
    expect(codes(await get('team-names', carla))).not.toContain(TEAM);
    const gone = await get(`teams/${TEAM}/contact`, carla);
    expectProblem(gone, 409, 'organisation.team-ended');
    expect(gone.body['into']).toBe(BESIDE);
    expect((await get(`teams/${BESIDE}/contact`, carla)).status).toBe(200);
  });
});
