import { createPrivateKey } from 'node:crypto';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeProtectedHeader, importJWK, jwtVerify } from 'jose';
import { type EpochDocument, fromBase64url, openEpochDocument, type TicketKey } from '#tokens';
import { parseKeyFile, readPrivateFile } from './key-file';
import {
  makeEpoch,
  makeRootKey,
  makeTicketKey,
  moveEpoch,
  retireTicketKey,
  signDocument,
  startDocument,
  type UnsignedDocument,
} from './keys';
import { TicketSigner } from './ticket';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'raakvlak-ceremony-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const file = (name: string): string => join(folder, name);
const unsigned = (): UnsignedDocument => JSON.parse(readFileSync(file('epochs.json'), 'utf8')) as UnsignedDocument;
const keysOf = (): string[] => parseKeyFile(readPrivateFile(file('token.keys'))).map(({ epoch }) => epoch);
const states = (): string[] => unsigned().epochs.map(({ id, state }) => `${id} ${state}`);
const epoch = (id: string) => makeEpoch(id, file('token.keys'), file('epochs.json'));
const move = (id: string, to: Parameters<typeof moveEpoch>[1]) =>
  moveEpoch(id, to, file('token.keys'), file('epochs.json'));

async function signed(): Promise<EpochDocument> {
  const root = existsSync(file('root.key'))
    ? (JSON.parse(readFileSync(file('root.key'), 'utf8')) as { x: string }).x
    : await makeRootKey(file('root.key'));
  await signDocument(file('epochs.json'), file('root.key'), file('epochs.jws'), 30);
  return openEpochDocument(readFileSync(file('epochs.jws'), 'utf8'), fromBase64url(root, 32), Date.now() / 1000);
}

async function office(): Promise<void> {
  startDocument(file('epochs.json'), 'custodian.demo', true);
  await makeTicketKey(file('ticket.key'), file('epochs.json'));
  await epoch('2026-1');
}

describe('the ceremony refuses', () => {
  it('to write over a key', async () => {
    await office();
    await makeRootKey(file('root.key'));
    const before = readFileSync(file('root.key'), 'utf8');
    await expect(makeRootKey(file('root.key'))).rejects.toThrow('never overwritten');
    await expect(makeTicketKey(file('ticket.key'), file('epochs.json'))).rejects.toThrow('never overwritten');
    expect(readFileSync(file('root.key'), 'utf8')).toBe(before);
    expect(unsigned().ticketKeys).toHaveLength(1);
  });

  it('to make an epoch twice, also when only its keys are left', async () => {
    await office();
    await expect(epoch('2026-1')).rejects.toThrow('exists already');
    rmSync(file('epochs.json'));
    startDocument(file('epochs.json'), 'custodian.demo', true);
    await expect(epoch('2026-1')).rejects.toThrow('exists already');
  });

  it('an id that cannot be part of a key derivation', async () => {
    await office();
    await expect(epoch('2026|1')).rejects.toThrow();
    expect(states()).toEqual(['2026-1 active']);
    expect(keysOf()).not.toContain('2026|1');
  });

  it('to skip a state or to go back', async () => {
    await office();
    expect(() => move('2026-1', 'destroyed')).toThrow('from active to destroyed');
    move('2026-1', 'retiring');
    expect(() => move('2026-1', 'active')).toThrow('from retiring to active');
    expect(() => move('2031-1', 'active')).toThrow('no such epoch');
  });

  it('to sign what no client would accept', async () => {
    startDocument(file('epochs.json'), 'custodian.demo', true);
    await makeTicketKey(file('ticket.key'), file('epochs.json'));
    await expect(signed()).rejects.toThrow('tokens.document-shape');
    expect(existsSync(file('epochs.jws'))).toBe(false);
  });

  it('a root key that others may read', async () => {
    await office();
    await makeRootKey(file('root.key'));
    chmodSync(file('root.key'), 0o644);
    await expect(signed()).rejects.toThrow('can be read by others');
  });
});

it('every secret is for its owner only and none is in the public document', async () => {
  await office();
  const document = JSON.stringify(await signed());
  for (const name of ['root.key', 'token.keys', 'ticket.key']) expect(statSync(file(name)).mode & 0o777).toBe(0o600);
  const secrets = parseKeyFile(readPrivateFile(file('token.keys'))).map(({ seed }) =>
    Buffer.from(seed).toString('base64url'),
  );
  expect(new Set(secrets).size).toBe(4);
  for (const secret of secrets) expect(document).not.toContain(secret);
  const { d } = JSON.parse(readFileSync(file('ticket.key'), 'utf8')) as { d: string };
  expect(document).not.toContain(d);
});

it('an epoch lives from pending to destroyed, one active at a time, and its seeds go with it', async () => {
  await office();
  expect(await epoch('2026-2')).toBe('pending');
  move('2026-2', 'active');
  expect(states()).toEqual(['2026-1 retiring', '2026-2 active']);
  move('2026-1', 'audit-only');
  expect(keysOf()).toContain('2026-1');
  move('2026-1', 'destroyed');
  expect(keysOf()).toEqual(Array.from({ length: 4 }, () => '2026-2'));
  expect((await signed()).epochs.map(({ state }) => state)).toEqual(['destroyed', 'active']);
});

it('every change of the document is a higher serial', async () => {
  await office();
  const { serial } = await signed();
  const kid = await makeTicketKey(file('ticket-2.key'), file('epochs.json'));
  const next = await signed();
  expect(next.serial).toBeGreaterThan(serial);
  expect(next.ticketKeys).toHaveLength(2);
  retireTicketKey(file('epochs.json'), kid);
  expect((await signed()).serial).toBeGreaterThan(next.serial);
});

describe('a key file', () => {
  const seed = Buffer.alloc(32, 1).toString('base64url');
  const row = { epoch: '2026-1', kind: 'person', seed };
  const written = (...keys: unknown[]): string => JSON.stringify({ format: 'raakvlak-keys/1', keys });

  it.each([
    ['that is no JSON', 'x', 'is not a JSON file'],
    ['of another format', '{"keys":[]}', 'is not a key file'],
    ['with null', written(null), 'without epoch, kind or seed'],
    ['with another kind', written({ ...row, kind: 'dog' }), 'without epoch, kind or seed'],
    ['with a short seed', written({ ...row, seed: seed.slice(2) }), 'not 32 bytes'],
    ['with a key twice', written(row, { ...row, seed: Buffer.alloc(32, 2).toString('base64url') }), 'a key twice'],
    ['with one seed for two kinds', written(row, { ...row, kind: 'address' }), 'one seed for two keys'],
  ])('%s is refused without a word of its contents', (_, contents, words) => {
    expect(() => parseKeyFile(contents)).toThrow(words);
    expect(() => parseKeyFile(contents)).not.toThrow(seed);
  });

  it('that is readable by the group is refused', () => {
    writeFileSync(file('token.keys'), written(row), { mode: 0o640 });
    chmodSync(file('token.keys'), 0o640);
    expect(() => readPrivateFile(file('token.keys'))).toThrow('0600');
  });
});

it('a ticket that the signer made is accepted under the published key, and not when a letter was changed', async () => {
  await office();
  const key = createPrivateKey({ key: JSON.parse(readFileSync(file('ticket.key'), 'utf8')) as never, format: 'jwk' });
  const published: TicketKey = unsigned().ticketKeys[0]!;
  const iat = Math.floor(Date.now() / 1000);
  const claims = { use: 'ask', kind: 'person', count: 1, jti: 'AAAAAAAAAAAAAAAAAAAAAA' } as const;
  const ticket = new TicketSigner(key, published.kid).sign({
    iss: 'custodian.demo',
    sub: 'https://issuer.example|sanne',
    ...claims,
    iat,
    exp: iat + 300,
  });
  const check = await importJWK({ ...published });
  expect(decodeProtectedHeader(ticket)).toEqual({ alg: 'ES256', kid: published.kid, typ: 'raakvlak-ticket+jwt' });
  expect((await jwtVerify(ticket, check)).payload).toMatchObject(claims);
  const [head, body, signature] = ticket.split('.');
  const forged = Buffer.from(body!, 'base64url').toString().replace('"count":1', '"count":9');
  await expect(jwtVerify(`${head}.${Buffer.from(forged).toString('base64url')}.${signature}`, check)).rejects.toThrow();
});
