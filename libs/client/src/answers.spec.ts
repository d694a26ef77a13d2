import { Problem } from '#problem';
import { inquiryFrom, movedFrom, ownInvolvementFrom, practiceFrom, renewalsFrom, withdrawnFrom } from './answers';

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
const coverage = {
  connected: 1,
  departments: [
    { department: 'Sociaal domein', lastDelivered: '2026-11-20', state: 'current' },
    { department: 'Werk en Inkomen', lastDelivered: null, state: 'never' },
  ],
};
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

  it('with a state of a department that does not exist is an error', () => {
    const departments = [{ department: 'Leerplicht', lastDelivered: null, state: 'fine' }];
    refuses({ answers: [answer], coverage: { connected: 1, departments }, policy: 1 });
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

describe('an answer to practise with', () => {
  const body = { answers: [answer], coverage, policy: 1 };

  it.each([[{}], [{ practice: false }], [{ practice: 'yes' }]])('that does not say so is an error: %j', (said) => {
    expect(() => practiceFrom({ ...body, ...said })).toThrow(Problem);
  });

  it('is about one subject and is read as any other', () => {
    expect(() => practiceFrom({ ...body, answers: [], practice: true })).toThrow(Problem);
    expect(practiceFrom({ ...body, practice: true })).toStrictEqual({
      answers: [{ contacts: [contact], receipt }],
      coverage,
      policy: 1,
      practice: true,
    });
  });
});

it('a notice is read with and without its ground', () => {
  const row = { id: 'x', registeredOn: '2026-11-20', expiresOn: '2027-05-20' };
  expect(ownInvolvementFrom({ ...row, notice: { state: 'given' } }).notice).toStrictEqual({ state: 'given' });
  const delayed = { state: 'delayed', ground: 'art-23', reviewOn: '2026-12-31' };
  expect(ownInvolvementFrom({ ...row, notice: delayed }).notice).toStrictEqual(delayed);
});

describe('an answer to a list', () => {
  it.each([
    ['that leaves one out', [{ id: 'a', state: 'renewed' }]],
    [
      'in another order',
      [
        { id: 'b', state: 'ended' },
        { id: 'a', state: 'renewed' },
      ],
    ],
    [
      'with an outcome that does not exist',
      [
        { id: 'a', state: 'done' },
        { id: 'b', state: 'ended' },
      ],
    ],
  ])('%s is an error', (_what, renewals) => {
    expect(() => renewalsFrom({ renewals }, ['a', 'b'])).toThrow(Problem);
  });

  it('is read in order', () => {
    const renewals = [
      { id: 'a', state: 'renewed', expiresOn: '2027-05-20', receipt },
      { id: 'b', state: 'unknown' },
    ];
    expect(renewalsFrom({ renewals }, ['a', 'b'])).toStrictEqual([
      { id: 'a', state: 'renewed', expiresOn: '2027-05-20' },
      { id: 'b', state: 'unknown' },
    ]);
  });
});

it('a withdrawal and a move say which parts of the case they were about', () => {
  expect(withdrawnFrom({ id: 'a', receipt, linked: ['b'] })).toStrictEqual({ id: 'a', receipt, linked: ['b'] });
  expect(withdrawnFrom({ id: 'a', receipt })).toStrictEqual({ id: 'a', receipt, linked: [] });
  expect(movedFrom({ ended: ['b'] })).toStrictEqual({ ended: ['b'] });
  const registered = { id: 'c', expiresOn: '2027-02-20', receipt };
  expect(movedFrom({ ended: [], registered })).toStrictEqual({ ended: [], registered });
  expect(() => movedFrom({ registered })).toThrow(Problem);
});
