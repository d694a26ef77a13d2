import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { stopwatch } from './waiting';

// The real provider as a real process; it must be built first: npx nest build.
const root = join(__dirname, '..', '..');
const program = join(root, 'dist', 'apps', 'identity', 'src', 'main.js');

export const INDEX = 'urn:raakvlak:index';
export const CUSTODIAN = 'urn:raakvlak:custodian';
/** Origin of the web app that the provider knows; nothing listens there */
export const WEB = 'http://localhost:5173';

export interface Identity {
  readonly process: ChildProcess;
  readonly lines: string[];
  readonly port: number;
  readonly issuer: string;
}

/** @param folder for its keys */
export async function startIdentity(
  folder: string,
  settings: Record<string, string> = {},
  ...args: string[]
): Promise<Identity> {
  if (!existsSync(program)) throw new Error('dist/apps/identity is missing: run `npx nest build` first');
  const child = spawn(process.execPath, [program, ...args], {
    env: {
      PATH: process.env.PATH,
      PORT: '0',
      DATA_DIR: folder,
      INDEX_AUDIENCE: INDEX,
      CUSTODIAN_AUDIENCE: CUSTODIAN,
      PEOPLE_FILE: join(root, 'apps', 'identity', 'people.json'),
      REDIRECT_ORIGINS: WEB,
      ...settings,
    },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const lines: string[] = [];
  const output = createInterface({ input: child.stdout });
  output.on('line', (line) => lines.push(line));
  await Promise.race([once(output, 'line'), once(child, 'exit')]);
  const { port, issuer } = JSON.parse(lines[0] ?? '{}') as { port: number; issuer: string };
  return { process: child, lines, port, issuer };
}

/** @returns milliseconds that it took */
export async function stopIdentity(identity: Identity): Promise<number> {
  const took = stopwatch();
  const ended = once(identity.process, 'exit');
  identity.process.kill('SIGTERM');
  await ended;
  return took();
}

/** A page of the provider, or the address elsewhere that it leads to. */
export interface Seen {
  readonly at: URL;
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** What somebody's browser does at the provider: keeps cookies, follows redirects, sends forms. It runs no script. */
export class ProviderBrowser {
  readonly #cookies = new Map<string, string>();

  constructor(private readonly issuer: string) {}

  /** Follows redirects until there is a page, or until they lead away from the provider. */
  async open(address: string | URL, form?: Record<string, string>): Promise<Seen> {
    let at = new URL(address);
    for (let body = form && new URLSearchParams(form); at.origin === this.issuer; body = undefined) {
      const answer = await fetch(at, {
        method: body === undefined ? 'GET' : 'POST',
        body,
        redirect: 'manual',
        headers: {
          accept: 'text/html',
          cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; '),
          ...(body === undefined ? {} : { origin: this.issuer }),
        },
      });
      for (const line of answer.headers.getSetCookie()) this.#keep(line);
      const location = answer.headers.get('location');
      const { status, headers } = answer;
      if (location === null) return { at, status, headers, text: await answer.text() };
      await answer.body?.cancel();
      at = new URL(location, at);
    }
    return { at, status: 0, headers: new Headers(), text: '' };
  }

  /** Chooses somebody on the page with the demo people. */
  choose(page: Seen, sub: string): Promise<Seen> {
    return this.open(page.at, { sub });
  }

  /** Sends the form of a page with its hidden fields. */
  submit({ text }: Seen, more: Record<string, string> = {}): Promise<Seen> {
    const action = /<form[^>]* action="([^"]+)"/.exec(text)?.[1];
    if (action === undefined) throw new Error('there is no form on this page');
    const hidden = [...text.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)];
    return this.open(action, { ...Object.fromEntries(hidden.map(([, name, value]) => [name!, value!])), ...more });
  }

  #keep(line: string): void {
    const [, name, value] = /^([^=;]+)=([^;]*)/.exec(line) ?? [];
    if (name === undefined || value === undefined) return;
    if (/expires=Thu, 01 Jan 1970/i.test(line)) this.#cookies.delete(name);
    else this.#cookies.set(name, value);
  }
}
