import { randomBytes, randomUUID } from 'node:crypto';
import type { Place, Right } from '#access';
import { identifierOf, linesToAsk } from '#tokens';
import type { Person } from '../support';
import { DEPARTMENTS, type TeamCode, type Town, connectionOf, memberOf, teamBody } from '../support/town';
import type { Reply, Sent } from '../support/wire';

/**
 * Where the resource of each route is placed, for the matrix of role × route × place.
 *
 * Whoever adds a route adds a row to PLACEMENTS under `METHOD path`; the matrix fails until it is there. Two kinds:
 *
 * - `nowhere('why')`: nothing of anybody is named, the role alone decides.
 * - `{ send, within, beyond }`: `send` makes the request about what is at a spot: path without parameters left in it, and
 *   body. `within` is what the answer looks like where the right reaches that spot, `beyond` where it does not: a status,
 *   a code of a problem, several of them, or a function of the answer and the spot. Whether it reaches is worked out by
 *   the matrix, from the table of rights. `right` only where the rule asks for another right than the route does.
 *
 * What stands at a spot beforehand (an involvement, a receipt, a cover) is made in `stockOf`.
 */
export interface Placement {
  readonly send: (spot: Spot, as: Person, stock: Stock) => Promise<Request> | Request;
  readonly within: Sign;
  readonly beyond: Sign;
  readonly right?: Right;
}

export interface Nowhere {
  readonly nowhere: string;
}

type Sign = number | string | readonly (number | string)[] | ((reply: Reply, spot: Spot) => boolean);

interface Request extends Pick<Sent, 'json'> {
  readonly path: string;
}

/** Something of one's own team, of another team of one's department, or of another department. */
export interface Spot extends Required<Pick<Place, 'team' | 'department'>> {
  readonly name: 'own team' | 'own department' | 'other department';
  readonly team: TeamCode;
  readonly department: keyof typeof DEPARTMENTS;
  /** Whose it is; at one's own team the asker herself */
  readonly owner: Person | undefined;
}

const spot = (name: Spot['name'], team: TeamCode, department: Spot['department'], owner?: Person): Spot => ({
  name,
  team,
  department,
  owner,
});

export const SPOTS: readonly Spot[] = [
  spot('own team', 'wijkteam-liendert', 'sociaal-domein'),
  spot('own department', 'wijkteam-soesterkwartier', 'sociaal-domein', memberOf('wijkteam-soesterkwartier', 'sanne')),
  spot('other department', 'bouwtoezicht-midden', 'bouw-en-woningtoezicht', memberOf('bouwtoezicht-midden', 'ruud')),
];

/** A colleague at the spot who can stand in for somebody, other than the owner. */
export const standIn = ({ team }: Pick<Spot, 'team'>): Person => memberOf(team, `invaller-${team}`);

export interface Stock {
  readonly town: Town;
  /** By team: an involvement that stands open */
  readonly involvement: Readonly<Record<string, string>>;
  /** By team: a cover that runs */
  readonly cover: Readonly<Record<string, string>>;
  /** By subject of the token: the receipt of a question of hers */
  readonly receipt: (person: Person) => Promise<string>;
  readonly actorOf: (person: Person) => string;
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

const nowhere = (why: string): Nowhere => ({ nowhere: why });
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
  'GET /v1/events': {
    send: () => ({ path: '/v1/events' }),
    within: hasTeam('events', 'team'),
    beyond: hasNot('events', 'team'),
  },
  'GET /v1/review-events': nowhere('who reviews, reviews the whole service'),
  'GET /v1/review-cases': nowhere('who reviews, reviews the whole service'),
  'POST /v1/review-cases/:id/verdict': nowhere('who reviews, reviews the whole service'),
  'GET /v1/accounts': nowhere('who reviews, reviews the whole service'),
  'GET /v1/alarms': nowhere('who reviews, reviews the whole service'),
  'GET /v1/canaries': nowhere('a connection sees the decoys of its own department, of which there are none here'),
  'PUT /v1/canaries/:id': nowhere('a decoy belongs to the connection that planted it; see canary.spec.ts'),
  'POST /v1/canaries/:id/withdraw': nowhere('a decoy belongs to the connection that planted it; see canary.spec.ts'),
  'POST /v1/practice': nowhere('the subject is made up'),
  'GET /v1/policies': nowhere('who reviews, reviews the whole service'),
  'GET /v1/policies/:code': nowhere('who reviews, reviews the whole service'),
  'GET /v1/policies/:code/cells': nowhere('who reviews, reviews the whole service'),
  'POST /v1/policies': nowhere('who reviews, reviews the whole service'),
  'POST /v1/policy-differences': nowhere('who reviews, reviews the whole service'),
  'POST /v1/simulations': nowhere('who reviews, reviews the whole service'),
  'GET /v1/purpose-versions': nowhere('who reviews, reviews the whole service'),
  'POST /v1/purpose-versions': nowhere('who reviews, reviews the whole service'),
  'GET /v1/proposals': nowhere('who reviews, reviews the whole service'),
  'GET /v1/proposals/:id': nowhere('who reviews, reviews the whole service'),
  'POST /v1/proposals/:id/approve': nowhere('who reviews, reviews the whole service'),
  'POST /v1/proposals/:id/reject': nowhere('who reviews, reviews the whole service'),
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

/** Today in Amsterdam, or `days` later. */
export const today = (days = 0): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Amsterdam' }).format(Date.now() + days * 86_400_000);

export const looksLike = (sign: Sign, reply: Reply, where: Spot): boolean => {
  if (typeof sign === 'function') return sign(reply, where);
  return [sign].flat().some((one) => one === reply.status || one === reply.body['code']);
};

/** Asks again until it holds: for what the index writes beside its answers. */
export async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 50));
}

/** Makes somebody's account known and waits until it is. */
export async function introduce(town: Town, ...people: readonly Person[]): Promise<void> {
  for (const as of people) await town.request('GET', '/v1/teams', { as });
  const actors = people.map(({ sub }) => `${town.issuer.url}|${sub}`);
  await until(async () => {
    const { rows } = await town.database.query('select 1 from account where actor = any($1::text[])', [actors]);
    return rows.length === actors.length;
  });
}

export async function stockOf(town: Town, coordinatorOf: (team: TeamCode) => Person): Promise<Stock> {
  const actorOf = ({ sub }: Person): string => `${town.issuer.url}|${sub}`;
  const involvement: Record<string, string> = {};
  const cover: Record<string, string> = {};
  await introduce(town, ...SPOTS.map(standIn));
  for (const where of SPOTS) {
    await town.database.query(
      `insert into event (id, audience, team, kind, detail) values (gen_random_uuid(), 'team', $1, 'emergency-access', '{}')`,
      [where.team],
    );
    for (const name of [where.team, `${where.team}/2`])
      involvement[name] = (await town.register(connectionOf(where.department), where.team, resident)).id;
    for (const [name, days] of [
      [where.team, 2],
      [`${where.team}/2`, 9],
    ] as const) {
      const json = { actor: actorOf(standIn(where)), team: where.team, from: today(days), until: today(days + 3) };
      const given = await town.request('POST', '/v1/covers', { as: coordinatorOf(where.team), json });
      if (given.status !== 201) throw new Error(`cover: ${given.status} ${given.text}`);
      cover[name] = String(given.body['id']);
    }
  }
  const receipts = new Map<string, string>();
  return {
    town,
    involvement,
    cover,
    actorOf,
    async receipt(person) {
      const known = receipts.get(person.sub);
      if (known !== undefined) return known;
      const { answers } = await town.ask(person, 'home-visit', linesToAsk(resident));
      receipts.set(person.sub, String(answers[0]?.receipt));
      return String(answers[0]?.receipt);
    },
  };
}
