import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Problem } from '#problem';
import { type Claims, STANDARD_CLAIMS, claimsFile, claimsIn, standingIn } from './claims';

const WIJKTEAM = '0f4f1a52-6a51-4c65-9c0e-0b1d5b3f1a01';
const TOEZICHT = '0f4f1a52-6a51-4c65-9c0e-0b1d5b3f1a02';
const PROFESSIONALS = '0f4f1a52-6a51-4c65-9c0e-0b1d5b3f1a03';
const KLAVERJASSEN = '0f4f1a52-6a51-4c65-9c0e-0b1d5b3f1aff';

/** As an access token of Entra ID (version 2.0) for an API of one's own, made up. */
const entraToken = {
  aud: '8d7c2f0e-3b1a-4f6d-9a55-5e0f7a1c2b3d',
  iss: 'https://login.microsoftonline.com/6f1d0c5e-2222-4a4a-8b8b-1c2d3e4f5a6b/v2.0',
  azp: '1b2c3d4e-5f60-4718-8293-a4b5c6d7e8f9',
  azpacr: '0',
  groups: [WIJKTEAM, PROFESSIONALS, KLAVERJASSEN],
  oid: '7a6b5c4d-3e2f-4101-8a9b-0c1d2e3f4a5b',
  scp: 'raakvlak:ask raakvlak:register',
  sub: 'pairwise-and-different-for-each-api',
  tid: '6f1d0c5e-2222-4a4a-8b8b-1c2d3e4f5a6b',
  ver: '2.0',
};
const ENTRA = claimsIn(
  JSON.stringify({
    tokenType: 'api-only-audience',
    subject: 'oid',
    roles: [
      { claim: 'groups', values: { [PROFESSIONALS]: 'professional' } },
      { claim: 'roles', values: { 'Raakvlak.Coordinator': ['team-coordinator'], 'Raakvlak.Koppeling': 'connection' } },
    ],
    department: { claim: 'groups', values: { [WIJKTEAM]: 'sociaal-domein', [TOEZICHT]: 'bouw-en-woningtoezicht' } },
    teams: { claim: 'groups', values: { [WIJKTEAM]: ['wijkteam-soesterkwartier', 'wijkteam-liendert'] } },
    scopes: [{ claim: 'scp' }, { claim: 'roles', values: { 'Raakvlak.Koppeling': ['raakvlak:register'] } }],
  }),
);

/** As an access token of Keycloak, made up. */
const keycloakToken = {
  iss: 'https://login.example/realms/gemeente',
  aud: 'urn:raakvlak:index',
  sub: 'f3c1c1a0-7e8d-4c5b-9a6f-2d3e4f5a6b7c',
  typ: 'Bearer',
  azp: 'raakvlak-cli',
  scope: 'openid raakvlak:ask raakvlak:register',
  realm_access: { roles: ['default-roles-gemeente', 'offline_access', 'uma_authorization'] },
  resource_access: { raakvlak: { roles: ['professional'] }, account: { roles: ['view-profile'] } },
  afdeling: ['sociaal-domein'],
  groups: ['/sociaal-domein/wijkteam-soesterkwartier', '/personeelsvereniging'],
};
const KEYCLOAK = claimsIn(
  JSON.stringify({
    roles: { claim: 'resource_access.raakvlak.roles' },
    department: { claim: 'afdeling' },
    teams: {
      claim: 'groups',
      values: { '/sociaal-domein/wijkteam-soesterkwartier': 'wijkteam-soesterkwartier' },
    },
  }),
);

const refusal = (token: object, claims: Claims): unknown => {
  try {
    standingIn(token as never, claims);
  } catch (fault) {
    if (fault instanceof Problem) return fault.detail.reason;
  }
  return 'was not refused';
};

describe('what is refused', () => {
  it.each([
    [
      '_claim_names',
      { _claim_names: { groups: 'src1' }, _claim_sources: { src1: { endpoint: 'https://graph.example' } } },
    ],
    ['hasgroups', { hasgroups: true }],
    ['hasgroups as a text', { hasgroups: 'true' }],
    ['_claim_names beside some groups', { groups: [WIJKTEAM], _claim_names: { groups: 'src1' } }],
  ])('groups that stand elsewhere (%s) are not read as no groups', (_, claims) => {
    expect(refusal({ ...entraToken, groups: undefined, ...claims }, ENTRA)).toBe('groups-elsewhere');
  });

  it('roles that stand elsewhere are refused without a file as well', () => {
    expect(refusal({ _claim_names: { roles: 'src1' } }, STANDARD_CLAIMS)).toBe('groups-elsewhere');
    expect(refusal({ _claim_names: 'roles' }, STANDARD_CLAIMS)).toBe('claims');
  });

  it('groups of two departments are refused: nobody guesses', () => {
    expect(refusal({ ...entraToken, groups: [WIJKTEAM, TOEZICHT] }, ENTRA)).toBe('several-departments');
    expect(refusal({ ...keycloakToken, afdeling: ['sociaal-domein', 'vergunningen'] }, KEYCLOAK)).toBe(
      'several-departments',
    );
  });

  it.each([
    ['groups as one text', ENTRA, { ...entraToken, groups: WIJKTEAM }],
    ['groups that are numbers', ENTRA, { ...entraToken, groups: [1] }],
    ['roles as one text', KEYCLOAK, { ...keycloakToken, resource_access: { raakvlak: { roles: 'professional' } } }],
    ['a list on the way to roles', KEYCLOAK, { ...keycloakToken, resource_access: [{ raakvlak: {} }] }],
    ['a text on the way to roles', KEYCLOAK, { ...keycloakToken, resource_access: 'raakvlak' }],
  ])('%s', (_, claims, token) => {
    expect(refusal(token, claims)).toBe('claims');
  });
});

describe('what gives nothing', () => {
  it('groups and roles that the file does not know', () => {
    const token = {
      ...entraToken,
      groups: [KLAVERJASSEN],
      roles: ['professional', 'Raakvlak.coordinator'],
      scp: undefined,
    };
    expect(standingIn(token, ENTRA)).toEqual({ roles: [], department: undefined, teams: [], scopes: [] });
  });

  it('names that every object has', () => {
    const token = { ...entraToken, groups: ['constructor', '__proto__', 'toString'], scp: '' };
    expect(standingIn(token, ENTRA)).toEqual({ roles: [], department: undefined, teams: [], scopes: [] });
    const inherited = claimsIn('{"roles":{"claim":"constructor.name"}}');
    expect(standingIn({}, inherited).roles).toEqual([]);
  });

  it('a claim that is not there', () => {
    const { resource_access: _, ...token } = keycloakToken;
    expect(standingIn(token, KEYCLOAK).roles).toEqual([]);
  });
});

describe('what is read', () => {
  it('a person at Entra ID: groups in, our words out, delegated scopes', () => {
    expect(standingIn(entraToken, ENTRA)).toEqual({
      roles: ['professional'],
      department: 'sociaal-domein',
      teams: ['wijkteam-soesterkwartier', 'wijkteam-liendert'],
      scopes: ['raakvlak:ask', 'raakvlak:register'],
    });
  });

  it('a department’s system at Entra ID, which has app roles and no delegated scopes', () => {
    const { scp: _, ...token } = { ...entraToken, groups: [WIJKTEAM], roles: ['Raakvlak.Koppeling'] };
    expect(standingIn(token, ENTRA)).toMatchObject({ roles: ['connection'], scopes: ['raakvlak:register'] });
  });

  it('a person at Keycloak: client roles as they are, a department from an attribute, teams from group paths', () => {
    expect(standingIn(keycloakToken, KEYCLOAK)).toEqual({
      roles: ['professional'],
      department: 'sociaal-domein',
      teams: ['wijkteam-soesterkwartier'],
      scopes: ['openid', 'raakvlak:ask', 'raakvlak:register'],
    });
  });

  it('somebody in two hundred groups of which few count', () => {
    const groups = [...Array.from({ length: 200 }, (_, i) => `${i}-${KLAVERJASSEN}`), WIJKTEAM];
    expect(standingIn({ ...entraToken, groups }, ENTRA).department).toBe('sociaal-domein');
  });

  it('groups elsewhere that the file does not ask for', () => {
    expect(standingIn({ ...keycloakToken, _claim_names: { phone: 'src1' } }, KEYCLOAK).roles).toEqual(['professional']);
  });

  it('a claim whose name has a dot, as a list of names', () => {
    const claims = claimsIn('{"roles":{"claim":["https://raakvlak.example/roles"]}}');
    expect(standingIn({ 'https://raakvlak.example/roles': ['broker'] }, claims).roles).toEqual(['broker']);
  });
});

describe('the file', () => {
  const vocabulary = { roles: ['professional'], scopes: ['raakvlak:ask'] };
  const faults = (value: unknown): string => {
    try {
      claimsIn(typeof value === 'string' ? value : JSON.stringify(value), vocabulary);
    } catch (fault) {
      return (fault as Error).message;
    }
    return 'was not refused';
  };

  it('tells all of its faults at once, by place and without what stands there', () => {
    const said = faults({
      tokenType: 'zwaluwstaart',
      subject: 'email',
      rolls: {},
      roles: [{ claim: 'groups', values: { zwaluwstaart: ['profesional'], b: [] } }, { claim: '' }, 'groups'],
      department: { claim: 'groups', values: { a: ['sociaal-domein', 'vergunningen'] }, zwaluwstaart: 1 },
      teams: { claim: ['a', 5], values: { a: 'Wijkteam Soesterkwartier' } },
      scopes: { claim: 'scp', values: {} },
    });
    for (const place of [
      'the whole has 1 member besides',
      'tokenType must be one of at+jwt, api-only-audience',
      'subject must be one of sub, oid',
      'roles[0].values, entry 1, must',
      'roles[0].values, entry 2, must',
      'roles[1].claim must',
      'roles[2] must be an object',
      'department has 1 member besides claim, values',
      'department.values, entry 1, must map a word to one of ours',
      'teams.claim must',
      'teams.values, entry 1, must',
      'scopes.values must be an object that is not empty',
    ])
      expect(said).toContain(place);
    expect(said).not.toMatch(/zwaluwstaart|profesional|email|rolls/);
  });

  it.each([
    ['{', 'names a file that is not JSON'],
    ['[]', 'names a file that is not an object'],
    ['{"subject":"sub","subject":"oid"}', 'names a file with faults: a member stands twice'],
    ['{"roles":[]}', 'names a file with faults: roles must have 1 to 10 places'],
  ])('%s is refused', (text, words) => {
    expect(faults(text)).toBe(words);
  });

  it('that says nothing leaves everything as it is, and so does no file', () => {
    expect(claimsIn('{}')).toEqual(STANDARD_CLAIMS);
    expect(claimsFile()('')).toBe(STANDARD_CLAIMS);
  });

  it('is read from where the setting says, and must be there', () => {
    const folder = mkdtempSync(join(tmpdir(), 'raakvlak-claims-'));
    writeFileSync(join(folder, 'claims.json'), '{"subject":"oid"}');
    expect(claimsFile()(join(folder, 'claims.json')).subject).toBe('oid');
    expect(() => claimsFile()(join(folder, 'none.json'))).toThrow('names a file that cannot be read');
    rmSync(folder, { recursive: true });
  });
});
