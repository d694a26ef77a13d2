import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { Chance } from './chance';
import { Inspection } from './inspection';
import { Load } from './load';
import { Oracle } from './oracle';
import { runRounds } from './rounds';
import { send } from './send';
import { foundTown, type Town, withDatabase } from './town';
import { stopwatch } from '../support/waiting';

const clients = (seed: number, count: number): Chance[] =>
  Array.from({ length: count }, (_, i) => new Chance(seed + i));

it('whatever is killed and whenever, no acknowledged registration is lost and no answer lacks its record', async () => {
  const { words, kills, registrations, answers, evaluations, rounds } = await runRounds({
    seed: 20_261_123,
    rounds: 6,
    clients: 10,
    indexes: 1,
    say: () => undefined,
  });
  expect(words).toEqual([]);
  expect(rounds).toBe(6);
  expect(Object.values(kills).reduce((sum, n) => sum + n, 0)).toBeGreaterThanOrEqual(6);
  expect(Math.min(registrations, answers, evaluations)).toBeGreaterThan(20);
});

describe('with two index processes on one database', () => {
  let town: Town;
  let oracle: Oracle;
  let inspection: Inspection;

  beforeAll(async () => {
    town = await foundTown(2);
    oracle = new Oracle();
    inspection = new Inspection(town, oracle);
  });
  afterAll(() => town.stop({ keep: false }));

  const first = (): number => town.indexes[0] as number;
  const second = (): number => town.indexes[1] as number;
  const superuser = (): string => town.stack.postgres?.url('raakvlak_index') ?? '';

  /** Holds the row that orders all writers, so that every transaction stops just before its record. */
  const whileTheLogIsHeld = <T>(work: () => Promise<T>): Promise<T> =>
    withDatabase(superuser(), async (client) => {
      await client.query('begin');
      await client.query('select 1 from audit.head for update');
      const result = await work();
      await client.query('rollback');
      return result;
    });
  const waiting = (): Promise<number> =>
    withDatabase(superuser(), async (client) => {
      const { rows } = await client.query<{ n: number }>(
        "select count(*)::int as n from pg_stat_activity where application_name = 'raakvlak-index' and wait_event_type = 'Lock'",
      );
      return rows[0]?.n ?? 0;
    });

  const register = async (id: string, token: Buffer) => {
    const by = town.registrars[0]!;
    return send({
      port: first(),
      method: 'PUT',
      path: `/v1/involvements/${id}`,
      token: await by.tokens.forIndex(),
      body: {
        team: by.team,
        rung: 'subject',
        tickets: [town.ticket(by.actor, 'register', 'person', 1).jws],
        lines: [{ kind: 'person', scheme: 'nl-bsn', epoch: town.epoch, token: token.toString('base64url') }],
        notice: { state: 'given' },
      },
    });
  };
  const ask = async (token: Buffer) => {
    const asker = town.askers[0]!;
    return send({
      port: first(),
      method: 'POST',
      path: '/v1/inquiries',
      token: await asker.tokens.forIndex(),
      body: {
        purpose: 'home-visit',
        ticket: town.ticket(asker.actor, 'ask', 'person', 1).jws,
        kind: 'person',
        subjects: [{ lines: [{ scheme: 'nl-bsn', tokens: { [town.epoch]: token.toString('base64url') } }] }],
      },
    });
  };
  const rowsOf = (id: string, token: Buffer): Promise<number> =>
    withDatabase(superuser(), async (client) => {
      const { rows } = await client.query<{ n: number }>(
        'select (select count(*) from involvement where id = $1)::int + (select count(*) from link where slot = $2)::int as n',
        [id, town.storageKey.slotOf('nl-bsn', town.epoch, token)],
      );
      return rows[0]?.n ?? -1;
    });

  it('when the log cannot be written a question gets 503 within three seconds, and nothing else', async () => {
    const took = stopwatch();
    const reply = await whileTheLogIsHeld(() => ask(randomBytes(32)));
    expect(took()).toBeLessThan(3_500);
    expect(reply).toMatchObject({ status: 503, body: { code: 'accountability.audit-unavailable' } });
    expect(reply?.body).not.toHaveProperty('answers');
    await wait(300);
  });

  it('a process that is killed between the rows of a registration and its record leaves neither', async () => {
    const [id, token] = [randomUUID(), randomBytes(32)];
    const reply = await whileTheLogIsHeld(async () => {
      const [registering, asking] = [register(id, token), ask(randomBytes(32))];
      while ((await waiting()) < 2) await wait(20);
      await town.stack.part('index')?.kill();
      return Promise.all([registering, asking]);
    });
    expect(reply).toEqual([undefined, undefined]);
    await town.stack.restart('index');
    await town.ready(120_000);
    expect(await rowsOf(id, token)).toBe(0);
    await inspection.sinceLast();
    expect(oracle.words).toEqual([]);
    expect((await register(id, token))?.status).toBe(201);
    expect(await rowsOf(id, token)).toBe(2);
    // The oracle did not send this one; it goes before the oracle looks again.
    const by = town.registrars[0]!;
    oracle.registrations.set(id, {
      id,
      by,
      lines: [{ kind: 'person', scheme: 'nl-bsn', token }],
      toldNotStored: false,
      withdrawal: 'none',
    });
    oracle.touched.add(oracle.registrations.get(id)!);
  });

  it('when one is killed the other goes on, and together they made one tree', async () => {
    const loads = [new Load(town, oracle, [first()]), new Load(town, oracle, [second()])] as const;
    loads.forEach((load, i) => load.start(clients(40 + 10 * i, 4)));
    await wait(800);
    await town.stack.part('index')?.kill();
    await wait(300);
    await loads[0].pause();
    const before = { ...oracle.figures };
    await wait(800);
    const after = { ...oracle.figures };
    expect(after.registrations).toBeGreaterThan(before.registrations);
    expect(after.answers).toBeGreaterThan(before.answers);
    expect(after.unknown).toBe(before.unknown);
    await town.stack.restart('index');
    await town.ready(120_000);
    loads[0].resume();
    await wait(500);
    for (const load of loads) await load.stop();
    for (const load of loads) await load.findAll([...oracle.registrations.values()].filter((one) => one.receipt));
    await inspection.whole();
    expect(oracle.words).toEqual([]);
    expect(inspection.records).toBeGreaterThan(100);
  });

  it('the inspection itself notices a lost registration, a half one, a missing record, a changed log, a wrong meter and a ticket too few', async () => {
    const kept = [...oracle.registrations.values()].filter((one) => one.receipt && one.withdrawal === 'none');
    const [lost, half] = kept as [(typeof kept)[number], (typeof kept)[number]];
    const noticed = async (tamper: string, values: unknown[], words: RegExp): Promise<void> => {
      await withDatabase(superuser(), async (client) => {
        await client.query('set session_replication_role = replica');
        for (const table of ['record', 'batch', 'head'])
          await client.query(`alter table audit.${table} disable trigger all`);
        expect((await client.query(tamper, values)).rowCount).toBe(1);
      });
      oracle.lost.clear();
      oracle.unrecorded.clear();
      oracle.broken.clear();
      await inspection.whole();
      expect(oracle.words.join('\n')).toMatch(words);
    };
    const made = town.made as Map<string, number>;
    const ledger = new Map(made);
    for (const [change, words] of [
      [() => made.clear(), /is in no ledger/],
      [() => ledger.forEach((_, ticket) => made.set(ticket, 0)), /for 0 paid for/],
    ] as const) {
      change();
      await inspection.whole();
      expect(oracle.words.join('\n')).toMatch(words);
      ledger.forEach((count, ticket) => made.set(ticket, count));
      oracle.broken.clear();
    }
    await noticed('delete from involvement where id = $1', [lost.id], new RegExp(`lost: registration ${lost.id}`));
    await noticed(
      'delete from link where slot = $1',
      [town.storageKey.slotOf(half.lines[0]!.scheme, town.epoch, half.lines[0]!.token)],
      new RegExp(`registration ${half.id} is there by half`),
    );
    await noticed(
      "update audit.record set w = convert_to(replace(convert_from(w, 'UTF8'), 'home-visit', 'home-visil'), 'UTF8') where seq = (select max(seq) from audit.record where w like '%home-visit%')",
      [],
      /does not fit its leaf/,
    );
    await noticed('delete from audit.record where seq = 10', [], /have gaps/);
    await withDatabase(town.stack.postgres?.url('raakvlak_custodian') ?? '', (client) =>
      client.query("insert into meter values ('*', '2026-01-01', 'day', 'ask', 'person', now(), 5)"),
    );
    await noticed(
      'delete from audit.record where seq = 11',
      [],
      /a meter of ask person \(day\) says 5, and the ledger/,
    );
    await noticed('update audit.head set root = $1', [randomBytes(32)], /gaps|root does not follow/);
  });
});
