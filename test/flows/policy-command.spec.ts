import { Depot, type Ended } from '../support/deliveries';

// Policy, purposes, proposals and the simulator from the command line, as a privacy officer uses them.

let depot: Depot;
beforeAll(async () => {
  depot = await Depot.open();
});
afterAll(() => depot?.close());

const refusal = ({ code, json }: Ended): unknown[] => [json['code'], code];

describe('refused', () => {
  it.each(['bilal', 'carla', 'anouk'])('%s reads no policy and simulates nothing', async (as) => {
    expect(refusal(await depot.run('policy', 'list', '--as', as, '--json'))).toEqual(['access.not-allowed', 4]);
    const simulation = ['simulate', '--department', 'vergunningen', '--purpose', 'permit-desk'];
    expect(refusal(await depot.run(...simulation, '--as', as, '--json'))).toEqual(['access.not-allowed', 4]);
  });

  it('an action, a file or a version that does not exist', async () => {
    expect((await depot.run('policy', 'burn', '--as', 'pieter', '--json')).json['code']).toBe('cli.usage');
    expect((await depot.run('policy', 'propose', 'geen.json', '--as', 'pieter', '--json')).json['code']).toBe(
      'cli.file-unreadable',
    );
    expect((await depot.run('policy', 'show', 'v99', '--as', 'pieter', '--json')).json['code']).toBe(
      'disclosure.policy-unknown',
    );
  });
});

it('the policy is listed, shown and exported, as a sheet and as a chapter of the DPIA', async () => {
  expect((await depot.run('policy', 'list', '--as', 'pieter')).out).toMatch(
    /^v\d+ {2}geldt nu, vanaf \d\d-\d\d-20\d\d/,
  );
  const shown = await depot.run('policy', 'show', 'in-force', '--as', 'pieter', '--json');
  const rules = shown.json['rules'] as { id: string }[];
  expect(rules.map(({ id }) => id)).toContain('care-to-the-door');
  const sheet = (await depot.run('policy', 'export', 'in-force', '--as', 'pieter')).out.split('\n');
  expect(sheet[0]).toBe(
    '"afdeling";"doel";"soort";"trede";"eigenaar";"zichtbaar";"eigenaar hoort";"regel";"bemiddelaar"',
  );
  expect(sheet.length).toBeGreaterThan(500);
  const chapter = (await depot.run('policy', 'export', 'in-force', '--as-text', '--as', 'pieter')).out.split('\n');
  expect(chapter[0]).toMatch(/^# Beleid v\d+: wie ziet wat$/);
  for (const { id } of rules) expect(chapter.filter((line) => line.startsWith(`| ${id} | `))).toHaveLength(1);
  expect(chapter.find((line) => line.includes('(home-visit) | 1'))).toMatch(/Wmo|Jeugdwet/);
});

it('a change is proposed, shown, compared and simulated, and somebody else approves it', async () => {
  const { json } = await depot.run('policy', 'show', 'in-force', '--as', 'pieter', '--json');
  const desk = { id: 'liendert-at-the-desk', owner: { team: 'wijkteam-liendert' }, purpose: 'permit-desk' };
  const rules = [...(json['rules'] as object[]), { ...desk, disclosure: 'open' }];
  const file = depot.write('beleid.json', JSON.stringify({ rules, brokers: json['brokers'] }));
  const proposed = await depot.run('policy', 'propose', file, '--as', 'pieter', '--json');
  expect(proposed.code).toBe(0);
  const id = String(proposed.json['proposal']);
  expect((await depot.run('proposals', 'list', '--as', 'petra')).out).toContain(`${id}  policy  open`);
  expect((await depot.run('proposals', 'show', id, '--as', 'petra', '--json')).json['content']).toMatchObject({
    rules,
  });

  const difference = (await depot.run('policy', 'diff', 'in-force', id, '--as', 'petra')).out;
  expect(difference).toContain('Nieuwe regels: liendert-at-the-desk');
  expect(difference).toContain('vergunningen, permit-desk, adres: wijkteam-liendert was gesloten, wordt open');
  const simulation = ['simulate', '--department', 'vergunningen', '--purpose', 'permit-desk', '--as', 'petra'];
  const before = (await depot.run(...simulation)).out.split('\n').find((line) => line.startsWith('wijkteam-liendert'));
  const after = (await depot.run(...simulation, '--policy', id)).out
    .split('\n')
    .find((line) => line.startsWith('wijkteam-liendert'));
  expect(before).toContain('Vrager ziet niets');
  expect(after).toMatch(/: open\. Vrager ziet .+; eigenaar hoort wie er vroeg \(regel liendert-at-the-desk\)/);

  const own = await depot.run('proposals', 'approve', id, '--as', 'pieter', '--json');
  expect(refusal(own)).toEqual(['organisation.own-proposal', 4]);
  expect((await depot.run('proposals', 'approve', id, '--as', 'petra')).out).toContain('Het voorstel is goedgekeurd.');
  expect((await depot.run(...simulation)).out).toContain('(regel liendert-at-the-desk)');
});

it('a purpose is proposed with its legal basis, and rejected', async () => {
  const purpose = {
    code: 'housing-check',
    name: 'Huisvestingscontrole',
    roles: ['professional'],
    domains: ['enforcement'],
    kinds: ['address'],
    legalBasis: 'Huisvestingswet 2014, artikel 33',
    registerEntry: 'VR-40',
    effectiveFrom: '2030-01-01',
  };
  const file = depot.write('doel.json', JSON.stringify(purpose));
  const proposed = await depot.run('purpose', 'propose', file, '--as', 'pieter', '--json');
  expect([proposed.code, proposed.remarks]).toEqual([0, '']);
  const id = String(proposed.json['proposal']);
  expect((await depot.run('proposals', 'reject', id, '--as', 'petra')).out).toContain('Het voorstel is afgekeurd.');
  expect((await depot.run('purposes', '--as', 'bilal')).out).not.toContain('Huisvestingscontrole');
});
