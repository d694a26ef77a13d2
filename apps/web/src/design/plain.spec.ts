import { classes, harmless, mail, shorten, telephone } from './plain';

it('a link never gets the address of a script, of data or of another server without a scheme', () => {
  const bad = [
    'javascript:alert(1)',
    ' javascript:alert(1)',
    'JAVASCRIPT:x',
    'data:text/html,x',
    'vbscript:x',
    '//evil',
    '',
  ];
  expect(bad.map(harmless)).toEqual(bad.map(() => undefined));
  const good = ['/ask', '#main', '?page=2', 'https://example.org', 'tel:+31331234567', 'mailto:a@b.nl'];
  expect(good.map(harmless)).toEqual(good);
});

it('a text without a number that can be dialled gets no phone link', () => {
  const bad = ['', 'bel de balie', '12', 'javascript:1', '1'.repeat(16), '033+123'];
  expect(bad.map(telephone)).toEqual(bad.map(() => undefined));
});

it('a phone number keeps its digits and its leading plus', () => {
  expect(telephone('033-469 44 44')).toBe('tel:0334694444');
  expect(telephone('+31 (0)33 469 44 44')).toBe('tel:+31334694444');
  expect(telephone('14 033')).toBe('tel:14033');
});

it('a mail address that would add a recipient, a header or a script gets no link', () => {
  const bad = [
    '',
    'a@b',
    'a@b.nl,c@d.nl',
    'a@b.nl?bcc=c@d.nl',
    'a@b.nl\nBcc: c@d.nl',
    '"x"@b.nl',
    `${'a'.repeat(260)}@b.nl`,
  ];
  expect(bad.map((address) => mail(address))).toEqual(bad.map(() => undefined));
});

it('a mail address gets a link, with its subject encoded', () => {
  expect(mail("o'neill.team+1@wijk-team.example.nl")).toBe("mailto:o'neill.team+1@wijk-team.example.nl");
  expect(mail('a@b.nl', 'Afstemmen & bellen')).toBe('mailto:a@b.nl?subject=Afstemmen%20%26%20bellen');
});

it('a short text stays whole', () => {
  expect(shorten('Wijkteam Noord', 20)).toEqual({ shown: 'Wijkteam Noord', cut: false });
});

it('a long text is cut between words, and a word without end anywhere', () => {
  expect(shorten('een twee drie vier', 12)).toEqual({ shown: 'een twee…', cut: true });
  expect(shorten('x'.repeat(10_000), 12)).toEqual({ shown: `${'x'.repeat(12)}…`, cut: true });
});

it('a cut never leaves half a letter behind', () => {
  expect(shorten('🙂'.repeat(10), 5).shown).toBe('🙂🙂…');
});

it('a pile of marks on one letter is brought down to four', () => {
  expect(shorten(`a${'\u0301'.repeat(500)}b`, 100).shown).toBe(`a${'\u0301'.repeat(4)}b`);
});

it('class names that do not apply leave no trace', () => {
  expect(classes('a', false, undefined, 'b')).toBe('a b');
});
