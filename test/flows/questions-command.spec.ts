import { Depot } from '../support/deliveries';

// One's own questions and mistakes from the command line.

const BSN = '999993653';

let depot: Depot;
beforeAll(async () => {
  depot = await Depot.open();
});
afterAll(() => depot?.close());

it('a mistake needs a receipt of a question of one’s own', async () => {
  expect((await depot.run('mistake', '--as', 'bilal')).code).toBe(2);
  expect((await depot.run('mistake', 'geen-bewijs', '--as', 'bilal')).code).toBe(2);
  const unknown = await depot.run('mistake', 'AAAAAAAAAAAAAAAAAAAAAA', '--as', 'bilal');
  expect(unknown.code).not.toBe(0);
  expect(unknown.remarks).toContain('is niet bekend, of niet van u');
  expect((await depot.run('my-questions', '--as', 'pieter')).code).toBe(4);
});

it('a question is in the list, with its mark when it was a mistake', async () => {
  expect((await depot.run('my-questions', '--as', 'bilal')).out).toContain('niets gevraagd');
  const asked = await depot.run('ask', '--as', 'bilal', '--bsn', BSN, '--purpose', 'home-visit', '--json');
  const [answer] = asked.json['answers'] as { receipt: string }[];
  const list = async () => (await depot.run('my-questions', '--as', 'bilal')).out;
  expect(await list()).toMatch(/home-visit {2}persoon {2}[\w-]{22}/);
  const marked = await depot.run('mistake', answer?.receipt ?? '', '--as', 'bilal');
  expect([marked.code, marked.out]).toEqual([0, expect.stringContaining('een vergissing was')]);
  expect(await list()).toMatch(/persoon {2}vergissing/);
  const { json } = await depot.run('my-questions', '--as', 'bilal', '--json');
  expect(json).toMatchObject({ inquiries: [{ purpose: 'home-visit', mistake: true }], more: false });
});
