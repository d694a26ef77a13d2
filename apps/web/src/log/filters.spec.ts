import { filtersIn, NO_FILTERS, queryOf, searchOf, shortActor } from './filters';

it('an employee never stands in the address', () => {
  const filters = { ...NO_FILTERS, purpose: 'home-visit', actor: 'bilal' };
  expect(queryOf(filters)).toEqual({ purpose: 'home-visit', action: 'all' });
  expect(filtersIn(new URLSearchParams('purpose=home-visit&actor=bilal')).actor).toBe('');
});

it('filters come back from the address that they make', () => {
  const filters = { ...NO_FILTERS, from: '2026-11-01', outcome: 'refused' };
  expect(filtersIn(new URLSearchParams(queryOf(filters)))).toEqual(filters);
});

it('begins with the questions, and shows every act when that is asked for', () => {
  expect(filtersIn(new URLSearchParams()).action).toBe('inquiry');
  expect(filtersIn(new URLSearchParams('action=all')).action).toBe('');
});

it('a bare name is meant at the officer’s own provider, a whole account as it is', () => {
  const me = 'https://login.example|pieter';
  expect(searchOf({ ...NO_FILTERS, actor: ' bilal ' }, me)).toEqual({ actor: 'https://login.example|bilal' });
  expect(searchOf({ ...NO_FILTERS, actor: 'https://other.example|x' }, me)).toEqual({
    actor: 'https://other.example|x',
  });
  expect(shortActor('https://login.example|bilal')).toBe('bilal');
});
