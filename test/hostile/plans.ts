import { createPublicKey, generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto';
import fc, { type Arbitrary } from 'fast-check';
import { identifierOf, blind, toBase64url } from '#tokens';
import type { Schemas } from '../support/json-schema';
import type { ListItem, Lists } from '../support/lists';
import { SHELTERS } from '../support/markers';
import { HEADERS } from '../support/misplaced';
import { type Operation, operationsOf, readDocument } from '../support/openapi';
import { DEPARTMENTS, MANAGER, OFFICER, type TeamCode, TEAMS, connectionOf, memberOf, teamBody } from '../support/town';
import { today } from '../support/days';
import type { Person } from '../support/issuer';
import { changedBodies, isValid, validBodies } from './bodies';
import { PLACE, type Shot, changed, written } from './shot';
import { BEARERS, TICKETS } from './token-tricks';
import { RAW, strayRequests, wireTricks } from './wire-tricks';

/** A request as it is planned: marks, tokens and tickets are put in when it is sent. */
export interface Plan extends Shot {
  readonly person: Person | undefined;
  /** Name of a trick with the access token */
  readonly bearer?: string;
  /** Name of a trick with the ticket; TICKET_PLACE stands in the body */
  readonly ticket?: string;
}

export const TICKET_PLACE = 'TICKET.PLACE.HERE';
export const TEAM: TeamCode = 'wijkteam-soesterkwartier';
/** All of this team's may be withdrawn in one request. */
export const OTHER_TEAM: TeamCode = 'wijkteam-liendert';
export const ASKER: Person = { ...memberOf(TEAM), teams: [TEAM, OTHER_TEAM] };
const CONNECTION = connectionOf('sociaal-domein');
const OF_CONNECTIONS = ['sendHeartbeat', 'listOwnCanaries', 'plantCanary', 'withdrawCanary'];
const isOfLists = (operation: string): boolean => /CollectiveAddress(es)?$/.test(operation);

export const SCHEMAS: Readonly<Record<Operation['server'], Schemas>> = {
  index: readDocument('index').components.schemas,
  custodian: readDocument('custodian').components.schemas,
};
export const OPERATIONS: readonly Operation[] = [...operationsOf('index'), ...operationsOf('custodian')];
const WITH_BODY = OPERATIONS.filter(({ body }) => body !== undefined);
const GUARDED = OPERATIONS.filter(({ scopes }) => scopes.length > 0);

/** Who may use the operation, so that nothing is refused for that reason. */
export function personFor({ id, scopes }: Operation): Person | undefined {
  if (scopes.length === 0) return undefined;
  if (scopes.includes('raakvlak:manage') || isOfLists(id)) return MANAGER;
  if (scopes.includes('raakvlak:review')) return OFFICER;
  return OF_CONNECTIONS.includes(id) ? CONNECTION : ASKER;
}

/** What stands for something in the town that is attacked. */
export interface Stock {
  /** Ids of registrations of TEAM */
  readonly ids: readonly string[];
  readonly receipts: readonly string[];
  /** Receipts of answers to ASKER */
  readonly questions: readonly string[];
  /** Ids of covers, and `issuer|subject` of an account that may cover for TEAM */
  readonly covers: readonly string[];
  readonly colleague: string;
  /** Ids of addresses on the list of `SHELTERS` */
  readonly marked: readonly string[];
  /** Ids of proposals that wait, and of changes of teams that are announced */
  readonly proposals: readonly string[];
  readonly changes: readonly string[];
  readonly lists: Lists;
}

/** Half a batch of elements is as dear for the custodian as a real one; these are real. */
const elements = (): string[] => {
  const lines = ['999993653', '999990019'].map((bsn) => identifierOf('nl-bsn', bsn));
  return Array.from({ length: 20 }, () =>
    blind(lines.map(({ scheme, value }) => `${scheme}:${value}`)).blinded.map((one) => toBase64url(one)),
  ).flat();
};

/** One line, so that there are as many links as registrations. */
export const collectiveAddress = (lists: Lists): ListItem => ({
  ...lists.address(SHELTERS, { caseNumber: 'VA-2026-00001' }),
  rung: 'subject',
  lines: [{ kind: 'address', scheme: 'nl-bag-na', epoch: '2026-1', token: token() }],
});

export const CONNECTION_BODY = { name: 'Koppeling', department: 'sociaal-domein', teams: [TEAM], caseload: 10 };
/** Of the one connection that these requests end. */
export const ENDING = 'hostile-9';
export const publicKey = (): object => {
  const { publicKey: der } = generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    publicKeyEncoding: { type: 'spki', format: 'der' },
    privateKeyEncoding: { type: 'pkcs8', format: 'der' },
  });
  return createPublicKey({ key: der, format: 'der', type: 'spki' }).export({ format: 'jwk' });
};

/** Good bodies of an operation, each with tickets of its own where it needs them. */
function goodBodies({ id }: Operation, { lists, ids, receipts, questions, colleague }: Stock): readonly unknown[] {
  const several = <T>(make: () => T): T[] => Array.from({ length: 24 }, make);
  const person = () => lists.person(TEAM, { caseNumber: 'WT-2026-00123' });
  const makers: Readonly<Record<string, () => unknown>> = {
    askWhoElseIsInvolved: () => ({ purpose: 'home-visit', ...lists.part(ASKER, [person()]) }),
    registerInvolvement: () => {
      const { tickets, registrations } = lists.body(ASKER, [person()]);
      const { id: _, ...item } = registrations[0] as unknown as Record<string, unknown>;
      return { tickets, ...item };
    },
    registerInvolvements: () => lists.body(ASKER, [person(), person()]),
    renewInvolvements: () => ({ ids: [ids[0], randomUUID()] }),
    withdrawInvolvements: () => ({ ids: [randomUUID(), randomUUID()] }),
    registerCollectiveAddress: () => {
      const { tickets, registrations } = lists.body(MANAGER, [collectiveAddress(lists)]);
      const { id: _, notice: __, ...item } = registrations[0] as unknown as Record<string, unknown>;
      return { tickets, ...item };
    },
    putConnection: () => ({ ...CONNECTION_BODY, publicJwk: publicKey() }),
    putDepartment: () => ({ name: 'Sociaal domein', domain: 'care' }),
    putTeam: () => teamBody(TEAM),
    changeContact: () => teamBody(TEAM).contact,
    planTeamChange: () => ({ kind: 'rename', team: 'hostile-1', to: 'Andere naam' }),
    handOver: () => ({ cases: [randomUUID()], to: OTHER_TEAM }),
    proveReceipt: () => ({ receipt: receipts[0] }),
    markMistakes: () => ({ receipts: questions }),
    searchLooks: () => ({ purpose: 'home-visit', before: 200, limit: 3 }),
    evaluateBlinded: () => ({ use: 'ask', kind: 'person', blinded: elements().slice(0, 2) }),
    proposePolicy: () => ({ rules: [{ id: 'care', owner: { domain: 'care' }, disclosure: 'closed' }], brokers: [] }),
    comparePolicies: () => ({ from: 'v1', to: 'in-force' }),
    simulate: () => ({
      asker: { department: 'vergunningen', role: 'professional' },
      purpose: 'permit-desk',
      kind: 'address',
      rung: 'unit',
      owners: [TEAM],
    }),
    proposePurpose: () => ({
      code: 'hostile-1',
      name: 'Proef',
      roles: ['professional'],
      domains: ['care'],
      kinds: ['person'],
      legalBasis: 'Wmo 2015',
      registerEntry: 'urn:raakvlak:register:proef',
      effectiveFrom: '2031-01-01',
    }),
    practise: () => ({ purpose: 'home-visit', kind: 'person' }),
    sendHeartbeat: () => ({ epoch: '2026-1' }),
    plantCanary: () => {
      const { tickets, registrations } = lists.body(CONNECTION, [person()]);
      return { tickets, lines: registrations[0]?.lines };
    },
    judgeReviewCase: () => ({ verdict: 'justified' }),
    giveCover: () => ({ actor: colleague, team: TEAM, until: today(7) }),
  };
  const maker = makers[id];
  return maker === undefined ? [{}] : several(maker);
}

const CODES = [...Object.keys(TEAMS), ...Object.keys(DEPARTMENTS), 'home-visit', 'intake', 'permit-desk', PLACE];
const token = (): string => randomBytes(32).toString('base64url');

function hintsFor({ ids, receipts, questions, lists, colleague }: Stock) {
  const tickets = Array.from({ length: 40 }, () => lists.ticket(ASKER, 'ask', 'person', 1));
  return {
    Code: fc.constantFrom(...CODES),
    EpochId: fc.constantFrom('2026-1', '2026-1', '2026-1', '2031-9', PLACE, 'constructor'),
    Id: fc.oneof(fc.constantFrom(...ids), fc.uuid()),
    ActorId: fc.constantFrom(colleague, `https://${PLACE}.example|${PLACE}`),
    Receipt: fc.constantFrom(...receipts, randomBytes(16).toString('base64url')),
    Mistakes: fc.constantFrom<unknown>(
      { receipts: questions },
      { receipts: [...questions.slice(0, 1), receipts[0]] },
      { inquiries: [randomBytes(16).toString('base64url')] },
    ),
    Place: fc.constantFrom(0, 7, 200, Number.MAX_SAFE_INTEGER),
    // Each is a walk through the log, so that they begin near its beginning.
    LookSearch: fc.constantFrom<unknown>(
      { before: 90, limit: 5, action: 'inquiry' },
      { before: 200, from: today(0), to: today(0), kind: 'person', outcome: 'done', limit: 2 },
      { before: 150, actor: `https://${PLACE}.example|${PLACE}` },
      { limit: 3, department: PLACE, purpose: 'home-visit', before: 200 },
    ),
    Token: fc.oneof(fc.constantFrom(token(), token()), fc.constant(`${PLACE}${'A'.repeat(27)}`)),
    Ticket: fc.oneof(fc.constantFrom(...tickets), fc.constant(`${PLACE}.${PLACE}.${'A'.repeat(86)}`)),
    Element: fc.constantFrom(...elements()),
    Kind: fc.constantFrom('person', 'person', 'address'),
    Scheme: fc.constantFrom('nl-bsn', 'nl-bsn', 'nl-adres'),
    Name: fc.constantFrom('Sociaal domein', `${PLACE} & zn.`),
    Email: fc.constantFrom(`${PLACE}@amersfoort.example`),
    // Teams that others of these requests are about must go on.
    NewTeamChange: fc.constantFrom<unknown>(
      { kind: 'rename', team: 'hostile-1', to: 'Iemand & zn.' },
      { kind: 'rename', team: PLACE, to: 'Nieuw', on: today(7) },
      { kind: 'merge', team: 'hostile-2', to: PLACE },
    ),
    HandOver: fc.constantFrom<unknown>(
      { cases: [ids[0], randomUUID()], to: TEAM },
      // One case may have ended by then; all that there are never have.
      ...ids.slice(-4).map((id) => ({ cases: [id], to: TEAM })),
      ...Array.from({ length: 4 }, () => ({ cases: 'all', to: TEAM })),
      { cases: 'all', to: PLACE },
      { cases: [randomUUID()], to: OTHER_TEAM, on: today(7) },
    ),
  };
}

function knownIds(operation: string, { ids, covers, marked, proposals, changes }: Stock): readonly string[] {
  if (operation === 'endCover') return covers;
  if (operation === 'cancelTeamChange') return changes;
  if (isOfLists(operation)) return marked;
  return operation.endsWith('Proposal') ? proposals : ids;
}

/** The operation's path with parameters that fit; what is put is put under few codes, so that the catalogue stays small. */
function pathsOf({ id, method, path, parameters }: Operation, stock: Stock): Arbitrary<string> {
  const putUnder = ['hostile-1', 'hostile-2', 'hostile-3'];
  const few = ['withdrawInvolvementsOfTeam', 'handOver'].includes(id) ? [OTHER_TEAM, 'openbare-orde', PLACE] : CODES;
  const codes =
    id === 'endConnection'
      ? [ENDING, PLACE]
      : method === 'PUT'
        ? putUnder
        : path.startsWith('/v1/policies')
          ? [...few, 'v1', 'in-force']
          : few;
  // A registration is put under ids that nobody has yet, or has.
  const known = ['registerInvolvement', 'registerCollectiveAddress', 'plantCanary'].includes(id)
    ? fc.uuid()
    : fc.oneof(fc.constantFrom(...knownIds(id, stock)), fc.uuid());
  const query = parameters.some((one) => one.in === 'query')
    ? fc.constantFrom(...CODES).map((code) => `?team=${code}`)
    : fc.constant('');
  return fc
    .tuple(known, fc.constantFrom(...codes), fc.constantFrom('0', '7', '200', '999999999999999'), query)
    .map(([one, code, seq, asked]) => path.replace('{id}', one).replace('{code}', code).replace('{seq}', seq) + asked);
}

/** Of a body; larger ones are refused whatever they say. */
const MOST_BYTES = 256 * 1024;
const TYPE = { 'content-type': 'application/json' };
const MARKED = [...HEADERS, 'x-http-method-override', 'if-none-match', 'range', 'accept-language'];
const headers = fc.constantFrom(...MARKED).map((name): Record<string, string> => ({ [name]: PLACE }));

/** Plans of every kind, by the row of the table that they count for. */
export function plansOf(stock: Stock): Readonly<Record<string, Arbitrary<Plan>>> {
  const hints = hintsFor(stock);
  const good = new Map(WITH_BODY.map((one) => [one, goodBodies(one, stock)]));
  const valid = new Map(
    WITH_BODY.map((one) => [one, validBodies(one, SCHEMAS[one.server], hints, good.get(one) ?? [])]),
  );
  const path = new Map(OPERATIONS.map((one) => [one, pathsOf(one, stock)]));
  const pathOf = (one: Operation) => path.get(one) as Arbitrary<string>;
  const validOf = (one: Operation) => valid.get(one) as Arbitrary<unknown>;
  const goodOf = (one: Operation) => fc.constantFrom(...(good.get(one) ?? [{}]));
  const anyOf = (operations: readonly Operation[]) =>
    fc.oneof(
      { weight: 2, arbitrary: fc.constantFrom(...operations.filter(({ server }) => server === 'index')) },
      { weight: 1, arbitrary: fc.constantFrom(...operations.filter(({ server }) => server === 'custodian')) },
    );
  const planned = (operation: Operation, more: Partial<Plan>): Plan => ({
    server: operation.server,
    kind: '',
    what: '',
    operation,
    expected: 'documented',
    method: operation.method,
    path: operation.path,
    headers: {},
    body: undefined,
    person: personFor(operation),
    ...more,
  });
  const bodyPlan = (operation: Operation, value: unknown, more: Partial<Plan>): Plan =>
    planned(operation, {
      body: Buffer.from(written(value), 'utf8'),
      expected: isValid(value, operation, SCHEMAS[operation.server]) ? 'documented' : 'refused',
      ...more,
      headers: { ...TYPE, ...more.headers },
    });
  return {
    'as described': anyOf(OPERATIONS).chain((one) =>
      fc
        .tuple(pathOf(one), headers, one.body === undefined ? fc.constant(undefined) : validOf(one))
        .map(([to, marked, value]) =>
          value === undefined
            ? planned(one, { path: to, headers: marked })
            : bodyPlan(one, value, { path: to, headers: marked, what: 'valid' }),
        ),
    ),
    'one to three things changed': anyOf(WITH_BODY).chain((one) =>
      fc
        .tuple(pathOf(one), headers, changedBodies(validOf(one)))
        .map(([to, marked, { what, value }]) => bodyPlan(one, value, { path: to, headers: marked, what })),
    ),
    'bytes, sizes and content types': anyOf(WITH_BODY).chain((one) =>
      fc.tuple(pathOf(one), headers, wireTricks(goodOf(one))).map(([to, marked, { kind, what, value, ...sent }]) => {
        const fine =
          value !== undefined && isValid(value, one, SCHEMAS[one.server]) && (sent.body?.length ?? 0) <= MOST_BYTES;
        const expected = fine ? 'documented' : 'refused';
        return planned(one, {
          path: to,
          what: `${kind}: ${what}`,
          expected,
          ...sent,
          headers: { ...marked, ...sent.headers },
        });
      }),
    ),
    'paths and methods': anyOf(OPERATIONS).chain((one) =>
      fc.tuple(strayRequests(one, pathOf(one)), headers).map(([{ what, method, path: to }, marked]) =>
        planned(one, {
          operation: undefined,
          expected: 'no-request',
          method,
          path: to,
          what,
          headers: { ...marked, ...(one.body === undefined ? {} : TYPE) },
          body: one.body === undefined || method === 'TRACE' ? undefined : Buffer.from('{}'),
        }),
      ),
    ),
    queries: fc
      .constantFrom(...OPERATIONS.filter(({ method }) => method === 'GET'))
      .chain((one) =>
        fc
          .constantFrom(
            ...[
              '?',
              '?team',
              '?team=%00',
              '?team=%',
              '?team=a&team=',
              '?team[]=',
              '?__proto__[a]=',
              '?constructor=',
              "?team='or 1=1--".replace(' ', '%20'),
              '?%ff=',
              '?team=%F0%9F%8F%A0',
              '?access_token=',
            ],
          )
          .chain((query) =>
            pathOf(one).map((to) => planned(one, { path: `${to.replace(/\?.*/, '')}${query}${PLACE}`, what: query })),
          ),
      ),
    'HTTP that is none': fc
      .tuple(fc.constantFrom(...GUARDED), fc.constantFrom(...Object.keys(RAW)))
      .chain(([one, what]) =>
        pathOf(one).map((to) =>
          planned(one, { operation: undefined, expected: 'no-request', path: to, what, raw: Buffer.alloc(0) }),
        ),
      ),
    'access tokens': anyOf(GUARDED).chain((one) =>
      fc
        .tuple(
          pathOf(one),
          one.body === undefined ? fc.constant(undefined) : goodOf(one),
          fc.constantFrom(...Object.keys(BEARERS)),
        )
        .map(([to, value, bearer]) =>
          value === undefined
            ? planned(one, { path: to, what: bearer, bearer, expected: 'unauthorised' })
            : bodyPlan(one, value, { path: to, what: bearer, bearer, expected: 'unauthorised' }),
        ),
    ),
    tickets: fc.constantFrom(...OPERATIONS.filter(({ id }) => id === 'askWhoElseIsInvolved')).chain((one) =>
      fc.tuple(goodOf(one), fc.constantFrom(...Object.keys(TICKETS))).map(([value, ticket]) =>
        bodyPlan(one, changed(value, ['ticket'], TICKET_PLACE), {
          what: ticket,
          ticket,
          expected: 'ticket-refused',
        }),
      ),
    ),
  };
}
