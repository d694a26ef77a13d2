import { Problem } from '#problem';
import { requireCaseNumber, requireCode, requireCoverId, requireInvolvementId, requireReceipt } from './own-words';

const codeOf = (work: () => unknown): string | undefined => {
  try {
    work();
    return undefined;
  } catch (error) {
    return error instanceof Problem ? error.code : 'no problem';
  }
};

describe('a case number leaves this machine in the clear', () => {
  it.each([
    '999993653',
    '999.993.653',
    '9999-93653',
    'ZAAK/999993653',
    'zaak-000009830-b',
    '3811LM',
    '3811LM-12',
    'WT/3811lm/12',
    'Mevrouw Jansen',
    'a',
    '',
    'x'.repeat(41),
    'Straat 12',
    'zaak\n1',
  ])('so what could be a number, address or name is refused: %j', (text) => {
    expect(codeOf(() => requireCaseNumber(text))).toBe('client.not-a-case-number');
  });

  it.each(['WT-2026-00123', 'ZAAK-2026-104512', 'BT-2026-008'])('and %s is accepted', (text) => {
    expect(requireCaseNumber(text)).toBe(text);
  });
});

describe('a code', () => {
  it.each(['999993653', '3811LM', 'home visit', '', '../teams', 'a?b', 'a'.repeat(51), 'Home'])('is not %j', (text) => {
    expect(codeOf(() => requireCode(text))).toBe('client.not-a-code');
  });

  it.each(['home-visit', 'wijkteam-soesterkwartier'])('can be %s', (text) => {
    expect(requireCode(text)).toBe(text);
  });
});

it('the id of an involvement is a UUID and nothing else', () => {
  expect(codeOf(() => requireInvolvementId('999993653'))).toBe('client.not-an-involvement-id');
  expect(codeOf(() => requireInvolvementId('../x'))).toBe('client.not-an-involvement-id');
  expect(codeOf(() => requireCoverId('../x'))).toBe('client.not-a-cover-id');
  expect(requireInvolvementId('0B4F6C1E-6F0E-4D59-9D3C-2F6A1F0D8A11')).toBe('0b4f6c1e-6f0e-4d59-9d3c-2f6a1f0d8a11');
});

it('a receipt is 22 characters base64url', () => {
  expect(codeOf(() => requireReceipt('999993653'))).toBe('client.not-a-receipt');
  expect(requireReceipt('-q2-7wABAgMEBQYHCAkKCw')).toBe('-q2-7wABAgMEBQYHCAkKCw');
});
