import type {
  Answer,
  Contact,
  Coverage,
  DeliveryState,
  Inquiry,
  Moved,
  OwnInvolvement,
  Registered,
  Renewal,
  Withdrawn,
} from '#client/node';
import { clean } from './clean';

/** Which rung matched, in words. */
const MATCHED: Readonly<Record<Contact['matched'], string>> = {
  unit: 'op dit adres (deze eenheid)',
  number: 'op het hele huisnummer',
  subject: 'deze persoon of dit bedrijf',
};

/** For a question about a building the unit that matched is one of many, and which one is not said. */
const MATCHED_IN_BUILDING: Readonly<Partial<Record<Contact['matched'], string>>> = {
  unit: 'bij een eenheid op dit huisnummer',
};

const MATCHED_BY_KIND: Readonly<Record<string, string>> = {
  person: 'deze persoon',
  vnr: 'deze persoon',
  business: 'dit bedrijf',
  bag: 'dit adres',
};

const NOTICE: Readonly<Record<OwnInvolvement['notice']['state'], string>> = {
  given: 'inwoner is geïnformeerd',
  pending: 'inwoner wordt nog geïnformeerd',
  delayed: 'informeren is uitgesteld',
  exempt: 'informeren hoeft niet',
};

/** Kinds of subject in words. */
export const SUBJECTS: Readonly<Record<string, string>> = {
  person: 'persoon',
  business: 'bedrijf',
  address: 'adres',
  building: 'hele huisnummer',
};

/** A whole answer for a person at the terminal. @param kind what was asked about: as in `--kind`, or `building` */
export function inquiryLines(inquiry: Inquiry, kind: string): string[] {
  const several = inquiry.answers.length > 1;
  const answers = inquiry.answers.flatMap((answer, place) => [
    ...(several ? [`Nummer ${place + 1} van uw lijst`, ''] : []),
    ...answerLines(answer, kind),
    '',
  ]);
  return [...answers, ...emergencyLines(inquiry), ...coverageLines(inquiry.coverage)];
}

/** Which lines of the input the answers are about. */
interface Household {
  readonly persons: readonly { readonly line: number }[];
  readonly addresses: readonly { readonly line: number }[];
}

/** The answer about a household: first the people, then the addresses, each with the place of its line. */
export function householdLines(inquiry: Inquiry, { persons, addresses }: Household): string[] {
  const [people, homes] = [inquiry.answers.slice(0, persons.length), inquiry.answers.slice(persons.length)];
  const group = (title: string, kind: string, answers: readonly Answer[], places: readonly { line: number }[]) =>
    answers.length === 0
      ? []
      : [
          title,
          '',
          ...answers.flatMap((answer, i) => [`Regel ${places[i]?.line}`, '', ...answerLines(answer, kind), '']),
        ];
  return [
    ...group('PERSONEN', 'person', people, persons),
    ...group('ADRESSEN', 'address', homes, addresses),
    ...emergencyLines(inquiry),
    ...coverageLines(inquiry.coverage),
  ];
}

/** The same words whether there is a hidden team or not. */
function emergencyLines({ emergency }: Inquiry): string[] {
  if (emergency === undefined) return [];
  const until = TIME.format(new Date(emergency.validUntil));
  return [
    'Dit was een noodvraag. Zijn er teams die u hier niet ziet, dan bellen zij uw team zelf.',
    `Gebruik wat u hier leest tot ${until}, en bewaar het niet.`,
    '',
  ];
}

const TIME = new Intl.DateTimeFormat('nl-NL', { timeZone: 'Europe/Amsterdam', timeStyle: 'short' });

function answerLines(answer: Answer, kind: string): string[] {
  const receipt = `Ontvangstbewijs: ${clean(answer.receipt)}`;
  if (answer.contacts.length === 0) {
    // "Nothing, silent and closed look the same" (design section 5): so this may not say that nobody is involved.
    return [
      'Geen contactpunten gevonden die u in deze situatie mag zien.',
      'Dat betekent niet dat niemand betrokken is.',
      '',
      receipt,
    ];
  }
  return [...answer.contacts.flatMap((contact) => [...contactLines(contact, kind), '']), receipt];
}

function contactLines(contact: Contact, kind: string): string[] {
  const brokered = contact.via === 'broker';
  return [
    brokered ? `${clean(contact.team)} (bemiddelaar: brengt u in contact)` : clean(contact.team),
    ...detail('Afdeling', brokered ? undefined : contact.department),
    ...detail('Telefoon', contact.phone),
    ...detail('E-mail', contact.email),
    ...detail('Open', contact.hours),
    ...detail('Nu', reachability(contact)),
    ...detail('Betrokken', matchedWords(contact.matched, kind)),
  ];
}

function detail(label: string, text: string | undefined): string[] {
  return text === undefined || text === '' ? [] : [`  ${`${label}:`.padEnd(11)} ${clean(text)}`];
}

function matchedWords(matched: Contact['matched'], kind: string): string {
  const special = matched === 'subject' ? MATCHED_BY_KIND[kind] : undefined;
  return special ?? (kind === 'building' ? MATCHED_IN_BUILDING[matched] : undefined) ?? MATCHED[matched];
}

function reachability({ reachable, instead }: Contact): string {
  if (reachable) return 'bereikbaar';
  if (instead === undefined) return 'niet bereikbaar';
  const phone = instead.phone === undefined ? '' : ` (${clean(instead.phone)})`;
  return `niet bereikbaar → bel dan ${clean(instead.team)}${phone}`;
}

const LATE: Readonly<Record<DeliveryState, ((name: string, day: string) => string) | undefined>> = {
  current: undefined,
  never: (name) => `${name} is nog niet aangesloten.`,
  behind: (name, day) => `${name} leverde voor het laatst op ${day}.`,
  rotating: (name, day) =>
    `${name} leverde voor het laatst op ${day}, vóór de nieuwe sleutel: daarvan is nu niets te vinden.`,
};

/** What the answer covers, and by the day what it does not; always part of it (design section 7, promise 10). */
export function coverageLines({ connected, departments }: Coverage): string[] {
  const all = `${connected} van ${departments.length} afdelingen aangesloten.`;
  const late = departments.flatMap(({ department, lastDelivered, state }) => {
    const words = LATE[state]?.(clean(department), lastDelivered === null ? 'onbekend' : dutchDate(lastDelivered));
    return words === undefined ? [] : [`  ${words}`];
  });
  return [all, ...late];
}

export function registeredLines(registered: Registered): string[] {
  return [
    'De betrokkenheid is geregistreerd.',
    `  Nummer:          ${clean(registered.id)}`,
    `  Loopt af op:     ${dutchDate(registered.expiresOn)}`,
    `  Ontvangstbewijs: ${clean(registered.receipt)}`,
  ];
}

export function withdrawnLines({ receipt, linked }: Withdrawn): string[] {
  const open =
    linked.length === 0
      ? []
      : [
          'Let op: bij deze zaak staat nog een adres geregistreerd. Trek het ook in als het niet meer klopt:',
          ...linked.map((id) => `  raakvlak withdraw ${clean(id)}`),
        ];
  return ['De betrokkenheid is ingetrokken.', `  Ontvangstbewijs: ${clean(receipt)}`, ...open];
}

export function movedLines({ ended, registered }: Moved): string[] {
  const old =
    ended.length === 0
      ? ['Bij deze zaak stond geen adres dat kon vervallen.']
      : [ended.length === 1 ? 'Het oude adres is vervallen.' : `${ended.length} oude adressen zijn vervallen.`];
  if (registered === undefined) return old;
  return [
    ...old,
    'Het nieuwe adres is geregistreerd.',
    `  Nummer:          ${clean(registered.id)}`,
    `  Loopt af op:     ${dutchDate(registered.expiresOn)}`,
    `  Ontvangstbewijs: ${clean(registered.receipt)}`,
  ];
}

export function renewalLines(renewals: readonly Renewal[]): string[] {
  const count = (state: Renewal['state']): number => renewals.filter((one) => one.state === state).length;
  const [done, ended] = [count('renewed'), renewals.length - count('renewed')];
  return [
    `${done} ${done === 1 ? 'betrokkenheid is' : 'betrokkenheden zijn'} verlengd.`,
    ...(ended === 0 ? [] : [`${ended} niet: die zijn intussen afgelopen. Registreer opnieuw wat nog klopt.`]),
  ];
}

export function ownInvolvementLines(involvements: readonly OwnInvolvement[]): string[] {
  const about = (kind: string | undefined): string => (kind === undefined ? '' : `${SUBJECTS[kind] ?? clean(kind)}, `);
  if (involvements.length === 0) return ['Dit team heeft nu geen betrokkenheid geregistreerd.'];
  return involvements.flatMap((row) => [
    clean(row.id),
    `  Geregistreerd op ${dutchDate(row.registeredOn)}, loopt af op ${dutchDate(row.expiresOn)}`,
    `  ${about(row.kind)}${NOTICE[row.notice.state]}${row.caseNumber === undefined ? '' : `, zaak ${clean(row.caseNumber)}`}`,
  ]);
}

const AMSTERDAM = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Amsterdam', dateStyle: 'short' });

/** 2026-11-20 as 20-11-2026; anything else as it is. */
export function dutchDate(text: string): string {
  const moment = /^\d{4}-\d{2}-\d{2}T/.test(text) ? Date.parse(text) : Number.NaN;
  const local = Number.isNaN(moment) ? text : AMSTERDAM.format(moment);
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})/.exec(local) ?? [];
  return day === undefined ? clean(text) : `${day}-${month}-${year}`;
}
