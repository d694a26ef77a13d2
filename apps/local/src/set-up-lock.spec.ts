import { spawn } from 'node:child_process';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './place';

const folder = mkdtempSync(join(tmpdir(), 'raakvlak-lock-'));
const lock = join(folder, 'lock');
const diary = join(folder, 'diary');

afterAll(() => rmSync(folder, { recursive: true }));

/** A process that does its work under the lock and writes down when it begins and ends. */
function visit(work: string): Promise<number | null> {
  const script = `
    import { appendFileSync } from 'node:fs';
    import { withLock } from ${JSON.stringify(pathToFileURL(join(root, 'apps', 'local', 'set-up-lock.mjs')).href)};
    const note = (line) => appendFileSync(${JSON.stringify(diary)}, line + '\\n');
    await withLock(${JSON.stringify(lock)}, () => {}, async () => { note('in'); ${work}; note('out'); });
  `;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'inherit', 'ignore'],
  });
  return new Promise((resolve) => child.once('exit', resolve));
}

const pages = (): string[] => readFileSync(diary, 'utf8').trim().split('\n');

describe('the lock between two set-ups', () => {
  beforeEach(() => writeFileSync(diary, ''));

  it('lets one work at a time', async () => {
    const work = 'await new Promise((resolve) => setTimeout(resolve, 300))';
    await Promise.all([visit(work), visit(work), visit(work)]);
    expect(pages()).toEqual(['in', 'out', 'in', 'out', 'in', 'out']);
  });

  it('is given back when the work fails', async () => {
    await expect(visit("throw new Error('no network')")).resolves.toBe(1);
    await expect(visit('')).resolves.toBe(0);
    expect(pages()).toEqual(['in', 'in', 'out']);
  });

  it('is taken over, by one only, when its holder stopped touching it', async () => {
    await visit('process.exit(0)');
    appendFileSync(diary, 'gone\n');
    const longAgo = new Date(Date.now() - 60_000);
    utimesSync(lock, longAgo, longAgo);
    const work = 'await new Promise((resolve) => setTimeout(resolve, 300))';
    await Promise.all([visit(work), visit(work), visit(work)]);
    expect(pages()).toEqual(['in', 'gone', 'in', 'out', 'in', 'out', 'in', 'out']);
  });
});
