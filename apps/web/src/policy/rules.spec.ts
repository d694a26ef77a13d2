import { changesOf, countOf } from './changes';
import { forgetDraft, keepDraft, keptDraft, refusedAt, withoutRule, withRule } from './draft';
import { fieldsOf, nameFor, ruleOf, rungsFor } from './rule-fields';
import { byOwner } from './rules';
import type { Rule } from './shapes';

const open: Rule = { id: 'care-to-the-door', owner: { domain: 'care' }, purpose: 'home-visit', disclosure: 'open' };
const mediated: Rule = {
  id: 'debt',
  owner: { domain: 'debt' },
  disclosure: 'mediated',
  broker: 'b',
  label: 'Bemiddeling',
};
const silent: Rule = { id: 'safety', owner: { domain: 'safety' }, disclosure: 'silent' };
const standIn = { owner: { domain: 'care' }, team: 'b', label: 'Bemiddeling' } as const;
const faultsOf = (fields: Partial<ReturnType<typeof fieldsOf>>, taken: string[] = []): unknown => {
  const read = ruleOf({ ...fieldsOf(open), ...fields }, taken);
  return 'faults' in read ? read.faults : 'none';
};

describe('the form of a rule', () => {
  it('is refused field by field', () => {
    expect(faultsOf({ disclosure: '' })).toEqual({ disclosure: 'disclosure-missing' });
    expect(faultsOf({ id: 'Regel 1' })).toEqual({ id: 'name-form' });
    expect(faultsOf({ id: 'default' })).toEqual({ id: 'name-taken' });
    expect(faultsOf({}, [open.id])).toEqual({ id: 'name-taken' });
    expect(faultsOf({ disclosure: 'mediated' })).toEqual({ broker: 'broker-missing', label: 'label-form' });
    expect(faultsOf({ disclosure: 'mediated', broker: 'b', label: 'a\u200bb' })).toEqual({ label: 'label-form' });
    expect(faultsOf({ disclosure: 'mediated', broker: 'b', label: 'x'.repeat(121) })).toEqual({ label: 'label-form' });
  });

  it('gives back every rule that it was filled with', () => {
    const asker: Rule = { ...open, asker: { department: 'wmo' }, kind: 'address', rung: 'unit' };
    for (const rule of [open, mediated, silent, asker, { ...open, owner: { domain: 'care', team: 'x-y' } } as Rule])
      expect(ruleOf(fieldsOf(rule), [])).toEqual({ rule });
  });

  it('keeps no broker where none is needed, and no way of being found that the kind does not have', () => {
    expect(ruleOf({ ...fieldsOf(mediated), disclosure: 'closed' }, [])).toEqual({
      rule: { id: 'debt', owner: { domain: 'debt' }, disclosure: 'closed' },
    });
    expect(ruleOf({ ...fieldsOf(open), kind: 'person', rung: 'unit' }, [])).toEqual({
      rule: { ...open, kind: 'person' },
    });
    expect(rungsFor('')).toEqual(['unit', 'number', 'subject']);
  });

  it('names a rule that was given no name, as no other is named', () => {
    expect(ruleOf({ ...fieldsOf(open), id: '' }, ['care-home-visit'])).toEqual({
      rule: { ...open, id: 'care-home-visit-2' },
    });
    expect(nameFor({ disclosure: 'closed' }, [])).toBe('all-closed');
    expect(
      nameFor({ owner: { team: 'x'.repeat(50) }, purpose: 'p', disclosure: 'open' }, []).length,
    ).toBeLessThanOrEqual(50);
  });
});

it('rules stand by owner, from everybody to one team, and in each from open to closed', () => {
  const all: Rule = { id: 'all', disclosure: 'closed' };
  const team: Rule = { id: 'team', owner: { team: 'x' }, disclosure: 'open' };
  const strict: Rule = { id: 'strict', owner: { domain: 'care' }, purpose: 'intake', disclosure: 'closed' };
  expect(byOwner([team, strict, open, all]).map(({ rules }) => rules.map(({ id }) => id))).toEqual([
    ['all'],
    ['care-to-the-door', 'strict'],
    ['team'],
  ]);
});

describe('what was changed', () => {
  const from = { rules: [open, silent], brokers: [standIn] };

  it('is nothing when only the order or a copy differs', () => {
    expect(
      countOf(
        changesOf(from, { rules: [{ ...silent }, { ...open, owner: { domain: 'care' } }], brokers: [{ ...standIn }] }),
      ),
    ).toBe(0);
  });

  it('is said by rule: new, changed, gone; and of the stand-ins', () => {
    const stricter = { ...open, disclosure: 'closed' } as const;
    const changes = changesOf(from, { rules: [stricter, mediated], brokers: [{ ...standIn, label: 'Anders' }] });
    expect(changes).toEqual({
      added: [mediated],
      removed: [silent],
      changed: [{ from: open, to: stricter }],
      brokers: { added: [{ ...standIn, label: 'Anders' }], removed: [standIn] },
    });
    expect(countOf(changes)).toBe(5);
  });
});

describe('a draft', () => {
  const draft = { base: 'v1', rules: [open], brokers: [standIn], effectiveFrom: '' };

  it('is of one person and one version, and is not shown to whoever signs in next', () => {
    keepDraft('pieter', draft);
    expect(keptDraft('petra', 'v1')).toBeUndefined();
    expect(keptDraft('pieter', 'v2')).toBeUndefined();
    expect(keptDraft('pieter', 'v1')).toBe(draft);
    forgetDraft();
    expect(keptDraft('pieter', 'v1')).toBeUndefined();
  });

  it('takes a rule at its place or at the end, and loses one', () => {
    expect(withRule(draft, silent, undefined).rules).toEqual([open, silent]);
    expect(withRule(draft, silent, 0).rules).toEqual([silent]);
    expect(withoutRule(draft, 0).rules).toEqual([]);
  });

  it('finds the rule or stand-in that a refusal is about', () => {
    expect(refusedAt(draft, 0)).toEqual({ what: 'rule', place: 0 });
    expect(refusedAt(draft, 1)).toEqual({ what: 'stand-in', place: 0 });
    expect(refusedAt(draft, 2)).toBeUndefined();
    expect(refusedAt(draft, undefined)).toBeUndefined();
  });
});
