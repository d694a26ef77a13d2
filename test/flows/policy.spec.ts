import { identifierOf, linesToAsk } from '#tokens';
import type { Person } from '../support';
import { DATA_OWNER, MANAGER, OFFICER, type Town, memberOf, startTown } from '../support/town';
import type { Reply } from '../support/wire';
import { expectProblem } from './index-routes';

const OTHER_OFFICER: Person = { ...OFFICER, sub: 'petra' };
const ingrid = memberOf('wijkteam-soesterkwartier');
const fatima = memberOf('vergunningenloket');
const resident = identifierOf('nl-bsn', '999993653');
const LABEL = 'Bemiddeling gemeente';
const NOBODY = '6a1f2c3d-4b5e-4f60-8a7b-9c0d1e2f3a4b';

const inspector = memberOf('bouwtoezicht-midden');

type Rule = Record<string, unknown> & { id: string };
const open: Rule = { id: 'care-to-the-door', owner: { domain: 'care' }, purpose: 'home-visit', disclosure: 'open' };
const desk: Rule = { id: 'care-at-the-desk', owner: { domain: 'care' }, purpose: 'permit-desk', disclosure: 'closed' };
const mediated: Rule = {
  id: 'care-and-debt',
  purpose: 'intake',
  disclosure: 'mediated',
  broker: 'bemiddeling-sociaal-domein',
  label: LABEL,
};

let town: Town;
beforeAll(async () => {
  town = await startTown();
});
afterAll(() => town?.stop());

const post = (path: string, json: unknown, as: Person = OFFICER): Promise<Reply> =>
  town.request('POST', `/v1/${path}`, { as, json });
const get = (path: string, as: Person = OFFICER): Promise<Reply> => town.request('GET', `/v1/${path}`, { as });
const proposed = async (rules: readonly unknown[], more: object = {}): Promise<string> => {
  const reply = await post('policies', { rules, brokers: [], ...more });
  expect(reply.status).toBe(202);
  return String(reply.body['proposal']);
};
const versions = async () =>
  (await get('policies')).body['policies'] as { version: number; state: string; effectiveFrom: string }[];
const decidedBy = async (): Promise<number> => (await town.ask(ingrid, 'home-visit', linesToAsk(resident))).policy;

it('practice shows a broker as a broker, and never as a team that is involved itself', async () => {
  const { body } = await post('practice', { purpose: 'planned-control', kind: 'building' }, inspector);
  const [{ contacts }] = body['answers'] as [{ contacts: { via: string; team: string }[] }];
  expect(contacts.filter(({ via }) => via === 'broker').length).toBeGreaterThan(0);
  expect(contacts.filter(({ via, team }) => via === 'team' && /^Bemiddeling/.test(team))).toEqual([]);
});

describe('a policy that is refused', () => {
  const faulty: [string, string, Rule[]][] = [
    ['with two rules of one id', 'id-repeated', [open, { ...desk, id: open.id }]],
    ['with a rule named like the one that is always there', 'id-reserved', [{ ...open, id: 'default' }]],
    ['with an owner that is no team', 'unknown-team', [{ ...open, owner: { team: 'geen-team' } }]],
    [
      'with an asker that is no department',
      'unknown-department',
      [{ ...open, asker: { department: 'geen-afdeling' } }],
    ],
    ['with a purpose that is not in the catalogue', 'unknown-purpose', [{ ...open, purpose: 'fishing' }]],
    ['that mediates without a broker', 'broker-needed', [{ ...open, disclosure: 'mediated' }]],
    ['that names a broker for nothing', 'broker-not-needed', [{ ...open, broker: 'bemiddeling-sociaal-domein' }]],
    ['with a label for one team only', 'label-too-narrow', [{ ...mediated, owner: { team: 'wijkteam-liendert' } }]],
    ['with a label for one domain only', 'label-too-narrow', [{ ...mediated, owner: { domain: 'care' } }]],
    ['with a team for a label', 'label-not-neutral', [{ ...mediated, label: 'wijkteam-liendert' }]],
  ];
  it.each(faulty)('%s', async (_, reason, rules) => {
    const reply = await post('policies', { rules, brokers: [] });
    expectProblem(reply, 422, 'disclosure.policy-refused');
    expect(reply.body['reason']).toBe(reason);
  });

  it('with words that the product does not know', async () => {
    for (const rule of [
      { ...open, disclosure: 'transparent' },
      { ...open, remark: 'x' },
      { ...open, id: 'Rule 1' },
    ])
      expectProblem(await post('policies', { rules: [rule], brokers: [] }), 400, 'platform.fields-refused');
  });

  it('by somebody who may not propose', async () => {
    for (const as of [DATA_OWNER, { ...OFFICER, roles: ['data-protection-officer'] }, MANAGER, ingrid])
      expectProblem(await post('policies', { rules: [open], brokers: [] }, as), 403, 'access.not-allowed');
  });
});

describe('four eyes', () => {
  it('nobody decides her own proposal, in no role, and the log has the refusal', async () => {
    const id = await proposed([open]);
    const since = (await town.happenings()).length;
    for (const roles of [['privacy-officer'], ['data-owner'], ['data-owner', 'privacy-officer']])
      for (const act of ['approve', 'reject'])
        expectProblem(
          await post(`proposals/${id}/${act}`, {}, { ...OFFICER, roles }),
          403,
          'organisation.own-proposal',
        );
    const acts = (await town.happenings(since)).map(({ action, outcome }) => `${action} ${outcome}`);
    expect(acts).toEqual([1, 2, 3].flatMap(() => ['approve refused', 'reject refused']));
    expect((await post(`proposals/${id}/reject`, {}, OTHER_OFFICER)).status).toBe(204);
    expectProblem(await post(`proposals/${id}/approve`, {}, DATA_OWNER), 409, 'organisation.proposal-decided');
    expect(await versions()).toHaveLength(1);
  });

  it('a data protection officer reads and decides nothing', async () => {
    const fg = { ...DATA_OWNER, sub: 'helga', roles: ['data-protection-officer'] };
    const id = await proposed([open]);
    expect((await get(`proposals/${id}`, fg)).body['content']).toMatchObject({ rules: [open], basedOn: 1 });
    expectProblem(await post(`proposals/${id}/approve`, {}, fg), 403, 'access.not-allowed');
    await post(`proposals/${id}/reject`, {}, DATA_OWNER);
  });

  it('a proposal that nobody made is not known', async () => {
    expectProblem(await post(`proposals/${NOBODY}/approve`, {}, DATA_OWNER), 404, 'organisation.proposal-unknown');
    expectProblem(await get(`proposals/${NOBODY}`), 404, 'organisation.proposal-unknown');
    expectProblem(await get('policies/v99'), 404, 'disclosure.policy-unknown');
  });

  it('an approved version decides the next answer, and a planned one not before its day', async () => {
    expect(await decidedBy()).toBe(1);
    const id = await proposed([open, desk], { effectiveFrom: '2020-01-01' });
    const stale = await proposed([open]);
    expect(await decidedBy()).toBe(1);
    expect((await post(`proposals/${id}/approve`, {}, DATA_OWNER)).status).toBe(204);
    expect(await decidedBy()).toBe(2);
    // Not from 2020: what was answered before was decided by version 1.
    const [second] = await versions();
    expect(Date.parse(second?.effectiveFrom ?? '')).toBeGreaterThan(Date.parse('2026-01-01'));
    expectProblem(await post(`proposals/${stale}/approve`, {}, DATA_OWNER), 409, 'disclosure.policy-moved-on');
    const planned = await proposed([open], { effectiveFrom: '2090-01-01' });
    await post(`proposals/${planned}/approve`, {}, OTHER_OFFICER);
    expect(await decidedBy()).toBe(2);
    // A day begins in Amsterdam.
    expect((await versions())[0]?.effectiveFrom).toBe('2089-12-31T23:00:00.000Z');
    expect((await versions()).map(({ version, state }) => [version, state])).toEqual([
      [3, 'planned'],
      [2, 'in-force'],
      [1, 'past'],
    ]);
  });
});

describe('simulator and differences', () => {
  const question = (department: string, purpose: string, more: object = {}) => ({
    asker: { department, role: 'professional' },
    purpose,
    kind: 'address',
    rung: 'unit',
    ...more,
  });

  it('shows what a desk would see of the wijkteam, and what the team would be told: nothing', async () => {
    const owners = ['wijkteam-liendert', 'openbare-orde'];
    const { body } = await post('simulations', question('vergunningen', 'permit-desk', { owners, policy: 'v1' }));
    expect(body).toEqual({
      policy: 1,
      owners: [
        { owner: 'wijkteam-liendert', sees: [], told: 'nothing', disclosure: 'closed', rule: 'care-at-the-desk' },
        { owner: 'openbare-orde', sees: [], told: 'who', disclosure: 'silent', rule: 'safety-is-silent' },
      ],
    });
  });

  it('shows the contact that a real question shows', async () => {
    await town.register(memberOf('wijkteam-liendert'), 'wijkteam-liendert', resident);
    const real = await town.ask(ingrid, 'home-visit', linesToAsk(resident));
    const json = question('sociaal-domein', 'home-visit', {
      kind: 'person',
      rung: 'subject',
      owners: ['wijkteam-liendert'],
    });
    const { body } = await post('simulations', json);
    expect((body['owners'] as { sees: unknown }[])[0]?.sees).toEqual(real.answers[0]?.contacts);
  });

  it('says that a question would be refused, and shows nothing then', async () => {
    const { body } = await post('simulations', question('vergunningen', 'home-visit'));
    expect(body).toMatchObject({ refused: 'involvement.purpose-not-yours', owners: [] });
  });

  it('tells which rules and which cells differ, also for a proposal', async () => {
    const id = await proposed([open, { ...desk, disclosure: 'open' }]);
    const { body } = await post('policy-differences', { from: 'v2', to: id });
    expect(body).toMatchObject({ added: [], removed: [], changed: ['care-at-the-desk'] });
    const cells = body['cells'] as { asker: object; purpose: string; from: object; to: object }[];
    expect(new Set(cells.map(({ purpose }) => purpose))).toEqual(new Set(['permit-desk']));
    expect(cells[0]).toMatchObject({
      asker: { department: 'vergunningen', domain: 'permits' },
      from: { disclosure: 'closed' },
      to: { disclosure: 'open' },
    });
    const exported = await get('policies/in-force/cells');
    expect(exported.status).toBe(200);
  });

  it('a proposal can be read, and what it would decide, as a version can', async () => {
    expectProblem(await get(`policies/${NOBODY}/cells`), 404, 'disclosure.policy-unknown');
    expectProblem(await get('policies/V1/cells'), 400, 'index.code-refused');
    const id = await proposed([open]);
    expect((await get(`policies/${id}`)).body).toMatchObject({ rules: [open], brokers: [] });
    const cells = (await get(`policies/${id}/cells`)).body['cells'] as { decision: { rule: string } }[];
    expect(new Set(cells.map(({ decision }) => decision.rule))).toEqual(new Set([open.id, 'default']));
  });

  it('an emergency opens what is mediated, a silent team calls, and it goes with its own purpose alone', async () => {
    const id = await proposed([
      { ...mediated, purpose: 'crisis' },
      { ...open, owner: { domain: 'safety' }, purpose: 'crisis', disclosure: 'silent' },
    ]);
    const owners = ['wijkteam-liendert', 'openbare-orde'];
    const crisis = question('sociaal-domein', 'crisis', { owners, policy: id });
    const seen = async (json: object) =>
      ((await post('simulations', json)).body['owners'] as { sees: { team: string }[]; calls?: boolean }[]).map(
        ({ sees, calls }) => [sees.map(({ team }) => team), calls],
      );
    expect(await seen(crisis)).toEqual([
      [[LABEL], undefined],
      [[], undefined],
    ]);
    expect(await seen({ ...crisis, emergency: true })).toEqual([
      [['Wijkteam Liendert'], false],
      [[], true],
    ]);
    const { body } = await post('simulations', question('sociaal-domein', 'home-visit', { emergency: true }));
    expect(body).toMatchObject({ refused: 'involvement.emergency-not-for-this-purpose', owners: [] });
  });

  it('names departments and teams as people know them, to those who read policy', async () => {
    expectProblem(await get('policy-parties', ingrid), 403, 'access.not-allowed');
    const { body } = await get('policy-parties', DATA_OWNER);
    expect(body['departments']).toContainEqual({ code: 'sociaal-domein', name: 'Sociaal domein', domain: 'care' });
    expect(body['teams']).toContainEqual({
      code: 'wijkteam-liendert',
      name: 'Wijkteam Liendert',
      department: 'sociaal-domein',
      ended: false,
    });
  });
});

describe('practice', () => {
  it('answers like a question, says that it is practice, and stands in the log as practice', async () => {
    const since = (await town.happenings()).length;
    const { status, body } = await post('practice', { purpose: 'home-visit', kind: 'person' }, ingrid);
    expect(status).toBe(200);
    expect(body).toMatchObject({ practice: true, policy: 2 });
    expect((body['answers'] as { contacts: unknown[] }[])[0]?.contacts).toHaveLength(1);
    expect(await town.happenings(since)).toEqual([
      expect.objectContaining({ action: 'practice', purpose: 'home-visit', outcome: 'done' }),
    ]);
  });

  it('is refused for a purpose that is not one’s own', async () => {
    expectProblem(
      await post('practice', { purpose: 'home-visit', kind: 'person' }, fatima),
      403,
      'involvement.purpose-not-yours',
    );
  });
});

it('a stored policy that cannot be read decides nothing', async () => {
  await town.database.query(
    `insert into disclosure_policy (version, effective_from, rules, proposed_by, approved_by)
     values (900, now(), '[{"id":"x","disclosure":"transparent"}]', 'a', 'b')`,
  );
  const json = await town.question(ingrid, 'home-visit', linesToAsk(resident));
  expectProblem(await town.request('POST', '/v1/inquiries', { as: ingrid, json }), 503, 'disclosure.policy-unreadable');
});
