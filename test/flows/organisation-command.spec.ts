import { Depot, type Ended } from '../support/deliveries';
import { today } from '../support/days';

// The organisation from the command line, as a coordinator and the application manager use it.

let depot: Depot;
beforeAll(async () => {
  depot = await Depot.open();
});
afterAll(() => depot?.close());

const refusal = ({ code, json }: Ended): unknown[] => [json['code'], code];
const contact = (line: string): string[] => [
  ...['--phone', `033-000 00 ${line}`, '--email', 'wijkteam-soesterkwartier@amersfoort.example'],
  ...['--hours', 'ma-vr 09:00-17:00', 'za 10:00-12:00'],
];

describe('refused', () => {
  it('a coordinator gets neither the overview nor the contact point of another team', async () => {
    expect(refusal(await depot.run('organisation', '--as', 'carla', '--json'))).toEqual(['access.not-allowed', 4]);
    expect(
      refusal(await depot.run('contact', 'wijkteam-liendert', ...contact('12'), '--as', 'carla', '--json')),
    ).toEqual(['organisation.not-your-team', 4]);
  });

  it('the telephone number of another department is told in Dutch, without whose it is', async () => {
    const ended = await depot.run('contact', 'wijkteam-soesterkwartier', ...contact('21'), '--as', 'carla');
    expect([ended.code, ended.remarks]).toEqual([2, expect.stringContaining('van een team van een andere afdeling')]);
    expect(ended.out + ended.remarks).not.toMatch(/033|bouwtoezicht/i);
  });

  it('all of a team is never handed over by leaving something out, and a merge asks first', async () => {
    const bare = await depot.run('hand-over', 'wijkteam-soesterkwartier', '--to', 'wijkteam-liendert', '--json');
    expect(refusal(bare)).toEqual(['cli.ids-or-all', 2]);
    const merge = ['merge-teams', 'wijkteam-liendert', '--into', 'wijkteam-schothorst', '--as', 'anouk', '--json'];
    expect(refusal(await depot.run(...merge))).toEqual(['cli.not-confirmed', 2]);
    expect(await depot.count('team_change')).toBe(0);
  });
});

it('a coordinator changes the contact point of her team, and the manager sees it in the overview', async () => {
  const closed = ['--closed', '2026-12-25/2026-12-26', '2026-12-31', '--instead', 'wijkteam-liendert'];
  const changed = await depot.run('contact', 'wijkteam-soesterkwartier', ...contact('11'), ...closed, '--as', 'carla');
  expect([changed.code, changed.remarks]).toEqual([0, '']);
  const { out } = await depot.run('organisation', '--as', 'anouk');
  expect(out).toContain('ma-vr 09:00-17:00, za 10:00-12:00');
  expect(out).toContain('Dicht: 25-12-2026 t/m 26-12-2026, 31-12-2026 t/m 31-12-2026');
  expect(out).toContain('Anders: wijkteam-liendert');
});

it('a merge is planned, listed and cancelled; another is done at once', async () => {
  const merge = ['merge-teams', 'wijkteam-liendert', '--yes', '--as', 'anouk', '--into', 'wijkteam-schothorst'];
  const on = today(10);
  const planned = await depot.run(...merge, '--on', on, '--json');
  expect(planned.json).toMatchObject({ kind: 'merge', on, state: 'announced' });
  const id = String(planned.json['id']);
  expect((await depot.run('team-changes', '--as', 'anouk')).out).toContain(
    'gaat op in wijkteam-schothorst (aangekondigd)',
  );
  expect((await depot.run('team-changes', '--cancel', id, '--as', 'anouk')).out).toContain('gaat niet door');
  const done = await depot.run(...merge);
  expect(done.out).toContain('wijkteam-liendert gaat op in wijkteam-schothorst (uitgevoerd)');
  const late = await depot.run('rename-team', 'wijkteam-liendert', 'Noord', '--as', 'anouk');
  expect([late.code, late.remarks]).toEqual([2, expect.stringContaining('wijkteam-schothorst')]);
});

it('what goes to another department waits for a second person', async () => {
  const words = ['hand-over', 'wijkteam-soesterkwartier', '--all', '--yes', '--to', 'schuldhulpverlening'];
  const { code, out } = await depot.run(...words, '--as', 'carla');
  expect([code, out]).toEqual([0, expect.stringContaining('tweede persoon')]);
});

it('a team is entered as a shield desk, and another word for what it stands for is refused', async () => {
  const desk = [
    ...['team', 'meldpunt-veilig', '--department', 'veiligheid', '--name', 'Meldpunt Veilig'],
    ...['--phone', '033-000 00 77', '--email', 'meldpunt-veilig@amersfoort.example', '--hours', 'ma-zo 00:00-24:00'],
  ];
  const wrong = await depot.run(...desk, '--part', 'geheim', '--as', 'anouk');
  expect([wrong.code, await depot.count("team where code = 'meldpunt-veilig'")]).toEqual([2, 0]);
  const put = await depot.run(...desk, '--part', 'shield-desk', '--as', 'anouk');
  expect([put.code, put.remarks]).toEqual([0, '']);
  expect(await depot.count("team where code = 'meldpunt-veilig' and part = 'shield-desk'")).toBe(1);
});
