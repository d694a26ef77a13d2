import { Problem } from '#problem';
import type { CallMessage, ReplyMessage, SentProblem } from './calls';
import { desk } from './desk';

const scope = self as unknown as {
  onmessage: ((event: MessageEvent<CallMessage>) => void) | null;
  postMessage(message: ReplyMessage): void;
};

scope.onmessage = ({ data: { id, path, args, progress } }) => {
  const told = (...what: unknown[]): void => scope.postMessage({ id, told: what });
  Promise.resolve()
    .then(() => call(path, progress ? [...args, told] : args))
    .then(
      (value) => scope.postMessage({ id, value }),
      (fault: unknown) => scope.postMessage({ id, problem: sent(fault) }),
    );
};

/** Methods of our own classes only: a name from a prototype of the language leads nowhere. */
function call(path: readonly string[], args: readonly unknown[]): unknown {
  let owner: unknown = desk;
  for (const name of path.slice(0, -1)) owner = member(owner, name);
  const method = member(owner, path.at(-1) ?? '');
  if (typeof method !== 'function') throw new Error('no such method');
  return (method as (...given: readonly unknown[]) => unknown).apply(owner, args as unknown[]);
}

function member(owner: unknown, name: string): unknown {
  if (typeof owner !== 'object' || owner === null || name in Object.prototype) throw new Error('no such method');
  return (owner as Record<string, unknown>)[name];
}

/** What is no problem of ours says nothing about itself: its text could hold what was typed. */
function sent(fault: unknown): SentProblem {
  if (!(fault instanceof Problem))
    return { code: 'web.unexpected', status: 500, title: 'Something went wrong in this page', advice: '', detail: {} };
  const { code, kind, detail } = fault;
  return { code, ...kind, detail };
}
