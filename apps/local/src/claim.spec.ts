import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beganAt, claim, holderOf, Taken } from './claim';

const folder = mkdtempSync(join(tmpdir(), 'raakvlak-claim-'));
let number = 0;
const newFile = (): string => join(folder, `claim-${number++}`);

afterAll(() => rmSync(folder, { recursive: true }));

describe('the claim on a folder', () => {
  it('is refused while a living process holds it, with what that process told', () => {
    const file = newFile();
    const held = claim(file);
    held.tell('http://localhost:4080');
    expect(() => claim(file)).toThrow(Taken);
    expect(holderOf(file)).toMatchObject({ pid: process.pid, note: 'http://localhost:4080' });
    held.release();
    claim(file).release();
  });

  it('is taken over from a process that is gone', async () => {
    const file = newFile();
    const other = spawn('sleep', ['60']);
    writeFileSync(file, JSON.stringify({ pid: other.pid, began: beganAt(other.pid as number), note: '' }));
    expect(() => claim(file)).toThrow(Taken);
    other.kill('SIGKILL');
    await new Promise((resolve) => other.once('exit', resolve));
    expect(claim(file)).toBeDefined();
  });

  it('is taken over when the number of the holder went to another process', () => {
    const file = newFile();
    writeFileSync(file, JSON.stringify({ pid: process.pid, began: 'long ago', note: '' }));
    expect(claim(file)).toBeDefined();
    expect(holderOf(file)?.pid).toBe(process.pid);
  });

  it('is taken over when a power cut left it half written', () => {
    const file = newFile();
    writeFileSync(file, '{"pid":');
    claim(file).release();
    expect(readdirSync(folder).filter((name) => name.startsWith(`claim-${number - 1}`))).toEqual([]);
  });
});
