import { randomUUID } from 'node:crypto';
import { type Identifier, identifierOf } from '#tokens';
import type { Person } from '../support';
import { today } from '../support/days';
import { type Lists, listsOf } from '../support/lists';
import { DESK, LIST_KEEPER, MARKERS, SHELTERS } from '../support/markers';
import { sdkOf } from '../support/sdk';
import { MANAGER, type Town, connectionOf, memberOf, startTown, teamBody } from '../support/town';
import type { Reply } from '../support/wire';
import { expectProblem } from './index-routes';

// The application manager puts addresses where many live on a list by hand, and nothing else.

const sanne = memberOf('wijkteam-soesterkwartier');
const ruud = memberOf('bouwtoezicht-midden');
const shelter = identifierOf('nl-adres', '3899ZZ/21/');
const resident = identifierOf('nl-bsn', '999993653');

let town: Town;
let lists: Lists;
beforeAll(async () => {
  town = await startTown();
  lists = listsOf(town);
  for (const [code, part] of MARKERS) {
    const json = { ...teamBody('openbare-orde'), name: code, part };
    const put = await town.request('PUT', `/v1/teams/${code}`, { as: MANAGER, json });
    if (put.status !== 204) throw new Error(put.text);
  }
});
afterAll(() => town?.stop());

const keeper = () => sdkOf(town, MANAGER).collectiveAddresses;
/** With random tokens, and tickets of the custodian's own key. */
const send = (team: string, changes: object = {}, as: Person = MANAGER, id = randomUUID()): Promise<Reply> => {
  const { tickets, registrations } = lists.body(as, [lists.address(team as typeof SHELTERS)]);
  const { id: _, notice: __, ...item } = registrations[0] as unknown as Record<string, unknown>;
  return town.request('PUT', `/v1/collective-addresses/${id}`, { as, json: { tickets, ...item, ...changes } });
};
const act = (id: string, what: 'renew' | 'withdraw', as: Person = MANAGER): Promise<Reply> =>
  town.request('POST', `/v1/collective-addresses/${id}/${what}`, { as, json: {} });
const found = async (as: Person, subject: Identifier): Promise<string[]> => {
  const { answers } = await sdkOf(town, as).ask({ purpose: 'home-visit', subjects: [subject] });
  return (answers[0]?.contacts ?? []).map(({ team }) => team);
};
const rows = async (): Promise<number> =>
  (await town.database.query('select 1 from involvement where withdrawn_on is null')).rowCount ?? 0;

describe('what is refused leaves nothing', () => {
  let before: number;
  beforeEach(async () => void (before = await rows()));
  afterEach(async () => expect(await rows()).toBe(before));

  it('by role: everybody but the application manager, members of the list and connections too', async () => {
    const everyScope = 'raakvlak:ask raakvlak:register raakvlak:manage raakvlak:review';
    const others = ['professional', 'team-coordinator', 'broker', 'privacy-officer', 'data-owner'].map((role) => ({
      ...LIST_KEEPER,
      roles: [role],
      scope: everyScope,
    }));
    for (const as of [...others, { ...connectionOf('veiligheid'), scope: everyScope }]) {
      expectProblem(await send(SHELTERS, {}, as), 403, 'access.not-allowed');
      expectProblem(await act(randomUUID(), 'withdraw', as), 403, 'access.not-allowed');
      expectProblem(await town.request('GET', '/v1/collective-addresses', { as }), 403, 'access.not-allowed');
    }
    expectProblem(await send(SHELTERS, {}, { ...MANAGER, scope: 'raakvlak:manage' }), 403, 'access.not-allowed');
  });

  it('for any other team: an ordinary one, a shield desk, one that is not there', async () => {
    for (const team of ['wijkteam-liendert', DESK]) expectProblem(await send(team), 403, 'involvement.not-your-team');
    expectProblem(await send('geen-team'), 422, 'involvement.team-unknown');
  });

  it('a person or a business on a list, by the custodian and by the index', async () => {
    for (const subject of [resident, identifierOf('nl-kvk', '90004819')])
      await expect(keeper().register({ team: SHELTERS, address: subject })).rejects.toMatchObject({
        code: 'custodian.role-refused',
      });
    const { tickets, registrations } = lists.body(MANAGER, [lists.person(SHELTERS)]);
    const { rung, lines } = registrations[0]!;
    expectProblem(await send(SHELTERS, { tickets, rung, lines }), 422, 'involvement.lines-do-not-fit');
  });

  it('what only a team says of its own case: a notice, a disclosure, another part', async () => {
    for (const more of [{ notice: { state: 'given' } }, { disclosure: 'closed' }, { with: randomUUID() }])
      expectProblem(await send(SHELTERS, more), 400, 'platform.fields-refused');
  });

  it('by the ordinary ways to register, list, move and withdraw: her role has none of them', async () => {
    const { tickets, registrations } = lists.body(MANAGER, [lists.address(SHELTERS)]);
    const { id, ...item } = registrations[0]!;
    for (const [method, path, json] of [
      ['PUT', `/v1/involvements/${id}`, { ...item, tickets }],
      ['POST', '/v1/registrations', { tickets, registrations }],
      ['POST', `/v1/teams/${SHELTERS}/withdrawals`, { registeredBy: 'anyone' }],
      ['POST', '/v1/renewals', { ids: [id] }],
    ] as const)
      expectProblem(await town.request(method, path, { as: MANAGER, json }), 403, 'access.not-allowed');
  });

  it('somebody else’s involvement, which is answered like one that is not there', async () => {
    const { id } = await town.register(sanne, 'wijkteam-soesterkwartier', resident);
    before += 1;
    for (const what of ['renew', 'withdraw'] as const) {
      const [theirs, nobodys] = [await act(id, what), await act(randomUUID(), what)];
      expectProblem(theirs, 404, 'involvement.involvement-unknown');
      expect(theirs.text).toBe(nobodys.text);
    }
  });
});

describe('an address on a list', () => {
  it('shows no team any more, whoever asks; who lives there is found as always', async () => {
    await town.register(sanne, 'wijkteam-soesterkwartier', shelter);
    expect(await found(ruud, shelter)).toEqual(['Wijkteam Soesterkwartier']);
    const registered = await keeper().register({ team: SHELTERS, address: shelter, caseNumber: 'VA-2026-00001' });
    expect(registered.expiresOn > today(80)).toBe(true);
    for (const as of [ruud, sanne]) expect(await found(as, shelter)).toEqual([]);
    expect(await found(memberOf('wijkteam-liendert'), resident)).toEqual(['Wijkteam Soesterkwartier']);
  });

  it('stands in the list with its number and by hand, never with the address', async () => {
    const { lists: teams, addresses, more } = await keeper().list();
    expect(teams).toEqual([{ code: SHELTERS, name: SHELTERS, department: 'veiligheid' }]);
    expect(addresses).toEqual([
      {
        id: expect.any(String) as string,
        team: SHELTERS,
        registeredOn: today(),
        expiresOn: expect.any(String) as string,
        kind: 'address',
        caseNumber: 'VA-2026-00001',
        notice: { state: 'exempt', ground: 'impossible-or-disproportionate' },
        registeredBy: 'hand',
      },
    ]);
    expect(more).toBe(false);
  });

  it('is registered once however often that is sent, renewed, and taken off; then teams are found again', async () => {
    const id = randomUUID();
    const unit = identifierOf('nl-adres', '3899ZZ/22/B');
    const first = await keeper().register({ id, team: SHELTERS, address: unit });
    expect(await keeper().register({ id, team: SHELTERS, address: unit })).toEqual(first);
    expect((await keeper().renew(id)).expiresOn).toBe(first.expiresOn);
    const since = (await town.happenings()).length;
    const [{ id: shelterId } = { id: '' }] = (await keeper().list()).addresses.filter((one) => one.id !== id);
    for (const one of [id, shelterId]) await keeper().withdraw(one);
    await keeper().withdraw(id);
    expect((await town.happenings(since)).map(({ action }) => action)).toEqual(['withdraw', 'withdraw']);
    expect((await keeper().list()).addresses).toEqual([]);
    expect(await found(ruud, shelter)).toEqual(['Wijkteam Soesterkwartier']);
  });

  it('that a member of the list or its connection registered is hers to keep as well', async () => {
    await sdkOf(town, LIST_KEEPER).register({ team: SHELTERS, identifier: shelter, notice: { state: 'pending' } });
    const [one] = (await keeper().list()).addresses;
    expect(one).toMatchObject({ registeredBy: 'hand', notice: { state: 'pending' } });
    await keeper().withdraw(one?.id ?? '');
    const system = connectionOf('veiligheid');
    const [delivered] = await sdkOf(town, system).registerAll([
      { id: randomUUID(), team: SHELTERS, identifier: shelter, notice: { state: 'pending' } },
    ]);
    expect((await keeper().list()).addresses).toMatchObject([{ id: delivered?.id, registeredBy: 'connection' }]);
  });
});
