import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseVerifierKey } from '#transparency';
import { LocalFault } from './place';
import { secretsOf } from './secrets';

const made: string[] = [];
const newFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'raakvlak-secrets-'));
  made.push(folder);
  return folder;
};

afterAll(() => made.forEach((folder) => rmSync(folder, { recursive: true })));

describe('the secrets of a local installation', () => {
  it('are not made anew when one of them is lost', () => {
    const folder = newFolder();
    rmSync(secretsOf(folder).storageKeyFile);
    expect(() => secretsOf(folder)).toThrow(LocalFault);
    expect(() => secretsOf(folder)).toThrow('storage.key');
  });

  it('are not made for a database that was filled under other ones', () => {
    const folder = newFolder();
    mkdirSync(join(folder, 'postgres'));
    expect(() => secretsOf(folder)).toThrow(LocalFault);
    expect(readdirSync(folder)).toEqual(['postgres']);
  });

  it('are different everywhere, the same at the next start, and for their owner only', () => {
    const folder = newFolder();
    const first = secretsOf(folder);
    expect(secretsOf(folder)).toEqual(first);
    const other = secretsOf(newFolder());
    for (const name of ['logKey', 'indexPassword', 'custodianPassword'] as const)
      expect(other[name]).not.toBe(first[name]);
    const files = readdirSync(join(folder, 'keys')).map((name) => join(folder, 'keys', name));
    expect(files.map((file) => statSync(file).mode & 0o777)).toEqual(files.map(() => 0o600));
    expect(Buffer.from(readFileSync(first.storageKeyFile, 'utf8').trim(), 'base64url')).toHaveLength(32);
    expect(parseVerifierKey(first.logKey).name).toBe('raakvlak.demo/audit/2026');
  });
});
