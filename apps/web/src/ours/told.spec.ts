import type { ToldEvent } from '#client/browser';
import { toldOf } from './told';

const NOW = Date.parse('2026-11-27T10:00:00Z');
const event = (more: Partial<ToldEvent>): ToldEvent => ({
  id: '1',
  at: '2026-11-27T09:00:00Z',
  kind: 'emergency-call-now',
  team: 'wijkteam-liendert',
  detail: {},
  ...more,
});

it('of a detail nothing but texts and figures is taken', () => {
  const detail = { team: 'a', moved: 3, list: ['x'], nested: { a: 1 }, none: null };
  expect(toldOf(event({ detail }), NOW).detail).toEqual({ team: 'a', moved: '3' });
});

it('somebody waits for a call until the time that was said, or for good when it cannot be read', () => {
  const urgent = (validUntil: unknown, kind?: string): boolean =>
    toldOf(event({ detail: { validUntil }, ...(kind === undefined ? {} : { kind }) }), NOW).urgent;
  expect(urgent('2026-11-27T10:00:00Z')).toBe(false);
  expect(urgent('2026-11-27T10:00:01Z')).toBe(true);
  expect(urgent(undefined)).toBe(true);
  expect(urgent('2026-11-27T12:00:00Z', 'emergency-access')).toBe(false);
});
