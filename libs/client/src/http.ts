import { Problem, type ProblemDetail } from '#problem';
import { clientProblem } from './problems';

/** One of the two servers a client talks to. They never get each other's credential. */
export interface Service {
  readonly name: 'index' | 'custodian';
  /** Base address, `https://…` (plain http on this machine only) */
  readonly address: string;
}

export interface Call {
  readonly method: 'GET' | 'POST' | 'PUT';
  /** Path of codes and random ids only; identifiers and tokens go in the body */
  readonly path: string;
  /** Access token for this service; left out for public documents */
  readonly token?: string;
  readonly body?: unknown;
  /** For the whole call, headers and body; milliseconds */
  readonly timeoutMs?: number;
}

const TIMEOUT_MS = 10_000;
/** 100 answers of fixed size are far below; more than this is not ours and must not fill the memory. */
const LARGEST_ANSWER = 8 * 1024 * 1024;

/** A code as our servers write it. The client's own rooms are left out: no server may speak in their name. */
const SERVER_CODE = /^(?!client\.|tokens\.|cli\.)[a-z][a-z-]{1,30}\.[a-z][a-z0-9-]{1,60}$/;

/**
 * Sends one request and returns the body as text.
 *
 * @throws Problem `client.index-unreachable` / `client.custodian-unreachable` (detail `timedOut`) when there is no
 *   answer in time, the server's own problem when it sent one (RFC 9457), `client.unexpected-answer` otherwise,
 *   `client.insecure-address` before anything is sent over an unprotected line.
 */
export async function callForText(service: Service, call: Call): Promise<string> {
  const url = addressOf(service, call.path);
  const deadline = AbortSignal.timeout(call.timeoutMs ?? TIMEOUT_MS);
  let response: Response;
  let text: string;
  try {
    response = await fetch(url, {
      method: call.method,
      headers: headersOf(call),
      body: call.body === undefined ? undefined : JSON.stringify(call.body),
      // A redirect would carry the request to a party that the configuration does not name.
      redirect: 'error',
      credentials: 'omit',
      // No cache answers a POST, and with `no-store` a browser would ask for permission again before each (CORS).
      cache: call.method === 'POST' ? 'default' : 'no-store',
      referrerPolicy: 'no-referrer',
      signal: deadline,
    });
    text = await readBounded(response);
  } catch (error) {
    if (error instanceof Problem) throw error;
    // The cause is dropped on purpose: undici errors can hold the request with its headers.
    throw clientProblem(`${service.name}-unreachable`, { timedOut: deadline.aborted });
  }
  if (!response.ok) throw problemFrom(response, text);
  return text;
}

/** Sends calls to the index in the name of whoever signed in; lent to the parts of the client. */
export interface Caller {
  /** As `callForJson` */
  call(call: Call): Promise<Record<string, unknown>>;
  /** As `callForText` */
  callForText(call: Call): Promise<string>;
  /** As `callTwiceIfNeeded` */
  callTwice(call: Call): Promise<string>;
}

/** As `callForText`, for JSON. @throws Problem also `client.unexpected-answer` when the body is no JSON object */
export async function callForJson(service: Service, call: Call): Promise<Record<string, unknown>> {
  return jsonObject(await callForText(service, call));
}

/**
 * Sends a request that may safely be sent twice (it carries its own id), and sends the same bytes once more when the
 * connection broke before an answer, or when the server said when to come back (503 with Retry-After of at most 5 s).
 */
export async function callTwiceIfNeeded(service: Service, call: Call): Promise<string> {
  try {
    return await callForText(service, call);
  } catch (error) {
    const pause = pauseBeforeRetry(error);
    if (pause === undefined) throw error;
    await new Promise((resolve) => setTimeout(resolve, pause));
    return callForText(service, call);
  }
}

const CONNECTION_LOST = new Set(['client.index-unreachable', 'client.custodian-unreachable']);

function pauseBeforeRetry(error: unknown): number | undefined {
  if (!(error instanceof Problem)) return undefined;
  if (CONNECTION_LOST.has(error.code)) return error.detail.timedOut === true ? undefined : 250;
  const seconds = error.detail.retryAfterSeconds;
  return error.kind.status === 503 && typeof seconds === 'number' && seconds <= 5 ? seconds * 1000 : undefined;
}

/** @throws Problem `client.insecure-address` for plain http to another machine, or for an address that is none */
export function requireProtected(address: string): URL {
  let url: URL;
  try {
    url = new URL(address);
  } catch {
    throw clientProblem('insecure-address');
  }
  const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(url.hostname);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && loopback)) throw clientProblem('insecure-address');
  return url;
}

function addressOf(service: Service, path: string): URL {
  const base = requireProtected(service.address);
  return new URL(`${base.pathname.replace(/\/$/, '')}${path}`, base);
}

function headersOf(call: Call): Record<string, string> {
  return {
    accept: 'application/json, application/problem+json, application/jose',
    ...(call.body === undefined ? {} : { 'content-type': 'application/json' }),
    ...(call.token === undefined ? {} : { authorization: `Bearer ${call.token}` }),
  };
}

async function readBounded(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  if (response.body === null) return text;
  const reader = response.body.getReader();
  for (let size = 0; ;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    size += value.byteLength;
    if (size > LARGEST_ANSWER) {
      await reader.cancel();
      throw clientProblem('unexpected-answer', { status: response.status });
    }
    text += decoder.decode(value, { stream: true });
  }
}

/** @throws Problem `client.unexpected-answer` when the text is no JSON object */
export function jsonObject(text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw clientProblem('unexpected-answer');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw clientProblem('unexpected-answer');
  return value as Record<string, unknown>;
}

/** RFC 9457: the server's problem, as far as its code is one of ours. */
function problemFrom(response: Response, text: string): Problem {
  const retryAfter = Number(response.headers.get('retry-after') ?? Number.NaN);
  const later: ProblemDetail =
    Number.isFinite(retryAfter) && retryAfter >= 0 ? { retryAfterSeconds: Math.ceil(retryAfter) } : {};
  const unknown = clientProblem('unexpected-answer', { status: response.status, ...later });
  if (!/^application\/problem\+json\b/i.test(response.headers.get('content-type') ?? '')) return unknown;
  let sent: Record<string, unknown>;
  try {
    sent = jsonObject(text);
  } catch {
    return unknown;
  }
  if (typeof sent.code !== 'string' || !SERVER_CODE.test(sent.code)) return unknown;
  const kind = { status: response.status, title: sentence(sent.title), advice: sentence(sent.advice) };
  return new Problem(sent.code, kind, { ...detailOf(sent), ...later });
}

/** A server's fixed text, cut to length and without control characters that could steer a terminal. */
function sentence(value: unknown): string {
  return typeof value === 'string' ? value.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, ' ').slice(0, 300) : '';
}

const OWN_MEMBERS = new Set(['type', 'title', 'status', 'code', 'advice', 'instance', 'detail']);
/** Names of fields and codes start with a letter; so neither a citizen number nor a postcode passes. */
const NAME = /^[A-Za-z][\w.-]{0,60}$/;

function detailOf(sent: Record<string, unknown>): ProblemDetail {
  const passes = (value: unknown): value is string | number | boolean | string[] =>
    typeof value === 'number' ||
    typeof value === 'boolean' ||
    (typeof value === 'string' && NAME.test(value)) ||
    (Array.isArray(value) && value.length <= 50 && value.every((item) => typeof item === 'string' && NAME.test(item)));
  const members = Object.entries(sent).filter(
    ([name, value]) => !OWN_MEMBERS.has(name) && NAME.test(name) && passes(value),
  );
  return Object.fromEntries(members.slice(0, 20)) as ProblemDetail;
}
