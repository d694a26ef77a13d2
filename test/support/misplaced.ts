import { randomBytes } from 'node:crypto';
import type { RunningTown } from './running-town';
import { send, type Sent } from './wire';

/** How a request fared that had an identifier where none belongs. */
export interface Misplacement {
  readonly what: string;
  readonly status: number;
}

const token = (): string => randomBytes(32).toString('base64url');
const ticket = (): string => `${'e'.repeat(40)}.${'e'.repeat(80)}.${'e'.repeat(86)}`;
const question = {
  purpose: 'home-visit',
  caseNumber: 'WT-2026-00123',
  ticket: ticket(),
  kind: 'person',
  subjects: [{ lines: [{ scheme: 'nl-bsn', tokens: { '2026-1': token() } }] }],
};
const registration = {
  team: 'wijkteam-soesterkwartier',
  rung: 'subject',
  tickets: [ticket()],
  lines: [{ kind: 'person', scheme: 'nl-bsn', epoch: '2026-1', token: token() }],
  caseNumber: 'WT-2026-00123',
  notice: { state: 'delayed', ground: 'ongoing-investigation', reviewOn: '2027-01-01' },
};
const { purpose, caseNumber, ...part } = question;
const household = { purpose, caseNumber, parts: [part] };
const { tickets, ...item } = registration;
const ID = '6a1f2c3d-4b5e-4f60-8a7b-9c0d1e2f3a4b';
const list = { tickets, registrations: [{ id: ID, ...item, with: ID }] };
const { team: _, ...address } = registration;
const move = { to: { id: ID, ...address } };
const evaluation = { use: 'ask', kind: 'person', blinded: [token()] };
const PATHS = {
  question: '/v1/inquiries',
  registration: `/v1/involvements/${ID}`,
  evaluation: '/v1/evaluations',
} as const;

/** Copies of a body with the value in the place of one leaf after the other, and as the name of a field. */
function withEverywhere(body: unknown, value: string): unknown[] {
  if (typeof body !== 'object' || body === null) return [value];
  if (Array.isArray(body))
    return [...body.flatMap((item: unknown) => withEverywhere(item, value)).map((item) => [item]), [...body, value]];
  const fields = Object.entries(body);
  return [
    ...fields.flatMap(([name, inner]) => withEverywhere(inner, value).map((changed) => ({ ...body, [name]: changed }))),
    { ...body, [value]: 1 },
    { ...body, extra: value },
  ];
}

/** Headers that a client or a proxy may fill with anything. */
export const HEADERS = [
  'x-request-id',
  'user-agent',
  'cookie',
  'origin',
  'referer',
  'traceparent',
  'x-forwarded-for',
  'accept',
];

type Server = 'index' | 'custodian';

interface Misplaced extends Sent {
  readonly server: Server;
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly path: string;
}

function inPaths(value: string): Misplaced[] {
  const text = encodeURIComponent(value);
  const read = [
    `/${text}`,
    `/v1/inquiries/${text}`,
    `/v1/involvements?team=${text}`,
    `/v1/purposes?bsn=${text}`,
    `/health/ready?${text}`,
  ];
  const put = [`/v1/involvements/${text}`, `/v1/departments/${text}`, `/v1/teams/${text}`];
  const post = [
    `/v1/involvements/${text}/withdraw`,
    `/v1/involvements/${text}/renew`,
    `/v1/involvements/${text}/moves`,
    `/v1/departments/${text}/heartbeat`,
    `/v1/teams/${text}/withdrawals`,
    `/v1/registrations/${text}`,
    `/v1/renewals?id=${text}`,
  ];
  const server = 'index';
  return [
    ...read.map((path): Misplaced => ({ server, method: 'GET', path })),
    ...put.map((path): Misplaced => ({ server, method: 'PUT', path, json: {} })),
    ...post.map((path): Misplaced => ({ server, method: 'POST', path, json: {} })),
    { server: 'custodian', method: 'GET', path: `/v1/epochs/${text}?bsn=${text}` },
  ];
}

function inBodies(value: string): Misplaced[] {
  const json =
    (server: Server, method: 'POST' | 'PUT', path: string) =>
    (body: unknown): Misplaced => ({ server, method, path, json: body });
  return [
    ...withEverywhere(question, value).map(json('index', 'POST', PATHS.question)),
    ...withEverywhere(registration, value).map(json('index', 'PUT', PATHS.registration)),
    ...withEverywhere(household, value).map(json('index', 'POST', PATHS.question)),
    ...withEverywhere(list, value).map(json('index', 'POST', '/v1/registrations')),
    ...withEverywhere(move, value).map(json('index', 'POST', `${PATHS.registration}/moves`)),
    ...withEverywhere({ ids: [ID] }, value).flatMap((body) =>
      ['/v1/renewals', '/v1/withdrawals'].map((path) => json('index', 'POST', path)(body)),
    ),
    ...withEverywhere({ registeredBy: 'anyone' }, value).map(
      json('index', 'POST', '/v1/teams/wijkteam-soesterkwartier/withdrawals'),
    ),
    ...withEverywhere({ epoch: '2026-1' }, value).map(
      json('index', 'POST', '/v1/departments/sociaal-domein/heartbeat'),
    ),
    ...withEverywhere({ actor: 'https://login.example|bram', team: registration.team, until: '2026-12-10' }, value).map(
      json('index', 'POST', '/v1/covers'),
    ),
    ...withEverywhere({ receipt: 'AAAAAAAAAAAAAAAAAAAAAA' }, value).map(json('index', 'POST', '/v1/proofs')),
    ...withEverywhere(evaluation, value).map(json('custodian', 'POST', PATHS.evaluation)),
  ];
}

/** Around a body that would be refused anyway, or as one that cannot be read. */
function aroundBodies(value: string, server: Server): Misplaced[] {
  const to = { server, method: 'POST', path: server === 'index' ? PATHS.question : PATHS.evaluation } as const;
  const texts = [value, `{"bsn":${value}`, `{"bsn":"${value}"}}`, JSON.stringify(value), `["${value}"]`];
  const types = [
    'text/plain',
    'application/x-www-form-urlencoded',
    `application/json; bsn=${encodeURIComponent(value)}`,
  ];
  const credentials = [value, `Bearer ${value}`, `Basic ${Buffer.from(value).toString('base64')}`];
  return [
    ...texts.map((raw) => ({ ...to, raw, headers: { 'content-type': 'application/json' } })),
    ...types.map((type) => ({ ...to, raw: `bsn=${value}`, headers: { 'content-type': type } })),
    ...HEADERS.map((header) => ({ ...to, json: {}, headers: { [header]: value } })),
    ...credentials.map((authorization) => ({ ...to, json: {}, headers: { authorization } })),
  ];
}

/** Texts that a manager or an officer writes for people: names, labels, legal bases. Nobody can tell what stands in them. */
const FREE = new Set(['name', 'label', 'legalBasis', 'registerEntry', 'email', 'phone']);

/** All routes of the index, and bodies that they take as they are, by `METHOD /path`. */
export interface Surface {
  readonly routes: readonly { readonly method: 'GET' | 'POST' | 'PUT'; readonly path: string }[];
  readonly bodies: Readonly<Record<string, unknown>>;
}

/** Every route with the value as its parameter, and in every field of the body that it takes. */
function onEveryRoute(value: string, { routes, bodies: known }: Surface): Misplaced[] {
  const text = encodeURIComponent(value);
  return routes.flatMap(({ method, path }): Misplaced[] => {
    const to = { server: 'index', method } as const;
    const body = known[`${method} ${path}`];
    const named = /:id|:code|:seq/.test(path)
      ? [{ ...to, path: path.replace(/:id|:code|:seq/, text), ...(method === 'GET' ? {} : { json: body ?? {} }) }]
      : [];
    const whole = path.replace(':id', ID).replace(':code', 'onbekend-team').replace(':seq', '0');
    const bodies = body === undefined ? [] : withEverywhere(body, value).filter((one) => !inFreeText(body, one, value));
    return [...named, ...bodies.map((json) => ({ ...to, path: whole, json }))];
  });
}

/** Whether the value came into a text of the organisation, at any depth. */
function inFreeText(before: unknown, after: unknown, value: string): boolean {
  if (typeof after !== 'object' || after === null) return false;
  const old = (before ?? {}) as Record<string, unknown>;
  return Object.entries(after).some(
    ([name, inner]) => (FREE.has(name) && inner === value) || inFreeText(old[name], inner, value),
  );
}

/** What might as well be the code of a team: an unknown one is looked up, and there is nothing wrong with that. */
const likeACode = (value: string): boolean => /^[a-z][a-z0-9-]{1,49}$/.test(value);

/**
 * Sends each value in the place of every field of every body, as a field's name, in paths, queries, headers and
 * credentials, as text that is no JSON and in content types that are not served; over the hostile wire taps, with the
 * access tokens of a professional, a coordinator, an officer and the application manager.
 */
export async function misplace(
  town: RunningTown,
  values: readonly string[],
  surface: Surface,
): Promise<readonly Misplacement[]> {
  const fared: Misplacement[] = [];
  const origins = {
    index: `http://127.0.0.1:${town.taps.hostileIndex.port}`,
    custodian: `http://127.0.0.1:${town.taps.hostileCustodian.port}`,
  };
  const sendAs = async (person: string, some: readonly Misplaced[]): Promise<void> => {
    const tokens = await town.tokensOf(person);
    const bearer = { index: await tokens.forIndex(), custodian: await tokens.forCustodian() };
    for (const { server, method, path, headers, ...sent } of some) {
      const authorised = { authorization: `Bearer ${bearer[server]}`, ...headers };
      const { status } = await send(origins[server], method, path, { ...sent, headers: authorised });
      fared.push({ what: `${server} ${method} ${path.split(/[/?]/, 3).join('/')}`, status });
    }
  };
  await sendAs(
    'ingrid',
    values.flatMap((value) => [
      ...inPaths(value),
      ...inBodies(value),
      ...aroundBodies(value, 'index'),
      ...aroundBodies(value, 'custodian'),
    ]),
  );
  await sendAs('anouk', values.flatMap(inPaths));
  const others = values.filter((value) => !likeACode(value)).flatMap((value) => onEveryRoute(value, surface));
  for (const person of ['pieter', 'anouk', 'carla']) await sendAs(person, others);
  return fared;
}
