import { Problem } from '#problem';
import { inquiryFrom, ownInvolvementFrom } from './answers';

const contact = {
  team: 'Wijkteam Soesterkwartier',
  department: 'Sociaal domein',
  phone: '033 000 00 00',
  email: 'soesterkwartier@example.org',
  hours: 'ma-vr 09:00-17:00',
  reachable: true,
  via: 'team',
  matched: 'unit',
};
const coverage = { connected: 3, departments: 4, behind: [{ department: 'Werk en Inkomen', lastDelivered: null }] };
const receipt = '3q2-7wABAgMEBQYHCAkKCw';
const answer = { contacts: [contact], receipt, padding: 'xxxx' };

const refuses = (body: Record<string, unknown>, count = 1): void => {
  expect(() => inquiryFrom(body, count)).toThrow(Problem);
};

describe('an answer of the index', () => {
  it('with fewer or more answers than questions is an error, never "nobody"', () => {
    refuses({ answers: [], coverage, policy: 1 });
    refuses({ answers: [answer, answer], coverage, policy: 1 });
  });

  it('without its coverage is an error', () => {
    refuses({ answers: [answer], policy: 1 });
  });

  it.each([
    ['without a list of contacts', { receipt }],
    ['without a receipt', { contacts: [] }],
    ['with a contact without a name', { contacts: [{ ...contact, team: undefined }], receipt }],
    ['with a rung that does not exist', { contacts: [{ ...contact, matched: 'street' }], receipt }],
    ['that does not say whether the team can be reached', { contacts: [{ ...contact, reachable: 'yes' }], receipt }],
  ])('%s is an error', (_what, wrong) => {
    refuses({ answers: [wrong], coverage, policy: 1 });
  });

  it('keeps what a person needs and drops the padding', () => {
    const expected = { answers: [{ contacts: [contact], receipt }], coverage, policy: 1 };
    expect(inquiryFrom({ answers: [answer], coverage, policy: 1, more: true }, 1)).toStrictEqual(expected);
  });
});

it('a notice is read with and without its ground', () => {
  const row = { id: 'x', registeredOn: '2026-11-20', expiresOn: '2027-05-20' };
  expect(ownInvolvementFrom({ ...row, notice: { state: 'given' } }).notice).toStrictEqual({ state: 'given' });
  const delayed = { state: 'delayed', ground: 'art-23', reviewOn: '2026-12-31' };
  expect(ownInvolvementFrom({ ...row, notice: delayed }).notice).toStrictEqual(delayed);
});
