import { accountOf, colleagueOf } from './colleague';

const OWN = 'https://login.example/town|carla';

it('a field that is empty or holds a name with spaces names no account', () => {
  expect(['', '  ', 'Bilal el Amrani'].map((text) => accountOf(text, OWN))).toEqual(['', '', '']);
});

it('a bare log-in name is one of the own office, a whole account is left as it is', () => {
  expect(accountOf(' bilal ', OWN)).toBe('https://login.example/town|bilal');
  expect(accountOf('https://other.example|bilal', OWN)).toBe('https://other.example|bilal');
});

it('people are called by their log-in name, those from elsewhere by the whole', () => {
  expect(colleagueOf('https://login.example/town|bilal', OWN)).toBe('bilal');
  expect(colleagueOf('https://login.example/town2|bilal', OWN)).toBe('https://login.example/town2|bilal');
  expect(colleagueOf('https://login.example/town|a|b', OWN)).toBe('a|b');
});
