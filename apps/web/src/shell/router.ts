import { useEffect, useState } from 'preact/hooks';
import pages from '../../pages.json';

export type PageName = keyof typeof pages;

/** Pages that everybody may read, signed in or not. */
export const OPEN = ['help', 'privacy', 'accessibility'] as const satisfies readonly PageName[];

export const isOpen = (page: PageName | undefined): boolean =>
  (OPEN as readonly (PageName | undefined)[]).includes(page);

/** Address of a page. Codes and numbers of the log only in the query: never what was asked about. */
export function pathOf(page: PageName, query: Readonly<Record<string, string>> = {}): string {
  const text = new URLSearchParams(query).toString();
  return text === '' ? pages[page] : `${pages[page]}?${text}`;
}

export interface Place {
  readonly page: PageName | undefined;
  readonly query: URLSearchParams;
  /** Counts visits, so that the same page asked for again is a new visit */
  readonly visit: number;
}

let visit = 0;
const listeners = new Set<(place: Place) => void>();

function here(): Place {
  const found = (Object.keys(pages) as PageName[]).find((name) => pages[name] === location.pathname);
  return { page: found, query: new URLSearchParams(location.search), visit };
}

function tell(): void {
  visit++;
  for (const listener of listeners) listener(here());
}

/** Goes to a page of the app, as a link would. */
export function go(path: string): void {
  if (path !== location.pathname + location.search) history.pushState(null, '', path);
  tell();
  scrollTo(0, 0);
}

/** Puts another address in the place of this one. */
export function replace(path: string): void {
  history.replaceState(null, '', path);
  tell();
}

/** Where the user is; follows links, the back button and `go`. */
export function usePlace(): Place {
  const [place, setPlace] = useState(here);
  useEffect(() => {
    listeners.add(setPlace);
    addEventListener('popstate', tell);
    document.addEventListener('click', follow);
    return () => {
      listeners.delete(setPlace);
      removeEventListener('popstate', tell);
      document.removeEventListener('click', follow);
    };
  }, []);
  return place;
}

/** Links to our own pages stay in the page; with a key held down the browser does what it always does. */
function follow(event: MouseEvent): void {
  const link = (event.target as Element | null)?.closest?.('a');
  const asUsual = [event.metaKey, event.ctrlKey, event.shiftKey, event.altKey].includes(true) || event.button !== 0;
  if (link == null || event.defaultPrevented || asUsual) return;
  if (link.origin !== location.origin || link.target !== '' || link.hasAttribute('download')) return;
  if (link.hash !== '' && link.pathname === location.pathname) return;
  if (!(Object.values(pages) as string[]).includes(link.pathname)) return;
  event.preventDefault();
  go(link.pathname + link.search);
}
