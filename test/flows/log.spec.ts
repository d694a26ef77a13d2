import { randomBytes } from 'node:crypto';
import type { DataSource } from 'typeorm';
import {
  type AuditEvent,
  AuditKeys,
  LogContradicted,
  LogFeeder,
  LockedLog,
  Recorder,
  prepareRecord,
  proveReceipt,
} from '#accountability';
import { UnitOfWork } from '#platform';
import {
  append,
  emptyFrontier,
  entryOf,
  generateSigningKey,
  groupDigest,
  leafHash,
  openCheckpoint,
  parseSigningKey,
  rootOf,
  verifyProof,
} from '#transparency';
import { type TestDatabase, startTestDatabase } from '../support';
import { stopwatch } from '../support/waiting';

const ORIGIN = 'raakvlak.test/audit/2026';
const key = parseSigningKey(generateSigningKey(ORIGIN));
const keys = new AuditKeys(randomBytes(32));

const event = (actor: string, token: Buffer = randomBytes(32)): AuditEvent => ({
  happening: { action: 'inquiry', purpose: 'home-visit', department: 'sociaal-domein', outcome: 'done' },
  subject: { kind: 'person', tokens: [token] },
  actor: { id: actor, roles: ['professional'] },
  technical: { client: 'test', node: 'test' },
  disclosed: { found: ['wijkteam-noord:open:care'], shown: 1 },
});
const ticket = () => ({ id: randomBytes(16), expiresAt: new Date(Date.now() + 300_000) });

let test: TestDatabase;
let database: DataSource;

beforeAll(async () => {
  test = await startTestDatabase();
  database = await test.open();
});
afterAll(() => test.stop());

const feeder = (publishSeconds = 0): LogFeeder => new LogFeeder(database, { origin: ORIGIN, key, publishSeconds });

it('a ticket is granted once, however many ask for it at the same time in several processes', async () => {
  const recorders = await Promise.all([1, 2, 3].map(async () => new Recorder(new UnitOfWork(await test.open(2)))));
  const shared = Array.from({ length: 20 }, ticket);
  const asked = shared.flatMap((one) =>
    recorders.flatMap((recorder) =>
      Array.from({ length: 4 }, () =>
        recorder.record([one], [prepareRecord(event('granted'), keys)], () => [prepareRecord(event('refused'), keys)]),
      ),
    ),
  );
  const granted = (await Promise.all(asked)).filter(Boolean);
  expect(granted).toHaveLength(20);
  const [{ n } = { n: '' }] = await database.query<{ n: string }[]>('select count(*) as n from audit.record');
  expect(Number(n)).toBe(asked.length);
});

it('many writers make one tree: positions without gaps, and a root that follows from the stored leaves', async () => {
  const recorders = await Promise.all([1, 2, 3].map(async () => new Recorder(new UnitOfWork(await test.open(2)))));
  await Promise.all(
    recorders.flatMap((recorder, i) =>
      Array.from({ length: 300 }, () => recorder.record([ticket()], [prepareRecord(event(`p${i}`), keys)], () => [])),
    ),
  );
  const rows = await database.query<{ seq: string; entry: Buffer }[]>(
    'select seq, entry from audit.record order by seq',
  );
  expect(rows.map(({ seq }) => Number(seq))).toEqual(rows.map((_, i) => i));
  const [head] = await database.query<{ root: Buffer; size: string }[]>('select size, root from audit.head');
  const grown = append(
    emptyFrontier(),
    rows.map(({ entry }) => leafHash(entry)),
  );
  expect(Number(head?.size)).toBe(rows.length);
  expect(rootOf(grown.frontier).equals(head?.root ?? Buffer.alloc(0))).toBe(true);
  const nodes = await database.query<{ level: number; hash: Buffer }[]>(
    'select level, hash from audit.node order by level, index',
  );
  expect(nodes.map(({ hash }) => hash)).toEqual(grown.completed.map(({ hash }) => hash));
});

it('records are shared out over few transactions', async () => {
  const before = await database.query<unknown[]>('select 1 from audit.batch');
  const recorder = new Recorder(new UnitOfWork(database));
  await Promise.all(
    Array.from({ length: 500 }, () => recorder.record([ticket()], [prepareRecord(event('x'), keys)], () => [])),
  );
  const after = await database.query<unknown[]>('select 1 from audit.batch');
  expect(after.length - before.length).toBeLessThan(20);
});

it('somebody else’s receipt, or one that was never given, proves nothing', async () => {
  const record = prepareRecord(event('issuer|anna'), keys);
  await new Recorder(new UnitOfWork(database)).note([record]);
  const unknown = expect.objectContaining({ code: 'accountability.receipt-unknown' });
  await expect(proveReceipt(database, keys, 'issuer|bram', record.receipt, 60)).rejects.toEqual(unknown);
  await expect(proveReceipt(database, keys, 'issuer|anna', randomBytes(16), 60)).rejects.toEqual(unknown);
});

it('a receipt gives a proof that verifies without the database, once its head is published', async () => {
  const record = prepareRecord(event('issuer|anna'), keys);
  await new Recorder(new UnitOfWork(database)).note([record]);
  await expect(proveReceipt(database, keys, 'issuer|anna', record.receipt, 60)).rejects.toEqual(
    expect.objectContaining({ code: 'accountability.proof-not-published', detail: { retryAfterSeconds: 60 } }),
  );
  await feeder().round();
  const { record: shown, proof } = await proveReceipt(database, keys, 'issuer|anna', record.receipt, 60);
  const bytes = (text: string): Buffer => Buffer.from(text, 'base64url');
  const W = groupDigest('W', bytes(shown.w.salt), bytes(shown.w.bytes));
  const digests = {
    W,
    S: bytes(shown.digests.s),
    A: bytes(shown.digests.a),
    X: bytes(shown.digests.x),
    D: bytes(shown.digests.d),
  };
  const entry = entryOf({ seq: Number(shown.seq), day: shown.day, digests });
  expect(() => verifyProof({ entry }, proof, [key.verifier], ORIGIN)).not.toThrow();
  const other = entryOf({ seq: Number(shown.seq), day: shown.day, digests: { ...digests, D: randomBytes(32) } });
  expect(() => verifyProof({ entry: other }, proof, [key.verifier], ORIGIN)).toThrow();
  expect(bytes(shown.w.bytes).toString()).not.toContain('anna');
});

it('one feeder signs, and what it signs is the stored head', async () => {
  await Promise.all([feeder().round(), feeder().round(), feeder().round()]);
  const [head] = await database.query<{ size: string; root: Buffer }[]>('select size, root from audit.head');
  const [last] = await database.query<{ note: string }[]>(
    'select note from audit.checkpoint order by size desc limit 1',
  );
  const signed = openCheckpoint(last?.note ?? '', [key.verifier], ORIGIN);
  expect(signed.size).toBe(Number(head?.size));
  expect(Buffer.from(signed.root).equals(head?.root ?? Buffer.alloc(0))).toBe(true);
});

it('the sealed groups of a hit and of nothing have the same length, and only the keys open them', () => {
  const hit = prepareRecord(event('a'), keys);
  const nothing = prepareRecord({ ...event('a'), disclosed: { found: [], shown: 0 } }, keys);
  expect(hit.d.length).toBe(nothing.d.length);
  const year = new Date(hit.at).getUTCFullYear();
  expect(keys.open('D', year, hit.event, hit.d).bytes.toString()).toContain('wijkteam-noord');
  expect(() => new AuditKeys(randomBytes(32)).open('D', year, hit.event, hit.d)).toThrow();
  expect(() => keys.open('D', year, nothing.event, hit.d)).toThrow();
});

it('rows of the log cannot be changed, removed or truncated by the application’s own user', async () => {
  for (const statement of [
    'update audit.record set at = now() where seq = 0',
    'delete from audit.record where seq = 0',
    'truncate audit.record',
    'delete from audit.batch',
    'update audit.head set size = 0',
    'delete from audit.head',
    "update disclosure_policy set rules = '[]'",
  ])
    await expect(database.query(statement)).rejects.toThrow(/append-only|only grows|never changed/);
});

it('no record, no answer: when the log cannot be written within three seconds the caller is refused', async () => {
  const recorder = new Recorder(new UnitOfWork(database));
  const blocker = database.createQueryRunner();
  await blocker.startTransaction();
  await blocker.query('select 1 from audit.head for update');
  const took = stopwatch();
  const refused = expect.objectContaining({ code: 'accountability.audit-unavailable' });
  await expect(recorder.record([ticket()], [prepareRecord(event('x'), keys)], () => [])).rejects.toEqual(refused);
  expect(took()).toBeLessThan(6_000);
  expect(() => recorder.gate()).toThrow(refused);
  await blocker.rollbackTransaction();
  await blocker.release();
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(() => recorder.gate()).not.toThrow();
  await expect(recorder.record([ticket()], [prepareRecord(event('x'), keys)], () => [])).resolves.toBe(true);
});

it('a full queue pushes back at once instead of growing', async () => {
  const recorder = new Recorder(new UnitOfWork(database));
  const records = [prepareRecord(event('x'), keys)];
  const waiting = Array.from({ length: 4_096 }, () => recorder.record([ticket()], [], () => []).catch(() => undefined));
  await expect(recorder.record([ticket()], records, () => [])).rejects.toEqual(
    expect.objectContaining({ code: 'accountability.audit-unavailable' }),
  );
  await Promise.all(waiting);
});

it('a head that does not follow from the leaves is never signed, and nothing is appended to it', async () => {
  await database.query('alter table audit.batch disable trigger append_only');
  await database.query(
    'update audit.batch set leaf_hashes = set_byte(leaf_hashes, 0, (get_byte(leaf_hashes, 0) + 1) % 256) where first_seq = 0',
  );
  await expect(feeder().round()).rejects.toThrow(LogContradicted);
  await database.query(
    'update audit.batch set leaf_hashes = set_byte(leaf_hashes, 0, (get_byte(leaf_hashes, 0) + 255) % 256) where first_seq = 0',
  );
  await expect(feeder().round()).resolves.toBeUndefined();
  await database.query('alter table audit.head disable trigger head_only_grows');
  await database.query("update audit.head set root = sha256('forged')");
  const write = new UnitOfWork(database).run((transaction) => LockedLog.take(transaction, []));
  await expect(write).rejects.toEqual(expect.objectContaining({ code: 'accountability.log-damaged' }));
});
