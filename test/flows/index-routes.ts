import { execFileSync } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import type { Right } from '#access';
import { root } from '#local';
import { today } from '../support/days';
import type { Reply } from '../support/wire';

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly path: string;
  readonly right: Right | 'open';
}

/** Every route of the index, and who may use it. */
export const ROUTES: readonly Route[] = [
  { method: 'GET', path: '/health/live', right: 'open' },
  { method: 'GET', path: '/health/ready', right: 'open' },
  { method: 'GET', path: '/v1/openapi.json', right: 'open' },
  { method: 'GET', path: '/v1/me', right: 'self.read' },
  { method: 'POST', path: '/v1/inquiries', right: 'inquiry.ask' },
  { method: 'PUT', path: '/v1/involvements/:id', right: 'involvement.register' },
  { method: 'POST', path: '/v1/involvements/:id/renew', right: 'involvement.register' },
  { method: 'POST', path: '/v1/involvements/:id/withdraw', right: 'involvement.register' },
  { method: 'POST', path: '/v1/involvements/:id/moves', right: 'involvement.register' },
  { method: 'POST', path: '/v1/registrations', right: 'involvement.register' },
  { method: 'POST', path: '/v1/renewals', right: 'involvement.register' },
  { method: 'POST', path: '/v1/withdrawals', right: 'involvement.register' },
  { method: 'POST', path: '/v1/teams/:code/withdrawals', right: 'involvement.register' },
  { method: 'GET', path: '/v1/involvements', right: 'involvement.read' },
  { method: 'GET', path: '/v1/purposes', right: 'purpose.read' },
  { method: 'GET', path: '/v1/teams', right: 'involvement.read' },
  { method: 'PUT', path: '/v1/departments/:code', right: 'organisation.manage' },
  { method: 'PUT', path: '/v1/teams/:code', right: 'organisation.manage' },
  { method: 'GET', path: '/v1/teams/:code/contact', right: 'contact.change' },
  { method: 'PUT', path: '/v1/teams/:code/contact', right: 'contact.change' },
  { method: 'GET', path: '/v1/managed-teams', right: 'contact.change' },
  { method: 'GET', path: '/v1/team-names', right: 'team-name.read' },
  { method: 'GET', path: '/v1/connections', right: 'organisation.manage' },
  { method: 'PUT', path: '/v1/connections/:code', right: 'organisation.manage' },
  { method: 'POST', path: '/v1/connections/:code/end', right: 'organisation.manage' },
  { method: 'GET', path: '/v1/collective-addresses', right: 'collective-address.manage' },
  { method: 'PUT', path: '/v1/collective-addresses/:id', right: 'collective-address.manage' },
  { method: 'POST', path: '/v1/collective-addresses/:id/renew', right: 'collective-address.manage' },
  { method: 'POST', path: '/v1/collective-addresses/:id/withdraw', right: 'collective-address.manage' },
  { method: 'GET', path: '/v1/organisation', right: 'organisation.manage' },
  { method: 'GET', path: '/v1/team-changes', right: 'organisation.manage' },
  { method: 'POST', path: '/v1/team-changes', right: 'organisation.manage' },
  { method: 'POST', path: '/v1/team-changes/:id/cancel', right: 'organisation.manage' },
  { method: 'POST', path: '/v1/teams/:code/hand-overs', right: 'involvement.hand-over' },
  { method: 'POST', path: '/v1/departments/:code/heartbeat', right: 'department.deliver' },
  { method: 'POST', path: '/v1/proofs', right: 'proof.read' },
  { method: 'GET', path: '/v1/own-inquiries', right: 'inquiry.list' },
  { method: 'POST', path: '/v1/mistakes', right: 'inquiry.mark' },
  { method: 'POST', path: '/v1/look-searches', right: 'look.read' },
  { method: 'GET', path: '/v1/looks/:seq', right: 'look.read' },
  { method: 'GET', path: '/v1/log-head', right: 'look.read' },
  { method: 'GET', path: '/v1/alarms', right: 'review.read' },
  { method: 'GET', path: '/v1/events', right: 'event.read' },
  { method: 'GET', path: '/v1/review-events', right: 'review.read' },
  { method: 'GET', path: '/v1/review-cases', right: 'review.read' },
  { method: 'POST', path: '/v1/review-cases/:id/verdict', right: 'review.judge' },
  { method: 'GET', path: '/v1/canaries', right: 'canary.plant' },
  { method: 'PUT', path: '/v1/canaries/:id', right: 'canary.plant' },
  { method: 'POST', path: '/v1/canaries/:id/withdraw', right: 'canary.plant' },
  { method: 'GET', path: '/v1/accounts', right: 'account.read' },
  { method: 'GET', path: '/v1/covers', right: 'cover.manage' },
  { method: 'POST', path: '/v1/covers', right: 'cover.manage' },
  { method: 'POST', path: '/v1/covers/:id/end', right: 'cover.manage' },
  { method: 'POST', path: '/v1/practice', right: 'inquiry.practise' },
  { method: 'GET', path: '/v1/policies', right: 'policy.read' },
  { method: 'GET', path: '/v1/policies/:code', right: 'policy.read' },
  { method: 'GET', path: '/v1/policies/:code/cells', right: 'policy.read' },
  { method: 'GET', path: '/v1/policy-parties', right: 'policy.read' },
  { method: 'POST', path: '/v1/policies', right: 'policy.propose' },
  { method: 'POST', path: '/v1/policy-differences', right: 'policy.read' },
  { method: 'POST', path: '/v1/simulations', right: 'policy.read' },
  { method: 'GET', path: '/v1/purpose-versions', right: 'policy.read' },
  { method: 'POST', path: '/v1/purpose-versions', right: 'policy.propose' },
  { method: 'GET', path: '/v1/proposals', right: 'proposal.read' },
  { method: 'GET', path: '/v1/proposals/:id', right: 'proposal.read' },
  { method: 'POST', path: '/v1/proposals/:id/approve', right: 'proposal.decide' },
  { method: 'POST', path: '/v1/proposals/:id/reject', right: 'proposal.decide' },
];

export const GUARDED = ROUTES.filter(({ right }) => right !== 'open');
export const WITH_BODY = ROUTES.filter(({ method }) => method !== 'GET');

/** Public half of a key that nobody uses: the first of RFC 7515, A.3. */
const CONNECTION_KEY = {
  kty: 'EC',
  crv: 'P-256',
  x: 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU',
  y: 'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0',
};

/** Bodies that the routes take as they are. */
export const BODIES: Readonly<Record<string, Record<string, unknown>>> = {
  'POST /v1/covers': { actor: 'https://login.example|bram', team: 'wijkteam-liendert', until: today(2) },
  'PUT /v1/teams/:code/contact': {
    phone: '033-000 00 12',
    email: 'wijkteam-liendert@amersfoort.example',
    hours: [{ days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00' }],
    closures: [{ from: '2026-12-25', to: '2026-12-26' }],
    instead: 'wijkteam-soesterkwartier',
  },
  'POST /v1/team-changes': { kind: 'merge', team: 'onbekend-team', to: 'wijkteam-liendert' },
  'POST /v1/teams/:code/hand-overs': { cases: [randomUUID(), randomUUID()], to: 'wijkteam-liendert' },
  'POST /v1/teams/:code/withdrawals': { registeredBy: 'connection' },
  'PUT /v1/connections/:code': {
    name: 'Koppeling van sociaal domein',
    department: 'sociaal-domein',
    teams: ['wijkteam-liendert'],
    caseload: 100,
    publicJwk: CONNECTION_KEY,
    rolledOver: false,
  },
  'PUT /v1/collective-addresses/:id': {
    team: 'onbekend-team',
    rung: 'number',
    lines: ['address', 'building'].map((kind) => ({
      kind,
      scheme: kind === 'address' ? 'nl-adres' : 'nl-adres-nummer',
      epoch: '2026-1',
      token: randomBytes(32).toString('base64url'),
    })),
    tickets: [`${'e'.repeat(40)}.${'e'.repeat(80)}.${'e'.repeat(86)}`],
    caseNumber: 'VA-2026-00001',
  },
  'POST /v1/departments/:code/heartbeat': { epoch: '2026-1' },
  'PUT /v1/departments/:code': { name: 'Sociaal domein', domain: 'care' },
  'POST /v1/mistakes': { inquiries: ['AAAAAAAAAAAAAAAAAAAAAA'] },
  'POST /v1/look-searches': {
    from: '2026-01-01',
    to: '2031-01-01',
    department: 'sociaal-domein',
    purpose: 'home-visit',
    action: 'inquiry',
    outcome: 'done',
    kind: 'person',
    actor: 'https://login.example|bram',
    before: 5,
    limit: 10,
  },
  'POST /v1/review-cases/:id/verdict': { verdict: 'justified' },
  'POST /v1/policies': { rules: [{ id: 'care', owner: { domain: 'care' }, disclosure: 'closed' }], brokers: [] },
  'POST /v1/policy-differences': { from: 'v1', to: 'in-force' },
  'POST /v1/simulations': {
    asker: { department: 'vergunningen', role: 'professional' },
    purpose: 'permit-desk',
    kind: 'address',
    rung: 'unit',
    policy: 'v1',
  },
  'POST /v1/purpose-versions': {
    code: 'proef',
    name: 'Proef',
    roles: ['professional'],
    domains: ['care'],
    kinds: ['person'],
    legalBasis: 'Wmo 2015',
    registerEntry: 'urn:raakvlak:register:proef',
    effectiveFrom: '2031-01-01',
  },
  'POST /v1/practice': { purpose: 'home-visit', kind: 'person' },
};

export const nameOf = ({ method, path }: Route): string => `${method} ${path}`;

/** A path that the router takes, with parameters that nobody has. */
export const pathOf = ({ path }: Route): string => path.replace(':id', randomUUID()).replace(':code', 'onbekend-team');

/** What the compiled controllers, which are what runs, say of themselves. */
export function routesOfTheBuild(): Route[] {
  const script = `
    require('reflect-metadata');
    const { RequestMethod } = require('@nestjs/common');
    const { Requires, OpenToAll } = require('#access');
    const folder = process.cwd() + '/dist/apps/index/src/';
    const routes = require('node:fs').readdirSync(folder).filter((name) => name.endsWith('.controller.js'))
      .flatMap((name) => Object.values(require(folder + name)))
      .filter((one) => Reflect.hasMetadata('path', one))
      .flatMap((controller) => Object.getOwnPropertyNames(controller.prototype)
        .filter((name) => name !== 'constructor')
        .map((name) => controller.prototype[name])
        .filter((method) => Reflect.hasMetadata('path', method))
        .map((method) => ({
          method: RequestMethod[Reflect.getMetadata('method', method)],
          path: ('/' + Reflect.getMetadata('path', controller) + '/' + Reflect.getMetadata('path', method))
            .replace(/\\/+/g, '/').replace(/(.)\\/$/, '$1'),
          right: Reflect.getMetadata(Requires.KEY, method)
            ?? (Reflect.getMetadata(OpenToAll.KEY, method) === undefined ? 'none' : 'open'),
        })));
    process.stdout.write(JSON.stringify(routes));`;
  return JSON.parse(execFileSync(process.execPath, ['-e', script], { cwd: root, encoding: 'utf8' })) as Route[];
}

/** RFC 9457, with our code and advice, and headers that keep it out of caches. */
export function expectProblemForm({ status, headers, body }: Reply): void {
  const code = String(body['code']);
  expect(status).toBeGreaterThanOrEqual(400);
  expect(headers['content-type']).toMatch(/^application\/problem\+json/);
  expect(headers['cache-control']).toBe('no-store');
  expect(body).toEqual(expect.objectContaining({ type: `https://raakvlak.example/problems/${code}`, status }));
  for (const text of [body['title'], body['advice']]) expect(String(text)).toMatch(/^\w.{9,}/);
}

export function expectProblem(reply: Reply, status: number, code: string): void {
  expect({ status: reply.status, code: reply.body['code'] }).toEqual({ status, code });
  expectProblemForm(reply);
}
