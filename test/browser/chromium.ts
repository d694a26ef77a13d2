import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/** A headless browser with a profile of its own, on one page. */
export interface Browser {
  /** Resolves when the browser ends, by itself or by stop(). */
  readonly over: Promise<{ readonly fault: string }>;
  /** The last of what it wrote, to explain a run that failed */
  said(): string;
  /** Ends all its processes and removes its profile. */
  stop(): Promise<void>;
}

/**
 * Starts a browser on a page. All that it asks of other places than the loopback address goes to `proxy`, so a test sees
 * that too.
 * @param proxy `127.0.0.1:port`
 */
export function startBrowser(path: string, page: string, proxy: string): Browser {
  const folder = mkdtempSync(join(tmpdir(), 'raakvlak-browser-'));
  const child = spawn(
    path,
    [
      '--headless',
      // The pages are our own and the sandbox does not start for root or in most containers.
      '--no-sandbox',
      '--disable-gpu',
      '--disable-dev-shm-usage',
      '--disable-quic',
      '--disable-background-networking',
      '--disable-breakpad',
      '--disable-component-update',
      '--disable-sync',
      '--no-default-browser-check',
      '--no-first-run',
      '--enable-logging=stderr',
      `--proxy-server=http://${proxy}`,
      // With a pipe to its owner the browser ends when the owner does, even when that is killed.
      '--remote-debugging-pipe',
      `--user-data-dir=${join(folder, 'profile')}`,
      page,
    ],
    {
      // A group of its own, so that its children end with it.
      detached: true,
      env: { PATH: process.env['PATH'], HOME: folder, TMPDIR: folder },
      stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'],
    },
  );
  let said = '';
  const hear = (text: unknown) => (said = `${said}${String(text)}`.slice(-4_000));
  child.stderr?.setEncoding('utf8').on('data', hear);
  child.on('error', hear);
  const over = once(child, 'close')
    .catch(hear)
    .then(() => ({ fault: 'the browser ended' }));
  const end = (signal: NodeJS.Signals) => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, signal);
    } catch {
      // all of the group are gone
    }
  };
  return {
    over,
    said: () => said,
    async stop() {
      end('SIGTERM');
      await Promise.race([over, wait(3_000, undefined, { ref: false })]);
      end('SIGKILL');
      await over;
      rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    },
  };
}
