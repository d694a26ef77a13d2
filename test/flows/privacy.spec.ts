import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Client } from 'pg';
import type { RaakvlakWithProofs } from '#client/node';
import { readAddress, readBsn, readBusiness, readVNumber } from '#tokens';
import { formsOfBytes, inFolder, inMemory, Needles, spellingsOf } from '../support/needles';
import { type RunningTown, startRunningTown } from '../support/running-town';
import { misplace, type Misplacement } from '../support/misplaced';
import { send } from '../support/wire';
import { BODIES, ROUTES } from './index-routes';
import { PATIENCE, until } from '../support/waiting';

/** As people write it, as it is blinded, and the parts that say enough on their own. */
const IDENTIFIERS = {
  bsn: ['999994414', '999.994.414', '999 994 414', '9999.94.414', 'nl-bsn:999994414'],
  'another bsn': ['000012336', '0000.12.336', 'nl-bsn:000012336'],
  'v-number': ['9012348876', '9012 348 876', 'nl-vnr:9012348876'],
  'kvk number': ['90004819', '9000 4819', 'nl-kvk:90004819'],
  unit: [
    '3894XQ',
    '3894 XQ',
    '3894xq',
    '3894 XQ 12-A',
    'nl-adres:3894XQ/12/A',
    'nl-adres:3894XQ/12/',
    'nl-adres-nummer:3894XQ/12',
  ],
  'bare number': ['3896RB', '3896 RB', '3896 RB 40', 'nl-adres:3896RB/40/', 'nl-adres-nummer:3896RB/40'],
};
/** Of people and places that only stand in requests that are wrong. */
const MISPLACED = {
  bsn: ['999996630', '999.996.630', 'nl-bsn:999996630'],
  'v-number': ['9012340031', 'nl-vnr:9012340031'],
  'kvk number': ['90007712', 'nl-kvk:90007712'],
  address: ['3895KW', '3895 KW', '3895 KW 9-B', 'nl-adres:3895KW/9/B'],
  name: ['Geertruida', 'geertruida', 'Klaproosma'],
};
/** Put where it must be found, so that finding nothing means something. */
const CONTROL = ['999997750', '9999.97.750', 'nl-bsn:999997750', '3897 ZP 8-C', 'Control Bewoner'];
const NAME = 'Geertruida Klaproosma';

function needlesFor(identifiers: Readonly<Record<string, readonly string[]>>): Needles {
  const needles = new Needles();
  for (const [name, texts] of Object.entries(identifiers))
    for (const [i, text] of texts.entries())
      for (const [form, bytes] of spellingsOf(text)) needles.add(`${name} ${i} ${form}`, bytes);
  return needles;
}
const identifiers = needlesFor(IDENTIFIERS);
const misplaced = needlesFor(MISPLACED);
const all = needlesFor({
  ...IDENTIFIERS,
  ...Object.fromEntries(Object.entries(MISPLACED).map(([k, v]) => [`misplaced ${k}`, v])),
});
const control = needlesFor({ control: CONTROL });

let town: RunningTown;
let misplacements: readonly Misplacement[];

const withClient = async <T>(url: string, work: (client: Client) => Promise<T>): Promise<T> => {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
};
const refusedWith = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'nothing was refused',
    (problem: unknown) => (problem as { code?: string }).code ?? String(problem),
  );

beforeAll(async () => {
  town = await startRunningTown();
  await journey();
  misplacements = await misplace(town, [...Object.values(MISPLACED).flat(), NAME, 'OTk5OTk2NjMw'], {
    routes: ROUTES,
    bodies: BODIES,
  });
  await withClient(town.superuserUrl, (client) => client.query('checkpoint'));
});
afterAll(async () => {
  await town?.stop();
  town?.remove();
  rmSync(department, { recursive: true, force: true });
});

// ---- every path of an honest client ----

async function journey(): Promise<void> {
  const [ingrid, bilal, ruud, fatima] = (await Promise.all(
    ['ingrid', 'bilal', 'ruud', 'fatima'].map((person) => town.as(person)),
  )) as [RaakvlakWithProofs, RaakvlakWithProofs, RaakvlakWithProofs, RaakvlakWithProofs];
  const notice = { state: 'given' } as const;
  const team = 'wijkteam-soesterkwartier';
  const subjects = {
    bsn: readBsn('999.994.414'),
    other: readBsn('000012336'),
    vnr: readVNumber('9012348876'),
    kvk: readBusiness('90004819'),
    unit: readAddress('3894 XQ 12-A'),
    bare: readAddress('3896 RB 40'),
  };
  const registered: string[] = [];
  for (const identifier of Object.values(subjects)) {
    const { id } = await ingrid.register({ team, identifier, notice, caseNumber: 'WT-2026-000123' });
    registered.push(id);
  }
  const ask = (who: RaakvlakWithProofs, purpose: string, ...some: (typeof subjects)[keyof typeof subjects][]) =>
    who.ask({ purpose, subjects: some, caseNumber: 'BWT-2026-0042' });
  const people = await ask(bilal, 'home-visit', subjects.bsn, subjects.other, subjects.vnr);
  const addresses = await ask(ruud, 'planned-control', subjects.unit, subjects.bare);
  const business = await ask(ruud, 'planned-control', subjects.kvk);
  const building = await ruud.ask({ purpose: 'planned-control', subjects: [subjects.unit], building: true });
  // The scan means nothing unless these questions were really answered.
  for (const { answers } of [people, addresses, business, building])
    for (const { contacts } of answers) expect(contacts.map((one) => one.team)).toEqual(['Wijkteam Soesterkwartier']);

  expect(await refusedWith(ask(fatima, 'home-visit', subjects.unit))).toBe('involvement.purpose-not-yours');
  expect(await refusedWith(ask(bilal, 'no-such-purpose', subjects.bsn))).toBe('involvement.purpose-unknown');
  expect(await refusedWith(ruud.register({ team, identifier: subjects.bsn, notice }))).toBe(
    'involvement.not-your-team',
  );

  await ingrid.renew(registered[0]!);
  await ingrid.withdraw(registered[1]!);
  const [whom, home] = [crypto.randomUUID(), crypto.randomUUID()];
  await ingrid.registerAll([
    { id: whom, team, identifier: subjects.bsn, notice },
    { id: home, team, identifier: subjects.unit, notice, with: whom },
  ]);
  const household = { purpose: 'home-visit', persons: [subjects.bsn], addresses: [subjects.unit] };
  const shared = await bilal.askHousehold(household);
  for (const { contacts } of shared.answers) expect(contacts).toHaveLength(1);
  const { registered: next } = await ingrid.moved(whom, { identifier: subjects.bare, notice });
  await ingrid.renewAll([whom]);
  await ingrid.withdrawAll([whom, next?.id ?? '']);
  expect(await ingrid.mine(team)).toHaveLength(5);
  await coordination(bilal, subjects.unit);
  await delivery();
  await proved(bilal, people.answers[0]!.receipt);
  await proved(ruud, building.answers[0]!.receipt);
}

/** What follows a question in an emergency, and all that coordinators, managers and officers do. */
async function coordination(bilal: RaakvlakWithProofs, unit: ReturnType<typeof readAddress>): Promise<void> {
  const [ingrid, carla, anouk, pieter, petra] = (await Promise.all(
    ['ingrid', 'carla', 'anouk', 'pieter', 'petra'].map((person) => town.as(person)),
  )) as [RaakvlakWithProofs, RaakvlakWithProofs, RaakvlakWithProofs, RaakvlakWithProofs, RaakvlakWithProofs];
  const urgent = await bilal.ask({ purpose: 'crisis', subjects: [unit], emergency: 'violence-now' });
  expect(urgent.answers[0]?.contacts.map((one) => one.team)).toEqual(['Wijkteam Soesterkwartier']);
  expect(await until(async () => (await pieter.review.cases()).length > 0)).toBe(true);
  expect((await ingrid.review.events()).length).toBeGreaterThan(0);
  expect((await pieter.review.eventsForReview()).length).toBeGreaterThan(0);
  await pieter.review.judge((await pieter.review.cases())[0]!.id, 'justified');

  const policy = await pieter.policyRoom.policy('in-force');
  const rules = [...(policy['rules'] as object[]), { id: 'of-this-test', purpose: 'intake', disclosure: 'closed' }];
  const proposal = await pieter.policyRoom.proposePolicy({ rules, brokers: policy['brokers'] });
  await pieter.policyRoom.difference('in-force', proposal);
  const asker = { department: 'vergunningen', role: 'professional' };
  const simulation = { asker, purpose: 'permit-desk', kind: 'address', rung: 'unit', policy: proposal };
  expect(Object.keys(await pieter.policyRoom.simulate(simulation))).toContain('owners');
  await petra.policyRoom.decide(proposal, 'approve');
  expect((await bilal.policyRoom.practise('home-visit', 'person'))['answers']).toHaveLength(1);
  expect((await pieter.policyRoom.purposeVersions()).length).toBeGreaterThan(4);

  expect((await anouk.organisation.overview()).departments.length).toBeGreaterThan(5);
  await anouk.organisation.rename('wijkteam-schothorst', 'Wijkteam Schothorst en omgeving');
  await pieter.access.whoMayWhat();
  await carla.access.covers();
  await pieter.oversight.alarms();

  const { inquiries } = await bilal.ownInquiries.list();
  await bilal.ownInquiries.markMistakes({ inquiries: [inquiries[0]!.id] });
  const { looks } = await pieter.looks.search({ action: 'inquiry', kind: 'address' });
  expect((await pieter.looks.closely(looks[0]!.seq)).subject).toEqual({ kind: 'address', tags: 2 });
}

/** The department's own machine, where an export lies in the clear anyway. */
const department = mkdtempSync(join(tmpdir(), 'raakvlak-department-'));

/** The same people and places in an export, then one of them gone and another rejected. */
async function delivery(): Promise<void> {
  const head = 'BSN;V-nummer;KvK-nummer;Adres;Team';
  const team = 'wijkteam-liendert';
  const lines = [
    `999.994.414;;;3894 XQ 12-A;${team}`,
    `000012336;;;;${team}`,
    `;9012 348 876;;3896 RB 40;${team}`,
    `;;90004819;;${team}`,
  ];
  const first = await town.deliver(department, [head, ...lines].join('\n'));
  expect(first.done.registered).toBe(6);
  const second = await town.deliver(department, [head, ...lines.slice(1), `${NAME};;;;${team}`].join('\n'));
  expect([second.done.ended, second.plan.rejected]).toEqual([2, 1]);
}

async function proved(client: RaakvlakWithProofs, receipt: string): Promise<void> {
  const limit = Date.now() + PATIENCE;
  for (;;) {
    const outcome = await client.proof(receipt).catch((problem: { code?: string }) => problem);
    if ('verified' in outcome) return;
    if (outcome.code !== 'client.proof-not-published' || Date.now() > limit) throw new Error(outcome.code);
    await wait(300);
  }
}

// ---- what can be found ----

const onlyNames = (hits: readonly string[]): Set<string> => new Set(hits.map((hit) => hit.split(' in ')[0] as string));
const inFiles = (needles: Needles): string[] => [
  ...inFolder(needles, town.postgres.folder),
  ...inFolder(needles, town.stack.folder),
];

it('the search finds a control in every spelling: in database files, write-ahead log, logs and traffic', async () => {
  const spellings = CONTROL.flatMap((text) => spellingsOf(text).map(([, bytes]) => bytes));
  expect(control.count).toBeGreaterThan(120);
  await withClient(town.superuserUrl, async (client) => {
    await client.query('create table control (bytes bytea)');
    for (const bytes of spellings) await client.query('insert into control values ($1)', [bytes]);
    await client.query(`do $$ begin raise log '${CONTROL[0]}'; end $$`);
    await client.query('checkpoint');
  });
  const hits = inFolder(control, town.postgres.dataFolder);
  expect(onlyNames(hits.filter((hit) => hit.includes(' in base/'))).size).toBe(control.count);
  expect(onlyNames(hits.filter((hit) => hit.includes(' in pg_wal/'))).size).toBe(control.count);
  expect(control.in(readFileSync(town.postgres.logFile))).toContain('control 0 plain');

  appendFileSync(join(town.stack.logFolder, 'index.log'), `${CONTROL[1]}\n`);
  expect(inFolder(control, town.stack.folder)).toEqual(['control 1 plain in logs/index.log']);
  await withClient(town.tappedUrl, (client) => client.query('select $1::text', [CONTROL[2]]));
  expect(control.in(town.taps.storage.sent())).toContain('control 2 plain');
  expect(control.in(town.taps.storage.received())).toContain('control 2 plain');
  const header = { 'x-control': CONTROL[3] as string };
  await send(`http://127.0.0.1:${town.taps.index.port}`, 'GET', '/health/live', { headers: header });
  expect(control.in(town.taps.index.sent())).toContain('control 3 plain');
});

it('no identifier is in what clients sent to custodian and index, nor in what they got back', () => {
  const { custodian, index } = town.taps;
  for (const { sent, received } of [custodian, index]) {
    expect(sent().length).toBeGreaterThan(10_000);
    expect(identifiers.in(sent())).toEqual([]);
    expect(identifiers.in(received())).toEqual([]);
  }
});

it('no identifier is in what anybody said to the OpenID provider, nor in what the index fetched from the custodian', () => {
  const { identity, epochs } = town.taps;
  for (const [{ sent, received }, least] of [
    [identity, 5_000],
    [epochs, 500],
  ] as const) {
    expect(sent().length + received().length).toBeGreaterThan(least);
    expect(all.in(sent())).toEqual([]);
    expect(all.in(received())).toEqual([]);
  }
});

it('no identifier is in what the servers and PostgreSQL said to each other, misplaced ones included', () => {
  const { sent, received } = town.taps.storage;
  expect(sent().length).toBeGreaterThan(50_000);
  expect(all.in(sent())).toEqual([]);
  expect(all.in(received())).toEqual([]);
});

it('an identifier where none belongs is refused with a 4xx, and no answer repeats it', () => {
  expect(misplacements.length).toBeGreaterThan(1_000);
  // What one may see anyway; an unknown query is not looked at.
  const served = /^index GET \/(health\/ready|v1\/purposes)$|^custodian GET \/v1\/epochs$/;
  const wrong = misplacements.filter(({ what, status }) => (status < 400 || status > 499) && !served.test(what));
  expect(wrong).toEqual([]);
  for (const { sent, received } of [town.taps.hostileIndex, town.taps.hostileCustodian]) {
    expect(onlyNames(misplaced.in(sent())).size).toBeGreaterThan(10);
    expect(misplaced.in(received())).toEqual([]);
  }
});

it('a name typed in the field for a case number is refused before it leaves the machine, and by the index as well', async () => {
  const ingrid = await town.as('ingrid');
  const before = town.taps.index.sent().length;
  const typed = { purpose: 'home-visit', subjects: [readBsn('999994414')], caseNumber: NAME };
  expect(await refusedWith(ingrid.ask(typed))).toBe('client.not-a-case-number');
  expect(town.taps.index.sent()).toHaveLength(before);
  const refused = misplacements.filter(({ what }) => what === 'index POST /v1/inquiries');
  expect(refused.length).toBeGreaterThan(100);
  expect(new Set(refused.map(({ status }) => Math.floor(status / 100)))).toEqual(new Set([4]));
});

it('no identifier is in any file of the servers: database, write-ahead log, logs, keys and settings', () => {
  expect(inFiles(all)).toEqual([]);
});

it('points, tokens, tickets, receipts and access tokens are in no log and in no database file', () => {
  const { custodian, index, storage } = town.taps;
  const asked = index.sent().toString('latin1');
  const secrets = {
    point: inQuotes(custodian.sent(), /"blinded":\[([^\]]*)\]/g),
    evaluated: inQuotes(custodian.received(), /"elements":\[([^\]]*)\]/g),
    token: [...inQuotes(index.sent(), /"tokens":\{([^}]*)\}/g), ...inQuotes(index.sent(), /"token":("[\w-]{43}")/g)],
    receipt: inQuotes(index.received(), /"receipt":("[\w-]{22}")/g),
  };
  const needles = new Needles();
  for (const [name, values] of Object.entries(secrets)) {
    expect(values.length).toBeGreaterThan(4);
    for (const value of values)
      for (const [form, bytes] of formsOfBytes(Buffer.from(value, 'base64url'))) needles.add(`${name} ${form}`, bytes);
  }
  const signatures = [...asked.matchAll(/[\w-]{20,}\.[\w-]{20,}\.([\w-]{86})/g)].map(([, signature]) => signature!);
  expect(new Set(signatures).size).toBeGreaterThan(10);
  for (const signature of signatures) needles.add('signature of a ticket or access token', Buffer.from(signature));
  expect(needles.in(index.sent())).toContain('token base64url');
  expect(inFiles(needles)).toEqual([]);
  expect(needles.in(storage.sent())).toEqual([]);
  expect(needles.in(storage.received())).toEqual([]);
});

/** Values in quotation marks within each match; names of epochs are shorter. */
const inQuotes = (bytes: Buffer, pattern: RegExp): string[] => [
  ...new Set(
    [...bytes.toString('latin1').matchAll(pattern)].flatMap(([, list]) =>
      [...(list ?? '').matchAll(/"([\w-]{22,43})"/g)].map(([, value]) => value as string),
    ),
  ),
];

const scope = '/proc/sys/kernel/yama/ptrace_scope';
const readable =
  existsSync('/proc/self/mem') &&
  (!existsSync(scope) || Number(readFileSync(scope, 'utf8')) <= 1 || process.getuid?.() === 0);
const whereMemoryCanBeRead = readable ? it : it.skip;

whereMemoryCanBeRead(
  'no identifier is in the memory of index, custodian and worker (where /proc can be read)',
  async () => {
    const holder = spawn(
      process.execPath,
      ['-e', "process.stdin.once('data', (text) => { global.kept = String(text); console.log('kept'); })"],
      {
        stdio: ['pipe', 'pipe', 'inherit'],
      },
    );
    try {
      holder.stdin.write(CONTROL[0] as string);
      await once(holder.stdout, 'data');
      expect(inMemory(control, holder.pid as number).found).toContain('control 0 plain');
    } finally {
      holder.kill('SIGKILL');
    }
    for (const name of ['index', 'custodian', 'worker'] as const) {
      const { found, bytes } = inMemory(identifiers, town.stack.part(name)?.pid ?? 0);
      expect(bytes).toBeGreaterThan(20_000_000);
      expect(found).toEqual([]);
    }
  },
);

it('what the connector keeps on the machine of the department holds no identifier, but for the lines it rejected', () => {
  const kept = inFolder(all, join(department, 'state'));
  expect(kept.length).toBeGreaterThan(0);
  expect(kept.filter((hit) => !/ in afgekeurd-[^/]*\.csv$/.test(hit))).toEqual([]);
  expect(identifiers.in(Buffer.from(kept.join()))).toEqual([]);
  expect(inFolder(all, department).some((hit) => hit.endsWith('export.csv'))).toBe(true);
});

it('no identifier is in any file after everything was stopped either', async () => {
  await town.stop();
  expect(inFiles(all)).toEqual([]);
});
