import first from 'messages:first';
import { useEffect, useState } from 'preact/hooks';
import type { nl } from '../../messages/nl';

/** The user's language, and the sections of messages that her screens asked for. */
export type Language = 'nl' | 'en';
export type Messages = typeof nl;
export type SectionName = keyof Messages;

const KEPT = 'language';
const OTHERS = { nl: () => import('messages:nl'), en: () => import('messages:en') };
async function fetched(from: Language, section: SectionName): Promise<unknown> {
  const load = first[from]![section] ?? (await OTHERS[from]()).default[section]!;
  return (await load()).default;
}
const loaded = new Map<SectionName, unknown>();
const listeners = new Set<() => void>();
let language: Language = localStorage.getItem(KEPT) === 'en' ? 'en' : 'nl';

/** Where to fetch the sections beyond the first screen: no screen then waits for that. */
export const findTexts = (): Promise<unknown> => OTHERS[language]();

export const currentLanguage = (): Language => language;

/** Fetches sections that are not here yet; a screen is shown when its own are. */
export async function loadTexts(sections: readonly SectionName[]): Promise<void> {
  const missing = sections.filter((section) => !loaded.has(section));
  const found = await Promise.all(missing.map((section) => fetched(language, section)));
  missing.forEach((section, i) => loaded.set(section, found[i]));
}

/** A section that was loaded before. */
export function text<S extends SectionName>(section: S): Messages[S] {
  const found = loaded.get(section);
  if (found === undefined) throw new Error(`texts of ${section} are not loaded`);
  return found as Messages[S];
}

/** A section in the user's language, again when she chooses another one. */
export function useText<S extends SectionName>(section: S): Messages[S] {
  const [, redraw] = useState(0);
  useEffect(() => {
    const listener = (): void => redraw((count) => count + 1);
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }, []);
  return text(section);
}

export async function chooseLanguage(chosen: Language): Promise<void> {
  const before = [...loaded.keys()];
  const found = await Promise.all(before.map((section) => fetched(chosen, section)));
  language = chosen;
  localStorage.setItem(KEPT, chosen);
  document.documentElement.lang = chosen;
  before.forEach((section, i) => loaded.set(section, found[i]));
  for (const listener of listeners) listener();
}

/** Puts values in the places `{name}` of a message. */
export function fill(message: string, values: Readonly<Record<string, string | number>>): string {
  return message.replace(/\{(\w+)\}/g, (place, name: string) => (name in values ? String(values[name]) : place));
}

/** The one or the other message by a count, which fills `{n}`. */
export const counted = (n: number, messages: { readonly one: string; readonly more: string }): string =>
  fill(n === 1 ? messages.one : messages.more, { n });

const LOCALES: Readonly<Record<Language, string>> = { nl: 'nl-NL', en: 'en-GB' };

/** Days as 2026-12-31 and moments in ISO 8601, in the words of the user's language and the time of Amsterdam. */
export function day(value: string): string {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(value) ? new Date(`${value}T12:00:00Z`) : new Date(value);
  return at.toLocaleDateString(LOCALES[language], { timeZone: 'Europe/Amsterdam', dateStyle: 'long' });
}

export const moment = (value: string | number): string =>
  new Date(value).toLocaleString(LOCALES[language], {
    timeZone: 'Europe/Amsterdam',
    dateStyle: 'medium',
    timeStyle: 'short',
  });

export const clock = (value: string | number): string =>
  new Date(value).toLocaleTimeString(LOCALES[language], { timeZone: 'Europe/Amsterdam', timeStyle: 'short' });
