import { isFirst, withRoles } from './first-visit';

it('somebody without a role is welcomed by nothing', () => {
  expect(isFirst(null, [])).toBe(false);
});

it('the first visit in a role is a first visit, also where another role was welcomed', () => {
  expect(isFirst(null, ['professional'])).toBe(true);
  expect(isFirst('professional', ['application-manager'])).toBe(true);
  expect(isFirst('professional', ['professional', 'broker'])).toBe(true);
});

it('the next one is not', () => {
  const kept = withRoles('professional', ['broker', 'professional']);
  expect(kept).toBe('professional broker');
  expect(isFirst(kept, ['broker'])).toBe(false);
  expect(isFirst(kept, ['professional', 'broker'])).toBe(false);
});

it('one role is not taken for part of another', () => {
  expect(isFirst('team-coordinator', ['coordinator'])).toBe(true);
});
