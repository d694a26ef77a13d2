import { today } from '../support/days';
import { Depot, type Ended } from '../support/deliveries';

// Covers and the list of who may what from the command line, as people of the demonstration.

/** Of Carla, their coordinator, and of Ingrid; Bilal is of another team of the same department. */
const TEAM = 'wijkteam-soesterkwartier';

let depot: Depot;
beforeAll(async () => {
  depot = await Depot.open();
});
afterAll(() => depot?.close());

const give = (as: string, colleague: string, ...more: string[]): Promise<Ended> =>
  depot.run('cover', TEAM, '--for', colleague, '--until', today(7), '--as', as, ...more);
const mine = (as: string): Promise<Ended> => depot.run('mine', '--team', TEAM, '--as', as);

describe('refused, and told so in Dutch', () => {
  it.each([
    ['a cover by a professional', () => give('bilal', 'ingrid'), 4, 'Uw rol'],
    ['a cover by the coordinator of another team', () => give('wim', 'bilal'), 4, 'U beheert dit team niet'],
    ['a cover for oneself', () => give('carla', 'carla'), 4, 'geen vervanging aan uzelf'],
    ['a cover for somebody who never signed in', () => give('carla', 'mirjam'), 2, 'Deze collega is niet bekend'],
    ['a day that is none', () => give('carla', 'bilal', '--from', '999990019'), 2, 'Dit is geen datum'],
    ['days in the past', () => give('carla', 'bilal', '--from', today(-1)), 2, 'Deze dagen kunnen niet'],
    [
      'the end of something that is no cover',
      () => depot.run('end-cover', '999990019', '--as', 'carla'),
      2,
      'niet het nummer van een vervanging',
    ],
    [
      'the end of a cover that is not there',
      () => depot.run('end-cover', '6a1f2c3d-4b5e-4f60-8a7b-9c0d1e2f3a4b', '--as', 'carla'),
      2,
      'niet bekend of niet van een team dat u beheert',
    ],
    ['the list of covers to a professional', () => depot.run('covers', '--as', 'ingrid'), 4, 'Uw rol'],
    ['the list of who may what to a coordinator', () => depot.run('access', '--as', 'carla'), 4, 'Uw rol'],
  ])('%s', async (_, run, code, words) => {
    const ended = await run();
    expect([ended.code, ended.remarks]).toEqual([code, expect.stringContaining(words)]);
    expect(ended.out + ended.remarks).not.toContain('999990019');
  });
});

it('a coordinator gives cover, sees it, and ends it; the colleague works for the team in between', async () => {
  const refused = await mine('bilal');
  expect([refused.code, refused.remarks]).toEqual([4, expect.stringContaining('niet handelen voor dit team')]);
  expect((await depot.run('covers', '--as', 'carla')).code).toBe(3);

  const given = await give('carla', 'bilal', '--json');
  expect(given.code).toBe(0);
  expect(given.json).toEqual({
    id: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
    from: today(),
    until: today(7),
  });
  const id = String(given.json['id']);
  // Nothing is registered for the team; that is nothing found, and no refusal.
  expect((await mine('bilal')).code).toBe(3);
  expect((await give('carla', 'bilal', '--json')).json['id']).toBe(id);

  const listed = await depot.run('covers', '--as', 'carla');
  expect(listed.out).toContain(`${id}  `);
  expect(listed.out).toContain(`|bilal  ${TEAM} van ${today()} tot en met ${today(7)}`);

  const ended = await depot.run('end-cover', id, '--as', 'carla');
  expect([ended.code, ended.out]).toEqual([0, expect.stringContaining('De vervanging is gestopt.')]);
  expect((await mine('bilal')).code).toBe(4);
});

it('the reviewers read who may what, as text, as a table and as JSON', async () => {
  expect((await give('carla', 'bilal')).code).toBe(0);
  const [text, table, object] = [
    await depot.run('access', '--as', 'pieter'),
    await depot.run('access', '--csv', '--as', 'helga'),
    await depot.run('access', '--json', '--as', 'helga'),
  ];
  for (const { code } of [text, table, object]) expect(code).toBe(0);
  expect(text.out).toContain('cover.manage: teamcoördinator (eigen teams), applicatiebeheerder (alles)');
  expect(text.out).toMatch(
    /\|bilal\n {2}rol: professional\n {2}afdeling: sociaal-domein\n {2}teams: wijkteam-liendert\n/,
  );
  expect(text.out).toContain(`vervangt bij: ${TEAM} van ${today()} tot en met ${today(7)}`);
  const rows = table.out.trim().split('\n');
  expect(new Set(rows.map((row) => row.split('";"').length))).toEqual(new Set([8]));
  expect(rows.find((row) => row.includes('|bilal"'))).toMatch(/^"account";.*"professional";"sociaal-domein";/);
  expect((object.json['accounts'] as unknown[]).length).toBeGreaterThan(1);
  expect(object.json['more']).toBe(false);
});
