import { dpiaLines } from './dpia';

const POLICY = {
  version: 3,
  effectiveFrom: '2026-06-30T22:00:00.000Z',
  rules: [
    { id: 'care-to-the-door', owner: { domain: 'care' }, purpose: 'home-visit', disclosure: 'open' },
    {
      id: 'youth-first',
      owner: { department: 'jeugd' },
      asker: { domain: 'enforcement' },
      kind: 'address',
      rung: 'number',
      disclosure: 'mediated',
      broker: 'bemiddeling',
      label: 'Vraag | het <b>`hier`</b>\n# en niet elders',
    },
    { id: 'fraud', owner: { team: 'fraude' }, disclosure: 'silent' },
    { id: 'desk', purpose: 'permit-desk', disclosure: 'closed' },
  ],
  brokers: [{ owner: { domain: 'care' }, team: 'bemiddeling', label: 'Bemiddeling' }],
};
const PURPOSE = {
  code: 'home-visit',
  version: 2,
  name: 'Huisbezoek',
  roles: ['professional', 'team-coordinator'],
  domains: ['care', 'debt'],
  kinds: ['person', 'address'],
  legalBasis: 'Wmo 2015, artikel 2.3.2',
  registerEntry: 'VR-12',
  effectiveFrom: '2026-01-01',
  effectiveUntil: null,
};
const ABOUT = { proposedBy: 'https://id.example|pieter', approvedBy: 'https://id.example|petra' };
const lines = dpiaLines(POLICY, ABOUT, [PURPOSE, { ...PURPOSE, version: 1, effectiveUntil: '2025-12-31' }]);
const line = (start: string): string => lines.find((one) => one.startsWith(start)) ?? '';

it('says which version, from which day in Amsterdam, and who proposed and approved it', () => {
  expect(lines[0]).toBe('# Beleid v3: wie ziet wat');
  expect(lines).toContain('Geldt vanaf 01-07-2026.');
  expect(lines.join('\n')).toContain(
    'Voorgesteld door https://id.example\\|pieter, goedgekeurd door https://id.example',
  );
});

it('gives every version of a purpose with its legal basis and its entry in the register', () => {
  expect(line('| Huisbezoek (home-visit) | 2')).toBe(
    '| Huisbezoek (home-visit) | 2 | 01-01-2026 | geen einde | professional, teamcoördinator | zorg, schulden | persoon, adres | Wmo 2015, artikel 2.3.2 | VR-12 |',
  );
  expect(line('| Huisbezoek (home-visit) | 1')).toContain('| 31-12-2025 |');
});

it.each([
  [
    'care-to-the-door',
    'domein zorg | iedereen | home-visit | alle soorten | alles | het team en hoe het te bereiken is | wie er vroeg',
  ],
  ['fraud', 'team fraude | iedereen | ieder doel | alle soorten | alles | niets | wie er vroeg'],
  ['desk', 'ieder team | iedereen | permit-desk | alle soorten | alles | niets | niets'],
])('gives rule %s in words', (id, words) => {
  expect(line(`| ${id} |`)).toBe(`| ${id} | ${words} |`);
});

it('keeps a label on its line and in its cell, whatever stands in it', () => {
  expect(line('| youth-first |')).toBe(
    '| youth-first | afdeling jeugd | domein toezicht | ieder doel | adres | hetzelfde huisnummer | alleen de bemiddelaar: Vraag \\| het \\<b\\>\\`hier\\`\\</b\\> \\# en niet elders | wie er vroeg |',
  );
});

it('says what no rule can change', () => {
  expect(lines.filter((one) => one.startsWith('- ')).length).toBeGreaterThan(5);
});
