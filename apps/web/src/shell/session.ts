import { Problem } from '#problem';
import type { Me } from '#client/browser';
import { closeDesk, desk } from './desk';
import { pathOf, replace } from './router';

/**
 * Who is signed in on this page. What must outlive the way to the provider and back stands in the tab's own storage: the
 * secrets of one request for a code, and the page to come back to. A reload goes to the provider again, which needs no
 * password while its own session lasts.
 */
export type SessionState =
  | { readonly stage: 'busy' }
  | { readonly stage: 'out'; readonly problem?: Problem; readonly left?: boolean }
  | { readonly stage: 'in'; readonly me: Me; readonly name: string };

const PENDING = 'raakvlak.sign-in';
const WAS_IN = 'raakvlak.was-in';
const neighbours = new BroadcastChannel('raakvlak');

let state: SessionState = { stage: 'busy' };
const listeners = new Set<(state: SessionState) => void>();

function become(next: SessionState): void {
  state = next;
  for (const listener of listeners) listener(next);
}

export const currentSession = (): SessionState => state;

export function watchSession(listener: (state: SessionState) => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/**
 * At the start of the page: finishes a sign-in that returned, begins one again after a reload, else waits for a click.
 * @param prepare fetches what is shown to whoever is signed in, while the provider's answer is exchanged
 */
export async function startSession(prepare: () => Promise<unknown>): Promise<void> {
  // In another tab somebody signed out: nothing of hers stays here either.
  neighbours.onmessage = () => leave({ stage: 'out', left: true });
  try {
    if (location.pathname === pathOf('signedIn')) await comeBack(prepare);
    else if (sessionStorage.getItem(WAS_IN) !== null) await signIn();
    else become({ stage: 'out', left: location.pathname === pathOf('signedOut') });
  } catch (fault) {
    fail(fault);
  }
}

/** Goes to the provider; the page ends here. */
export async function signIn(): Promise<void> {
  become({ stage: 'busy' });
  try {
    const { url, pending } = await desk.session.begin();
    const aside = [pathOf('signedIn'), pathOf('signedOut')];
    const back = aside.includes(location.pathname) ? pathOf('home') : location.pathname + location.search;
    sessionStorage.setItem(PENDING, JSON.stringify({ pending, back }));
    // In the place of this page: the back button then leads to where somebody was, and not through the provider again.
    location.replace(url);
  } catch (fault) {
    fail(fault);
  }
}

interface Kept {
  readonly pending: Parameters<typeof desk.session.finish>[0];
  readonly back: string;
}

async function comeBack(prepare: () => Promise<unknown>): Promise<void> {
  const kept = sessionStorage.getItem(PENDING);
  const returned = location.href;
  sessionStorage.removeItem(PENDING);
  // Before anything else: the code leaves the address and the history.
  history.replaceState(null, '', pathOf('home'));
  if (kept === null) return become({ stage: 'out' });
  prepare().catch(() => undefined);
  const { pending, back } = JSON.parse(kept) as Kept;
  const { name = '' } = await desk.session.finish(pending, returned);
  const me = await desk.raakvlak.access.me();
  sessionStorage.setItem(WAS_IN, '1');
  replace(back.startsWith('/') && !back.startsWith('//') ? back : pathOf('home'));
  become({ stage: 'in', me, name });
}

/** Ends the session here, in other tabs, and at the provider. */
export async function signOut(): Promise<void> {
  become({ stage: 'busy' });
  const url = await desk.session.signOut().catch(() => undefined);
  neighbours.postMessage('signed-out');
  leave({ stage: 'out', left: true });
  location.replace(url ?? pathOf('signedOut'));
}

/** Forgets who was here, without asking anybody: after a time without use, and when the provider ended the session. */
export function leave(next: SessionState & { stage: 'out' } = { stage: 'out' }): void {
  sessionStorage.removeItem(WAS_IN);
  sessionStorage.removeItem(PENDING);
  closeDesk();
  become(next);
}

function fail(fault: unknown): void {
  if (!(fault instanceof Problem)) throw fault;
  leave({ stage: 'out', problem: fault });
}
