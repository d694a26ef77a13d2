import { randomBytes } from 'node:crypto';
import { Algorithm, hashRaw, Version } from '@node-rs/argon2';
import { Client } from 'pg';
import { finalize, NODE_ARITHMETIC, STRETCH_FLOOR, TOKEN_BYTES } from '#tokens/node';
import { Evaluator, newSalt, newSeed, ready } from '#tokens/evaluator';

const BATCH = 100;

/** Seconds that the work of a delivery takes without a delivery around it. */
export interface Parts {
  /** The custodian's evaluation with proof */
  readonly evaluation: number;
  /** Blinding, and verifying with unblinding, as the client does */
  readonly client: number;
  /** Argon2id at the floor, one after the other */
  readonly stretch: number;
  /** Processor time of all three, which a busy machine leaves as it is */
  readonly processor: number;
}

const chunksOf = <T>(all: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, i) => all.slice(i * size, (i + 1) * size));

async function secondsOf(work: () => unknown): Promise<number> {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1000;
}

/** Every line is blinded, evaluated, opened and stretched, each part timed on its own; batches of 100. */
export async function bareParts(lines: readonly string[]): Promise<Parts> {
  await ready();
  const evaluator = new Evaluator({ kind: 'person', epoch: 'bench-1', seed: newSeed() });
  const salt = newSalt();
  let [evaluation, client, stretch] = [0, 0, 0];
  const before = process.cpuUsage();
  for (const batch of chunksOf(lines, BATCH)) {
    const began = performance.now();
    const { blinded, state } = await NODE_ARITHMETIC.blind(batch);
    const sent = performance.now();
    const answer = evaluator.evaluateBatch(blinded);
    const answered = performance.now();
    const outputs = finalize(state, evaluator.publicKey, answer);
    client += (performance.now() - answered + sent - began) / 1000;
    evaluation += (answered - sent) / 1000;
    stretch += await secondsOf(() => stretchOneByOne(outputs, salt));
  }
  const { user, system } = process.cpuUsage(before);
  return { evaluation, client, stretch, processor: (user + system) / 1e6 };
}

async function stretchOneByOne(outputs: readonly Uint8Array[], salt: Uint8Array): Promise<void> {
  for (const output of outputs) await stretched(output, salt);
}

const stretched = (output: Uint8Array, salt: Uint8Array): Promise<Buffer> =>
  hashRaw(output, {
    algorithm: 2 satisfies Algorithm.Argon2id,
    version: 1 satisfies Version.V0x13,
    salt,
    memoryCost: STRETCH_FLOOR.memoryKiB,
    timeCost: STRETCH_FLOOR.passes,
    parallelism: STRETCH_FLOOR.lanes,
    outputLen: TOKEN_BYTES,
  });

/** Seconds for as many stretches, two at a time: what two cores can do at best. */
export function stretchTwoAtOnce(count: number): Promise<number> {
  const salt = newSalt();
  const half = Array.from({ length: count / 2 }, () => randomBytes(64));
  return secondsOf(() => Promise.all([stretchOneByOne(half, salt), stretchOneByOne(half, salt)]));
}

const TABLES = {
  involvement:
    'id, team, registered_on::text, expires_on::text, withdrawn_on::text, notice, notice_ground, review_on::text, sealed',
  link: 'id, slot, sealed',
} as const;
type TableName = keyof typeof TABLES;

/**
 * The rows that a delivery left behind, put once more into tables of the same shape and with the same indexes: multi-row
 * INSERTs, 100 rows and a commit at a time, on one connection. No audit record, no ticket, no reference to the team.
 */
export async function bareInsert(databaseUrl: string, rows: number): Promise<number> {
  const database = new Client({ connectionString: databaseUrl });
  await database.connect();
  try {
    const delivered = await Promise.all(
      (Object.keys(TABLES) as TableName[]).map(async (table) => {
        await database.query(`create table bare_${table} (like ${table} including all)`);
        const { rows: found } = await database.query<unknown[]>({
          text: `select ${TABLES[table]} from ${table} limit $1`,
          values: [rows],
          rowMode: 'array',
        });
        if (found.length < rows) throw new Error('fewer rows stand than were delivered');
        return { table, batches: chunksOf(found, BATCH) };
      }),
    );
    return await secondsOf(async () => {
      for (let i = 0; i < rows / BATCH; i++) {
        await database.query('begin');
        for (const { table, batches } of delivered) await insert(database, table, batches[i] ?? []);
        await database.query('commit');
      }
    });
  } finally {
    await database.end();
  }
}

async function insert(database: Client, table: TableName, rows: readonly unknown[][]): Promise<void> {
  const columns = TABLES[table].replaceAll('::text', '');
  const tuples = rows.map((row, r) => `(${row.map((_, c) => `$${r * row.length + c + 1}`).join(', ')})`);
  await database.query(`insert into bare_${table} (${columns}) values ${tuples.join(', ')}`, rows.flat());
}
