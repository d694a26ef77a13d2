import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { type Postgres, startPostgres } from '#local';
import { custodianMigrations } from '#migrations';
import { migrate } from '#platform';
import { blind, type EvaluationResponse, toBase64url } from '#tokens';
import { CUSTODIAN_AUDIENCE, type CustodianOffice, openCustodianOffice, type RunningCustodian } from './custodian';
import { type Issuer, type Person, startIssuer } from './issuer';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** A custodian on its own: PostgreSQL, an issuer, keys of the ceremony, and the real process. */
export interface CustodianHouse {
  readonly folder: string;
  readonly postgres: Postgres;
  /** The custodian's database as superuser */
  readonly database: Client;
  readonly issuer: Issuer;
  readonly office: CustodianOffice;
  readonly custodian: RunningCustodian;
  file(name: string): string;
  /** Header with an access token, signed once per person and audience */
  as(person: Person, audience?: string): Promise<Record<string, string>>;
  /** As it stands in ledger and meters */
  actor(person: Person): string;
  /** A request to the first custodian, or to the one at `url`; text is sent as it is */
  post(body: unknown, headers: Record<string, string>, url?: string): Promise<Answer>;
  /** Rows in the ledger */
  rows(): Promise<number>;
  stop(): Promise<void>;
}

const LINE = 'nl-bsn:999993653';

/** New blinded elements, base64url. */
export const elements = (count: number): string[] => {
  if (count > 256) return [...elements(256), ...elements(count - 256)];
  const { blinded, state } = blind(Array.from({ length: count }, () => LINE));
  state.forget();
  return blinded.map(toBase64url);
};

/** A question about one person, new at every call. */
export const question = (changes: Record<string, unknown> = {}) => ({
  use: 'ask',
  kind: 'person',
  blinded: 'blinded' in changes ? [] : elements(1),
  ...changes,
});

export const ticketIn = ({ body }: Answer): { jti: string; iat: number; exp: number } => {
  const [, claims = ''] = (body as unknown as EvaluationResponse).ticket.split('.');
  return JSON.parse(Buffer.from(claims, 'base64url').toString()) as { jti: string; iat: number; exp: number };
};

/** Fails unless this is a problem detail of this status and code, without any evaluation. */
export function expectProblem({ status, headers, body }: Answer, expected: number, code: string): void {
  assert.deepEqual({ status, code: body['code'] }, { status: expected, code });
  assert.match(headers.get('content-type') ?? '', /^application\/problem\+json/);
  assert.ok(!('evaluations' in body) && !('ticket' in body));
}

/**
 * @param options epochs in order, the last one active; budgets that differ from the defaults, ample ones when left out;
 *   other settings of the process
 */
export async function openCustodianHouse(
  options: { epochs?: readonly string[]; budgets?: object; settings?: Record<string, string> } = {},
): Promise<CustodianHouse> {
  const folder = mkdtempSync(join(tmpdir(), 'raakvlak-custodian-'));
  const file = (name: string): string => join(folder, name);
  const [postgres, issuer] = await Promise.all([
    startPostgres({ folder: mkdtempSync(join(tmpdir(), 'raakvlak-test-')) }),
    startIssuer(),
  ]);
  await postgres.createDatabase('custodian', 'custodian', 'custodian');
  const DATABASE_URL = postgres.url('custodian', 'custodian', 'custodian');
  if (options.budgets !== undefined) writeFileSync(file('own-budgets.json'), JSON.stringify(options.budgets));
  const office = openCustodianOffice(folder, {
    DATABASE_URL,
    OIDC_ISSUER: issuer.url,
    ...(options.budgets === undefined ? {} : { BUDGETS_FILE: file('own-budgets.json') }),
    ...options.settings,
  });
  const keys = ['--keys', 'token.keys', '--document', 'epochs.json'];
  for (const id of options.epochs ?? ['2026-1']) {
    const made = office.ceremony('epoch', '--id', id, ...keys);
    if (made.endsWith('pending')) office.ceremony('state', '--id', id, '--to', 'active', ...keys);
  }
  office.ceremony('sign', '--document', 'epochs.json', '--root', 'root.key', '--out', 'epochs.jws');
  await migrate(DATABASE_URL, custodianMigrations);
  const custodian = await office.start();
  const database = new Client({ connectionString: postgres.superuserUrl.replace(/\/postgres$/, '/custodian') });
  await database.connect();
  const signed = new Map<string, Promise<string>>();
  return {
    folder,
    postgres,
    database,
    issuer,
    office,
    custodian,
    file,
    async as(person, audience = CUSTODIAN_AUDIENCE) {
      const key = JSON.stringify([person, audience]);
      const token = signed.get(key) ?? issuer.token(person, audience);
      signed.set(key, token);
      return { authorization: `Bearer ${await token}` };
    },
    actor: ({ sub }) => `${issuer.url}|${sub}`,
    async post(body, headers, url = custodian.url) {
      const answer = await fetch(`${url}/v1/evaluations`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      });
      const text = await answer.text();
      return { status: answer.status, headers: answer.headers, text, body: JSON.parse(text) as Answer['body'] };
    },
    async rows() {
      const { rows } = await database.query<{ n: number }>('select count(*)::integer as n from evaluation');
      return rows[0]?.n ?? 0;
    },
    async stop() {
      await database.end();
      await custodian.stop();
      await issuer.stop();
      await postgres.stop({ remove: true });
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
