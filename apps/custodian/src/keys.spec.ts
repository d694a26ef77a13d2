import { createPrivateKey } from 'node:crypto';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeProtectedHeader, importJWK, jwtVerify } from 'jose';
import { type EpochDocument, fromBase64url, openEpochDocument, type TicketKey } from '#tokens';
import { type Kek, readKekFile } from './kek';
import { openKeyFile, readKeyFile, readPlainKeyFile, type TokenKey } from './key-file';
import {
  makeEpoch,
  makeKek,
  makeRootKey,
  makeTicketKey,
  moveEpoch,
  retireTicketKey,
  rewrapKeyFile,
  sealKeyFile,
  signDocument,
  startDocument,
  type UnsignedDocument,
} from './keys';
import { readPrivateFile } from './private-file';
import { TicketSigner } from './ticket';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'raakvlak-ceremony-'));
  makeKek(file('kek.key'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const file = (name: string): string => join(folder, name);
const unsigned = (): UnsignedDocument => JSON.parse(readFileSync(file('epochs.json'), 'utf8')) as UnsignedDocument;
const kek = (name = 'kek.key'): Kek => readKekFile(file(name));
const opened = (name = 'kek.key'): TokenKey[] =>
  openKeyFile(readKeyFile(readPrivateFile(file('token.keys'))), kek(name));
const keysOf = (): string[] => opened().map(({ epoch }) => epoch);
const states = (): string[] => unsigned().epochs.map(({ id, state }) => `${id} ${state}`);
const epoch = (id: string) => makeEpoch(id, file('token.keys'), file('epochs.json'), kek());
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
    expect(() => makeKek(file('kek.key'))).toThrow('never overwritten');
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

  it('to add an epoch under another KEK than the file is sealed under, or to an unsealed file', async () => {
    await office();
    makeKek(file('other.key'));
    const under = (name: string) => makeEpoch('2026-2', file('token.keys'), file('epochs.json'), kek(name));
    await expect(under('other.key')).rejects.toThrow(
      /^The key file is sealed under KEK [\w-]{11}, not under KEK [\w-]{11}\.$/,
    );
    writeFileSync(file('token.keys'), '{"format":"raakvlak-keys/1","keys":[]}');
    await expect(under('kek.key')).rejects.toThrow(/^The key file is not sealed .*run "ceremony seal/);
    expect(states()).toEqual(['2026-1 active']);
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
  for (const name of ['root.key', 'kek.key', 'token.keys', 'ticket.key'])
    expect(statSync(file(name)).mode & 0o777).toBe(0o600);
  const secrets = opened().map(({ seed }) => Buffer.from(seed).toString('base64url'));
  expect(new Set(secrets).size).toBe(4);
  for (const secret of [...secrets, kek().key.toString('base64url')]) expect(document).not.toContain(secret);
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

it('destroying an epoch needs no KEK', async () => {
  await office();
  await epoch('2026-2');
  move('2026-2', 'active');
  move('2026-1', 'audit-only');
  const { key } = kek();
  rmSync(file('kek.key'));
  move('2026-1', 'destroyed');
  writeFileSync(file('kek.key'), key.toString('base64url'), { mode: 0o600 });
  expect(keysOf()).toEqual(Array.from({ length: 4 }, () => '2026-2'));
});

describe('a sealed key file', () => {
  const stored = () => JSON.parse(readFileSync(file('token.keys'), 'utf8')) as { kek: string; keys: Stored[] };
  interface Stored {
    epoch: string;
    kind: string;
    sealed: string;
  }
  const store = (change: (keys: Stored[]) => void): void => {
    const contents = { format: 'raakvlak-keys/2', ...stored() };
    change(contents.keys);
    writeFileSync(file('token.keys'), JSON.stringify(contents));
  };

  it('holds no byte of a seed in any form, and names its KEK without showing it', async () => {
    await office();
    const bytes = readFileSync(file('token.keys'));
    const { id, key } = kek();
    expect(stored().kek).toBe(id);
    for (const secret of [key, ...opened().map(({ seed }) => Buffer.from(seed))]) {
      expect(bytes.includes(secret)).toBe(false);
      for (const form of ['hex', 'base64', 'base64url'] as const) {
        expect(bytes.toString('latin1')).not.toContain(secret.toString(form).slice(0, 20));
      }
    }
  });

  it('does not open under another KEK', async () => {
    await office();
    makeKek(file('other.key'));
    expect(() => opened('other.key')).toThrow('is sealed under KEK');
  });

  it.each([
    ['a changed seal', (keys: Stored[]) => (keys[0]!.sealed = `B${keys[0]!.sealed.slice(1)}C`.slice(0, 80))],
    ['a seal of another kind', (keys: Stored[]) => (keys[0]!.sealed = keys[1]!.sealed)],
    [
      'two kinds that changed places',
      (keys: Stored[]) => ([keys[0]!.kind, keys[1]!.kind] = [keys[1]!.kind, keys[0]!.kind]),
    ],
    ['a seal under another epoch', (keys: Stored[]) => (keys[0]!.epoch = '2026-2')],
  ])('with %s does not open, and the place is named', async (_, change) => {
    await office();
    store(change);
    expect(() => opened()).toThrow(/^holds a seal for \w+ in epoch 2026-[12] that does not open/);
  });

  it('under the id of this KEK but sealed under another one does not open', async () => {
    await office();
    makeKek(file('other.key'));
    const contents = { ...stored(), format: 'raakvlak-keys/2', kek: kek('other.key').id };
    writeFileSync(file('token.keys'), JSON.stringify(contents));
    expect(() => opened('other.key')).toThrow('does not open');
  });

  it('is put under another KEK with the same keys inside, all seals new', async () => {
    await office();
    const [seeds, before] = [opened(), stored().keys.map(({ sealed }) => sealed)];
    makeKek(file('other.key'));
    expect(() => rewrapKeyFile(file('token.keys'), kek('other.key'), kek())).toThrow('is sealed under KEK');
    rewrapKeyFile(file('token.keys'), kek(), kek('other.key'));
    expect(() => opened()).toThrow('is sealed under KEK');
    expect(opened('other.key')).toEqual(seeds);
    for (const { sealed } of stored().keys) expect(before).not.toContain(sealed);
  });

  it.each([
    ['that is no JSON', 'x', 'is not a JSON file'],
    ['that is null', 'null', 'is not a key file'],
    ['of another format', '{"keys":[]}', 'is not a key file'],
    ['without a KEK', '{"format":"raakvlak-keys/2","keys":[]}', 'is not a key file'],
    ['with null', '{"format":"raakvlak-keys/2","kek":"AAAAAAAAAAA","keys":[null]}', 'without a seal'],
    [
      'with a short seal',
      '{"format":"raakvlak-keys/2","kek":"AAAAAAAAAAA","keys":[{"epoch":"1","kind":"person","sealed":"AAAA"}]}',
      'without a seal',
    ],
  ])('%s is refused without a word of its contents', (_, contents, words) => {
    expect(() => readKeyFile(contents)).toThrow(words);
    expect(() => readKeyFile(contents)).not.toThrow('AAAA');
  });
});

describe('the unsealed key file of the previous version', () => {
  const seed = Buffer.alloc(32, 1).toString('base64url');
  const row = { epoch: '2026-1', kind: 'person', seed };
  const written = (...keys: unknown[]): string => JSON.stringify({ format: 'raakvlak-keys/1', keys });

  it.each([
    ['that is sealed already', '{"format":"raakvlak-keys/2"}', 'is sealed already'],
    ['with null', written(null), 'not 32 bytes'],
    ['with another kind', written({ ...row, kind: 'dog' }), 'without epoch or kind'],
    ['with a short seed', written({ ...row, seed: seed.slice(2) }), 'not 32 bytes'],
    ['with a key twice', written(row, { ...row, seed: Buffer.alloc(32, 2).toString('base64url') }), 'a key twice'],
    ['with one seed for two kinds', written(row, { ...row, kind: 'address' }), 'one seed for two keys'],
  ])('%s is not sealed, and nothing of it is said', (_, contents, words) => {
    expect(() => readPlainKeyFile(contents)).toThrow(words);
    expect(() => readPlainKeyFile(contents)).not.toThrow(seed);
  });

  it('gets a seal, keeps its keys, and leaves no seed behind in the file', () => {
    writeFileSync(file('token.keys'), written(row), { mode: 0o600 });
    sealKeyFile(file('token.keys'), kek());
    expect(readFileSync(file('token.keys'), 'utf8')).not.toContain(seed);
    expect(statSync(file('token.keys')).mode & 0o777).toBe(0o600);
    expect(opened()).toEqual([{ epoch: '2026-1', kind: 'person', seed: new Uint8Array(32).fill(1) }]);
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
