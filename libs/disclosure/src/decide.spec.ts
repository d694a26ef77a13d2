import fc from 'fast-check';
import { DOMAINS } from '#organisation';
import {
  DISCLOSURES,
  type Decision,
  type Disclosure,
  type Party,
  type Policy,
  type Row,
  type Rule,
  decide,
  specificity,
  stricterOf,
} from './decide';

const PURPOSES = ['home-visit', 'planned-control', 'permit-desk'];
const care: Row = {
  owner: { team: 'wijkteam', department: 'sociaal-domein', domain: 'care' },
  kind: 'building',
  rung: 'unit',
};
const inspector: Party = { department: 'bouwtoezicht', domain: 'enforcement' };
const policy = (...rules: Rule[]): Policy => ({ version: 1, effectiveFrom: new Date(0), rules, brokers: [] });

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

/** The same rule of precedence, said in the plainest way. */
function plainly(rules: readonly Rule[], asker: Party, purpose: string, { owner, kind, rung }: Row): string {
  const pairs = ({ owner: o, asker: a, ...rule }: Rule): [unknown, unknown][] => [
    [o?.team, owner.team],
    [o?.department, owner.department],
    [o?.domain, owner.domain],
    [a?.department, asker.department],
    [a?.domain, asker.domain],
    [rule.purpose, purpose],
    [rule.kind, kind],
    [rule.rung, rung],
  ];
  const asks = (rule: Rule): string =>
    pairs(rule)
      .map(([wanted]) => (wanted === undefined ? '0' : '1'))
      .join('');
  const fitting = rules.filter((rule) =>
    pairs(rule).every(([wanted, given]) => wanted === undefined || wanted === given),
  );
  const most = fitting.map(asks).sort().at(-1);
  const best = fitting.filter((rule) => asks(rule) === most);
  const strictest = Math.max(...best.map(({ disclosure }) => DISCLOSURES.indexOf(disclosure)));
  const ids = best.filter(({ disclosure }) => DISCLOSURES.indexOf(disclosure) === strictest).map(({ id }) => id);
  return ids.sort()[0] ?? 'default';
}

it('what is compiled decides like what is said plainly, the first time and every other', () => {
  fc.assert(
    fc.property(situation, fc.array(row, { minLength: 1, maxLength: 5 }), ({ rules, asker, purpose }, rows) => {
      const compiled = policy(...rules);
      for (const given of [...rows, ...rows])
        expect(decide(compiled, asker, purpose, given).rule).toBe(plainly(rules, asker, purpose, given));
    }),
    { numRuns: 3_000 },
  );
});

it('a rule that asks all that another asks and something more is the more specific', () => {
  const more = fc.record({
    owner: fc.record({ team: maybe(word) }),
    asker: fc.record({ domain: maybe(domain) }),
    purpose: maybe(fc.constantFrom(...PURPOSES)),
    rung: maybe(fc.constantFrom('unit', 'number', 'subject')),
  });
  fc.assert(
    fc.property(rule, more, (one, added) => {
      const both = { ...one } as { -readonly [K in keyof Rule]: Rule[K] };
      both.owner = { ...one.owner, ...(added.owner.team === undefined ? {} : { team: added.owner.team }) };
      both.asker = { ...one.asker, ...(added.asker.domain === undefined ? {} : { domain: added.asker.domain }) };
      both.purpose = one.purpose ?? added.purpose;
      expect(specificity(both as Rule)).toBeGreaterThanOrEqual(specificity(one));
      const grew = JSON.stringify(both).length > JSON.stringify(one).length;
      const sameFields = both.owner.team === one.owner?.team || one.owner?.team !== undefined;
      if (grew && !sameFields) expect(specificity(both as Rule)).toBeGreaterThan(specificity(one));
    }),
  );
});

it.each([
  ['the owner before the asker', { owner: { domain: 'care' } }, { asker: { department: 'a', domain: 'care' } }],
  ['a team before a department', { owner: { team: 'a' } }, { owner: { department: 'a', domain: 'care' } }],
  ['the asker before the purpose', { asker: { domain: 'care' } }, { purpose: 'intake', kind: 'person', rung: 'unit' }],
  ['the purpose before the kind', { purpose: 'intake' }, { kind: 'person', rung: 'unit' }],
  ['the kind before the rung', { kind: 'person' }, { rung: 'unit' }],
] as const)('%s', (_, more, less) => {
  const of = (asked: object): number => specificity({ id: 'x', disclosure: 'open', ...asked });
  expect(of(more)).toBeGreaterThan(of(less));
});

describe('one case stricter', () => {
  const standIn = { team: 'bemiddeling', label: 'Bemiddeling' };
  const withBrokers: Policy = { ...policy(), brokers: [{ owner: { domain: 'care' }, ...standIn }] };
  const decided = (disclosure: Disclosure): Decision =>
    decide(policy({ id: 'x', disclosure, broker: 'b', label: 'B' }), inspector, 'permit-desk', care);

  it('is never looser, whatever was asked for', () => {
    for (const before of DISCLOSURES)
      for (const atLeast of DISCLOSURES)
        for (const one of [policy(), withBrokers]) {
          const after = stricterOf(one, decided(before), care, atLeast);
          const ranks = [before, atLeast, after.disclosure].map((word_) => DISCLOSURES.indexOf(word_)) as number[];
          expect(ranks[2]).toBeGreaterThanOrEqual(Math.max(ranks[0] ?? 0, ranks[1] ?? 0));
          expect(SHOWN.indexOf(after.shown)).toBeGreaterThanOrEqual(SHOWN.indexOf(decided(before).shown));
        }
  });

  it('goes to the stand-in that the policy names for this owner, and else is closed', () => {
    expect(stricterOf(withBrokers, decided('open'), care, 'mediated')).toMatchObject({
      shown: 'broker',
      rule: 'own-case',
      broker: standIn,
    });
    expect(stricterOf(policy(), decided('open'), care, 'mediated').disclosure).toBe('closed');
    expect(stricterOf(withBrokers, decided('mediated'), care, 'open')).toEqual(decided('mediated'));
  });
});
