import {
  beginSignIn,
  type ClientConfiguration,
  finishSignIn,
  type PendingSignIn,
  type WebSession,
  type WebSignInOptions,
} from '#client/browser';
import { Problem } from '#problem';

// The part of the web app's worker that signs in, alone. Tokens stay here: the page hears whom they are for.

let config: ClientConfiguration;
let session: WebSession;

const audienceOf = (token: string): unknown =>
  (JSON.parse(atob((token.split('.')[1] ?? '').replace(/-/g, '+').replace(/_/g, '/'))) as { aud?: unknown }).aud;

const work = {
  configure: (given: ClientConfiguration) => void (config = given),
  begin: (redirectUri: string, options: WebSignInOptions) => beginSignIn(config, redirectUri, options),
  finish: async (pending: PendingSignIn, returned: string) => {
    session = await finishSignIn(config, pending, returned);
    return session.person;
  },
  audiences: async () => [audienceOf(await session.forIndex()), audienceOf(await session.forCustodian())],
  revoke: async (back: string) => {
    await session.revoke();
    return session.signOutUrl(back);
  },
} as const;

/** What the page may ask, and what it sends along. */
export interface Order {
  readonly id: number;
  readonly what: keyof typeof work;
  readonly given: readonly unknown[];
}
export type Reply = { readonly id: number; readonly result: unknown } | { readonly id: number; readonly fault: Fault };
export interface Fault {
  readonly code: string;
  readonly detail: unknown;
}

// Types of the page's world: a worker's own `postMessage` has no target.
const scope = globalThis as unknown as { postMessage(reply: Reply): void };

addEventListener('message', ({ data }: MessageEvent<Order>) => {
  const { id, what, given } = data;
  const done = Promise.resolve().then(() => (work[what] as (...given: unknown[]) => unknown)(...given));
  done.then(
    (result) => scope.postMessage({ id, result }),
    (fault: unknown) => {
      const { code, detail } = fault instanceof Problem ? fault : { code: String(fault), detail: {} };
      scope.postMessage({ id, fault: { code, detail } });
    },
  );
});
