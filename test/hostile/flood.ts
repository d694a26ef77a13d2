import { connect } from 'node:net';
import fc, { type Arbitrary } from 'fast-check';
import { faultIn } from '../support/json-schema';
import { type Answer, type Operation, documentedCodes } from '../support/openapi';
import { CUSTODIAN_AUDIENCE } from '../support/custodian';
import { INDEX_AUDIENCE, type Town } from '../support/town';
import { type Reply, send } from '../support/wire';
import { type Plan, SCHEMAS, TICKET_PLACE } from './plans';
import { type Expected, PLACE } from './shot';
import { BEARERS, TICKETS, type TicketMaker } from './token-tricks';
import { RAW } from './wire-tricks';
import { stopwatch } from '../support/waiting';

const IN_FLIGHT = 32;
const CHUNK = 400;
const PATIENCE = 5_000;
/** Enough to see what is the matter. */
const MOST_FAULTS = 40;

const SECURITY: Readonly<Record<string, RegExp>> = {
  'cache-control': /^(no-store|public, max-age=60)$/,
  'content-security-policy': /^default-src 'none'; frame-ancestors 'none'$/,
  'referrer-policy': /^no-referrer$/,
  'x-content-type-options': /^nosniff$/,
  'x-frame-options': /^DENY$/,
  'cross-origin-resource-policy': /^same-origin$/,
  'api-version': /^1\.0\.0$/,
};

/** Problems of the form, which a body that the document describes must never get. */
const FORM = [
  'platform.fields-refused',
  'index.question-refused',
  'platform.bad-request',
  'platform.too-deep',
  'platform.member-repeated',
  'platform.too-large',
  'platform.not-json',
];

const TICKET_CODES = ['involvement.ticket-refused', 'index.question-refused'];

interface Row {
  sent: number;
  readonly statuses: Map<number, number>;
  milliseconds: number;
}

/** A change of a team or a connection is answered with the thing itself, its name included. */
const NAMES_WHAT_IT_MADE = ['planTeamChange', 'putConnection'];

/** A flood of planned requests on both servers, and what was wrong with the answers. */
export class Flood {
  readonly rows = new Map<string, Row>();
  readonly faults: string[] = [];
  /** Operations that answered, by status: `askWhoElseIsInvolved 200` */
  readonly answers = new Map<string, number>();
  /** Ids of registrations that were made */
  readonly created = new Set<string>();
  /** Evaluation requests of which a row may stand in the ledger: answered, or refused by the engine */
  readonly evaluated = new Set<string>();
  slowest = 0;
  #number = 0;
  readonly #texts = new Map<string, string>();

  /** @param mark ten letters that stand in everything hostile of this run */
  constructor(
    private readonly town: Town,
    private readonly mark: string,
    private readonly tickets: (mark: string) => TicketMaker,
  ) {}

  get sent(): number {
    return [...this.rows.values()].reduce((sum, { sent }) => sum + sent, 0);
  }

  get unavailable(): number {
    return [...this.rows.values()].reduce((sum, { statuses }) => sum + (statuses.get(503) ?? 0), 0);
  }

  /** Sends `count` plans of one kind, chunk by chunk from the seed on. */
  async run(kind: string, plans: Arbitrary<Plan>, count: number, seed: number): Promise<void> {
    const began = performance.now();
    const row: Row = { sent: 0, statuses: new Map(), milliseconds: 0 };
    this.rows.set(kind, row);
    for (let chunk = 0; row.sent < count && this.faults.length < MOST_FAULTS; chunk++) {
      const waiting = fc.sample(plans, { numRuns: Math.min(CHUNK, count - row.sent), seed: seed + chunk });
      row.sent += waiting.length;
      const lane = async (): Promise<void> => {
        for (let plan = waiting.pop(); plan !== undefined; plan = waiting.pop()) await this.#fire(kind, plan, row);
      };
      await Promise.all(Array.from({ length: IN_FLIGHT }, lane));
    }
    row.milliseconds = performance.now() - began;
  }

  table(): string {
    const lines = [...this.rows].map(([kind, { sent, statuses, milliseconds }]) => {
      const figures = [...statuses].sort(([a], [b]) => a - b).map(([status, n]) => `${status || 'closed'}: ${n}`);
      const seconds = (milliseconds / 1000).toFixed(0);
      return `${kind.padEnd(34)} ${String(sent).padStart(6)} ${seconds.padStart(4)} s  ${figures.join(', ')}`;
    });
    return [...lines, `${'in all'.padEnd(34)} ${String(this.sent).padStart(6)}`].join('\n');
  }

  async #fire(kind: string, planned: Plan, row: Row): Promise<void> {
    const mark = `${this.mark}${String(this.#number++).padStart(PLACE.length - this.mark.length, '0')}`;
    const plan = marked(planned, mark, this.tickets);
    const took = stopwatch();
    let fault: string | undefined;
    let reply: Reply | undefined;
    try {
      reply = await this.#send(plan, planned, mark);
      fault = this.#faultIn(plan, reply, took());
    } catch (cause) {
      fault = `no answer: ${(cause as Error).message}`;
    }
    this.slowest = Math.max(this.slowest, took());
    const status = reply?.status ?? -1;
    row.statuses.set(status, (row.statuses.get(status) ?? 0) + 1);
    if (plan.operation !== undefined) this.#count(plan.operation, plan, reply);
    if (fault === undefined || this.faults.length >= MOST_FAULTS) return;
    const said = reply === undefined ? '' : ` → ${reply.status} ${reply.text.slice(0, 200)}`;
    const body = plan.body?.toString('latin1').slice(0, 600) ?? '';
    this.faults.push(`${fault}: ${kind}, ${plan.what}: ${plan.method} ${plan.path.slice(0, 120)} ${body}${said}`);
  }

  async #send(plan: Plan, { bearer }: Plan, mark: string): Promise<Reply> {
    const port = plan.server === 'index' ? this.town.index.port : Number(new URL(this.town.custodian.url).port);
    const headers: Record<string, string> = { ...plan.headers };
    const [audience, otherAudience] = [INDEX_AUDIENCE, CUSTODIAN_AUDIENCE];
    const own =
      plan.server === 'index' ? { audience, otherAudience } : { audience: otherAudience, otherAudience: audience };
    if (plan.person !== undefined) {
      headers['authorization'] =
        bearer === undefined
          ? `Bearer ${await this.town.bearer(plan.person, own.audience)}`
          : (BEARERS[bearer]?.({ issuer: this.town.issuer, person: plan.person, mark, ...own }) ?? '');
    }
    if (plan.raw !== undefined) {
      const bytes = RAW[plan.what]?.(plan.path, `Authorization: ${headers['authorization']}`) ?? Buffer.alloc(0);
      return sendBytes(port, Buffer.from(bytes.toString('latin1').replaceAll(PLACE, mark), 'latin1'));
    }
    const sent = { headers, ...(plan.body === undefined ? {} : { raw: plan.body }) };
    return send(`http://127.0.0.1:${port}`, plan.method, plan.path, sent);
  }

  #count(operation: Operation, { body }: Plan, reply: Reply | undefined): void {
    const status = reply?.status ?? -1;
    const name = `${operation.id} ${status}`;
    this.answers.set(name, (this.answers.get(name) ?? 0) + 1);
    if (reply === undefined) return;
    for (const id of idsMade(operation, reply)) this.created.add(id);
    const evaluated = status === 200 || reply.body['code'] === 'tokens.element-refused';
    if (operation.id === 'evaluateBlinded' && evaluated) this.evaluated.add(sameRequest(body));
  }

  #faultIn(plan: Plan, reply: Reply, milliseconds: number): string | undefined {
    const closed = plan.raw !== undefined && reply.status === 0;
    if (milliseconds > PATIENCE) return 'too slow';
    if (closed) return undefined;
    const everything = reply.text + JSON.stringify(reply.headers);
    const mayName = reply.status < 400 && NAMES_WHAT_IT_MADE.includes(plan.operation?.id ?? '');
    if (everything.includes(this.mark) && !mayName && (reply.status >= 400 || everything.includes(markOf(plan))))
      return 'an echo';
    for (const [name, pattern] of Object.entries(SECURITY))
      if (!pattern.test(String(reply.headers[name]))) return `no header ${name}`;
    if (reply.status < 400) return this.#faultInAnswer(plan, reply);
    return this.#faultInProblem(plan, reply);
  }

  #faultInAnswer({ expected, operation, server }: Plan, { status, headers, text }: Reply): string | undefined {
    if (expected !== 'documented' || operation === undefined) return 'not refused';
    const answer = operation.answers[String(status)] as Answer | undefined;
    if (answer === undefined) return 'a status that is not documented';
    const [type, described] = Object.entries(answer.content ?? {})[0] ?? [undefined, undefined];
    if (type === undefined || described === undefined) return text === '' ? undefined : 'a body that is not documented';
    if (!String(headers['content-type']).startsWith(type)) return 'another content type';
    const value: unknown = type === 'application/json' ? JSON.parse(text) : text;
    const fault = faultIn(value, described.schema, SCHEMAS[server]);
    return fault === undefined ? undefined : `an answer that is not as documented, ${fault}`;
  }

  #faultInProblem({ expected, operation, server }: Plan, { status, headers, body }: Reply): string | undefined {
    const code = String(body['code']);
    if (!String(headers['content-type']).startsWith('application/problem+json')) return 'no problem detail';
    const fault = faultIn(body, { $ref: '#/components/schemas/Problem' }, SCHEMAS[server]);
    if (fault !== undefined) return `a problem that is not as documented, ${fault}`;
    if (body['status'] !== status || body['type'] !== `https://raakvlak.example/problems/${code}`)
      return 'another status';
    const texts = JSON.stringify([body['title'], body['advice'], status]);
    if ((this.#texts.get(code) ?? texts) !== texts) return 'texts that are not fixed';
    this.#texts.set(code, texts);
    if (operation !== undefined && !documentedCodes(operation, status).includes(code))
      return 'a code that is not documented';
    if (status >= 500) return status === 503 && operation !== undefined ? undefined : 'a fault';
    return unexpected(expected, status, code);
  }
}

function unexpected(expected: Expected, status: number, code: string): string | undefined {
  if (expected === 'documented' && FORM.includes(code)) return 'the document allows it';
  if (expected === 'unauthorised' && status !== 401) return 'no 401';
  if (expected === 'ticket-refused' && !TICKET_CODES.includes(code)) return 'refused for another reason';
  return undefined;
}

/** Ids of registrations that an answer says were made. */
function idsMade({ id }: Operation, { status, body }: Reply): string[] {
  if (['registerInvolvement', 'registerCollectiveAddress'].includes(id) && status === 201) return [String(body['id'])];
  if (id === 'registerInvolvements' && status === 200)
    return (body['registrations'] as { id: string }[]).map((one) => one.id);
  if (id === 'moveInvolvement' && status === 200 && body['registered'] !== undefined)
    return [(body['registered'] as { id: string }).id];
  return [];
}

const marks = new WeakMap<Plan, string>();
const markOf = (plan: Plan): string => marks.get(plan) ?? '-';

/** The plan with the mark of this one request in the place of the general one. */
function marked(plan: Plan, mark: string, tickets: (mark: string) => TicketMaker): Plan {
  const swap = (text: string): string => text.replaceAll(PLACE, mark);
  let body = plan.body?.includes(PLACE) ? Buffer.from(swap(plan.body.toString('latin1')), 'latin1') : plan.body;
  if (plan.ticket !== undefined && body !== undefined) {
    const ticket = TICKETS[plan.ticket]?.(tickets(mark)) ?? '';
    body = Buffer.from(body.toString('utf8').replace(TICKET_PLACE, () => JSON.stringify(ticket).slice(1, -1)));
  }
  const headers = Object.fromEntries(Object.entries(plan.headers).map(([name, value]) => [name, swap(value)]));
  const made = { ...plan, path: swap(plan.path), headers, body };
  marks.set(made, mark);
  return made;
}

/** A request to the custodian that is the same one, whatever its white space. */
function sameRequest(body: Buffer | undefined): string {
  const { use, kind, blinded } = JSON.parse(body?.toString('utf8') ?? '{}') as Record<string, unknown>;
  return JSON.stringify([use, kind, blinded]);
}

/** Bytes on a socket of their own, and the first answer; status 0 when the server closed without one. */
function sendBytes(port: number, bytes: Buffer): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    const parts: Buffer[] = [];
    socket.setTimeout(2 * PATIENCE, () => socket.destroy(new Error('no answer')));
    socket.on('data', (part: Buffer) => {
      parts.push(part);
      const text = Buffer.concat(parts).toString('latin1');
      // Both servers close after what is no HTTP; what was taken for a request is answered with a length.
      if (isWhole(text)) socket.end();
    });
    socket.on('error', (cause: NodeJS.ErrnoException) =>
      ['ECONNRESET', 'EPIPE'].includes(cause.code ?? '') ? resolve(replyOf(parts)) : reject(cause),
    );
    socket.on('close', () => resolve(replyOf(parts)));
    socket.write(bytes);
  });
}

const isWhole = (text: string): boolean => {
  const end = text.indexOf('\r\n\r\n');
  const length = Number(/content-length: (\d+)/i.exec(text)?.[1] ?? NaN);
  return end >= 0 && text.length >= end + 4 + length;
};

function replyOf(parts: readonly Buffer[]): Reply {
  const whole = Buffer.concat(parts).toString('utf8');
  const [head = '', ...rest] = whole.split('\r\n\r\n');
  const [first = '', ...lines] = head.split('\r\n');
  const headers = Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 2)]),
  );
  // The beginning of a second answer, when the bytes were taken for two requests, would be no JSON.
  const text = rest.join('\r\n\r\n');
  const body = text.startsWith('{') ? (JSON.parse(text) as Record<string, unknown>) : {};
  return { status: Number(/^HTTP\/1\.1 (\d{3})/.exec(first)?.[1] ?? 0), headers, text, body };
}
