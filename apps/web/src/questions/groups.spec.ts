import type { OwnInquiry } from '#client/browser';
import { groupsOf, receiptIn } from './groups';

const one = (id: string, more: Partial<OwnInquiry> = {}): OwnInquiry => ({
  id,
  at: '2026-11-27T09:00:00.000Z',
  purpose: 'home-visit',
  kind: 'person',
  outcome: 'done',
  mistake: false,
  ...more,
});

it('subjects of one question stand together, and questions of another moment or purpose apart', () => {
  const groups = groupsOf([
    one('a'),
    one('b', { kind: 'address' }),
    one('c', { purpose: 'crisis' }),
    one('d', { kind: 'address' }),
    one('e', { at: '2026-11-27T09:00:00.001Z', caseNumber: 'WT-2026-00123' }),
  ]);
  expect(groups.map(({ key, open }) => [key, open])).toEqual([
    ['a', ['a', 'b', 'd']],
    ['c', ['c']],
    ['e', ['e']],
  ]);
  expect([...groups[0]!.kinds]).toEqual([
    ['person', 1],
    ['address', 2],
  ]);
  expect(groups[2]?.caseNumber).toBe('WT-2026-00123');
});

it('a refused question has no kind and is counted all the same', () => {
  const [group] = groupsOf([one('a', { kind: undefined, outcome: 'refused' })]);
  expect(group).toMatchObject({ outcome: 'refused', parts: 1 });
  expect(group?.kinds.size).toBe(0);
});

it('a question is a mistake when all of it is', () => {
  const marked = (...mistakes: boolean[]) => groupsOf(mistakes.map((mistake, i) => one(String(i), { mistake })))[0]!;
  expect(marked(false, false)).toMatchObject({ mistake: 'no', open: ['0', '1'] });
  expect(marked(true, false)).toMatchObject({ mistake: 'some', open: ['1'] });
  expect(marked(true, true)).toMatchObject({ mistake: 'yes', open: [] });
});

it('a receipt is taken out of what was copied with it, and nothing else passes for one', () => {
  const receipt = 'AbCdEfGhIjKlMnOpQrStUQ';
  expect(receiptIn(receipt)).toBe(receipt);
  expect(receiptIn(`  Ontvangstbewijs: ${receipt}.\n`)).toBe(receipt);
  expect(receiptIn('AbCdEfGhIjK lMnOpQrStUQ')).toBe(receipt);
  expect(
    ['', 'AbCdEfGhIjKlMnOpQrStUB', `${receipt}${receipt}`, `${receipt} ${receipt}`, '999993653'].map(receiptIn),
  ).toEqual(['', '', '', '', '']);
});
