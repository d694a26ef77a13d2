import type { ClientConfiguration, PendingSignIn, WebSignInOptions } from '#client/browser';
import type { Fault, Order, Reply } from './sign-in-worker';

// A page that does with signing in what the web app does, and nothing else. The test works it through `app`.

interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL: () => string }): { createScriptURL(url: string): string };
}
// Under Trusted Types the address of a worker needs a policy; this one knows one address.
const { trustedTypes } = globalThis as unknown as { trustedTypes?: TrustedTypes };
const worker = new Worker(
  trustedTypes?.createPolicy('worker', { createScriptURL: () => '/worker.js' }).createScriptURL('') ?? '/worker.js',
  { type: 'module' },
);
const waiting = new Map<number, { done(result: unknown): void; failed(fault: Fault): void }>();
worker.addEventListener('message', ({ data }: MessageEvent<Reply>) => {
  const one = waiting.get(data.id);
  if ('fault' in data) one?.failed(data.fault);
  else one?.done(data.result);
});
let orders = 0;
const ask = (what: Order['what'], ...given: unknown[]): Promise<unknown> =>
  new Promise((done, failed) => {
    const id = (orders += 1);
    waiting.set(id, { done, failed });
    worker.postMessage({ id, what, given } satisfies Order);
  });

export interface Said {
  readonly person?: unknown;
  readonly fault?: Fault;
}

const app = {
  violations: [] as string[],
  /** Leaves the page. */
  async begin(config: ClientConfiguration, options: WebSignInOptions, more = ''): Promise<void> {
    await ask('configure', config);
    const { url, pending } = (await ask('begin', `${location.origin}/signed-in`, options)) as {
      url: string;
      pending: PendingSignIn;
    };
    sessionStorage.setItem('pending', JSON.stringify(pending));
    location.assign(url + more);
  },
  async finish(config: ClientConfiguration): Promise<Said> {
    const pending = JSON.parse(sessionStorage.getItem('pending') ?? '') as PendingSignIn;
    const returned = location.href;
    sessionStorage.clear();
    history.replaceState(null, '', '/');
    await ask('configure', config);
    return ask('finish', pending, returned).then(
      (person) => ({ person }),
      (fault: Fault) => ({ fault }),
    );
  },
  audiences: () => ask('audiences'),
  /** Leaves the page. */
  async leave(): Promise<void> {
    location.assign((await ask('revoke', `${location.origin}/signed-out`)) as string);
  },
};
export type App = typeof app;

document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) =>
  app.violations.push(`${effectiveDirective}: ${blockedURI}`),
);
Object.assign(globalThis, { app });
