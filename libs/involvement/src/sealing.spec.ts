import { randomBytes, randomUUID } from 'node:crypto';
import { OWN_DISCLOSURES } from '#tokens';
import { checkCaseNumber } from './case-number';
import { StorageKey, uuidBytes } from './storage-key';

const key = new StorageKey(randomBytes(32));
const token = randomBytes(32);
const slot = key.slotOf('nl-bsn', '2026-1', token);
const link = randomUUID();
const involvement = randomUUID();
const sealed = key.sealLink(slot, link, involvement, 'unit');
const broken = expect.objectContaining({ code: 'involvement.seal-broken' });

describe('a sealed link', () => {
  it('does not open under another storage key, slot, row or with a changed byte: an alarm, never "nobody"', () => {
    const other = new StorageKey(randomBytes(32));
    expect(() => other.openLink(other.keyOf(slot), uuidBytes(link), sealed)).toThrow(broken);
    expect(() => key.openLink(key.keyOf(randomBytes(32)), uuidBytes(link), sealed)).toThrow(broken);
    expect(() => key.openLink(key.keyOf(slot), randomBytes(16), sealed)).toThrow(broken);
    for (let i = 0; i < sealed.length; i++) {
      const changed = Buffer.from(sealed);
      changed[i] = (changed[i] ?? 0) ^ 1;
      expect(() => key.openLink(key.keyOf(slot), uuidBytes(link), changed)).toThrow(broken);
    }
    expect(() => key.openLink(key.keyOf(slot), uuidBytes(link), sealed.subarray(0, 20))).toThrow(broken);
  });

  it('gives involvement and rung back to whoever holds key and token', () => {
    const opened = key.openLink(key.keyOf(slot), uuidBytes(link), sealed);
    expect(opened.involvement.toString('hex')).toBe(involvement.replaceAll('-', ''));
    expect(opened.rung).toBe('unit');
  });

  it('keeps what its owner asks for in the same byte as the rung, and a link of before that says nothing of it', () => {
    for (const rung of ['unit', 'number', 'subject'] as const)
      for (const atLeast of [undefined, ...OWN_DISCLOSURES]) {
        const one = key.sealLink(slot, link, involvement, rung, atLeast);
        expect(one).toHaveLength(45);
        const { involvement: _, ...opened } = key.openLink(key.keyOf(slot), uuidBytes(link), one);
        expect(opened).toEqual(atLeast === undefined ? { rung } : { rung, atLeast });
      }
  });

  it('stands in another slot for each scheme, epoch and token, also when their letters run together', () => {
    const slots = [
      slot,
      key.slotOf('nl-vnr', '2026-1', token),
      key.slotOf('nl-bsn', '2026-2', token),
      key.slotOf('nl-bsn', '2026-1', randomBytes(32)),
      key.slotOf('nl-adres', '-nummer1', token),
      key.slotOf('nl-adres-nummer', '1', token),
    ];
    expect(new Set(slots.map((one) => one.toString('hex'))).size).toBe(slots.length);
  });

  it('has one length, whatever it holds', () => {
    expect(key.sealLink(slot, link, involvement, 'subject')).toHaveLength(45);
    expect(sealed).toHaveLength(45);
  });
});

describe('a sealed note', () => {
  it('does not tell a person from an address by its length, and opens for its own row only', () => {
    const person = key.sealNote(involvement, { links: [randomUUID()], kind: 'person', fingerprint: 'x'.repeat(43) });
    const address = key.sealNote(involvement, {
      links: [randomUUID(), randomUUID()],
      kind: 'address',
      fingerprint: 'x'.repeat(43),
    });
    expect(person).toHaveLength(address.length);
    const fullest = key.sealNote(involvement, {
      links: [randomUUID(), randomUUID()],
      kind: 'business',
      caseNumber: 'ABCD-2026-123456',
      fingerprint: 'x'.repeat(43),
      by: 'connection',
      with: Array.from({ length: 5 }, () => randomUUID()),
    });
    expect(person).toHaveLength(fullest.length);
    expect(key.openNote(involvement, address).kind).toBe('address');
    expect(() => key.openNote(randomUUID(), address)).toThrow(broken);
  });
});

describe('a case number', () => {
  it.each([
    'Jan Jansen',
    '999993653',
    '999 993 653',
    '99-9993-653',
    '3811LM',
    '3811 LM 12',
    'WT-2026-',
    'wt-2026-001',
    'WT-1999-001',
    'WT-2026-0000001',
    'ABCDEFG-2026-001',
    ' WT-2026-001',
    'WT-2026-001\n',
    'WT-2026-001 spoed',
    '',
    'WT/2026/001',
  ])('is refused when it is prose, a citizen number, a postcode or of another form: %j', (text) => {
    expect(() => checkCaseNumber(text)).toThrow(expect.objectContaining({ code: 'involvement.case-number-refused' }));
  });

  it('is accepted in the form of a case system', () => {
    expect(checkCaseNumber('WT-2026-000123')).toBe('WT-2026-000123');
    expect(checkCaseNumber('BWT-2026-0042')).toBe('BWT-2026-0042');
  });
});
