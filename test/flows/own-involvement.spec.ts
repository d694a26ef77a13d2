import { randomUUID } from 'node:crypto';
import type { OwnInvolvement } from '#client/node';
import { type ListItem, type Lists, listsOf } from '../support/lists';
import { sdkOf } from '../support/sdk';
import { type Town, connectionOf, memberOf, startTown } from '../support/town';
import type { Person } from '../support';

// What a team reads of its own involvement: enough to see what runs out, what comes back with the next delivery, what
// belongs together and what is shown less.

const TEAM = 'wijkteam-soesterkwartier';
const sanne = memberOf(TEAM);
const system = connectionOf('sociaal-domein');

let town: Town;
let lists: Lists;
beforeAll(async () => {
  town = await startTown();
  lists = listsOf(town);
});
afterAll(() => town?.stop());

async function register(as: Person, ...items: ListItem[]): Promise<void> {
  const reply = await town.request('POST', '/v1/registrations', { as, json: lists.body(as, items) });
  if (reply.status !== 200) throw new Error(reply.text);
}
const mine = (): Promise<readonly OwnInvolvement[]> => sdkOf(town, sanne).mine(TEAM);
const one = async ({ id }: ListItem): Promise<OwnInvolvement | undefined> =>
  (await mine()).find((involvement) => involvement.id === id);

it('another team’s is not shown, whatever is in it', async () => {
  await register(system, lists.person(TEAM));
  for (const as of [memberOf('wijkteam-liendert'), connectionOf('veiligheid')])
    await expect(sdkOf(town, as).mine(TEAM)).rejects.toMatchObject({ code: 'involvement.not-your-team' });
});

it('who registered it, what it is linked with and what is shown less stand in the list, and no more than that', async () => {
  const person = lists.person(TEAM, { caseNumber: 'WT-2026-00001', disclosure: 'silent' });
  const home = lists.address(TEAM, { with: person.id });
  await register(system, person, home);
  const alone = lists.person(TEAM);
  await register(sanne, alone);
  const days = { registeredOn: expect.any(String) as string, expiresOn: expect.any(String) as string };
  const notice = { state: 'given' };
  expect(await one(person)).toEqual({
    ...days,
    id: person.id,
    kind: 'person',
    caseNumber: 'WT-2026-00001',
    notice,
    registeredBy: 'connection',
    with: [home.id],
    disclosure: 'silent',
  });
  expect(await one(home)).toEqual({
    ...days,
    id: home.id,
    kind: 'address',
    notice,
    registeredBy: 'connection',
    with: [person.id],
  });
  expect(await one(alone)).toEqual({ ...days, id: alone.id, kind: 'person', notice, registeredBy: 'hand' });
});

it('a part that ended is linked with nothing, and nothing with it', async () => {
  const person = lists.person(TEAM);
  const home = lists.address(TEAM, { with: person.id });
  await register(sanne, person, home);
  await sdkOf(town, sanne).withdraw(home.id);
  expect(await one(home)).toBeUndefined();
  expect(await one(person)).not.toHaveProperty('with');
});

it('what runs out first comes first, and a list that is full says so', async () => {
  const soon = randomUUID();
  await register(sanne, lists.person(TEAM, { id: soon }));
  await town.database.query('update involvement set expires_on = current_date + 3 where id = $1', [soon]);
  const before = await sdkOf(town, sanne).ours(TEAM);
  expect([before.involvements[0]?.id, before.more]).toEqual([soon, false]);
  const days = before.involvements.map(({ expiresOn }) => expiresOn);
  expect(days).toEqual([...days].sort());
  for (let left = 1_001 - before.involvements.length; left > 0; left -= 100)
    await register(system, ...Array.from({ length: Math.min(left, 100) }, () => lists.person(TEAM)));
  const after = await sdkOf(town, sanne).ours(TEAM);
  expect([after.involvements.length, after.involvements[0]?.id, after.more]).toEqual([1_000, soon, true]);
});
