import { checkCase, NO_CASE } from './notice';

const TODAY = '2026-11-27';

it('nothing is assumed about what the resident was told', () => {
  expect(checkCase(NO_CASE, TODAY)).toEqual({ faults: { notice: 'noticeMissing' } });
});

it('a delay needs a ground and a day to come, an exemption a ground', () => {
  const delayed = { ...NO_CASE, state: 'delayed' as const };
  expect(checkCase(delayed, TODAY).faults).toEqual({ ground: 'groundMissing', 'review-on': 'reviewMissing' });
  const ground = 'safety-of-persons';
  expect(checkCase({ ...delayed, ground, reviewOn: '2026-02-30' }, TODAY).faults).toEqual({
    'review-on': 'reviewMissing',
  });
  expect(checkCase({ ...delayed, ground, reviewOn: TODAY }, TODAY).faults).toEqual({ 'review-on': 'reviewPast' });
  expect(checkCase({ ...NO_CASE, state: 'exempt' }, TODAY).faults).toEqual({ ground: 'groundMissing' });
});

it('what does not belong to the choice is left out', () => {
  const draft = { ...NO_CASE, ground: 'safety-of-persons', reviewOn: '2027-01-01', caseNumber: '  ' };
  expect(checkCase({ ...draft, state: 'given' }, TODAY).given).toEqual({ notice: { state: 'given' } });
  expect(checkCase({ ...draft, state: 'exempt' }, TODAY).given).toEqual({
    notice: { state: 'exempt', ground: 'safety-of-persons' },
  });
  const whole = { ...draft, state: 'delayed' as const, caseNumber: ' WT-2026-00123 ', disclosure: 'silent' as const };
  expect(checkCase(whole, TODAY).given).toEqual({
    caseNumber: 'WT-2026-00123',
    disclosure: 'silent',
    notice: { state: 'delayed', ground: 'safety-of-persons', reviewOn: '2027-01-01' },
  });
});
