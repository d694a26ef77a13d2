import fc from 'fast-check';
import type { Policy, Rule } from '#disclosure';
import type { CatalogueCopy, Department, Part, Team } from '#organisation';
import { KINDS, OWN_DISCLOSURES, type Rung } from '#tokens';
import { type Weighed, weigh } from './answer';
import type { FoundInvolvement } from './lookup';

// The rules by themselves: what one question shows, for any policy, markers and order of arrival.

const DOMAINS = ['care', 'enforcement', 'safety'] as const;
const departments = new Map(
  DOMAINS.map((domain) => [domain, { code: domain, name: domain, domain } as Department] as const),
);
const teamOf = (code: string, department: string, part: Part = 'ordinary'): Team =>
  ({ code, department, name: code, phone: '1', email: 'e', hours: [], closures: [], instead: null, part }) as never;
const TEAMS = [
  ...['ask', 'one', 'two', 'three'].map((code) => teamOf(code, 'care')),
  teamOf('four', 'safety'),
  teamOf('broker', 'enforcement'),
  teamOf('desk', 'safety', 'shield-desk'),
  teamOf('other-desk', 'care', 'shield-desk'),
  teamOf('list', 'safety', 'collective-list'),
];
const copy = {
  version: 1,
  departments,
  teams: new Map(TEAMS.map((team) => [team.code, team])),
} as never as CatalogueCopy;
const ORDINARY = ['ask', 'one', 'two', 'three', 'four'];

const policies = fc
  .uniqueArray(
    fc.record({
      id: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
      owner: fc.constantFrom({ domain: 'care' }, { domain: 'safety' }, { team: 'one' }, {}),
      disclosure: fc.constantFrom('open', 'mediated', 'silent', 'closed'),
    }),
    { selector: ({ id }) => id, maxLength: 5 },
  )
  .map((rules): Policy => {
    const full = rules.map((rule) =>
      rule.disclosure === 'mediated' ? { ...rule, broker: 'broker', label: 'Bemiddeling' } : rule,
    ) as Rule[];
    const brokers = [{ owner: { domain: 'care' }, team: 'broker', label: 'Bemiddeling' }];
    return { version: 1, effectiveFrom: new Date(0), rules: full, brokers } as never;
  });
const rungs = fc.constantFrom<Rung>('unit', 'number', 'subject');
const involvement = (teams: readonly string[]) =>
  fc.record({ team: fc.constantFrom(...teams), rung: rungs }) as fc.Arbitrary<Omit<FoundInvolvement, 'serial'>>;
const found = (teams: readonly string[]) =>
  fc
    .array(involvement(teams), { maxLength: 6 })
    .map((all) => all.map((one, serial): FoundInvolvement => ({ ...one, serial })));
const kinds = fc.constantFrom(...KINDS);

const ask = (
  all: readonly FoundInvolvement[],
  policy: Policy,
  kind: (typeof KINDS)[number],
  more: { teams?: readonly string[]; emergency?: boolean } = {},
): Weighed => {
  const actor = { id: 'x|y', roles: [], department: 'care', teams: more.teams ?? ['ask'], scopes: [], client: 'c' };
  const asker = { department: 'care', domain: 'care' } as const;
  const question = { asker, actor, purpose: 'crisis', kind, emergency: more.emergency ?? false };
  return weigh(all, question, policy, copy, 0);
};
const names = ({ contacts }: Weighed): string[] => contacts.map(({ team }) => team);

describe('one case stricter', () => {
  it('never shows more than the rules alone, and never tells more than they would', () => {
    fc.assert(
      fc.property(
        found(ORDINARY),
        fc.array(fc.option(fc.constantFrom(...OWN_DISCLOSURES), { nil: undefined }), { minLength: 6, maxLength: 6 }),
        policies,
        kinds,
        (all, own, policy, kind) => {
          const stricter = all.map((one, i) => (own[i] === undefined ? one : { ...one, atLeast: own[i] }));
          const [with_, without] = [ask(stricter, policy, kind), ask(all, policy, kind)];
          const teams = names(without);
          // A broker may come for a case that was made mediated, once, also beside its team when that has an open case.
          const added = names(with_).filter((name) => !teams.includes(name));
          expect(added.length === 0 || own.slice(0, all.length).includes('mediated')).toBe(true);
          expect(added.every((name) => name === 'Bemiddeling') && added.length <= 1).toBe(true);
          if (teams.length === 0) expect(with_.contacts).toEqual([]);
        },
      ),
    );
  });

  it.each([
    ['mediated', ['Bemiddeling']],
    ['silent', []],
    ['closed', []],
  ] as const)('%s is what becomes of an open case', (atLeast, shown) => {
    const policy = {
      version: 1,
      rules: [
        { id: 'open', owner: { domain: 'care' }, disclosure: 'open' },
        {
          id: 'm',
          owner: { domain: 'care' },
          purpose: 'intake',
          disclosure: 'mediated',
          broker: 'broker',
          label: 'Bemiddeling',
        },
      ],
      brokers: [{ owner: { domain: 'care' }, team: 'broker', label: 'Bemiddeling' }],
    } as never as Policy;
    expect(names(ask([{ team: 'one', rung: 'subject', serial: 1, atLeast }], policy, 'person'))).toEqual(shown);
  });
});

describe('an emergency', () => {
  it('shows what is open and mediated, and the same otherwise', () => {
    fc.assert(
      fc.property(found([...ORDINARY, 'desk', 'list']), policies, kinds, (all, policy, kind) => {
        const [calm, urgent] = [ask(all, policy, kind), ask(all, policy, kind, { emergency: true })];
        expect(urgent.outcome).toEqual(calm.outcome);
        const seen = new Set(names(urgent));
        for (const line of calm.outcome) {
          const [team = '', disclosure = ''] = line.split(':');
          if (['open', 'mediated'].includes(disclosure)) expect(seen).toContain(team);
        }
        for (const team of seen)
          expect(calm.outcome.some((line) => new RegExp(`^${team}:(open|mediated):`).test(line))).toBe(true);
        expect(urgent.call.every((team) => !seen.has(team) || team === 'desk')).toBe(true);
      }),
    );
  });
});

describe('a shield', () => {
  it('leaves nothing but its desk for those who were there before, and nothing at all for others', () => {
    fc.assert(
      fc.property(
        found(ORDINARY),
        fc.nat(6),
        rungs,
        policies,
        kinds,
        fc.boolean(),
        (all, at, rung, policy, kind, now) => {
          const same = all.map((one) => ({ ...one, rung }));
          const shielded = [...same, { team: 'desk', rung, serial: at - 0.5 }];
          const before = same.some(({ team, serial }) => team === 'ask' && serial < at - 0.5) && kind !== 'building';
          const seen = names(ask(shielded, policy, kind, { emergency: now }));
          expect(seen).toEqual(before ? ['desk'] : []);
        },
      ),
    );
  });

  it('hides nothing from its own desk, which has to know whom to warn', () => {
    fc.assert(
      fc.property(found(ORDINARY), policies, kinds, (all, policy, kind) => {
        const shielded: FoundInvolvement[] = [...all, { team: 'desk', rung: 'subject', serial: 99 }];
        const teams = ['desk'];
        expect(ask(shielded, policy, kind, { teams }).contacts).toEqual(ask(all, policy, kind, { teams }).contacts);
      }),
    );
  });

  it('of one unit shows a question about it no less than the bare number alone would show', () => {
    fc.assert(
      fc.property(found(ORDINARY), policies, (all, policy) => {
        const shielded: FoundInvolvement[] = [...all, { team: 'desk', rung: 'unit', serial: -1 }];
        const outside = all.filter(({ rung }) => rung !== 'unit');
        expect(ask(shielded, policy, 'address').contacts).toEqual(ask(outside, policy, 'address').contacts);
      }),
    );
  });

  it('of another desk hides as any other, also from a desk', () => {
    const policy = { version: 1, rules: [{ id: 'o', disclosure: 'open' }], brokers: [] } as never as Policy;
    const all: FoundInvolvement[] = ['one', 'desk', 'other-desk'].map((team, serial) => ({
      team,
      rung: 'subject',
      serial,
    }));
    expect(names(ask(all, policy, 'person', { teams: ['desk'] }))).toEqual(['other-desk']);
    expect(names(ask(all, policy, 'person', { teams: ['other-desk'] }))).toEqual([]);
  });
});

describe('a collective address', () => {
  it('hides teams on the address and at the building, and nothing of people', () => {
    fc.assert(
      fc.property(found(ORDINARY), rungs, policies, kinds, (all, rung, policy, kind) => {
        const same = all.map((one) => ({ ...one, rung }));
        const marked = ask([...same, { team: 'list', rung, serial: 3.5 }], policy, kind);
        const plain = ask(same, policy, kind);
        const ofAddress = kind === 'address' || kind === 'building';
        expect(marked.contacts).toEqual(ofAddress ? [] : plain.contacts);
        expect([...marked.call, ...marked.tell]).toEqual(ofAddress ? [] : [...plain.call, ...plain.tell]);
      }),
    );
  });
});
