import { copyFileSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { admit, asPerson } from '#local';
import { identifierOf } from '#tokens';
import { AMPLE_BUDGETS } from '../support/budgets';
import { Depot, type Ended, numbers } from '../support/deliveries';

// A department that nobody knew: from its key to its first delivery, and what its declared caseload holds back.

let depot: Depot;
beforeAll(async () => {
  // Connections get what they declared; everybody else may go on.
  const { connections: _connections, ...others } = AMPLE_BUDGETS;
  depot = await Depot.open({ budgets: others });
});
afterAll(() => depot?.close());

const CLIENT = 'koppeling-schuldsanering';
const NEW = 'sanering-noord';
const people = numbers(150);
const sync = (...words: string[]): Promise<Ended> =>
  depot.run('sync', 'export.csv', '--connection', 'sanering/connection.json', '--json', ...words);
const connect = (caseload: number, out: string): Promise<Ended> =>
  depot.run(
    ...['connection', CLIENT, '--department', 'schuldsanering', '--team', NEW],
    ...['--caseload', String(caseload), '--out', out],
  );

it('the department makes its connection: two files, and the secret is in one of them', async () => {
  const { code, out } = await connect(100, 'sanering');
  expect(code).toBe(0);
  expect(out).toContain(`npm run -s admit -- ${join('sanering', 'connection.public.json')}`);
  expect(statSync(depot.path('sanering/connection.json')).mode & 0o777).toBe(0o600);
  const { key } = JSON.parse(readFileSync(depot.path('sanering/connection.json'), 'utf8')) as { key: { d: string } };
  expect(readFileSync(depot.path('sanering/connection.public.json'), 'utf8')).not.toContain(key.d);
  expect(out).not.toContain(key.d);
  expect((await connect(100, 'sanering')).code).not.toBe(0);
});

it('before anybody admitted it, it cannot sign in', async () => {
  depot.export(people.slice(0, 10).map((bsn) => `${bsn};;`));
  const { code, json } = await sync('--approve');
  expect([code, json['code']]).toEqual([4, 'client.sign-in-refused']);
});

it('the application manager enters department and team; somebody else may not', async () => {
  const department = ['department', 'schuldsanering', '--name', 'Schuldsanering', '--domain', 'debt', '--as'];
  expect((await depot.run(...department, 'jeroen')).code).toBe(4);
  expect((await depot.run(...department, 'anouk')).code).toBe(0);
  const team = [
    ...['team', NEW, '--department', 'schuldsanering', '--name', 'Sanering Noord', '--phone', '033-000 00 91'],
    ...['--email', 'sanering-noord@amersfoort.example', '--hours', 'ma-vr 09:00-17:00', 'za 10:00-12:00'],
  ];
  expect((await depot.run(...team, '--as', 'jeroen')).code).toBe(4);
  expect((await depot.run(...team, '--as', 'anouk')).code).toBe(0);
});

it('the application manager puts it in the list from the public file, which lets it in by itself no more than before', async () => {
  const enter = (file: string, as: string): Promise<Ended> => depot.run('enter-connection', file, '--as', as);
  const refused = await enter('sanering/connection.json', 'anouk');
  expect([refused.code, refused.remarks]).toEqual([2, expect.stringContaining('geheime sleutel')]);
  expect((await enter('sanering/connection.public.json', 'jeroen')).code).toBe(4);
  expect((await enter('sanering/geen.json', 'anouk')).code).toBe(2);
  const entered = await enter('sanering/connection.public.json', 'anouk');
  expect([entered.code, entered.out]).toEqual([0, expect.stringContaining('Twee anderen laten haar binnen')]);
  expect(entered.out).toContain(`|${CLIENT} heeft een omvang van 100`);
  expect((await sync('--approve')).json['code']).toBe('client.sign-in-refused');
  const listed = await depot.run('connections', '--as', 'anouk');
  expect(listed.out).toContain(`${CLIENT}  Koppeling van schuldsanering (schuldsanering): nooit gezien`);
  expect((await depot.run('connections', '--as', 'jeroen')).code).toBe(4);
});

it('admitted by the identity provider alone, it signs in and the custodian turns it away', async () => {
  const admitted = join(depot.stack.folder, 'identity', 'connections');
  mkdirSync(admitted, { recursive: true });
  copyFileSync(depot.path('sanering/connection.public.json'), join(admitted, `${CLIENT}.json`));
  const { code, json } = await sync('--approve');
  expect([code, json['code']]).toEqual([4, 'custodian.not-enrolled']);
  expect(await depot.standing(NEW)).toBe(0);
});

it('admitted by both, it delivers, and others find its team', async () => {
  await expect(admit(depot.stack.folder, depot.path('sanering/connection.json'))).rejects.toThrow(/geheime sleutel/);
  const admitted = await admit(depot.stack.folder, depot.path('sanering/connection.public.json'));
  expect(admitted).toEqual({ clientId: CLIENT, caseload: 100 });
  const { code, json } = await sync('--approve');
  expect([code, json]).toEqual([0, expect.objectContaining({ registered: 10, evaluations: 10 })]);
  const bilal = await asPerson(depot.stack, 'bilal');
  const { answers, coverage } = await bilal.ask({
    purpose: 'home-visit',
    subjects: [identifierOf('nl-bsn', people[0]!)],
  });
  expect(answers[0]?.contacts.map(({ team }) => team)).toEqual(['Sanering Noord']);
  expect(coverage.departments.find(({ department }) => department === 'Schuldsanering')?.state).toBe('current');
  expect((await depot.run('connections', '--as', 'anouk')).out).toMatch(/schuldsanering\): bij\n.*\n {2}laatst gezien/);
});

describe('a budget that is spent half-way', () => {
  it('stops the delivery with what was sent remembered, and says so', async () => {
    // A caseload of 100 allows 120 in an hour, of which ten are gone: one request of a hundred.
    depot.export(people.map((bsn) => `${bsn};;`));
    const { code, json } = await sync('--approve');
    expect([code, json['code']]).toEqual([7, 'custodian.budget-spent']);
    expect(json).toMatchObject({ whose: 'yours' });
    expect(await depot.standing(NEW)).toBe(110);
  });

  it('stops again when nothing was raised, without anything coming or going', async () => {
    expect((await sync('--approve')).code).toBe(7);
    expect(await depot.standing(NEW)).toBe(110);
    expect(await depot.count('involvement where team = $1 and withdrawn_on is not null', [NEW])).toBe(0);
  });

  it('goes on unattended to the end when the department declares what it really has', async () => {
    const larger = JSON.parse(readFileSync(depot.path('sanering/connection.public.json'), 'utf8')) as object;
    depot.write('larger.public.json', JSON.stringify({ ...larger, caseload: 500 }));
    await admit(depot.stack.folder, depot.path('larger.public.json'));
    const { code, json } = await sync();
    expect([code, json]).toEqual([0, expect.objectContaining({ registered: 40, ended: 0 })]);
    expect(await depot.standing(NEW)).toBe(150);
    expect(await depot.count('involvement where team = $1 and withdrawn_on is not null', [NEW])).toBe(0);
    expect((await sync()).json).toMatchObject({ registered: 0, evaluations: 0, unchanged: 150 });
  });
});
