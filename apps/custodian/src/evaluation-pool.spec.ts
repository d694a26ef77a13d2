import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { blind, finalize, KINDS } from '#tokens';
import { Evaluator, newSeed, ready } from '#tokens/evaluator';
import { EvaluationPool } from './evaluation-pool';
import type { TokenKey } from './key-file';
import { ELEMENT_BYTES } from './wire';
import type { EpochEvaluation } from './worker-messages';

const WORKER = join(__dirname, '../../../dist/apps/custodian/src/worker.js');

let keys: TokenKey[];
let folder: string;
const pools: EvaluationPool[] = [];

beforeAll(async () => {
  if (!existsSync(WORKER)) throw new Error('dist/apps/custodian/src/worker.js is missing: run "npx nest build" first');
  await ready();
  keys = ['2026-1', '2026-2'].flatMap((epoch) => KINDS.map((kind) => ({ epoch, kind, seed: newSeed() })));
  folder = mkdtempSync(join(tmpdir(), 'raakvlak-pool-'));
});
afterEach(() => Promise.all(pools.splice(0).map((pool) => pool.close())));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function open(size = 1, script = WORKER): Promise<EvaluationPool> {
  const pool = await EvaluationPool.open(keys, size, script);
  pools.push(pool);
  return pool;
}

/** The real worker, with a way to die added: it ends as soon as a batch begins with 255. */
function mortalWorker(): string {
  const script = join(folder, 'mortal-worker.cjs');
  writeFileSync(
    script,
    `require('node:worker_threads').parentPort.on('message', ({ elements }) => elements[0] === 255 && process.exit(3));
     require(${JSON.stringify(WORKER)});`,
  );
  return script;
}

const job = (elements: readonly Uint8Array[], epochs = ['2026-1']) => {
  const bytes = new Uint8Array(elements.length * ELEMENT_BYTES);
  elements.forEach((element, i) => bytes.set(element, i * ELEMENT_BYTES));
  return { kind: 'person' as const, epochs, elements: bytes };
};

const batch = (count: number) => blind(Array.from({ length: count }, (_, i) => `nl-vnr:${1_000_000_000 + i}`));

const split = ({ elements, proof }: EpochEvaluation) => ({
  elements: Array.from({ length: elements.length / ELEMENT_BYTES }, (_, i) =>
    elements.slice(i * ELEMENT_BYTES, (i + 1) * ELEMENT_BYTES),
  ),
  proof,
});

const fatal = (): Uint8Array => new Uint8Array(ELEMENT_BYTES).fill(255);
const interrupted = expect.objectContaining({ code: 'custodian.evaluation-interrupted' });
const busy = expect.objectContaining({ code: 'custodian.busy' });

it('an element outside the group refuses its batch and leaves the worker as it was', async () => {
  const pool = await open();
  const refused = expect.objectContaining({ code: 'tokens.element-refused' });
  await expect(pool.evaluate(job([new Uint8Array(ELEMENT_BYTES)]))).rejects.toEqual(refused);
  await expect(pool.evaluate(job([fatal()]))).rejects.toEqual(refused);
  expect(await pool.evaluate(job(batch(1).blinded))).toHaveLength(1);
});

it('an epoch that the workers were not given is not evaluated', async () => {
  const pool = await open();
  await expect(pool.evaluate(job(batch(1).blinded, ['2031-1']))).rejects.toEqual(interrupted);
});

it('a batch is evaluated for each epoch in the order that was asked, with a proof that holds under its own key', async () => {
  const pool = await open();
  const { blinded, state } = batch(20);
  const evaluations = await pool.evaluate(job(blinded, ['2026-2', '2026-1']));
  expect(evaluations.map(({ epoch }) => epoch)).toEqual(['2026-2', '2026-1']);
  for (const evaluation of evaluations) {
    const key = keys.find(({ epoch, kind }) => epoch === evaluation.epoch && kind === 'person')!;
    expect(finalize(state, new Evaluator(key).publicKey, split(evaluation))).toHaveLength(20);
  }
});

it('a worker that dies costs its own request a 503 and nobody else anything', async () => {
  const pool = await open(1, mortalWorker());
  const dying = pool.evaluate(job([fatal()]));
  const { blinded } = batch(1);
  const waiting = pool.evaluate(job(blinded));
  await expect(dying).rejects.toEqual(interrupted);
  expect(await waiting).toHaveLength(1);
  expect(pool.ready).toBe(true);
});

it('workers that keep dying are replaced each time', async () => {
  const pool = await open(2, mortalWorker());
  for (let round = 0; round < 3; round++) {
    const dying = [pool.evaluate(job([fatal()])), pool.evaluate(job([fatal()]))];
    for (const request of dying) await expect(request).rejects.toEqual(interrupted);
    expect(await pool.evaluate(job(batch(2).blinded))).toHaveLength(1);
  }
});

it('a pool whose workers cannot start is an error at the start', async () => {
  const script = join(folder, 'broken-worker.cjs');
  writeFileSync(script, 'process.exit(1)');
  await expect(EvaluationPool.open(keys, 2, script)).rejects.toThrow('ended before it was ready');
});

it('a single question overtakes big batches that came before it, and a big batch is not kept waiting for ever', async () => {
  const pool = await open();
  const order: string[] = [];
  const note = (name: string) => () => void order.push(name);
  const big = Array.from({ length: 4 }, () => pool.evaluate(job(batch(100).blinded)).then(note('big')));
  const small = Array.from({ length: 200 }, () => pool.evaluate(job(batch(1).blinded)).then(note('small')));
  expect(pool.backlog).toBeGreaterThan(100);
  await Promise.all([...big, ...small]);
  expect(pool.backlog).toBeCloseTo(0);
  // The first batch was already under way when the questions came.
  expect(order.slice(1).indexOf('small')).toBe(0);
  expect(order.lastIndexOf('big')).toBeLessThan(order.lastIndexOf('small') + 1);
  expect(order.slice(0, 150).filter((name) => name === 'big').length).toBeGreaterThanOrEqual(2);
});

it('more than a lane can hold is refused before any work begins, and the other lane still takes questions', async () => {
  const pool = await open();
  const began: number[] = [];
  const endings: (() => void)[] = [];
  const hold = () => new Promise<void>((resolve) => void (began.push(1), endings.push(resolve)));
  const admitted = Array.from({ length: 40 }, () => pool.admit(256, 1, hold));
  const outcomes = Promise.allSettled(admitted);
  expect(began.length).toBeGreaterThan(5);
  expect(began.length).toBeLessThan(40);
  expect(await pool.admit(1, 1, () => pool.evaluate(job(batch(1).blinded)))).toHaveLength(1);
  for (const end of endings) end();
  const refused = (await outcomes).filter((outcome) => outcome.status === 'rejected');
  expect(refused.length).toBe(40 - began.length);
  for (const { reason } of refused) expect(reason).toEqual(busy);
  // Room that was given back can be used again.
  expect(await pool.admit(256, 1, () => Promise.resolve('in'))).toBe('in');
});

it('closing refuses what still waits', async () => {
  const pool = await EvaluationPool.open(keys, 1, WORKER);
  const requests = Array.from({ length: 20 }, () => pool.evaluate(job(batch(100).blinded)));
  const outcomes = Promise.allSettled(requests);
  await pool.close();
  const kinds = (await outcomes).map(({ status }) => status);
  expect(kinds).toContain('rejected');
  expect(pool.ready).toBe(false);
  await expect(pool.admit(1, 1, () => Promise.resolve())).rejects.toEqual(busy);
});
