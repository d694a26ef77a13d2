import { createDecipheriv } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CustodianKeys, custodianKeys } from './ceremony';

const folder = mkdtempSync(join(tmpdir(), 'raakvlak-ceremony-'));
afterAll(() => rmSync(folder, { recursive: true }));

const open = () => custodianKeys({ folder: join(folder, 'custodian'), logFile: join(folder, 'log'), demo: true });

interface Stored {
  readonly format: string;
  readonly kek: string;
  readonly keys: readonly { readonly epoch: string; readonly kind: string; readonly sealed: string }[];
}

/** As the documentation of the key file has it, written anew: what it says must be enough to open a file. */
function seedsIn({ keyFile, kekFile }: CustodianKeys): { epoch: string; kind: string; seed: string }[] {
  const { format, kek, keys } = JSON.parse(readFileSync(keyFile, 'utf8')) as Stored;
  const key = Buffer.from(readFileSync(kekFile, 'utf8').trim(), 'base64url');
  return keys.map(({ epoch, kind, sealed }) => {
    const bytes = Buffer.from(sealed, 'base64url');
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12));
    decipher.setAAD(Buffer.from(JSON.stringify([format, kek, epoch, kind])));
    decipher.setAuthTag(bytes.subarray(-16));
    const seed = Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]);
    return { epoch, kind, seed: seed.toString('base64url') };
  });
}

it('a folder of the previous version has its keys sealed at the next start, and they stay the same keys', async () => {
  const made = await open();
  const seeds = seedsIn(made);
  expect(seeds).toHaveLength(4);
  rmSync(made.kekFile);
  writeFileSync(made.keyFile, JSON.stringify({ format: 'raakvlak-keys/1', keys: seeds }), { mode: 0o600 });
  const again = await open();
  expect(again).toEqual(made);
  expect(seedsIn(again)).toEqual(seeds);
  for (const file of [again.keyFile, again.kekFile]) expect(statSync(file).mode & 0o777).toBe(0o600);
});

it('a folder that has lost the key of its keys is not started over with another one', async () => {
  const { kekFile } = await open();
  rmSync(kekFile);
  await expect(open()).rejects.toThrow('kek.key');
});
