import { randomBytes, randomUUID } from 'node:crypto';
import type { Right } from '#access';
import { identifierOf, linesToAsk } from '#tokens';
import type { Person } from '../support';
import { today } from '../support/days';
import { DEPARTMENTS, teamBody } from '../support/town';
import type { Reply, Sent } from '../support/wire';
import { BODIES } from './index-routes';
import { type Spot, type Stock, standIn } from './access-stock';

/**
 * Where the resource of each route is placed, for the matrix of role × route × place.
 *
 * Whoever adds a route adds a row to PLACEMENTS under `METHOD path`; the matrix fails until it is there. Two kinds:
 *
 * - `nowhere('why')`: nothing of anybody is named, the role alone decides. A GET without parameters that answers 200 needs
 *   no more; for any other, a request that the route takes as it is, and what its answer looks like.
 * - `{ send, within, beyond }`: `send` makes the request about what is at a spot: path without parameters left in it, and
 *   body. `within` is what the answer looks like where the right reaches that spot, `beyond` where it does not: a status,
 *   a code of a problem, several of them, or a function of the answer, the spot and what stands there. Whether it reaches
 *   is worked out by the matrix, from the table of rights. `right` only where the rule asks for another right than the
 *   route does. Where both answers are alike on purpose, the function looks at what has become of the thing.
 *
 * What stands at a spot beforehand (an involvement, a receipt, a cover, a decoy) is made in `stockOf`.
 */
export interface Placement {
  readonly send: (spot: Spot, as: Person, stock: Stock) => Promise<Request> | Request;
  readonly within: Sign;
  readonly beyond: Sign;
  readonly right?: Right;
}

export interface Nowhere {
  readonly nowhere: string;
  readonly request?: (stock: Stock, as: Person) => Promise<Request> | Request;
  readonly passes: Sign;
}

type Sign =
  | number
  | string
  | readonly (number | string)[]
  | ((reply: Reply, spot: Spot, stock: Stock) => boolean | Promise<boolean>);

interface Request extends Pick<Sent, 'json'> {
  readonly path: string;
}

const resident = identifierOf('nl-bsn', '999993653');
const ticket = `${'e'.repeat(40)}.${'e'.repeat(80)}.${'e'.repeat(86)}`;
const line = () => ({
  kind: 'person',
  scheme: 'nl-bsn',
  epoch: '2026-1',
  token: randomBytes(32).toString('base64url'),
});
const registration = () => ({ rung: 'subject', lines: [line()], notice: { state: 'given' } });
const NOT_YOUR_TEAM = 'involvement.not-your-team';
const UNKNOWN = 'involvement.involvement-unknown';

const nowhere = (why: string, request?: Nowhere['request'], passes: Sign = 200): Nowhere => ({
  nowhere: why,
  passes,
  ...(request === undefined ? {} : { request }),
});
const WHOLE = 'who reviews, reviews the whole service';
const MANAGES = 'who manages, manages the whole organisation';
const LISTS = 'who keeps lists of collective addresses, keeps all of them';
/** With a body that the route takes as it is. */
const taken = (why: string, name: string, passes: Sign = 200): Nowhere =>
  nowhere(why, () => ({ path: name.slice(name.indexOf('/')), json: BODIES[name] }), passes);
const hasTeam =
  (list: string, member: string) =>
  ({ status, body }: Reply, { team }: Spot): boolean =>
    status === 200 && (body[list] as Record<string, unknown>[]).some((one) => one[member] === team);
const hasNot =
  (list: string, member: string) =>
  (reply: Reply, where: Spot): boolean =>
    reply.status === 200 && !hasTeam(list, member)(reply, where);
const stateIs =
  (list: string, ...states: string[]) =>
  ({ status, body }: Reply): boolean =>
    status === 200 && states.includes(String((body[list] as { state?: unknown }[])[0]?.state));

const hasDecoy =
  (there: boolean) =>
  ({ status, body }: Reply, { team }: Spot, { decoy }: Stock): boolean =>
    status === 200 && (body['canaries'] as { id: string }[]).some(({ id }) => id === decoy[team]?.id) === there;
const hasAsked =
  (there: boolean) =>
  ({ status, body }: Reply, { team }: Spot, { asked }: Stock): boolean =>
    status === 200 && (body['inquiries'] as { id: string }[]).some(({ id }) => id === asked[team]) === there;
const decoyStands =
  (there: boolean) =>
  async ({ status }: Reply, { team }: Spot, { town, doomed }: Stock): Promise<boolean> => {
    const { rowCount } = await town.database.query('select 1 from canary where id = $1', [doomed[team]?.id]);
    return status === 204 && (rowCount === 1) === there;
  };

const ofNoList = (act: 'renew' | 'withdraw'): Placement => ({
  send: ({ team }, _, { involvement }) => ({ path: `/v1/collective-addresses/${involvement[team]}/${act}`, json: {} }),
  within: UNKNOWN,
  beyond: UNKNOWN,
});

export const PLACEMENTS: Readonly<Record<string, Placement | Nowhere>> = {
  // A question is one's own by its ticket.
  'POST /v1/inquiries': {
    send: async ({ owner }, as, { town }) => ({
      path: '/v1/inquiries',
      json: await town.question(owner ?? as, 'home-visit', linesToAsk(resident)),
    }),
    within: 200,
    beyond: 'involvement.ticket-refused',
  },
  'POST /v1/proofs': {
    send: async ({ owner }, as, { receipt }) => ({ path: '/v1/proofs', json: { receipt: await receipt(owner ?? as) } }),
    // No head over it is published while no worker runs.
    within: 'accountability.proof-not-published',
    beyond: 'accountability.receipt-unknown',
  },
  'GET /v1/own-inquiries': {
    send: async (where, as, stock) => {
      stock.asked[where.team] = await stock.eventOf(await stock.receipt(where.owner ?? as));
      return { path: '/v1/own-inquiries' };
    },
    within: hasAsked(true),
    beyond: hasAsked(false),
  },
  'POST /v1/mistakes': {
    send: async ({ owner }, as, { receipt }) => ({
      path: '/v1/mistakes',
      json: { receipts: [await receipt(owner ?? as)] },
    }),
    within: 204,
    beyond: 'involvement.question-unknown',
  },
  'PUT /v1/involvements/:id': {
    send: ({ team }) => ({
      path: `/v1/involvements/${randomUUID()}`,
      json: { team, ...registration(), tickets: [ticket] },
    }),
    within: 'involvement.ticket-refused',
    beyond: NOT_YOUR_TEAM,
  },
  'POST /v1/registrations': {
    send: ({ team }) => ({
      path: '/v1/registrations',
      json: { tickets: [ticket], registrations: [{ id: randomUUID(), team, ...registration() }] },
    }),
    within: 'involvement.ticket-refused',
    beyond: NOT_YOUR_TEAM,
  },
  'POST /v1/involvements/:id/renew': {
    send: ({ team }, _, { involvement }) => ({ path: `/v1/involvements/${involvement[team]}/renew`, json: {} }),
    within: 200,
    beyond: UNKNOWN,
  },
  'POST /v1/renewals': {
    send: ({ team }, _, { involvement }) => ({ path: '/v1/renewals', json: { ids: [involvement[team]] } }),
    within: stateIs('renewals', 'renewed'),
    beyond: stateIs('renewals', 'unknown'),
  },
  'POST /v1/involvements/:id/moves': {
    send: ({ team }, _, { involvement }) => ({ path: `/v1/involvements/${involvement[team]}/moves`, json: {} }),
    within: 200,
    beyond: UNKNOWN,
  },
  'POST /v1/involvements/:id/withdraw': {
    send: ({ team }, _, { involvement }) => ({
      path: `/v1/involvements/${involvement[`${team}/2`]}/withdraw`,
      json: {},
    }),
    within: 200,
    beyond: UNKNOWN,
  },
  'POST /v1/withdrawals': {
    send: ({ team }, _, { involvement }) => ({ path: '/v1/withdrawals', json: { ids: [involvement[`${team}/2`]] } }),
    within: stateIs('withdrawals', 'withdrawn'),
    beyond: stateIs('withdrawals', 'unknown'),
  },
  'POST /v1/teams/:code/withdrawals': {
    // Nothing here was registered by a connection, so nothing ends.
    send: ({ team }) => ({ path: `/v1/teams/${team}/withdrawals`, json: { registeredBy: 'connection' } }),
    within: 200,
    beyond: NOT_YOUR_TEAM,
  },
  'GET /v1/involvements': {
    send: ({ team }) => ({ path: `/v1/involvements?team=${team}` }),
    within: 200,
    beyond: NOT_YOUR_TEAM,
  },
  'GET /v1/teams': {
    send: () => ({ path: '/v1/teams' }),
    within: hasTeam('teams', 'code'),
    beyond: hasNot('teams', 'code'),
  },
  'GET /v1/me': nowhere('it is about oneself'),
  'GET /v1/managed-teams': {
    send: () => ({ path: '/v1/managed-teams' }),
    within: hasTeam('teams', 'code'),
    beyond: hasNot('teams', 'code'),
  },
  'GET /v1/team-names': nowhere('the names are the same for all who may hand over'),
  'GET /v1/teams/:code/contact': {
    send: ({ team }) => ({ path: `/v1/teams/${team}/contact` }),
    within: 200,
    beyond: 'organisation.not-your-team',
  },
  'GET /v1/connections': nowhere(MANAGES),
  'PUT /v1/connections/:code': nowhere(
    MANAGES,
    () => ({ path: '/v1/connections/koppeling-proef', json: BODIES['PUT /v1/connections/:code'] }),
    [200, 201],
  ),
  'POST /v1/connections/:code/end': nowhere(
    MANAGES,
    () => ({ path: '/v1/connections/koppeling-onbekend/end', json: {} }),
    'organisation.connection-unknown',
  ),
  'GET /v1/collective-addresses': nowhere(LISTS),
  // None of the teams here is such a list; what is one is tried in collective-addresses.spec.ts.
  'PUT /v1/collective-addresses/:id': {
    send: ({ team }) => ({
      path: `/v1/collective-addresses/${randomUUID()}`,
      json: { ...BODIES['PUT /v1/collective-addresses/:id'], team },
    }),
    within: NOT_YOUR_TEAM,
    beyond: NOT_YOUR_TEAM,
  },
  'POST /v1/collective-addresses/:id/renew': ofNoList('renew'),
  'POST /v1/collective-addresses/:id/withdraw': ofNoList('withdraw'),
  'GET /v1/purposes': nowhere('the catalogue is the same for all who may ask'),
  'PUT /v1/departments/:code': {
    send: ({ department }) => ({ path: `/v1/departments/${department}`, json: DEPARTMENTS[department] }),
    within: 204,
    beyond: 'access.not-allowed',
  },
  'PUT /v1/teams/:code': {
    send: ({ team }) => ({ path: `/v1/teams/${team}`, json: teamBody(team) }),
    within: 204,
    beyond: 'access.not-allowed',
  },
  'POST /v1/departments/:code/heartbeat': {
    send: ({ department }) => ({ path: `/v1/departments/${department}/heartbeat`, json: { epoch: '2026-1' } }),
    within: 204,
    beyond: 'organisation.not-your-department',
  },
  'PUT /v1/teams/:code/contact': {
    send: ({ team }) => ({ path: `/v1/teams/${team}/contact`, json: teamBody(team).contact }),
    within: 204,
    beyond: 'organisation.not-your-team',
  },
  'GET /v1/organisation': nowhere(MANAGES),
  'GET /v1/team-changes': nowhere(MANAGES),
  'POST /v1/team-changes': nowhere(
    MANAGES,
    () => ({ path: '/v1/team-changes', json: BODIES['POST /v1/team-changes'] }),
    'organisation.unknown-team',
  ),
  'POST /v1/team-changes/:id/cancel': nowhere(
    MANAGES,
    () => ({ path: `/v1/team-changes/${randomUUID()}/cancel`, json: {} }),
    'organisation.change-unknown',
  ),
  'POST /v1/teams/:code/hand-overs': {
    send: ({ team }) => ({
      path: `/v1/teams/${team}/hand-overs`,
      json: { cases: [randomUUID()], to: 'vergunningenloket' },
    }),
    within: 'involvement.involvement-unknown',
    beyond: 'organisation.not-your-team',
  },
  'GET /v1/alarms': nowhere(WHOLE),
  'GET /v1/canaries': {
    send: () => ({ path: '/v1/canaries' }),
    within: hasDecoy(true),
    beyond: hasDecoy(false),
  },
  // The very request that planted it: once more has no effect for its department, and is refused to any other.
  'PUT /v1/canaries/:id': {
    send: ({ team }, _, { decoy }) => ({ path: `/v1/canaries/${decoy[team]?.id}`, json: decoy[team]?.json }),
    within: 204,
    beyond: 'oversight.canary-in-use',
  },
  // The answer does not tell whether there was such a decoy.
  'POST /v1/canaries/:id/withdraw': {
    send: async (where, _, stock) => {
      const { id } = (stock.doomed[where.team] = await stock.plant(where));
      return { path: `/v1/canaries/${id}/withdraw`, json: {} };
    },
    within: decoyStands(false),
    beyond: decoyStands(true),
  },
  'GET /v1/events': {
    send: () => ({ path: '/v1/events' }),
    within: hasTeam('events', 'team'),
    beyond: hasNot('events', 'team'),
  },
  'GET /v1/review-events': nowhere(WHOLE),
  'GET /v1/review-cases': nowhere(WHOLE),
  'POST /v1/review-cases/:id/verdict': nowhere(
    'anybody’s emergency but one’s own',
    () => ({ path: `/v1/review-cases/${randomUUID()}/verdict`, json: { verdict: 'justified' } }),
    'oversight.case-unknown',
  ),
  'POST /v1/look-searches': taken(WHOLE, 'POST /v1/look-searches'),
  'GET /v1/looks/:seq': nowhere(WHOLE, () => ({ path: '/v1/looks/0' })),
  'GET /v1/log-head': nowhere(WHOLE),
  'GET /v1/accounts': nowhere(WHOLE),
  'POST /v1/practice': taken('the subject is made up', 'POST /v1/practice'),
  'GET /v1/policies': nowhere(WHOLE),
  'GET /v1/policies/:code': nowhere(WHOLE, () => ({ path: '/v1/policies/v1' })),
  'GET /v1/policies/:code/cells': nowhere(WHOLE, () => ({ path: '/v1/policies/v1/cells' })),
  'GET /v1/policy-parties': nowhere(WHOLE),
  'POST /v1/policies': taken(WHOLE, 'POST /v1/policies', 202),
  'POST /v1/policy-differences': taken(WHOLE, 'POST /v1/policy-differences'),
  'POST /v1/simulations': taken(WHOLE, 'POST /v1/simulations'),
  'GET /v1/purpose-versions': nowhere(WHOLE),
  'POST /v1/purpose-versions': taken(WHOLE, 'POST /v1/purpose-versions', 202),
  'GET /v1/proposals': nowhere(WHOLE),
  'GET /v1/proposals/:id': nowhere(WHOLE, async ({ propose }) => ({ path: `/v1/proposals/${await propose()}` })),
  'POST /v1/proposals/:id/approve': nowhere(
    'anybody’s proposal but one’s own',
    async ({ propose }) => ({ path: `/v1/proposals/${await propose()}/approve`, json: {} }),
    204,
  ),
  'POST /v1/proposals/:id/reject': nowhere(
    'anybody’s proposal but one’s own',
    async ({ propose }) => ({ path: `/v1/proposals/${await propose()}/reject`, json: {} }),
    204,
  ),
  'GET /v1/covers': {
    send: () => ({ path: '/v1/covers' }),
    within: hasTeam('covers', 'team'),
    beyond: hasNot('covers', 'team'),
  },
  'POST /v1/covers': {
    send: (where, _, { actorOf }) => ({
      path: '/v1/covers',
      json: { actor: actorOf(standIn(where)), team: where.team, until: today() },
    }),
    within: [200, 201],
    beyond: 'organisation.cover-not-your-team',
  },
  'POST /v1/covers/:id/end': {
    send: ({ team }, _, { cover }) => ({ path: `/v1/covers/${cover[`${team}/2`]}/end`, json: {} }),
    within: 204,
    beyond: 'organisation.cover-unknown',
  },
};

export const looksLike = async (sign: Sign, reply: Reply, where: Spot, stock: Stock): Promise<boolean> => {
  if (typeof sign === 'function') return sign(reply, where, stock);
  return [sign].flat().some((one) => one === reply.status || one === reply.body['code']);
};
