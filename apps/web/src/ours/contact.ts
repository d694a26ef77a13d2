import type { Closure, ContactSettings } from '#client/browser';
import { dayOf, isDay } from './days';

/** Opening hours and closures as they stand in the form. Days are '1' (Monday) to '7', times `09:00` or ''. */
export interface HoursDraft {
  readonly days: readonly string[];
  readonly from: string;
  readonly to: string;
}

export interface ContactDraft {
  readonly phone: string;
  readonly email: string;
  readonly hours: readonly HoursDraft[];
  readonly closures: readonly Closure[];
  /** Code of the team to call instead; '' for none */
  readonly instead: string;
}

export const MOST_HOURS = 14;
export const MOST_CLOSURES = 50;

export const NEW_HOURS: HoursDraft = { days: ['1', '2', '3', '4', '5'], from: '09:00', to: '17:00' };

/** A day ends at 24:00, which a time field cannot say: there it is 00:00. */
const MIDNIGHT = '00:00';
const END_OF_DAY = '24:00';

export const draftOf = ({ phone, email, hours, closures = [], instead = '' }: ContactSettings): ContactDraft => ({
  phone,
  email,
  hours: hours.map(({ days, from, to }) => ({ days: days.map(String), from, to: to === END_OF_DAY ? MIDNIGHT : to })),
  closures,
  instead,
});

export type ContactFault =
  | 'phoneMissing'
  | 'phoneForm'
  | 'emailMissing'
  | 'emailForm'
  | 'hoursMissing'
  | 'daysMissing'
  | 'timesMissing'
  | 'timesOrder'
  | 'closureMissing'
  | 'closureOrder';

/** By the id of the field. */
export type ContactFaults = Readonly<Record<string, ContactFault>>;

export const daysId = (place: number): string => `hours-${place}-days`;
export const fromId = (place: number): string => `hours-${place}-from`;
export const closedId = (place: number): string => `closure-${place}-from`;
export const ADD_HOURS = 'add-hours';

// As the index has them.
const PHONE = /^[+\d][\d ()-]{2,38}$/;
const EMAIL = /^(?=.{6,120}$)\w[\w.+-]{0,63}@([a-z\d][a-z\d-]{0,62}\.)+[a-z]{2,63}$/i;

export function checkContact(draft: ContactDraft): { faults: ContactFaults; contact?: ContactSettings } {
  const phone = draft.phone.trim();
  const email = draft.email.trim();
  const faults: Record<string, ContactFault> = {};
  if (!PHONE.test(phone)) faults['phone'] = phone === '' ? 'phoneMissing' : 'phoneForm';
  if (!EMAIL.test(email)) faults['email'] = email === '' ? 'emailMissing' : 'emailForm';
  if (draft.hours.length === 0) faults[ADD_HOURS] = 'hoursMissing';
  const hours = draft.hours.map(({ days, from, to }) => ({
    days: days.map(Number).sort((a, b) => a - b),
    from,
    to: to === MIDNIGHT ? END_OF_DAY : to,
  }));
  hours.forEach(({ days, from, to }, place) => {
    if (days.length === 0) faults[daysId(place)] = 'daysMissing';
    if (from === '' || to === '') faults[fromId(place)] = 'timesMissing';
    else if (from >= to) faults[fromId(place)] = 'timesOrder';
  });
  draft.closures.forEach(({ from, to }, place) => {
    if (!isDay(from) || !isDay(to)) faults[closedId(place)] = 'closureMissing';
    else if (to < from) faults[closedId(place)] = 'closureOrder';
  });
  if (Object.keys(faults).length > 0) return { faults };
  const { closures, instead } = draft;
  return { faults, contact: { phone, email, hours, closures, ...(instead === '' ? {} : { instead }) } };
}

const DAYS = ['ma', 'di', 'wo', 'do', 'vr', 'za', 'zo'];

/** As an asker reads them, in the words of the index: `ma-vr 09:00-17:00`. */
export const hoursInWords = (hours: ContactSettings['hours']): string =>
  hours.map(({ days, from, to }) => `${daysInWords([...days].sort((a, b) => a - b))} ${from}-${to}`).join(', ');

function daysInWords(days: readonly number[]): string {
  const word = (day: number): string => DAYS[day - 1] ?? '';
  const [first = 1, last = 1] = [days[0], days.at(-1)];
  const unbroken = last - first === days.length - 1;
  return unbroken && days.length > 2 ? `${word(first)}-${word(last)}` : days.map(word).join(', ');
}

const CLOCK = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Amsterdam', hour: '2-digit', minute: '2-digit' });

/** Whether somebody answers now. @param now Unix milliseconds */
export function reachableAt({ hours, closures = [] }: ContactSettings, now: number): boolean {
  const today = dayOf(now);
  const time = CLOCK.format(now);
  if (closures.some(({ from, to }) => from <= today && today <= to)) return false;
  const weekday = new Date(`${today}T12:00:00Z`).getUTCDay() || 7;
  return hours.some(({ days, from, to }) => days.includes(weekday) && from <= time && time < to);
}

/** What is over needs no attention; it stays until somebody takes it out. */
export const isOver = ({ to }: Closure, today: string): boolean => isDay(to) && to < today;
