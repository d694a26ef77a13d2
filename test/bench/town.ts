import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DataSource } from 'typeorm';
import { StorageKey } from '#involvement';
import { type Postgres, type RunningProcess, program, startPostgres, startProcess } from '#local';
import { indexMigrations } from '#migrations';
import { byteaArray, migrate, openDatabase, uuidArray } from '#platform';
import { type Issuer, startIssuer } from '../support';
import { AMPLE_INDEX_BUDGETS } from '../support/budgets';
import { startTicketMaker } from '../support/ticket-maker';

const AUDIENCE = 'urn:bench:index';
const EPOCH = 'bench-1';
/** As the municipality may grow to: all rows are measured with so many. */
const TEAMS = 100;
const RULES = 200;
const STRIDE = 5_000;

/** A town to ask about: a database with links, an index process of its own, people with tokens, and a ticket key. */
export interface Town {
  readonly postgres: Postgres;
  readonly databaseUrl: string;
  readonly index: RunningProcess;
  readonly bearer: readonly string[];
  /** Bodies of questions, half of them about somebody who is known; each with a ticket of its own */
  questions(count: number): string[];
  /** The same slots, for the references */
  bareQuestions(count: number): string[];
  stop(): Promise<void>;
}

const PEOPLE = 50;
const person = (i: number): string => `asker-${i}`;

/** @param links how many stand in the table; random tokens through the product's own sealing code */
export async function foundTown(links: number, say: (line: string) => void): Promise<Town> {
  const folder = mkdtempSync(join(tmpdir(), 'raakvlak-bench-'));
  const postgres = await startPostgres({ folder: join(folder, 'postgres'), settings: { max_connections: 300 } });
  await postgres.createDatabase('bench', 'bench', 'bench');
  const databaseUrl = postgres.url('bench', 'bench', 'bench');
  await migrate(databaseUrl, indexMigrations);
  const database = await openDatabase({ url: databaseUrl, name: 'bench', connections: 1 }).initialize();
  // Filling and vacuuming take longer than anything that the product does.
  await database.query('set statement_timeout = 0');
  const secret = randomBytes(32);
  const known = await populate(database, new StorageKey(secret), links, say);
  await database.destroy();

  const issuer = await startIssuer();
  // Only the index is measured here, so the custodian is its published document and a key that signs tickets.
  const custodian = await startTicketMaker();
  const file = (name: string, bytes: Buffer): string => {
    const path = join(folder, name);
    writeFileSync(path, bytes.toString('base64url'), { mode: 0o600 });
    return path;
  };
  // Fifty people ask what a whole country would; the budgets are counted all the same.
  const budgetsFile = join(folder, 'budgets.json');
  writeFileSync(budgetsFile, JSON.stringify(AMPLE_INDEX_BUDGETS));
  const index = await startProcess(
    'index',
    program('apps/index/src/main'),
    {
      PORT: '0',
      DATABASE_URL: databaseUrl,
      OIDC_ISSUER: issuer.url,
      AUDIENCE,
      CUSTODIAN_URL: custodian.url,
      ROOT_PUBLIC_KEY: custodian.rootKey,
      STORAGE_KEY_FILE: file('storage.key', secret),
      AUDIT_KEY_FILE: file('audit.key', randomBytes(32)),
      BUDGETS_FILE: budgetsFile,
      DEMO: 'true',
    },
    { logFile: join(folder, 'index.log') },
  );
  const bearer = await Promise.all(Array.from({ length: PEOPLE }, (_, i) => tokenFor(issuer, i)));
  let asked = 0;
  const storageKey = new StorageKey(secret);
  const tokenAt = (i: number): Buffer =>
    i % 2 === 0 ? (known[Math.floor(Math.random() * known.length)] ?? randomBytes(32)) : randomBytes(32);
  return {
    postgres,
    databaseUrl,
    index,
    bearer,
    questions: (count) =>
      Array.from({ length: count }, (_, i) => {
        asked++;
        return JSON.stringify({
          purpose: 'home-visit',
          ticket: custodian.ticket(`${issuer.url}|${person(i % PEOPLE)}`, 'person', 1),
          kind: 'person',
          subjects: [{ lines: [{ scheme: 'nl-bsn', tokens: { [EPOCH]: tokenAt(asked).toString('base64url') } }] }],
        });
      }),
    bareQuestions: (count) =>
      Array.from({ length: count }, (_, i) =>
        JSON.stringify({ slot: storageKey.slotOf('nl-bsn', EPOCH, tokenAt(i)).toString('base64url') }),
      ),
    stop: async () => {
      await index.stop();
      await issuer.stop();
      custodian.stop();
      await postgres.stop({ remove: true });
    },
  };
}

async function tokenFor(issuer: Issuer, i: number): Promise<string> {
  const one = {
    sub: person(i),
    roles: ['professional'],
    department: 'asking',
    teams: ['asking-team'],
    scope: 'raakvlak:ask',
  };
  return issuer.token(one, AUDIENCE, { seconds: 3_600 });
}

/** Fills the tables through the product's own sealing code; returns a sample of tokens that are known. */
async function populate(
  database: DataSource,
  key: StorageKey,
  links: number,
  say: (line: string) => void,
): Promise<Buffer[]> {
  await database.query(
    "insert into department (code, name, domain) values ('asking', 'Vragers', 'care'), ('owning', 'Eigenaars', 'care')",
  );
  const hours = JSON.stringify([{ days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00' }]);
  for (let i = 0; i < TEAMS; i++)
    await database.query(
      'insert into team (code, department, name, phone, email, hours) values ($1, $2, $3, $4, $5, $6)',
      [`team-${i}`, 'owning', `Wijkteam ${i}`, '033-000 00 00', 'team@amersfoort.example', hours],
    );
  await addRules(database);
  const sample: Buffer[] = [];
  const note = key.sealNote('00000000-0000-4000-8000-000000000000', {
    links: [],
    kind: 'person',
    fingerprint: 'bench',
  });
  for (let done = 0; done < links; done += STRIDE) {
    const rows = Array.from({ length: Math.min(STRIDE, links - done) }, () => {
      const token = randomBytes(32);
      const [id, involvement] = [randomUUID(), randomUUID()];
      const slot = key.slotOf('nl-bsn', EPOCH, token);
      return { token, id, involvement, slot, sealed: key.sealLink(slot, id, involvement, 'subject') };
    });
    const ids = (pick: (row: (typeof rows)[number]) => string): Buffer =>
      uuidArray(rows.map((row) => Buffer.from(pick(row).replaceAll('-', ''), 'hex')));
    await database.query(
      'insert into link (id, slot, sealed) select * from unnest($1::uuid[], $2::bytea[], $3::bytea[])',
      [ids(({ id }) => id), byteaArray(rows.map(({ slot }) => slot)), byteaArray(rows.map(({ sealed }) => sealed))],
    );
    await database.query(
      `insert into involvement (id, team, registered_on, expires_on, notice, sealed)
       select id, 'team-' || (random() * ${TEAMS - 1})::int, current_date, current_date + 180, 'given', $2 from unnest($1::uuid[]) as t (id)`,
      [ids(({ involvement }) => involvement), note],
    );
    sample.push(...rows.slice(0, 250).map(({ token }) => token));
    if (done % 250_000 === 0 && done > 0) say(`  ${done} of ${links} links`);
  }
  await database.query(
    'create table bare_note (id bigserial primary key, at timestamptz not null, slot bytea not null, found int not null)',
  );
  await database.query(
    'create table bench_slot as select row_number() over () as n, slot from (select slot from link limit 20000) s',
  );
  await database.query('alter table bench_slot add primary key (n)');
  await database.query('vacuum analyze');
  return sample;
}

/** A policy in the place of the founding one: its rules, and as many more as make up RULES, about teams, purposes and rungs. */
async function addRules(database: DataSource): Promise<void> {
  const [founding] = await database.query<{ rules: object[]; brokers: object[] }[]>(
    'select rules, brokers from disclosure_policy order by version desc limit 1',
  );
  const { rules, brokers } = founding ?? { rules: [], brokers: [] };
  const own = Array.from({ length: RULES - rules.length }, (_, i) => ({
    id: `bench-${i}`,
    owner: { team: `team-${i % TEAMS}` },
    ...(i < TEAMS
      ? { purpose: ['home-visit', 'intake', 'crisis'][i % 3], rung: 'unit' }
      : { asker: { domain: 'care' } }),
    disclosure: i < TEAMS ? 'silent' : 'open',
  }));
  await database.query(
    `insert into disclosure_policy (version, effective_from, rules, brokers, proposed_by, approved_by)
     values (2, now(), $1, $2, 'bench', 'bench-review')`,
    [JSON.stringify([...rules, ...own]), JSON.stringify(brokers)],
  );
}
