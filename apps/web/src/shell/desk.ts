import { Problem } from '#problem';
import type { Desk } from '../worker/desk';
import type { CallMessage, Remote, ReplyMessage } from '../worker/calls';
import workerAddress from '../worker/worker?worker&url';

/**
 * The worker as seen from the page: `await desk.raakvlak.purposes()`. A function as last argument is told of progress.
 * Whatever goes wrong arrives as a `Problem`.
 */
interface Waiting {
  readonly done: (value: unknown) => void;
  readonly failed: (problem: Problem) => void;
  readonly told: ((...what: unknown[]) => void) | undefined;
}

const waiting = new Map<number, Waiting>();
let last = 0;
let worker: Worker | undefined;

interface TrustedTypes {
  createPolicy(name: string, rules: object): { createScriptURL(url: string): string };
}

/** The only address that this page ever makes a worker from (Trusted Types). */
const scripts = (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes?.createPolicy('raakvlak', {
  createScriptURL: (url: string) => {
    if (new URL(url, location.href).origin !== location.origin) throw new TypeError('not ours');
    return url;
  },
});

/** An address of a script of our own, as the browser wants it. */
export const trusted = (url: string): string => scripts?.createScriptURL(url) ?? url;

function start(): Worker {
  const started = open();
  let heard = false;
  started.onmessage = ({ data }: MessageEvent<ReplyMessage>) => {
    heard = true;
    const waiter = waiting.get(data.id);
    if (waiter === undefined) return;
    if ('told' in data) return waiter.told?.(...data.told);
    waiting.delete(data.id);
    if ('value' in data) return waiter.done(data.value);
    const { code, status, title, advice, detail } = data.problem;
    waiter.failed(new Problem(code, { status, title, advice }, detail));
  };
  // Its script could not be fetched: nobody would ever answer.
  started.onerror = () => {
    if (heard) return;
    const left = [...waiting.values()];
    closeDesk();
    for (const { failed } of left) failed(new Problem('web.offline', { status: 503, title: '', advice: '' }));
  };
  return started;
}

function send(path: readonly string[], given: readonly unknown[]): Promise<unknown> {
  worker ??= start();
  const teller = given.at(-1);
  const progress = typeof teller === 'function';
  const message: CallMessage = { id: ++last, path, args: progress ? given.slice(0, -1) : given, progress };
  return new Promise((done, failed) => {
    waiting.set(message.id, { done, failed, told: progress ? (teller as (...what: unknown[]) => void) : undefined });
    worker!.postMessage(message);
  });
}

const named = (path: readonly string[]): unknown =>
  new Proxy(() => undefined, {
    // A promise is recognised by `then`; no method of the desk is called so.
    get: (_, name) => (typeof name === 'string' && name !== 'then' ? named([...path, name]) : undefined),
    apply: (_, __, given: unknown[]) => send(path, given),
  });

export const desk = named([]) as Remote<Desk>;

/** Ends the worker, and with it every token and identifier that it held. */
export function closeDesk(): void {
  worker?.terminate();
  worker = undefined;
  waiting.clear();
}

function open(): Worker {
  return new Worker(trusted(workerAddress), { type: 'module' });
}
