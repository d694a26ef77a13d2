import type { Contact, Coverage, Inquiry } from '#client/node';
import { coverageLines, inquiryLines } from './render';

const contact: Contact = {
  team: 'Wijkteam Soesterkwartier',
  department: 'Sociaal domein',
  phone: '033 123 45 67',
  email: 'soesterkwartier@example.org',
  hours: 'ma-vr 09:00-17:00',
  reachable: true,
  via: 'team',
  matched: 'unit',
};
const coverage: Coverage = {
  connected: 3,
  departments: [
    { department: 'Sociaal domein', lastDelivered: '2026-11-26', state: 'current' },
    { department: 'Werk en Inkomen', lastDelivered: '2026-11-10', state: 'behind' },
    { department: 'Vergunningen', lastDelivered: '2026-11-20', state: 'rotating' },
    { department: 'Leerplicht', lastDelivered: null, state: 'never' },
  ],
};
const inquiry = (...contacts: Contact[]): Inquiry => ({
  answers: [{ contacts, receipt: '3q2-7wABAgMEBQYHCAkKCw' }],
  coverage,
  policy: 1,
});

describe('nothing found', () => {
  const text = inquiryLines(inquiry(), 'person').join('\n');

  it('never promises that nobody is involved', () => {
    expect(text).toContain('Geen contactpunten gevonden die u in deze situatie mag zien.');
    expect(text).toContain('Dat betekent niet dat niemand betrokken is.');
  });

  it('still says what the answer covers and gives the receipt', () => {
    expect(text).toContain('3 van 4 afdelingen aangesloten.');
    expect(text).toContain('3q2-7wABAgMEBQYHCAkKCw');
  });
});

describe('a contact', () => {
  it('shows everything needed to call', () => {
    const lines = inquiryLines(inquiry(contact), 'address');
    expect(lines.slice(0, 7)).toEqual([
      'Wijkteam Soesterkwartier',
      '  Afdeling:   Sociaal domein',
      '  Telefoon:   033 123 45 67',
      '  E-mail:     soesterkwartier@example.org',
      '  Open:       ma-vr 09:00-17:00',
      '  Nu:         bereikbaar',
      '  Betrokken:  op dit adres (deze eenheid)',
    ]);
  });

  it('that cannot be reached says whom to call instead', () => {
    const away: Contact = { ...contact, reachable: false, instead: { team: 'Bureaudienst', phone: '14 033' } };
    expect(inquiryLines(inquiry(away), 'address').join('\n')).toContain(
      'niet bereikbaar → bel dan Bureaudienst (14 033)',
    );
    expect(inquiryLines(inquiry({ ...contact, reachable: false }), 'address')).toContain(
      '  Nu:         niet bereikbaar',
    );
  });

  it.each([
    ['number', 'address', 'op het hele huisnummer'],
    ['subject', 'person', 'deze persoon'],
    ['subject', 'business', 'dit bedrijf'],
    ['unit', 'building', 'bij een eenheid op dit huisnummer'],
  ] as const)('that matched on %s for %s is told in words', (matched, kind, words) => {
    expect(inquiryLines(inquiry({ ...contact, matched }), kind)).toContain(`  Betrokken:  ${words}`);
  });

  it('of a broker is not presented as the team itself', () => {
    const [first] = inquiryLines(inquiry({ ...contact, via: 'broker', team: 'Bureau Afstemming' }), 'person');
    expect(first).toBe('Bureau Afstemming (bemiddelaar: brengt u in contact)');
  });

  it('cannot clear the screen or hide a line', () => {
    const evil: Contact = { ...contact, team: '\u001b[2JTeam\u202e\nTweede regel', phone: '\u009b31m' };
    const lines = inquiryLines(inquiry(evil), 'person');
    expect(lines[0]).toBe('[2JTeam Tweede regel');
    expect(lines.join('')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });
});

it('several subjects are numbered in the order of the question', () => {
  const two: Inquiry = { ...inquiry(), answers: [...inquiry().answers, ...inquiry(contact).answers] };
  const lines = inquiryLines(two, 'address');
  expect(lines.indexOf('Nummer 2 van uw lijst')).toBeLessThan(lines.indexOf('Wijkteam Soesterkwartier'));
  expect(lines.indexOf('Nummer 1 van uw lijst')).toBe(0);
});

it('coverage says how many departments take part and names by the day those that are behind', () => {
  expect(coverageLines(coverage)).toEqual([
    '3 van 4 afdelingen aangesloten.',
    '  Werk en Inkomen leverde voor het laatst op 10-11-2026.',
    '  Vergunningen leverde voor het laatst op 20-11-2026, vóór de nieuwe sleutel: daarvan is nu niets te vinden.',
    '  Leerplicht is nog niet aangesloten.',
  ]);
});
