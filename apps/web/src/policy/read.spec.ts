import { Problem } from '#problem';
import { readParties, readPurposeVersion } from './read-basis';
import { readCell, readDifference } from './read-cells';
import { readPolicy } from './read-policy';
import { readProposed } from './read-proposed';
import { readSimulation } from './read-simulation';
import { readProposal, readVersion } from './read-versions';

const rule = { id: 'care-to-the-door', owner: { domain: 'care' }, purpose: 'home-visit', disclosure: 'open' };
const standIn = { owner: { domain: 'care' }, team: 'bemiddeling', label: 'Bemiddeling' };
const policy = { version: 3, effectiveFrom: '2026-01-01T00:00:00Z', rules: [rule], brokers: [standIn] };
const decision = { disclosure: 'mediated', shown: 'broker', told: 'who', rule: 'r', broker: { team: 't', label: 'l' } };
const place = {
  asker: { department: 'jeugd', domain: 'care' },
  purpose: 'p',
  kind: 'address',
  rung: 'unit',
  owner: 'o',
};
const proposal = {
  id: '6a1f2c3d-4b5e-4f60-8a7b-9c0d1e2f3a4b',
  kind: 'policy',
  effectiveFrom: '2026-01-01T00:00:00Z',
  proposedBy: 'https://login.example|pieter',
  proposedAt: '2026-01-01T00:00:00Z',
  state: 'open',
  decidedBy: null,
  decidedAt: null,
};
const purpose = {
  code: 'home-visit',
  version: 2,
  name: 'Huisbezoek',
  roles: ['professional'],
  domains: ['care'],
  kinds: ['person'],
  legalBasis: 'Wmo 2015',
  registerEntry: 'VR-40',
  effectiveFrom: '2027-01-01',
  effectiveUntil: null,
  proposedBy: 'a',
  approvedBy: 'b',
};

const codeOf = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (fault) {
    return fault instanceof Problem ? fault.code : fault;
  }
};

describe('an answer of another shape is refused whole', () => {
  const odd: [string, () => unknown][] = [
    ['a policy without stand-ins', () => readPolicy({ ...policy, brokers: undefined })],
    [
      'a rule with a word that this app does not know',
      () => readPolicy({ ...policy, rules: [{ ...rule, disclosure: 'transparent' }] }),
    ],
    [
      'a rule with a member that would get lost',
      () => readPolicy({ ...policy, rules: [{ ...rule, weekday: 'monday' }] }),
    ],
    [
      'a rule whose owner says more than is known',
      () => readPolicy({ ...policy, rules: [{ ...rule, owner: { street: 'x' } }] }),
    ],
    [
      'a stand-in with a member that would get lost',
      () => readPolicy({ ...policy, brokers: [{ ...standIn, from: 'x' }] }),
    ],
    ['a stand-in without an owner', () => readPolicy({ ...policy, brokers: [{ team: 'a', label: 'b' }] })],
    ['a version that is no number', () => readPolicy({ ...policy, version: '3' })],
    ['a negative version', () => readPolicy({ ...policy, version: -1 })],
    ['a text of 10 kB', () => readPolicy({ ...policy, rules: [{ ...rule, id: 'x'.repeat(10_000) }] })],
    [
      'a state that is not known',
      () => readVersion({ ...policy, rules: 1, state: 'asleep', proposedBy: 'a', approvedBy: 'b' }),
    ],
    ['a cell without an asker', () => readCell({ ...place, asker: undefined, decision })],
    ['a cell whose decision is no object', () => readCell({ ...place, decision: [decision] })],
    ['a difference without cells', () => readDifference({ added: [], removed: [], changed: [] })],
    [
      'parties of a domain that is not known',
      () => readParties({ departments: [{ code: 'a', name: 'A', domain: 'tax' }], teams: [] }),
    ],
    ['a purpose for a role that does not ask', () => readPurposeVersion({ ...purpose, roles: ['broker'] })],
    ['a proposal in an unknown state', () => readProposal({ ...proposal, state: 'maybe' })],
    ['a policy proposal that says not what it is based on', () => readProposed({ ...proposal, content: policy })],
    [
      'a simulation in which a contact has no phone',
      () =>
        readSimulation({
          policy: 1,
          owners: [
            {
              owner: 'o',
              sees: [{ team: 't', department: 'd', via: 'team' }],
              told: 'who',
              disclosure: 'open',
              rule: 'r',
            },
          ],
        }),
    ],
  ];
  it.each(odd)('%s', (_, work) => {
    expect(codeOf(work)).toBe('client.unexpected-answer');
  });
});

it('reads a version with its rules as they are', () => {
  expect(readPolicy(policy)).toEqual(policy);
});

it('reads cells and differences, and leaves out what follows from the disclosure', () => {
  const { shown: _, told: __, ...kept } = decision;
  const read = { asker: 'jeugd', purpose: 'p', kind: 'address', rung: 'unit', owner: 'o' };
  expect(readCell({ ...place, decision })).toEqual({ ...read, decision: kept });
  const cells = [{ ...place, from: decision, to: { ...decision, broker: undefined, disclosure: 'open' } }];
  expect(readDifference({ added: ['a'], removed: [], changed: [], cells })).toEqual({
    added: ['a'],
    removed: [],
    changed: [],
    cells: [{ ...read, from: kept, to: { disclosure: 'open', rule: 'r' } }],
  });
});

it('reads a proposal that nobody decided, and one that somebody did', () => {
  const { decidedBy: _, decidedAt: __, ...open } = proposal;
  expect(readProposal(proposal)).toEqual(open);
  expect(readProposal({ ...proposal, state: 'approved', decidedBy: 'petra', decidedAt: 'then' })).toEqual({
    ...open,
    state: 'approved',
    decidedBy: 'petra',
    decidedAt: 'then',
  });
});

it('reads what each kind of proposal says, and one of a later version word for word', () => {
  const said = (kind: string, content: object): unknown => readProposed({ kind, content });
  expect(said('policy', { ...policy, basedOn: 3 })).toEqual({
    kind: 'policy',
    basedOn: 3,
    content: { rules: [rule], brokers: [standIn] },
  });
  const { version: _, proposedBy: __, approvedBy: ___, effectiveUntil: ____, ...given } = purpose;
  expect(said('purpose', given)).toEqual({ kind: 'purpose', given });
  expect(said('department-domain', { department: 'jeugd', domain: 'safety' })).toEqual({
    kind: 'department-domain',
    department: 'jeugd',
    domain: 'safety',
  });
  expect(said('team-merge', { change: 'id', team: 'a', to: 'b', on: '2027-01-01' })).toEqual({
    kind: 'team-merge',
    team: 'a',
    to: 'b',
    on: '2027-01-01',
  });
  expect(said('key-ceremony', { quorum: 2, by: '<b>x</b>' })).toEqual({
    kind: 'other',
    fields: [
      ['quorum', '2'],
      ['by', '<b>x</b>'],
    ],
  });
});

it('reads a simulation; without an emergency nobody calls', () => {
  const owner = { owner: 'o', sees: [], told: 'nothing', disclosure: 'closed', rule: 'default' };
  expect(readSimulation({ policy: 2, owners: [owner] })).toEqual({ policy: 2, owners: [{ ...owner, calls: false }] });
  expect(readSimulation({ policy: 2, refused: 'involvement.purpose-not-yours', owners: [] }).refused).toBe(
    'involvement.purpose-not-yours',
  );
});
