import { existsSync, mkdtempSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { alone as aloneOr } from './lock';

const newPath = (): string => join(mkdtempSync(join(tmpdir(), 'raakvlak-lock-')), 'lock');

const alone = <T>(path: string, work: () => Promise<T>): Promise<T> => aloneOr(path, work, () => new Error('cannot'));

it('two never work at the same time', async () => {
  const path = newPath();
  let working = 0;
  let most = 0;
  const work = async (): Promise<void> => {
    most = Math.max(most, (working += 1));
    await new Promise((resolve) => setTimeout(resolve, 20));
    working -= 1;
  };
  await Promise.all([alone(path, work), alone(path, work), alone(path, work)]);
  expect(most).toBe(1);
  expect(existsSync(path)).toBe(false);
});

it('work that fails lets the next one in', async () => {
  const path = newPath();
  await expect(alone(path, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await alone(path, () => Promise.resolve(1))).toBe(1);
});

it('what a killed process left behind stops nobody', async () => {
  const path = newPath();
  const { pid } = spawnSync(process.execPath, ['-e', '']);
  writeFileSync(path, String(pid));
  expect(await alone(path, () => Promise.resolve(1))).toBe(1);
});

it('a lock older than any work is not respected', async () => {
  const path = newPath();
  writeFileSync(path, String(process.pid));
  utimesSync(path, new Date(0), new Date(0));
  expect(await alone(path, () => Promise.resolve(1))).toBe(1);
});

it('a lock that cannot be made is an error, not a wait for ever', async () => {
  await expect(alone(join(newPath(), 'in-no-folder'), () => Promise.resolve(1))).rejects.toThrow('cannot');
});
