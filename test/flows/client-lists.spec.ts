import { randomUUID } from 'node:crypto';
import type { RaakvlakWithProofs } from '#client/node';
import { type Identifier, identifierOf } from '#tokens';
import { sdkOf } from '../support/sdk';
import { DEPARTMENTS, type Town, connectionOf, memberOf, startTown } from '../support/town';

const TEAM = 'wijkteam-soesterkwartier';
const system = connectionOf('sociaal-domein');
const inspector = memberOf('bouwtoezicht-midden');
const notice = { state: 'given' } as const;

const anna = identifierOf('nl-bsn', '999993653');
const bert = identifierOf('nl-bsn', '999990019');
const newcomer = identifierOf('nl-vnr', '9000000001');
const room = identifierOf('nl-adres', '3899ZZ/12/A');
const flat = identifierOf('nl-adres', '3899ZZ/40/');

let town: Town;
let delivering: RaakvlakWithProofs;
let asking: RaakvlakWithProofs;

beforeAll(async () => {
  town = await startTown();
  [delivering, asking] = [sdkOf(town, system), sdkOf(town, inspector)];
});
afterAll(() => town?.stop());

const household = (persons: readonly Identifier[], addresses: readonly Identifier[]) =>
  asking.askHousehold({ purpose: 'home-visit', persons, addresses });
const teams = async (persons: readonly Identifier[], addresses: readonly Identifier[]): Promise<string[][]> =>
  (await household(persons, addresses)).answers.map(({ contacts }) => contacts.map(({ team }) => team));
const FOUND = ['Wijkteam Soesterkwartier'];

describe('with the custodian’s own tickets and tokens', () => {
  const [first, second] = [randomUUID(), randomUUID()];
  const items = [
    { id: first, team: TEAM, identifier: anna, notice, caseNumber: 'WT-2026-00123' },
    { id: second, team: TEAM, identifier: room, notice, with: first },
    { id: randomUUID(), team: TEAM, identifier: newcomer, notice },
  ];

  it('a list is registered, and again is the same', async () => {
    const registered = await delivering.registerAll(items);
    expect(registered.map(({ id }) => id)).toEqual(items.map(({ id }) => id));
    expect(await delivering.registerAll(items)).toEqual(registered);
  });

  it('a list with one wrong says which one, and stores nothing', async () => {
    const wrong = [
      { id: randomUUID(), team: TEAM, identifier: bert, notice },
      { id: randomUUID(), team: 'bouwtoezicht-midden', identifier: bert, notice },
    ];
    const refusal = delivering.registerAll(wrong);
    await expect(refusal).rejects.toMatchObject({ code: 'involvement.not-your-team', detail: { position: 1 } });
    expect(await teams([bert], [])).toEqual([[]]);
  });

  it('a household is answered in the order that it was asked: persons, then addresses', async () => {
    expect(await teams([bert, anna, newcomer], [flat, room])).toEqual([[], FOUND, FOUND, [], FOUND]);
    expect(await teams([], [room])).toEqual([FOUND]);
  });

  it('somebody moves, and is found at the new address only', async () => {
    const { ended, registered } = await delivering.moved(first, { identifier: flat, notice });
    expect(ended).toEqual([second]);
    expect(registered?.expiresOn).toMatch(/^\d{4}-\d\d-\d\d$/);
    expect(await teams([anna], [room, flat])).toEqual([FOUND, [], FOUND]);
    expect((await delivering.withdraw(first)).linked).toEqual([registered?.id]);
    expect(await delivering.moved(registered?.id ?? '')).toEqual({ ended: [registered?.id] });
  });

  it('lists of changes say what became of each', async () => {
    const [, , third] = items;
    const nobodys = randomUUID();
    const renewals = await delivering.renewAll([first, third?.id ?? '', nobodys]);
    expect(renewals.map(({ state }) => state)).toEqual(['ended', 'renewed', 'unknown']);
    expect(await delivering.withdrawAll([first, nobodys])).toEqual([
      { id: first, state: 'withdrawn' },
      { id: nobodys, state: 'unknown' },
    ]);
  });

  it('all of a team is withdrawn, with progress', async () => {
    const progress: number[] = [];
    expect(await delivering.withdrawTeam(TEAM, 'connection', (so) => progress.push(so))).toBe(1);
    expect(progress).toEqual([1]);
    expect(await teams([newcomer], [])).toEqual([[]]);
  });

  it('a heartbeat names its epoch, and the next answer shows it', async () => {
    await expect(delivering.heartbeat('sociaal-domein', '2019-1')).rejects.toMatchObject({
      code: 'organisation.epoch-unknown',
    });
    const { name } = DEPARTMENTS['sociaal-domein'];
    const standing = async () =>
      (await household([anna], [])).coverage.departments.find(({ department }) => department === name)?.state;
    expect(await standing()).toBe('never');
    await delivering.heartbeat('sociaal-domein', '2026-1');
    expect(await standing()).toBe('current');
  });
});
