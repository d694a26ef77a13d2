import { BUDGET_SPENT, DayOfAccount, type Look, SIGNALS } from './signals';

const look = (changes: Partial<Look> = {}): Look => ({
  actor: 'issuer|ruud',
  department: 'toezicht',
  hit: true,
  ...changes,
});
const kinds = (looks: readonly Look[]): string[] => {
  const account = new DayOfAccount();
  return looks.flatMap((one) => account.add(one).map(({ kind }) => kind));
};
const many = (count: number, of: (i: number) => Partial<Look>): Look[] =>
  Array.from({ length: count }, (_, i) => look(of(i)));

describe('what is noticed, once a day', () => {
  it('many different subjects', () => {
    expect(kinds(many(SIGNALS.subjects + 5, (i) => ({ subject: `s${i}` })))).toEqual(['many-subjects']);
  });

  it('many units at one number', () => {
    expect(kinds(many(SIGNALS.units + 5, (i) => ({ subject: `s${i}`, number: 'n' })))).toEqual(['many-units']);
  });

  it('many subjects of which hardly any shows a contact', () => {
    expect(kinds(many(SIGNALS.hits.subjects + 5, (i) => ({ subject: `s${i}`, hit: false })))).toEqual(['low-hit-rate']);
  });

  it('refusals for a budget, and for nothing else', () => {
    expect(kinds(many(5, () => ({ refused: BUDGET_SPENT })))).toEqual(['budget-refusals']);
    expect(kinds(many(50, () => ({ refused: 'involvement.ticket-spent' })))).toEqual([]);
  });
});

describe('what is not', () => {
  it('one subject again and again', () => {
    expect(kinds(many(500, () => ({ subject: 's', hit: false })))).toEqual([]);
  });

  it('a round of a hundred addresses, four of which are known', () => {
    expect(kinds(many(100, (i) => ({ subject: `s${i}`, number: `n${i}`, hit: i % 25 === 0 })))).toEqual([]);
  });
});
