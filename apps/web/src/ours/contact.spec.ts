import type { ContactSettings } from '#client/browser';
import { checkContact, type ContactDraft, draftOf, hoursInWords, isOver, NEW_HOURS, reachableAt } from './contact';

const GOOD: ContactDraft = {
  phone: '033-469 55 55',
  email: 'wijkteam@amersfoort.example',
  hours: [NEW_HOURS],
  closures: [],
  instead: '',
};
const faultsOf = (more: Partial<ContactDraft>) => checkContact({ ...GOOD, ...more }).faults;

it('a contact point without a number, an address or hours is none', () => {
  expect(faultsOf({ phone: ' ', email: '', hours: [] })).toEqual({
    phone: 'phoneMissing',
    email: 'emailMissing',
    'add-hours': 'hoursMissing',
  });
});

it('what the index would refuse is said before it is sent', () => {
  expect(faultsOf({ phone: 'bel de balie' })).toEqual({ phone: 'phoneForm' });
  expect(faultsOf({ phone: '0'.repeat(40) })).toEqual({ phone: 'phoneForm' });
  for (const email of ['wijkteam', 'a@b', 'a b@c.nl', 'a@b.nl,c@d.nl', `${'a'.repeat(120)}@b.nl`])
    expect(faultsOf({ email })).toEqual({ email: 'emailForm' });
});

it('a line of hours needs days and two times in order', () => {
  const hours = [
    NEW_HOURS,
    { ...NEW_HOURS, days: [] },
    { ...NEW_HOURS, to: '' },
    { ...NEW_HOURS, from: '17:00', to: '09:00' },
  ];
  expect(faultsOf({ hours })).toEqual({
    'hours-1-days': 'daysMissing',
    'hours-2-from': 'timesMissing',
    'hours-3-from': 'timesOrder',
  });
});

it('a closure needs two days in order', () => {
  const closures = [
    { from: '', to: '2026-12-31' },
    { from: '2026-12-31', to: '2026-12-24' },
    { from: '2026-12-24', to: '2026-12-24' },
  ];
  expect(faultsOf({ closures })).toEqual({ 'closure-0-from': 'closureMissing', 'closure-1-from': 'closureOrder' });
});

it('what was fetched and not changed is sent as it was', () => {
  const contact: ContactSettings = {
    phone: '033-469 55 55',
    email: 'a@b.example',
    hours: [{ days: [1, 7], from: '00:00', to: '24:00' }],
    closures: [{ from: '2026-12-24', to: '2026-12-26' }],
    instead: 'wijkteam-liendert',
  };
  expect(checkContact(draftOf(contact)).contact).toEqual(contact);
});

it('nobody instead and no closures are sent as such', () => {
  const { contact } = checkContact({ ...GOOD, phone: ' 033-469 55 55 ' });
  expect(contact).toEqual({
    phone: '033-469 55 55',
    email: 'wijkteam@amersfoort.example',
    hours: [{ days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00' }],
    closures: [],
  });
});

it('hours read as the index writes them', () => {
  expect(
    hoursInWords([
      { days: [1, 3, 5], from: '09:00', to: '17:00' },
      { days: [4, 2], from: '09:00', to: '20:00' },
      { days: [5, 6, 7], from: '10:00', to: '24:00' },
      { days: [6, 7], from: '10:00', to: '11:00' },
    ]),
  ).toBe('ma, wo, vr 09:00-17:00, di, do 09:00-20:00, vr-zo 10:00-24:00, za, zo 10:00-11:00');
});

it('somebody answers within hours by the clock of Amsterdam, and on no closed day', () => {
  const team: ContactSettings = {
    ...GOOD,
    hours: [{ days: [5], from: '09:00', to: '17:00' }],
    closures: [{ from: '2026-12-25', to: '2026-12-26' }],
  };
  const at = (moment: string): boolean => reachableAt(team, Date.parse(moment));
  // A Friday: in winter Amsterdam is an hour ahead.
  expect(at('2026-11-27T07:59:00Z')).toBe(false);
  expect(at('2026-11-27T08:00:00Z')).toBe(true);
  expect(at('2026-11-27T15:59:00Z')).toBe(true);
  expect(at('2026-11-27T16:00:00Z')).toBe(false);
  expect(at('2026-11-28T10:00:00Z')).toBe(false);
  expect(at('2026-07-03T07:00:00Z')).toBe(true);
  expect(at('2026-12-25T10:00:00Z')).toBe(false);
});

it('a closure is over on the day after its last', () => {
  expect(isOver({ from: '2026-11-20', to: '2026-11-26' }, '2026-11-27')).toBe(true);
  expect(isOver({ from: '2026-11-20', to: '2026-11-27' }, '2026-11-27')).toBe(false);
  expect(isOver({ from: '', to: '' }, '2026-11-27')).toBe(false);
});
