import { identifierOf, linesToAsk } from '#tokens';
import type { Person } from '../support';
import { DATA_OWNER, DEPARTMENTS, MANAGER, OFFICER, type Town, memberOf, startTown } from '../support/town';
import type { Reply } from '../support/wire';
import { expectProblem } from './index-routes';

const ingrid = memberOf('wijkteam-soesterkwartier');
const coordinator = memberOf('wijkteam-soesterkwartier', 'carla', ['team-coordinator']);
const ruud = memberOf('bouwtoezicht-midden');
const resident = identifierOf('nl-bsn', '999993653');
const GIVEN = {
  code: 'new-law',
  name: 'Wet van later',
  roles: ['professional'],
  domains: ['care'],
  kinds: ['person'],
  legalBasis: 'Wet van later art. 1',
  registerEntry: 'urn:raakvlak:register:later',
  effectiveFrom: '2026-01-01',
};

let town: Town;
beforeAll(async () => {
  town = await startTown();
});
afterAll(() => town?.stop());

const propose = (changes: object): Promise<Reply> =>
  town.request('POST', '/v1/purpose-versions', { as: OFFICER, json: { ...GIVEN, ...changes } });
async function bring(changes: object): Promise<void> {
  const { body } = await propose(changes);
  const path = `/v1/proposals/${String(body['proposal'])}/approve`;
  expect((await town.request('POST', path, { as: DATA_OWNER, json: {} })).status).toBe(204);
}
const asked = async (as: Person, purpose: string, caseNumber?: string): Promise<Reply> => {
  const json = { ...(await town.question(as, purpose, linesToAsk(resident))), caseNumber };
  return town.request('POST', '/v1/inquiries', { as, json });
};
const purposesOf = async (as: Person) =>
  (await town.request('GET', '/v1/purposes', { as })).body['purposes'] as {
    code: string;
    name: string;
    yours: boolean;
  }[];

describe('a question without a fitting purpose is refused, and the log says why', () => {
  it('not in the catalogue, not in force yet, ended', async () => {
    await bring({ code: 'not-yet', effectiveFrom: '2090-01-01' });
    expectProblem(await asked(ingrid, 'fishing'), 422, 'involvement.purpose-unknown');
    expectProblem(await asked(ingrid, 'not-yet'), 422, 'involvement.purpose-not-in-force');
  });

  it('not for the role, not for the domain, not for the kind', async () => {
    await bring({});
    expectProblem(await asked(coordinator, 'new-law'), 403, 'involvement.purpose-not-for-your-role');
    expectProblem(await asked(ruud, 'new-law'), 403, 'involvement.purpose-not-yours');
    await bring({ kinds: ['address'], code: 'only-addresses' });
    expectProblem(await asked(ingrid, 'only-addresses'), 422, 'involvement.purpose-not-for-this-kind');
    expect((await asked(ingrid, 'new-law')).status).toBe(200);
    const last = (await town.happenings()).slice(-4).map(({ purpose, outcome }) => `${purpose} ${outcome}`);
    expect(last.at(-1)).toBe('new-law done');
    expect(last.at(-2)).toBe('only-addresses refused');
  });

  it('a proposal with days that do not go together', async () => {
    expectProblem(
      await propose({ effectiveFrom: '2027-02-01', effectiveUntil: '2027-01-01' }),
      422,
      'organisation.purpose-refused',
    );
    expectProblem(await propose({ effectiveUntil: '2026-01-02' }), 422, 'organisation.purpose-refused');
    expectProblem(await propose({ effectiveFrom: '2027-02-30' }), 400, 'platform.fields-refused');
    expectProblem(await propose({ roles: ['broker'] }), 400, 'platform.fields-refused');
  });
});

it('a later version does not count before its day, and the list shows the one that counts', async () => {
  await bring({ code: 'home-visit', name: 'Straks anders', effectiveFrom: '2090-01-01' });
  expect((await asked(ruud, 'home-visit')).status).toBe(200);
  const found = (await purposesOf(ruud)).find(({ code }) => code === 'home-visit');
  expect(found).toMatchObject({ name: 'Huisbezoek voorbereiden', yours: true });
  expect((await purposesOf(coordinator)).find(({ code }) => code === 'new-law')?.yours).toBe(false);
  expect((await purposesOf(ingrid)).map(({ code }) => code)).not.toContain('not-yet');
});

it('versions are never changed', async () => {
  for (const act of ["update purpose_version set name = 'x'", 'delete from purpose_version'])
    await expect(town.database.query(act)).rejects.toThrow('never changed');
});

describe('case numbers', () => {
  const put = (casePattern?: string): Promise<Reply> =>
    town.request('PUT', '/v1/departments/sociaal-domein', {
      as: MANAGER,
      json: { ...DEPARTMENTS['sociaal-domein'], casePattern },
    });

  it.each(['{7}', '{year}{6}', '{3-6}-{6}', '{4}-{letters}', 'WIJKTEAM-{year}-{4}', '{year}-AB-{4}', '{2}'])(
    'a pattern like %s is refused',
    async (pattern) => expectProblem(await put(pattern), 422, 'organisation.case-pattern-refused'),
  );

  it('follow the pattern of the asker’s and of the owner’s department, which a change of name leaves alone', async () => {
    expect((await put('Z{year}-{6}')).status).toBe(204);
    expect((await put()).status).toBe(204);
    expectProblem(await asked(ingrid, 'home-visit', 'WT-2026-00123'), 422, 'involvement.case-number-refused');
    expect((await asked(ingrid, 'home-visit', 'Z2026-001234')).status).toBe(200);
    expect((await asked(ruud, 'home-visit', 'BT-2026-00123')).status).toBe(200);
    const json = await town.registration(ingrid, 'wijkteam-soesterkwartier', resident);
    const to = '/v1/involvements/6a1f2c3d-4b5e-4f60-8a7b-9c0d1e2f3a4b';
    expectProblem(
      await town.request('PUT', to, { as: ingrid, json: { ...json, caseNumber: 'WT-2026-00123' } }),
      422,
      'involvement.case-number-refused',
    );
  });
});
