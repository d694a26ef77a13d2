import { randomUUID } from 'node:crypto';
import type { RunningProcess } from '#local';
import { type BareTown, startBareTown, tokenOf } from '../support/bare-town';
import type { Person } from '../support';
import { expectProblem } from './index-routes';
import { until } from '../support/waiting';

const PIETER: Person = {
  sub: 'pieter',
  roles: ['privacy-officer'],
  department: 'noord',
  teams: [],
  scope: 'raakvlak:review',
};
const connectionOf = (department: string): Person => ({
  sub: `koppeling-${department}`,
  roles: ['connection'],
  department,
  teams: [],
  scope: 'raakvlak:register',
});
const ANNA: Person = {
  sub: 'anna',
  roles: ['professional'],
  department: 'noord',
  teams: ['noord-team'],
  scope: 'raakvlak:ask raakvlak:register',
};

interface AlarmSeen {
  readonly id: string;
  readonly kind: string;
  readonly actor?: string;
  readonly department?: string;
  readonly detail: Record<string, unknown>;
}

let town: BareTown;
let index: RunningProcess;
beforeAll(async () => {
  town = await startBareTown();
  await town.organise(['noord', 'zuid']);
  index = await town.startIndex('index');
});
afterAll(() => town?.stop());

const alarms = async (): Promise<AlarmSeen[]> =>
  (await town.request(index, 'GET', '/v1/alarms', PIETER)).body['alarms'] as AlarmSeen[];
async function alarmsWith(...kinds: readonly string[]): Promise<AlarmSeen[]> {
  let seen: AlarmSeen[] = [];
  const raised = await until(async () => {
    seen = await alarms();
    return kinds.every((kind) => seen.some((one) => one.kind === kind));
  }, 250);
  if (raised) return seen;
  throw new Error(`no alarm ${kinds.join(', ')}; there are: ${(await alarms()).map(({ kind }) => kind).join(', ')}`);
}

const decoy = (who: Person, names: readonly string[], changes: object = {}) => ({
  tickets: [town.tickets.ticket(town.actorOf(who), 'address', names.length, 'register')],
  lines: names.map((name) => ({
    kind: 'address',
    scheme: 'nl-adres',
    epoch: town.tickets.epoch,
    token: tokenOf(name),
  })),
  ...changes,
});
const plant = (id: string, who: Person, body: object) => town.request(index, 'PUT', `/v1/canaries/${id}`, who, body);
const visit = (...names: string[]) => ({ purpose: 'home-visit', kind: 'address' as const, subjects: [names] });

describe('a decoy is refused', () => {
  const zuid = connectionOf('zuid');

  it('to a person, and its list too', async () => {
    expectProblem(await plant(randomUUID(), ANNA, decoy(ANNA, ['x'])), 403, 'access.not-allowed');
    expectProblem(await town.request(index, 'GET', '/v1/canaries', ANNA), 403, 'access.not-allowed');
  });

  it('without a ticket for its lines, with one that was used, or under another epoch', async () => {
    const ticketFor = (count: number) => [town.tickets.ticket(town.actorOf(zuid), 'address', count, 'register')];
    const other = decoy(zuid, ['a'], { tickets: ticketFor(2) });
    expectProblem(await plant(randomUUID(), zuid, other), 403, 'involvement.ticket-refused');
    const two = decoy(zuid, ['a'], { tickets: [...ticketFor(1), ...ticketFor(1)] });
    expectProblem(await plant(randomUUID(), zuid, two), 422, 'oversight.tickets-do-not-fit');
    const past = decoy(zuid, ['a']);
    const [line] = past.lines;
    expectProblem(
      await plant(randomUUID(), zuid, { ...past, lines: [{ ...line, epoch: '2020-1' }] }),
      409,
      'oversight.epoch-not-active',
    );
    const used = decoy(zuid, ['used']);
    expect((await plant(randomUUID(), zuid, used)).status).toBe(204);
    expectProblem(await plant(randomUUID(), zuid, used), 409, 'involvement.ticket-spent');
  });

  it('to a connection of a department that is not there', async () => {
    const nobody = connectionOf('nergens');
    expectProblem(await plant(randomUUID(), nobody, decoy(nobody, ['a'])), 403, 'oversight.department-unknown');
  });

  it('under an id that stands for something else', async () => {
    const id = randomUUID();
    expect((await plant(id, zuid, decoy(zuid, ['b']))).status).toBe(204);
    expectProblem(await plant(id, zuid, decoy(zuid, ['c'])), 409, 'oversight.canary-in-use');
    const noord = connectionOf('noord');
    expectProblem(await plant(id, noord, decoy(noord, ['b'])), 409, 'oversight.canary-in-use');
  });
});

describe('a decoy that stands', () => {
  const noord = connectionOf('noord');
  const id = randomUUID();

  it('is planted once, however often it is sent', async () => {
    const body = decoy(noord, ['lok-unit', 'lok-number']);
    for (const status of [204, 204]) expect((await plant(id, noord, body)).status).toBe(status);
    const { body: listed } = await town.request(index, 'GET', '/v1/canaries', noord);
    expect(listed['canaries']).toEqual([{ id, plantedOn: expect.stringMatching(/^20\d\d-\d\d-\d\d$/) as string }]);
  });

  it('cannot be told or found by who has the database alone', async () => {
    const token = Buffer.from(tokenOf('lok-unit'), 'base64url');
    const tag = town.auditKeys.tagOf(new Date().getUTCFullYear(), token).subarray(0, 16);
    const tagged = await town.database.query('select 1 from audit.subject_tag where tag = $1', [tag]);
    expect(tagged.rowCount).toBe(0);
    const { rows } = await town.database.query<{ sealed: Buffer }>('select sealed from canary');
    for (const { sealed } of rows) expect(sealed.includes(token) || sealed.includes(tokenOf('lok-unit'))).toBe(false);
    expect(new Set(rows.map(({ sealed }) => sealed.length)).size).toBe(1);
  });

  it('is answered like any other, and alarms those who watch, once though two detectors run', async () => {
    const first = await town.startDetector('detector-1');
    await town.startDetector('detector-2');
    const [touched, other] = [
      await town.ask(index, ANNA, visit('elders')),
      await town.ask(index, ANNA, visit('lok-unit')),
    ];
    const shape = (text: string): string => text.replace(/"receipt":"[\w-]+"/, '');
    expect(shape(touched.text)).toBe(shape(other.text));
    const seen = await alarmsWith('canary-touched');
    expect(seen.filter(({ kind }) => kind === 'canary-touched')).toEqual([
      expect.objectContaining({ actor: town.actorOf(ANNA), department: 'noord', detail: { canary: id } }),
    ]);
    await first.stop();
    await town.ask(index, ANNA, visit('lok-number'));
    // One that starts now reads the whole day again.
    await town.startDetector('detector-3');
    for (let i = 0; i < 3; i++) await town.ask(index, { ...ANNA, sub: 'bert' }, visit('lok-unit'));
    await until(async () => (await alarms()).length >= 2, 250);
    expect((await alarms()).map(({ kind, actor }) => [kind, actor]).sort()).toEqual([
      ['canary-touched', town.actorOf(ANNA)],
      ['canary-touched', town.actorOf({ ...ANNA, sub: 'bert' })],
    ]);
  });

  it('of another department is not taken away; one’s own is, and taking it again has no effect', async () => {
    const path = `/v1/canaries/${id}/withdraw`;
    expect((await town.request(index, 'POST', path, connectionOf('zuid'), {})).status).toBe(204);
    const left = async () => (await town.request(index, 'GET', '/v1/canaries', noord)).body['canaries'] as unknown[];
    expect(await left()).toHaveLength(1);
    for (let i = 0; i < 2; i++) expect((await town.request(index, 'POST', path, noord, {})).status).toBe(204);
    expect(await left()).toHaveLength(0);
  });
});

describe('alarms', () => {
  it('are for reviewers, and reading them leaves a record', async () => {
    expectProblem(await town.request(index, 'GET', '/v1/alarms', ANNA), 403, 'access.not-allowed');
    await alarms();
    const { rows } = await town.database.query<{ w: Buffer }>('select w from audit.record order by seq desc limit 1');
    expect(JSON.parse(rows[0]?.w.toString('utf8') ?? '{}')).toMatchObject({ action: 'alarms-read', outcome: 'done' });
  });

  it('name nobody in the database or in a log', async () => {
    const { rows } = await town.database.query<{ sealed: Buffer }>('select sealed from alarm');
    expect(rows.length).toBeGreaterThan(0);
    for (const { sealed } of rows) expect(sealed.includes('anna') || sealed.includes('canary')).toBe(false);
    expect(town.logs()).toContain('alarm: canary-touched');
    expect(town.logs()).not.toContain(town.actorOf(ANNA));
  });
});
