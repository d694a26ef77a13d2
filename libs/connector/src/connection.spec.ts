import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeConnection, readConnection } from './connection';
import { fileWith, newFolder, refusalOf } from './testing';

const ABOUT = {
  clientId: 'koppeling-wijk',
  name: 'Koppeling van wijk',
  department: 'wijk',
  teams: ['wijkteam-noord'],
  caseload: 800,
};
const EC = { kty: 'EC', crv: 'P-256', x: 'x', y: 'y', d: 'd' };

/** A connection file of these members, for its owner only. */
function written(members: unknown): string {
  const path = fileWith(typeof members === 'string' ? members : JSON.stringify(members), 'connection.json');
  chmodSync(path, 0o600);
  return path;
}

describe('a connection file', () => {
  const whole = { clientId: 'koppeling-wijk', department: 'wijk', key: EC };

  it('that is not there is refused', async () => {
    expect(await refusalOf(() => readConnection(join(newFolder(), 'connection.json')))).toBe(
      'connector.connection-missing',
    );
  });

  it.each([0o604, 0o640, 0o660, 0o601, 0o644, 0o777])(
    'of mode %o is refused: others can reach the key',
    async (mode) => {
      if (process.platform === 'win32') return;
      const path = written(whole);
      chmodSync(path, mode);
      expect(await refusalOf(() => readConnection(path))).toBe('connector.connection-open-to-others');
    },
  );

  it.each([
    ['no JSON', '{"clientId"', []],
    ['a list', [], ['clientId', 'department', 'key']],
    ['null', 'null', ['clientId', 'department', 'key']],
    ['a name with a space', { ...whole, clientId: 'koppeling wijk' }, ['clientId']],
    ['no department', { ...whole, department: undefined }, ['department']],
    ['the public half', { ...whole, key: { ...EC, d: undefined } }, ['key']],
    ['a key on another curve', { ...whole, key: { ...EC, crv: 'P-384' } }, ['key']],
  ])('with %s is refused, its members are named and nothing of it is repeated', (_what, members, fields) => {
    expect(() => readConnection(written(members))).toThrow(
      expect.objectContaining({ code: 'connector.connection-refused', detail: { fields } }),
    );
  });

  it('for its owner only is read', () => {
    expect(readConnection(written(whole))).toEqual(whole);
  });
});

describe('a new connection', () => {
  it.each([0, -1, 1.5, Number.NaN, 1_000_001])('with a caseload of %p is refused', async (caseload) => {
    const folder = newFolder();
    expect(await refusalOf(() => makeConnection(folder, { ...ABOUT, caseload }))).toBe('connector.caseload-refused');
    expect(await refusalOf(() => readConnection(join(folder, 'connection.json')))).toBe('connector.connection-missing');
  });

  it('never replaces one that is there, nor half of one', async () => {
    const folder = newFolder();
    const { privateFile } = makeConnection(folder, ABOUT);
    const before = readFileSync(privateFile);
    expect(await refusalOf(() => makeConnection(folder, ABOUT))).toBe('connector.connection-exists');
    expect(readFileSync(privateFile)).toEqual(before);
    const half = newFolder();
    writeFileSync(join(half, 'connection.public.json'), '{}');
    expect(await refusalOf(() => makeConnection(half, ABOUT))).toBe('connector.connection-exists');
  });

  it('has its key in a file for its owner only, and the public half without it in the other', () => {
    const { privateFile, publicFile } = makeConnection(join(newFolder(), 'new'), ABOUT);
    const { clientId, department, key } = readConnection(privateFile);
    expect({ clientId, department }).toEqual({ clientId: ABOUT.clientId, department: ABOUT.department });
    if (process.platform !== 'win32') expect(statSync(privateFile).mode & 0o777).toBe(0o600);
    const text = readFileSync(publicFile, 'utf8');
    const { publicJwk, ...about } = JSON.parse(text) as Record<string, unknown>;
    expect(about).toEqual(ABOUT);
    expect(publicJwk).toEqual({
      kty: 'EC',
      crv: 'P-256',
      x: key['x'],
      y: key['y'],
      kid: key['kid'],
      alg: 'ES256',
      use: 'sig',
    });
    expect(text).not.toContain(key['d']);
  });
});
