import fc from 'fast-check';
import type { Spent } from '#accountability';
import {
  type Budgets,
  type Cost,
  DEFAULT_BUDGETS,
  HOLDERS,
  type Holder,
  POOLS,
  type Pool,
  budgetsIn,
  costsOf,
  inTheWay,
} from './budgets';

const at = Date.parse('2026-11-26T11:20:00Z');
const none: Spent = { hour: 0, day: 0, urgent: 0 };
type Sums = Partial<Record<Holder, Partial<Record<Pool, Spent>>>>;
const decide = (costs: readonly Cost[], sums: Sums = {}, urgent = false, budgets: Budgets = DEFAULT_BUDGETS) =>
  inTheWay({ costs, urgent, at, spent: (whose, pool) => sums[whose]?.[pool] ?? none }, budgets);
const persons = (count: number): Cost[] => [{ pool: 'person', count }];
const addresses = (count: number): Cost[] => [{ pool: 'address', count }];
const full = (most: number): Spent => ({ hour: most, day: most, urgent: 0 });

describe('what is refused', () => {
  it('a list that is longer than one’s own budget, whole, with what still fits', () => {
    expect(decide(addresses(100), { yours: { address: full(21) } })).toEqual({
      whose: 'yours',
      pool: 'address',
      window: 'day',
      until: Date.parse('2026-11-26T23:00:00Z'),
      left: 99,
    });
  });

  it('what fits the day and not the hour, until the hour ends', () => {
    const found = decide(persons(1), { yours: { person: { hour: 60, day: 60, urgent: 0 } } });
    expect(found).toMatchObject({ whose: 'yours', window: 'hour', until: Date.parse('2026-11-26T12:00:00Z'), left: 0 });
  });

  it('an urgent question too, when one’s own budget is spent', () => {
    expect(decide(persons(1), { yours: { person: full(120) } }, true)).toMatchObject({ whose: 'yours' });
  });

  it.each(['team', 'department', 'office'] as const)('what is not urgent, when the %s has spent its own', (whose) => {
    const most = DEFAULT_BUDGETS[whose].address.day;
    expect(decide(addresses(1), { [whose]: { address: { hour: 0, day: most, urgent: 0 } } })).toMatchObject({
      whose,
      window: 'day',
    });
  });

  it('an urgent one beyond the reserve, when the office has spent its own', () => {
    const sums: Sums = {
      office: { address: full(2_000) },
      yours: { address: { hour: 30, day: 30, urgent: 30 } },
    };
    expect(decide(addresses(1), sums, true)).toMatchObject({ whose: 'office' });
  });

  it('a fourth emergency, and any beyond those of the office, urgent or not', () => {
    const emergency = [...persons(1), { pool: 'emergency', count: 1 } as const];
    expect(decide(emergency, { yours: { emergency: full(3) } }, true)).toMatchObject({ pool: 'emergency' });
    expect(decide(emergency, { office: { emergency: full(20) } }, true)).toMatchObject({ whose: 'office' });
  });
});

describe('what goes on', () => {
  it('a list of a hundred addresses and twenty more', () => {
    expect(decide(addresses(100))).toBeUndefined();
    expect(decide(addresses(20), { yours: { address: full(100) } })).toBeUndefined();
  });

  it('a single home visit up to the reserve, whoever else has spent what is shared', () => {
    const spent = full(1_000_000);
    const sums: Sums = {
      team: { address: spent },
      department: { address: spent },
      office: { address: spent },
      yours: { address: { hour: 29, day: 29, urgent: 29 } },
    };
    expect(decide(addresses(1), sums, true)).toBeUndefined();
  });

  it('persons, when addresses are spent', () => {
    expect(decide(persons(1), { office: { address: full(1_000_000) } })).toBeUndefined();
  });
});

it('who has no team has no team’s budget', () => {
  const spent = (whose: Holder) => (whose === 'team' ? undefined : none);
  expect(inTheWay({ costs: addresses(100), urgent: false, at, spent }, DEFAULT_BUDGETS)).toBeUndefined();
});

it('a building costs several addresses, in their pool', () => {
  expect(costsOf(['building', 'building', 'address'], false, DEFAULT_BUDGETS)).toEqual([
    { pool: 'address', count: 11 },
  ]);
  expect(costsOf(['person'], true, DEFAULT_BUDGETS)).toEqual([
    { pool: 'person', count: 1 },
    { pool: 'emergency', count: 1 },
  ]);
});

it('a file changes what it names and nothing else; every fault of it is named', () => {
  const { person, ...others } = budgetsIn('{"person":{"address":{"day":300}}}');
  expect(person.address).toEqual({ hour: 120, day: 300 });
  expect(others).toEqual({ ...DEFAULT_BUDGETS, person: undefined });
  expect(() => budgetsIn('{"people":{},"urgent":{"reserve":-1}}')).toThrow(
    /people is not known; urgent\.reserve must be a whole number/,
  );
});

describe('for whatever was spent', () => {
  const sum = fc.nat({ max: 4_000 });
  const spent: fc.Arbitrary<Spent> = fc.record({ hour: sum, day: sum, urgent: fc.nat({ max: 60 }) });
  const sums = fc.record(
    Object.fromEntries(
      HOLDERS.map((holder) => [holder, fc.record(Object.fromEntries(POOLS.map((pool) => [pool, spent])))]),
    ) as Record<Holder, fc.Arbitrary<Record<Pool, Spent>>>,
  );
  const costs = fc.uniqueArray(
    fc.record({ pool: fc.constantFrom(...POOLS), count: fc.integer({ min: 1, max: 100 }) }),
    {
      minLength: 1,
      selector: ({ pool }) => pool,
    },
  );

  it('who has spent more is never let through where less was refused', () => {
    fc.assert(
      fc.property(
        sums,
        costs,
        fc.boolean(),
        fc.constantFrom(...HOLDERS),
        fc.constantFrom(...POOLS),
        (s, c, u, who, pool) => {
          const { hour, day, urgent } = s[who][pool];
          const more = { ...s, [who]: { ...s[who], [pool]: { hour: hour + 1, day: day + 1, urgent: urgent + 1 } } };
          if (decide(c, s, u) !== undefined) expect(decide(c, more, u)).toBeDefined();
        },
      ),
    );
  });

  it('what is granted keeps every budget of one’s own, and every shared one but for urgent questions', () => {
    fc.assert(
      fc.property(sums, costs, fc.boolean(), (s, c, u) => {
        if (decide(c, s, u) !== undefined) return;
        for (const { pool, count } of c)
          for (const window of ['hour', 'day'] as const) {
            const whole = (whose: Holder): boolean =>
              s[whose][pool][window] + count <= DEFAULT_BUDGETS[whose === 'yours' ? 'person' : whose][pool][window];
            expect(whole('yours')).toBe(true);
            const reserved = u && pool !== 'emergency' && s.yours[pool].urgent + count <= 30;
            for (const whose of ['team', 'department', 'office'] as const) expect(whole(whose) || reserved).toBe(true);
          }
      }),
    );
  });

  it('fifty accounts get less than a twentieth of a town’s 75,000 addresses in a day', () => {
    const { office, urgent } = DEFAULT_BUDGETS;
    expect(office.address.day + 50 * urgent.reserve).toBeLessThanOrEqual(75_000 / 20);
  });
});
