import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beganAt } from './claim';
import { runToEnd, startProcess } from './processes';

const folder = mkdtempSync(join(tmpdir(), 'raakvlak processes '));
const logFile = join(folder, 'program.log');

/** Writes a small program; the life line is the one that every process of the product has. */
function written(name: string, body: string): string {
  const script = join(folder, `${name}.js`);
  writeFileSync(script, `const ready = (more) => console.log(JSON.stringify({ ready: true, ...more }));\n${body}`);
  return script;
}
const LIFE_LINE = "process.stdin.on('end', () => process.exit(0)).resume();";

afterAll(() => rmSync(folder, { recursive: true }));

describe('a process of the product', () => {
  it('is reported with the end of its log when it stops before it is ready', async () => {
    const script = written('stops', "console.error('no key file'); process.exit(3);");
    await expect(startProcess('custodian', script, {}, { logFile })).rejects.toThrow(
      /custodian stopped before it was ready[^]*no key file/,
    );
  });

  it('is ended and reported when it stays silent', async () => {
    const script = written('silent', `console.log('{"ready":"almost"}'); console.error(process.pid); ${LIFE_LINE}`);
    await expect(startProcess('index', script, {}, { logFile, limit: 1_000 })).rejects.toThrow(
      'index was not ready within 1 s',
    );
    const pid = Number(readFileSync(logFile, 'utf8').trim().split('\n').at(-1));
    expect(beganAt(pid)).toBeUndefined();
  });

  it('tells where it listens and keeps everything it prints in a log for its owner only', async () => {
    const script = written('ready', `ready({ port: 4321 }); for (let i = 0; i < 5000; i++) console.log('line ' + i);`);
    const running = await startProcess('index', script, {}, { logFile });
    expect(running).toMatchObject({ name: 'index', port: 4321, ready: { ready: true } });
    await expect(running.exited).resolves.toBe(0);
    expect(readFileSync(logFile, 'utf8')).toContain('line 4999\n');
    expect(statSync(logFile).mode & 0o777).toBe(0o600);
  });

  it('does not inherit our configuration', async () => {
    process.env['DATABASE_URL'] = 'postgresql://somewhere';
    const script = written('environment', `ready({ seen: Object.keys(process.env) }); ${LIFE_LINE}`);
    const running = await startProcess('index', script, { HOST: '127.0.0.1' }, { logFile });
    delete process.env['DATABASE_URL'];
    expect(running.ready['seen']).toContain('HOST');
    expect(running.ready['seen']).not.toContain('DATABASE_URL');
    await running.stop();
  });

  it('may finish what it does when it is stopped, and not when it is killed', async () => {
    const script = written(
      'stoppable',
      `process.on('SIGTERM', () => setTimeout(() => process.exit(7), 200)); ready({}); ${LIFE_LINE}`,
    );
    const stopped = await startProcess('worker', script, {}, { logFile });
    await expect(stopped.stop()).resolves.toBe(7);
    const killed = await startProcess('worker', script, {}, { logFile });
    await killed.kill();
    await expect(killed.exited).resolves.toBeNull();
    expect(beganAt(killed.pid)).toBeUndefined();
  });

  it('that runs to its end is reported when it does not succeed', async () => {
    const script = written('migration', "console.error('refused'); process.exit(process.env.FINE === 'true' ? 0 : 1);");
    await expect(runToEnd('migrations', script, {}, { logFile })).rejects.toThrow(
      /migrations stopped with 1[^]*refused/,
    );
    await expect(runToEnd('migrations', script, { FINE: 'true' }, { logFile })).resolves.toBeUndefined();
  });

  it('that runs to its end is ended with us when we stop before it', async () => {
    const script = written('long', 'console.error(process.pid); setInterval(() => undefined, 1000);');
    const leaving = new AbortController();
    const running = runToEnd('sync', script, {}, { logFile, signal: leaving.signal });
    setTimeout(() => leaving.abort(), 500);
    await expect(running).rejects.toThrow('sync stopped with a signal');
    const pid = Number(readFileSync(logFile, 'utf8').trim().split('\n').at(-1));
    expect(beganAt(pid)).toBeUndefined();
    await expect(runToEnd('sync', script, {}, { logFile, signal: leaving.signal })).rejects.toThrow();
  });
});
