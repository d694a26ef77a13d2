import { purposeFields, purposeOf } from './purpose-fields';
import { dayOf, fits, purposesOf, stateOf } from './purposes';
import type { PurposeVersion } from './shapes';

const first: PurposeVersion = {
  code: 'home-visit',
  version: 1,
  name: 'Huisbezoek',
  roles: ['professional'],
  domains: ['care'],
  kinds: ['person'],
  legalBasis: 'Wmo 2015',
  registerEntry: 'VR-40',
  effectiveFrom: '2026-01-01',
  proposedBy: 'a',
  approvedBy: 'b',
};
const later: PurposeVersion = { ...first, version: 2, effectiveFrom: '2027-01-01' };

describe('a purpose on a day', () => {
  it('is its newest version that has begun; a later one waits', () => {
    const [purpose] = purposesOf([first, later], '2026-06-01');
    expect(purpose).toMatchObject({ shown: first, state: 'in-force', versions: [later, first] });
    expect(stateOf(later, purpose!, '2026-06-01')).toBe('planned');
    const [next] = purposesOf([first, later], '2027-01-01');
    expect(next?.shown).toBe(later);
    expect(stateOf(first, next!, '2027-01-01')).toBe('ended');
  });

  it('has ended after its last day, which counts itself, and begins on its first', () => {
    const until = { ...first, effectiveUntil: '2026-05-31' };
    expect(purposesOf([until], '2026-05-31')[0]?.state).toBe('in-force');
    expect(purposesOf([until], '2026-06-01')[0]?.state).toBe('ended');
    expect(purposesOf([later], '2026-06-01')[0]).toMatchObject({ state: 'planned', shown: later });
  });

  it('of an older version that was planned for later never comes', () => {
    const planned = { ...first, effectiveFrom: '2027-06-01' };
    const newer = { ...first, version: 2 };
    const [purpose] = purposesOf([planned, newer], '2026-06-01');
    expect(stateOf(planned, purpose!, '2026-06-01')).toBe('ended');
  });

  it('fits a role and a domain together', () => {
    expect(fits(first, 'professional', 'care')).toBe(true);
    expect(fits(first, 'team-coordinator', 'care')).toBe(false);
    expect(fits(first, 'professional', undefined)).toBe(false);
  });

  it('a moment is of the day in Amsterdam', () => {
    expect(dayOf(Date.parse('2089-12-31T23:00:00.000Z'))).toBe('2090-01-01');
  });
});

describe('the form of a purpose', () => {
  const good = { ...purposeFields(first), effectiveFrom: '2027-01-01' };
  const read = (more: object, taken: string[] = []): unknown => {
    const found = purposeOf({ ...good, ...more }, taken, '2026-11-27');
    return 'faults' in found ? found.faults : found.given;
  };

  it('is refused field by field', () => {
    expect(read({ code: 'Huis bezoek' })).toEqual({ code: 'code' });
    expect(read({}, ['home-visit'])).toEqual({ code: 'taken' });
    expect(read({ name: ' ', legalBasis: '', registerEntry: 'x'.repeat(201) })).toEqual({
      name: 'missing',
      legalBasis: 'missing',
      registerEntry: 'missing',
    });
    expect(read({ roles: [], domains: [], kinds: [] })).toEqual({
      roles: 'missing',
      domains: 'missing',
      kinds: 'missing',
    });
    expect(read({ effectiveFrom: '' })).toEqual({ effectiveFrom: 'day' });
    expect(read({ effectiveUntil: '2026-12-31' })).toEqual({ effectiveUntil: 'until' });
    expect(read({ effectiveFrom: '2026-01-01', effectiveUntil: '2026-11-26' })).toEqual({ effectiveUntil: 'until' });
  });

  it('gives what the index takes, without an end where there is none', () => {
    const { version: _, proposedBy: __, approvedBy: ___, ...given } = later;
    expect(read({})).toEqual(given);
    expect(read({ effectiveUntil: '2027-12-31' })).toEqual({ ...given, effectiveUntil: '2027-12-31' });
  });
});
