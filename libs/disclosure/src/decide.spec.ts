import fc from 'fast-check';
import { DOMAINS } from '#organisation';
import { DISCLOSURES, type Disclosure, type Party, type Policy, type Row, type Rule, decide } from './decide';

const PURPOSES = ['home-visit', 'planned-control', 'permit-desk'];
const care: Row = {
  owner: { team: 'wijkteam', department: 'sociaal-domein', domain: 'care' },
  kind: 'building',
  rung: 'unit',
};
const inspector: Party = { department: 'bouwtoezicht', domain: 'enforcement' };
const policy = (...rules: Rule[]): Policy => ({ version: 1, effectiveFrom: new Date(0), rules });

const word = fc.constantFrom('a', 'b');
const domain = fc.constantFrom(...DOMAINS);
const maybe = <T>(values: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(values, { nil: undefined });
const party: fc.Arbitrary<Party> = fc.record({ department: word, domain });
const row: fc.Arbitrary<Row> = fc.record({
  owner: fc.record({ team: word, department: word, domain }),
  kind: fc.constantFrom('person', 'address', 'building'),
  rung: fc.constantFrom('unit', 'number', 'subject'),
});
const rule: fc.Arbitrary<Rule> = fc.record({
  id: fc.uuid(),
  owner: fc.record({ team: maybe(word), department: maybe(word), domain: maybe(domain) }),
  asker: fc.record({ department: maybe(word), domain: maybe(domain) }),
  purpose: maybe(fc.constantFrom(...PURPOSES)),
  kind: maybe(fc.constantFrom('person', 'address', 'building')),
  rung: maybe(fc.constantFrom('unit', 'number', 'subject')),
  disclosure: fc.constantFrom<Disclosure>(...DISCLOSURES),
  broker: fc.constant('bemiddeling'),
  label: fc.constant('Bemiddeling'),
}) as fc.Arbitrary<Rule>;
const situation = fc.record({
  rules: fc.array(rule, { maxLength: 12 }),
  asker: party,
  purpose: fc.constantFrom(...PURPOSES),
  row,
});

const SHOWN = ['contact', 'broker', 'nothing'];

it('nothing is shown that no rule opens', () => {
  expect(decide(policy(), inspector, 'planned-control', care)).toMatchObject({
    shown: 'nothing',
    told: 'nothing',
    rule: 'default',
  });
  const other: Rule = { id: 'x', owner: { domain: 'debt' }, disclosure: 'open' };
  expect(decide(policy(other), inspector, 'planned-control', care).shown).toBe('nothing');
});

it('the two dials follow from the word: open, mediated, silent, closed', () => {
  const dials = DISCLOSURES.map((disclosure) => {
    const { shown, told } = decide(
      policy({ id: 'x', disclosure, broker: 'b', label: 'B' }),
      inspector,
      'permit-desk',
      care,
    );
    return [disclosure, shown, told];
  });
  expect(dials).toEqual([
    ['open', 'contact', 'who'],
    ['mediated', 'broker', 'who'],
    ['silent', 'nothing', 'who'],
    ['closed', 'nothing', 'nothing'],
  ]);
});

it('the most specific rule wins', () => {
  const general: Rule = { id: 'general', owner: { domain: 'care' }, disclosure: 'closed' };
  const special: Rule = { id: 'special', owner: { domain: 'care' }, purpose: 'planned-control', disclosure: 'open' };
  expect(decide(policy(general, special), inspector, 'planned-control', care).rule).toBe('special');
  expect(decide(policy(general, special), inspector, 'permit-desk', care).rule).toBe('general');
});

it('of two equally specific rules the more restrictive wins', () => {
  const open: Rule = { id: 'a', purpose: 'planned-control', disclosure: 'open' };
  const silent: Rule = { id: 'b', purpose: 'planned-control', disclosure: 'silent' };
  expect(decide(policy(open, silent), inspector, 'planned-control', care).rule).toBe('b');
});

it('the order of the rules never matters', () => {
  fc.assert(
    fc.property(situation, fc.integer(), ({ rules, asker, purpose, row: given }, seed) => {
      const shuffled = [...rules].sort(
        (a, b) => ((a.id.charCodeAt(0) * 31 + seed) % 7) - ((b.id.charCodeAt(1) * 31 + seed) % 7),
      );
      expect(decide(policy(...shuffled), asker, purpose, given)).toEqual(
        decide(policy(...rules), asker, purpose, given),
      );
    }),
    { numRuns: 2_000 },
  );
});

it('a rule made stricter never shows more', () => {
  fc.assert(
    fc.property(situation, fc.nat(), ({ rules, asker, purpose, row: given }, which) => {
      fc.pre(rules.length > 0);
      const before = decide(policy(...rules), asker, purpose, given);
      const i = which % rules.length;
      const target = rules[i] as Rule;
      const stricter = DISCLOSURES[Math.min(DISCLOSURES.indexOf(target.disclosure) + 1, 3)] as Disclosure;
      const changed = rules.map((one, at) => (at === i ? { ...one, disclosure: stricter } : one));
      const after = decide(policy(...changed), asker, purpose, given);
      expect(SHOWN.indexOf(after.shown)).toBeGreaterThanOrEqual(SHOWN.indexOf(before.shown));
    }),
    { numRuns: 2_000 },
  );
});

it('the deciding rule fits, and no fitting rule is more specific in every way', () => {
  fc.assert(
    fc.property(situation, ({ rules, asker, purpose, row: given }) => {
      const { rule: id } = decide(policy(...rules), asker, purpose, given);
      const found = rules.find((one) => one.id === id);
      if (found === undefined) {
        expect(id).toBe('default');
        return;
      }
      expect([undefined, given.owner.team]).toContain(found.owner?.team);
      expect([undefined, given.owner.domain]).toContain(found.owner?.domain);
      expect([undefined, asker.domain]).toContain(found.asker?.domain);
      expect([undefined, purpose]).toContain(found.purpose);
    }),
    { numRuns: 1_000 },
  );
});
