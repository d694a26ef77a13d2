import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Client } from 'pg';
import { asPerson, loadOrganisation, program, type Stack, startStack } from '#local';
import { identifierOf, readAddress } from '#tokens';
import { AMPLE_BUDGETS } from '../support/budgets';

// `raakvlak sync` as a process of its own, killed without warning and started again, until a delivery is through.

const TEAM = 'schuldhulpverlening';
const DEPARTMENT = 'werk-en-inkomen';
const STATE = `koppeling-${DEPARTMENT}.state`;
const folder = mkdtempSync(join(tmpdir(), 'raakvlak-sync-'));
const file = join(folder, 'export.csv');
let stack: Stack;
let database: Client;

interface Household {
  readonly bsn: string;
  /** Postcode and number, or nothing */
  readonly address?: string;
}

/** Citizen service numbers of the reserved range, in order. */
function* testNumbers(from = 999_990_000): Generator<string> {
  for (let number = from; number < 1_000_000_000; number++) {
    const digits = String(number);
    const sum = [...digits].reduce((total, digit, i) => total + (i < 8 ? 9 - i : -1) * Number(digit), 0);
    if (sum % 11 === 0) yield digits;
  }
}

beforeAll(async () => {
  stack = await startStack({ folder: join(folder, 'stack'), budgets: AMPLE_BUDGETS });
  await loadOrganisation(stack);
  database = new Client({ connectionString: stack.databases.index });
  await database.connect();
  const key = JSON.parse(
    readFileSync(join(stack.folder, 'identity', `connection-koppeling-${DEPARTMENT}.jwk.json`), 'utf8'),
  ) as object;
  const connection = { clientId: `koppeling-${DEPARTMENT}`, department: DEPARTMENT, key };
  writeFileSync(join(folder, 'connection.json'), JSON.stringify(connection), { mode: 0o600 });
});
afterAll(async () => {
  await database?.end();
  await stack?.stop();
  rmSync(folder, { recursive: true, force: true });
});

function write(households: readonly Household[]): void {
  const rows = households.map(({ bsn, address }) => `${bsn};${address ?? ''}`);
  writeFileSync(file, ['BSN;Adres', ...rows, ''].join('\r\n'));
}

function sync(): { child: ChildProcess; ended: Promise<{ code: number | null; words: string }> } {
  const child = spawn(
    process.execPath,
    [
      program('apps/cli/src/main'),
      ...['sync', file, '--connection', join(folder, 'connection.json'), '--config', stack.configurationFile],
      ...['--team', TEAM, '--approve', '--json'],
    ],
    { env: { PATH: process.env['PATH'], HOME: folder }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let words = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => (words += part.toString()));
  const ended = new Promise<{ code: number | null; words: string }>((resolve) =>
    child.once('close', (code) => resolve({ code, words })),
  );
  return { child, ended };
}

const open = async (): Promise<number> => {
  const { rows } = await database.query<{ n: number }>(
    'select count(*)::int as n from involvement where team = $1 and withdrawn_on is null',
    [TEAM],
  );
  return rows[0]?.n ?? -1;
};
const links = async (): Promise<number> => {
  const { rows } = await database.query<{ n: number }>('select count(*)::int as n from link');
  return rows[0]?.n ?? -1;
};
const evaluations = async (): Promise<number> => {
  const custodian = new Client({ connectionString: stack.databases.custodian });
  await custodian.connect();
  const { rows } = await custodian.query<{ n: number }>(
    "select count(*)::int as n from evaluation where use = 'register'",
  );
  await custodian.end();
  return rows[0]?.n ?? -1;
};

/** Something that grows with the work: the moment to kill is chosen by it, and not by a clock alone. */
const journalSize = (): number => {
  try {
    return statSync(join(folder, STATE, 'journal')).size;
  } catch {
    return 0;
  }
};

/** Kills deliveries at moments further and further on, until one is done before it is killed. @returns how many died */
async function untilDelivered(moments: readonly number[]): Promise<number> {
  let killed = 0;
  for (const moment of moments) {
    const { child, ended } = sync();
    const start = journalSize();
    const gone = { is: false };
    void ended.then(() => (gone.is = true));
    // The journal moved: ids are on the disk, and their request is on its way or just answered.
    while (!gone.is && journalSize() <= start) await wait(5);
    await wait(moment);
    child.kill('SIGKILL');
    if ((await ended).code !== null) break;
    killed++;
  }
  const { code, words } = await sync().ended;
  expect([code, words]).toEqual([0, expect.any(String)]);
  return killed;
}

/** Who of these is not found by a question of another department, or is found twice. */
async function wrong(households: readonly Household[], found: boolean): Promise<string[]> {
  const asker = await asPerson(stack, 'bilal');
  const persons = households.map(({ bsn }) => identifierOf('nl-bsn', bsn));
  const faults: string[] = [];
  for (let at = 0; at < persons.length; at += 100) {
    const list = persons.slice(at, at + 100);
    const { answers } = await asker.ask({ purpose: 'home-visit', subjects: list });
    list.forEach(({ value }, i) => {
      if ((answers[i]?.contacts.length ?? 0) !== (found ? 1 : 0)) faults.push(value);
    });
  }
  return faults;
}

async function addressesFound(addresses: readonly string[]): Promise<number> {
  const asker = await asPerson(stack, 'bilal');
  let count = 0;
  for (let at = 0; at < addresses.length; at += 50) {
    const subjects = addresses.slice(at, at + 50).map(readAddress);
    const { answers } = await asker.ask({ purpose: 'home-visit', subjects });
    count += answers.filter(({ contacts }) => contacts.length > 0).length;
  }
  return count;
}

const numbers = testNumbers();
const household = (i: number): Household => {
  const bsn = numbers.next().value as string;
  return i % 2 === 0 ? { bsn } : { bsn, address: `3899 ZX ${i + 1}` };
};
const first = Array.from({ length: 240 }, (_, i) => household(i));

it('a first delivery that is killed again and again ends with each involvement once, and all of them found', async () => {
  write(first);
  const killed = await untilDelivered([0, 40, 150, 5, 400, 90, 700, 20, 1_000, 250]);
  expect(killed).toBeGreaterThan(3);
  expect(await open()).toBe(240 + 120);
  // A person has one link, an address two: itself and its number.
  expect(await links()).toBe(240 + 2 * 120);
  expect(await wrong(first, true)).toEqual([]);
  expect(await addressesFound(first.flatMap(({ address }) => address ?? []))).toBe(120);
});

it('delivering the same file again changes nothing and has nothing evaluated', async () => {
  const [evaluated, standing] = [await evaluations(), await open()];
  const { code, words } = await sync().ended;
  expect(code).toBe(0);
  expect(JSON.parse(words.split('\n').find((line) => line.startsWith('{')) ?? '{}')).toMatchObject({
    ...{ registered: 0, ended: 0, evaluations: 0, unchanged: 360 },
  });
  expect([await evaluations(), await open()]).toEqual([evaluated, standing]);
});

it('a difference of everything (new, gone, moved) that is killed half-way ends exactly where the file says', async () => {
  const gone = first.slice(0, 30);
  const moved = first.slice(30, 90).map(({ bsn, address }, i) => ({
    bsn,
    ...(address === undefined ? {} : { address: `3899 ZW ${i + 1}` }),
  }));
  const added = Array.from({ length: 40 }, (_, i) => household(2 * i));
  const now = [...moved, ...first.slice(90), ...added];
  write(now);
  const killed = await untilDelivered([0, 100, 10, 300, 50]);
  expect(killed).toBeGreaterThan(1);
  expect(await open()).toBe(210 + 105 + 40);
  expect(await links()).toBe(250 + 2 * 105);
  expect(await wrong(gone, false)).toEqual([]);
  expect(await wrong(now, true)).toEqual([]);
  expect(await addressesFound(now.flatMap(({ address }) => address ?? []))).toBe(105);
  const old = first.slice(0, 90).flatMap(({ address }) => address ?? []);
  expect(await addressesFound(old)).toBe(0);
});

it('two deliveries of one connection at once: the second says that one is under way', async () => {
  write(first);
  const one = sync();
  while (!statSync(join(folder, STATE, 'lock'), { throwIfNoEntry: false })) await wait(10);
  const two = await sync().ended;
  expect(two.words).toContain('connector.already-running');
  expect(two.code).toBe(1);
  expect((await one.ended).code).toBe(0);
  expect(await open()).toBe(240 + 120);
});
