import type { Person } from '../support';
import { today } from '../support/days';
import { type ListItem, type Lists, listsOf } from '../support/lists';
import { DESK, DESK_MEMBER as vera, LIST_KEEPER as list, MARKERS, SHELTERS, sameSubject } from '../support/markers';
import { type Answers, MANAGER, type TeamCode, type Town, memberOf, startTown, teamBody } from '../support/town';
import type { Reply } from '../support/wire';
import { expectProblem } from './index-routes';
import { until } from '../support/waiting';

// Where a shield desk is involved nothing is found; on a collective address no team is.

const sanne = memberOf('wijkteam-soesterkwartier');
const bilal = memberOf('wijkteam-liendert');
const ruud = memberOf('bouwtoezicht-midden');
const jeroen = memberOf('schuldhulpverlening');

let town: Town;
let lists: Lists;
const putTeam = (code: string, part?: unknown): Promise<Reply> =>
  town.request('PUT', `/v1/teams/${code}`, {
    as: MANAGER,
    json: {
      ...teamBody('openbare-orde'),
      name: code === DESK ? 'Meldpunt Veilige Plek' : 'Andere naam',
      ...(part === undefined ? {} : { part }),
    },
  });
beforeAll(async () => {
  town = await startTown();
  lists = listsOf(town);
  for (const [code, part] of MARKERS) if ((await putTeam(code, part)).status !== 204) throw new Error('no desk');
});
afterAll(() => town?.stop());

async function register(as: Person, ...items: ListItem[]): Promise<Reply> {
  const reply = await town.request('POST', '/v1/registrations', { as, json: lists.body(as, items) });
  if (reply.status !== 200 && reply.status !== 201) throw new Error(reply.text);
  return reply;
}
const same = (item: ListItem, team: TeamCode, more?: Partial<ListItem>): ListItem =>
  sameSubject(lists, item, team, more);
const ask = async (as: Person, item: ListItem, more: object = {}): Promise<string[]> => {
  const json = { purpose: 'home-visit', ...lists.part(as, [item]), ...more };
  const reply = await town.request('POST', '/v1/inquiries', { as, json });
  if (reply.status !== 200) throw new Error(reply.text);
  return (reply.body as unknown as Answers).answers.flatMap(({ contacts }) => contacts.map(({ team }) => team));
};
const asBuilding = ({ lines, ...item }: ListItem): ListItem => ({ ...item, lines: lines.slice(1) });
const outcomes = async (): Promise<unknown> =>
  (await town.happenings()).filter(({ action }) => action === 'inquiry').at(-1);

describe('the part of a team', () => {
  it('is one of three, and is the application manager’s to say', async () => {
    expectProblem(await putTeam('nieuw-team', 'spy'), 400, 'platform.fields-refused');
    const json = { ...teamBody('openbare-orde'), part: 'shield-desk' };
    for (const as of [sanne, vera])
      expectProblem(await town.request('PUT', '/v1/teams/nieuw-team', { as, json }), 403, 'access.not-allowed');
  });

  it('does not change while the team is involved: what a desk hid would show, or what a team has would hide', async () => {
    await register(vera, lists.person(DESK));
    await register(sanne, lists.person('wijkteam-soesterkwartier'));
    expectProblem(await putTeam(DESK, 'ordinary'), 409, 'organisation.part-in-use');
    const json = { ...teamBody('wijkteam-soesterkwartier'), part: 'shield-desk' };
    const other = await town.request('PUT', '/v1/teams/wijkteam-soesterkwartier', { as: MANAGER, json });
    expectProblem(other, 409, 'organisation.part-in-use');
    expect((await putTeam(DESK)).status).toBe(204);
    const { rows } = await town.database.query('select part from team where code = $1', [DESK]);
    expect(rows).toEqual([{ part: 'shield-desk' }]);
  });
});

describe('cases of a desk', () => {
  const change = (json: object): Promise<Reply> => town.request('POST', '/v1/team-changes', { as: MANAGER, json });
  const handOver = (from: string, to: string): Promise<Reply> =>
    town.request('POST', `/v1/teams/${from}/hand-overs`, { as: MANAGER, json: { cases: 'all', to } });

  it('do not go over to another kind of team, nor an ordinary team’s to a desk', async () => {
    for (const [team, to] of [
      [DESK, 'openbare-orde'],
      ['openbare-orde', DESK],
      [SHELTERS, DESK],
    ] as const) {
      expectProblem(await change({ kind: 'merge', team, to }), 422, 'organisation.parts-differ');
      expectProblem(await handOver(team, to), 422, 'organisation.parts-differ');
    }
  });

  it('go over to another desk, which then stays one until they have come', async () => {
    expect((await putTeam('nieuwe-plek', 'shield-desk')).status).toBe(204);
    const on = today(7);
    const planned = await change({ kind: 'merge', team: DESK, to: 'nieuwe-plek', on });
    expect(planned.status).toBeLessThan(300);
    expectProblem(await putTeam('nieuwe-plek', 'ordinary'), 409, 'organisation.part-in-use');
    const path = `/v1/team-changes/${String(planned.body['id'])}/cancel`;
    expect((await town.request('POST', path, { as: MANAGER, json: {} })).status).toBeLessThan(300);
    expect((await putTeam('nieuwe-plek', 'ordinary')).status).toBe(204);
  });
});

describe('a threatened person', () => {
  let person: ListItem;
  let mine: ListItem;
  beforeAll(async () => {
    person = lists.person('wijkteam-soesterkwartier');
    await register(sanne, person);
    expect(await ask(bilal, person)).toEqual(['Wijkteam Soesterkwartier']);
    await register(vera, same(person, DESK));
  });

  it('is found by nobody from then on', async () => {
    for (const as of [bilal, ruud, jeroen]) expect(await ask(as, person)).toEqual([]);
  });

  it('leaves the team that was there before its desk, and nothing else', async () => {
    expect(await ask(sanne, person)).toEqual(['Meldpunt Veilige Plek']);
  });

  it('is not found by registering: whoever comes afterwards is registered as always and sees nothing', async () => {
    mine = same(person, 'wijkteam-liendert');
    const { body } = await register(bilal, mine);
    expect(body['registrations']).toEqual([expect.objectContaining({ id: mine.id })]);
    expect(await ask(bilal, person)).toEqual([]);
    // The desk sees who came, and whom to warn.
    expect(await ask(vera, person)).toEqual(['Wijkteam Liendert', 'Wijkteam Soesterkwartier']);
  });

  it('is not found by renewing or by registering once more', async () => {
    const renewed = await town.request('POST', `/v1/involvements/${mine.id}/renew`, { as: bilal, json: {} });
    expect(renewed.status).toBe(200);
    await register(bilal, same(person, 'wijkteam-liendert'));
    expect(await ask(bilal, person)).toEqual([]);
    expect(await ask(sanne, person)).toEqual(['Meldpunt Veilige Plek']);
  });

  it('is not found in an emergency: the desk is asked to call, and nobody else is told', async () => {
    await town.database.query('delete from event');
    expect(await ask(bilal, person, { purpose: 'crisis', emergency: 'violence-now' })).toEqual([]);
    const worker = await town.startWorker({ DUTIES: 'follow-up', FOLLOW_UP_SECONDS: '1' });
    const told = async () =>
      (await town.database.query<{ team: string }>('select team, kind from event where team is not null')).rows;
    await until(async () => (await told()).length > 0);
    await worker.stop();
    expect(await told()).toEqual([{ team: DESK, kind: 'emergency-call-now' }]);
  });

  it('is found as before when the desk withdraws', async () => {
    const { rows } = await town.database.query<{ id: string }>(
      'select id from involvement where team = $1 and withdrawn_on is null',
      [DESK],
    );
    for (const { id } of rows) await town.request('POST', `/v1/involvements/${id}/withdraw`, { as: vera, json: {} });
    expect(await ask(ruud, person)).toEqual(['Wijkteam Liendert', 'Wijkteam Soesterkwartier']);
    expect(await outcomes()).toEqual(expect.objectContaining({ outcome: 'done' }));
  });
});

describe('a protected address', () => {
  let home: ListItem;
  beforeAll(async () => {
    home = lists.address('wijkteam-soesterkwartier');
    await register(sanne, home);
    await register(vera, same(home, DESK));
  });

  it('is found by nobody, as address or as building', async () => {
    expect(await ask(bilal, home)).toEqual([]);
    expect(await ask(ruud, asBuilding(home), { purpose: 'planned-control' })).toEqual([]);
  });

  it('shows its desk to the team that was there before when it asks about the address, not about the building', async () => {
    expect(await ask(sanne, home)).toEqual(['Meldpunt Veilige Plek']);
    const inspected = lists.address('bouwtoezicht-midden');
    await register(ruud, inspected);
    await register(vera, same(inspected, DESK));
    expect(await ask(ruud, inspected)).toEqual(['Meldpunt Veilige Plek']);
    expect(await ask(ruud, asBuilding(inspected), { purpose: 'planned-control' })).toEqual([]);
  });
});

describe('a collective address', () => {
  it('shows no team, also to those that are there; a person who lives there is found as always', async () => {
    const shelter = lists.address('wijkteam-soesterkwartier');
    const resident = lists.person('wijkteam-soesterkwartier');
    await register(sanne, resident, { ...shelter, with: resident.id });
    expect(await ask(bilal, shelter)).toEqual(['Wijkteam Soesterkwartier']);
    await register(list, same(shelter, SHELTERS));
    expect(await ask(bilal, shelter)).toEqual([]);
    expect(await ask(ruud, asBuilding(shelter), { purpose: 'planned-control' })).toEqual([]);
    expect(await ask(bilal, resident)).toEqual(['Wijkteam Soesterkwartier']);
    const { body } = await register(bilal, same(shelter, 'wijkteam-liendert'));
    expect(body['registrations']).toHaveLength(1);
    for (const as of [sanne, bilal, list]) expect(await ask(as, shelter)).toEqual([]);
  });
});

describe('one case stricter', () => {
  const atLeast = (disclosure: string) => lists.person('wijkteam-soesterkwartier', { disclosure });

  it('is one of three, and cannot be looser', async () => {
    for (const disclosure of ['open', 'anything', null]) {
      const json = lists.body(sanne, [atLeast(disclosure as string)]);
      expectProblem(
        await town.request('POST', '/v1/registrations', { as: sanne, json }),
        400,
        'platform.fields-refused',
      );
    }
  });

  it('shows a broker, or nothing, where the rules would show the team', async () => {
    const [mediated, silent, closed] = ['mediated', 'silent', 'closed'].map(atLeast) as [ListItem, ListItem, ListItem];
    await register(sanne, mediated, silent, closed);
    expect(await ask(bilal, mediated)).toEqual(['Bemiddeling sociaal domein']);
    expect([await ask(bilal, silent), await ask(bilal, closed)]).toEqual([[], []]);
  });

  it('stays so when it is renewed, and goes along when somebody moves', async () => {
    const person = atLeast('closed');
    const home = lists.address('wijkteam-soesterkwartier', { disclosure: 'silent', with: person.id });
    await register(sanne, person, home);
    for (const { id } of [person, home])
      expect((await town.request('POST', `/v1/involvements/${id}/renew`, { as: sanne, json: {} })).status).toBe(200);
    expect([await ask(bilal, person), await ask(bilal, home)]).toEqual([[], []]);
    const { team: _, ...next } = lists.address('wijkteam-soesterkwartier');
    const tickets = lists.body(sanne, [{ ...next, team: 'x' }]).tickets;
    const moved = await town.request('POST', `/v1/involvements/${home.id}/moves`, {
      as: sanne,
      json: { to: { ...next, tickets } },
    });
    expect(moved.status).toBe(200);
    expect(await ask(bilal, { ...next, team: 'x' })).toEqual([]);
  });

  it('is part of what makes a registration the same: again without it is another one', async () => {
    const one = atLeast('silent');
    await register(sanne, one);
    await register(sanne, one);
    const { disclosure: _, ...looser } = one;
    const json = lists.body(sanne, [looser]);
    expectProblem(await town.request('POST', '/v1/registrations', { as: sanne, json }), 409, 'involvement.id-in-use');
  });
});
