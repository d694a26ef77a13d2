import { randomBytes, randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { identifierOf, linesToAsk } from '#tokens';
import type { Person } from '../support';
import { MANAGER, OFFICER, type Town, memberOf, startTown, teamBody } from '../support/town';
import { type Reply, type Sent, send } from '../support/wire';
import { BODIES, type Route, WITH_BODY, expectProblem, expectProblemForm, nameOf, pathOf } from './index-routes';

// Everything hostile that is sent below carries one of these, so that an echo anywhere shows.
const BSN = '999993653';
const MARK = 'zwaluwstaart';
const traceOf = (text: string): string | undefined => [BSN, MARK].find((mark) => text.includes(mark));

const sanne = memberOf('wijkteam-soesterkwartier');
const house = identifierOf('nl-adres', '3811LM/12/A');

let town: Town;

beforeAll(async () => {
  town = await startTown();
});
afterAll(() => town?.stop());

afterEach(async () => {
  const { rows } = await town.database.query<{ w: Buffer; x: Buffer }>('select w, x from audit.record');
  const open = rows.map(({ w, x }) => w.toString('utf8') + x.toString('utf8')).join('\n');
  expect([traceOf(town.logs()), traceOf(open)]).toEqual([undefined, undefined]);
});

function expectRefusedWithoutEcho(reply: Reply): void {
  expectProblemForm(reply);
  expect(reply.status).toBeLessThan(500);
  expect(traceOf(reply.text + JSON.stringify(reply.headers))).toBeUndefined();
}

/** Who may use the route, so that nothing is refused for that reason. */
const personFor = ({ right }: Route): Person => {
  if (/^(organisation|cover|contact|collective-address)\.|^department\.deliver$|^involvement\.hand-over$/.test(right))
    return MANAGER;
  return /^(policy|proposal)\.|^review\.judge$/.test(right) ? OFFICER : sanne;
};

/** A body that the route accepts, or would if its ids and tickets stood for something. */
async function bodyFor(route: Route): Promise<Record<string, unknown>> {
  switch (nameOf(route)) {
    case 'POST /v1/inquiries':
      return { ...(await town.question(sanne, 'home-visit', linesToAsk(house))), caseNumber: 'WT-2026-00123' };
    case 'PUT /v1/involvements/:id':
      return registrationOfHouse();
    case 'POST /v1/registrations': {
      const { tickets, ...item } = await registrationOfHouse();
      return { tickets, registrations: [{ id: randomUUID(), with: randomUUID(), ...item }] };
    }
    case 'POST /v1/involvements/:id/moves': {
      const { team: _, ...to } = await registrationOfHouse();
      return { to: { id: randomUUID(), ...to } };
    }
    case 'POST /v1/renewals':
    case 'POST /v1/withdrawals':
      return { ids: [randomUUID(), randomUUID()] };
    case 'PUT /v1/teams/:code':
      return teamBody('wijkteam-liendert', { instead: 'wijkteam-soesterkwartier' });
    case 'POST /v1/proofs':
      return { receipt: randomBytes(16).toString('base64url') };
    default:
      return BODIES[nameOf(route)] ?? {};
  }
}

async function registrationOfHouse(): Promise<Record<string, unknown>> {
  return {
    ...(await town.registration(sanne, 'wijkteam-soesterkwartier', house)),
    caseNumber: 'WT-2026-00123',
    notice: { state: 'delayed', ground: 'ongoing-investigation', reviewOn: '2026-12-01' },
  };
}

/** A question in parts, which has other fields than the one that the route's name stands for. */
async function household(): Promise<Record<string, unknown>> {
  const { purpose, ...part } = await town.question(sanne, 'home-visit', linesToAsk(house));
  return { purpose, caseNumber: 'WT-2026-00123', parts: [part] };
}

const to = (route: Route, sent: Sent, path = pathOf(route)): Promise<Reply> =>
  town.request(route.method, path, { as: personFor(route), ...sent });
const raw = (text: string | Buffer, type = 'application/json'): Sent => ({
  raw: text,
  headers: { 'content-type': type },
});

const EACH = WITH_BODY.map((route) => [nameOf(route), route] as const);

describe('a body that cannot be read', () => {
  const deep = (depth: number): string => '{"a":'.repeat(depth) + `"${MARK}"` + '}'.repeat(depth);
  const texts: readonly (readonly [string, Sent])[] = [
    ['half a JSON', raw(`{"purpose":"${MARK} ${BSN}`)],
    ['no JSON at all', raw(`${MARK}=${BSN}`)],
    ['JSON with a comma too many', raw(`{"a":"${BSN}",}`)],
    ['two JSON texts', raw(`{} {"a":"${MARK}"}`)],
    ['a NUL in the text', raw(`{"a":"${MARK}\u0000"}`)],
    ['an empty body', raw('')],
    ['null', raw('null')],
    ['a text', raw(`"${MARK}"`)],
    ['a number', raw(BSN)],
    ['a list', raw(`["${MARK}"]`)],
    ['1,500 levels of objects', raw(deep(1_500))],
    ['1,500 levels of lists', raw(`{"a":${'['.repeat(1_500)}"${MARK}"${']'.repeat(1_500)}}`)],
    ['100,000 levels of lists', raw('['.repeat(100_000))],
    ['13 levels', raw(deep(13))],
    ['a field __proto__', raw(`{"__proto__":{"roles":["${MARK}"]}}`)],
    ['a field __proto__ spelled with escapes', raw(`{"\\u005f_proto__":{"roles":["${MARK}"]}}`)],
    ['a field constructor', raw(`{"constructor":{"prototype":{"a":"${MARK}"}}}`)],
    ['a field constructor that is a text', raw(`{"constructor":"${MARK}"}`)],
    ['a field prototype', raw(`{"prototype":"${MARK}"}`)],
    ['a field twice', raw(`{"${MARK}":1,"${MARK}":2}`)],
    ['another charset', raw('{}', 'application/json; charset=utf-7')],
    [
      'bytes that are no UTF-8',
      raw(Buffer.concat([Buffer.from(`{"${MARK}":"`), Buffer.of(0xff, 0xfe), Buffer.from('"}')])),
    ],
    ['UTF-16', raw(Buffer.from(`{"a":"${MARK}"}`, 'utf16le'))],
    ['one megabyte', raw(`{"a":"${MARK.repeat(88_000)}"}`)],
    ['a form', raw(`a=${MARK}`, 'application/x-www-form-urlencoded')],
    ['a form of parts', raw(`--x\r\n\r\n${MARK}\r\n--x--`, 'multipart/form-data; boundary=x')],
    ['plain text', raw(`{"a":"${MARK}"}`, 'text/plain')],
    ['XML', raw(`<a>${MARK}</a>`, 'application/xml')],
    ['a type that is no type', raw(`{"a":"${MARK}"}`, MARK)],
    [
      'JSON that says it is packed',
      { ...raw(`{"a":"${MARK}"}`), headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' } },
    ],
    ['no body', {}],
    ['an unknown field', { json: { [MARK]: BSN } }],
  ];
  it.each(texts)('%s is refused by every route that takes a body', async (_, sent) => {
    for (const route of WITH_BODY) expectRefusedWithoutEcho(await to(route, sent));
  });

  it('too large a body and another content type are told apart', async () => {
    for (const route of WITH_BODY) {
      expectProblem(await to(route, raw(`"${'x'.repeat(300_000)}"`)), 413, 'platform.too-large');
      expectProblem(await to(route, raw('{}', 'text/plain')), 415, 'platform.not-json');
    }
  });
});

describe('a body with one thing wrong', () => {
  const WRONG: readonly unknown[] = [
    null,
    true,
    3,
    -1.5,
    '',
    ' ',
    MARK,
    `${MARK}\u0000`,
    `${MARK}\ud800`,
    [],
    [MARK],
    {},
    { [MARK]: 1 },
    [[[]]],
    'x'.repeat(5_000),
  ];

  const inParts = WITH_BODY.find((route) => nameOf(route) === 'POST /v1/inquiries') as Route;
  it.each([...EACH, ['a household', inParts] as const])(
    '%s misses no field that is missing, unknown or of another type',
    async (name, route) => {
      const good = name === 'a household' ? await household() : await bodyFor(route);
      const paths = pathsIn(good);
      for (const path of paths) {
        for (const wrong of [...WRONG, REMOVE]) {
          if (isFine(path, wrong)) continue;
          expectRefusedWithoutEcho(await to(route, { json: changed(good, path, wrong) }));
        }
      }
      for (const path of [[], ...paths].filter((one) => isObject(at(good, one))))
        for (const unknown of ['extra', 'constructor', 'toString', MARK]) {
          const json = changed(good, [...path, unknown], BSN);
          expectRefusedWithoutEcho(await to(route, { json }));
        }
    },
  );
});

describe('a path that leads nowhere', () => {
  const ids = [
    '1',
    MARK,
    BSN,
    '%00',
    '%ff',
    '%2e%2e%2f',
    `${randomUUID()}x`,
    `{${randomUUID()}}`,
    '%F0%9F%8F%A0',
    'a'.repeat(400),
    `${MARK}%`,
  ];
  it.each(ids.map((id) => [id.slice(0, 40), id]))('%j as an id or a code is refused', async (_, id = '') => {
    for (const route of WITH_BODY.filter(({ path }) => path.includes(':'))) {
      const path = route.path.replace(/:(id|code)/, id);
      const json = await bodyFor(route);
      // A text of letters is a code like any other, only nobody's.
      if (route.path.includes(':code') && /^[a-z][a-z0-9-]{1,49}$/.test(id)) continue;
      expectRefusedWithoutEcho(await to(route, { json }, path));
    }
  });

  const paths = [
    '/',
    `/${MARK}`,
    `/v1/${MARK}/${BSN}`,
    `/%${MARK}`,
    `/v1/involvements/%${MARK}`,
    `//${MARK}`,
    '/v1/../../etc/passwd',
    `/v1/inquiries/?${MARK}`,
    '/V1/purposes',
    '/v1/purposes/',
    `/v1/purposes;${MARK}`,
    `/${'a'.repeat(8_000)}${MARK}`,
    '/health',
    '/metrics',
    '/.env',
  ];
  it.each(paths.map((path) => [path.slice(0, 40), path]))('%j leads nowhere', async (_, path = '') => {
    for (const method of ['GET', 'POST', 'PUT'])
      expectRefusedWithoutEcho(await town.request(method, path, { as: sanne }));
  });

  it('methods that a route does not have are refused', async () => {
    for (const method of ['DELETE', 'PATCH', 'OPTIONS', 'TRACE', 'PROPFIND'])
      for (const path of ['/v1/inquiries', '/v1/purposes', `/v1/involvements/${randomUUID()}`])
        expectRefusedWithoutEcho(await town.request(method, path, { as: sanne }));
  });

  it('query strings change nothing but the team that is asked for', async () => {
    const plain = await town.request('GET', '/v1/purposes', { as: sanne });
    const asked = await town.request('GET', `/v1/purposes?${MARK}=${BSN}&__proto__[a]=1`, { as: sanne });
    expect([asked.status, asked.text]).toEqual([200, plain.text]);
    for (const query of [
      '',
      '?',
      `?team=${MARK}`,
      '?team=',
      '?team=%00',
      '?team=%',
      `?team=a&team=${MARK}`,
      `?team[]=${MARK}`,
      `?team=${"'"}%20or%201=1`,
    ])
      expectRefusedWithoutEcho(await town.request('GET', `/v1/involvements${query}`, { as: sanne }));
  });

  it('headers that are too large, or no HTTP at all, get the same kind of answer', async () => {
    const origin = `http://127.0.0.1:${town.index.port}`;
    const large = await send(origin, 'GET', '/v1/purposes', { headers: { [`x-${MARK}`]: BSN.repeat(3_000) } });
    expectProblem(large, 431, 'platform.headers-too-large');
    expectRefusedWithoutEcho(large);
    expectRefusedWithoutEcho(
      await send(origin, 'GET', '/v1/purposes', { headers: { 'transfer-encoding': 'chunked', 'content-length': '3' } }),
    );
  });
});

it('nine thousand generated bodies find no way to a fault, an echo or a line in the log', async () => {
  const bodies = new Map<Route, Record<string, unknown>>();
  for (const route of WITH_BODY) bodies.set(route, await bodyFor(route));
  const codes = new Map<string, number>();
  const strange = fc.oneof(
    fc.constantFrom<unknown>(
      null,
      true,
      0,
      -0,
      1e308,
      2 ** 53,
      '',
      MARK,
      BSN,
      `${MARK}\u0000`,
      `\ud800${MARK}`,
      `${MARK}\u202e`,
      [],
      {},
    ),
    fc.constantFrom<unknown>(
      'person',
      'building',
      'nl-vnr',
      'unit',
      'exempt',
      'given',
      'crisis',
      'permit-desk',
      '2026-1',
      '2026-02-29',
      '2026-W01-1',
      '0000-00-00',
      'wijkteam-liendert',
      'safety',
      '24:00',
    ),
    fc.string({ unit: 'binary' }).map((text) => text + MARK),
    fc.integer(),
    fc.jsonValue({ maxDepth: 3 }),
  );
  const change = fc.record({
    where: fc.nat(),
    how: fc.constantFrom('replace', 'remove', 'add', 'double', 'wrap'),
    name: fc.oneof(fc.constantFrom('extra', 'constructor', 'toString', 'length'), fc.string()),
    value: strange,
  });
  // One code in the place of something keeps the form often enough that what stands behind it is tried.
  const word = fc.record({
    where: fc.nat(),
    how: fc.constant('replace' as const),
    name: fc.constant('extra'),
    value: fc.constantFrom<unknown>('geen-team', 'crisis', 'permit-desk', 'wijkteam-liendert'),
  });
  // Those with checks behind the checks of the form come more often, however many others there are.
  const deep = WITH_BODY.filter(({ method, path }) => method === 'PUT' || path === '/v1/inquiries');
  const body = fc
    .oneof({ weight: 1, arbitrary: fc.constantFrom(...WITH_BODY) }, { weight: 2, arbitrary: fc.constantFrom(...deep) })
    .chain((route) =>
      fc.tuple(
        fc.constant(route),
        fc.oneof(
          { weight: 6, arbitrary: fc.array(change, { minLength: 1, maxLength: 3 }).map((changes) => ({ changes })) },
          { weight: 2, arbitrary: word.map((one) => ({ changes: [one] })) },
          { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 8 }).map((whole) => ({ whole })) },
        ),
      ),
    );
  const property = fc.asyncProperty(fc.array(body, { minLength: 10, maxLength: 10 }), async (several) => {
    await Promise.all(
      several.map(async ([route, sent]) => {
        const json = 'changes' in sent ? sent.changes.reduce<unknown>(spoil, bodies.get(route)) : sent.whole;
        const reply = await to(route, raw(JSON.stringify(json) ?? 'null'));
        const code = String(reply.body['code'] ?? reply.status);
        codes.set(code, (codes.get(code) ?? 0) + 1);
        if (reply.status >= 400) expectRefusedWithoutEcho(reply);
      }),
    );
  });
  await fc.assert(property, { numRuns: 900, seed: 20_261_123 });
  // The bodies came past the outer checks as well, so that the inner ones were tried.
  for (const code of [
    'index.question-refused',
    'platform.fields-refused',
    'involvement.purpose-unknown',
    'involvement.lines-do-not-fit',
    'involvement.team-unknown',
    'organisation.unknown-team',
    '204',
  ])
    expect([...codes.keys()]).toContain(code);
});

interface Change {
  readonly where: number;
  readonly how: string;
  readonly name: string;
  readonly value: unknown;
}

function spoil(value: unknown, { where, how, name, value: strange }: Change): unknown {
  const paths = [[], ...pathsIn(value)];
  const path = paths[where % paths.length] ?? [];
  const old = at(value, path);
  if (how === 'remove') return changed(value, path, REMOVE);
  if (how === 'double') return changed(value, path, [old, old]);
  if (how === 'wrap') return changed(value, path, { [name]: old });
  return changed(value, how === 'add' && isObject(old) ? [...path, name] : path, strange);
}

/** Fields that may be left out. */
const OPTIONAL = [
  'caseNumber',
  'ground',
  'reviewOn',
  'instead',
  'with',
  'epoch',
  'policy',
  'owner',
  'domain',
  'effectiveFrom',
];
const REMOVE = Symbol('remove');

const text = (value: unknown): boolean => [' ', MARK].includes(value as string);
/** A text of letters is a code like any other. */
const mark = (value: unknown): boolean => value === MARK;
const noItem = (value: unknown): boolean => Array.isArray(value) && value.length === 0;
const gone = (value: unknown): boolean => value === REMOVE;

const FINE: Readonly<Record<string, (value: unknown) => boolean>> = {
  ...Object.fromEntries(OPTIONAL.map((name) => [name, gone])),
  ...Object.fromEntries(['name', 'label', 'legalBasis', 'registerEntry'].map((name) => [name, text])),
  ...Object.fromEntries(['id', 'code', 'purpose'].map((name) => [name, mark])),
  owner: (value) => gone(value) || (isObject(value) && Object.keys(value).length === 0),
  ...Object.fromEntries(['hours', 'brokers'].map((name) => [name, noItem])),
  caseload: (value) => value === 3,
  rolledOver: (value) => gone(value) || value === true,
};

/** Values of the list of wrong ones that are right in some place after all. */
function isFine(path: readonly string[], value: unknown): boolean {
  const list = path.at(-2) ?? '';
  // One id less is still a list.
  if (['ids', 'hours'].includes(list)) return value === REMOVE;
  if (list === 'days') return value === 3 || value === REMOVE;
  return FINE[path.at(-1) ?? '']?.(value) ?? false;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const at = (value: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>((found, name) => (found as Record<string, unknown> | undefined)?.[name], value);

/** Paths to everything inside, lists by position. */
function pathsIn(value: unknown): string[][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => [[name], ...pathsIn(inner).map((path) => [name, ...path])]);
}

function changed(value: unknown, [name, ...rest]: readonly string[], to: unknown): unknown {
  if (name === undefined) return to === REMOVE ? undefined : to;
  const copy = (Array.isArray(value) ? [...(value as unknown[])] : { ...(value as object) }) as Record<string, unknown>;
  if (rest.length === 0 && to === REMOVE) {
    if (Array.isArray(copy)) copy.splice(Number(name), 1);
    else delete copy[name];
  } else
    Object.defineProperty(copy, name, {
      value: changed(copy[name], rest, to),
      enumerable: true,
      configurable: true,
      writable: true,
    });
  return copy;
}
