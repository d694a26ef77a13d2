import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newKek, readKekFile, runKekCommand } from './kek';

const folder = mkdtempSync(join(tmpdir(), 'raakvlak-kek-'));
afterAll(() => rmSync(folder, { recursive: true }));

const { text, id } = newKek();
let number = 0;

function programOf(lines: string, mode = 0o700): string {
  const path = join(folder, `program-${number++}`);
  writeFileSync(path, `#!/bin/sh\n${lines}\n`);
  chmodSync(path, mode);
  return path;
}
const run = (path: string, limit?: number) => runKekCommand(path, { PATH: process.env['PATH'], HOME: folder }, limit);

describe('a program that should print the KEK', () => {
  it.each([
    ['that does not exist', () => run(join(folder, 'nothing')), 'cannot be run'],
    ['that may not be executed', () => run(programOf(`echo ${text}`, 0o600)), 'cannot be run'],
    ['that fails', () => run(programOf(`echo ${text}; exit 3`)), 'failed (3)'],
    ['that prints something else', () => run(programOf('echo no-such-key')), 'did not print 32 bytes'],
    ['that prints nothing', () => run(programOf('exit 0')), 'did not print 32 bytes'],
    ['that prints without end', () => run(programOf('yes')), 'prints more than a KEK'],
    ['that hangs', () => run(programOf('sleep 600'), 500), 'no KEK within 0.5 seconds'],
    [
      'that answers and leaves something behind',
      () => run(programOf(`echo ${text}; sleep 600 &`), 500),
      'no KEK within',
    ],
  ])('%s is refused, and nothing it said is repeated', async (_, work, words) => {
    const refusal = await work().catch((cause: unknown) => (cause as Error).message);
    expect(refusal).toContain(words);
    expect(refusal).not.toMatch(new RegExp(`no-such-key|${text}`));
  });

  it('gets no shell: blanks and words behind the path are part of the path', async () => {
    await expect(run(`${programOf(`echo ${text}`)} --now`)).rejects.toThrow('cannot be run');
  });

  it('sees PATH and HOME of the environment and nothing else', async () => {
    const seen = join(folder, 'seen');
    await run(programOf(`/usr/bin/env > ${seen}; echo ${text}`));
    const names = readFileSync(seen, 'utf8')
      .trim()
      .split('\n')
      .map((line) => line.split('=')[0]);
    // What a shell adds by itself is not ours.
    expect(names.filter((name) => !['PWD', 'SHLVL', '_', 'OLDPWD'].includes(name as string)).sort()).toEqual([
      'HOME',
      'PATH',
    ]);
  });

  it('is believed when it prints 32 bytes in base64url', async () => {
    const kek = await run(programOf(`echo ${text}`));
    expect({ id: kek.id, key: kek.key.toString('base64url') }).toEqual({ id, key: text });
  });
});

describe('a file with the KEK', () => {
  const fileOf = (contents: string, mode = 0o600): string => {
    const path = join(folder, `file-${number++}`);
    writeFileSync(path, contents);
    chmodSync(path, mode);
    return path;
  };

  it.each([
    ['that others may read', fileOf(text, 0o644), '0600'],
    ['that is missing', join(folder, 'none'), 'cannot be read'],
    ['with 31 bytes', fileOf(text.slice(2)), 'does not hold a KEK'],
    ['with another alphabet', fileOf('+'.repeat(43)), 'does not hold a KEK'],
  ])('%s is refused', (_, path, words) => {
    expect(() => readKekFile(path)).toThrow(words);
  });

  it('may end with a new line', () => {
    expect(readKekFile(fileOf(`${text}\n`)).id).toBe(id);
  });
});
